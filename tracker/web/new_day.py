"""The first request of a day: what was recorded ahead for this day comes true."""

from __future__ import annotations

from datetime import date

from flask import current_app, request

from tracker.core import clock
from tracker.core.database import writing
from tracker.extensions import db
from tracker.organizations import queries, service

SEEN = "day_begun"
WITHOUT_RECORDS = ("health.", "static")


def begin() -> None:
    """Names whose day has come are borne from now on; asked once a day in each process, at the first request.

    Before anybody is looked up: what the request itself writes is not begun yet.
    """
    today = clock.today()
    known: date | None = current_app.extensions.get(SEEN)
    if known == today or (request.endpoint or "").startswith(WITHOUT_RECORDS):
        return
    if queries.has_names_due(today):
        db.session.rollback()
        with writing():
            service.take_names(today)
            db.session.commit()
    current_app.extensions[SEEN] = today
