"""Telling people, in the transaction of what they are told of; mails leave later, by jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update

from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.core import clock, context
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.notifications import outbox, queries
from tracker.notifications.models import Mail, Notice, NoticeSetting
from tracker.notifications.topics import AT_ONCE, IN_APP, TOPICS, Topic, topic_of

MOST_AT_A_TIME = 500
MAILS = "mails of this act"
"""Where the session keeps them: (the act, recipient → mail)."""


def queue(event: AuditEvent, recipient_ids: Iterable[int], *, bystanders: Collection[int] = ()) -> list[Notice]:
    """One notice a person, never to the person who acted. `bystanders`: to whom new work for others is news."""
    people = {person for person in recipient_ids if person != event.actor_id}
    topic = topic_of(f"{event.subject_kind}.{event.action}")
    told = people & set(bystanders) if topic is TOPICS["assignment"] else set()
    return [*notices_of(event, people - told, topic), *notices_of(event, told, TOPICS["news"])]


def notices_of(event: AuditEvent, people: Collection[int], topic: Topic) -> list[Notice]:
    name = f"{event.subject_kind}.{event.action}"
    return write(
        sorted(people),
        topic,
        key=f"event {event.id}",
        event_id=event.id,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        name=name,
        facts={},
    )


def remind(
    people: Iterable[int], topic: str, name: str, subject: tuple[str, int], *, key: str, facts: Mapping[str, Any]
) -> list[Notice]:
    """What the nightly scan has found; whoever has been told under this key is not told again."""
    wanted = sorted(set(people))
    told = queries.told(key, wanted)
    about = {"subject_kind": subject[0], "subject_id": subject[1], "name": f"{subject[0]}.{name}"}
    others = [person for person in wanted if person not in told]
    return write(others, TOPICS[topic], key=key, event_id=None, facts=audit.plain(dict(facts)), **about)


def write(people: Collection[int], topic: Topic, *, key: str, **about: Any) -> list[Notice]:
    chosen = queries.chosen(topic.name, people)
    notices = [
        Notice(
            recipient_id=person,
            key=key,
            topic=topic.name,
            rank=topic.rank,
            channel=chosen.get(person, topic.channels[0]),
            **about,
        )
        for person in people
    ]
    db.session.add_all(notices)
    db.session.flush()
    at_once = [notice for notice in notices if notice.channel == AT_ONCE]
    reachable = queries.reachable([notice.recipient_id for notice in at_once])
    for notice in at_once:
        if notice.recipient_id in reachable:
            notice.mail_id = mail_of_this_act(notice).id
    return notices


def mail_of_this_act(notice: Notice) -> Mail:
    """What one act tells somebody at once leaves in one mail, however many records it was done to: everything that is
    written in its transaction under its request."""
    act = (db.session().get_transaction(), context.request_id.get())
    known: dict[int, Mail]
    told_in, known = db.session.info.get(MAILS, (None, {}))
    if told_in != act:
        known = {}
        db.session.info[MAILS] = (act, known)
    mail = known.get(notice.recipient_id)
    if act[1] and mail is not None and mail in db.session:
        return mail
    known[notice.recipient_id] = outbox.post(f"notice {notice.id}", notice.recipient_id)
    return known[notice.recipient_id]


def mail_of_the_day(recipient_id: int, day: date) -> None:
    """Everything of one person that waits for the daily mail, in one; at most one a day."""
    key = f"daily {recipient_id} {day}"
    if outbox.is_posted(key):
        return
    leave_settled(recipient_id)
    ids = db.session.scalars(queries.for_daily_mail(recipient_id).limit(MOST_AT_A_TIME)).all()
    if ids:
        mail = outbox.post(key, recipient_id)
        db.session.execute(update(Notice).where(Notice.id.in_(ids)).values(mail_id=mail.id))


def leave_settled(recipient_id: int) -> None:
    """Nobody is asked by mail for what has been done meanwhile; it is found in the program alone."""
    settled = queries.for_daily_mail(recipient_id).where(queries.is_settled()).order_by(None)
    db.session.execute(
        update(Notice).where(Notice.id.in_(settled)).values(channel=IN_APP).execution_options(synchronize_session=False)
    )


def mark_read(actor: Actor, *, ids: Collection[int] | None = None, up_to: int | None = None) -> int:
    """These notices of the person, or all up to one; says how many were unread. Others' are no concern of theirs."""
    statement = update(Notice).where(Notice.recipient_id == actor.id, Notice.seen_at.is_(None))
    if ids is not None:
        statement = statement.where(Notice.id.in_(sorted(ids)))
    if up_to is not None:
        statement = statement.where(Notice.id <= up_to)
    done: Any = db.session.execute(statement.values(seen_at=clock.now()))
    return int(done.rowcount)


def choose(user: User, wanted: Mapping[str, str], actor: Actor) -> None:
    """How somebody wants to be told, by topic. Raises Invalid for what a topic does not offer; with an event."""
    wrong = {
        name: [_("Loại thông báo này không nhận theo cách đó.")]
        for name, channel in wanted.items()
        if name not in TOPICS or channel not in TOPICS[name].channels
    }
    if wrong:
        raise Invalid(wrong)
    before = queries.channels_of(user.id)
    known = {row.topic: row for row in db.session.scalars(select(NoticeSetting).filter_by(user_id=user.id))}
    for name, channel in wanted.items():
        row = known.get(name) or NoticeSetting(user_id=user.id, topic=name)
        row.channel = channel
        db.session.add(row)
    db.session.flush()
    changed = {name: channel for name, channel in wanted.items() if before[name] != channel}
    if changed:
        old = {f"notices_{name}": before[name] for name in changed}
        new = {f"notices_{name}": channel for name, channel in changed.items()}
        audit.record(user, "notices_chosen", actor, before=old, after=new, audience="council")
