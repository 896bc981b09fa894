"""Every page as it is served: nobody is shown what is not theirs, reading changes nothing, and it costs little."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.pages import Page, mistakes, parse
from tests.rules import matrix
from tests.rules.caller import MOST_QUERIES, Caller
from tests.rules.matrix import ALLOWED, EVERYBODY, FACES, may_read
from tests.rules.test_permissions import Bodies, address, expected, tries
from tracker.api.resources import RESOURCES

OF_A_DOSSIER = 125
"""No page: five lists, each a file, all papers, every kind of official document, an index (`tests/web/test_dossiers.py`: more
papers, no more queries)."""
PAGES_ARE_TRIED = "pages" in FACES
"""Where only JSON is tried, pages are walked for what a database may answer differently: by one on either side."""
WALKERS = (
    ("office", "secretary", "member", "standing", "leader", "leader_a", "officer_b", "foreigner", "admin", "stranger")
    if PAGES_ARE_TRIED
    else ("office", "leader_a", "admin")
)
"""Those who follow every link that they are offered."""
NOT_FOLLOWED = {"lang", "format", "sort", "size", "next", "as_of"}
TIMES = {"year", "month"}
"""From one year or month on to the next, and so on for a century: one step is enough."""
EVERYTHING = "zq"
"""The beginning of every canary: searching for it finds all records that one may find."""
SEARCHES = [EVERYTHING, "nội dung ví dụ", "noi dung vi du", "ĐGS", "CLV-01", "PH", "KN-2026"]


# --- walking ----------------------------------------------------------------------------------------------------------


def addresses(caller: Caller, name: str) -> list[str]:
    """Every address that answers GET and that this person may open, as the table says."""
    return [
        address(caller, attempt)
        for area in matrix.areas()
        for attempt in tries(caller, area, api=False)
        if attempt.method == "GET" and expected(caller, name, attempt) == ALLOWED
    ]


def links(page: Page, here: str) -> Iterator[str]:
    """Where the page leads, within the product; lists in other orders and languages are the same list."""
    for link in page.links:
        if link.startswith("#"):
            continue
        parts = urlsplit(urljoin(here, link))
        left = NOT_FOLLOWED | (TIMES & asked_by(urlsplit(here).query))
        if not parts.netloc and not left & asked_by(parts.query):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def endpoint_of(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("").match(urlsplit(path).path, method="GET")[0])
    except HTTPException:
        return ""


def asked_by(query: str) -> set[str]:
    return {key for key, _value in parse_qsl(query)}


class Walk:
    """One person opening everything that the product offers them, once."""

    def __init__(self, caller: Caller, name: str) -> None:
        self.caller = caller
        self.name = name
        self.problems: list[str] = []
        self.queries: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.offered: set[str] = set()
        self.refused: dict[str, int] = {}

    def from_(self, starts: list[str]) -> Walk:
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            if path not in self.seen and endpoint_of(self.caller.app, path):
                self.seen.add(path)
                led = self.open(path)
                self.offered.update(led)
                waiting += led
        # An address that somebody typed may say that the record's state stands in the way; an offered one may not.
        self.problems += [
            f"{path}: {'offered, but ' if path in self.offered else ''}answers {status}"
            for path, status in self.refused.items()
            if path in self.offered or status != 409
        ]
        return self

    def open(self, path: str) -> list[str]:
        """Look at one page; returns where it leads."""
        with self.caller.asked(self.name, "GET", path) as response:
            self.check(path, response, self.caller.changed())
        endpoint = endpoint_of(self.caller.app, path)
        self.queries[endpoint] = max(self.queries[endpoint], self.caller.queries)
        if response.location:
            return [response.location]
        if response.mimetype != "text/html" or not response.data:
            return []
        return list(links(self.look(path, response), path))

    def check(self, path: str, response: TestResponse, changed: list[str]) -> None:
        if response.status_code >= 400:
            self.refused[path] = response.status_code
        self.problems += [f"{path}: reading it changed {table}" for table in changed]
        self.problems += [f"{path}: shows {word}" for word in self.caller.leaked(self.name, response)]

    def look(self, path: str, response: TestResponse) -> Page:
        page = parse(response.text)
        self.problems += [f"{path}: {mistake}" for mistake in mistakes(page)]
        if page.all("html") and response.status_code < 300 and page.heading not in page.title:
            self.problems.append(f"{path}: title “{page.title}”, heading “{page.heading}”")
        return page


@pytest.mark.parametrize("name", WALKERS)
def test_every_link_leads_somewhere_and_no_page_shows_too_much(caller: Caller, name: str) -> None:
    walk = Walk(caller, name).from_(["/", *addresses(caller, name)])
    table = ", ".join(f"{endpoint} {most}" for endpoint, most in walk.queries.most_common())
    print(f"\n{name}: pages={len(walk.seen)} queries: {table}")
    assert walk.problems == [], "\n".join(walk.problems)
    assert {endpoint: most for endpoint, most in walk.queries.items() if most > limit(endpoint)} == {}


def limit(endpoint: str) -> int:
    return OF_A_DOSSIER if endpoint == "dossiers.download" else MOST_QUERIES


# --- lists, searches, counts ------------------------------------------------------------------------------------------


def test_no_list_search_or_count_knows_of_what_is_not_yours(caller: Caller) -> None:
    kinds = ["", *(kind for kind, _variant in caller.world.records)]
    paths = [f"/search?q={EVERYTHING}&kind={kind}" for kind in dict.fromkeys(kinds)]
    paths += [f"/search?q={words}" for words in SEARCHES]
    lists = ("delegations", "findings", "proposals", "recommendations", "agencies")
    paths += [f"/{name}?q={words}&size=100" for name in lists for words in SEARCHES]
    paths += [f"/api/v1/{resource.path}?size=100" for resource in RESOURCES.values()]
    problems = [
        f"{path} as {name}: {sorted(shown)}"
        for path in paths
        for name in EVERYBODY
        if (shown := caller.leaked(name, caller.ask(name, "GET", path)))
    ]
    assert problems == []


@pytest.mark.parametrize("kind", ["delegation", "session", "statement", "figure", "finding", "proposal", "update"])
def test_the_api_counts_exactly_what_one_may_read(caller: Caller, kind: str) -> None:
    path = f"/api/v1/{RESOURCES[kind].path}"
    mine = {variant: at for (known, variant), at in caller.world.standings.items() if known == kind}
    for name in EVERYBODY:
        response = caller.ask(name, "GET", path)
        if response.status_code == 200:
            readable = sum(may_read(name, kind, variant, at) for variant, at in mine.items())
            assert response.json["total"] == readable, f"{kind} as {name}"


def test_searching_for_everything_finds_exactly_what_one_may_read(caller: Caller) -> None:
    """On all the pages of results together: the other council is in none, one's own is not missing."""
    findable = {"delegation", "session", "statement", "figure", "finding", "proposal", "recommendation", "update"}
    for name in ("office", "secretary", "leader_a", "officer_b", "foreigner", "stranger", "admin"):
        found = set()
        for number in range(1, 6):
            found |= set(re.findall(r"zq[a-z]+qz", caller.ask(name, "GET", f"/search?q=zq&page={number}").text))
        expected = {
            word
            for (kind, variant), word in caller.world.canaries.items()
            if kind in findable and may_read(name, kind, variant, caller.world.standings[kind, variant])
        }
        assert expected - found == set(), f"{name} does not find"
        assert found - caller.readable[name] == set(), f"{name} finds too much"


# --- several addressees -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "variant"),
    [("officer_a", "own_support"), ("leader_a", "own_support"), ("officer_b", "own_lead"), ("leader_b", "own_lead")],
)
def test_an_addressee_reads_name_and_role_of_the_others_and_nothing_more(
    caller: Caller, name: str, variant: str
) -> None:
    world = caller.world
    recommendation, other = world.records["recommendation", "own_shared"], world.records["assignment", variant]
    for path in (f"/recommendations/{recommendation.id}", f"/api/v1/recommendations/{recommendation.id}"):
        response = caller.ask(name, "GET", path)
        assert response.status_code == 200
        assert other.agency_name in response.text
        assert world.canaries["assignment", variant] not in response.text
    for path in (f"/assignments/{other.id}/updates/new", f"/api/v1/assignments/{other.id}"):
        assert caller.ask(name, "GET", path).status_code == 404


def test_a_supporting_agency_reads_the_accepted_summary_of_the_lead(caller: Caller) -> None:
    id = caller.world.id("recommendation", "own_shared")
    summary = caller.world.canaries["summary", "own_accepted"]
    for path in (f"/recommendations/{id}", f"/api/v1/recommendations/{id}"):
        assert summary in caller.ask("officer_b", "GET", path).text


def test_what_is_sent_with_a_form_is_the_form_that_was_shown(caller: Caller) -> None:
    """The matrix would prove little if its bodies were empty."""
    attempt = next(t for t in tries(caller, "findings", api=False) if t.method == "POST" and t.variant == "own_draft")
    assert "text" in Bodies(caller).form(attempt, address(caller, attempt))
