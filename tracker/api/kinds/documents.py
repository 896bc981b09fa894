"""/documents: the papers of all delegations that one may read; entered under /delegations/{id}/documents."""

from __future__ import annotations

from sqlalchemy.orm import joinedload

from tracker.api import resources
from tracker.api.filters import by_choice, by_day, by_id
from tracker.api.kinds.common import order_by
from tracker.api.kinds.delegation_parts import DOCUMENTS
from tracker.api.resources import Resource
from tracker.api.shows import columns, named
from tracker.delegations.models import DOCUMENT_KINDS, DelegationDocument

PAPERS = resources.add(
    Resource(
        kind="document",
        shows=(*columns(DelegationDocument, "delegation_id"), named("delegation", "delegation.code"), *DOCUMENTS.shows),
        filters=(
            by_id("delegation", DelegationDocument.delegation_id),
            by_choice("kind", DelegationDocument.kind, DOCUMENT_KINDS),
            by_day("issued_on", DelegationDocument.issued_on),
        ),
        sorts=(("issued_on", order_by(DelegationDocument, "issued_on")),),
        load=(joinedload(DelegationDocument.delegation),),
        threads=False,
        files=True,
        code=lambda document: document.number,
    )
)
