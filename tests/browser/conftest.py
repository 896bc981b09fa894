"""A real browser against the product started as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.person import Person
from tests.databases import free_port
from tracker.config import ROOT

CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM", "/usr/bin/chromium")
PASSWORD = "mot-mat-khau-de-thu"
SECONDS_TO_START = 60
HEIGHTS = {360: 740, 768: 1024, 1280: 900}
NOW = datetime.fromisoformat("2026-06-15T09:00:00+07:00")
"""A Monday, some weeks after the example record was made."""
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# --- the product ------------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """A running product with its example record; every example account has PASSWORD. Its clock stands at NOW."""

    address: str
    clock: Path
    states: dict[str, Any] = field(default_factory=dict)
    """Cookies of those who have signed in, so that the next window need not ask again."""

    @contextmanager
    def later(self, **time: float) -> Iterator[None]:
        """It is that much later; afterwards it is NOW again."""
        self.clock.write_text((NOW + timedelta(**time)).isoformat())
        try:
            yield
        finally:
            self.clock.write_text(NOW.isoformat())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    folder = tmp_path_factory.mktemp("instance")
    clock = folder / "clock"
    clock.write_text(NOW.isoformat())
    told = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "TRACKER_ENV": "test",
        "TRACKER_DATA_DIR": str(folder / "data"),
        "TRACKER_DEMO_PASSWORD": PASSWORD,
        "TRACKER_CLOCK_FILE": str(clock),
        "TRACKER_WORKERS": "1",
    }
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "tracker", "run", "--prepare"]
        process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/healthz/ready", process, folder / "server.log")
            yield Server(f"http://127.0.0.1:{port}", clock)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(SECONDS_TO_START * 5):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")


# --- windows ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Windows:
    """Opens windows, and remembers what went wrong in them: errors, broken content policy, requests elsewhere."""

    def __init__(self, chromium: Browser, server: Server) -> None:
        self.chromium, self.server = chromium, server
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def open(self, width: int = 1280, *, javascript: bool = True, state: Any = None) -> Page:
        """A new window of a new person, that wide."""
        context = self.chromium.new_context(
            base_url=self.server.address,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            java_script_enabled=javascript,
            storage_state=state,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("page", self.listen)
        return context.new_page()

    def listen(self, page: Page) -> None:
        home = (self.server.address, "data:", "blob:")
        page.on("console", lambda told: self.note(page, f"{told.text} {told.location['url']}", is_fault(told)))
        page.on("pageerror", lambda error: self.note(page, str(error)))
        page.on("request", lambda asked: self.note(page, asked.url, not asked.url.startswith(home)))

    def note(self, page: Page, what: str, is_fault: bool = True) -> None:
        if is_fault:
            self.wrong.append(f"{page.url}: {what}")

    def sign_in(self, username: str, width: int = 1280, *, javascript: bool = True, anew: bool = False) -> Person:
        """A window in which that person has signed in; `anew` with a session of its own."""
        state = None if anew else self.server.states.get(username)
        person = Person(username, self.open(width, javascript=javascript, state=state))
        if state is None:
            person.opens("/sign-in?next=/delegations")
            person.fills_in({"Tên đăng nhập": username, "Mật khẩu": PASSWORD})
            person.presses("Đăng nhập")
            assert "/sign-in" not in person.address, person.text
        if state is None and not anew:
            self.server.states[username] = person.page.context.storage_state()
        return person

    def forget(self, *usernames: str) -> None:
        """They must sign in again: their rights have changed."""
        for username in usernames:
            self.server.states.pop(username, None)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.wrong == []


def is_fault(told: ConsoleMessage) -> bool:
    # A refused form answers 400 and the browser says so: that is no fault of the page.
    return told.type == "error" and "the server responded with a status of 4" not in told.text


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


@pytest.fixture
def sign_in(windows: Windows) -> Callable[..., Person]:
    """`sign_in("thuky", 360)` is the secretary at a window of that width."""
    return windows.sign_in


# --- what every page must be ------------------------------------------------------------------------------------------


def assert_accessible(page: Page) -> None:
    """Fails with what is wrong with the page as it stands."""
    problems = plain_faults(page) + axe_faults(page)
    assert problems == [], f"{page.url}\n" + "\n".join(problems)


def plain_faults(page: Page) -> list[str]:
    """What the eye sees at once: the page scrolls sideways, or has not one heading."""
    told = []
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    headings = page.locator("h1").count()
    if too_wide > 0:
        told.append(f"{too_wide} px too wide")
    if headings != 1:
        told.append(f"{headings} headings of the first rank")
    return told


def axe_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(r => r.violations)",
        AXE,
    )
    return [f"{item['id']}: {node['html'][:200]}" for item in found for node in item["nodes"]]
