"""From events to spans. The facts are those that an event names; what it says in other words is read here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker.core.text import fold as folded
from tracker.history import projections
from tracker.history.projections import Facts, Fold, Keeper, Projection, Told
from tracker.organizations.history import AGENCIES
from tracker.recommendations.effects import FINAL
from tracker.recommendations.history.models import AssignmentSpan, RecommendationSpan, WordingSpan
from tracker.recommendations.models import FAR, Assignment, Recommendation

BEGINNINGS = ("created", "entered_old")
"""The events that a record begins with."""
NOTHING_YET = {
    "taken_over_by": "",
    "extension_count": 0,
    **dict.fromkeys(
        (
            *("taken_over_on", "original_due_on", "original_ends_on", "due_on", "due_ends_on"),
            *("claim", "percent", "claimed_at", "sent_on", "answer_due_on", "completed_on", "verified_at"),
        )
    ),
}
"""A new task; its first event leaves out what is empty."""


def is_handed_over(event: Told) -> bool:
    return event.action == "handed_over" and "handover" in (event.after or {})


# --- a recommendation -------------------------------------------------------------------------------------------------


def read_recommendation(event: Told, keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    said = RECOMMENDATIONS.said(event) | addressed(event, keeper)
    if event.action in BEGINNINGS:
        yield event.subject_id, lambda _facts: drafted(event, said) if "delegation_id" in said else None
    elif is_handed_over(event):
        yield event.subject_id, lambda facts: facts and addressed_anew(facts, event.after["handover"])
    elif said:
        yield event.subject_id, lambda facts: facts and placed(facts | said)


def addressed(event: Told, keeper: Keeper) -> Facts:
    """Whom a draft names from now on; its events used to give names alone, each with its part: "Sở Y tế (phối hợp)"."""
    after = event.after or {}
    if "addressees" not in after:
        return {}
    ids = after.get("addressee_ids")
    if ids is None:
        names = [entry.rpartition(" (")[0] for entry in after["addressees"] or []]
        ids = [id for name in names for id in keeper.named(AGENCIES, council_id=event.council_id, name=name)[:1]]
    return {"addressed_to": spelled(ids)}


def spelled(ids: Iterable[int]) -> str:
    return "".join(f"|{id}" for id in sorted(set(ids))) + "|"


def drafted(event: Told, said: Facts) -> Facts:
    empty = dict.fromkeys(("due_on", "approved_at", "lead_agency_id", "lead_state"))
    own = {"council_id": event.council_id, "code": event.subject_code, "addressee_kind": "department"}
    own["addressed_to"] = spelled(())
    return placed(empty | own | said)


def placed(facts: Facts) -> Facts:
    """A draft stands in the order of its own deadline; once it is issued, its lead's task says where."""
    return facts if facts["lead_state"] else facts | {"due_key": facts["due_on"] or FAR}


def addressed_anew(facts: Facts, handover: dict[str, Any]) -> Facts:
    """A draft whose addressee has ended: to its heir, and to be approved anew."""
    old, heir = handover["from"], handover["to"]
    known = {int(id) for id in facts["addressed_to"].split("|") if id}
    lead = heir if facts["lead_agency_id"] == old else facts["lead_agency_id"]
    named = spelled((known - {old}) | {heir})
    return facts | {"approved_at": None, "lead_agency_id": lead, "addressed_to": named}


RECOMMENDATIONS = projections.register(
    Projection(
        model=RecommendationSpan,
        kinds=("recommendation",),
        read=read_recommendation,
        record=Recommendation,
        thread="recommendation",
    )
)


def read_wording(event: Told, _keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    said = WORDINGS.said(event)
    if said:
        yield event.subject_id, lambda facts: worded(event, (facts or {"text": "", "deliverable": ""}) | said)


def worded(event: Told, facts: Facts) -> Facts:
    words = (event.subject_code, facts["text"], facts["deliverable"])
    return facts | {"folded": " ".join(folded(part) for part in words)}


WORDINGS = projections.register(
    Projection(
        model=WordingSpan,
        kinds=("recommendation",),
        read=read_wording,
        record=Recommendation,
        thread="recommendation",
    )
)


# --- a task -----------------------------------------------------------------------------------------------------------


def read_assignment(event: Told, keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    if event.subject_kind == "update":
        yield from read_claim(event, keeper)
        return
    said = ASSIGNMENTS.said(event)
    if event.action in BEGINNINGS:
        yield event.subject_id, lambda _facts: charged(event, said, keeper)
    elif is_handed_over(event):
        yield event.subject_id, lambda facts: facts and handed_over(facts, event.after)
    elif said:
        yield event.subject_id, lambda facts: facts and dated(facts | said)


def charged(event: Told, said: Facts, keeper: Keeper) -> Facts | None:
    recommendation = keeper.standing(RECOMMENDATIONS, event.thread_id)
    if recommendation is None:
        return None
    own = {
        "council_id": event.council_id,
        "recommendation_id": event.thread_id,
        "delegation_id": recommendation.facts["delegation_id"],
        "is_central": recommendation.facts["addressee_kind"] == "central",
        "first_agency_id": said["agency_id"],
    }
    return dated(NOTHING_YET | own | said)


def dated(facts: Facts) -> Facts:
    """The original deadline counts to the day that was told before the first extension."""
    first = facts["original_ends_on"] if facts["extension_count"] else facts["due_ends_on"]
    return facts | {"due_key": facts["due_on"] or FAR, "original_ends_on": first}


def handed_over(facts: Facts, after: dict[str, Any]) -> Facts:
    """Its heir answers for it; given back, it is as if nothing had been. What was joined to another task has ended."""
    if facts["state"] in FINAL:
        return facts
    handover = after["handover"]
    is_back = handover["to"] == facts["first_agency_id"]
    return facts | {
        "agency_id": handover["to"],
        "taken_over_by": "" if is_back else after["agency_name"],
        "taken_over_on": None if is_back else date.fromisoformat(handover["since"]),
    }


def read_claim(event: Told, keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    """What a report says becomes what the agency says, once it has been sent."""
    if event.action not in ("send", "enter_paper"):
        return
    told, after = keeper.story(event), event.after or {}
    if "assignment_id" not in told:
        return
    sent_at = after.get("sent_at")
    claimed = {
        "claim": told["claim"],
        "percent": told.get("percent"),
        "claimed_at": datetime.fromisoformat(sent_at) if sent_at else event.at,
    }
    yield told["assignment_id"], lambda facts: facts and facts | claimed


def repeat_lead(_id: int, facts: Facts) -> Iterable[tuple[Projection, int, Fold]]:
    """The recommendation repeats where its lead's task stands."""
    if facts["role"] != "lead":
        return
    repeated = {
        "lead_agency_id": facts["agency_id"],
        "lead_state": facts["state"],
        "due_key": facts["due_key"],
    }
    yield RECOMMENDATIONS, facts["recommendation_id"], lambda whole: whole and whole | repeated


ASSIGNMENTS = projections.register(
    Projection(
        model=AssignmentSpan,
        kinds=("assignment", "update"),
        read=read_assignment,
        then=repeat_lead,
        recalls={"update": ("assignment_id", "claim", "percent")},
        record=Assignment,
        thread="recommendation",
        by="recommendation_id",
    )
)
