"""Numbers that fit a row: ids and whole numbers are stored as 32-bit integers."""

from __future__ import annotations

LARGEST = 2**31 - 1
MOST_DIGITS = 15


def row_number(sent: str | int) -> int:
    """The number of a row, as an address or a form names it: 0 to LARGEST; one that no row can have is brought to an
    end of that range, where no row is. Raises ValueError when it is no whole number.
    """
    return max(0, min(int(sent), LARGEST))


def row_number_or_none(sent: str | None) -> int | None:
    """The same of what anybody may have written: None when it is no whole number, or has more digits than any row's."""
    return row_number(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else None
