"""/delegations with their members, agencies and documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice, by_id, by_state, by_words
from tracker.api.kinds.common import council_side, order_by, people_in, person
from tracker.api.kinds.delegation_parts import AGENCIES, DOCUMENTS, MEMBERS
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, label, named
from tracker.core.errors import Forbidden
from tracker.delegations import forms, queries, service
from tracker.delegations.models import OWNER_KINDS, RULESETS, Delegation
from tracker.delegations.workflow import DELEGATION

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
        variants=(("old_record", ENTER_OLD),),
        edit=Writing(
            forms.DelegationForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=options,
            initial=saved,
            require=require_edit,
            form_for=lambda case: forms.CompletedForm if case.record.old_record else forms.DelegationForm,
        ),
        filters=(
            by_state(Delegation, DELEGATION),
            by_choice("owner_kind", Delegation.owner_kind, OWNER_KINDS),
            by_id("body", Delegation.body_id),
            by_id("topic", Delegation.topic_id),
            by_words("delegation", Delegation),
        ),
        sorts=(("code", order_by(Delegation, "code")),),
        load=(joinedload(Delegation.body), joinedload(Delegation.topic), selectinload(Delegation.agencies)),
        beside=people_in("followed_by_id"),
        parts=(MEMBERS, AGENCIES, DOCUMENTS),
    )
)
