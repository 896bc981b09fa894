"""Looking for words among the records that one may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.search.models import SearchEntry
from tracker.search.snippets import Piece, mark, snippet
from tracker.search.words import asked_words, code_key, matches

MOST_COUNTED = 1_000
MANY = 2_000
"""More hits than this and it is quicker to walk from the newest record than to sort all hits."""

Visible = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True)
class Found:
    """One record that was found, with what to show of it."""

    kind: str
    subject_id: int
    council_id: int
    code: str
    day: date
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class Results:
    """A page of what was found. `total` is exact up to 1,000; beyond that `more` is set."""

    rows: tuple[Found, ...] = ()
    total: int = 0
    more: bool = False
    page: int = 1
    size: int = 20
    words: tuple[str, ...] = ()

    @property
    def has_next(self) -> bool:
        return self.page * self.size < self.total


def search(
    question: str, actor: Actor, *, kinds: Iterable[str] | None = None, page: int = 1, size: int = 20
) -> Results:
    """Records that hold all the words (the last may be a beginning), newest first; one with exactly this code first."""
    names = [name for name in access.KINDS if kinds is None or name in set(kinds)]
    return search_where(question, readable(names, lambda kind: access.visible(kind, actor)), page=page, size=size)


def search_where(question: str, may_read: ColumnElement[bool], *, page: int = 1, size: int = 20) -> Results:
    """The same, where the caller says which entries may be read."""
    asked = asked_words(question)
    page = min(max(page, 1), max(1, MOST_COUNTED // size))
    if not asked:
        return Results(page=page, size=size)
    first = with_code(question, may_read)
    entries = page_of(asked, may_read, first, page, size)
    counted = len(entries)
    if page > 1 or counted >= size:
        counted = count(asked, may_read) + sum(not matches(entry.folded, asked) for entry in first)
    total = min(counted, MOST_COUNTED)
    rows = tuple(shown(entry, asked) for entry in entries)
    return Results(rows=rows, total=total, more=counted > total, page=page, size=size, words=tuple(asked))


def found(kind: str, question: str) -> Select[int]:
    """Ids of the records of one kind that hold all the words, for the list of its own room, which minds the rights."""
    query = select(SearchEntry.subject_id).where(SearchEntry.kind == kind)
    asked = asked_words(question)
    return joined(query, asked) if asked else query.where(false())


def readable(kinds: Iterable[str], visible: Visible) -> ColumnElement[bool]:
    """The condition under which an entry's record may be read, by the rules of its kind."""
    return or_(false(), *(of_kind(kind, visible(kind)) for kind in kinds))


def of_kind(kind: str, visible: ColumnElement[bool]) -> ColumnElement[bool]:
    model = access.KINDS[kind].model
    there = select(model.id).where(model.id == SearchEntry.subject_id, visible).correlate(SearchEntry.__table__)
    column = KIND_UNINDEXED if is_sqlite() else SearchEntry.kind
    # PostgreSQL would read every record of every kind beforehand; with OFFSET it looks up those that were found.
    return and_(column == kind, (there if is_sqlite() else there.offset(0)).exists())


def with_code(question: str, may_read: ColumnElement[bool]) -> list[SearchEntry]:
    """The records with exactly this code, however it is spelt; there are few."""
    query = select(SearchEntry).where(SearchEntry.code_key == code_key(question), SearchEntry.code_key != "", may_read)
    return list(db.session.scalars(newest_first(query).limit(10)))


def page_of(
    asked: list[str], may_read: ColumnElement[bool], first: list[SearchEntry], page: int, size: int
) -> list[SearchEntry]:
    """One page: those with the code, then the others."""
    start = (page - 1) * size
    ahead = first[start : start + size]
    query = select(SearchEntry.id).where(SearchEntry.id.not_in([entry.id for entry in first]), may_read)
    query = newest_first(holding(query, asked)).offset(max(start - len(first), 0)).limit(size - len(ahead))
    ids = list(db.session.scalars(query)) if len(ahead) < size else []
    by_id = {entry.id: entry for entry in db.session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)))}
    return [*ahead, *(by_id[id] for id in ids)]


def newest_first(query: Any) -> Any:
    return query.order_by(SearchEntry.day.desc(), SearchEntry.id.desc())


def count(asked: list[str], may_read: ColumnElement[bool]) -> int:
    """How many, counted to one more than a thousand."""
    found = joined(select(literal(1)).select_from(SearchEntry).where(may_read), asked).limit(MOST_COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


# The two databases. Words hold letters and digits only, so quoting them is safe.

WORDS = table("search_words", column("rowid"))
MATCHED: ColumnElement[Any] = literal_column("search_words")
VECTOR: ColumnElement[Any] = literal_column("search_entry.search_vector")
ENTRY_ID_UNINDEXED: ColumnElement[int] = literal_column("+search_entry.id")
KIND_UNINDEXED: ColumnElement[str] = literal_column("+search_entry.kind")
"""Every entry is of some kind: finding them by kind would read them all."""


def holding(query: Select[Any], asked: list[str]) -> Select[Any]:
    """Entries that hold all the words, to be sorted by day."""
    if is_sqlite() and has_many(asked):
        ids = select(WORDS.c.rowid).where(MATCHED.op("MATCH")(fts5(asked)))
        return query.where(ENTRY_ID_UNINDEXED.in_(ids))
    return joined(query, asked)


def joined(query: Select[Any], asked: list[str]) -> Select[Any]:
    """Entries that hold all the words, in whatever order comes cheapest."""
    if is_sqlite():
        return query.join(WORDS, WORDS.c.rowid == SearchEntry.id).where(MATCHED.op("MATCH")(fts5(asked)))
    return query.where(VECTOR.op("@@")(cast(tsquery(asked), TSQUERY)))


def has_many(asked: list[str]) -> bool:
    hits = select(literal(1)).select_from(WORDS).where(MATCHED.op("MATCH")(fts5(asked))).limit(MANY + 1)
    return (db.session.scalar(select(func.count()).select_from(hits.subquery())) or 0) > MANY


def is_sqlite() -> bool:
    return db.session().get_bind().dialect.name == "sqlite"


def fts5(asked: list[str]) -> str:
    return " ".join(f'"{word}"' for word in asked) + "*"


def tsquery(asked: list[str]) -> str:
    return " & ".join(f"'{word}'" for word in asked) + ":*"


def shown(entry: SearchEntry, asked: list[str]) -> Found:
    return Found(
        kind=entry.kind,
        subject_id=entry.subject_id,
        council_id=entry.council_id,
        code=entry.code,
        day=entry.day,
        title=mark(entry.title, asked),
        snippet=snippet(entry.body, asked),
    )
