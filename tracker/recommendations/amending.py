"""A recommendation that takes the place of another one, as decided on an agency's request (Điều 8.3; domain.md 6.4 SM5)."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.extensions import db
from tracker.links import origins
from tracker.recommendations import drafting, effects
from tracker.recommendations.indexing import index
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries.reading import SOURCES
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.workflow import consequences, engine
from tracker.workflow.definition import Answers


@consequences.answers("recommendation_is_replaced")
def replace(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    """A new recommendation takes the place of the task's, which is withdrawn with a link to it."""
    recommendation = assignment.recommendation
    made = draft_instead(recommendation, answers, actor)
    engine.follow(recommendation, "replace", actor, {"reason": answers["reason"], "replaced_by": made.id})
    effects.sync(assignment, {}, actor)


def draft_instead(old: Recommendation, answers: Answers, actor: Actor) -> Recommendation:
    """The amended words, addressed to those who answer now, with the conditions and the grounds of the old one. Whoever
    decided has approved it; the office issues it in a document."""
    due_on = answers.get("due_on")
    made = Recommendation(
        council_id=old.council_id,
        delegation=old.delegation,
        code=drafting.code_for(old.council_id, clock.today().year, None),
        state=RECOMMENDATION.start,
        text=answers["text"],
        addressee_kind=old.addressee_kind,
        addressee_text="",
        deliverable=answers["deliverable"],
        due_on=due_on,
        due_key=due_on or FAR,
        multi_year=old.multi_year,
        followed_by_id=old.followed_by_id,
        approved_by_id=actor.id,
        approved_at=clock.now(),
        created_by_id=actor.id,
    )
    db.session.add(made)
    tasks = {task.agency_id: task.role for task in reversed(old.assignments)}
    lead = next((id for id, role in tasks.items() if role == "lead"), None)
    support = [id for id in tasks if id != lead]
    addressed = drafting.set_addressees(made, {"lead_agency_id": lead, "support_agency_ids": support})[1]
    conditions = drafting.set_conditions(made, [condition.text for condition in old.conditions])[1]
    rests_on = origins.tie_all(made, [old, *sources_of(old, actor)], actor)
    told = {"addressees": addressed, "addressee_ids": drafting.addressee_ids(made)}
    engine.created(made, actor, also={**told, "conditions": conditions, "rests_on": rests_on})
    index(made)
    return made


def sources_of(old: Recommendation, actor: Actor) -> list[Any]:
    """The findings and statements that the old one comes from."""
    return origins.find_all(origins.of(old, actor, SOURCES), actor, SOURCES, field="rests_on")
