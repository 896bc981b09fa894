"""What waits for somebody among the findings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _
from tracker.delegations.queries import of_bodies
from tracker.extensions import db
from tracker.findings.models import Finding, FindingComment
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Group, Work, WorkItem

SOON = 7
"""Working days."""
COLUMNS = (Finding.id, Finding.code, Finding.text, Finding.comment_due_on, Finding.state)


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """Notes to send, findings to pass on, to comment and to decide; then what waits for others."""
    work = Work()
    mine = Finding.author_id == actor.id
    writes = bool(actor.roles & set(COUNCIL_SIDE))
    if writes:
        drafts = (Finding.state == "draft", mine)
        returned = Finding.decision_reason != ""
        add(work, (*drafts, returned), action=_("Sửa và gửi lại"), why=_("bị trả lại"), form="edit")
        add(work, (*drafts, ~returned), action=_("Viết tiếp"), why=_("chưa gửi Trưởng đoàn"), form="edit")
    if own := actor.delegations_as(Role.SECRETARY):
        named = (Finding.state == "submitted", Finding.agency_id.is_not(None), within(Finding.delegation_id, own))
        add(work, named, action=_("Gửi cơ quan"), why=_("chờ gửi cơ quan xin ý kiến"), step="send_to_agency")
    if (deciding := decided_by(actor)) is not None:
        add(work, (ready(), deciding), action=_("Xem và quyết định"), why=_("chờ xác nhận hoặc loại"))
    add_comments(work, actor)
    if writes:
        sent = (Finding.state.in_(("submitted", "awaiting_agency")), mine)
        add(work, sent, group="waiting", why=_("đã gửi, chờ ý kiến hoặc quyết định"))
    return work


def add(
    work: Work,
    conditions: tuple[ColumnElement[bool], ...],
    *,
    why: str,
    group: Group = "todo",
    action: str = "",
    step: str = "",
    form: str = "",
) -> None:
    rows, total = first_rows(select(*COLUMNS).where(*conditions).order_by(Finding.id))
    work.add((item(row, group, why=why, action=action, step=step, form=form) for row in rows), total)


def item(row: Any, group: Group, **about: Any) -> WorkItem:
    return WorkItem(
        kind="finding",
        id=row.id,
        code=row.code,
        title=row.text,
        group=group,
        thread_kind="finding",
        thread_id=row.id,
        **about,
    )


def decided_by(actor: Actor) -> ColumnElement[bool] | None:
    """Findings that this person may confirm or reject; a violation is for the head."""
    reach: list[ColumnElement[bool]] = []
    if headed := actor.delegations_as(Role.HEAD, Role.DEPUTY_HEAD):
        reach.append(within(Finding.delegation_id, headed))
    if bodies := actor.bodies_as(Role.LEADER):
        reach.append((Finding.delegation_id.in_(of_bodies(bodies))) & (Finding.kind != "violation"))
    return or_(*reach) if reach else None


def ready() -> ColumnElement[bool]:
    """Nobody need be heard, the agency has been heard, or its time is over."""
    heard = exists().where(FindingComment.finding_id == Finding.id, FindingComment.sent_at.is_not(None))
    over = Finding.comment_due_on < clock.today()
    return or_(
        (Finding.state == "submitted") & Finding.agency_id.is_(None),
        (Finding.state == "awaiting_agency") & or_(heard, over),
    )


def add_comments(work: Work, actor: Actor) -> None:
    """Findings on which an agency has not yet said anything: its leader sends, its officer drafts."""
    if not actor.agency_ids:
        return
    draft = aliased(FindingComment)
    heard = exists().where(FindingComment.finding_id == Finding.id, FindingComment.sent_at.is_not(None))
    unheard = (Finding.state == "awaiting_agency", within(Finding.agency_id, actor.agency_ids), ~heard)
    query = (
        select(*COLUMNS, Finding.agency_id, draft.ready_at, draft.back_note)
        .outerjoin(draft, (draft.finding_id == Finding.id) & draft.sent_at.is_(None))
        .where(*unheard)
        .order_by(Finding.comment_due_on, Finding.id)
    )
    rows = db.session.execute(query.limit(100)).all()
    leads = actor.agencies_as(Role.AGENCY_LEADER)
    work.add([comment_of(row, is_leader=row.agency_id in leads) for row in rows])


def comment_of(row: Any, *, is_leader: bool) -> WorkItem:
    """Laid before the leader it is theirs to send; handed back, an officer's to mend; the other one waits."""
    left = working_days().left(clock.today(), row.comment_due_on) if row.comment_due_on else None
    group = group_of(left)
    if row.ready_at is not None:
        group = group if is_leader else "waiting"
        why, action, step = _("đã trình lãnh đạo ý kiến về phát hiện"), _("Xem và gửi") if is_leader else "", ""
    elif row.back_note and is_leader:
        group, why, action, step = "waiting", _("đã trả lại dự thảo ý kiến để sửa"), "", ""
    elif row.back_note:
        group = group if group == "overdue" else "returned"
        why = _("lãnh đạo trả lại để sửa: “%(note)s”", note=row.back_note)
        action, step = _("Sửa ý kiến"), "draft_comment"
    else:
        why = _("nêu ý kiến về phát hiện")
        action = _("Gửi ý kiến") if is_leader else _("Soạn ý kiến")
        step = "comment" if is_leader else "draft_comment"
    return item(row, group, why=why, due_on=row.comment_due_on, days_left=left, action=action, step=step)


def group_of(days_left: int | None) -> Group:
    if days_left is None or days_left > SOON:
        return "todo"
    return "overdue" if days_left < 0 else "soon"
