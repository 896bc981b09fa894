"""How wide the columns of a table are: as its sheet has them, but no word is broken where the paper has room for it."""

from __future__ import annotations

from collections.abc import Sequence

PER_POINT = 0.2
"""mm that a letter takes at most, for each point of its size; figures and capitals among them."""
MARGINS = 2.8
"""mm at both sides of a cell together."""
LONGEST_WORD = 24
"""Letters; a longer one, an address say, may be broken."""


def shared(wanted: Sequence[int], words: Sequence[Sequence[str]], *, size: float, whole: float) -> tuple[float, ...]:
    """mm of each column, `whole` together. `wanted`: the widths of the sheet; `words`: all texts of each column."""
    least = [longest(texts) * size * PER_POINT + MARGINS for texts in words]
    if sum(least) >= whole:
        return rounded([whole * one / sum(least) for one in least])
    narrow: set[int] = set()
    while True:
        room = whole - sum(least[at] for at in narrow)
        asked = sum(width for at, width in enumerate(wanted) if at not in narrow)
        found = [least[at] if at in narrow else room * width / asked for at, width in enumerate(wanted)]
        more = {at for at, width in enumerate(found) if width < least[at]} - narrow
        if not more:
            return rounded(found)
        narrow |= more


def longest(texts: Sequence[str]) -> int:
    return max((min(len(word), LONGEST_WORD) for text in texts for word in text.split()), default=1)


def rounded(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(width, 1) for width in widths)
