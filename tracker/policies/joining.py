"""An agency's proposal moved to a policy: a new one is begun, or it becomes one more source of a known one (F36, SM6)."""

from __future__ import annotations

from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.core.i18n import _
from tracker.policies import beginning, queries, service
from tracker.proposals.models import AgencyProposal
from tracker.workflow import consequences, offers
from tracker.workflow.definition import Answers

NEW = "new"
LONGEST_TITLE = 500


@offers.answers("policies_to_join")
def policies_to_join(proposal: AgencyProposal) -> list[tuple[str, Any]]:
    """A new one first, then those that may still take another source, newest first; of a proposal that already led to a
    policy that one alone, so that no second one is begun."""
    if led_to := queries.carriers(proposal.id):
        return [named(row) for row in led_to]
    known = queries.joinable(proposal.council_id)
    return [(NEW, _("Lập đề xuất chính sách mới"))] + [named(row) for row in known]


@offers.answers("policy_to_join")
def policy_to_join(proposal: AgencyProposal) -> list[tuple[str, Any]]:
    """The one that the form proposes: the first that it offers."""
    return policies_to_join(proposal)[:1]


def named(row: Any) -> tuple[str, str]:
    return str(row.id), f"{row.code} {row.title[:120]}"


@consequences.answers("join_policy")
def join_policy(proposal: AgencyProposal, answers: Answers, actor: Actor) -> None:
    """A new policy bears the words of the proposal until somebody gives it a better name."""
    chosen = str(answers.get("policy") or policies_to_join(proposal)[0][0])
    if chosen != NEW:
        policy = access.find("policy", int(chosen), actor)
    else:
        title = (answers.get("policy_title") or proposal.text).strip()[:LONGEST_TITLE]
        facts = {"title": title, "type": "normative", "procedure": "normative", "delegation_id": proposal.delegation_id}
        policy = beginning.begin(facts, actor, council_id=proposal.council_id)
    service.add_source(policy, proposal, actor)
