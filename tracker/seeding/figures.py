"""Figures that the agencies reported, with comparisons, and sums that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.roles import Role
from tracker.core.numbers import format_vi
from tracker.reporting.wording import series_key
from tracker.seeding.journal import Subject
from tracker.seeding.stage import Case, Stage, marks
from tracker.seeding.topics import Indicator

FIGURES = {True: (10, 16), False: (4, 8)}
"""One report's worth for a delegation of the city, less for a commune's."""
QUALIFIERS = (("exactly", 0.7), ("nearly", 0.1), ("over", 0.12), ("about", 0.08))
QUALIFIED = {"exactly": "", "nearly": "gần ", "over": "trên ", "about": "khoảng "}
DIRECTIONS = {"reached": "đạt", "up": "tăng", "down": "giảm"}
COMPARED = 0.3
PARTS = 0.1


def tell(stage: Stage, case: Case) -> None:
    """Written down at the sessions that have been held."""
    chance = stage.chance
    held = [day for day in case.sessions if chance.is_past(day)]
    if case.state in ("draft", "established", "cancelled") or not held:
        return
    for _ in range(chance.between(*FIGURES[case.seat.is_city])):
        figure(stage, case, chance.pick(held))


def figure(stage: Stage, case: Case, day: date) -> None:
    chance = stage.chance
    indicator = chance.pick(case.topic.indicators)
    value = drawn(stage, indicator)
    id = add(stage, case, day, indicator, value, chance.one_of(QUALIFIERS))
    if chance.happens(COMPARED):
        compare(stage, case, id)
    if chance.happens(PARTS):
        share = (value * chance.between(20, 80) / 100).quantize(Decimal(10) ** -indicator.places)
        for part in (share, value - share):
            part_id = add(stage, case, day, indicator, part, "exactly")
            stage.writer.add("figure_part", total_id=id, part_id=part_id)


def drawn(stage: Stage, indicator: Indicator) -> Decimal:
    scale = 10**indicator.places
    digits = stage.chance.between(indicator.low * scale + 1, indicator.high * scale)
    return Decimal(digits).scaleb(-indicator.places)


def add(stage: Stage, case: Case, day: date, indicator: Indicator, value: Decimal, qualifier: str) -> int:
    chance = stage.chance
    kind = chance.pick(("span", "year", "cumulative"))
    last = case.start.year - 1
    period = {"span": (last - 2, last), "year": (last, last), "cumulative": (None, None)}[kind]
    code = f"SL-{stage.number(f'SL/{case.id}'):02}"
    facts: dict[str, Any] = {
        "code": code,
        "indicator": indicator.name,
        "qualifier": qualifier,
        "unit": indicator.unit,
        "period_kind": kind,
        "period_from": period[0],
        "period_to": period[1],
        "series_key": series_key(indicator.name, indicator.unit),
        "scope": case.place,
        "verbatim": f"{indicator.name} đạt {QUALIFIED[qualifier]}{format_vi(value)} {indicator.unit}",
        "source_kind": "session",
        "source_page": str(chance.between(1, 24)),
    }
    at = chance.moment(day)
    bureau = chance.pick(case.supervised)
    id = stage.writer.add(
        "figure",
        council_id=case.seat.id,
        delegation_id=case.id,
        value=value,
        **facts,
        **marks(at, case.secretary),
    )
    stage.writer.add("figure_agency", figure_id=id, agency_id=bureau.id)
    stage.index.add(
        "figure", id, case.seat.id, day, code, indicator.name, facts["verbatim"], facts["scope"], bureau.name
    )
    subject = Subject(case.seat.id, "figure", id, code, "figure", id)
    beside = {"delegation_id": case.id, "agencies": [bureau.name]}
    told = {name: fact for name, fact in facts.items() if fact} | {"value": str(value), **beside}
    stage.journal.tell(at, case.secretary, Role.SECRETARY, subject, "created", after=told)
    case.figures.append(id)
    return id


def compare(stage: Stage, case: Case, id: int) -> None:
    chance = stage.chance
    kind, words, value = chance.pick(
        (
            ("percent_of_plan", "so với kế hoạch", Decimal(chance.between(60, 125))),
            ("percent_change", "so với cùng kỳ", Decimal(chance.between(3, 180)) / 10),
            ("times", "so với giai đoạn trước", Decimal(chance.between(11, 34)) / 10),
        )
    )
    direction = "reached" if kind == "percent_of_plan" else chance.pick(("up", "up", "down"))
    stage.writer.add(
        "comparison",
        figure_id=id,
        kind=kind,
        direction=direction,
        qualifier=chance.one_of(QUALIFIERS),
        value=value,
        against=words.removeprefix("so với "),
        against_period_kind="span",
        against_from=case.start.year - 6,
        against_to=case.start.year - 4,
        verbatim=f"{DIRECTIONS[direction]} {format_vi(value)} {words}",
    )
