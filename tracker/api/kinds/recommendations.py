"""/recommendations: what is demanded of whom; the list is the follow-up table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tracker.accounts.access import roles_on
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.api import resources
from tracker.api.kinds.common import begins, council_side
from tracker.api.kinds.follow_up import FILTERS, LOAD, SORTS, past_one, past_table, table
from tracker.api.kinds.tasks import deadline_part, effective_due_on, parts, reads_lead
from tracker.api.kinds.wording import REMARKS
from tracker.api.resources import Case, Past, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, looked_up, named, nested
from tracker.core.errors import Forbidden
from tracker.core.i18n import _l
from tracker.links import origins
from tracker.recommendations import forms, service, terms
from tracker.recommendations.models import ADDRESSEE_KINDS, Addressee, ClosingCondition, Recommendation
from tracker.recommendations.queries import reading, rollup
from tracker.recommendations.workflow import ASSIGNMENT, RECOMMENDATION
from tracker.workflow import engine

FOLLOWER = frozenset({"followed_by_id"})


def about(case: Case) -> dict[str, Any]:
    if case.record is not None and case.names == FOLLOWER:
        return {"officers": reading.officers(case.record.council_id)}
    delegation = case.record.delegation if case.record else case.parents["delegation"]
    return {"delegation": delegation, "actor": case.actor, "recommendation": case.record}


def saved(case: Case) -> dict[str, Any]:
    return forms.answers_of(case.record, origins.of(case.record, case.actor, reading.SOURCES))


def require_change(case: Case) -> None:
    """The office names who follows it, whatever its state; everything else is changed on a draft alone."""
    if case.names != FOLLOWER:
        engine.require_edit(case.record, case.actor)
    elif Role.OFFICE not in roles_on(case.actor, case.record):
        raise Forbidden


def change(case: Case, answers: dict[str, Any]) -> None:
    act = service.follow if case.names == FOLLOWER else service.edit
    act(case.record, answers, case.actor)


def lead_label(recommendation: Recommendation, _actor: Actor) -> str | None:
    return str(ASSIGNMENT.state(recommendation.lead_state).label) if recommendation.lead_state else None


def progress_of(recommendations: Sequence[Recommendation], _actor: Actor) -> dict[int, dict[str, int]]:
    """How many agencies say they are done and how many were found to be, with the mean percents of both."""
    found = rollup.of_recommendations([recommendation.id for recommendation in recommendations])
    return {id: asdict(rolled) for id, rolled in found.items()}


def document(recommendation: Recommendation, _actor: Actor) -> dict[str, Any] | None:
    paper = recommendation.document
    if paper is None:
        return None
    return {"id": paper.id, "kind": paper.kind, "number": paper.number, "issued_on": paper.issued_on}


def issued_in(recommendations: Sequence[Recommendation], _actor: Actor) -> dict[int, str]:
    """The number of the term in which each was issued."""
    return {id: of.issued.number for id, of in terms.of_many(recommendations).items() if of.issued}


def carried_into(recommendations: Sequence[Recommendation], _actor: Actor) -> dict[int, list[str]]:
    """The numbers of the terms that go on following each."""
    found = terms.of_many(recommendations)
    return {id: [term.number for term, _mark in of.carried] for id, of in found.items()}


SHOWS: tuple[Shown, ...] = (
    *columns(Recommendation, "delegation_id"),
    named("delegation", "delegation.code"),
    *columns(Recommendation, "text addressee_kind"),
    label("addressee_kind_label", ADDRESSEE_KINDS, "addressee_kind"),
    *columns(Recommendation, "addressee_text deliverable"),
    computed("original_due_on", "date", lambda record, _actor: record.due_on, about=_l("Thời hạn trong văn bản")),
    computed("extension_count", "integer", deadline_part("extension_count", 0)),
    computed("due_on", "date", effective_due_on, about=_l("Thời hạn đang áp dụng, sau khi gia hạn")),
    *columns(Recommendation, "multi_year"),
    computed("due_ends_on", "date", deadline_part("due_ends_on", None)),
    computed("days_left", "integer", deadline_part("days_left", None), about=_l("Số ngày làm việc, âm khi quá hạn")),
    computed("overdue", "boolean", deadline_part("overdue", False)),  # noqa: FBT003
    computed("due_soon", "boolean", deadline_part("due_soon", False)),  # noqa: FBT003
    nested("conditions", columns(ClosingCondition, "id text position"), "conditions"),
    nested(
        "addressees",
        (*columns(Addressee, "agency_id"), named("agency", "agency_name"), *columns(Addressee, "role")),
        "addressees",
        to=council_side,
    ),
    *columns(Recommendation, "lead_agency_id lead_state", to=reads_lead),
    computed("lead_state_label", "text", lead_label, to=reads_lead),
    computed("assignments", "objects", parts),
    looked_up("progress", "object", progress_of, to=council_side),
    *columns(Recommendation, "approved_at", to=council_side),
    named("approved_by", "approved_by.full_name", to=council_side),
    computed("document", "object", document),
    *columns(Recommendation, "issued_on closed_at withdrawal_reason replaced_by_id"),
    looked_up("term", "text", issued_in, about=_l("Khóa ban hành")),
    looked_up("carried_into", "texts", carried_into, otherwise=[], about=_l("Các khóa sau tiếp tục theo dõi")),
    computed(
        "old_result",
        "text",
        lambda record, _actor: record.old_result,
        about=_l("Kết quả theo sổ cũ, chưa được xác nhận"),
    ),
    *columns(Recommendation, "followed_by_id", to=council_side),
    named("followed_by", "followed_by.full_name", to=council_side),
    REMARKS,
)
RECOMMENDATIONS = resources.add(
    Resource(
        kind="recommendation",
        parents=(("delegation_id", "delegation"),),
        shows=SHOWS,
        create=Writing(
            forms.RecommendationForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            about=about,
            require=begins(RECOMMENDATION),
        ),
        edit=Writing(
            forms.RecommendationForm,
            change,
            about=about,
            initial=saved,
            require=require_change,
            form_for=lambda case: forms.FollowerForm if case.names == FOLLOWER else forms.RecommendationForm,
        ),
        filters=FILTERS,
        table=table,
        table_sorts=SORTS,
        past=Past(page=past_table, one=past_one),
        load=LOAD,
    )
)
