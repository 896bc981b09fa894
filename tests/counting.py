"""How many questions a page, or an answer of the API, asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.client import Client
from tracker.extensions import db

NO_QUESTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK TO")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that are run meanwhile, savepoints aside."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_about: Any) -> None:
        if not statement.startswith(NO_QUESTIONS):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def queries_of(client: Client, path: str) -> int:
    """Statements that one GET runs."""
    client.session.commit()
    with counting() as statements:
        assert client.get(path).status_code == 200
    return len(statements)
