"""What a record comes from, as forms and addresses write it: "statement:12"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number_or_none
from tracker.extensions import db
from tracker.links import queries, service
from tracker.links.models import Link


def spelled(record: Any) -> str:
    """statement:12"""
    return f"{access.kind_of(record).name}:{record.id}"


def find(words: str, actor: Actor, kinds: Collection[str]) -> Any:
    """The record that the words name; NotFound when there is none, or none that the actor may read."""
    kind, _colon, id = words.strip().partition(":")
    number = row_number_or_none(id)
    if kind not in kinds or number is None:
        raise NotFound
    return access.find(kind, number, actor)


def ids(words: Iterable[str], kind: str) -> list[int]:
    """Of the records named, the ids of those of one kind: "figure:12" → 12."""
    return [int(text.partition(":")[2]) for text in words if text.startswith(f"{kind}:")]


def find_all(words: Iterable[str], actor: Actor, kinds: Collection[str], *, field: str) -> list[Any]:
    """The records named; Invalid beside `field` when one cannot be found."""
    try:
        return [find(text, actor, kinds) for text in dict.fromkeys(words)]
    except NotFound as missing:
        raise Invalid({field: [_("Có căn cứ không tìm thấy. Hãy chọn lại trong danh sách.")]}) from missing


def of(record: Any, actor: Actor, kinds: Collection[str]) -> list[str]:
    """What the record comes from, of these kinds, as far as the actor may see."""
    name = access.kind_of(record).name
    ends = queries.sources(name, [record.id], actor).get(record.id, [])
    return [f"{end.kind}:{end.id}" for end in ends if end.kind in kinds]


def tie_all(record: Any, sources: Iterable[Any], actor: Actor) -> list[str]:
    """Tie each source to the record; returns their names for the history."""
    told = list(sources)
    for source in told:
        service.tie(source, record, actor)
    return [name_of(source) for source in told]


def change(record: Any, sources: Iterable[Any], actor: Actor, kinds: Collection[str]) -> tuple[list[str], list[str]]:
    """From now on the record comes from these; returns the names before and after, for the history."""
    kind = access.kind_of(record).name
    known = [end for end in queries.sources(kind, [record.id], actor).get(record.id, []) if end.kind in kinds]
    wanted = list(sources)
    kept = {(access.kind_of(source).name, source.id) for source in wanted}
    for end in known:
        if (end.kind, end.id) not in kept:
            service.untie(link_between(end, kind, record.id))
    return [end.code or end.title for end in known], tie_all(record, wanted, actor)


def link_between(end: queries.End, kind: str, id: int) -> Link:
    return db.session.scalars(
        select(Link).where(
            Link.source_kind == end.kind, Link.source_id == end.id, Link.target_kind == kind, Link.target_id == id
        )
    ).one()


def name_of(record: Any) -> str:
    return str(getattr(record, "code", "") or access.kind_of(record).title(record))
