"""Entries of the search index, as search.service.entry() makes them, but quickly: texts repeat their words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tracker.core.text import fold
from tracker.search import words
from tracker.seeding.writing import Writer


class Index:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def add(self, kind: str, id: int, council_id: int, day: date, code: str, title: str, *texts: str) -> None:
        """`title` and `texts` are clean already: they were made here."""
        shown = [text for text in texts if text]
        self.writer.add(
            "search_entry",
            kind=kind,
            subject_id=id,
            council_id=council_id,
            day=day,
            code=code,
            code_key=code_key(code),
            title=title,
            body=" · ".join(shown),
            folded=folded(code, [title, *shown]),
        )


def folded(code: str, texts: list[str]) -> str:
    """Every word once, in order."""
    found = dict.fromkeys(words_of(code))
    found |= dict.fromkeys(code_key(code).split())
    for text in texts:
        for piece in text.split():
            for word in words_of(piece):
                found[word] = None
    return " ".join(found)


code_key = lru_cache(maxsize=1000)(words.code_key)


@lru_cache(maxsize=100_000)
def words_of(piece: str) -> tuple[str, ...]:
    return tuple(word[: words.LONGEST_WORD] for word in fold(piece).split())
