"""A feed at its secret address: no sign-in, no cookie; nothing there once it is revoked or its person is locked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from tracker.accounts import people
from tracker.accounts.models import User
from tracker.core import clock, dates
from tracker.core.i18n import _
from tracker.organizations import queries as organizations
from tracker.schedule import calendar_file, queries
from tracker.schedule.due import ReportDue, deadlines
from tracker.schedule.models import CalendarFeed
from tracker.web import kit

pages = Blueprint("feeds", __name__)
MONTHS_BACK, MONTHS_AHEAD = -12, 24
TYPE = "text/calendar; charset=utf-8"


@pages.route("/feeds/<token>.ics")
def calendar(token: str) -> Response:
    """The calendar with an ETag, so that a program that has it already is told so in a word."""
    known = queries.by_token(token)
    if known is None:
        return make_response(_("Không có lịch ở địa chỉ này."), 404, {"Content-Type": "text/plain; charset=utf-8"})
    body, changed_at = content(*known)
    response: Response = make_response(body)
    response.content_type = TYPE
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.last_modified = changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    # What has left the calendar leaves no later date behind: only the ETag says that nothing has changed.
    return response.make_conditional(request) if request.if_none_match else response


def content(feed: CalendarFeed, user: User | None) -> tuple[bytes, datetime]:
    """What the feed's person may read today, or what the council has announced; and when any of it changed last."""
    since, until = (dates.months_from(clock.today(), months) for months in (MONTHS_BACK, MONTHS_AHEAD))
    due: Sequence[ReportDue] = ()
    if user is None:
        council_id = feed.council_id or 0
        council = organizations.council(council_id)
        name = _("Giám sát: %(name)s", name=council.name if council else "")
        rows = queries.announced(queries.sessions_of_council(council_id), since)
    else:
        name, (rows, due) = _("Lịch giám sát của tôi"), of_person(user, since, until)
    changed_at: datetime = max([feed.created_at, *(row.updated_at for row in [*rows, *due])])
    return calendar_file.written(name, rows, due, kit.settings().base_url.rstrip("/")), changed_at


def of_person(user: User, since: date, until: date) -> tuple[Sequence[Any], Sequence[ReportDue]]:
    actor = people.actor_of(user)
    rows = queries.announced(queries.readable_sessions(actor), since)
    return rows, deadlines(actor, since, until)
