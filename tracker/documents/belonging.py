"""The official documents that belong to one delegation: of itself, its outlines, its sessions, its letters of urging.

As many questions to the database, however many records there are: what the documents tell of is read along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.delegations import queries as delegations
from tracker.delegations.models import Delegation
from tracker.documents import making, offering, queries
from tracker.documents.definition import DocumentKind
from tracker.documents.models import DocumentNumber
from tracker.documents.word.filling import fill
from tracker.extensions import db
from tracker.outlines.models import Outline, OutlineItem
from tracker.recommendations.models import Assignment, Measure, Recommendation
from tracker.sessions.models import WorkingSession

RECORDS = ("delegation", "outline", "session", "measure")
"""In this order they lie in a dossier."""
ALONG: dict[str, tuple[Any, ...]] = {
    "outline": (selectinload(Outline.items).selectinload(OutlineItem.figures),),
    "session": tuple(
        selectinload(part)
        for part in (
            WorkingSession.agencies,
            WorkingSession.programme,
            WorkingSession.invitations,
            WorkingSession.attendance,
            WorkingSession.statements,
        )
    ),
    "measure": (
        joinedload(Measure.assignment).joinedload(Assignment.recommendation).joinedload(Recommendation.document),
        joinedload(Measure.assignment).selectinload(Assignment.measures),
        joinedload(Measure.assignment).selectinload(Assignment.handovers),
    ),
}
"""What is read along with the records of each kind."""


@dataclass(frozen=True)
class Belonging:
    """One document that may be made now."""

    kind: DocumentKind
    record: Any
    given: DocumentNumber | None
    template: bytes
    address: str

    def word(self, actor: Actor) -> bytes:
        facts = making.facts_of(self.kind, self.record, actor, self.given, self.address)
        return fill(self.template, facts)


def of_delegation(delegation: Delegation, actor: Actor, base_url: str) -> Iterator[Belonging]:
    """Those whose facts are there, and those with a number; of what this person may make."""
    delegations.with_parts(delegation)
    own = queries.in_use(delegation.council_id)
    offered = {kind.name for kind in offering.offered(delegation, actor)}
    for name in RECORDS:
        records = [delegation] if name == "delegation" else list(records_of(name, delegation, actor))
        for kind in offering.kinds_of(name):
            if (name == "delegation" and kind.name not in offered) or not records:
                continue
            given = queries.numbers_of(delegation.council_id, kind.name, [record.id for record in records])
            template = making.template_bytes(kind, own.get(kind.name))
            for record in records:
                if record.id in given or kind.stands(record):
                    address = offering.item_address(record, base_url)
                    yield Belonging(kind, record, given.get(record.id), template, address)


def records_of(name: str, delegation: Delegation, actor: Actor) -> Sequence[Any]:
    """The records of this kind that the person may read, in their order."""
    model: Any = access.KINDS[name].model
    query = select(model).where(model.delegation_id == delegation.id, access.visible(name, actor))
    return db.session.scalars(query.options(*ALONG[name]).order_by(model.id)).unique().all()
