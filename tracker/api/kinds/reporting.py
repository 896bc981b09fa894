"""/figures: what was reported, digit for digit, with its comparisons."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice, by_id, by_words
from tracker.api.kinds.common import order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, label, named, nested
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency
from tracker.reporting import forms, service, wording
from tracker.reporting.models import (
    COMPARISON_KINDS,
    DIRECTIONS,
    PERIOD_KINDS,
    QUALIFIERS,
    SOURCE_KINDS,
    Comparison,
    Figure,
    FigureAgency,
    FigurePart,
)

COMPARISON = (
    *columns(Comparison, "kind"),
    label("kind_label", COMPARISON_KINDS, "kind"),
    *columns(Comparison, "direction"),
    label("direction_label", DIRECTIONS, "direction"),
    *columns(Comparison, "qualifier"),
    label("qualifier_label", QUALIFIERS, "qualifier"),
    *columns(Comparison, "value against against_period_kind against_from against_to verbatim"),
)


def delegation_of(case: Case) -> Delegation:
    delegation: Delegation = case.record.delegation if case.record else case.parents["delegation"]
    return delegation


def about(case: Case) -> dict[str, Any]:
    return {"delegation": delegation_of(case), "actor": case.actor, "figure": case.record}


FIGURES = resources.add(
    Resource(
        kind="figure",
        parents=(("delegation_id", "delegation"),),
        shows=(
            *columns(Figure, "delegation_id"),
            named("delegation", "delegation.code"),
            *columns(Figure, "indicator qualifier"),
            label("qualifier_label", QUALIFIERS, "qualifier"),
            *columns(Figure, "value unit period_kind"),
            label("period_kind_label", PERIOD_KINDS, "period_kind"),
            *columns(Figure, "period_from period_to quarter scope inferred verbatim source_kind"),
            label("source_kind_label", SOURCE_KINDS, "source_kind"),
            *columns(Figure, "source_id source_page difference_note superseded"),
            computed("agency_ids", "ids", lambda figure, _actor: [entry.agency_id for entry in figure.agencies]),
            computed("agencies", "texts", lambda figure, _actor: wording.agencies(figure)),
            nested("comparisons", COMPARISON, "comparisons"),
            computed("part_ids", "ids", lambda figure, _actor: [entry.part_id for entry in figure.parts]),
        ),
        create=Writing(
            forms.FigureForm,
            lambda case, answers: service.create(answers, case.actor, delegation=delegation_of(case)),
            about=about,
            require=lambda case: service.require_keeper(delegation_of(case), case.actor),
        ),
        edit=Writing(
            forms.FigureForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=about,
            initial=lambda case: forms.answers_of(case.record),
            require=lambda case: service.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("delegation", Figure.delegation_id),
            by_choice("source_kind", Figure.source_kind, SOURCE_KINDS),
            by_id("source", Figure.source_id),
            by_words("figure", Figure),
        ),
        sorts=(("code", order_by(Figure, "delegation_id", "code")),),
        load=(
            joinedload(Figure.delegation).selectinload(Delegation.agencies),
            selectinload(Figure.agencies).joinedload(FigureAgency.agency).selectinload(Agency.names),
            selectinload(Figure.comparisons),
            selectinload(Figure.parts).joinedload(FigurePart.part),
        ),
    )
)
