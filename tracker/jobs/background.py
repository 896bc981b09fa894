"""The thread in a server process: it does the jobs, or wakes those who do."""

from __future__ import annotations

import threading

from flask import Flask

from tracker.config import Settings
from tracker.jobs import carrier, queue, worker


def start(app: Flask, settings: Settings) -> threading.Thread | None:
    """Begin working beside the requests, unless the settings leave it to others; ends with the process."""
    if settings.jobs == "embedded":
        target, about = worker.keep_working, (app, threading.Event())
    elif settings.queue_url:
        target, about = pass_on, (app, settings)  # type: ignore[assignment]
    else:
        return None
    thread = threading.Thread(target=target, args=about, name="jobs", daemon=True)
    thread.start()
    return thread


def pass_on(app: Flask, settings: Settings) -> None:
    """Tell the queue of every job that is added here."""
    wake = carrier.waker(app, settings)
    while True:
        queue.bell.wait()
        queue.bell.clear()
        wake()
