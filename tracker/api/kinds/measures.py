"""/measures: steps taken against delay, each with its document and its answer; /ladder-steps: their order, as data."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.deadlines import explained
from tracker.api.filters import by_choice, by_id, by_state
from tracker.api.kinds.common import order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, label, named
from tracker.deadlines.changes import require_keeper
from tracker.recommendations import forms
from tracker.recommendations.measures import keeping, ladder, service
from tracker.recommendations.measures.workflow import MEASURE
from tracker.recommendations.models import MEASURE_KINDS, Assignment, LadderStep, Measure


def require(case: Case) -> None:
    service.require_taker(case.parents["assignment"], case.actor)
    service.require_open(case.parents["assignment"])


def create(case: Case, answers: dict[str, Any]) -> Measure:
    return service.record_measure(answers, case.actor, assignment=case.parents["assignment"])


def about(case: Case) -> dict[str, Any]:
    return {"more": lambda answers: service.problems(case.parents["assignment"], answers)}


def answer_computed(measure: Measure, _actor: Actor) -> dict[str, Any] | None:
    """The way to the day of the answer, where the ruleset gives it."""
    found = service.explained(measure)
    return explained(found) if found else None


MEASURES = resources.add(
    Resource(
        kind="measure",
        parents=(("assignment_id", "assignment"),),
        shows=(
            *columns(Measure, "assignment_id"),
            computed("recommendation_id", "integer", lambda measure, _actor: measure.assignment.recommendation_id),
            *columns(Measure, "delegation_id"),
            computed("agency_id", "integer", lambda measure, _actor: measure.assignment.agency_id),
            named("agency_name", "agency_name"),
            *columns(Measure, "kind"),
            label("kind_label", MEASURE_KINDS, "kind"),
            *columns(Measure, "taken_on document_number answer_due_on"),
            computed("answer_computed", "object", answer_computed),
            *columns(Measure, "skip_reason note answered_on answered_with answer_update_id"),
        ),
        create=Writing(forms.MeasureForm, create, require=require, about=about),
        filters=(
            by_id("assignment", Measure.assignment_id),
            by_id("delegation", Measure.delegation_id),
            by_choice("kind", Measure.kind, MEASURE_KINDS),
            by_state(Measure, MEASURE),
        ),
        load=(
            joinedload(Measure.assignment).joinedload(Assignment.recommendation),
            joinedload(Measure.assignment).joinedload(Assignment.delegation),
            joinedload(Measure.assignment).selectinload(Assignment.handovers),
        ),
        threads=False,
        files=True,
    )
)
LADDER = resources.add(
    Resource(
        kind="ladder_step",
        shows=(
            *columns(LadderStep, "key position"),
            computed("name", "text", lambda step, _actor: ladder.name_of(step)),
            *columns(LadderStep, "own_name required legal_basis verified"),
        ),
        edit=Writing(
            keeping.LadderStepForm,
            lambda case, answers: keeping.edit(case.record, answers, case.actor),
            initial=lambda case: keeping.answers_of(case.record),
            require=lambda case: require_keeper(case.actor),
        ),
        sorts=(("position", order_by(LadderStep, "position")),),
        threads=False,
    )
)
