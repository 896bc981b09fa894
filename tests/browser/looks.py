"""What every page must be, whoever reads it and on whatever: the checks that a machine can do."""

from __future__ import annotations

from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(r => r.violations)"

RANKS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => h.getClientRects().length)
  .map(h => Number(h.tagName[1]))"""


def assert_accessible(page: Page) -> None:
    """Fails with what is wrong with the page as it stands."""
    faults = plain_faults(page) + axe_faults(page)
    assert faults == [], f"{page.url}\n" + "\n".join(faults)


def plain_faults(page: Page) -> list[str]:
    """What the eye sees at once: the page scrolls sideways, or has not one heading."""
    told = []
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    headings = page.locator("h1").count()
    if too_wide > 0:
        told.append(f"{too_wide} px too wide")
    if headings != 1:
        told.append(f"{headings} headings of the first rank")
    ranks: list[int] = page.evaluate(RANKS)
    told += [f"a heading {to} follows a heading {at}" for at, to in pairwise(ranks) if to > at + 1]
    return told


def axe_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    return [f"{item['id']}: {node['html'][:200]}" for item in page.evaluate(RUN, AXE) for node in item["nodes"]]
