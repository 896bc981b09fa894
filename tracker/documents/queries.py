"""Which template of a council is in use, and what number a document was given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_WIDE, Role
from tracker.delegations.models import DelegationDocument
from tracker.documents.definition import DocumentKind
from tracker.documents.models import DocumentNumber, DocumentTemplate
from tracker.documents.nd30 import number_in
from tracker.extensions import db


def visible(actor: Actor) -> ColumnElement[bool]:
    """Whoever keeps them: the office of the council."""
    return within(DocumentTemplate.council_id, actor.councils_as(Role.OFFICE))


def number_visible(actor: Actor) -> ColumnElement[bool]:
    return within(DocumentNumber.council_id, actor.councils_as(*COUNCIL_WIDE, Role.LEADER))


def versions(council_id: int, kind: str) -> Sequence[DocumentTemplate]:
    """The newest first: it is in use."""
    query = select(DocumentTemplate).where(DocumentTemplate.council_id == council_id, DocumentTemplate.kind == kind)
    return db.session.scalars(query.order_by(DocumentTemplate.version.desc())).all()


def current(council_id: int, kind: str) -> DocumentTemplate | None:
    """The office's own template, where it has one in use; else the product's holds."""
    newest = next(iter(versions(council_id, kind)), None)
    return newest if newest is not None and newest.attachment_id is not None else None


def in_use(council_id: int) -> dict[str, DocumentTemplate]:
    """Kind → the version in use, of all kinds that the office has ever kept one of."""
    newest = select(func.max(DocumentTemplate.id)).where(DocumentTemplate.council_id == council_id)
    query = select(DocumentTemplate).where(DocumentTemplate.id.in_(newest.group_by(DocumentTemplate.kind)))
    return {one.kind: one for one in db.session.scalars(query)}


def number_of(council_id: int, kind: str, subject_id: int) -> DocumentNumber | None:
    query = select(DocumentNumber).where(
        DocumentNumber.council_id == council_id, DocumentNumber.kind == kind, DocumentNumber.subject_id == subject_id
    )
    return db.session.scalar(query)


def numbers_of(council_id: int, kind: str, subjects: Collection[int]) -> dict[int, DocumentNumber]:
    """What was given to the documents of one kind of these records: record id → number, date, signer."""
    query = select(DocumentNumber).where(
        DocumentNumber.council_id == council_id, DocumentNumber.kind == kind, DocumentNumber.subject_id.in_(subjects)
    )
    return {one.subject_id: one for one in db.session.scalars(query)}


def given_to(council_id: int, kinds: Collection[str], subject_id: int) -> dict[str, DocumentNumber]:
    """What was given to the documents of one record: kind → number, date, signer."""
    query = select(DocumentNumber).where(
        DocumentNumber.council_id == council_id, DocumentNumber.kind.in_(kinds), DocumentNumber.subject_id == subject_id
    )
    return {one.kind: one for one in db.session.scalars(query)}


def bearing(council_id: int, kind: str, *, year: int, number: int, sign: str) -> DocumentNumber | None:
    """The document that bears this number and sign in that year."""
    facts: dict[str, Any] = {"council_id": council_id, "kind": kind, "year": year, "number": number, "sign": sign}
    return db.session.scalar(select(DocumentNumber).filter_by(**facts))


def filed_elsewhere(kind: DocumentKind, record: Any, *, year: int, number: int, sign: str) -> DelegationDocument | None:
    """A paper registered by another delegation under this number in that year, in the series of the same kind."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = (
        select(DelegationDocument)
        .where(
            DelegationDocument.council_id == record.council_id,
            DelegationDocument.kind.in_(kind.papers),
            DelegationDocument.issued_on.between(first, last),
            DelegationDocument.delegation_id != record.id,
        )
        .order_by(DelegationDocument.id)
    )
    known = db.session.scalars(query) if kind.papers else ()
    return next((paper for paper in known if number_in(paper.number, sign) == (number, sign)), None)
