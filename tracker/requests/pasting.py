"""Cells copied from Excel: tabs between columns, one line a row. Nothing is guessed; what does not fit is said by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.core.i18n import _
from tracker.core.text import clean, fold, nfc
from tracker.outlines.models import OutlineFigure
from tracker.outlines.parts import depth_of
from tracker.requests.models import Answer

HEADS = ("chi tieu", "noi dung", "tt", "stt")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Pasted:
    """What goes into which cell ("12:2023" → "18,09"), and what is wrong, one sentence a line."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read(text: str, answer: Answer) -> Pasted:
    """Match the lines to the rows of the item's table: by indicator, or, where only numbers were copied, in order."""
    pasted = Pasted()
    rows = [(place, cells_of(line)) for place, line in enumerate(nfc(text).splitlines(), start=1) if line.strip()]
    heads = [cells for _place, cells in rows if is_head(cells)]
    rows = [(place, cells) for place, cells in rows if not is_head(cells)]
    lines = list(answer.item.figures)
    years = years_of(heads[0]) if heads else []
    if not rows:
        pasted.problems.append(_("Chưa có gì để điền. Hãy dán các ô từ Excel."))
    elif any(named(cells, lines) is not None for _place, cells in rows):
        by_name(rows, lines, years, pasted)
    else:
        in_order(rows, lines, years, pasted)
    pasted.problems += [problem for cells in heads[:1] if (problem := other_years(cells, lines))]
    if pasted.problems:
        pasted.values.clear()
    return pasted


def cells_of(line: str) -> list[str]:
    return [clean(cell) for cell in line.rstrip("\r\n").split("\t")]


def is_head(cells: list[str]) -> bool:
    return fold(cells[0]) in HEADS or any(fold(cell) == "don vi tinh" for cell in cells)


def years_of(head: list[str]) -> list[str]:
    """The years that the columns are headed by, in order."""
    return [found.group() for cell in head if (found := YEAR.search(cell))]


def other_years(head: list[str], lines: list[OutlineFigure]) -> str:
    """What is wrong when the columns are headed by other years, or in another order, than the table asks."""
    given = years_of(head)
    for line in lines:
        asked = [str(period.first) for period in line.cells if period.first]
        if len(asked) == len(given) and asked != given:
            words = {"given": ", ".join(given), "asked": ", ".join(asked)}
            return _("Cột đã dán ghi %(given)s, bảng hỏi %(asked)s. Hãy xếp lại các cột rồi dán.", **words)
    return ""


def named(cells: list[str], lines: list[OutlineFigure]) -> tuple[OutlineFigure, int] | None:
    """The line that one of the first two cells names, and where that cell stands."""
    for place, cell in enumerate(cells[:2]):
        for line in lines:
            if fold(line.indicator) in (fold(cell), fold(depth_of(cell)[1])):
                return line, place
    return None


def by_name(rows: list[tuple[int, list[str]]], lines: list[OutlineFigure], years: list[str], pasted: Pasted) -> None:
    taken: dict[int, int] = {}
    for place, cells in rows:
        found = named(cells, [line for line in lines if line.id not in taken])
        if found is None:
            pasted.problems.append(why_no_line(place, cells, lines, taken))
            continue
        line, at = found
        taken[line.id] = place
        fill(place, line, asked_of(place, line, without_unit(cells[at + 1 :], line), years, pasted), pasted)


def why_no_line(place: int, cells: list[str], lines: list[OutlineFigure], taken: dict[int, int]) -> str:
    """Its indicator is not in the table, or stood in an earlier row. `taken`: which row went into a line, by its id."""
    known = named(cells, lines)
    if known is None:
        return _("Dòng %(place)s: không có chỉ tiêu “%(name)s” trong bảng.", place=place, name=cells[0][:80])
    return _(
        "Dòng %(place)s: “%(indicator)s” đã có ở dòng %(earlier)s. Mỗi chỉ tiêu chỉ dán một dòng; hãy bỏ dòng thừa.",
        place=place,
        indicator=known[0].indicator[:80],
        earlier=taken[known[0].id],
    )


def in_order(rows: list[tuple[int, list[str]]], lines: list[OutlineFigure], years: list[str], pasted: Pasted) -> None:
    if len(rows) != len(lines):
        pasted.problems.append(
            _(
                "Đã dán %(rows)s dòng, bảng có %(lines)s chỉ tiêu. Hãy dán đủ, hoặc dán cả cột chỉ tiêu.",
                rows=len(rows),
                lines=len(lines),
            )
        )
        return
    for (place, cells), line in zip(rows, lines, strict=True):
        fill(place, line, asked_of(place, line, without_unit(cells, line), years, pasted), pasted)


def without_unit(cells: list[str], line: OutlineFigure) -> list[str]:
    return cells[1:] if cells and fold(cells[0]) == fold(line.unit) and fold(line.unit) else cells


def asked_of(place: int, line: OutlineFigure, cells: list[str], years: list[str], pasted: Pasted) -> list[str] | None:
    """The cells of the years that the line asks for, found by the years at the head of the columns; the cells as they stand
    where the head cannot say. None when a number stands in a year that is not asked: that is said."""
    asked = [period.key for period in line.cells]
    if len(set(years)) != len(years) or not set(asked) < set(years) or len(cells) > len(years):
        return cells
    by_year = dict(zip(years, [*cells, *[""] * (len(years) - len(cells))], strict=True))
    beyond = [year for year, value in by_year.items() if value and year not in asked]
    for year in beyond:
        pasted.problems.append(
            _(
                "Dòng %(place)s: “%(indicator)s” không hỏi số của năm %(year)s. Hãy để trống ô đó.",
                place=place,
                indicator=line.indicator[:80],
                year=year,
            )
        )
    return None if beyond else [by_year[year] for year in asked]


def fill(place: int, line: OutlineFigure, cells: list[str] | None, pasted: Pasted) -> None:
    if cells is None:
        return
    while cells and not cells[-1] and len(cells) > len(line.cells):
        cells = cells[:-1]
    if len(cells) != len(line.cells):
        pasted.problems.append(
            _(
                "Dòng %(place)s: có %(given)s ô số, “%(indicator)s” cần %(asked)s.",
                place=place,
                given=len(cells),
                indicator=line.indicator[:80],
                asked=len(line.cells),
            )
        )
        return
    for period, value in zip(line.cells, cells, strict=True):
        pasted.values[f"{line.id}:{period.key}"] = value
