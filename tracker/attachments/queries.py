"""Finding files of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import exists, select

from tracker.attachments.models import Attachment
from tracker.extensions import db


def get(id: int) -> Attachment | None:
    """Ask the record's room whether the reader may see it: access goes by (subject_kind, subject_id)."""
    return db.session.get(Attachment, id)


def of(kind: str, id: int, purpose: str | None = None) -> list[Attachment]:
    query = select(Attachment).where(Attachment.subject_kind == kind, Attachment.subject_id == id)
    if purpose is not None:
        query = query.where(Attachment.purpose == purpose)
    return list(db.session.scalars(query.order_by(Attachment.id)))


def any_of(kind: str, id: int) -> bool:
    """Has the record any file?"""
    query = select(exists().where(Attachment.subject_kind == kind, Attachment.subject_id == id))
    return bool(db.session.scalar(query))


def of_many(kind: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of several records in one query: record id → files."""
    query = (
        select(Attachment)
        .where(Attachment.subject_kind == kind, Attachment.subject_id.in_(sorted(ids)))
        .order_by(Attachment.id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in db.session.scalars(query):
        found[attachment.subject_id or 0].append(attachment)
    return found


def unbound(ids: Iterable[int], actor_id: int | None, council_id: int) -> list[Attachment]:
    """Of these, the ones that this person handed in for this council and that belong to no record yet."""
    return list(
        db.session.scalars(
            select(Attachment)
            .where(Attachment.id.in_(sorted(ids)))
            .where(Attachment.uploaded_by_id == actor_id, Attachment.council_id == council_id)
            .where(Attachment.subject_id.is_(None))
            .order_by(Attachment.id)
        )
    )
