"""What follows elsewhere from a step of a policy: recommendations it may have done, proposals it answers, the next one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import Actor
from tracker.audit import queries as audit
from tracker.core.i18n import _, in_vietnamese
from tracker.extensions import db
from tracker.links.models import Link
from tracker.links.service import tie
from tracker.policies import beginning, effects, queries
from tracker.policies.models import Policy
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Recommendation
from tracker.workflow import engine
from tracker.workflow.definition import Answers


def after_registration(policy: Policy, answers: Answers, actor: Actor) -> None:
    """The Council has taken it up in public: every proposal that it rests on is answered so."""
    effects.enter(policy, answers, actor)
    answer_proposals(policy, actor)


def answer_proposals(policy: Policy, actor: Actor) -> None:
    """A proposal that the policy was made of is moved to it, where it still waits, and its agency told."""
    for proposal in sources(policy, "proposal", AgencyProposal):
        answer_by(policy, proposal, actor)


def answer_by(policy: Policy, proposal: AgencyProposal, actor: Actor) -> None:
    if engine.may_follow(proposal, "become_policy"):
        with in_vietnamese():
            answer = _("Đã đưa vào đề xuất chính sách %(code)s: %(title)s", code=policy.code, title=policy.title)
        engine.follow(proposal, "become_policy", actor, {"policy": policy.code, "answer": answer})


def take_answers_back(policy: Policy, left: Collection[AgencyProposal], actor: Actor) -> None:
    """Proposals that the policy carries no more wait for an answer again, unless another one carries them: that one is
    their answer from then on."""
    for proposal in left:
        others = [one for one in queries.carriers(proposal.id) if one is not policy]
        if others and answer_of(proposal, [policy, *others]) is not policy:
            continue
        if engine.may_follow(proposal, "leave_policy"):
            engine.follow(proposal, "leave_policy", actor, {"policy": policy.code})
            for other in others[:1]:
                answer_by(other, proposal, actor)


def answer_of(proposal: AgencyProposal, carriers: Collection[Policy]) -> Policy | None:
    """To which of these it was last moved: the one that the event of the step names, else the one that the step began."""
    moved = audit.last_into("proposal", proposal.id, "moved_to_policy")
    if moved is None:
        return None
    named = str(((moved.after or {}).get("answers") or {}).get("policy") or "").partition(" ")[0]
    begun = sorted((one for one in carriers if one.created_at >= moved.at), key=lambda one: one.id)
    return next((one for one in carriers if one.code == named), next(iter(begun), None))


def after_vote(policy: Policy, answers: Answers, actor: Actor) -> None:
    effects.enter(policy, answers, actor)
    last = policy.votes[-1]
    tell_proposals(policy, actor, on=last.voted_on, yes=last.yes, total=last.total)


def after_promulgation(policy: Policy, answers: Answers, actor: Actor) -> None:
    """Recommendations it came from may now be done: the office is told so, and somebody verifies; nothing is closed."""
    effects.enter(policy, answers, actor)
    tell_proposals(policy, actor, number=policy.number, on=policy.signed_on, effective_on=policy.effective_on)
    for recommendation in sources(policy, "recommendation", Recommendation):
        if engine.may_follow(recommendation, "suggest_done"):
            told = {"policy": policy.code, "number": policy.number, "issued_on": policy.signed_on}
            engine.follow(recommendation, "suggest_done", actor, told)


def after_coming_into_force(policy: Policy, answers: Answers, actor: Actor) -> None:
    effects.enter_force(policy, answers, actor)
    tell_proposals(policy, actor, number=policy.number, effective_on=policy.effective_on)


def after_withdrawal(policy: Policy, answers: Answers, actor: Actor) -> None:
    effects.enter(policy, answers, actor)
    tell_proposals(policy, actor, reason=answers["reason"])
    take_answers_back(policy, sources(policy, "proposal", AgencyProposal), actor)


def begin_amendment(policy: Policy, answers: Answers, actor: Actor) -> None:
    """The old one stays in force; a new proposal is begun, of the same sources, that is to amend it."""
    effects.enter(policy, answers, actor)
    facts = {name: getattr(policy, name) for name in ("procedure", "sponsor", "summary", "delegation_id")}
    wanted = facts | {"title": answers["new_title"], "type": "amending", "amends_id": policy.id}
    made = beginning.begin(wanted, actor, council_id=policy.council_id)
    for source in [*sources(policy, "proposal", AgencyProposal), *sources(policy, "recommendation", Recommendation)]:
        tie(source, made, actor)


def tell_proposals(policy: Policy, actor: Actor, **facts: Any) -> None:
    """What became of it stands on each proposal it was made of, where the agency reads it (F36)."""
    told = {"policy": policy.code, "title": policy.title, "outcome": policy.state} | facts
    for proposal in sources(policy, "proposal", AgencyProposal):
        if engine.may_follow(proposal, "hear_of_policy"):
            engine.follow(proposal, "hear_of_policy", actor, told)


def sources(policy: Policy, kind: str, model: type[Any]) -> list[Any]:
    """The records of a kind that led to it."""
    ids = select(Link.source_id).where(
        Link.source_kind == kind, Link.target_kind == "policy", Link.target_id == policy.id
    )
    return list(db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)))
