"""The check of drafts as they are saved or being typed, and their words with what the remarks are about marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.core.text import nfc
from tracker.extensions import db
from tracker.recommendations.models import Recommendation
from tracker.recommendations.wording import matching
from tracker.recommendations.wording.checking import Draft, Remark, remarks
from tracker.recommendations.wording.matching import Lexicon

DRAFT = "draft"


def of_draft(recommendation: Recommendation, lexicon: Lexicon | None = None) -> list[Remark]:
    """The remarks on a draft; nothing on what has been issued."""
    if recommendation.state != DRAFT:
        return []
    return remarks(draft_of(recommendation), lexicon or matching.lexicon())


def draft_of(recommendation: Recommendation) -> Draft:
    roles = {addressee.role for addressee in recommendation.addressees}
    return Draft(
        text=recommendation.text,
        addressee_text=recommendation.addressee_text,
        has_lead="lead" in roles,
        has_support="support" in roles,
        deliverable=recommendation.deliverable,
        due_on=recommendation.due_on,
        is_timeless=recommendation.multi_year or recommendation.addressee_kind == "central",
        conditions=tuple(condition.text for condition in recommendation.conditions),
    )


def of_answers(answers: Mapping[str, Any]) -> Draft:
    """What has been typed into the form so far."""
    return Draft(
        text=answers.get("text") or "",
        addressee_text=answers.get("addressee_text") or "",
        has_lead=bool(answers.get("lead_agency_id")),
        has_support=bool(answers.get("support_agency_ids")),
        deliverable=answers.get("deliverable") or "",
        due_on=answers.get("due_on"),
        is_timeless=bool(answers.get("multi_year")) or answers.get("addressee_kind") == "central",
        conditions=tuple(answers.get("conditions") or ()),
    )


def of_many(drafts: Sequence[Recommendation]) -> dict[int, list[Remark]]:
    """The remarks on each draft; the words are read once."""
    if not drafts:
        return {}
    lexicon = matching.lexicon()
    return {draft.id: of_draft(draft, lexicon) for draft in drafts}


def counts(ids: Iterable[int]) -> dict[int, int]:
    """How many remarks there are on each of these drafts, which the caller may read."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    query = (
        select(Recommendation)
        .where(Recommendation.id.in_(wanted), Recommendation.state == DRAFT)
        .options(selectinload(Recommendation.addressees), selectinload(Recommendation.conditions))
    )
    return {id: len(found) for id, found in of_many(db.session.scalars(query).all()).items()}


def parts_of(draft: Draft) -> dict[str, str]:
    """The words of a draft by where a spot may stand in them."""
    beside = {str(place): words for place, words in enumerate(draft.conditions)}
    return {"text": draft.text, "addressee_text": draft.addressee_text, "deliverable": draft.deliverable, **beside}


def marked(draft: Draft, found: Sequence[Remark]) -> dict[str, list[tuple[str, bool]]]:
    """The parts in which something is remarked, cut into pieces: (words, are they spoken of?)."""
    spots: dict[str, list[tuple[int, int]]] = {}
    for remark in found:
        for spot in remark.spots:
            spots.setdefault(spot.where, []).append((spot.start, spot.end))
    parts = parts_of(draft)
    return {where: pieces(nfc(words), spots[where]) for where, words in parts.items() if where in spots}


def pieces(words: str, spots: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut at the spots; those that overlap are one."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spots):
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            cut.append((words[at:start], False))
        cut.append((words[start:end], True))
        at = end
    return [*cut, (words[at:], False)] if at < len(words) else cut
