"""Workers in a process of their own."""

from __future__ import annotations

import signal
import threading

from flask import Flask

from tracker.config import Settings
from tracker.jobs import carrier, queue, worker


def work(app: Flask, settings: Settings, *, threads: int, once: bool) -> None:
    """Do what is due, or go on until SIGINT or SIGTERM; what is at work then is finished first."""
    if once:
        worker.run_due(app)
    elif settings.queue_url:
        carried, _look = carrier.tasks(app, settings)
        carried.create_consumer(workers=threads, graceful_signal="TERM").run()
    else:
        look_by_ourselves(app, threads)


def look_by_ourselves(app: Flask, threads: int) -> None:
    stop = threading.Event()

    def end(*_about: object) -> None:
        stop.set()
        queue.bell.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    working = [threading.Thread(target=worker.keep_working, args=(app, stop)) for _n in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
