"""Entering and changing policy proposals, with the records that they come from; the council's sessions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import exists, select

from tracker.accounts import access
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import origins
from tracker.links import queries as links
from tracker.policies import beginning, following, queries
from tracker.policies.indexing import index
from tracker.policies.models import CouncilSession, Policy
from tracker.policies.workflow import HAS_SOURCE, POLICY
from tracker.proposals.models import AgencyProposal
from tracker.workflow import engine

CHANGEABLE = ("title", "summary", "type", "procedure", "ruleset", "sponsor", "amends_id")


# --- policies ---------------------------------------------------------------------------------------------------------


def may_begin(actor: Actor) -> bool:
    return bool(actor.roles & set(POLICY.create))


def require_begin(actor: Actor) -> None:
    if not may_begin(actor):
        raise Forbidden


def council_of(actor: Actor) -> int:
    """The council in which this person begins policies."""
    require_begin(actor)
    return min(actor.councils_as(*POLICY.create))


def create(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Policy:
    """answers: title, summary, type, procedure, sponsor, delegation_id, amends_id, rests_on ("proposal:12", …)."""
    delegation = delegation_of(answers.get("delegation_id"), actor, council_id)
    place = Place(council_id, delegation.id if delegation else None)
    engine.require_create(POLICY, actor.roles_on(place))
    require_amended(answers, council_id)
    found = sources(answers, actor, council_id)
    policy = beginning.begin(answers, actor, council_id=council_id, rests_on=[origins.name_of(one) for one in found])
    origins.tie_all(policy, found, actor)
    answer_proposals(policy, actor)
    return policy


def answer_proposals(policy: Policy, actor: Actor) -> None:
    """The office answers agencies; of what somebody else has ticked the proposals follow with the registration."""
    if Role.OFFICE in access.roles_on(actor, policy):
        following.answer_proposals(policy, actor)


def delegation_of(id: int | None, actor: Actor, council_id: int) -> Delegation | None:
    if id is None:
        return None
    try:
        delegation: Delegation = access.find("delegation", id, actor)
    except NotFound as missing:
        raise Invalid({"delegation_id": [_("Hãy chọn Đoàn giám sát trong danh sách.")]}) from missing
    if delegation.council_id != council_id:
        raise Invalid({"delegation_id": [_("Hãy chọn Đoàn giám sát trong danh sách.")]})
    return delegation


def edit(policy: Policy, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what is given, as its state allows."""
    engine.require_edit(policy, actor)
    require_amended(answers, policy.council_id, policy)
    earlier = audit.snapshot(policy)
    for name in CHANGEABLE:
        if name in answers:
            setattr(policy, name, changed(policy, name, answers[name]))
    also: dict[str, tuple[Any, Any]] = {}
    if "rests_on" in answers:
        found = sources(answers, actor, policy.council_id)
        require_source(policy, found)
        before = following.sources(policy, "proposal", AgencyProposal)
        also["rests_on"] = origins.change(policy, found, actor, queries.SOURCES)
    engine.edited(policy, actor, earlier, also=also)
    if "rests_on" in answers:
        left = set(before) - set(following.sources(policy, "proposal", AgencyProposal))
        following.take_answers_back(policy, sorted(left, key=lambda one: one.id), actor)
        answer_proposals(policy, actor)
    index(policy)


def require_source(policy: Policy, found: Collection[Any]) -> None:
    """Once it has been consolidated it keeps a source."""
    if not found and policy.state != POLICY.start:
        raise Invalid({"rests_on": [str(HAS_SOURCE.sentence)]})


def changed(policy: Policy, name: str, value: Any) -> Any:
    """A law that is not named stays the one it was."""
    if name == "ruleset":
        return value or policy.ruleset
    return value if name == "amends_id" else value or ""


def require_amended(answers: Mapping[str, Any], council_id: int, policy: Policy | None = None) -> None:
    """A resolution that amends or repeals names the one that it is about, of the same council."""
    id = answers.get("amends_id")
    known = {str(value) for value, _words in queries.to_amend(council_id, policy.amends_id if policy else None)}
    if id is not None and (str(id) not in known or (policy is not None and id == policy.id)):
        raise Invalid({"amends_id": [_("Hãy chọn một nghị quyết đã ban hành trong danh sách.")]})


def sources(answers: Mapping[str, Any], actor: Actor, council_id: int) -> list[Any]:
    """The records it comes from; all of this council."""
    found = origins.find_all(answers.get("rests_on") or [], actor, queries.SOURCES, field="rests_on")
    if any(record.council_id != council_id for record in found):
        raise Invalid({"rests_on": [_("Căn cứ phải thuộc cùng Hội đồng nhân dân.")]})
    return found


def add_source(policy: Policy, record: Any, actor: Actor) -> None:
    """One more record that it comes from, with an event of the policy."""
    ends = links.sources("policy", [policy.id], actor).get(policy.id, [])
    before = [origins.name_of(end.record) for end in ends]
    after = [*before, *(name for name in origins.tie_all(policy, [record], actor) if name not in before)]
    engine.edited(policy, actor, audit.snapshot(policy), also={"rests_on": (before, after)})


# --- sessions of the council ------------------------------------------------------------------------------------------

SESSION_FACTS = ("name", "opens_on", "closes_on")


def keeps_sessions(actor: Actor, council_id: int | None = None) -> bool:
    """The office enters when the council meets."""
    councils = actor.councils_as(Role.OFFICE)
    return council_id in councils if council_id else bool(councils)


def council_of_sessions(actor: Actor) -> int:
    """The council whose sessions this person enters."""
    require_keeps_sessions(actor)
    return min(actor.councils_as(Role.OFFICE))


def require_keeps_sessions(actor: Actor, council_id: int | None = None) -> None:
    if not keeps_sessions(actor, council_id):
        raise Forbidden


def add_session(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> CouncilSession:
    require_keeps_sessions(actor, council_id)
    require_sound_session(answers, council_id)
    session = CouncilSession(
        council_id=council_id, created_by_id=actor.id, **{name: answers.get(name) for name in SESSION_FACTS}
    )
    db.session.add(session)
    engine.created(session, actor)
    return session


def edit_session(session: CouncilSession, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeps_sessions(actor, session.council_id)
    wanted = {name: getattr(session, name) for name in SESSION_FACTS} | dict(answers)
    require_sound_session(wanted, session.council_id, session)
    earlier = audit.snapshot(session)
    for name in SESSION_FACTS:
        setattr(session, name, wanted[name])
    engine.edited(session, actor, earlier)


def require_sound_session(facts: Mapping[str, Any], council_id: int, session: CouncilSession | None = None) -> None:
    own = session.id if session else 0
    taken = exists().where(
        CouncilSession.council_id == council_id, CouncilSession.name == facts["name"], CouncilSession.id != own
    )
    if db.session.scalar(select(taken)):
        raise Invalid({"name": [_("Đã có kỳ họp mang tên này.")]})
    if facts.get("closes_on") and facts["closes_on"] < facts["opens_on"]:
        raise Invalid({"closes_on": [_("Ngày bế mạc phải từ ngày khai mạc trở đi.")]})
