"""How alike two texts are: by the content words that they share, folded (domain.md 1.4, features F05, F26)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tracker.core.text import WORD, fold, nfc, plain

EMPTY_WORDS = frozenset(Path(__file__).with_name("empty_words.txt").read_text(encoding="utf-8").split())
"""Words that most topics share, so that they say nothing about what one is of."""
EMPTY_FOLDED = frozenset(fold(word) for word in EMPTY_WORDS)
HALF = 0.5


@lru_cache(maxsize=4_000)
def content_words(text: str) -> frozenset[str]:
    """The words that carry the meaning, folded.

    >>> sorted(content_words("Việc thực hiện chính sách bảo vệ rừng trên địa bàn thành phố"))
    ['bao', 'chinh', 'rung', 'sach', 've']
    """
    words = WORD.findall(nfc(text).lower())
    empty = EMPTY_WORDS if plain(text) != text.lower() else EMPTY_FOLDED
    return frozenset(folded(word) for word in words if word not in empty and not word.isdigit())


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    return fold(word)


def share(words: frozenset[str], others: frozenset[str]) -> float:
    """Which part of `words` occurs among `others`: 0 to 1; 0 when there are none."""
    return len(words & others) / len(words) if words else 0.0
