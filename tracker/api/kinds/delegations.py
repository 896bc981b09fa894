"""/delegations with their members, agencies and documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import Filter, by_choice, by_id, by_state, by_words
from tracker.api.kinds.common import council_side, order_by, people_in, person
from tracker.api.kinds.delegation_parts import AGENCIES, DOCUMENTS, EXPECTED_DOCUMENTS, MEMBERS, PLANNED_STEPS
from tracker.api.resources import Case, Resource, Writing
from tracker.api.retold import Told, looking_back
from tracker.api.shows import Shown, columns, label, named
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.delegations import forms, queries, service
from tracker.delegations.models import OWNER_KINDS, RULESETS, Delegation
from tracker.delegations.workflow import DELEGATION
from tracker.plans import starting
from tracker.plans.forms import SentForm
from tracker.plans.sources import Source

SAVED = (
    "title owner_kind body_id topic_id period_from period_to scope content report_due_on followed_by_id "
    "established_on notified_on ended_on inferred"
)


def council_of(case: Case) -> int:
    """The council on whose side the caller acts."""
    if case.record is not None:
        return int(case.record.council_id)
    if not case.actor.council_ids:
        raise Forbidden
    return min(case.actor.council_ids)


def options(case: Case) -> dict[str, Any]:
    return dict(queries.options(council_of(case)))


def saved(case: Case) -> dict[str, Any]:
    return {name: getattr(case.record, name) for name in SAVED.split()}


def require_create(case: Case) -> None:
    if not service.may_create(case.actor, council_of(case)):
        raise Forbidden


def require_enter_old(case: Case) -> None:
    if not service.may_enter_old(case.actor, council_of(case)):
        raise Forbidden


def require_edit(case: Case) -> None:
    service.require_edit(case.record, case.actor)


SHOWS: tuple[Shown, ...] = (
    *columns(Delegation, "title owner_kind"),
    label("owner_kind_label", OWNER_KINDS, "owner_kind"),
    *columns(Delegation, "body_id"),
    named("body", "body.name"),
    *columns(Delegation, "topic_id", to=council_side),
    named("topic", "topic.title", to=council_side),
    *columns(Delegation, "ruleset"),
    label("ruleset_label", RULESETS, "ruleset"),
    *columns(Delegation, "scope content period_from period_to report_due_on established_on notified_on"),
    *columns(Delegation, "late_notice_reason ended_on without_recommendations publication publication_reason"),
    *columns(Delegation, "closing_note old_record old_reason old_source waived_facts inferred"),
    *columns(Delegation, "followed_by_id", to=council_side),
    person("followed_by", "followed_by_id", to=council_side),
)
ENTER_OLD = Writing(
    forms.OldDelegationForm,
    lambda case, answers: service.enter_old(answers, case.actor, council_id=council_of(case)),
    about=options,
    require=require_enter_old,
)


def source(case: Case) -> Source:
    """The template or earlier delegation that the caller named."""
    known = case.parents.get("delegation_template") or case.parents["delegation"]
    return starting.source_of(known.__kind__, known.id, case.actor, council_of(case))


def about_start(case: Case) -> dict[str, Any]:
    return {"source": source(case), **options(case)}


def proposed(case: Case) -> dict[str, Any]:
    return {**starting.proposed(source(case), case.actor, council_of(case)), "base_on": clock.today(), "days": {}}


def start(case: Case, answers: dict[str, Any]) -> Delegation:
    """What was not sent is as the source proposes it, its periods moved by the years that were sent."""
    begun_from, years = source(case), answers["shift_years"] or 0
    moved = begun_from.period(years) | {"outline": begun_from.outline(years)}
    answers |= {name: value for name, value in moved.items() if name not in case.names}
    days = starting.counted_days(begun_from, answers["base_on"], answers["days"] or {})
    return starting.start({**answers, "days": days}, case.actor, council_id=council_of(case), source=begun_from)


def begins_from(kind: str) -> Writing:
    """A delegation with steps, outline, days and documents of a template or of an earlier delegation."""
    return Writing(SentForm, start, about=about_start, initial=proposed, require=require_create, begins_from=kind)


FILTERS: tuple[Filter, ...] = (
    by_state(Delegation, DELEGATION),
    by_choice("owner_kind", Delegation.owner_kind, OWNER_KINDS),
    by_id("body", Delegation.body_id),
    by_id("topic", Delegation.topic_id),
    by_words("delegation", Delegation),
)
SORTS = (("code", order_by(Delegation, "code")),)
THEN = Told(
    "delegation",
    FILTERS,
    relations={"body": (), "topic": ()},
    orders=dict(SORTS),
)
"""Of then, the columns; what hangs on the record, and what is computed, is of now."""
DELEGATIONS = resources.add(
    Resource(
        kind="delegation",
        shows=SHOWS,
        create=Writing(
            forms.DelegationForm,
            lambda case, answers: service.create(answers, case.actor, council_id=council_of(case)),
            about=options,
            require=require_create,
        ),
        variants=(
            ("old_record", ENTER_OLD),
            ("from_template", begins_from("delegation_template")),
            ("from_delegation", begins_from("delegation")),
        ),
        edit=Writing(
            forms.DelegationForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=options,
            initial=saved,
            require=require_edit,
            form_for=lambda case: forms.CompletedForm if case.record.old_record else forms.DelegationForm,
        ),
        filters=FILTERS,
        sorts=SORTS,
        past=looking_back(THEN, SHOWS),
        load=(joinedload(Delegation.body), joinedload(Delegation.topic), selectinload(Delegation.agencies)),
        beside=people_in("followed_by_id"),
        parts=(MEMBERS, AGENCIES, DOCUMENTS, PLANNED_STEPS, EXPECTED_DOCUMENTS),
    )
)
