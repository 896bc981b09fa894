"""How official papers are written: Nghị định 30/2020/NĐ-CP, Phụ lục I, and Điều 15 on numbers (domain.md 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time

from tracker.core.text import nfc
from tracker.outlines.tree import letter
from tracker.oversight_reports.paper import DOTS, day_of

__all__ = ["BLANK", "DOTS", "bases", "day_of", "filled", "hour_of", "letter", "lines", "number_and_sign", "number_line"]

BLANK = "\u00a0" * 6
"""Room for the clerk to write the number in."""
COUNCIL, SHORT_COUNCIL = "Hội đồng nhân dân", "HĐND"
UNITS = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
NAMED_AFTER_A_PERSON = ("Hồ Chí Minh",)
TITLES = re.compile(r"^((GS|PGS|TS|ThS|CN|KS|BS|LS|NGƯT|NGND|TSKH)\.?\s*[.,]?\s*)+(?=\S)")
NUMBERED = re.compile(r"(\d+)(\s*/.*)?", re.DOTALL)


def filled(value: object) -> str:
    """The words, or dots where nothing is known; never None."""
    return nfc(str(value)).strip() or DOTS if value is not None else DOTS


def lines(text: str | None) -> list[str]:
    """A long text in paragraphs; dots where there is none."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()] or [DOTS]


def padded(number: int) -> str:
    """05, 12: a number below ten is written with a nought before it."""
    return f"{number:02}"


def number_line(number: int | str | None, sign: str) -> str:
    """Số: 05/BB-ĐGS; without a number, room for the clerk. A number that is known whole ("5/TB-HĐND") stays whole."""
    if number is None or number == "":
        return f"Số:{BLANK}/{sign}"
    if isinstance(number, int):
        return f"Số: {padded(number)}/{sign}"
    found = NUMBERED.fullmatch(number.strip())
    return f"Số: {padded(int(found[1]))}{found[2] or f'/{sign}'}" if found else f"Số: {number.strip()}"


def number_in(whole: str, sign: str) -> tuple[int, str] | None:
    """Number and sign of a whole one: "03/BC-ĐGS" → 3, BC-ĐGS; None where no number begins it."""
    found = NUMBERED.fullmatch(whole.strip())
    return (int(found[1]), (found[2] or "").strip(" /") or sign) if found else None


def number_and_sign(number: int | str | None, sign: str) -> str:
    """05/BB-ĐGS"""
    return number_line(number, sign).removeprefix("Số:").strip(" ")


def hour_of(moment: time | None) -> str:
    """08 giờ 30 phút"""
    return f"{moment.hour:02} giờ {moment.minute:02} phút" if moment else f"{DOTS} giờ {DOTS} phút"


def bases(known: Iterable[str]) -> list[str]:
    """The legal grounds, each on its own line that ends in ";", the last in "."."""
    told = [one.rstrip(" ;.") for one in known]
    return [f"{one}{'.' if place == len(told) else ';'}" for place, one in enumerate(told, start=1)]


def recipients(known: Sequence[str], unit: str = DOTS) -> list[str]:
    """The list below "Nơi nhận:"; the last one is the archive."""
    return [*(f"- {one};" for one in known), f"- Lưu: VT, {unit}."]


def without_titles(name: str) -> str:
    """The name alone: no academic title stands before the name of who signs (Phụ lục I, II.7)."""
    return TITLES.sub("", name.strip())


def spelled_out(name: str) -> str:
    """HĐND thành phố Hải Phòng → Hội đồng nhân dân thành phố Hải Phòng"""
    return re.sub(rf"\b{SHORT_COUNCIL}\b", COUNCIL, name)


def council_lines(name: str) -> str:
    """HỘI ĐỒNG NHÂN DÂN, and below it THÀNH PHỐ HẢI PHÒNG."""
    whole = spelled_out(name)
    rest = whole.removeprefix(COUNCIL).strip()
    return f"{COUNCIL}\n{rest}".upper() if rest != whole and rest else whole.upper()


def place_of(council: str) -> str:
    """The place that stands before the date: HĐND thành phố Hải Phòng → Hải Phòng; of a unit that bears a number or the
    name of a person, with the word for it."""
    unit = spelled_out(council).removeprefix(COUNCIL).strip()
    word = next((word for word in UNITS if unit.lower().startswith(f"{word} ")), "")
    name = unit[len(word) :].strip()
    if name.startswith(NAMED_AFTER_A_PERSON) or name[:1].isdigit():
        return unit[0].upper() + unit[1:]
    return name or DOTS


def place_and_date(council: str, day: date | None) -> str:
    """Hải Phòng, ngày 05 tháng 01 năm 2026"""
    return f"{place_of(council)}, {day_of(day)}"
