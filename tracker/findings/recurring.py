"""Findings that recur: what an earlier delegation already found at the same agency or on a similar topic (F27).

Computed when it is looked at, never stored: an earlier finding that is corrected or rejected counts as it stands now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from tracker.accounts.actor import Actor
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import similar
from tracker.findings.models import Finding
from tracker.findings.queries import visible
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
    agency or on a similar topic, and holds at least the set part of this one's content words. Five statements in all,
    however many findings are asked about; limited to what the person may read.
    """
    asked = {finding.id: finding for finding in findings}
    words = {id: content_words(finding.text) for id, finding in asked.items()}
    words = {id: own for id, own in words.items() if len(own) >= FEWEST}
    bounds = Bounds("finding", actor.council_ids, RAREST, SCANNED, MOST, before_own=True)
    enough = {id: holding_enough(words[id], held) for id, held in holding_two(words, bounds).items()}
    places = places_of({id for ids in enough.values() for id in ids}, actor)
    likely = {id: [other for other in ids if is_earlier(places.get(other), asked[id])] for id, ids in enough.items()}
    known = by_id({other for ids in likely.values() for other in ids[:LIKELY]}, actor)
    found = {
        id: repeated(words[id], [known[other] for other in ids[:LIKELY] if other in known])
        for id, ids in likely.items()
    }
    return {id: earlier for id, earlier in found.items() if earlier}


def least() -> float:
    """The part of its content words that makes a finding a repeated one (TRACKER_SIMILAR_FINDING_SHARE)."""
    settings: Any = current_app.extensions["settings"]
    return float(settings.similar_finding_share)


def holding_enough(words: Words, held: Held) -> list[int]:
    """Those whose entries, which hold more than their texts, hold enough of the words; the most first."""
    wanted = least()
    shares = {id: share(words, others) for id, others in held.items()}
    return sorted((id for id, part in shares.items() if part >= wanted), key=lambda known: (-shares[known], -known))


@dataclass(frozen=True)
class Standing:
    """Whose an earlier finding is."""

    delegation: Delegation
    agency_id: int | None


def places_of(ids: Collection[int], actor: Actor) -> dict[int, Standing]:
    """Of these findings, those that hold and that the person may read, with their delegations."""
    if not ids:
        return {}
    query = select(Finding.id, Finding.agency_id, Finding.delegation_id)
    rows = db.session.execute(
        query.where(Finding.id.in_(sorted(ids)), Finding.state.in_(STANDING), visible(actor))
    ).all()
    wanted = sorted({row.delegation_id for row in rows})
    delegations = {known.id: known for known in db.session.scalars(select(Delegation).where(Delegation.id.in_(wanted)))}
    return {row.id: Standing(delegations[row.delegation_id], row.agency_id) for row in rows}


def is_earlier(known: Standing | None, finding: Finding) -> bool:
    """Is it of a delegation before, at the same agency or on a similar topic?"""
    if known is None or not similar.is_before(known.delegation, finding.delegation):
        return False
    is_of_agency = known.agency_id is not None and known.agency_id == finding.agency_id
    return is_of_agency or has_similar_topic(known.delegation, finding.delegation)


def has_similar_topic(one: Delegation, other: Delegation) -> bool:
    words, others = content_words(one.title), content_words(other.title)
    return max(share(words, others), share(others, words)) >= HALF


def by_id(ids: Collection[int], actor: Actor) -> dict[int, Finding]:
    return {finding.id: finding for finding in similar.read(ids, actor)}


def repeated(words: Words, others: Sequence[Finding]) -> list[Finding]:
    """Of these, the ones whose own texts hold enough of the words; the most alike first."""
    wanted = least()
    shares = {other.id: share_of(words, other) for other in others}
    found = [other for other in others if shares[other.id] >= wanted]
    return sorted(found, key=lambda other: (-shares[other.id], -other.id))[:SHOWN]


def share_of(words: Words, other: Finding) -> float:
    others = content_words(other.text)
    return share(words, others) if len(words & others) >= FEWEST else 0.0
