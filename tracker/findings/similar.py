"""Findings that say the same: pointed out while writing (F26), by the rule that topics are compared by.

The rule: at least half of the folded content words of one occur in the other (domain.md 6.1, similarity.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only

from tracker.accounts.actor import Actor
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.findings.queries import visible
from tracker.search.alike import Bounds, holding_two
from tracker.search.similarity import HALF, content_words, share

SHOWN = 5
FEWEST = 2
"""One word in common says nothing."""
RAREST, SCANNED, MOST = 10, 20_000, 300
MUCH = 0.75
"""From this part on it is said to be much alike."""


@dataclass(frozen=True)
class Similar:
    """A finding and how much of the written text it holds: 0 to 1."""

    finding: Finding
    share: float

    @property
    def is_much(self) -> bool:
        return self.share >= MUCH


def to_text(text: str, actor: Actor, delegation: Delegation, *, but: int | None = None) -> list[Similar]:
    """The five findings most like what is being written, of this delegation and earlier ones, that the person may read.

    The most alike first, and of equals the newer one. `but` is the id of the finding that is being written.
    """
    bounds = Bounds("finding", actor.council_ids, RAREST, SCANNED, MOST)
    return alike(0, content_words(text), bounds, actor, delegation, but=but)


def to_finding(finding: Finding, actor: Actor) -> list[Similar]:
    """The same for a finding that has been saved: of its delegation, and of what was recorded before it."""
    bounds = Bounds("finding", actor.council_ids, RAREST, SCANNED, MOST, before_own=True)
    return alike(finding.id, content_words(finding.text), bounds, actor, finding.delegation, but=finding.id)


def alike(
    key: int, words: frozenset[str], bounds: Bounds, actor: Actor, delegation: Delegation, *, but: int | None
) -> list[Similar]:
    if len(words) < FEWEST:
        return []
    held = holding_two({key: words}, bounds).get(key, {})
    found = [
        Similar(finding, share(words, others))
        for finding in (*read(held.keys(), actor), *of_the_same(delegation, held.keys(), actor))
        for others in [content_words(finding.text)]
        if finding.id != but and is_like(words, others) and is_of_or_before(finding.delegation, delegation)
    ]
    return sorted(found, key=lambda like: (-like.share, -like.finding.id))[:SHOWN]


def of_the_same(delegation: Delegation, known: Collection[int], actor: Actor) -> Sequence[Finding]:
    """The other findings of the delegation: there are few, and none of them is missed."""
    query = (
        select(Finding)
        .where(Finding.delegation_id == delegation.id, Finding.id.not_in(sorted(known)), visible(actor))
        .order_by(Finding.id.desc())
        .limit(MOST)
        .options(*beside())
    )
    return db.session.scalars(query).all()


def is_like(words: frozenset[str], others: frozenset[str]) -> bool:
    """Does at least half of one occur in the other?"""
    return len(words & others) >= FEWEST and max(share(words, others), share(others, words)) >= HALF


def is_of_or_before(known: Delegation, delegation: Delegation) -> bool:
    return known.id == delegation.id or is_before(known, delegation)


def is_before(known: Delegation, delegation: Delegation) -> bool:
    return known.id != delegation.id and known.began_on < delegation.began_on


def read(ids: Collection[int], actor: Actor, *conditions: Any) -> Sequence[Finding]:
    """Of these findings, those that the person may read, with what is shown of them beside another; newest first."""
    if not ids:
        return ()
    query = (
        select(Finding)
        .where(Finding.id.in_(sorted(ids)), visible(actor), *conditions)
        .order_by(Finding.id.desc())
        .options(*beside())
    )
    return db.session.scalars(query).all()


def beside() -> Iterable[Any]:
    """What is read of a finding and its delegation, and no more."""
    return (
        load_only(
            Finding.code, Finding.text, Finding.state, Finding.agency_id, Finding.delegation_id, Finding.council_id
        ),
        joinedload(Finding.agency),
        joinedload(Finding.delegation).load_only(
            Delegation.code,
            Delegation.title,
            Delegation.established_on,
            Delegation.ended_on,
            Delegation.period_to,
            Delegation.old_record,
            Delegation.created_at,
        ),
    )
