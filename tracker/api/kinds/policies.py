"""/policies up to the resolution in force; /council-sessions and /policy-route-steps, by which they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import Filter, by_choice, by_id, by_state, by_words, one_of
from tracker.api.kinds.common import agency_side, council_side, order_by
from tracker.api.past import left
from tracker.api.resources import Case, Resource, Writing
from tracker.api.retold import Told, looking_back
from tracker.api.shows import Shown, columns, computed, label, looked_up, named, nested
from tracker.calendar import rules
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.deadlines.changes import require_keeper
from tracker.history import events
from tracker.links import origins
from tracker.policies import days, due, forms, majority, queries, route, service, succession
from tracker.policies.forms import DUES
from tracker.policies.models import PROCEDURES, RULESETS, TYPES, CouncilSession, Policy, PolicyStep, VoteRecord
from tracker.policies.phases import PHASES, states_of
from tracker.policies.route import BETWEEN, RouteStep, RouteStepForm
from tracker.policies.workflow import POLICY
from tracker.workflow import engine

VOTE = (
    *columns(VoteRecord, "round voted_on total of_term present yes no abstain"),
    computed("silent", "integer", lambda vote, _actor: vote.silent, about=_l("Có mặt, không biểu quyết")),
    computed("needed", "integer", lambda vote, _actor: majority.needed(vote.total)),
    *columns(VoteRecord, "number passed"),
)
STEP = (
    *columns(PolicyStep, "name"),
    label("name_label", {state.name: state.label for state in POLICY.states}, "name"),
    *columns(PolicyStep, "entered_on done_on number issued_on result note"),
)


def inside(policy: Policy, actor: Actor) -> bool:
    """The Council's side and the drafting agency."""
    return council_side(policy, actor) or agency_side(policy, actor)


def deadlines(policy: Policy, _actor: Actor) -> list[dict[str, Any]]:
    basis = rules.basis()
    found = [(step, due.of(policy, step, basis)) for step in due.COUNTED]
    return [
        {"step": step, "due_on": computed.ends_on, "how": computed.sentences}
        for step, computed in found
        if computed is not None
    ]


def day_part(name: str, *, otherwise: Any = None) -> Callable[[Policy, Actor], Any]:
    def part(policy: Policy, _actor: Actor) -> Any:
        day = days.of(policy, rules.basis())
        return getattr(day, name) if day is not None else otherwise

    return part


def days_in_group(wanted: str, actor: Actor) -> ColumnElement[bool]:
    return days.in_group(wanted, queries.visible(actor))


def opening(case: Case) -> dict[str, Any]:
    council_id = case.record.council_id if case.record else service.council_of(case.actor)
    known = origins.of(case.record, case.actor, queries.SOURCES) if case.record else []
    return {"actor": case.actor, "council_id": council_id, "policy": case.record, "keep": known}


def in_phase(wanted: str, _actor: Actor) -> ColumnElement[bool]:
    return Policy.state.in_(states_of(wanted))


def was_in_phase(moment: datetime, wanted: str, _actor: Actor) -> ColumnElement[bool]:
    found: ColumnElement[bool] = events.state_at("policy", moment).in_(states_of(wanted))
    return found


def of_today_alone(_wanted: str, _actor: Actor) -> ColumnElement[bool]:
    raise Invalid({"due": [_("Hạn tính cho hôm nay, nên không hỏi được cùng as_of.")]})


def sources(case: Case) -> dict[str, Any]:
    """Any source that the caller may read, not only those that a page lists to be ticked."""
    return forms.answers_of(case.record, origins.of(case.record, case.actor, queries.SOURCES))


SHOWS: tuple[Shown, ...] = (
    *columns(Policy, "council_id delegation_id title summary type"),
    label("type_label", TYPES, "type"),
    *columns(Policy, "procedure"),
    label("procedure_label", PROCEDURES, "procedure"),
    *columns(Policy, "ruleset sponsor drafting_agency_id"),
    named("drafting_agency", "drafting_agency.name"),
    looked_up(
        "drafting_agency_asked",
        "text",
        lambda policies, _actor: succession.names_asked(policies),
        about=_l("Cơ quan được giao soạn thảo, theo tên khi đó"),
    ),
    *columns(Policy, "session_id"),
    named("session", "session.name"),
    *columns(Policy, "body_id"),
    named("body", "body.name"),
    *columns(Policy, "amends_id posted_on number signed_on signer effective_on repealed_on withdrawal_reason"),
    computed("next_step", "text", lambda policy, _actor: route.following(policy) or None),
    computed("deadlines", "objects", deadlines),
    computed("due_on", "date", day_part("due_on"), about=_l("Hạn của bước đang làm hoặc bước kế tiếp có hạn")),
    computed("days_left", "integer", day_part("days_left"), about=_l("Số ngày làm việc, âm khi quá hạn")),
    computed("overdue", "boolean", day_part("is_over", otherwise=False)),
    computed("due_soon", "boolean", day_part("is_soon", otherwise=False)),
    nested("steps", STEP, "steps", to=inside),
    nested("votes", VOTE, "votes"),
)
FILTERS: tuple[Filter, ...] = (
    by_id("session", Policy.session_id),
    by_id("agency", Policy.drafting_agency_id, _l("Cơ quan soạn thảo")),
    by_id("delegation", Policy.delegation_id),
    by_choice("type", Policy.type, TYPES),
    by_state(Policy, POLICY),
    Filter("due", one_of(DUES), days_in_group, {"enum": list(DUES)}, _l("Quá hạn, sắp đến hạn; tính hôm nay")),
    Filter("phase", one_of(PHASES), in_phase, {"enum": list(PHASES)}, _l("Giai đoạn, như bảng theo kỳ họp")),
    by_words("policy", Policy),
)
OF_NOW = "next_step deadlines due_on days_left overdue due_soon drafting_agency_asked steps votes"
THEN = Told(
    "policy",
    FILTERS,
    relations={"drafting_agency": (), "session": (), "body": ()},
    then={"phase": lambda moment: partial(was_in_phase, moment), "due": lambda _moment: of_today_alone},
)
"""Of then, the columns; what hangs on the record, and what is computed, is of now."""
POLICIES = resources.add(
    Resource(
        kind="policy",
        shows=SHOWS,
        create=Writing(
            forms.NewPolicyForm,
            lambda case, answers: service.create(answers, case.actor, council_id=service.council_of(case.actor)),
            about=opening,
            require=lambda case: service.require_begin(case.actor),
        ),
        edit=Writing(
            forms.PolicyForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=opening,
            initial=sources,
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=FILTERS,
        past=looking_back(THEN, left(SHOWS, out=OF_NOW)),
        load=(
            joinedload(Policy.drafting_agency),
            joinedload(Policy.session),
            joinedload(Policy.body),
            selectinload(Policy.steps),
            selectinload(Policy.votes),
            selectinload(Policy.handovers),
        ),
        files=True,
    )
)
SESSIONS = resources.add(
    Resource(
        kind="council_session",
        shows=columns(CouncilSession, "council_id name opens_on closes_on"),
        create=Writing(
            forms.SessionForm,
            lambda case, answers: service.add_session(
                answers, case.actor, council_id=service.council_of_sessions(case.actor)
            ),
            require=lambda case: service.require_keeps_sessions(case.actor),
        ),
        edit=Writing(
            forms.SessionForm,
            lambda case, answers: service.edit_session(case.record, answers, case.actor),
            initial=lambda case: forms.answers_of_session(case.record),
            require=lambda case: service.require_keeps_sessions(case.actor, case.record.council_id),
        ),
        sorts=(("opens", order_by(CouncilSession, "-opens_on")),),
        threads=False,
    )
)
ROUTE = resources.add(
    Resource(
        kind="policy_route_step",
        shows=(
            *columns(RouteStep, "ruleset"),
            label("ruleset_label", RULESETS, "ruleset"),
            *columns(RouteStep, "procedure"),
            label("procedure_label", PROCEDURES, "procedure"),
            *columns(RouteStep, "step"),
            label("step_label", BETWEEN, "step"),
            *columns(RouteStep, "passes again legal_basis verified"),
        ),
        edit=Writing(
            RouteStepForm,
            lambda case, answers: route.edit(case.record, answers, case.actor),
            initial=lambda case: route.answers_of(case.record),
            require=lambda case: require_keeper(case.actor),
        ),
        filters=(
            by_choice("ruleset", RouteStep.ruleset, RULESETS),
            by_choice("procedure", RouteStep.procedure, PROCEDURES),
        ),
        threads=False,
    )
)
