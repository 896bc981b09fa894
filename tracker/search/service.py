"""Keeping the index true: a room calls this whenever the words of a record change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select, text

from tracker.core import clock
from tracker.core.bulk import Shape
from tracker.core.text import clean
from tracker.extensions import db
from tracker.search import ddl
from tracker.search.models import SearchEntry
from tracker.search.queries import is_sqlite
from tracker.search.words import code_key, index_words

LONGEST_BODY = 100_000
LONGEST_TITLE = 1_000


def index(
    *,
    kind: str,
    subject_id: int,
    council_id: int,
    code: str = "",
    title: str,
    texts: Iterable[str | None] = (),
    day: date | None = None,
) -> None:
    """Make the record findable by these words, in place of what was said before.

    `texts` are shown to whoever finds it, so put in only what every reader of the record may read. `day` decides
    what is newest: today for a new record, unchanged for a known one.
    """
    values = entry(
        kind=kind, subject_id=subject_id, council_id=council_id, code=code, title=title, texts=texts, day=day
    )
    known = find(kind, subject_id)
    if known is None:
        known = SearchEntry(**values)
        db.session.add(known)
        db.session.flush()
    else:
        if day is None:
            del values["day"]
        forget_words(known)
        for name, value in values.items():
            setattr(known, name, value)
        db.session.flush()
    learn_words(known)


def index_record(record: Any, title: str, texts: Iterable[str | None]) -> None:
    """The same of a record that has a code."""
    index(
        kind=record.__kind__,
        subject_id=record.id,
        council_id=record.council_id,
        code=record.code,
        title=title,
        texts=texts,
    )


def entry(
    *,
    kind: str,
    subject_id: int,
    council_id: int,
    code: str = "",
    title: str,
    texts: Iterable[str | None] = (),
    day: date | None = None,
) -> dict[str, Any]:
    """The columns of one entry, for writing many at once."""
    parts = [clean(text) for text in texts if text]
    return {
        "kind": kind,
        "subject_id": subject_id,
        "council_id": council_id,
        "day": day or clock.today(),
        "code": code[:80],
        "code_key": code_key(code),
        "title": clean(title)[:LONGEST_TITLE],
        "body": " · ".join(part for part in parts if part)[:LONGEST_BODY],
        "folded": index_words(code, [title, *parts]),
    }


def index_many(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Many new entries at once, each as `entry()` makes it."""
    last = connection.scalar(select(func.max(SearchEntry.id))) or 0
    shape = Shape(SearchEntry.__table__, connection, tuple(rows[0]))
    shape.send([shape.pack(row) for row in rows])
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO search_words(rowid, folded) SELECT id, folded FROM search_entry WHERE id > :last"),
            {"last": last},
        )


def remove(*, kind: str, subject_id: int) -> None:
    """The record is not to be found any more."""
    known = find(kind, subject_id)
    if known is not None:
        forget_words(known)
        db.session.delete(known)
        db.session.flush()


def rebuild() -> None:
    """Make the index of words anew from the entries; after somebody wrote to the table by hand."""
    db.session.flush()
    ddl.rebuild(db.session.connection())


def find(kind: str, subject_id: int) -> SearchEntry | None:
    query = select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.subject_id == subject_id)
    return db.session.scalar(query)


def learn_words(known: SearchEntry) -> None:
    if is_sqlite():
        db.session.execute(
            text("INSERT INTO search_words(rowid, folded) VALUES (:id, :folded)"),
            {"id": known.id, "folded": known.folded},
        )


def forget_words(known: SearchEntry) -> None:
    if is_sqlite():
        db.session.execute(
            text("INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', :id, :folded)"),
            {"id": known.id, "folded": known.folded},
        )
