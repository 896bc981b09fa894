"""Finding words in a text: NFC, whatever the capitals, whole words, the longest first. Marks are never folded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import select

from tracker.core.text import nfc
from tracker.extensions import db
from tracker.recommendations.wording import language
from tracker.recommendations.wording.models import GROUP, JOINER, PASSING_ON, PRODUCT, VAGUE, VERB, WordingTerm

NOTHING = re.compile(r"(?!)")


def even(text: str) -> str:
    """As words are compared: NFC, lower case, one place for the tone (hoà is hòa); as long as the NFC text.

    >>> even("Huỷ bỏ, TĂNG CƯỜNG")
    'hủy bỏ, tăng cường'
    """
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in nfc(text))
    return language.LATE_TONE.sub(lambda found: language.EARLY_TONE[found[0]], lowered)


@dataclass(frozen=True)
class Found:
    """A term in a text: from where to where, counted in characters of the NFC text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """The terms of each kind, with the example of those that have one."""

    terms: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, str]

    def find(self, kind: str, text: str) -> list[Found]:
        """Where terms of this kind stand in even text."""
        return list(found(pattern(self.terms.get(kind, ())), text))

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Those whose act stands for itself."""
        return frozenset(self.terms.get(VERB, ())) - frozenset(self.terms.get(PASSING_ON, ()))

    @cached_property
    def acts(self) -> re.Pattern[str]:
        """Every verb that names an act."""
        return pattern((*self.terms.get(VERB, ()), *self.terms.get(PASSING_ON, ())))


def lexicon() -> Lexicon:
    """The words as they are kept now."""
    rows = db.session.execute(select(WordingTerm.kind, WordingTerm.text, WordingTerm.example).order_by(WordingTerm.id))
    return lexicon_of((kind, text, example) for kind, text, example in rows)


def lexicon_of(rows: Iterable[tuple[str, str, str]]) -> Lexicon:
    """From (kind, text, example)."""
    terms: dict[str, list[str]] = {kind: [] for kind in (VAGUE, VERB, PASSING_ON, PRODUCT, JOINER, GROUP)}
    examples: dict[str, str] = {}
    for kind, text, example in rows:
        terms.setdefault(kind, []).append(even(text))
        if kind == VAGUE and example:
            examples[even(text)] = example
    return Lexicon({kind: tuple(known) for kind, known in terms.items()}, examples)


def pattern(terms: Collection[str]) -> re.Pattern[str]:
    """One pattern for all of them."""
    return compiled(tuple(dict.fromkeys(terms)))


@lru_cache(maxsize=64)
def compiled(terms: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile("|".join(spelled(term) for term in ordered)) if ordered else NOTHING


def spelled(term: str) -> str:
    """A term with any space between its words; letters at its ends are those of whole words."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    before = r"(?<!\w)" if term[:1].isalnum() else ""
    after = r"(?!\w)" if term[-1:].isalnum() else ""
    return f"{before}{words}{after}"


def found(known: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in known.finditer(text):
        yield Found(" ".join(match[0].split()), match.start(), match.end())
