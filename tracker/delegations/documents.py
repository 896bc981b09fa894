"""Documents of a delegation: adding one, and finding another one with its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import extract, select

from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.delegations.models import DOCUMENT_KINDS, Delegation, DelegationDocument
from tracker.extensions import db
from tracker.search import service as search


def add(delegation: Delegation, kind: str, facts: Mapping[str, Any], actor: Actor) -> DelegationDocument:
    """Record a document by number, issued_on and signer; the first file given becomes its file.

    The very paper that is recorded already (one decision about several records) is not recorded again.
    """
    files = list(facts.get("files") or [])
    if (known := same_paper(delegation, kind, facts)) is not None:
        for file in files:
            attachments.bind(file, "document", known.id)
        known.attachment_id = known.attachment_id or (files[0].id if files else None)
        return known
    document = DelegationDocument(
        council_id=delegation.council_id,
        kind=kind,
        number=facts["number"],
        issued_on=facts["issued_on"],
        issuer=facts.get("issuer") or "",
        signer=facts.get("signer") or "",
        title=facts.get("title") or "",
        attachment_id=files[0].id if files else None,
        created_by_id=actor.id,
    )
    delegation.documents.append(document)
    db.session.flush()
    for file in files:
        attachments.bind(file, "document", document.id)
    search.index(
        kind="document",
        subject_id=document.id,
        council_id=document.council_id,
        code=document.number,
        title=f"{DOCUMENT_KINDS[kind]} {document.number}",
        texts=[document.title, document.issuer, document.signer, *(file.name for file in files)],
        day=document.issued_on,
    )
    return document


def same_paper(delegation: Delegation, kind: str, facts: Mapping[str, Any]) -> DelegationDocument | None:
    """The delegation's document of this kind, number, issuer and date."""
    wanted = (kind, facts["number"], facts["issued_on"], facts.get("issuer") or "")
    known = (
        paper for paper in delegation.documents if wanted == (paper.kind, paper.number, paper.issued_on, paper.issuer)
    )
    return next(known, None)


def filed(delegation: Delegation, kind: str, number: str = "") -> DelegationDocument | None:
    """The newest document of this kind, and of this number where one is named."""
    known = [paper for paper in delegation.documents if paper.kind == kind and number in ("", paper.number)]
    return max(known, key=lambda paper: (paper.issued_on, paper.id), default=None)


def same_number(
    council_id: int, number: str, issued_on: date, issuer: str = "", *, but: int | None = None
) -> DelegationDocument | None:
    """A document already recorded with this number, issuer and year (ND30 Annex VI asks to warn), other than `but`."""
    query = select(DelegationDocument).where(
        DelegationDocument.council_id == council_id,
        DelegationDocument.number == number,
        DelegationDocument.issuer == issuer,
        extract("year", DelegationDocument.issued_on) == issued_on.year,
        DelegationDocument.id != but,
    )
    return db.session.scalar(query.order_by(DelegationDocument.id).limit(1))


def twin_of(document: DelegationDocument) -> DelegationDocument | None:
    """Another document with its number, issuer and year: whoever recorded it is told (ND30 Annex VI)."""
    return same_number(document.council_id, document.number, document.issued_on, document.issuer, but=document.id)
