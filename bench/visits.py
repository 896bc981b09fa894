"""The pages that are measured: how the product and the floor are asked for each, and what speed.md aims at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from urllib.parse import quote

from bench.seeds import PASSWORD
from bench.targets import Targets
from bench.visitor import Answer, Visitor, fresh, hidden

Ask = Callable[[], Answer]
WORDS = (("đê điều", "de dieu"), ("nước sạch", "nuoc sach"), ("trụ sở", "tru so"), ("tái định cư", "tai dinh cu"))


@dataclass(frozen=True)
class Visit:
    """One page: `aim` is the most times the floor's time, `growth` the most times from the smallest size to the next."""

    name: str
    route: str
    product: Ask
    floor: Ask
    aim: float | None
    growth: float | None = None


def visits(product_port: int, floor_port: int, targets: Targets) -> list[Visit]:
    office, agency, floor = Visitor(product_port), Visitor(product_port), Visitor(floor_port)
    office.sign_in("vanphong", PASSWORD)
    agency.sign_in("bql-lanhdao", PASSWORD)
    table = "/recommendations"
    marked, bare = (cycle([quote(pair[which]) for pair in WORDS]) for which in (0, 1))
    floor_marked, floor_bare = (cycle([quote(pair[which]) for pair in WORDS]) for which in (0, 1))
    records, floor_records = cycle(targets.records), cycle(targets.records)
    own_list = f"/list?agency={targets.agency}"
    return [
        Visit(
            "follow-up table: agency, open, by deadline",
            f"GET {table}",
            lambda: office.get(f"{table}?agency={targets.agency}&status=open&sort=due"),
            lambda: floor.get(own_list),
            aim=4,
            growth=1.3,
        ),
        Visit(
            "follow-up table: page 200, by deadline",
            f"GET {table}",
            lambda: office.get(f"{table}?sort=due&page=200"),
            lambda: floor.get("/all?council=1&page=200"),
            aim=4,
            growth=1.3,
        ),
        Visit(
            "follow-up table of a year ago: open, by deadline",
            f"GET {table}",
            lambda: office.get(f"{table}?status=open&sort=due&as_of={targets.past}"),
            lambda: floor.get("/all?council=1&page=1"),
            aim=None,
        ),
        Visit(
            "follow-up table of a year ago: agency, overdue",
            f"GET {table}",
            lambda: office.get(f"{table}?agency={targets.agency}&due=overdue&as_of={targets.past}"),
            lambda: floor.get(own_list),
            aim=None,
        ),
        Visit(
            "rates of a year ago",
            f"GET {table}/rates",
            lambda: office.get(f"{table}/rates?as_of={targets.past}"),
            lambda: floor.get("/all?council=1&page=1"),
            aim=None,
        ),
        Visit(
            "record's page",
            f"GET {table}/<int:id>",
            lambda: office.get(f"{table}/{next(records)}"),
            lambda: floor.get(f"/record/{next(floor_records)}"),
            aim=5,
            growth=1.3,
        ),
        Visit(
            "my work: an officer of the office",
            "GET /",
            lambda: office.get("/"),
            lambda: floor.get(f"/followed?user={targets.officer}"),
            aim=None,
        ),
        Visit("my work: an agency's leader", "GET /", lambda: agency.get("/"), lambda: floor.get(own_list), aim=None),
        Visit(
            "control room: by agency",
            "GET /dashboard",
            lambda: office.get("/dashboard"),
            lambda: floor.get("/summary?council=1"),
            aim=None,
        ),
        Visit(
            "policies: the list",
            "GET /policies",
            lambda: office.get("/policies"),
            lambda: floor.get("/all?council=1&page=1"),
            aim=None,
        ),
        Visit(
            "policies: the board of a session",
            "GET /policies/board",
            lambda: office.get("/policies/board"),
            lambda: floor.get("/all?council=1&page=1"),
            aim=None,
        ),
        Visit(
            "policies: how many in each phase, by session",
            "GET /policies/pipeline",
            lambda: office.get("/policies/pipeline"),
            lambda: floor.get("/summary?council=1"),
            aim=None,
        ),
        Visit(
            "search: two words, with marks",
            "GET /search",
            lambda: office.get(f"/search?q={next(marked)}"),
            lambda: floor.get(f"/search?q={next(floor_marked)}"),
            aim=4,
        ),
        Visit(
            "search: two words, without marks",
            "GET /search",
            lambda: office.get(f"/search?q={next(bare)}"),
            lambda: floor.get(f"/search?q={next(floor_bare)}"),
            aim=4,
        ),
        Visit(
            "post an update",
            "POST /assignments/<int:assignment_id>/updates/new",
            Reporting(agency, targets.tasks).ask,
            lambda: floor.post("/update", {"assignment": str(targets.tasks[0]), **REPORT}),
            aim=5,
        ),
    ]


REPORT = {
    "claim": "in_progress",
    "percent": "40",
    "text": "Đã làm việc với các đơn vị liên quan, thống nhất phương án; dự kiến hoàn thành trong quý tới.",
}


class Reporting:
    """Posts the page's own form as the agency's leader, who sends it at once: a note on how far the work has got, each
    time in other words, since the same words sent twice act once. Opening the form is not measured."""

    def __init__(self, visitor: Visitor, tasks: list[int]) -> None:
        self.visitor = visitor
        self.tasks = cycle(tasks)
        self.forms: dict[int, dict[str, Any]] = {}
        self.numbers = count(1)

    def ask(self) -> Answer:
        task = next(self.tasks)
        path = f"/assignments/{task}/updates/new"
        if task not in self.forms:
            self.forms[task] = hidden(self.visitor.get(path).body)
        told = REPORT | {"text": f"{REPORT['text']} ({next(self.numbers)})", "later": "1"}
        answer = self.visitor.post(path, fresh(self.forms[task]) | told)
        if not answer.location.startswith("/updates/"):
            raise RuntimeError(f"{path}: {answer.status}, nothing was reported")
        return answer
