"""The minutes as a whole: what was typed during the session, its order, and how an amendment comes into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.sessions import corrections, queries, service
from tracker.sessions.forms import statement_answers
from tracker.sessions.models import Statement, WorkingSession
from tracker.sessions.workflow import is_signed
from tracker.workflow import engine


def say(session: WorkingSession, answers: Mapping[str, Any], actor: Actor, *, typed_key: str) -> Statement:
    """Write down what was typed under this key; sent again, be it days later, it is there once."""
    known = queries.typed(session.id, typed_key)
    return known or service.add_statement(session, answers, actor, typed_key=typed_key)


def move(statement: Statement, actor: Actor, *, up: bool) -> None:
    """Change places with the statement before or after; at the end of the list nothing happens."""
    service.require_writable(statement.session, None, actor)
    ordered = list(statement.session.statements)
    place = ordered.index(statement)
    put(statement, place - 1 if up else place + 1, actor)


def place_at(statement: Statement, position: int, actor: Actor) -> None:
    """Put it where the statement with this position stands; those between move up. Invalid beside `position` when none
    has it."""
    service.require_writable(statement.session, None, actor)
    positions = sorted(said.position for said in statement.session.statements)
    if position not in positions:
        known = ", ".join(map(str, positions))
        raise Invalid({"position": [_("Thứ tự phải là một trong: %(known)s.", known=known)]})
    put(statement, positions.index(position), actor)


def put(statement: Statement, place: int, actor: Actor) -> None:
    """Place among the statements of its session, from 0; beyond the ends of the list nothing happens."""
    ordered = list(statement.session.statements)
    if not 0 <= place < len(ordered):
        return
    ordered.remove(statement)
    ordered.insert(place, statement)
    put_in_order(ordered, actor)


def put_in_order(ordered: list[Statement], actor: Actor) -> None:
    """Hand the positions that the statements have out anew; only those that change get an event."""
    places = sorted(statement.position for statement in ordered)
    for statement, place in zip(ordered, places, strict=True):
        earlier = audit.snapshot(statement)
        statement.position = place
        engine.edited(statement, actor, earlier)


def reword(statement: Statement, text: str, actor: Actor) -> None:
    """The statement says this from now on; its old text stays in the event, or, once signed, in the row before."""
    if is_signed(statement.session):
        holds = corrections.newest(statement)
        answers = statement_answers(holds) | {"text": text, "corrects_id": holds.id}
        service.add_statement(statement.session, answers, actor)
    else:
        service.edit_statement(statement, {"text": text}, actor)


def rewrite(session: WorkingSession, text: str, actor: Actor) -> None:
    """The text of the minutes, while they are unsigned."""
    engine.require_edit(session, actor)
    earlier = audit.snapshot(session)
    session.minutes_text = text
    engine.edited(session, actor, earlier)
    service.index(session)
