"""What waits for the Council's side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.delegations.queries import of_bodies
from tracker.extensions import db
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures.ladder import Rung
from tracker.recommendations.models import Measure
from tracker.recommendations.queries.control_room import LATE_BESIDE, Room
from tracker.recommendations.queries.follow_up import R_OPEN, is_overdue
from tracker.recommendations.queries.work.rows import (
    AGENCY_ACTS,
    ANSWERING,
    DUE,
    A,
    E,
    M,
    R,
    U,
    asked_until,
    due_of,
    extension,
    left,
    missed,
    missed_words,
    report,
    requests,
    with_missed,
)
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem


def add_late_roadmaps(work: Work, reach: ColumnElement[bool]) -> None:
    """To the office, of a roadmap that the Council's side decided; what an agency promises itself is its own affair."""
    rows, total = first_rows(with_missed(reach, A.state == "multi_year", M.origin == "decision"))
    why = ((row, f"{row.agency_name} · {missed_words(row)}") for row in rows)
    work.add((missed(row, words, _("Đôn đốc"), "measure") for row, words in why), total)


def followed_by(actor: Actor) -> ColumnElement[bool]:
    """Recommendations that an officer follows, or whose delegation they follow when nobody is named."""
    delegations = select(Delegation.id).where(Delegation.followed_by_id == actor.id)
    return or_(R.followed_by_id == actor.id, R.followed_by_id.is_(None) & R.delegation_id.in_(delegations))


def late_beside(actor: Actor, *, everything: bool) -> Any:
    """How many of LATE_BESIDE, as the room counts them, of what an officer follows or of all."""
    asked = LATE_BESIDE if everything else replace(LATE_BESIDE, follower=str(actor.id))
    return Room(actor, asked, Counting()).count_query().correlate(None)


def add_late(work: Work, reach: ColumnElement[bool], beside: Any) -> None:
    """Overdue where the agency has to act: to be urged. `beside` is counted in the same query, as far as there is one."""
    today = clock.today()
    query = (
        select(A.id, A.recommendation_id, R.code, R.text, ANSWERING, *DUE, beside.scalar_subquery().label("beside"))
        .join(A, (A.recommendation_id == R.id) & (A.role == "lead"))
        .where(reach, R_OPEN, R.due_key < today, A.state.in_(AGENCY_ACTS), *is_overdue(A, today))
        .order_by(R.due_key, R.id)
    )
    rows, total = first_rows(query)
    work.beside = rows[0].beside if rows else db.session.scalar(beside) or 0
    taken, rungs = ladder.taken_on_tasks([row.id for row in rows]), ladder.rungs() if rows else []
    work.add((late(row, taken[row.id], rungs) for row in rows), total)


def late(row: Any, taken: list[Measure], rungs: list[Rung]) -> WorkItem:
    """How often it was urged, and the step that comes next, from its day."""
    urged = sum(measure.kind == "urge" for measure in taken)
    times = _n("đã đôn đốc %(num)s lần", "đã đôn đốc %(num)s lần", urged) if urged else _("chưa đôn đốc")
    following = ladder.following(rungs, row.due_ends_on, taken)
    why, action = f"{row.agency_name} · {times}", _("Đôn đốc")
    if following is not None:
        step, day = following.rung.name, format_vi(following.from_on)
        why += " · " + _("bước tiếp: %(step)s, từ %(day)s", step=step, day=day)
        action = action if following.rung.kind == "urge" else step
    return WorkItem(
        kind="assignment",
        id=row.id,
        code=row.code,
        title=row.text,
        group="overdue",
        thread_kind="recommendation",
        thread_id=row.recommendation_id,
        **due_of(row),
        days_left=left(row.due_ends_on),
        why=why,
        action=action,
        form="measure",
    )


def add_to_verify(work: Work, actor: Actor, *, everything: bool) -> None:
    """Reports sent and waiting, oldest first."""
    conditions = verifiable(actor, everything=everything)
    if conditions is None:
        return
    query = (
        select(U.id, R.code, R.text, ANSWERING, A.sent_on, *DUE)
        .join(A, A.id == U.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(*conditions)
        .order_by(U.sent_at, U.id)
    )
    rows, total = first_rows(query)
    work.add((to_verify(row) for row in rows), total)


def verifiable(actor: Actor, *, everything: bool = True) -> list[ColumnElement[bool]] | None:
    """Conditions on report, task and recommendation: it waits, and this person may decide on it; never one's own (F40).
    None for those who decide on nothing. Found by the few tasks that wait, since mere notes stay sent for ever."""
    reach: list[ColumnElement[bool]] = []
    if councils := actor.councils_as(Role.STANDING):
        reach.append(within(A.council_id, councils))
    if offices := actor.councils_as(Role.OFFICE):
        mine = within(A.council_id, offices)
        reach.append(mine if everything else mine & followed_by(actor))
    if bodies := actor.bodies_as(Role.LEADER):
        reach.append(U.delegation_id.in_(of_bodies(bodies)))
    if not reach:
        return None
    own = (or_(column.is_(None), column != actor.id) for column in (U.created_by_id, U.drafted_by_id, U.sent_by_id))
    return [
        U.state == "submitted",
        A.state == "awaiting_verification",
        U.claim != "in_progress",
        or_(*reach),
        *own,
    ]


def to_verify(row: Any) -> WorkItem:
    words = _("%(agency)s báo cáo ngày %(day)s", agency=row.agency_name, day=format_vi(row.sent_on))
    return report(row, words, _("Xem và xác nhận"), row.sent_on)


def decided_by(actor: Actor) -> list[ColumnElement[bool]]:
    """Tasks whose agencies this person answers: the Standing Committee all, a leader those of their committee."""
    reach: list[ColumnElement[bool]] = []
    if councils := actor.councils_as(Role.STANDING):
        reach.append(within(A.council_id, councils))
    if bodies := actor.bodies_as(Role.LEADER):
        reach.append(A.delegation_id.in_(of_bodies(bodies)))
    return reach


def add_to_extend(work: Work, actor: Actor) -> None:
    """Agencies that have asked for a later deadline."""
    reach = decided_by(actor)
    if not reach:
        return
    rows, total = first_rows(requests(E.state == "requested", or_(*reach)))
    work.add((extension(row, "todo", who_asks(row), _("Xem và quyết định")) for row in rows), total)


def who_asks(row: Any) -> str:
    return f"{row.agency_name} · {asked_until(row)}"


def add_to_answer(work: Work, actor: Actor) -> None:
    """Agencies that have asked for reconsideration."""
    reach = decided_by(actor)
    if not reach:
        return
    query = (
        select(A.id, A.recommendation_id, R.code, R.text, ANSWERING, *DUE)
        .join(R, R.id == A.recommendation_id)
        .where(A.state == "under_reconsideration", or_(*reach))
        .order_by(A.due_key, A.recommendation_id)
    )
    rows, total = first_rows(query)
    items = (
        WorkItem(
            kind="assignment",
            id=row.id,
            code=row.code,
            title=row.text,
            group="todo",
            thread_kind="recommendation",
            thread_id=row.recommendation_id,
            **due_of(row),
            days_left=left(row.due_ends_on),
            why=_("%(agency)s đề nghị xem xét lại", agency=row.agency_name),
            action=_("Xem và trả lời"),
        )
        for row in rows
    )
    work.add(items, total)
