"""Measuring: product and floor in turn, page by page, so that whatever else the machine does strikes both alike."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from bench.servers import Running
from bench.visits import Ask, Visit

WARMING = 5
EXPECTED = (200, 303)


@dataclass(frozen=True)
class Place:
    engine: str
    size: int


@dataclass(frozen=True)
class Effort:
    rounds: int
    seconds: float


@dataclass
class Times:
    """Milliseconds of one page on one side."""

    server: Running
    each: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """What the server's own processes worked, which says the same on a busy machine as on an idle one."""
    refused: str = ""

    @property
    def p50(self) -> float:
        return middle(self.each)

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20)[18] if len(self.each) > 1 else self.p50

    def take(self, ask: Ask) -> None:
        before = self.server.cpu()
        answer = ask()
        self.cpu.append(self.server.cpu() - before)
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
    product_cpu: float
    floor_cpu: float
    cpu_ratio: float
    aim: float | None
    growth_aim: float | None
    requests: int
    queries: float | None = None
    refused: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self)


def measure(visits: list[Visit], servers: tuple[Running, Running], place: Place, effort: Effort) -> list[Result]:
    """So many rounds over all pages, or as many as fit into the time. `servers`: the product and the floor."""
    product = {visit.name: Times(servers[0]) for visit in visits}
    floor = {visit.name: Times(servers[1]) for visit in visits}
    for _ in range(WARMING):
        for visit in visits:
            visit.product()
            visit.floor()
    until = time.monotonic() + effort.seconds
    for _ in range(effort.rounds):
        for visit in visits:
            product[visit.name].take(visit.product)
            floor[visit.name].take(visit.floor)
        if time.monotonic() > until:
            break
    return [result(visit, product[visit.name], floor[visit.name], place) for visit in visits]


def result(visit: Visit, product: Times, floor: Times, place: Place) -> Result:
    return Result(
        page=visit.name,
        engine=place.engine,
        size=place.size,
        product_p50=round(product.p50, 2),
        product_p95=round(product.p95, 2),
        floor_p50=round(floor.p50, 2),
        floor_p95=round(floor.p95, 2),
        ratio=ratio(product.p50, floor.p50),
        product_cpu=round(middle(product.cpu), 2),
        floor_cpu=round(middle(floor.cpu), 2),
        cpu_ratio=ratio(middle(product.cpu), middle(floor.cpu)),
        aim=visit.aim,
        growth_aim=visit.growth,
        requests=len(product.each),
        refused=product.refused or floor.refused,
    )


def middle(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2] if numbers else 0.0


def ratio(product: float, floor: float) -> float:
    return round(product / floor, 2) if floor else 0.0
