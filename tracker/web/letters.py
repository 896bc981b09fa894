"""The words of mails, in their reader's language: what to do, titles and links; nothing of what records say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app

from tracker.accounts import people
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.dates import format_long
from tracker.core.i18n import _, _n, in_language
from tracker.notifications import outbox
from tracker.notifications.models import Notice
from tracker.notifications.outbox import Letter
from tracker.web import notice_words


def compose(user: User, notices: Sequence[Notice]) -> Letter | None:
    """As its reader would see it on the page now; None when all of it has been read, or is settled, meanwhile."""
    fresh = [notice for notice in notices if notice.seen_at is None]
    if not fresh:
        return None
    base = current_app.extensions["settings"].base_url
    with current_app.test_request_context(base_url=base), in_language(user.locale):
        return in_words(people.actor_of(user), fresh, base)


def in_words(actor: Actor, notices: Sequence[Notice], base: str) -> Letter | None:
    items = [item for item in notice_words.told(notices, actor) if not notice_words.is_settled(item)]
    if not items:
        return None
    if len(items) == 1:
        subject = ": ".join(part for part in (items[0]["label"], items[0]["code"]) if part)
    else:
        words = _n("%(num)s thông báo", "%(num)s thông báo", len(items))
        subject = _("%(words)s, %(day)s", words=words, day=format_long(clock.today()))
    lines = [_("Kính gửi %(name)s,", name=actor.name), ""]
    for heading, rows in notice_words.grouped(items):
        lines += [heading.upper(), ""]
        for row in rows:
            lines += [*lines_of(row, base), ""]
    lines += ["-- ", _("Mọi thông báo: %(url)s", url=f"{base}/notices")]
    lines += [_("Chọn cách nhận thông báo: %(url)s", url=f"{base}/notices/settings")]
    return Letter(subject=f"[{_('Giám sát')}] {subject}", body="\n".join(lines) + "\n")


def lines_of(row: dict[str, Any], base: str) -> list[str]:
    name = " ".join(part for part in (row["code"], row["title"]) if part)
    lines = [f"- {name}" if name else "-"]
    if name and row["agency"]:
        lines.append(f"  {row['agency']}")
    lines.append("  " + " ".join(part for part in (row["who"], row["what"]) if part))
    lines += [f"  {move['label']}: {move['old'] or '–'} → {move['new'] or '–'}" for move in row["moves"]]
    if row["now"]:
        lines.append("  " + _("Hiện nay: %(state)s", state=row["now"]))
    if row["next"]:
        lines.append("  " + _("Tiếp theo: %(next)s", next=row["next"]))
    if row["until"]:
        lines.append("  " + _("Hạn: %(day)s", day=row["until"]))
    if row["url"]:
        lines.append(f"  {base}{row['url']}")
    return lines


outbox.composers[:] = [compose]
