"""Where a policy comes from, back to what was said: statement → proposal or finding → recommendation → policy (U10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.accounts.actor import Actor
from tracker.links import queries as links
from tracker.links.queries import End
from tracker.policies.models import Policy

DEEPEST = 3
"""So many steps back: recommendation, finding, statement."""


@dataclass(frozen=True)
class Source:
    """One record that led there, and what led to it in turn, as far as the reader may see."""

    end: End
    sources: Sequence[Source] = ()


def of(policy: Policy, actor: Actor) -> list[Source]:
    """At most three looks at the links, however many sources there are."""
    found: dict[tuple[str, int], list[End]] = {}
    wanted = {("policy", policy.id)}
    for _step in range(DEEPEST):
        ends = sources_of(wanted, actor)
        found |= ends
        wanted = {(end.kind, end.id) for known in ends.values() for end in known} - found.keys()
        if not wanted:
            break
    return told(("policy", policy.id), found, ())


def sources_of(records: set[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], list[End]]:
    found: dict[tuple[str, int], list[End]] = {}
    for kind in sorted({kind for kind, _id in records}):
        ids = sorted(id for known, id in records if known == kind)
        found |= {(kind, id): ends for id, ends in links.sources(kind, ids, actor).items()}
    return found


def told(
    key: tuple[str, int], found: Mapping[tuple[str, int], list[End]], way: tuple[tuple[str, int], ...]
) -> list[Source]:
    """As a tree; what led to itself in a circle is told once on each way."""
    own = (*way, key)
    return [
        Source(end, told((end.kind, end.id), found, own)) for end in found.get(key, []) if (end.kind, end.id) not in own
    ]
