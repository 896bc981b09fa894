"""The nine pictures in docs/pictures: My work, the follow-up table and a record's page at three widths.

`python -m tests.browser.pictures` starts the product with its example record on a free port and looks at it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.databases import free_port
from tracker.config import ROOT

CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM", "/usr/bin/chromium")
PASSWORD = "mot-mat-khau-de-thu"
FOLDER = ROOT / "docs" / "pictures"
HEIGHTS = {360: 1400, 768: 1400, 1280: 1200}
PAGES = {"my-work": "/", "follow-up-table": "/recommendations?status=open", "recommendation": "/recommendations/6"}
NOW = "2026-06-15T09:00:00+07:00"


def main() -> None:
    """Make the pictures; the clock stands at Monday 15/06/2026."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        process, address = started(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for width, height in HEIGHTS.items():
                picture(browser, address, width, height)
        finally:
            process.terminate()
            process.wait(timeout=30)


def started(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    (folder / "clock").write_text(NOW)
    told = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "TRACKER_ENV": "demo",
        "TRACKER_DATA_DIR": str(folder / "data"),
        "TRACKER_DEMO_PASSWORD": PASSWORD,
        "TRACKER_CLOCK_FILE": str(folder / "clock"),
        "TRACKER_WORKERS": "1",
    }
    process = subprocess.Popen([sys.executable, "-m", "tracker", "run", "--prepare"], env=told, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/healthz/ready", timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return process, address
    raise RuntimeError("the product did not start")


def picture(browser: Browser, address: str, width: int, height: int) -> None:
    window = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
    window.goto(f"{address}/sign-in")
    window.fill("[name=username]", "vanphong")
    window.fill("[name=password]", PASSWORD)
    window.click("main button.button-primary")
    for name, path in PAGES.items():
        window.goto(address + path)
        window.screenshot(path=FOLDER / f"{name}-{width}.png")


if __name__ == "__main__":
    main()
