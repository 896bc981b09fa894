"""A secret address that was just made: shown for a few minutes to whoever made it, in their own session, and kept nowhere
else. The page is read with GET, so that it survives a reload and a change of language."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request, session
from werkzeug.wrappers import Response

from tracker.core import clock
from tracker.web import kit

FOR = timedelta(minutes=10)
PLACE = "shown_once"


def made(secret: str, location: str) -> Response:
    """The end of a view that made it: on to the page that shows it."""
    path = location.partition("?")[0]
    session[PLACE] = {"by": kit.me().id, "path": path, "secret": secret, "until": (clock.now() + FOR).isoformat()}
    return kit.done(location)


def here() -> str:
    """The secret of this page; "" once its time is over."""
    known = session.get(PLACE)
    if known is None or (known["by"], known["path"]) != (kit.me().id, request.path):
        return ""
    if clock.now() > datetime.fromisoformat(known["until"]):
        session.pop(PLACE)
        return ""
    return str(known["secret"])
