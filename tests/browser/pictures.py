"""The nine pictures in docs/pictures: My work, the follow-up table and a record's page at three widths.

`python -m tests.browser.pictures` starts the product with its example record on a free port and looks at it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import CHROMIUM, Server, running
from tests.browser.windows import Windows
from tracker.config import ROOT

FOLDER = ROOT / "docs" / "pictures"
HEIGHTS = {360: 1400, 768: 1400, 1280: 1200}
PAGES = {"my-work": "/", "follow-up-table": "/recommendations?status=open", "recommendation": "/recommendations/6"}


def main() -> None:
    """Make the pictures; the clock stands at Monday 15/06/2026."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "demo") as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, height in HEIGHTS.items():
            take(browser, server, width, height)
        browser.close()


def take(browser: Browser, server: Server, width: int, height: int) -> None:
    office = Windows(browser, server).sign_in("vanphong", width)
    office.page.set_viewport_size({"width": width, "height": height})
    for name, path in PAGES.items():
        office.opens(path)
        office.page.screenshot(path=FOLDER / f"{name}-{width}.png")


if __name__ == "__main__":
    main()
