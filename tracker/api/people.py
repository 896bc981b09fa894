"""/me: whose token this is, and what they may."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts.actor import Grant
from tracker.accounts.roles import LABELS
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import refuse_unknown
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency, Council, CouncilBody

PLACES: dict[str, tuple[Any, str]] = {
    "council": (Council, "name"),
    "body": (CouncilBody, "name"),
    "delegation": (Delegation, "code"),
    "agency": (Agency, "name"),
}


def read() -> Response:
    require_scope()
    refuse_unknown(request.args, [])
    actor = me()
    return respond(
        Answer(
            {
                "id": actor.id,
                "username": actor.username,
                "name": actor.name,
                "title": actor.title,
                "language": actor.locale,
                "scopes": sorted(actor.scopes),
                "roles": [held(grant) for grant in actor.grants],
                "links": {"self": "/api/v1/me"},
            }
        )
    )


def held(grant: Grant) -> dict[str, Any]:
    """A role and the place it is held at, ids with names beside them."""
    role: dict[str, Any] = {"role": grant.role.value, "label": str(LABELS[grant.role])}
    for place, (model, name) in PLACES.items():
        id = getattr(grant, f"{place}_id")
        record = db.session.get(model, id) if id else None
        role[f"{place}_id"] = id
        role[place] = getattr(record, name) if record is not None else None
    return role
