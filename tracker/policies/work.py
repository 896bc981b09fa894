"""What waits for somebody among the policies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.policies import days, due
from tracker.policies.days import Day
from tracker.policies.models import CouncilSession, Policy
from tracker.policies.workflow import POLICY
from tracker.workflow.work import MOST, SHOWN, Group, Work, WorkItem

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
COLUMNS = (*days.COLUMNS, P.code, P.title, P.posted_on)


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """The office's next records, the committee's reports, the drafting agency's drafts and opinions to be summed up, by the
    day that each goes by; in one question. Nobody acts before the days of posting are full."""
    work, reach = Work(), reach_of(actor, everything=everything)
    if not reach:
        return work
    query = select(*COLUMNS).outerjoin(CouncilSession, CouncilSession.id == P.session_id).where(or_(*reach))
    rows = db.session.execute(
        query.order_by(CouncilSession.opens_on.is_(None), CouncilSession.opens_on, P.id).limit(MOST)
    )
    waiting = [row for row in rows if not is_still_posted(row)]
    dated = days.of_rows(waiting)
    shown: Counter[str] = Counter()
    for row in waiting:
        one = item(row, dated.get(row.id))
        shown[one.group] += 1
        if shown[one.group] <= SHOWN:
            work.add([one])
    work.counts.update(shown)
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
    return row.state == due.POSTING and not due.is_posted_long_enough(row, clock.today())


def item(row: Any, day: Day | None) -> WorkItem:
    group: Group = "overdue" if day and day.is_over else "soon" if day and day.is_soon else "todo"
    return WorkItem(
        kind="policy",
        id=row.id,
        code=row.code,
        title=row.title,
        group=group,
        thread_kind="policy",
        thread_id=row.id,
        due_on=day.due_on if day else None,
        ends_on=day.due_on if day else None,
        days_left=day.days_left if day else None,
        why=why_of(row, day),
        action=_("Xem"),
    )


def why_of(row: Any, day: Day | None) -> str:
    """Where it stands, and what is to be done by that day."""
    state = str(POLICY.state(row.state).label)
    if day is None:
        return state
    return f"{state} · {days.label(day)}"
