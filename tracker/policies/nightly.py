"""Each night: a resolution whose day has come is in force, once; one whose last day is over is so no more."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.accounts.actor import SYSTEM
from tracker.core import clock
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.policies import queries
from tracker.workflow import engine

BATCH = 100


def bring_into_force() -> Iterator[None]:
    """Run twice, or ended anywhere and begun anew, it does nothing a second time: what is in force is found no more."""
    while found := queries.effective_by(clock.today(), limit=BATCH):
        for policy in found:
            engine.follow(policy, "come_into_force", SYSTEM)
        yield


def let_lapse() -> Iterator[None]:
    """As above, of those that were repealed from a day to come."""
    while found := queries.lapsing_by(clock.today(), limit=BATCH):
        for policy in found:
            engine.follow(policy, "lapse", SYSTEM)
        yield


registry.each_night(NightlyStep("policies_in_force", 15, bring_into_force))
registry.each_night(NightlyStep("policies_lapsed", 16, let_lapse))
