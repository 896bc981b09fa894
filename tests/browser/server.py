"""The product, started as people start it, with its example record and a clock that stands still."""

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

from tests.databases import free_port
from tracker.config import ROOT

# Debian builds the same Chromium twice; the one without windows does the same work in half the time.
DEBIAN = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("TRACKER_TEST_CHROMIUM") or next((path for path in DEBIAN if Path(path).exists()), DEBIAN[-1])
PASSWORD = "mot-mat-khau-de-thu"
SECONDS_TO_START = 60
NOW = datetime.fromisoformat("2026-06-15T09:00:00+07:00")
"""A Monday, some weeks after the example record was made."""


@dataclass
class Server:
    """A running product; every example account has PASSWORD, and it is NOW."""

    address: str
    clock: Path
    states: dict[str, Any] = field(default_factory=dict)
    """Cookies of those who have signed in, so that the next window need not ask again."""

    @contextmanager
    def later(self, **time: float) -> Iterator[None]:
        """It is that much later; afterwards it is NOW again."""
        self.sets_clock(NOW + timedelta(**time))
        try:
            yield
        finally:
            self.sets_clock(NOW)

    def sets_clock(self, moment: datetime) -> None:
        """In one step, so that nobody finds the file empty."""
        new = self.clock.with_suffix(".new")
        new.write_text(moment.isoformat())
        new.replace(self.clock)


@contextmanager
def running(folder: Path, env: str = "test", first: Callable[[dict[str, str]], None] | None = None) -> Iterator[Server]:
    """A new product with its data in this folder, for as long as it is needed.

    With the example record; or with what `first` puts into it, told the settings, and nothing else.
    """
    server = Server(f"http://127.0.0.1:{free_port()}", folder / "clock")
    server.sets_clock(NOW)
    told = {
        "PATH": os.environ["PATH"],
        "PORT": server.address.rpartition(":")[2],
        "TRACKER_ENV": env,
        "TRACKER_DATA_DIR": str(folder / "data"),
        "TRACKER_DEMO_PASSWORD": PASSWORD,
        "TRACKER_CLOCK_FILE": str(server.clock),
        "TRACKER_WORKERS": "1",
    }
    if first is not None:
        first(told)
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "tracker", "run", *([] if first else ["--prepare"])]
        process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(server, process, folder / "server.log")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(SECONDS_TO_START * 5):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/healthz/ready", timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")
