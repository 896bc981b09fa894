"""A cast that was made once, written again row by row: thousands of tests begin with the same people and records."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Select, column, event, exists, insert, or_, select, table
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from tracker.accounts.models import Membership, User
from tracker.audit.models import AuditEvent
from tracker.core import clock, context
from tracker.core.models import Base
from tracker.delegations.models import Delegation, DelegationAgency, DelegationMember
from tracker.extensions import db
from tracker.organizations.history import AgencySpan
from tracker.organizations.models import Agency, AgencyAlias, AgencyName, Council, CouncilBody
from tracker.search.models import SearchEntry

MODELS: tuple[type[Base], ...] = (
    Council,
    CouncilBody,
    User,
    Agency,
    AgencyName,
    AgencyAlias,
    AuditEvent,
    AgencySpan,
    SearchEntry,
    Delegation,
    DelegationMember,
    DelegationAgency,
    Membership,
)
"""Everything that a cast is written to, first what others point at (`tests/unit/test_cast.py` finds what is missing)."""
ANYTHING = select(or_(*(exists(select(model.__table__)) for model in MODELS)))
WORDS = table("search_words", column("rowid"), column("folded"))
Model = TypeVar("Model", bound=Base)


def in_order(model: type[Base]) -> Select[Any]:
    """All rows as they were added: PostgreSQL gives changed ones wherever they fitted."""
    return select(model.__table__).order_by(*model.__table__.primary_key)


def is_possible() -> bool:
    """Only with a clock that stands, and where nothing is yet that a cast is made of: the rows are the same then."""
    if clock.now() != clock.now():
        return False
    db.session.flush()
    return not db.session.scalar(ANYTHING)


def surroundings() -> Hashable:
    """What the rows depend on. Only in this same database do PostgreSQL's sequences run ahead of their numbers."""
    return str(db.engine.url), clock.now(), context.request_id.get(), context.address.get()


@dataclass
class Remembered:
    """All rows of the tables of a cast."""

    rows: Mapping[type[Base], list[dict[str, Any]]]
    statements: list[tuple[str, Any]] = field(default_factory=list)
    """What the database was told when they were written again for the first time."""

    @classmethod
    def now(cls) -> Remembered:
        connection = db.session.connection()
        return cls({model: [dict(row) for row in connection.execute(in_order(model)).mappings()] for model in MODELS})

    def write(self) -> None:
        """The same rows into the empty tables."""
        connection = db.session.connection()
        if not self.statements:
            self.statements = self.write_in_words(connection)
        elif connection.dialect.name == "sqlite":
            for statement, parameters in self.statements:
                connection.exec_driver_sql(statement, parameters)
        else:
            raw = connection.connection.driver_connection
            assert isinstance(raw, psycopg.Connection)
            raw.execute("; ".join(statement for statement, _none in self.statements))

    def write_in_words(self, connection: Connection) -> list[tuple[str, Any]]:
        """Through SQLAlchemy; the statements as the driver was given them, on PostgreSQL with their values in them."""
        with heard(connection) as statements:
            for model, rows in self.rows.items():
                connection.execute(insert(model.__table__).values(rows))
            if connection.dialect.name == "sqlite":
                words = [{"rowid": entry["id"], "folded": entry["folded"]} for entry in self.rows[SearchEntry]]
                connection.execute(insert(WORDS).values(words))
        raw = connection.connection.driver_connection
        if isinstance(raw, psycopg.Connection):
            return [(psycopg.ClientCursor(raw).mogrify(*told), None) for told in statements]
        return statements

    def records(self, model: type[Model]) -> Iterator[Model]:
        """The records of one table, held by the session as if they were loaded from there."""
        for row in self.rows[model]:
            record = model(**{name: own(value) for name, value in row.items()})
            make_transient_to_detached(record)
            db.session.add(record)
            yield record

    def hang(self, model: type[Base], parents: Collection[Any], name: str) -> None:
        """The records of one table in their parents' lists, which then ask nothing, as after they were written."""
        records = list(self.records(model))
        for parent in parents:
            column = f"{parent.__kind__}_id"
            set_committed_value(parent, name, [one for one in records if getattr(one, column) == parent.id])


def own(value: Any) -> Any:
    """What may be changed in place is nobody else's."""
    return deepcopy(value) if isinstance(value, dict | list) else value


@contextmanager
def heard(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements, with their parameters, that the connection is given meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_about: Any) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)
