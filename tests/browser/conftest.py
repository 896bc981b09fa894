"""A real browser against the product started as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.databases import free_port
from tracker.config import ROOT

CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM", "/usr/bin/chromium")
PASSWORD = "mot-mat-khau-de-thu"
SECONDS_TO_START = 60
HEIGHTS = {360: 740, 768: 1024, 1280: 900}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running product with its example record; every example account has PASSWORD."""
    port = free_port()
    folder = tmp_path_factory.mktemp("instance")
    told = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "TRACKER_ENV": "test",
        "TRACKER_DATA_DIR": str(folder),
        "TRACKER_DEMO_PASSWORD": PASSWORD,
        "TRACKER_WORKERS": "1",
    }
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "tracker", "run", "--prepare"]
        process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/sign-in", process, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`open_window(360)` is a new window of a new person, that wide; with `javascript=False`, without scripts.

    The test fails when a window reports an error, asks another host, or breaks the content policy.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open(width: int = 1280, *, javascript: bool = True, locale: str = "vi-VN") -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        listen(page, server, wrong)
        return page

    yield open
    for context in contexts:
        context.close()
    assert wrong == []


def listen(page: Page, server: str, wrong: list[str]) -> None:
    """Add to `wrong` every error the window reports and every address elsewhere that it asks for."""
    page.on("console", lambda told: wrong.append(told.text) if is_fault(told.type, told.text) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((server, "data:")) else wrong.append(asked.url))


def is_fault(kind: str, text: str) -> bool:
    # A refused form answers 400 and the browser says so: that is no fault of the page.
    return kind == "error" and "the server responded with a status of 4" not in text


@pytest.fixture
def sign_in(open_window: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in("thuky", 360)` is a window in which that person has signed in."""

    def sign_in(username: str, width: int = 1280, *, javascript: bool = True) -> Page:
        page = open_window(width, javascript=javascript)
        page.goto("/sign-in")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    return sign_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with what axe finds wrong with the page as it stands, and where it scrolls sideways."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        told = [f"{item['id']}: {node['html'][:200]}" for item in found for node in item["nodes"]]
        assert told == [], page.url
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{page.url} is {too_wide} px too wide"

    return check
