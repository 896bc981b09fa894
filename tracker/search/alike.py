"""Candidates for likeness: the newest records that hold two of a text's rarest words, bounded however many there are.

Whoever asks looks up what came out with the reader's rights, and compares the texts themselves (similarity.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.extensions import db
from tracker.search.queries import is_sqlite
from tracker.search.words import LONGEST_WORD

MOST_WORDS = 60
"""Of a long text, this many words are looked up."""
COUNTED = 5_000
"""A word that stands in more entries than this is common; how common is not asked."""
AT_ONCE = 400
"""Parts of one statement; SQLite takes 500."""
MOST_KNOWN = 20_000

Held = dict[int, frozenset[str]]
"""Subject id → every word of its entry."""


@dataclass(frozen=True)
class Bounds:
    """Of which kind and councils; how many of the rarest words are asked for in pairs, how many entries are looked at
    for one text, and how many come out.

    With `before_own` a text is known by the id of the record that it is of, and only entries older than that record's
    are looked at.
    """

    kind: str
    councils: frozenset[int]
    rarest: int
    scanned: int
    most: int
    before_own: bool = False


def holding_two(texts: Mapping[int, Collection[str]], bounds: Bounds) -> dict[int, Held]:
    """For each text, given by its folded words: the newest records that hold two of its rarest words."""
    looked_up = {key: searchable(words) for key, words in texts.items()}
    how_common = counts({word for words in looked_up.values() for word in words})
    asked = {key: rarest(words, how_common)[: bounds.rarest] for key, words in looked_up.items() if len(words) > 1}
    found: dict[int, Held] = defaultdict(dict)
    if bounds.councils:
        for key, subject_id, folded in rows_of([part(key, words, bounds) for key, words in asked.items()]):
            found[key][subject_id] = frozenset(folded.split())
    return found


def searchable(words: Iterable[str]) -> list[str]:
    """Words as the index holds them: cut to its length, and in pieces where folding has left a space."""
    pieces = {piece[:LONGEST_WORD] for word in words for piece in word.split()}
    return sorted(pieces, key=lambda word: (-len(word), word))[:MOST_WORDS]


def rarest(words: Sequence[str], how_common: Mapping[str, int]) -> list[str]:
    return sorted(words, key=lambda word: (how_common.get(word, 0), -len(word), word))


KNOWN: dict[str, int] = {}
"""How common words were when this process first met them: that changes slowly, and only the order counts."""


def counts(words: Collection[str]) -> Mapping[str, int]:
    """In how many entries each word stands, counted to a limit and remembered."""
    if len(KNOWN) > MOST_KNOWN:
        KNOWN.clear()
    ask = COUNT_SQLITE if is_sqlite() else COUNT_POSTGRES
    new = sorted(set(words) - KNOWN.keys())
    KNOWN.update(dict(iter(rows_of([ask.format(word=word, most=COUNTED + 1) for word in new]))))
    return KNOWN


# The two databases. Words hold letters and digits only and everything else is a number, so they may be written out.

COUNT_SQLITE = (
    "SELECT '{word}', (SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH '\"{word}\"'"
    " LIMIT {most}))"
)
COUNT_POSTGRES = (
    "SELECT '{word}', (SELECT count(*) FROM (SELECT 1 FROM search_entry"
    " WHERE search_vector @@ CAST('''{word}''' AS tsquery) LIMIT {most}) AS held)"
)
PART_SQLITE = (
    "SELECT * FROM (SELECT {key}, e.subject_id, e.folded"
    " FROM (SELECT rowid FROM search_words WHERE search_words MATCH '{asked}'{older}"
    " ORDER BY rowid DESC LIMIT {scanned}) AS w CROSS JOIN search_entry AS e ON e.id = w.rowid"
    " WHERE +e.kind = '{kind}' AND +e.council_id IN ({councils}) LIMIT {most})"
)
PART_POSTGRES = (
    "SELECT * FROM (SELECT {key}, subject_id, folded FROM search_entry"
    " WHERE search_vector @@ CAST('{asked}' AS tsquery) AND kind = '{kind}' AND council_id IN ({councils}){older}"
    " ORDER BY id DESC LIMIT {most}) AS part_{key}"
)
OLDER = " AND {id} < (SELECT o.id FROM search_entry AS o WHERE o.kind = '{kind}' AND o.subject_id = {key})"


def part(key: int, words: list[str], bounds: Bounds) -> str:
    """The question for one text."""
    ask, id, quote, both, either = (
        (PART_SQLITE, "rowid", '"{}"', " AND ", " OR ")
        if is_sqlite()
        else (PART_POSTGRES, "id", "''{}''", " & ", " | ")
    )
    return ask.format(
        key=int(key),
        kind=bounds.kind,
        asked=pairs([quote.format(word) for word in words], both, either),
        councils=", ".join(str(int(council)) for council in sorted(bounds.councils)),
        scanned=bounds.scanned,
        most=bounds.most,
        older=OLDER.format(id=id, kind=bounds.kind, key=int(key)) if bounds.before_own else "",
    )


def pairs(words: list[str], both: str, either: str) -> str:
    """Any two of the words: a and (b or c), or b and c."""
    return either.join(f"({word}{both}({either.join(words[place + 1 :])}))" for place, word in enumerate(words[:-1]))


def rows_of(parts: Sequence[str]) -> Iterator[Any]:
    """The rows of all these questions, in as few statements as the database takes."""
    for start in range(0, len(parts), AT_ONCE):
        asked = " UNION ALL ".join(parts[start : start + AT_ONCE])
        yield from db.session.connection().exec_driver_sql(asked)
