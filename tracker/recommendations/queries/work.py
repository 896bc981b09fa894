"""What waits for somebody among the recommendations: for an agency, and for the Council's side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.delegations.queries import of_bodies
from tracker.extensions import db
from tracker.organizations.sign_off import is_for
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.deadlines import SOON, days_left
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures.ladder import Rung
from tracker.recommendations.models import (
    MEASURE_KINDS,
    Assignment,
    ClosingCondition,
    EvidenceItem,
    Extension,
    Measure,
    Milestone,
    Recommendation,
    Update,
)
from tracker.recommendations.queries import milestones
from tracker.recommendations.queries.control_room import LATE_BESIDE, Room
from tracker.recommendations.queries.follow_up import A_OPEN, R_OPEN, between, is_overdue, is_soon
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Group, Work, WorkItem

A, E, M, R, U = Assignment, Extension, Milestone, Recommendation, Update
P = EvidenceItem
ANSWERING: Any = func.coalesce(func.nullif(A.taken_over_by, ""), A.agency_name).label("agency_name")
"""The agency that acts now, by name."""
DUE = (A.due_on, A.due_ends_on, A.original_due_on, A.extension_count)
"""What is told of a task's deadline."""
AGENCY_ACTS = ("assigned", "in_progress", "partly_implemented", "not_satisfactory")
ISSUABLE = ("concluded", "following_up")


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """Late, returned, due soon, the rest, what waits for others. An officer sees what they follow, or everything."""
    work = Work()
    if actor.agency_ids:
        add_tasks(work, actor)
        add_handed_back(work, actor)
        add_measures_to_answer(work, actor)
        add_late_milestones(work, actor)
        add_reports_to_send(work, actor)
        add_requests_to_send(work, actor)
        add_to_renew(work, actor)
    if offices := actor.councils_as(Role.OFFICE):
        office = within(R.council_id, offices)
        add_late(work, office if everything else office & followed_by(actor), late_beside(actor, everything=everything))
        add_late_roadmaps(work, office if everything else office & followed_by(actor))
        add_to_issue(work, office if everything else office & followed_by(actor))
        add_lapsed(work, offices, office if everything else office & followed_by(actor))
    add_to_verify(work, actor, everything=everything)
    add_to_answer(work, actor)
    add_to_extend(work, actor)
    add_to_approve(work, actor)
    add_unfinished(work, actor)
    return work


# --- an agency ------------------------------------------------------------------------------------------------------


def add_tasks(work: Work, actor: Actor) -> None:
    own, today = within(A.agency_id, actor.agency_ids), clock.today()
    acting = A.state.in_(AGENCY_ACTS)
    late = [A_OPEN, A.due_key < today, *is_overdue(A, today)]
    add_assignments(work, "overdue", [own, acting, *late])
    in_time = or_(A.due_ends_on.is_(None), A.due_ends_on >= today)
    returned, over = [own, A.state == "not_satisfactory", in_time], answer_is_over()
    add_assignments(work, "overdue", [*returned, over])
    add_assignments(work, "returned", [*returned, or_(A.answer_due_on.is_(None), ~over)])
    near = [*between(A.due_key, today), *is_soon(A, today)]
    add_assignments(work, "soon", [own, A_OPEN, A.state.in_(AGENCY_ACTS[:3]), *near])
    later = or_(A.due_ends_on.is_(None), ~is_soon(A, today)[1])
    add_assignments(work, "todo", [own, A.state == "assigned", in_time, later])
    add_assignments(work, "waiting", [own, A.state.in_(("awaiting_verification", "under_reconsideration"))])


def answer_is_over() -> ColumnElement[bool]:
    """Of a task that was returned: the day by which it was to be answered has passed; null where none was set."""
    return A.answer_due_on <= working_days().last_counted_before(clock.today())


def add_assignments(work: Work, group: Group, conditions: list[Any]) -> None:
    columns = (
        A.id,
        A.recommendation_id,
        R.code,
        R.text,
        A.state,
        *DUE,
        A.verdict_note,
        A.sent_on,
        A.answer_due_on,
    )
    query = (
        select(*columns)
        .join(R, R.id == A.recommendation_id)
        .where(*conditions)
        .order_by(A.due_key, A.recommendation_id)
    )
    rows, total = first_rows(query)
    work.add((task(row, group) for row in rows), total)


def task(row: Any, group: Group) -> WorkItem:
    is_new, waits = row.state == "assigned", group == "waiting"
    label = _("Nhận việc, phân công") if is_new else _("Cập nhật tình hình")
    if row.state == "not_satisfactory":
        label = _("Bổ sung")
    return WorkItem(
        kind="assignment",
        id=row.id,
        code=row.code,
        title=row.text,
        group=group,
        thread_kind="recommendation",
        thread_id=row.recommendation_id,
        **(answer_of(row) if is_answer_late(row) else {**due_of(row), "days_left": days_of(row)}),
        why=why_of_task(row, group),
        action="" if waits else label,
        step="start" if is_new and not waits else "",
        form="" if is_new or waits else "update",
    )


def why_of_task(row: Any, group: Group) -> str:
    if group == "waiting":
        return _("gửi %(day)s, chờ xác nhận", day=format_vi(row.sent_on)) if row.sent_on else _("chờ trả lời")
    if row.state == "not_satisfactory" and row.verdict_note:
        said = _("bị trả lại: “%(note)s”", note=row.verdict_note)
        if is_answer_late(row):
            return said + _(", đã quá ngày phải trả lời")
        return said + (_(", trả lời trước %(day)s", day=format_vi(row.answer_due_on)) if row.answer_due_on else "")
    return _("chưa nhận việc") if row.state == "assigned" else ""


def is_answer_late(row: Any) -> bool:
    """Returned, the deadline still runs, and the day by which it was to be answered has passed."""
    if row.state != "not_satisfactory" or row.answer_due_on is None:
        return False
    runs = row.due_ends_on is None or row.due_ends_on >= clock.today()
    return runs and days_left(working_days().end_of(row.answer_due_on), clock.today()) < 0


def answer_of(row: Any) -> dict[str, Any]:
    """The day by which the return was to be answered."""
    ends_on = working_days().end_of(row.answer_due_on)
    return {"due_on": row.answer_due_on, "ends_on": ends_on, "days_left": left(ends_on)}


def due_of(row: Any) -> dict[str, Any]:
    """The deadline, the day that counts, and what it was before it was extended."""
    ends_on = row.due_ends_on
    return {
        "due_on": row.due_on,
        "ends_on": ends_on,
        "original_due_on": row.original_due_on,
        "extensions": row.extension_count,
    }


def days_of(row: Any) -> int | None:
    """Working days left of a task; a roadmap of several years counts none."""
    if row.state == "multi_year":
        return None
    return left(row.due_ends_on, row.sent_on if row.state == "awaiting_verification" else None)


def left(ends_on: date | None, sent_on: date | None = None) -> int | None:
    """Working days left; None without a deadline, and where a report that was sent in time waits after it."""
    if ends_on is None or (sent_on is not None and sent_on <= ends_on < clock.today()):
        return None
    return days_left(ends_on, clock.today())


def add_reports_to_send(work: Work, actor: Actor) -> None:
    """Reports that were laid before the leader, or that they have begun themselves, and that are not sent."""
    leading = actor.agencies_as(Role.AGENCY_LEADER)
    if not leading:
        return
    query = (
        select(U.id, R.code, R.text, *DUE)
        .join(A, A.id == U.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(A_OPEN, within(A.agency_id, leading), U.state == "draft", U.on_paper.is_(False), is_for(actor, U))
        .order_by(U.id)
    )
    rows, total = first_rows(query)
    work.add((report(row, _("báo cáo đang soạn, chờ gửi"), _("Xem và gửi")) for row in rows), total)


def add_handed_back(work: Work, actor: Actor) -> None:
    """Drafts that the leader has handed back, to the agency's officers."""
    writing = actor.agencies_as(Role.AGENCY_OFFICER)
    if not writing:
        return
    query = (
        select(U.id, R.code, R.text, U.back_note, *DUE)
        .join(A, A.id == U.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(A_OPEN, within(A.agency_id, writing), U.state == "draft", U.ready_at.is_(None), U.back_note != "")
        .order_by(U.id)
    )
    rows, total = first_rows(query)
    told = (report(row, _("lãnh đạo trả lại để sửa: “%(note)s”", note=row.back_note), _("Sửa báo cáo")) for row in rows)
    work.add([replace(item, group="returned") for item in told], total)


def add_measures_to_answer(work: Work, actor: Actor) -> None:
    """Letters and demands that want an answer from the agency by a day."""
    query = (
        select(
            Measure.id,
            Measure.kind,
            Measure.document_number,
            Measure.answer_due_on,
            A.recommendation_id,
            R.code,
            R.text,
        )
        .join(A, A.id == Measure.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(
            within(A.agency_id, actor.agency_ids),
            A.state.in_(AGENCY_ACTS),
            Measure.state == "taken",
            Measure.answer_due_on.is_not(None),
        )
        .order_by(Measure.answer_due_on, Measure.id)
    )
    rows, total = first_rows(query)
    work.add((measure_to_answer(row) for row in rows), total)


def measure_to_answer(row: Any) -> WorkItem:
    ends_on = working_days().end_of(row.answer_due_on)
    left = days_left(ends_on, clock.today())
    return WorkItem(
        kind="measure",
        id=row.id,
        code=row.code,
        title=row.text,
        group="overdue" if left < 0 else "soon" if left <= SOON else "todo",
        thread_kind="recommendation",
        thread_id=row.recommendation_id,
        due_on=row.answer_due_on,
        ends_on=ends_on,
        days_left=left,
        why=_("%(step)s, văn bản %(number)s", step=MEASURE_KINDS[row.kind], number=row.document_number),
        action=_("Xem và trả lời"),
    )


def add_late_milestones(work: Work, actor: Actor) -> None:
    """Of each task still to be done in time whose milestone has passed unreported the earliest such, and who is in charge;
    what is overdue as a whole is told already."""
    in_time = or_(A.state == "multi_year", A.due_ends_on.is_(None), A.due_ends_on >= clock.today())
    rows, total = first_rows(with_missed(within(A.agency_id, actor.agency_ids), in_time))
    work.add((late_milestone(row, actor) for row in rows), total)


def with_missed(*conditions: ColumnElement[bool]) -> Any:
    """Tasks with a missed milestone: the earliest, and how many."""
    earliest = (
        select(M.assignment_id, func.min(M.due_on).label("due_on"), func.count().label("many"))
        .join(A, A.id == M.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(milestones.is_missed(clock.today()), *conditions)
        .group_by(M.assignment_id)
        .subquery()
    )
    return (
        select(
            A.id,
            A.recommendation_id,
            R.code,
            R.text,
            A.person_id,
            A.person_in_charge,
            ANSWERING,
            earliest.c.due_on,
            earliest.c.many,
        )
        .join(A, A.id == earliest.c.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .order_by(earliest.c.due_on, A.id)
    )


def late_milestone(row: Any, actor: Actor) -> WorkItem:
    who = _("bạn phụ trách") if row.person_id == actor.id else row.person_in_charge
    return missed(row, " · ".join(part for part in (missed_words(row), who) if part), _("Cập nhật tình hình"), "update")


def add_late_roadmaps(work: Work, reach: ColumnElement[bool]) -> None:
    """To the office, of a roadmap that the Council's side decided; what an agency promises itself is its own affair."""
    rows, total = first_rows(with_missed(reach, A.state == "multi_year", M.origin == "decision"))
    why = ((row, f"{row.agency_name} · {missed_words(row)}") for row in rows)
    work.add((missed(row, words, _("Đôn đốc"), "measure") for row, words in why), total)


def missed_words(row: Any) -> str:
    return _n("%(num)s mốc đã qua, chưa báo đạt", "%(num)s mốc đã qua, chưa báo đạt", row.many)


def missed(row: Any, why: str, action: str, form: str) -> WorkItem:
    return WorkItem(
        kind="assignment",
        id=row.id,
        code=row.code,
        title=row.text,
        group="overdue",
        thread_kind="recommendation",
        thread_id=row.recommendation_id,
        due_on=row.due_on,
        ends_on=working_days().end_of(row.due_on),
        days_left=left(working_days().end_of(row.due_on)),
        why=why,
        action=action,
        form=form,
    )


EXTENDABLE = (*AGENCY_ACTS, "awaiting_verification", "under_reconsideration")


def requests(*conditions: ColumnElement[bool]) -> Any:
    """Requests for a later deadline, of tasks whose deadline still runs."""
    return (
        select(E.id, E.state, R.code, R.text, ANSWERING, E.proposed_due_on, *DUE)
        .join(A, A.id == E.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(A.state.in_(EXTENDABLE), *conditions)
        .order_by(E.requested_at, E.id)
    )


def add_requests_to_send(work: Work, actor: Actor) -> None:
    """Requests that were laid before the leader, or begun by them, and are not sent; and what was asked and waits."""
    leading = actor.agencies_as(Role.AGENCY_LEADER)
    to_send = and_(E.state == "draft", within(A.agency_id, leading), is_for(actor, E))
    asked = and_(E.state == "requested", within(A.agency_id, actor.agency_ids))
    rows, total = first_rows(requests(or_(to_send, asked) if leading else asked))
    if total <= len(rows):
        drafts = [row for row in rows if row.state == "draft"]
        add_requests(work, drafts, [row for row in rows if row not in drafts])
        return
    written, waiting = first_rows(requests(to_send)), first_rows(requests(asked))
    add_requests(work, written[0], waiting[0], written[1], waiting[1])


def add_requests(
    work: Work, drafts: Sequence[Any], asked: Sequence[Any], all_drafts: int | None = None, all_asked: int | None = None
) -> None:
    written = _("đề nghị gia hạn đang soạn")
    work.add((extension(row, "todo", written, _("Xem và gửi")) for row in drafts), all_drafts)
    work.add((extension(row, "waiting", asked_until(row)) for row in asked), all_asked)


def asked_until(row: Any) -> str:
    return _("đề nghị gia hạn đến %(day)s", day=format_vi(row.proposed_due_on))


def extension(row: Any, group: Group, why: str, action: str = "") -> WorkItem:
    return WorkItem(
        kind="extension",
        id=row.id,
        code=row.code,
        title=row.text,
        group=group,
        thread_kind="extension",
        thread_id=row.id,
        **due_of(row),
        days_left=left(row.due_ends_on),
        why=why,
        action=action,
    )


def report(row: Any, why: str, action: str, sent_on: date | None = None) -> WorkItem:
    return WorkItem(
        kind="update",
        id=row.id,
        code=row.code,
        title=row.text,
        group="todo",
        thread_kind="update",
        thread_id=row.id,
        **due_of(row),
        days_left=left(row.due_ends_on, sent_on),
        why=why,
        action=action,
    )


# --- the Council's side ---------------------------------------------------------------------------------------------


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


# --- evidence that has expired --------------------------------------------------------------------------------------


def lapsed(today: date) -> ColumnElement[bool]:
    """Of (task, evidence): the task was found done on it, it has expired, nothing else proves the same. As
    `evidence.lapsed`, for many tasks at once."""
    has_expired = or_(P.state == "expired", (P.state == "accepted") & (P.valid_until < today))
    in_vain = (P.state == "rejected") & P.replaces_id.is_not(None)
    return and_(
        A.state == "implemented", or_(has_expired, in_vain), newest(P), proves_something(), ~proven_otherwise(today)
    )


def renewed() -> ColumnElement[bool]:
    """Of (task, evidence): what the agency has handed in for evidence that had expired, and nobody has looked at."""
    return and_(A.state == "implemented", P.state == "pending", P.replaces_id.is_not(None), newest(P))


def newest(item: Any) -> ColumnElement[bool]:
    """No newer version of it has been sent."""
    newer, report = aliased(P), aliased(U)
    sent = exists().where(report.id == newer.update_id, report.sent_at.is_not(None))
    return ~exists().where(newer.replaces_id == item.id, sent)


def proves_as_one() -> ColumnElement[bool]:
    """All evidence of the task proves the same: of a co-operating agency, or where no two conditions are told apart."""
    of_recommendation = ClosingCondition.recommendation_id == A.recommendation_id
    conditions = select(func.count(ClosingCondition.id)).where(of_recommendation).correlate(A)
    return or_(A.role == "support", conditions.scalar_subquery() < 2)


def proves_something() -> ColumnElement[bool]:
    return or_(P.condition_id.is_not(None), proves_as_one())


def proven_otherwise(today: date) -> ColumnElement[bool]:
    other = aliased(P)
    return exists().where(
        other.assignment_id == A.id,
        other.state == "accepted",
        or_(other.valid_until.is_(None), other.valid_until >= today),
        newest(other),
        or_(other.condition_id == P.condition_id, proves_as_one()),
    )


def tasks_with(*conditions: ColumnElement[bool]) -> Any:
    """Tasks with such evidence, each once; `update_id`: the report beside which something waits to be looked at,
    `report_id`: one to which such evidence belongs."""
    waiting = func.max(case((P.state == "pending", P.update_id))).label("update_id")
    return (
        select(A.id, A.recommendation_id, R.code, R.text, ANSWERING, waiting, func.max(P.update_id).label("report_id"))
        .join(R, R.id == A.recommendation_id)
        .join(P, P.assignment_id == A.id)
        .where(*conditions)
        .group_by(A.id, A.recommendation_id, R.code, R.text, A.taken_over_by, A.agency_name, R.due_key)
        .order_by(R.due_key, A.id)
    )


def add_lapsed(work: Work, offices: Iterable[int], reach: ColumnElement[bool]) -> None:
    """Done, but what proved it has expired: the office looks at it, nothing re-opens by itself; and what was renewed."""
    to_see = or_(lapsed(clock.today()), renewed())
    rows, total = first_rows(tasks_with(within(P.council_id, offices), reach, to_see))
    work.add((to_see_again(row, why_to_see_again(row), row.update_id) for row in rows), total)


def why_to_see_again(row: Any) -> str:
    if row.update_id:
        return _("%(agency)s · đã gửi bản thay cho minh chứng hết giá trị", agency=row.agency_name)
    return _("%(agency)s · minh chứng đã hết giá trị", agency=row.agency_name)


def add_to_renew(work: Work, actor: Actor) -> None:
    """The agency's leader hands in the paper that takes the place of one that has expired."""
    if leading := actor.agencies_as(Role.AGENCY_LEADER):
        rows, total = first_rows(tasks_with(within(A.agency_id, leading), lapsed(clock.today())))
        words = _("minh chứng đã hết giá trị, cần gửi bản thay")
        work.add((to_see_again(row, words, row.report_id) for row in rows), total)


def to_see_again(row: Any, why: str, report_id: int | None) -> WorkItem:
    """On the report's page, where the steps of its evidence stand; without one on the recommendation's."""
    return WorkItem(
        kind="assignment",
        id=row.id,
        code=row.code,
        title=row.text,
        group="todo",
        thread_kind="update" if report_id else "recommendation",
        thread_id=report_id or row.recommendation_id,
        why=why,
        action=_("Xem minh chứng"),
    )


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


def add_to_approve(work: Work, actor: Actor) -> None:
    reach: list[ColumnElement[bool]] = []
    if headed := actor.delegations_as(Role.HEAD, Role.DEPUTY_HEAD):
        reach.append(within(R.delegation_id, headed))
    if bodies := actor.bodies_as(Role.LEADER):
        reach.append(R.delegation_id.in_(of_bodies(bodies)))
    if councils := actor.councils_as(Role.STANDING):
        reach.append(within(R.council_id, councils))
    if reach:
        conditions = (R.approved_at.is_(None), complete(), or_(*reach))
        add_drafts(work, conditions, _("dự thảo chờ duyệt"), _("Xem và duyệt"))


def add_to_issue(work: Work, reach: ColumnElement[bool]) -> None:
    concluded = select(Delegation.id).where(Delegation.id == R.delegation_id, Delegation.state.in_(ISSUABLE))
    conditions = (R.approved_at.is_not(None), complete(), reach, concluded.exists())
    add_drafts(work, conditions, _("đã duyệt, chờ ban hành"), _("Xem và ban hành"))


def add_unfinished(work: Work, actor: Actor) -> None:
    """Drafts of the secretary's delegation that lack something."""
    if own := actor.delegations_as(Role.SECRETARY):
        conditions = (~complete(), within(R.delegation_id, own))
        add_drafts(work, conditions, _("dự thảo thiếu cơ quan, sản phẩm hoặc thời hạn"), _("Viết tiếp"), form="edit")


def complete() -> ColumnElement[bool]:
    """As `rights.is_complete`, for many drafts at once."""
    timeless = (R.addressee_kind == "central") | R.multi_year
    return R.lead_agency_id.is_not(None) & (R.deliverable != "") & (R.due_on.is_not(None) | timeless)


def add_drafts(work: Work, conditions: Iterable[Any], why: str, action: str, *, form: str = "") -> None:
    query = select(R.id, R.code, R.text).where(R.lead_state.is_(None), R.state == "draft", *conditions)
    rows, total = first_rows(query.order_by(R.due_key, R.id))
    items = (
        WorkItem(
            kind="recommendation",
            id=row.id,
            code=row.code,
            title=row.text,
            group="todo",
            thread_kind="recommendation",
            thread_id=row.id,
            why=why,
            action=action,
            form=form,
        )
        for row in rows
    )
    work.add(items, total)
