"""Which documents somebody may make of a record, and where the item that they speak of is read."""

from __future__ import annotations

from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import KINDS


def kinds_of(record: str) -> list[DocumentKind]:
    """All that are made of this kind of record, in the order of KINDS."""
    return [kind for kind in KINDS.values() if kind.record == record]


def records() -> list[str]:
    """The kinds of records that documents are made of."""
    return list(dict.fromkeys(kind.record for kind in KINDS.values()))


def offered(record: Any, actor: Actor) -> list[DocumentKind]:
    """Of a record that this person reads: all, or without those of the Council's own."""
    is_council_side = bool(access.roles_on(actor, record) & set(COUNCIL_SIDE))
    return [kind for kind in kinds_of(record.__kind__) if is_council_side or not kind.council_only]


def item_address(record: Any, base_url: str) -> str:
    """Where the QR code leads: the page on which the record is read; that of a measure is its recommendation's."""
    kind = access.kind_of(record)
    name, id = kind.thread(record) if kind.thread else (kind.name, record.id)
    return f"{base_url.rstrip('/')}/{access.KINDS[name].plural}/{id}"
