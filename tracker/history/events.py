"""What events had said by a moment, for kinds of records that keep no spans: asked of the events themselves, for the rows
of one page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.accounts.access import KINDS
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.history.projections import Facts
from tracker.history.records import facts_for


def state_at(kind: str, moment: datetime | None) -> Any:
    """The state of the row at hand, as SQL: its column, or what its last event up to the moment said. NULL: not there yet."""
    model = KINDS[kind].model
    if moment is None:
        return model.state
    said = AuditEvent.after["state"].as_string()
    query = select(said).where(*of(kind, moment), AuditEvent.subject_id == model.id, said.is_not(None))
    return query.order_by(AuditEvent.id.desc()).limit(1).correlate(model).scalar_subquery()


def stood(kind: str, moment: datetime, *, shared: bool) -> list[ColumnElement[bool]]:
    """Was the row there by then; with `shared`, also for agencies to read?"""
    model, state = KINDS[kind].model, state_at(kind, moment)
    if not shared:
        return [model.created_at <= moment, state.is_not(None)]
    return [
        model.created_at <= moment,
        state.in_([one.name for one in KINDS[kind].workflow.states if one.shared or one.within_agency]),
    ]


def rows_at(kind: str, rows: Sequence[Any], moment: datetime | None) -> Sequence[Any]:
    """Rows of a list with what was known of each then in place of its columns of now; what hangs on them is of now."""
    if moment is None:
        return rows
    ids = [row.id for row in rows]
    known, unsaid = facts_at(kind, ids, moment), facts_before(kind, ids, moment)
    return [SimpleNamespace(**{**row._mapping, **of_row(unsaid[row.id] | known[row.id], row._mapping)}) for row in rows]


def of_row(facts: Facts, names: Collection[str]) -> Facts:
    return {name: value for name, value in facts.items() if name in names}


def facts_at(kind: str, ids: Collection[int], moment: datetime) -> dict[int, Facts]:
    """The columns of these records as their events had told them, by id; in one question to the database."""
    query = select(AuditEvent.subject_id, AuditEvent.after).where(
        *of(kind, moment), AuditEvent.subject_id.in_(sorted(ids)), AuditEvent.after.is_not(None)
    )
    said: dict[int, Facts] = defaultdict(dict)
    for id, after in db.session.execute(query.order_by(AuditEvent.id)):
        said[id] |= after
    return defaultdict(dict, {id: facts_for(KINDS[kind].model, facts) for id, facts in said.items()})


def facts_before(kind: str, ids: Collection[int], moment: datetime) -> dict[int, Facts]:
    """The columns that were first told of after the moment, as they were before that, by id."""
    query = select(AuditEvent.subject_id, AuditEvent.before).where(
        AuditEvent.subject_kind == kind,
        AuditEvent.at > moment,
        AuditEvent.subject_id.in_(sorted(ids)),
        AuditEvent.before.is_not(None),
    )
    said: dict[int, Facts] = defaultdict(dict)
    for id, before in db.session.execute(query.order_by(AuditEvent.id.desc())):
        said[id] |= before
    return defaultdict(dict, {id: facts_for(KINDS[kind].model, facts) for id, facts in said.items()})


def changed_at(kind: str, ids: Collection[int], moment: datetime) -> dict[int, datetime]:
    """When each of these records had last been changed by then."""
    query = select(AuditEvent.subject_id, func.max(AuditEvent.at)).where(
        *of(kind, moment), AuditEvent.subject_id.in_(sorted(ids)), AuditEvent.after.is_not(None)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AuditEvent.subject_id))}


def of(kind: str, moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return AuditEvent.subject_kind == kind, AuditEvent.at <= moment
