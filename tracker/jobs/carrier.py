"""The queue that wakes workers when an installation grows: huey on PostgreSQL, Redis or a SQLite file of its own.

It is at most once, and only ever says "look": a wake-up that is lost costs some seconds, until a worker looks by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask

from tracker.config import Settings
from tracker.core.variables import SettingsError
from tracker.jobs import worker

NAME = "tracker"
PATIENCE = 2
"""Seconds until a queue that does not answer is taken to be away."""
log = structlog.get_logger("tracker.jobs")


def connect(settings: Settings) -> Any:
    """huey on the queue that the settings name. Raises SettingsError when the address cannot be one."""
    import huey
    import redis
    from huey.serializer import SignedSerializer

    url = settings.queue_url
    about: dict[str, Any] = {
        "results": False,
        "store_intermediate_errors": False,
        "serializer": SignedSerializer(secret=settings.secret_key),
    }
    if url.startswith("postgresql"):
        return huey.PostgresHuey(NAME, dsn=url.replace("+psycopg", "", 1), **about)
    if url.startswith("sqlite:///"):
        return huey.SqliteHuey(NAME, filename=url.removeprefix("sqlite:///"), **about)
    try:
        pool = redis.ConnectionPool.from_url(url, socket_connect_timeout=PATIENCE)
    except ValueError as error:
        raise SettingsError(f"TRACKER_QUEUE_URL: {error}") from error
    return huey.RedisHuey(NAME, connection_pool=pool, **about)


def tasks(app: Flask, settings: Settings) -> tuple[Any, Any]:
    """(huey, the task that looks for jobs)."""
    import huey

    carried = connect(settings)

    @carried.task(name="look")
    def look() -> None:
        worker.run_due(app)

    @carried.periodic_task(huey.crontab(minute="*"), name="sweep")
    def sweep() -> None:
        worker.run_due(app)

    return carried, look


def waker(app: Flask, settings: Settings) -> Callable[[], None]:
    """Says "look" to whoever listens; a queue that is away is no reason to fail, and is asked again next time."""
    kept: list[Callable[[], object]] = []

    def wake() -> None:
        try:
            if not kept:
                kept.append(tasks(app, settings)[1])
            kept[0]()
        except Exception as error:
            log.warning("queue away", exc_info=error)

    return wake
