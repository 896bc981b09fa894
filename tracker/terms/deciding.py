"""What the steps of a handover do: its list brought up to date; everything that was decided done in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Integer, and_, insert, literal, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.recommendations import effects
from tracker.recommendations.models import Recommendation
from tracker.recommendations.terms import OPEN
from tracker.terms import facts, queries, report
from tracker.terms.models import OVERSEE_AGAIN, WAIVE, HandoverItem, HandoverReport, TermHandover
from tracker.workflow import engine
from tracker.workflow.definition import Answers

Item, R = HandoverItem, Recommendation
BATCH = 500


def bring_up_to_date(handover: TermHandover, _answers: Answers, actor: Actor) -> None:
    """Put on the list what is open and does not stand there yet, in one statement."""
    now = clock.now()
    new = select(
        R.council_id,
        literal(handover.id, Integer),
        R.id,
        R.delegation_id,
        literal(actor.id, Integer),
        literal(now, Item.created_at.type),
        literal(now, Item.updated_at.type),
        literal(1),
    ).where(*queries.not_listed(handover))
    names = ("council_id", "handover_id", "recommendation_id", "delegation_id", "created_by_id")
    columns = [*names, "created_at", "updated_at", "row_version"]
    db.session.execute(insert(Item).from_select(columns, new, include_defaults=False))
    handover.listed = queries.total(select(Item).where(Item.handover_id == handover.id))


def decide(handover: TermHandover, answers: Answers, actor: Actor) -> None:
    """The document; and everything as it stands at this moment, before anything of it is changed."""
    handover.number, handover.issued_on = answers["number"], answers["issued_on"]
    handover.signer = answers.get("signer") or ""
    handover.decided_at, handover.decided_by_id = clock.now(), actor.id
    for batch in batches(handover):
        known = facts.of([item.recommendation_id for item in batch], clock.today())
        for item in batch:
            item.left_out = item.recommendation.state != OPEN
            item.facts = known[item.recommendation_id] | {
                "officer": item.followed_by.full_name if item.followed_by else ""
            }
    db.session.flush()
    composed = report.compose(handover, actor, clock.today(), by_delegation=True)
    db.session.add(HandoverReport(handover_id=handover.id, on=clock.today(), facts=composed))


def carry_out(handover: TermHandover, answers: Answers, actor: Actor) -> None:
    """Each of what is open goes its way: followed in the next term, or waived by the same document."""
    files: list[Attachment] = list(answers.get("files") or [])
    for batch in batches(handover):
        for item in batch:
            if item.left_out:
                continue
            if item.decision == WAIVE:
                waive(item, answers, files, actor)
            else:
                carry(item, handover, answers, actor)


def carry(item: HandoverItem, handover: TermHandover, answers: Answers, actor: Actor) -> None:
    told = {
        "term": handover.to_term.number,
        "term_id": handover.to_term_id,
        "handover_id": handover.id,
        "oversee_again": item.decision == OVERSEE_AGAIN,
        "followed_by_id": item.followed_by_id,
        "number": answers["number"],
        "issued_on": answers["issued_on"],
    }
    event = engine.follow(item.recommendation, "carry_over", actor, told)
    if item.followed_by_id:
        notifications.queue(event, {item.followed_by_id})


def waive(item: HandoverItem, answers: Answers, files: Sequence[Attachment], actor: Actor) -> None:
    """By the step of the task itself, so that history, notices and rates follow; each task holds the file."""
    written = {name: answers[name] for name in ("number", "issued_on")} | {"reason": item.reason}
    for task in item.recommendation.assignments:
        if task.state not in effects.FINAL:
            own = [attachments.again(file) for file in files]
            engine.perform(task, "waive", actor, {**written, "files": own})


def batches(handover: TermHandover) -> Iterator[Sequence[HandoverItem]]:
    """All items, so many at a time, with what is needed to act on them."""
    loaded = (
        joinedload(Item.followed_by),
        joinedload(Item.recommendation).options(
            joinedload(R.delegation).selectinload(Delegation.documents), selectinload(R.assignments)
        ),
    )
    last = 0
    while True:
        query = select(Item).where(and_(Item.handover_id == handover.id, Item.id > last)).options(*loaded)
        found = db.session.scalars(query.order_by(Item.id).limit(BATCH)).all()
        if not found:
            return
        yield found
        last = found[-1].id


def withdraw(handover: TermHandover, answers: Answers, _actor: Actor) -> None:
    handover.withdrawal_reason = answers["reason"]
