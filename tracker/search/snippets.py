"""Showing why something was found: a piece of the text as it was written, with the found words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tracker.core.text import fold
from tracker.search.words import LONGEST_WORD

WORD = re.compile(r"[^\W_]+")
BEFORE = 60
LENGTH = 240


class Piece(NamedTuple):
    """Part of a text; `found` when it is one of the words looked for."""

    text: str
    found: bool


def mark(text: str, asked: list[str]) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    pieces: list[Piece] = []
    at = 0
    for start, end in found_in(text, asked):
        if start > at:
            pieces.append(Piece(text[at:start], found=False))
        pieces.append(Piece(text[start:end], found=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], found=False))
    return tuple(pieces)


def snippet(text: str, asked: list[str]) -> tuple[Piece, ...]:
    """About 240 characters around the first word found; from the beginning when there is none."""
    first = next(found_in(text, asked), (0, 0))[0]
    start = word_start(text, first - BEFORE) if first > BEFORE else 0
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start + LENGTH // 2, end), start + LENGTH // 2)
    shown = text[start:end].replace("\n", " ").strip()
    return mark(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}", asked)


def found_in(text: str, asked: list[str]) -> Iterator[tuple[int, int]]:
    """Where the words looked for stand."""
    whole, beginning = set(asked), asked[-1] if asked else None
    for word in WORD.finditer(text):
        folded = fold_word(word.group())
        if beginning and (folded in whole or folded.startswith(beginning)):
            yield word.span()


def word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + BEFORE)
    return at if space < 0 else space + 1


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    return fold(word)[:LONGEST_WORD]
