"""Who may do what: every address × everybody, tried out, against the table written from domain.md 6.2."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.pages import parse, values_of
from tests.rules import document, matrix
from tests.rules.caller import MOST_QUERIES, READER, Caller, class_of
from tests.rules.matrix import ALLOWED, EVERYBODY, FACES, FORBIDDEN, Act, Door, Refusals
from tests.rules.world import FEED_TOKEN, Standing

NEITHER = frozenset({"HEAD", "OPTIONS"})
STEPS = "steps"
WORDS = {
    "nothing": "no-such-token",
    "secret": FEED_TOKEN,
    "problem": "forbidden",
    "yes": True,
    "of_council": "council",
    "docx": "docx",
    "pdf": "pdf",
    **{name: name for name in ("minutes", "plan", "outline_letter", "urging")},
    "of_handover": "handover",
    "register": "recommendations",
}
"""Parts of addresses and bodies that speak of no record."""


@dataclass(frozen=True)
class Try:
    """One act at one door on one record."""

    act: Act
    door: Door
    method: str
    variant: str = ""

    @property
    def is_api(self) -> bool:
        return self.door.endpoint.startswith("api.")

    @property
    def at(self) -> tuple[str, tuple[str, ...]]:
        """The door and how it is gone through, and the record."""
        return f"{self.method} {self.door}", (self.act.of, self.variant)

    def __str__(self) -> str:
        return f"{self.method} {self.door.endpoint} {self.variant}".strip()


@lru_cache
def rules(app: Flask) -> dict[str, Rule]:
    return {rule.endpoint: rule for rule in app.url_map.iter_rules()}


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every (endpoint, method) of the application."""
    return {(name, method) for name, rule in rules(app).items() for method in (rule.methods or set()) - NEITHER}


def listed() -> Counter[tuple[str, str, str, str]]:
    """Every (endpoint, method, query, body) of the table."""
    return Counter(
        (door.endpoint, method, str(door.query), str(door.body))
        for act in matrix.acts()
        for door in act.doors
        for method in door.methods
    )


def test_every_route_is_in_the_table_and_nothing_else(app: Flask) -> None:
    known = {(endpoint, method) for endpoint, method, *_more in listed()}
    assert sorted(routes(app) - known) == [], "routes that permissions.yaml does not list"
    assert sorted(known - routes(app)) == [], "entries of permissions.yaml that are no route"


def test_no_door_stands_in_two_rows() -> None:
    assert [door for door, times in listed().items() if times > 1] == []


def tries(caller: Caller, area: str, *, api: bool) -> Iterator[Try]:
    known = rules(caller.app)
    for act in matrix.acts():
        for door in act.doors if act.area == area and STEPS not in act.by else ():
            if door.endpoint not in known or door.endpoint.startswith("api.") is not api:
                continue
            for method in door.methods:
                yield from (Try(act, door, method, variant) for variant in variants(caller, act, door))


def variants(caller: Caller, act: Act, door: Door) -> list[str]:
    """The records this door is tried on: all of the kind that have what the address names."""
    if not act.of:
        return [""]
    parts = [
        part
        for part in (*door.arguments.values(), *door.query.values(), *door.body.values())
        if part != "id" and part not in WORDS
    ]
    return [
        variant
        for variant in matrix.permissions()["records"][act.of]
        if all((act.of, variant, part) in caller.world.parts for part in parts)
    ]


def address(caller: Caller, attempt: Try) -> str:
    rule = rules(caller.app)[attempt.door.endpoint]
    wanted = dict.fromkeys(rule.arguments, "id") | attempt.door.arguments
    values = {name: part_of(caller, attempt, part) for name, part in (wanted | attempt.door.query).items()}
    with caller.app.test_request_context():
        return str(caller.app.url_for(attempt.door.endpoint, **values))


def part_of(caller: Caller, attempt: Try, part: str) -> Any:
    if part in WORDS:
        return WORDS[part]
    return caller.world.part(attempt.act.of, attempt.variant, part)


class Bodies:
    """What is sent: the page's own form as it stands before somebody who may, or JSON that names the parents."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.forms: dict[str, dict[str, Any]] = {}

    def about(self, attempt: Try, path: str) -> dict[str, Any]:
        if attempt.is_api:
            return self.json(attempt)
        return {"data": self.form(attempt, path)} if attempt.method == "POST" else {}

    def form(self, attempt: Try, path: str) -> dict[str, Any]:
        if path not in self.forms:
            self.forms[path] = self.read(attempt, path) if "GET" in attempt.door.methods else {}
        return self.forms[path]

    def read(self, attempt: Try, path: str) -> dict[str, Any]:
        for name in EVERYBODY:
            if expected(self.caller, name, attempt) == ALLOWED:
                response = self.caller.ask(name, "GET", path)
                if response.status_code == 200:
                    return first_form(response)
        return {}

    def json(self, attempt: Try) -> dict[str, Any]:
        if attempt.method == "GET":
            return {}
        if attempt.door.endpoint == "api.attachments_post":
            return {"data": {}, "content_type": "multipart/form-data"}
        body = {name: part_of(self.caller, attempt, part) for name, part in attempt.door.body.items()}
        record = self.caller.world.records.get((attempt.act.of, attempt.variant))
        version = getattr(record, "row_version", None)
        return {"json": body, "headers": {"If-Match": f'"{version}"'} if version and not attempt.door.body else {}}


def first_form(response: TestResponse) -> dict[str, Any]:
    """What a browser would send of the page's main form."""
    forms = [form for main in parse(response.text).all("main") for form in main.all("form")]
    posted = [form for form in forms if form.get("method").lower() == "post"]
    return dict(values_of(posted[0])) if posted else {}


def standing_of(caller: Caller, attempt: Try) -> Standing | None:
    return caller.world.standings[attempt.act.of, attempt.variant] if attempt.act.of else None


def expected(caller: Caller, name: str, attempt: Try) -> str:
    person = caller.names[name]
    wanted = matrix.expected(person, attempt.act, attempt.act.of, attempt.variant, standing_of(caller, attempt))
    if name == READER and wanted == ALLOWED and attempt.method != "GET" and not attempt.act.is_open:
        return FORBIDDEN
    return wanted


def wrong(caller: Caller, name: str, attempt: Try, path: str, about: dict[str, Any], wanted: str) -> list[str]:
    """What is not as it should be about one cell."""
    with caller.asked(name, attempt.method, path, **about) as response:
        found = class_of(response)
        problems = [f"{found} ({response.status_code}), not {wanted}"] if found != wanted else []
        if wanted != ALLOWED or attempt.method == "GET":
            problems += [f"wrote to {table}" for table in caller.changed()]
    problems += [f"showed {word}" for word in sorted(caller.leaked(name, response))]
    if found == ALLOWED and shows(attempt) and canary_of(caller, attempt) not in response.text:
        problems.append("did not show the record")
    if found == ALLOWED and attempt.is_api and attempt.method == "GET" and caller.queries > MOST_QUERIES:
        problems.append(f"asked {caller.queries} questions of the database")
    return [f"{attempt}: {problem}" for problem in problems]


def shows(attempt: Try) -> bool:
    """Is this the record's own page? A statement and a figure are read on their session's."""
    own = attempt.door.endpoint.endswith((".show", f".{attempt.act.of}_get"))
    elsewhere = ("statements.show", "figures.show", "comparison.show")
    return attempt.method == "GET" and own and attempt.door.endpoint not in elsewhere


def canary_of(caller: Caller, attempt: Try) -> str:
    return caller.world.canaries.get((attempt.act.of, attempt.variant), "")


@pytest.mark.parametrize("area", [area for area in matrix.areas() if area != STEPS])
@pytest.mark.parametrize("face", FACES)
def test_everybody_finds_behind_every_door_what_the_table_says(caller: Caller, face: str, area: str) -> None:
    bodies, counts, refusals = Bodies(caller), Counter[str](), Refusals()
    problems: dict[str, list[str]] = defaultdict(list)
    names = [*EVERYBODY, READER] if face == "api" else list(EVERYBODY)
    for attempt in tries(caller, area, api=face == "api"):
        path = address(caller, attempt)
        about = bodies.about(attempt, path)
        for name in names:
            wanted = expected(caller, name, attempt)
            if wanted != ALLOWED and refusals.is_known(caller.names[name], *attempt.at, standing_of(caller, attempt)):
                continue
            counts["cells"] += 1
            counts["allow" if wanted == ALLOWED else "deny"] += 1
            for problem in wrong(caller, name, attempt, path, dict(about), wanted):
                problems[problem].append(name)
    unlisted = len(routes(caller.app) - {(endpoint, method) for endpoint, method, *_more in listed()})
    print(
        f"\n{area} {face}: cells={counts['cells']:,} allow={counts['allow']:,} deny={counts['deny']:,}"
        f" unexpected={sum(map(len, problems.values()))} unlisted_routes={unlisted}"
    )
    assert caller.checksums() == caller.whole, "a request has left something behind"
    assert not problems, "\n".join(f"{problem}: {', '.join(names)}" for problem, names in problems.items())


def test_the_page_about_permissions_is_up_to_date() -> None:
    assert document.FILE.read_text(encoding="utf-8") == document.page(), "run: python -m tests.rules.document"
