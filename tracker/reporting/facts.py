"""What a figure says: putting answers into it, and the rules that concern several of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.reporting import checks, queries, wording
from tracker.reporting.models import Comparison, Figure, FigureAgency, FigurePart

OWN = (
    "indicator",
    "qualifier",
    "value",
    "unit",
    "period_kind",
    "period_from",
    "period_to",
    "quarter",
    "scope",
    "inferred",
    "verbatim",
    "source_kind",
    "source_id",
    "source_page",
)


def write(figure: Figure, answers: Mapping[str, Any]) -> None:
    """Put the answers into the record; Invalid by field when they contradict each other."""
    write_own(figure, answers)
    problems = wrong(figure) | wrong_sides(figure, answers)
    if problems:
        raise Invalid(problems)
    if "agency_ids" in answers:
        write_agencies(figure, answers["agency_ids"])
    if "comparisons" in answers:
        figure.comparisons = [Comparison(**facts) for facts in answers["comparisons"] or []]
    if "part_ids" in answers:
        write_parts(figure, answers["part_ids"] or [])


def write_own(figure: Figure, answers: Mapping[str, Any]) -> None:
    for name in OWN:
        if name in answers:
            setattr(figure, name, answers[name])
    if figure.source_kind != "session":
        figure.source_id = None
    if figure.period_kind in ("year", "quarter"):
        figure.period_to = None
    if figure.period_kind != "quarter":
        figure.quarter = None
    figure.series_key = wording.series_key(figure.indicator or "", figure.unit or "")


def wrong(figure: Figure) -> dict[str, list[str]]:
    """Rules that concern several fields of the figure itself: sentences by field."""
    found: dict[str, list[str]] = {}
    if sentence := checks.wrong_value(figure.value, figure.unit, figure.indicator):
        found["value"] = [sentence]
    first, last = figure.period_from, figure.period_to
    if figure.period_kind == "cumulative":
        if first is not None or last is not None:
            found["period_from"] = [_("Số lũy kế đến nay thì để trống năm.")]
    elif first is None:
        found["period_from"] = [_("Hãy nhập năm của số liệu.")]
    elif figure.period_kind == "quarter" and figure.quarter is None:
        found["quarter"] = [_("Hãy nhập quý, từ 1 đến 4.")]
    elif figure.period_kind == "span" and last is None:
        found["period_to"] = [_("Hãy nhập năm cuối của giai đoạn.")]
    elif last is not None and first > last:
        found["period_to"] = [_("Năm kết thúc phải từ năm bắt đầu trở đi.")]
    return found


def wrong_sides(figure: Figure, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Rules about agencies and parts: they belong to the same delegation, and nothing is a part of itself."""
    found: dict[str, list[str]] = {}
    known = {entry.agency_id for entry in figure.delegation.agencies}
    if "agency_ids" in answers and not answers["agency_ids"]:
        found["agency_ids"] = [_("Hãy chọn ít nhất một cơ quan báo cáo.")]
    elif not set(answers.get("agency_ids") or []) <= known:
        found["agency_ids"] = [_("Hãy chọn cơ quan của Đoàn này.")]
    parts = set(answers.get("part_ids") or [])
    if parts - {id for id, _label in queries.part_choices(figure.delegation_id or figure.delegation.id)}:
        found["part_ids"] = [_("Hãy chọn số liệu của Đoàn này.")]
    elif figure.id in queries.parts_below(sorted(parts)):
        found["part_ids"] = [_("Một số liệu không thể là một phần của chính nó.")]
    return found


def write_agencies(figure: Figure, ids: Sequence[int]) -> None:
    known = {entry.agency_id: entry.agency for entry in figure.delegation.agencies}

    def made(id: int) -> FigureAgency:
        return FigureAgency(agency_id=id, agency=known[id])

    keep(figure.agencies, ids, lambda row: row.agency_id, made)


def write_parts(figure: Figure, ids: Sequence[int]) -> None:
    def made(id: int) -> FigurePart:
        return FigurePart(part_id=id, part=db.session.get_one(Figure, id))

    keep(figure.parts, ids, lambda row: row.part_id, made)


def keep(rows: list[Any], ids: Sequence[int], id_of: Callable[[Any], int], made: Callable[[int], Any]) -> None:
    """Make a list of rows say these ids: rows that stay are left alone, since a new twin would meet the old one."""
    for row in [row for row in rows if id_of(row) not in ids]:
        rows.remove(row)
    there = {id_of(row) for row in rows}
    rows.extend(made(id) for id in ids if id not in there)


def beside(figure: Figure) -> dict[str, Any]:
    """What hangs on the figure, as its events keep it."""
    return {
        "agencies": [entry.agency.name for entry in figure.agencies],
        "comparisons": wording.comparisons(figure),
        "parts": [entry.part.code for entry in figure.parts],
    }


def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
