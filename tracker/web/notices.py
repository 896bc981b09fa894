"""What one has been told: grouped by what to do, marked as read; and how one wants to be told."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response

from tracker.core.forms import BaseForm, Needed, Radio, Versioned
from tracker.core.i18n import _, _n
from tracker.core.rows import row_number
from tracker.extensions import db
from tracker.notifications import queries, service
from tracker.notifications.models import Notice
from tracker.notifications.topics import ALL, CHANNELS, TOPICS
from tracker.web import kit, letters, notice_words, paging
from tracker.web.kit import me

pages = Blueprint("notices", __name__, url_prefix="/notices")
__all__ = ["letters", "pages"]


@pages.route("")
def index() -> Response:
    """What is unread, unless everything is asked for."""
    query, everything, topic = asked_for()
    page = paging.page(
        queries.page(query, number=paging.number(), size=paging.size()),
        queries.total(query),
    )
    items = notice_words.told(page.rows, me())
    return kit.show(
        "notices/index.html",
        groups=notice_words.grouped(items),
        page=page,
        address=paging.address,
        everything=everything,
        topics=[(name, about.label) for name, about in TOPICS.items()],
        topic=topic,
        newest=max((item["id"] for item in items), default=0),
        unread=queries.unread(me().id or 0),
        words=_n("%(num)s thông báo", "%(num)s thông báo", page.total),
    )


def asked_for() -> tuple[Select[Notice], bool, str]:
    """One's own notices by the filter of the page: of all, or only unread; of one topic."""
    everything, topic = request.args.get("show") == "all", request.args.get("topic", "")
    return queries.of(me().id or 0, unread=not everything, topic=topic if topic in TOPICS else ""), everything, topic


@pages.route("/read", methods=["POST"])
def read() -> Response:
    """One (`id`), or all up to the newest that was shown (`up_to`)."""
    id, up_to = (request.form.get(name, type=row_number) for name in ("id", "up_to"))
    if id is not None or up_to is not None:
        service.mark_read(me(), ids=None if id is None else [id], up_to=up_to)
    return kit.done(url_for(".index"), _("Đã đánh dấu là đã đọc."))


class SettingsForm(Versioned, BaseForm):
    """One field a topic, with the ways in which it may come."""


for about in ALL:
    choices = [(name, CHANNELS[name]) for name in about.channels]
    setattr(SettingsForm, f"notices_{about.name}", Radio(about.label, [Needed()], choices=choices))


@pages.route("/settings", methods=["GET", "POST"])
def settings() -> Response:
    user = current_user.user
    held = {f"notices_{name}": channel for name, channel in queries.channels_of(user.id).items()}
    form = kit.form(SettingsForm, held)
    if kit.sent(form):
        with kit.trying(form):
            wanted = {name.removeprefix("notices_"): channel for name, channel in form.answers.items() if channel}
            service.choose(db.session.merge(user), wanted, me())
            return kit.done(url_for(".index"), _("Đã lưu cách nhận thông báo."))
    return kit.show("notices/settings.html", form=form, email=user.email, back=url_for(".index"))
