"""Measuring: product and floor in turn, page by page, so that whatever else the machine does strikes both alike."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from bench.visits import Ask, Visit

WARMING = 5
EXPECTED = (200, 303)


@dataclass
class Times:
    """Milliseconds of one page on one side."""

    each: list[float] = field(default_factory=list)
    refused: str = ""

    @property
    def p50(self) -> float:
        return sorted(self.each)[len(self.each) // 2] if self.each else 0.0

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20)[18] if len(self.each) > 1 else self.p50

    def take(self, ask: Ask) -> None:
        answer = ask()
        if answer.status not in EXPECTED:
            self.refused = f"answered {answer.status}"
        self.each.append(answer.seconds * 1000)


@dataclass
class Result:
    """One page on one engine at one size."""

    page: str
    engine: str
    size: int
    product_p50: float
    product_p95: float
    floor_p50: float
    floor_p95: float
    ratio: float
    aim: float | None
    growth_aim: float | None
    requests: int
    queries: float | None = None
    refused: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self)


def measure(visits: list[Visit], *, engine: str, size: int, rounds: int, seconds: float) -> list[Result]:
    """So many rounds over all pages, or as many as fit into the time."""
    product = {visit.name: Times() for visit in visits}
    floor = {visit.name: Times() for visit in visits}
    for _ in range(WARMING):
        for visit in visits:
            visit.product()
            visit.floor()
    until = time.monotonic() + seconds
    for _ in range(rounds):
        for visit in visits:
            product[visit.name].take(visit.product)
            floor[visit.name].take(visit.floor)
        if time.monotonic() > until:
            break
    return [result(visit, product[visit.name], floor[visit.name], engine, size) for visit in visits]


def result(visit: Visit, product: Times, floor: Times, engine: str, size: int) -> Result:
    return Result(
        page=visit.name,
        engine=engine,
        size=size,
        product_p50=round(product.p50, 2),
        product_p95=round(product.p95, 2),
        floor_p50=round(floor.p50, 2),
        floor_p95=round(floor.p95, 2),
        ratio=round(product.p50 / floor.p50, 2) if floor.p50 else 0.0,
        aim=visit.aim,
        growth_aim=visit.growth,
        requests=len(product.each),
        refused=product.refused or floor.refused,
    )
