"""Where lists and rates read: the records as they are now, or the spans that stood at a moment. Both bear the same
columns, so that one query serves both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, select, text, true
from sqlalchemy.orm import aliased

from tracker.accounts.actor import Actor
from tracker.delegations.queries import council_side_of
from tracker.history.models import stood
from tracker.organizations.history import AgencySpan
from tracker.organizations.models import Agency
from tracker.recommendations.history.models import AssignmentSpan, RecommendationSpan, WordingSpan
from tracker.recommendations.models import LEAD_OPEN_SQL, OPEN_SQL, Assignment, Recommendation
from tracker.recommendations.queries import rights


@dataclass(frozen=True)
class Tables:
    """`lead`, `told`, `other` are tasks beside the one in hand; `words` holds the text, `agencies` names and their order.

    Made once: an alias is costly to make. The partial-index conditions stand literally in the SQL, else no index is used.
    """

    recommendations: Any
    tasks: Any
    lead: Any
    told: Any
    other: Any
    words: Any
    agencies: Any
    lead_open: Any
    task_open: Any
    moment: datetime | None = None

    def stand(self, *tables: Any) -> ColumnElement[bool]:
        """The rows of these that stood at the moment; of the records all."""
        if self.moment is None:
            return true()
        return and_(*(stood(table, self.moment) for table in tables))

    @property
    def issued_on(self) -> Any:
        """The day of the document; of what was still a draft then, none."""
        if self.moment is None:
            return self.recommendations.issued_on
        day = select(Recommendation.issued_on).where(Recommendation.id == self.recommendations.id)
        return case((self.recommendations.state != "draft", day.correlate(self.recommendations).scalar_subquery()))

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """Today's rights of the reader; of an agency's, only what had been issued to it by then."""
        if self.moment is None:
            return rights.visible(actor)
        addressed = select(self.other.recommendation_id).where(
            self.stand(self.other), self.of_agency(self.other, actor)
        )
        table = self.recommendations
        return or_(council_side_of(table, actor), table.id.in_(addressed) if actor.agency_ids else false())

    def tasks_visible(self, actor: Actor) -> ColumnElement[bool]:
        if self.moment is None:
            return rights.assignment_visible(actor)
        return or_(council_side_of(self.tasks, actor), self.of_agency(self.tasks, actor))

    def of_agency(self, table: Any, actor: Actor) -> ColumnElement[bool]:
        """Tasks that the reader's agencies hold today, or have held."""
        if not actor.agency_ids:
            return false()
        condition: ColumnElement[bool] = table.id.in_(select(Assignment.id).where(rights.own_or_held(actor)))
        return condition


NOW = Tables(
    recommendations=Recommendation,
    tasks=Assignment,
    lead=aliased(Assignment),
    told=aliased(Assignment),
    other=aliased(Assignment),
    words=Recommendation,
    agencies=Agency,
    lead_open=text(f"recommendation.{LEAD_OPEN_SQL}"),
    task_open=text(f"assignment.{OPEN_SQL}"),
)
THEN = Tables(
    recommendations=RecommendationSpan,
    tasks=AssignmentSpan,
    lead=aliased(AssignmentSpan),
    told=aliased(AssignmentSpan),
    other=aliased(AssignmentSpan),
    words=WordingSpan,
    agencies=AgencySpan,
    lead_open=text(f"recommendation_span.{LEAD_OPEN_SQL}"),
    task_open=text(f"assignment_span.{OPEN_SQL}"),
)


def at(moment: datetime | None) -> Tables:
    return NOW if moment is None else replace(THEN, moment=moment)
