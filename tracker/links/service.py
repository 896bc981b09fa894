"""Tying one record to another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.accounts.access import kind_of
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.links.models import Link


def tie(source: Any, target: Any, actor: Actor) -> Link:
    """`source` led to `target`. Tying twice ties once. Both must be flushed and belong to one council."""
    ends = (kind_of(source).name, source.id, kind_of(target).name, target.id)
    known = db.session.scalar(
        select(Link).where(
            Link.source_kind == ends[0],
            Link.source_id == ends[1],
            Link.target_kind == ends[2],
            Link.target_id == ends[3],
        )
    )
    if known is not None:
        return known
    link = Link(
        council_id=target.council_id,
        source_kind=ends[0],
        source_id=ends[1],
        target_kind=ends[2],
        target_id=ends[3],
        created_by_id=actor.id,
    )
    db.session.add(link)
    db.session.flush()
    return link


def untie(link: Link) -> None:
    db.session.delete(link)
    db.session.flush()
