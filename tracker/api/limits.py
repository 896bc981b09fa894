"""How often one caller may ask. Counted in each server process apart: a shield against runaway scripts, no account."""

from __future__ import annotations

import math
import threading
import time

from flask import current_app

from tracker.api.problems import Problem
from tracker.core.i18n import _

A_MINUTE = 600
SETTING = "API_REQUESTS_A_MINUTE"
MOST_CALLERS = 10_000


class Window:
    """Requests of the running minute, by caller."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.minute = 0
        self.counts: dict[str, int] = {}

    def seconds_to_wait(self, caller: str, most: int, now: float) -> int:
        """0 when there is room; the request is counted then."""
        minute = int(now // 60)
        with self.lock:
            if minute != self.minute or len(self.counts) > MOST_CALLERS:
                self.minute, self.counts = minute, {}
            if self.counts.get(caller, 0) >= most:
                return max(1, math.ceil((minute + 1) * 60 - now))
            self.counts[caller] = self.counts.get(caller, 0) + 1
            return 0


WINDOW = Window()


def require_room(caller: str) -> None:
    """429 with Retry-After when this caller has asked too often in this minute."""
    most = int(current_app.config.get(SETTING, A_MINUTE))
    wait = WINDOW.seconds_to_wait(caller, most, time.monotonic())
    if wait:
        detail = _("Quá %(most)s yêu cầu trong một phút. Hãy chờ %(wait)s giây.", most=most, wait=wait)
        raise Problem("too-many", detail, headers={"Retry-After": str(wait)})
