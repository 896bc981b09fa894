"""Going through all pages that somebody can reach: which there are, which were seen, what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests.browser.looks import axe_faults, plain_faults
from tests.browser.person import Person
from tests.browser.windows import HEIGHTS

WIDTHS = (1280, 360)
NOT_PAGES = (
    "api", "static", "health.", "attachments.download", "design.", "drafts.",
    "dossiers.download", "imports.template_of", "imports.progress", "task_sheets.workbook",
    "document_templates.shipped", "document_templates.current", "document_templates.version",
)  # fmt: skip
FORM_OF_FILE = "form"
"""The part of an address that says whether a document is wanted as Word or as PDF."""
ONLY_ELSEWHERE = {
    "figures.show": "leads on to the sheet",
    "statements.show": "leads on to the session",
    "outlines.of": "leads on to the newest outline",
    "oversight_reports.by_number": "leads on to the delegation's draft",
    "feeds.calendar": "a file for calendars",
    "invitations.reply": "needs an invitation that waits; the rules read it without a browser",
    "looks.explain": "needs figures that disagree; the rules read it without a browser",
    "succession.handover": "needs an ended agency with open work; the rules read it without a browser",
    "succession.hand_back": "needs work that was handed over; the rules read it without a browser",
    "rules.take_back": "needs a number of days that was changed; a test of the calendar reads it without a browser",
    "jobs.show": "needs the work of a night; the rules read it without a browser",
    "progress_requests.show": "needs the work of a night; the rules read it without a browser",
    "saved_views.open_list": "leads on to the list",
    "waiting.begin": "leads on to the oldest report",
    "waiting.onward": "leads on to the next report",
    "sign_in.by_link": "see test_the_pages_before_signing_in",
    "sign_in.enter": "see test_the_pages_before_signing_in",
}
NOT_OF_THE_OFFICE = {
    "agency_grid.of_recommendation", "agency_plans.edit", "amendments.edit", "amendments.index", "amendments.new",
    "amendments.show", "audit.index", "calendar.confirm", "calendar.edit_day", "calendar.new_day",
    "calendar.remove_day", "calendar.suggest", "councils.add_body", "councils.add_term", "councils.edit",
    "councils.edit_body", "councils.edit_term", "councils.index", "councils.new", "councils.show", "extensions.edit",
    "extensions.new", "extensions.show", "findings.edit", "head_rules.edit", "head_rules.index", "jobs.index",
    "ladder.edit", "people.disable", "people.edit", "people.end", "people.give", "people.index", "people.link",
    "people.new", "people.show", "policy_route.edit", "recommendations.edit", "requests.answer", "requests.due",
    "rules.change", "rules.edit", "stand_ins.for_leader", "task_sheets.index", "task_sheets.new", "task_sheets.show",
    "updates.edit", "updates.new", "wording.edit", "wording.new", "wording.remove",
}  # fmt: skip
"""Pages that others must see: they are theirs, or no link leads the office there."""
MAKE_UP = """() => [...new Set([...document.body.querySelectorAll('*')].map(e => [
  e.parentElement.tagName, e.parentElement.className, e.tagName, e.className, e.type || '', e.getAttribute('role') || '',
  e.hasAttribute('aria-label'), e.hasAttribute('aria-describedby'), /^H\\d$/.test(e.tagName) ? e.id : ''].join()))]"""
"""Of what kinds of parts a page is made: two pages of the same make-up are looked at by axe once."""


class Crawl:
    """Which pages have been seen, and where it is noted, for all crawls together, of what make-up they were."""

    def __init__(self, folder: Path) -> None:
        self.seen: set[str] = set()
        self.looked_at = folder

    def goes(self, person: Person, starts: Iterable[str], name: Callable[[str], str | None]) -> list[str]:
        """Everywhere that links lead this person to; what is wrong there."""
        faults: list[str] = []
        for page in reachable(person, ["/", *starts], name):
            self.seen.add(page.partition(":")[0])
            self.look(person, faults)
        return faults

    def look(self, person: Person, faults: list[str]) -> None:
        """The page as it stands, at both widths."""
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            found = plain_faults(person.page)
            if self.is_first(width, person.page.evaluate(MAKE_UP)):
                found += axe_faults(person.page)
            faults += [f"{person.name} {width} px {person.address}: {fault}" for fault in found]

    def is_first(self, width: int, parts: list[str]) -> bool:
        """Nobody has looked at a page of this make-up yet."""
        name = hashlib.sha256("\n".join([str(width), *sorted(parts)]).encode()).hexdigest()
        try:
            (self.looked_at / name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def namer(app: Flask) -> Callable[[str], str | None]:
    """`name("/sessions/7")` is the name of the page at an address: its endpoint, and the step it asks about."""
    addresses = app.url_map.bind("")

    def name(address: str) -> str | None:
        try:
            endpoint, values = addresses.match(urlsplit(address).path, method="GET")
        except HTTPException:
            return None
        if endpoint.startswith(NOT_PAGES) or FORM_OF_FILE in values:
            return None
        return ":".join([endpoint, *(str(values[key]) for key in ("kind", "step") if key in values)])

    return name


def reachable(person: Person, starts: list[str], name: Callable[[str], str | None]) -> Iterator[str]:
    """Opens these pages, then one page of each name that links lead to; tells each name."""
    known, waiting = {"my_work.index"}, list(starts)
    while waiting:
        person.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHTS[WIDTHS[0]]})
        person.opens(waiting.pop(0))
        yield str(name(person.address))
        for link in links_on(person.page):
            page = name(link)
            if page is not None and page not in known:
                known.add(page)
                waiting.append(link)


def links_on(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
    )
    return [link for link in found if "lang=" not in link and "format=" not in link]


def wanted(app: Flask) -> set[str]:
    """The pages that somebody must see."""
    rules = [rule for rule in app.url_map.iter_rules() if FORM_OF_FILE not in rule.arguments]
    every = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    return {endpoint for endpoint in every if not endpoint.startswith(NOT_PAGES)} - set(ONLY_ELSEWHERE)
