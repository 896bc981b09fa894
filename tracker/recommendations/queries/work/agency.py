"""What waits for an agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.organizations.sign_off import is_for
from tracker.recommendations.deadlines import SOON, days_left
from tracker.recommendations.models import MEASURE_KINDS, Measure
from tracker.recommendations.queries.follow_up import A_OPEN, between, is_overdue, is_soon
from tracker.recommendations.queries.work.rows import (
    AGENCY_ACTS,
    DUE,
    A,
    E,
    R,
    U,
    answer_of,
    asked_until,
    days_of,
    due_of,
    extension,
    is_answer_late,
    missed,
    missed_words,
    report,
    requests,
    with_missed,
)
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Group, Work, WorkItem


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


def late_milestone(row: Any, actor: Actor) -> WorkItem:
    who = _("bạn phụ trách") if row.person_id == actor.id else row.person_in_charge
    return missed(row, " · ".join(part for part in (missed_words(row), who) if part), _("Cập nhật tình hình"), "update")


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
