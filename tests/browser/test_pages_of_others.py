"""Every page that somebody else than the office can reach, on a phone and on a desk."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser.crawl import NOT_OF_THE_OFFICE, Crawl, namer
from tests.browser.windows import Windows

PEOPLE = (
    "thuky", "truongdoan", "thanhvien", "thuongtruc", "truongban", "daibieu",
    "bql-canbo", "bql-lanhdao", "sct-lanhdao", "quantri",
)  # fmt: skip


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_that_somebody_can_reach(
    username: str, crawl: Crawl, app: Flask, begun: dict[str, list[str]], windows: Windows
) -> None:
    assert crawl.goes(windows.sign_in(username), begun.get(username, ()), namer(app)) == []


def test_no_page_was_left_out(crawl: Crawl) -> None:
    """This asks what all of the above saw."""
    assert crawl.seen, "run the whole file: this test looks at what the others have visited"
    assert NOT_OF_THE_OFFICE - crawl.seen == set()
