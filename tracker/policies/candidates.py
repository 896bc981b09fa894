"""The records that a policy may be made of, to be ticked in its form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from tracker.accounts.access import KINDS, visible
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.links import origins
from tracker.policies.queries import SOURCES

MOST = 60
LONGEST = 120


def of(
    actor: Actor, council_id: int, *, delegation_id: int | None = None, keep: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """("proposal:12", "ĐX-03: …"), kind by kind: those of the delegation, or the council's newest, and those of `keep`."""
    kept = list(keep)
    return [choice for kind in SOURCES for choice in of_kind(kind, actor, council_id, delegation_id, kept)]


def of_kind(
    kind: str, actor: Actor, council_id: int, delegation_id: int | None, keep: list[str]
) -> list[tuple[str, str]]:
    model: Any = KINDS[kind].model
    fitting = model.council_id == council_id
    if delegation_id is not None:
        fitting = fitting & (model.delegation_id == delegation_id)
    newest = select(model.id).where(fitting, visible(kind, actor)).order_by(model.id.desc()).limit(MOST)
    wanted = or_(model.id.in_(newest.scalar_subquery()), model.id.in_(origins.ids(keep, kind)))
    rows = db.session.execute(
        select(model.id, model.code, model.text).where(wanted, visible(kind, actor)).order_by(model.id)
    )
    label = KINDS[kind].label
    return [(f"{kind}:{row.id}", f"{label} {row.code}: {row.text[:LONGEST]}") for row in rows]
