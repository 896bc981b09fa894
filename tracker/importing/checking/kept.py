"""What records that came in earlier hold, as their import left them. A row is held against it, and what a file has no column
for stays as it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from tracker.core.text import fold
from tracker.delegations.models import DelegationDocument
from tracker.extensions import db
from tracker.importing.checking.known import Before, parts
from tracker.organizations.models import Agency, AgencyAlias
from tracker.recommendations.models import RESULT, Addressee, Assignment, Recommendation, result_of


@dataclass(frozen=True)
class Kept:
    """`said`: by the name of its fact in a row, what an import may change; `fixed`: what it may not. Of an
    agency, folded: `names` by which it is known, `aliases` among them that are neither its name, short name nor code."""

    code: str
    said: Mapping[str, Any]
    fixed: Mapping[str, Any]
    names: Collection[str] = ()
    aliases: Collection[str] = ()


def recommendations(ids: Collection[int], before: Before) -> dict[int, Kept]:
    found: dict[int, Kept] = {}
    for part in parts(ids):
        roles = addressees(part)
        for row in db.session.execute(LED.where(Recommendation.id.in_(part))).mappings():
            whole = {**row, **before.get(("recommendation", row["id"]), {})}
            task = {**row, **before.get(("assignment", row["task_id"]), {})}
            said = {
                "text": whole["text"],
                "deliverable": whole["deliverable"],
                "due_on": whole["due_on"],
                "state": task["state"] or "",
                "completed_on": task["completed_on"],
                "person": task["person_in_charge"] or "",
                "result": result_of(row["old_notes"]),
                "notes": [list(note) for note in row["old_notes"] if note[0] != RESULT],
            }
            fixed = {
                "delegation": row["delegation_id"],
                "document": (row["number"] or "", row["paper_day"]),
                "lead": next(iter(roles[row["id"], "lead"]), 0),
                "support": sorted(roles[row["id"], "support"]),
            }
            found[row["id"]] = Kept(row["code"], said, fixed)
    return found


LED = (
    select(
        Recommendation.id,
        Recommendation.code,
        Recommendation.delegation_id,
        Recommendation.text,
        Recommendation.deliverable,
        Recommendation.due_on,
        Recommendation.old_notes,
        DelegationDocument.number,
        DelegationDocument.issued_on.label("paper_day"),
        Assignment.id.label("task_id"),
        Assignment.state,
        Assignment.completed_on,
        Assignment.person_in_charge,
    )
    .outerjoin(Assignment, and_(Assignment.recommendation_id == Recommendation.id, Assignment.role == "lead"))
    .outerjoin(DelegationDocument, DelegationDocument.id == Recommendation.document_id)
)
"""Recommendations with the task of their lead and their document."""


def addressees(ids: Collection[int]) -> Mapping[tuple[int, str], list[int]]:
    """(recommendation, role) → agencies."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    query = select(Addressee.recommendation_id, Addressee.role, Addressee.agency_id)
    for id, role, agency in db.session.execute(query.where(Addressee.recommendation_id.in_(ids))):
        found[id, role].append(agency)
    return found


def agencies(ids: Collection[int], before: Before) -> dict[int, Kept]:
    found: dict[int, Kept] = {}
    query = select(Agency.id, Agency.code, Agency.name, Agency.short_name, Agency.kind, Agency.valid_from)
    for part in parts(ids):
        aliases: dict[int, set[str]] = defaultdict(set)
        known = select(AgencyAlias.agency_id, AgencyAlias.folded).where(AgencyAlias.agency_id.in_(part))
        for id, folded in db.session.execute(known):
            aliases[id].add(folded)
        for row in db.session.execute(query.where(Agency.id.in_(part))).mappings():
            whole = {**row, **before.get(("agency", row["id"]), {})}
            said = {name: whole[name] for name in ("name", "short_name", "kind", "valid_from")}
            own = {fold(words) for words in (row["code"], row["name"], row["short_name"])}
            found[row["id"]] = Kept(row["code"], said, {}, aliases[row["id"]] | own, aliases[row["id"]] - own)
    return found
