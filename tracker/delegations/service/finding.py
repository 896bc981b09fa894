"""Making a delegation findable by its words."""

from __future__ import annotations

from tracker.delegations.models import Delegation
from tracker.search import service as search


def index(delegation: Delegation) -> None:
    search.index(
        kind="delegation",
        subject_id=delegation.id,
        council_id=delegation.council_id,
        code=delegation.code,
        title=delegation.title,
        texts=[
            delegation.scope,
            delegation.content,
            *(member.name for member in delegation.members),
            *(entry.name_then for entry in delegation.agencies),
        ],
        day=delegation.established_on,
    )
