"""Findings that recur: what an earlier delegation already found at the same agency or on a similar topic (F27).

Computed when it is looked at, never stored: an earlier finding that is corrected or rejected counts as it stands now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import current_app

from tracker.accounts.actor import Actor
from tracker.delegations.models import Delegation
from tracker.findings import similar
from tracker.findings.models import Finding
from tracker.findings.similar import FEWEST
from tracker.findings.workflow import STANDING
from tracker.search.alike import Bounds, Held, holding_two
from tracker.search.similarity import HALF, content_words, share

RAREST, SCANNED, MOST = 4, 600, 60
"""Of one finding; a list asks for all its rows together."""
LIKELY = 8
"""Of one finding, this many texts are read and compared."""
SHOWN = 5

Words = frozenset[str]


def of(findings: Iterable[Finding], actor: Actor) -> dict[int, list[Finding]]:
    """Finding id → the earlier findings that it repeats, the most alike first; at most five, and none without any.

    An earlier finding counts when it was confirmed (or corrected) by a delegation established before, at the same
    agency or on a similar topic, and holds at least the set part of this one's content words. Three statements in all,
    however many findings are asked about; limited to what the person may read.
    """
    asked = {finding.id: finding for finding in findings}
    words = {id: content_words(finding.text) for id, finding in asked.items()}
    words = {id: own for id, own in words.items() if len(own) >= FEWEST}
    bounds = Bounds("finding", actor.council_ids, RAREST, SCANNED, MOST, before_own=True)
    candidates = holding_two(words, bounds)
    likely = {id: likeliest(words[id], held) for id, held in candidates.items()}
    known = by_id({id for ids in likely.values() for id in ids}, actor)
    found = {
        id: repeated(asked[id], words[id], [known[other] for other in ids if other in known])
        for id, ids in likely.items()
    }
    return {id: earlier for id, earlier in found.items() if earlier}


def least() -> float:
    """The part of its content words that makes a finding a repeated one (TRACKER_SIMILAR_FINDING_SHARE)."""
    settings: Any = current_app.extensions["settings"]
    return float(settings.similar_finding_share)


def likeliest(words: Words, held: Held) -> list[int]:
    """Those whose entries, which hold more than their texts, hold enough of the words; the most first."""
    wanted = least()
    shares = {id: share(words, others) for id, others in held.items()}
    enough = [id for id, part in shares.items() if part >= wanted]
    return sorted(enough, key=lambda known: (-shares[known], -known))[:LIKELY]


def by_id(ids: Collection[int], actor: Actor) -> dict[int, Finding]:
    """Confirmed and corrected findings that the person may read."""
    return {finding.id: finding for finding in similar.read(ids, actor, Finding.state.in_(STANDING))}


def repeated(finding: Finding, words: Words, others: Sequence[Finding]) -> list[Finding]:
    """Of these, the ones that the finding repeats."""
    shares: Mapping[int, float] = {other.id: share_of(words, other) for other in others}
    wanted = least()
    found = [
        other
        for other in others
        if shares[other.id] >= wanted
        and similar.is_before(other.delegation, finding.delegation)
        and is_of_one_matter(other, finding)
    ]
    return sorted(found, key=lambda other: (-shares[other.id], -other.id))[:SHOWN]


def share_of(words: Words, other: Finding) -> float:
    others = content_words(other.text)
    return share(words, others) if len(words & others) >= FEWEST else 0.0


def is_of_one_matter(one: Finding, other: Finding) -> bool:
    """At the same agency, or by delegations on similar topics."""
    same = one.agency_id is not None and one.agency_id == other.agency_id
    return same or has_similar_topic(one.delegation, other.delegation)


def has_similar_topic(one: Delegation, other: Delegation) -> bool:
    words, others = content_words(one.title), content_words(other.title)
    return max(share(words, others), share(others, words)) >= HALF
