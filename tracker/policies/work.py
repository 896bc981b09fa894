"""What waits for somebody among the policies."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.policies import due
from tracker.policies.models import Policy
from tracker.policies.workflow import POLICY
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem

P = Policy
OF_OFFICE = (
    "consolidated",
    "appraisal",
    "submitted_to_people_committee",
    "tabled",
    "passed",
    "not_passed",
    "under_review",
)
OF_AGENCY = ("registered", "drafting")


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """The office's next records, the committee's reports, the drafting agency's drafts and opinions to be summed up."""
    work = Work()
    offices, bodies = actor.councils_as(Role.OFFICE), actor.bodies_as(Role.LEADER)
    if offices and everything:
        add(work, within(P.council_id, offices), P.state.in_((*OF_OFFICE, "proposed")))
    elif own := actor.delegations_as(Role.SECRETARY):
        add(work, within(P.delegation_id, own), P.state == "proposed")
    if standing := actor.councils_as(Role.STANDING):
        add(work, within(P.council_id, standing - offices), P.state == "consolidated")
    if bodies:
        add(work, within(P.body_id, bodies), P.state == "committee_review")
    if actor.agency_ids:
        mine = within(P.drafting_agency_id, actor.agency_ids)
        add(work, mine, P.state.in_(OF_AGENCY))
        add(work, and_(mine, P.state == "consultation", P.id.in_(posted_fully(actor))))
    return work


def posted_fully(actor: Actor) -> list[int]:
    """Of those that the agency has posted, the ones whose days are full."""
    query = select(P).where(P.state == "consultation", within(P.drafting_agency_id, actor.agency_ids))
    today = clock.today()
    return [policy.id for policy in db.session.scalars(query) if due.is_posted_long_enough(policy, today)]


def add(work: Work, *conditions: ColumnElement[bool]) -> None:
    rows, total = first_rows(select(P.id, P.code, P.title, P.state).where(*conditions).order_by(P.id))
    items = (
        WorkItem(
            kind="policy",
            id=row.id,
            code=row.code,
            title=row.title,
            group="todo",
            thread_kind="policy",
            thread_id=row.id,
            why=str(POLICY.state(row.state).label),
            action=_("Xem"),
        )
        for row in rows
    )
    work.add(items, total)
