"""A real browser against the product started as people start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import half_done
from tests.browser.crawl import Crawl
from tests.browser.person import Person
from tests.browser.server import CHROMIUM, Server, running
from tests.browser.windows import Windows


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("instance")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def windows(chromium: Browser, server: Server) -> Iterator[Windows]:
    """The test fails when one of its windows reports an error, asks another host, or breaks the content policy."""
    opened = Windows(chromium, server)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def windows_of_module(chromium: Browser, server: Server) -> Iterator[Windows]:
    """The same, for a story that several tests look at."""
    opened = Windows(chromium, server)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Crawl:
    mine = tmp_path_factory.getbasetemp()
    folder = (mine if worker_id == "master" else mine.parent) / "looked-at"
    folder.mkdir(exist_ok=True)
    return Crawl(folder)


@pytest.fixture(scope="session")
def begun(chromium: Browser, server: Server) -> Iterator[dict[str, list[str]]]:
    """By person where a crawl begins besides their first page."""
    opened = Windows(chromium, server)
    yield half_done.begin(opened)
    opened.close()


@pytest.fixture
def sign_in(windows: Windows) -> Callable[..., Person]:
    """`sign_in("thuky", 360)` is the secretary at a window of that width."""
    return windows.sign_in
