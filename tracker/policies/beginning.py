"""A new policy proposal: its code, its first step, its first event; whoever may begin one is checked by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor
from tracker.core import clock, sequences
from tracker.extensions import db
from tracker.policies import effects
from tracker.policies.indexing import index
from tracker.policies.models import Policy, ruleset_on
from tracker.workflow import engine

FACTS = ("title", "summary", "type", "procedure", "sponsor", "delegation_id", "amends_id")


def begin(facts: Mapping[str, Any], actor: Actor, *, council_id: int, rests_on: list[str] | None = None) -> Policy:
    today = clock.today()
    policy = Policy(
        council_id=council_id,
        code=next_code(council_id, today.year),
        ruleset=facts.get("ruleset") or ruleset_on(today),
        state=KINDS["policy"].workflow.start,
        created_by_id=actor.id,
        **{name: facts.get(name) for name in FACTS if facts.get(name) is not None},
    )
    db.session.add(policy)
    db.session.flush()
    effects.enter(policy, {}, actor)
    engine.created(policy, actor, also={"rests_on": rests_on})
    index(policy)
    return policy


def next_code(council_id: int, year: int) -> str:
    """CS-2026-01, numbered within council and year."""
    among = Policy.council_id == council_id
    return sequences.next_code(db.session, f"CS/{council_id}/{year}", f"CS-{year}-{{:02}}", Policy.code, among)
