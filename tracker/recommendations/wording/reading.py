"""The check of drafts as they are saved or being typed, and their words with what the remarks are about marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from tracker.core.text import nfc
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias
from tracker.organizations.queries import SHORTEST_NAME
from tracker.recommendations.models import Recommendation
from tracker.recommendations.wording import matching
from tracker.recommendations.wording.checking import Draft, Remark, remarks
from tracker.recommendations.wording.matching import Lexicon

DRAFT = "draft"


def of_draft(recommendation: Recommendation, lexicon: Lexicon | None = None) -> list[Remark]:
    """The remarks on a draft; nothing on what has been issued."""
    if recommendation.state != DRAFT:
        return []
    names = names_beside([recommendation.lead.agency_id] if recommendation.lead else [])
    return remarks(draft_of(recommendation, names), lexicon or matching.lexicon())


Names = Mapping[int, frozenset[str]]
"""By agency: what it is called, folded."""


def names_beside(lead_ids: Collection[int]) -> Names:
    """What the agencies of these agencies' councils are called, theirs among them; in one question, none for nobody."""
    if not lead_ids:
        return {}
    councils = select(Agency.council_id).where(Agency.id.in_(sorted(lead_ids)))
    query = (
        select(AgencyAlias.agency_id, AgencyAlias.folded)
        .join(Agency, Agency.id == AgencyAlias.agency_id)
        .where(Agency.council_id.in_(councils), func.length(AgencyAlias.folded) >= SHORTEST_NAME)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for id, folded in db.session.execute(query):
        found[id].add(folded)
    return {id: frozenset(names) for id, names in found.items()}


def doers(lead_id: int | None, names: Names) -> dict[str, frozenset[str]]:
    """The names of the lead, and those of the others; a name that both bear says nothing."""
    lead = names.get(lead_id or 0, frozenset())
    others = frozenset().union(*(known for id, known in names.items() if id != lead_id)) - lead
    return {"lead": lead, "others": others}


def draft_of(recommendation: Recommendation, names: Names | None = None) -> Draft:
    roles = {addressee.role for addressee in recommendation.addressees}
    lead = recommendation.lead
    return Draft(
        **doers(lead.agency_id if lead else None, names or {}),
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
    lead_id = answers.get("lead_agency_id")
    return Draft(
        **doers(lead_id, names_beside([lead_id] if lead_id else [])),
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
    lexicon, leads = matching.lexicon(), {draft.lead.agency_id for draft in drafts if draft.lead}
    names = names_beside(leads)
    return {draft.id: remarks(draft_of(draft, names), lexicon) if draft.state == DRAFT else [] for draft in drafts}


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
