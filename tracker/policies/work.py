"""What waits for somebody among the policies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _
from tracker.policies import due
from tracker.policies.models import Policy
from tracker.policies.workflow import POLICY
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem

P = Policy
OF_OFFICE = (
    "proposed",
    "consolidated",
    "appraisal",
    "submitted_to_people_committee",
    "tabled",
    "passed",
    "not_passed",
    "under_review",
)
OF_AGENCY = ("registered", "drafting", "consultation")
COLUMNS = (P.id, P.code, P.title, P.state, P.posted_on, P.ruleset)


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """The office's next records, the committee's reports, the drafting agency's drafts and opinions to be summed up; in
    one question."""
    work, reach = Work(), reach_of(actor, everything=everything)
    if not reach:
        return work
    rows, total = first_rows(select(*COLUMNS).where(or_(*reach)).order_by(P.id))
    waiting = [row for row in rows if not is_still_posted(row)]
    work.add(map(item, waiting), total - len(rows) + len(waiting))
    return work


def reach_of(actor: Actor, *, everything: bool) -> list[ColumnElement[bool]]:
    """Of which policies, in which states, this person acts next."""
    places: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
        (P.council_id, actor.councils_as(Role.OFFICE) if everything else (), OF_OFFICE),
        (P.delegation_id, actor.delegations_as(Role.SECRETARY), OF_OFFICE[:1]),
        (P.council_id, actor.councils_as(Role.STANDING), ("consolidated",)),
        (P.body_id, actor.bodies_as(Role.LEADER), ("committee_review",)),
        (P.drafting_agency_id, actor.agency_ids, OF_AGENCY),
    )
    return [and_(within(column, ids), P.state.in_(states)) for column, ids, states in places if ids]


def is_still_posted(row: Any) -> bool:
    """Nobody acts before the days of posting are full."""
    return row.state == due.POSTING and not due.is_posted_long_enough(row, clock.today())


def item(row: Any) -> WorkItem:
    return WorkItem(
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
