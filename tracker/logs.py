"""One JSON line for each thing that happened, on standard output; no personal text in them."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

from tracker.config import Settings
from tracker.core import context, database

log = structlog.get_logger("tracker")


def configure(settings: Settings) -> None:
    """Send our own lines and those of every library through one formatter. Call once a process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        add_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def add_request_id(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    if id := context.request_id.get():
        event["request_id"] = id
    return event


def init_app(app: Flask) -> None:
    """One line for each request, with its time and its queries."""
    app.before_request(start)
    app.after_request(finish)


def start() -> None:
    g.started = time.perf_counter()
    g.tally = database.Tally()
    database.tally.set(g.tally)


def finish(response: Response) -> Response:
    tally = g.get("tally", None) or database.Tally()
    # Flask-Login keeps the person here once somebody asked; asking now would read the database for nothing.
    person = getattr(g.get("_login_user"), "id", None)
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        queries=tally.queries,
        db_ms=round(tally.seconds * 1000, 1),
        user=person,
        ip=request.remote_addr,
    )
    return response
