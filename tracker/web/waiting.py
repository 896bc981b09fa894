"""The queue of reports that wait for a verdict: one after the other, oldest first, with the keyboard alone.

A report is judged on its own page and by the steps of its workflow; here it is only decided which one comes next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.core import clock
from tracker.core.i18n import _, _n
from tracker.core.rows import row_number
from tracker.recommendations import deadlines
from tracker.recommendations.control import asking
from tracker.recommendations.forms import RoomFilter
from tracker.recommendations.models import CLAIMS, Update
from tracker.recommendations.queries import reading
from tracker.recommendations.queries.control_room import Asked
from tracker.recommendations.queries.waiting import Queue
from tracker.web import control_room, filtering, follow_up, kit, paging, saved_views, ways
from tracker.web.kit import me

pages = Blueprint("waiting", __name__, url_prefix="/dashboard/waiting")
KEYS = {"accept": "x", "accept_partly": "m", "return": "t", "skip": "s", "list": "d"}
"""The letter of each button of the queue: xác nhận, một phần, trả lại, sau, danh sách."""


@pages.route("")
def index() -> Response:
    asked, strange = asking.read(request.args)
    saved = saved_views.bar("waiting")
    if saved.leads_to:
        return redirect(saved.leads_to, 303)
    queue = Queue(me(), asked)
    page = paging.page(queue.rows(), queue.count())
    filter = control_room.filter_of(RoomFilter, asked)
    return kit.show(
        "control_room/waiting.html",
        saved=saved,
        filter=filter,
        chips=filtering.chips(filter),
        strange=control_room.said(strange),
        page=page,
        rows=[row(found, asked) for found in page.rows],
        ways=ways.written((found.code, found.due_on) for found in page.rows),
        address=paging.address,
        begin_url=url_for(".begin", **control_room.scope(asked)),
        back=url_for("control_room.index"),
    )


def row(found: Any, asked: Asked) -> dict[str, Any]:
    text: str = found.text
    return {
        "code": found.code,
        "text": text if len(text) <= follow_up.LONGEST_TEXT else text[: follow_up.LONGEST_TEXT].rstrip() + "…",
        "url": review_url(found.id, asked),
        "agency": found.agency_name,
        "claim": follow_up.claimed(found.claim, str(CLAIMS[found.claim]), None),
        "on_paper": found.on_paper,
        "sent_on": found.sent_on,
        "waited": waited(found.sent_on),
        "due": deadlines.deadline(found.due_on, found.due_ends_on),
        "found": found,
    }


def waited(since: date) -> str:
    days = (clock.today() - since).days
    return _n("chờ %(num)s ngày", "chờ %(num)s ngày", days)


@pages.route("/next")
def begin() -> Response:
    """The oldest report; `?after=7` the one behind that."""
    asked, _strange = asking.read(request.args)
    queue = Queue(me(), asked)
    after = request.args.get("after", type=row_number)
    return led_on(queue, asked, reading.get_update(after, me()) if after else None)


@pages.route("/<int:id>")
def onward(id: int) -> Response:
    """Where a step on a report of the queue leads: to the report again while it waits, else to the one behind it."""
    asked, _strange = asking.read(request.args)
    update = reading.get_update(id, me())
    queue = Queue(me(), asked)
    if queue.holds(update):
        return redirect(review_url(id, asked), 303)
    if update.reviewed_at is not None and update.reviewed_by_id != me().id:
        who = reading.names_of([update.reviewed_by_id]).get(update.reviewed_by_id or 0, "")
        flash(
            _("%(code)s: %(who)s vừa xem báo cáo này, nên đã chuyển sang báo cáo sau.", code=update.code, who=who),
            "warning",
        )
    return led_on(queue, asked, update)


def led_on(queue: Queue, asked: Asked, behind: Update | None) -> Response:
    """To the report behind that one; at the end to the list, saying so."""
    following = queue.following(behind)
    if following is not None:
        return redirect(review_url(following, asked), 303)
    left = queue.count()
    words = _("Đã xem hết hàng chờ.")
    if left:
        words = _n(
            "Đã đến cuối hàng chờ; còn %(num)s báo cáo đã để lại sau.",
            "Đã đến cuối hàng chờ; còn %(num)s báo cáo đã để lại sau.",
            left,
        )
    flash(words, "success")
    return redirect(url_for(".index", view=saved_views.PLAIN, **control_room.scope(asked)), 303)


def review_url(id: int, asked: Asked) -> str:
    return url_for("updates.show", id=id, queue=1, **control_room.scope(asked))


# --- on the report's own page -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """What the queue adds to the page of a report that was opened from it."""

    number: int
    total: int
    waited: str
    buttons: list[dict[str, Any]]


def bar(update: Update) -> Bar | Response | None:
    """None outside the queue; where the report waits no more, the way to the next one.

    From here on every step on this page leads back to the queue.
    """
    onward = onward_url(update)
    if not onward:
        return None
    asked, _strange = asking.read(request.args)
    place = Queue(me(), asked).place(update)
    around = control_room.scope(asked)
    if not place.number:
        return redirect(onward, 303)
    g.onward = onward
    steps = [
        {**action, "url": at_first_field(action), "key": KEYS[action["name"]]}
        for action in kit.actions(update)
        if action["name"] in KEYS
    ]
    skip_url = url_for("waiting.begin", after=update.id, **around)
    more = [
        {"label": _("Để lại sau, xem báo cáo tiếp theo"), "url": skip_url, "key": KEYS["skip"], "tone": "quiet"},
        {
            "label": _("Về danh sách chờ"),
            "url": url_for("waiting.index", **around),
            "key": KEYS["list"],
            "tone": "quiet",
        },
    ]
    since = update.assignment.sent_on
    return Bar(place.number, place.total, waited(since) if since else "", [*steps, *more])


def onward_url(update: Update) -> str:
    """Where somebody who came from the queue goes on to; "" for everybody else."""
    if "queue" not in request.args:
        return ""
    asked, _strange = asking.read(request.args)
    return url_for("waiting.onward", id=update.id, **control_room.scope(asked))


def at_first_field(action: dict[str, Any]) -> str:
    """The page of the step, with the focus in the first thing that it asks."""
    return f"{action['url']}#{action['first']}" if action["first"] else action["url"]
