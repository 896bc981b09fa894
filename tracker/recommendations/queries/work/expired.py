"""Evidence that has expired: what is to be seen again, and by whom renewed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _
from tracker.recommendations.models import ClosingCondition, EvidenceItem
from tracker.recommendations.queries.work.rows import ANSWERING, A, R, U
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem

P = EvidenceItem


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
