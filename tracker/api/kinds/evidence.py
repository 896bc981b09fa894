"""/evidence: what shows that something was done, item by item, version by version, with the verdict on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.kinds.common import people_in, person
from tracker.api.represent import file
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, computed, named, object_of, show
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.recommendations import evidence, forms, progress, queries
from tracker.recommendations.models import Assignment, EvidenceItem, Update
from tracker.recommendations.proofs import Proof
from tracker.recommendations.workflow import EVIDENCE
from tracker.workflow import engine


def proof_file(item: EvidenceItem, _actor: Actor) -> dict[str, Any] | None:
    return file(item.attachment) if item.attachment else None


def proof_label(item: EvidenceItem, _actor: Actor) -> str:
    return str(engine.state_of(item).label)


def is_expired(item: EvidenceItem, _actor: Actor) -> bool:
    return evidence.is_expired(item)


FACTS = (
    *columns(EvidenceItem, "condition_id document_number attachment_id"),
    computed("file", "object", proof_file),
    *columns(EvidenceItem, "version_number replaces_id valid_until"),
    computed(
        "expired",
        "boolean",
        is_expired,
        about=_l("Đã ghi hết giá trị, hoặc đã qua ngày valid_until; tính khi đọc, không lưu."),
    ),
    *columns(EvidenceItem, "reason judged_at"),
    person("judged_by", "judged_by_id"),
)
ROWS = (
    *columns(EvidenceItem, "id"),
    *columns(EvidenceItem, "state"),
    computed("state_label", "text", proof_label),
    *FACTS,
)


def of_reports(updates: Sequence[Update], actor: Actor) -> Mapping[int, Any]:
    """The evidence of each report that the reader may read."""
    ids = sorted(update.id for update in updates)
    query = select(EvidenceItem).where(EvidenceItem.update_id.in_(ids), queries.evidence_visible(actor))
    found: dict[int, list[Any]] = defaultdict(list)
    items = db.session.scalars(query.options(joinedload(EvidenceItem.attachment)).order_by(EvidenceItem.id)).all()
    people = people_in("judged_by_id")(items)  # held while the names are read
    for item in items:
        found[item.update_id].append(show(ROWS, item, actor))
    del people
    return found


OF_REPORT = Shown(
    "evidence",
    "objects",
    lambda _update, _actor: [],
    schema={"type": "array", "items": object_of(ROWS)},
    together=of_reports,
)


def require(case: Case) -> None:
    progress.require_writer(case.parents["update"], case.actor)


def create(case: Case, answers: dict[str, Any]) -> EvidenceItem:
    """One more item for a report that is being written, or the next version of one."""
    update: Update = case.parents["update"]
    files = answers.get("files") or []
    if not files and not answers.get("document_number"):
        raise Invalid({"files": [_("Gửi kèm tệp hoặc ghi số văn bản.")]})
    earlier = db.session.get(EvidenceItem, answers["replaces_id"]) if answers.get("replaces_id") else None
    proof = Proof(
        file=next(iter(files), None),
        number=answers.get("document_number") or "",
        condition_id=earlier.condition_id if earlier else answers.get("condition_id"),
        valid_until=answers.get("valid_until"),
        replaces=earlier,
    )
    return progress.add_evidence(update, proof, case.actor)


ITEMS = resources.add(
    Resource(
        kind="evidence",
        parents=(("update_id", "update"),),
        shows=(
            *columns(EvidenceItem, "update_id assignment_id"),
            computed("recommendation_id", "integer", lambda item, _actor: item.assignment.recommendation_id),
            *columns(EvidenceItem, "delegation_id"),
            computed("agency_id", "integer", lambda item, _actor: item.assignment.agency_id),
            named("condition", "condition.text"),
            *FACTS,
        ),
        create=Writing(
            forms.EvidenceForm, create, about=lambda case: {"update": case.parents["update"]}, require=require
        ),
        filters=(
            by_id("update", EvidenceItem.update_id),
            by_id("assignment", EvidenceItem.assignment_id),
            by_id("delegation", EvidenceItem.delegation_id),
            by_id("condition", EvidenceItem.condition_id),
            by_state(EvidenceItem, EVIDENCE),
        ),
        load=(
            joinedload(EvidenceItem.assignment).joinedload(Assignment.recommendation),
            joinedload(EvidenceItem.attachment),
            joinedload(EvidenceItem.condition),
            joinedload(EvidenceItem.update),
        ),
        beside=people_in("judged_by_id"),
        threads=False,
    )
)
