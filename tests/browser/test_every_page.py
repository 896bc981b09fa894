"""Every page, for the office and for everybody else, on a phone and on a desk: readable, nothing sideways, nothing from
elsewhere. The office alone goes here, since it takes as long as all others (`test_pages_of_others`)."""

from __future__ import annotations

from flask import Flask

from tests.browser.crawl import NOT_OF_THE_OFFICE, Crawl, namer, wanted
from tests.browser.windows import Windows


def test_every_page_that_the_office_can_reach(
    crawl: Crawl, app: Flask, begun: dict[str, list[str]], windows: Windows
) -> None:
    """A new page that no link leads to, or that nobody here may open, is found by this."""
    assert crawl.goes(windows.sign_in("vanphong"), begun["vanphong"], namer(app)) == []
    left = sorted(wanted(app) - NOT_OF_THE_OFFICE - crawl.seen)
    assert left == [], ", ".join(left)
