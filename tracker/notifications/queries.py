"""Reading notices: one's own, those that wait for a mail, and how people want to be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.extensions import db
from tracker.notifications.models import Mail, Notice, NoticeSetting
from tracker.notifications.topics import DAILY, TOPICS

COUNTED = 100
"""Counting stops here: "99+"."""
NEWS_FOR = timedelta(days=7)
"""What could not be mailed for so long and is no duty is found in the program alone."""
DUTIES = tuple(topic.name for topic in TOPICS.values() if topic.is_duty)


def of(user_id: int, *, unread: bool, topic: str = "") -> Select[Notice]:
    """One's notices, by what they ask for, newest first."""
    query = select(Notice).where(Notice.recipient_id == user_id)
    if unread:
        query = query.where(Notice.seen_at.is_(None))
    if topic:
        query = query.where(Notice.topic == topic)
    return query


def page(query: Select[Notice], *, number: int, size: int) -> Sequence[Notice]:
    ordered = query.order_by(Notice.rank, Notice.id.desc())
    return db.session.scalars(ordered.limit(size + 1).offset((number - 1) * size)).all()


def newest(query: Select[Notice], *, before: int | None, size: int) -> Sequence[Notice]:
    if before is not None:
        query = query.where(Notice.id < before)
    return db.session.scalars(query.order_by(Notice.id.desc()).limit(size + 1)).all()


def total(query: Select[Notice]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def unread(user_id: int) -> int:
    """How many, up to COUNTED."""
    some = select(Notice.id).where(Notice.recipient_id == user_id, Notice.seen_at.is_(None)).limit(COUNTED)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def told(key: str, people: Collection[int]) -> set[int]:
    """Who of them has a notice under this key."""
    query = select(Notice.recipient_id).where(Notice.key == key, Notice.recipient_id.in_(people))
    return set(db.session.scalars(query))


def chosen(topic: str, people: Collection[int]) -> dict[int, str]:
    """What those of them have chosen who have chosen anything."""
    if not people:
        return {}
    query = select(NoticeSetting.user_id, NoticeSetting.channel).where(
        NoticeSetting.topic == topic, NoticeSetting.user_id.in_(people)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def channels_of(user_id: int) -> dict[str, str]:
    """By topic, chosen or usual."""
    query = select(NoticeSetting.topic, NoticeSetting.channel).where(NoticeSetting.user_id == user_id)
    known = {row[0]: row[1] for row in db.session.execute(query)}
    return {name: known.get(name, topic.channels[0]) for name, topic in TOPICS.items()}


def reachable(people: Collection[int]) -> set[int]:
    """Those who have an address and an account that is not locked."""
    if not people:
        return set()
    query = select(User.id).where(User.id.in_(people), User.email != "", User.disabled_at.is_(None))
    return set(db.session.scalars(query))


def for_daily_mail(recipient_id: int | None = None) -> Select[int]:
    """Ids of notices that wait for it and that nobody has read meanwhile; of one person, or of everybody."""
    query = select(Notice.id).where(
        Notice.channel == DAILY,
        Notice.mail_id.is_(None),
        or_(Notice.topic.in_(DUTIES), Notice.created_at > clock.now() - NEWS_FOR),
        Notice.seen_at.is_(None),
    )
    if recipient_id is not None:
        query = query.where(Notice.recipient_id == recipient_id)
    return query.order_by(Notice.rank, Notice.id)


def is_settled() -> ColumnElement[bool]:
    """It asked somebody to look at something, and that has been looked at: its record, or what it began, has moved on. Or
    it is mere news of a record that has moved on since, by its reader or with a notice of its own to them; what became of
    the policy that a proposal led to stays news."""
    asked, later = aliased(AuditEvent), aliased(AuditEvent)
    same = and_(later.subject_kind == asked.subject_kind, later.subject_id == asked.subject_id)
    moved_on = and_(same, later.after["state"].as_string().is_not(None))
    judged = and_(
        asked.action == "renew",
        later.thread_kind == asked.thread_kind,
        later.thread_id == asked.thread_id,
        later.subject_kind == "evidence",
        later.action.in_(("accept", "reject")),
    )
    after_it = exists().where(asked.id == Notice.event_id, later.id > asked.id, or_(moved_on, judged))
    newer = aliased(Notice)
    known = or_(
        later.actor_id == Notice.recipient_id,
        exists().where(newer.event_id == later.id, newer.recipient_id == Notice.recipient_id),
    )
    passes = asked.action != "hear_of_policy"
    told_anew = exists().where(asked.id == Notice.event_id, later.id > asked.id, passes, moved_on, known)
    return or_(and_(Notice.topic == "review", after_it), and_(Notice.topic == "news", told_anew))


def wait_for_daily_mail() -> Sequence[int]:
    """Whom there is something to tell, and who can be reached by mail."""
    query = (
        select(Notice.recipient_id)
        .join(User, User.id == Notice.recipient_id)
        .where(
            Notice.id.in_(for_daily_mail().order_by(None)),
            User.email != "",
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(query.distinct().order_by(Notice.recipient_id)).all()


def in_mail(mail_id: int) -> Sequence[Notice]:
    query = select(Notice).where(Notice.mail_id == mail_id)
    return db.session.scalars(query.order_by(Notice.rank, Notice.id)).all()


def events_of(notices: Sequence[Notice]) -> dict[int, AuditEvent]:
    """By id, of those that tell of an event: one query."""
    ids = sorted({notice.event_id for notice in notices if notice.event_id})
    query = select(AuditEvent).where(AuditEvent.id.in_(ids))
    return {event.id: event for event in db.session.scalars(query)} if ids else {}


def mail(id: int) -> Mail | None:
    return db.session.get(Mail, id)
