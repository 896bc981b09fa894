"""Feeds as a kind of record: a person's is their own, a council's is kept by its office and Standing Committee."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from tracker.accounts.access import Kind, within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core.i18n import _, _l
from tracker.schedule.models import CalendarFeed
from tracker.workflow import engine

KEEPERS = (Role.OFFICE, Role.STANDING)
"""Who opens a council's schedule to calendars outside."""


def visible(actor: Actor) -> ColumnElement[bool]:
    councils = within(CalendarFeed.council_id, actor.councils_as(*KEEPERS))
    return or_(CalendarFeed.user_id == actor.id, and_(CalendarFeed.user_id.is_(None), councils))


def place(feed: CalendarFeed) -> Place:
    return Place(council_id=feed.council_id or 0, author_id=feed.user_id)


def thread(feed: CalendarFeed) -> tuple[str, int]:
    """What happens to a person's feed is told on the page of their account."""
    return ("feed", feed.id) if feed.user_id is None else ("user", feed.user_id)


KIND = engine.register(
    Kind(
        name="feed",
        model=CalendarFeed,
        label=_l("Đường dẫn lịch"),
        plural="feeds",
        visible=visible,
        place=place,
        title=lambda _feed: _("Đường dẫn lịch"),
        thread=thread,
    )
)
