"""Numbers as Vietnamese people write them: comma before the decimals, dot between the thousands."""

from __future__ import annotations

import re
from decimal import Decimal

from tracker.core.i18n import Words, _l

PLAIN = re.compile(r"[+-]?\d+(,\d+)?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([. ])\d{3}(\1\d{3})*(,\d+)?")
DOT_DECIMAL = re.compile(r"[+-]?\d+\.\d+")
FOREIGN = re.compile(r"[+-]?\d{1,3}(,\d{3})*\.\d+")
MOST_DIGITS = 30


class BadNumber(ValueError):
    """Not a number. `sentence` says what to type."""

    sentence: Words = _l("Đây không phải là số. Hãy nhập bằng chữ số, ví dụ 18,09 hoặc 1.234,5.")

    def __init__(self, sentence: Words | None = None) -> None:
        super().__init__(sentence)
        if sentence is not None:
            self.sentence = sentence


class Ambiguous(BadNumber):
    """`18.09`: is the dot a decimal mark? Ask, never guess."""


def parse_vi(text: str) -> Decimal:
    """What was typed, digit for digit: 18,09 → 18.09; 1.234,5 → 1234.5; 1.234 → 1234; 13,70 keeps its nought.

    Raises Ambiguous where a dot stands as in a foreign decimal number, BadNumber otherwise.
    """
    typed = " ".join(text.replace("−", "-").split())
    if len(typed) > MOST_DIGITS * 2 or sum(c.isdigit() for c in typed) > MOST_DIGITS or not typed.isascii():
        raise BadNumber
    if PLAIN.fullmatch(typed) or GROUPED.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(" ", "").replace(",", "."))
    if DOT_DECIMAL.fullmatch(typed) or FOREIGN.fullmatch(typed):
        raise Ambiguous(question(typed))
    if typed.count(",") > 1:
        raise BadNumber(_l("Số này có hai dấu phẩy. Chỉ dùng một dấu phẩy trước phần thập phân, ví dụ 1.234,5."))
    raise BadNumber


def question(typed: str) -> Words:
    whole, _dot, decimals = typed.replace(",", "").rpartition(".")
    meant = format_vi(Decimal(f"{whole}.{decimals}"))
    return _l(
        "“%(typed)s” có thể hiểu theo hai cách. Nếu là số thập phân, hãy nhập %(meant)s "
        "(dấu phẩy trước phần thập phân); dấu chấm chỉ dùng để tách hàng nghìn, ví dụ 1.234.",
        typed=typed,
        meant=meant,
    )


def parse_point(text: str) -> Decimal:
    """A decimal string with a point, as in JSON: "18.09". Raises BadNumber."""
    if not re.fullmatch(rf"-?\d{{1,{MOST_DIGITS}}}(\.\d{{1,{MOST_DIGITS}}})?", text, re.ASCII):
        raise BadNumber(_l('Hãy gửi số dưới dạng chuỗi thập phân có dấu chấm, ví dụ "18.09".'))
    return Decimal(text)


def format_vi(number: Decimal | int) -> str:
    """18.09 → "18,09"; 1234.5 → "1.234,5"; digits as they are, none added, none lost."""
    whole, _dot, decimals = (
        format(abs(number), "f").partition(".") if isinstance(number, Decimal) else (str(abs(number)), "", "")
    )
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if number < 0 else ""
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"
