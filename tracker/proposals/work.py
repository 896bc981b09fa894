"""What waits for somebody among the agencies' proposals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.proposals.models import AgencyProposal
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """Proposals to consolidate (secretary, office) and to pass on (office). An officer sees what they follow."""
    work = Work()
    reach: list[ColumnElement[bool]] = []
    if own := actor.delegations_as(Role.SECRETARY):
        reach.append(within(AgencyProposal.delegation_id, own))
    if offices := actor.councils_as(Role.OFFICE):
        office = within(AgencyProposal.council_id, offices)
        office = office if everything else office & AgencyProposal.delegation_id.in_(followed_by(actor))
        add(work, AgencyProposal.state == "consolidated", office, action=_("Trả lời"), why=_("chờ chuyển hoặc trả lời"))
        reach.append(office)
    if reach:
        add(
            work,
            AgencyProposal.state == "recorded",
            or_(*reach),
            action=_("Tổng hợp"),
            why=_("chờ tổng hợp"),
            step="consolidate",
        )
    return work


def followed_by(actor: Actor) -> Any:
    return select(Delegation.id).where(Delegation.followed_by_id == actor.id)


def add(work: Work, *conditions: ColumnElement[bool], why: str, action: str, step: str = "") -> None:
    columns = (AgencyProposal.id, AgencyProposal.code, AgencyProposal.text)
    rows, total = first_rows(select(*columns).where(*conditions).order_by(AgencyProposal.id))
    items = (
        WorkItem(
            kind="proposal",
            id=row.id,
            code=row.code,
            title=row.text,
            group="todo",
            thread_kind="proposal",
            thread_id=row.id,
            why=why,
            action=action,
            step=step,
        )
        for row in rows
    )
    work.add(items, total)
