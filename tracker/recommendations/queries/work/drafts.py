"""Drafts of recommendations: to finish, to approve, to issue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.delegations.queries import of_bodies
from tracker.recommendations.queries.work.rows import R
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem

ISSUABLE = ("concluded", "following_up")


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
