"""Records that wait for somebody, read off the workflow: in which states, for which roles, to do what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from tracker.accounts.access import KINDS, Kind, visible, within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_WIDE, Role
from tracker.workflow.counting import first_rows
from tracker.workflow.definition import State
from tracker.workflow.work import Work, WorkItem


def work_of(kind_name: str, actor: Actor, *, only: ColumnElement[bool] | None = None, due: Any = None) -> Work:
    """What of this kind waits for the actor, newest first; `only` narrows it, `due` names the column of its day."""
    kind = KINDS[kind_name]
    query = select(kind.model).where(visible(kind_name, actor), waits(kind, actor))
    if only is not None:
        query = query.where(only)
    rows, total = first_rows(query.order_by(kind.model.id.desc()))
    work = Work()
    work.add([item(kind, row[0], due) for row in rows], total=total)
    return work


def waits(kind: Kind, actor: Actor) -> ColumnElement[bool]:
    """Rows in a state that waits for a role which the actor holds on them."""
    parts = [
        and_(kind.model.state == state.name, or_(false(), *(held(kind.model, role, actor) for role in state.waits_for)))
        for state in kind.workflow.states
        if actor.roles & set(state.waits_for)
    ]
    return or_(false(), *parts)


def held(model: Any, role: Role, actor: Actor) -> ColumnElement[bool]:
    if role in COUNCIL_WIDE:
        return within(model.council_id, actor.councils_as(role))
    column = model.id if model.__tablename__ == "delegation" else model.delegation_id
    return within(column, actor.delegations_as(role))


def item(kind: Kind, record: Any, due: Any) -> WorkItem:
    state: State = kind.workflow.state(record.state)
    day = getattr(record, due) if due else None
    return WorkItem(
        kind=kind.name,
        id=record.id,
        code=record.code,
        title=kind.title(record),
        group="todo",
        thread_kind=kind.name,
        thread_id=record.id,
        due_on=day,
        ends_on=day,
        why=str(state.label),
        action=str(state.todo),
    )
