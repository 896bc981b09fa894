"""The words of a text and of a question, made alike, so that both databases only compare whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tracker.core.text import fold

LONGEST_WORD = 60
LONGEST_BYTES = 4 * LONGEST_WORD
MOST_BYTES = 400_000
MOST_ASKED = 20
CODE_PART = re.compile(r"\d+|[^\W\d_]+")


def index_words(code: str, texts: Iterable[str]) -> str:
    """Every word once, in order; the code also without the noughts in front of its numbers."""
    words = [*short_words(code), *code_key(code).split(), *(word for text in texts for word in short_words(text))]
    once = dict.fromkeys(words)
    if len(once) * (LONGEST_BYTES + 1) < MOST_BYTES:
        return " ".join(once)
    kept, room = [], MOST_BYTES
    for word in once:
        room -= len(word.encode()) + 1
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept)


def asked_words(question: str) -> list[str]:
    """The words looked for, at most twenty; the last may be the beginning of one."""
    words = short_words(question[:2000])
    if not words:
        return []
    last = words[MOST_ASKED - 1] if len(words) > MOST_ASKED else words[-1]
    others = [word for word in dict.fromkeys(words[:MOST_ASKED]) if word != last]
    return [*others, last]


def short_words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in fold(text).split()]


@lru_cache(maxsize=4_000)
def code_key(code: str) -> str:
    """`KN-2026-014`, `kn 2026 14` and `KN2026-14` are one: `kn 2026 14`."""
    parts = CODE_PART.findall(fold(code[:200]))
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)[:120]


def matches(folded: str, asked: list[str]) -> bool:
    """What the databases are asked: all words, the last as a beginning."""
    words = set(folded.split())
    return words.issuperset(asked[:-1]) and any(word.startswith(asked[-1]) for word in words)
