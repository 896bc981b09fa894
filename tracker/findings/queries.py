"""Reading findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.delegations.models import Delegation, names_day
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.findings.models import Finding, FindingComment
from tracker.findings.work import work_for
from tracker.history import events
from tracker.organizations import queries as agencies
from tracker.organizations.fields import offered
from tracker.reporting import queries as figures
from tracker.reporting.models import Figure
from tracker.search import queries as search
from tracker.sessions import queries as sessions
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow.counting import capped_count

__all__ = ["Wanted", "get", "listing", "visible", "work_for"]

GROUNDS = ("statement", "figure", "session")
"""What a finding may rest on."""
MOST = 200
MOST_COUNTED = 1000


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own, drafts only their author, the secretary, the heads and the office;
    an agency reads findings that were sent to it."""
    drafts = or_(
        Finding.author_id == actor.id,
        within(Finding.delegation_id, actor.delegations_as(Role.HEAD, Role.DEPUTY_HEAD, Role.SECRETARY)),
        within(Finding.council_id, actor.councils_as(Role.OFFICE)),
    )
    condition = and_(council_side_of(Finding, actor), or_(Finding.state != "draft", drafts))
    if actor.agency_ids:
        sent = and_(within(Finding.agency_id, actor.agency_ids), Finding.sent_to_agency_at.is_not(None))
        condition = or_(condition, sent)
    return condition


COMMENT_AWAITED = ("awaiting_agency",)


def comments_awaited() -> Select[Finding]:
    """Findings on which an agency has been asked and has not yet spoken."""
    heard = exists().where(FindingComment.finding_id == Finding.id, FindingComment.sent_at.is_not(None))
    query = select(Finding).where(Finding.state.in_(COMMENT_AWAITED), Finding.comment_due_on.is_not(None), ~heard)
    return query.options(joinedload(Finding.delegation), selectinload(Finding.comments)).order_by(Finding.id)


def asked_on(delegation_id: int, actor: Actor) -> Sequence[Finding]:
    """The findings of a delegation on which an agency was asked, as far as the reader may read them."""
    query = select(Finding).where(
        Finding.delegation_id == delegation_id, Finding.sent_to_agency_at.is_not(None), visible(actor)
    )
    loaded = query.options(joinedload(Finding.delegation), selectinload(Finding.comments))
    return db.session.scalars(loaded.order_by(Finding.id).limit(MOST)).all()


def undecided() -> ColumnElement[bool]:
    """Sent by its author, and neither confirmed nor rejected."""
    return Finding.state.in_(("submitted", "awaiting_agency"))


def all_settled(delegation: Delegation) -> bool:
    """No finding of the delegation is still open; somebody's unsent note does not count."""
    return not db.session.scalar(select(exists().where(Finding.delegation_id == delegation.id, undecided())))


@dataclass(frozen=True)
class Wanted:
    """What a list of findings is narrowed to."""

    agency: int | None = None
    status: str = ""
    kind: str = ""
    delegation: int | None = None
    q: str = ""
    as_of: datetime | None = None
    """As known at that moment; agency and words are still those of now."""


def narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if wanted.as_of:
        conditions += events.stood("finding", wanted.as_of, shared=bool(actor.agency_ids))
    if wanted.agency is not None:
        conditions.append(within(Finding.agency_id, agencies.with_predecessors(wanted.agency)))
    if wanted.status:
        conditions.append(events.state_at("finding", wanted.as_of) == wanted.status)
    if wanted.kind:
        conditions.append(Finding.kind == wanted.kind)
    if wanted.delegation is not None:
        conditions.append(Finding.delegation_id == wanted.delegation)
    if wanted.q.strip():
        conditions.append(Finding.id.in_(search.found("finding", wanted.q)))
    return conditions


def listing(actor: Actor, wanted: Wanted, *, page: int = 1, size: int = 25) -> Sequence[Any]:
    """Rows of the list, newest first, and one more to know whether there is a next page.

    Each row: id, code, kind, text, state, comment_due_on, agency_id, delegation (its code), author_id; see `names_of`.
    """
    query = (
        select(
            Finding.id,
            Finding.code,
            Finding.kind,
            Finding.text,
            Finding.state,
            Finding.comment_due_on,
            Finding.author_id,
            Finding.agency_id,
            Finding.created_at,
            Delegation.established_on,
            Delegation.old_record,
            Delegation.code.label("delegation"),
        )
        .join(Delegation, Delegation.id == Finding.delegation_id)
        .where(*narrowed(actor, wanted))
        .order_by(Finding.id.desc())
    )
    rows = db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()
    return events.rows_at("finding", rows, wanted.as_of)


def names_of(rows: Sequence[Any]) -> dict[int, str]:
    """The agencies of a page of the list, by the names they bore when the findings were written: finding id → name."""
    days = {row.id: names_day(row.created_at, row.established_on, old_record=row.old_record) for row in rows}
    names = agencies.names_on((row.agency_id, days[row.id]) for row in rows)
    return {row.id: names[row.agency_id, days[row.id]] for row in rows if row.agency_id}


def total(actor: Actor, wanted: Wanted) -> int:
    """How many there are, counted to one more than a thousand."""
    return capped_count(select(Finding.id).where(*narrowed(actor, wanted)), MOST_COUNTED)


def get(id: int, actor: Actor) -> Finding:
    """The finding with all that its page shows; NotFound as `access.find`."""
    finding = db.session.scalar(
        select(Finding)
        .where(Finding.id == id, visible(actor))
        .options(
            joinedload(Finding.delegation),
            joinedload(Finding.agency),
            joinedload(Finding.author),
            selectinload(Finding.comments),
            selectinload(Finding.old_texts),
        )
    )
    if finding is None:
        raise NotFound
    return finding


def with_delegation(ids: Sequence[int]) -> Sequence[Finding]:
    """Findings that the reader has before them already, with their delegations."""
    if not ids:
        return ()
    return db.session.scalars(
        select(Finding).where(Finding.id.in_(sorted(ids))).options(joinedload(Finding.delegation))
    ).all()


def of_delegation(delegation_id: int, actor: Actor, *, limit: int = MOST) -> Sequence[Finding]:
    query = select(Finding).where(Finding.delegation_id == delegation_id, visible(actor))
    return db.session.scalars(query.order_by(Finding.id).limit(limit)).all()


def delegations_to_record_on(actor: Actor, roles: Sequence[Role], *, limit: int = 50) -> list[Any]:
    """(id, code, title) of the delegations on which this person may write, newest first."""
    closed = access.KINDS["delegation"].workflow.finals
    query = (
        select(Delegation.id, Delegation.code, Delegation.title, Delegation.council_id, Delegation.body_id)
        .where(access.visible("delegation", actor), Delegation.state.not_in(closed))
        .order_by(Delegation.id.desc())
        .limit(limit)
    )
    return [
        row
        for row in db.session.execute(query)
        if actor.roles_on(Place(council_id=row.council_id, delegation_id=row.id, body_id=row.body_id)) & set(roles)
    ]


def agency_choices(delegation: Delegation, keep: int | None = None) -> list[tuple[str, str, str]]:
    """(id, name, group): first the agencies of the delegation, then the council's others."""
    own = {str(entry.agency_id) for entry in delegation.agencies}
    options = offered(delegation.council_id, [keep])
    first, rest = _("Cơ quan của Đoàn"), _("Cơ quan khác")
    return [(id, name, first) for id, name in options if id in own] + [
        (id, name, rest) for id, name in options if id not in own
    ]


def grounds(delegation: Delegation, actor: Actor, wanted: Sequence[int] = ()) -> list[tuple[str, str]]:
    """("statement:12", "PB-03: …") for all that a finding of this delegation may rest on; of many figures the first,
    after those that are `wanted`."""
    said = db.session.execute(
        select(Statement.id, Statement.code, Statement.text)
        .where(Statement.delegation_id == delegation.id, sessions.statement_visible(actor))
        .order_by(Statement.id)
        .limit(MOST)
    )
    reported = db.session.execute(
        select(Figure.id, Figure.code, Figure.indicator)
        .where(Figure.delegation_id == delegation.id, figures.visible(actor))
        .order_by(*([case((Figure.id.in_(wanted), 0), else_=1)] if wanted else []), Figure.id)
        .limit(MOST)
    )
    held = db.session.execute(
        select(WorkingSession.id, WorkingSession.code, WorkingSession.held_on)
        .where(WorkingSession.delegation_id == delegation.id, sessions.visible(actor))
        .order_by(WorkingSession.id)
        .limit(MOST)
    )
    return [
        *((f"statement:{id}", f"{code}: {shortened(text)}") for id, code, text in said),
        *((f"figure:{id}", f"{code}: {shortened(name)}") for id, code, name in reported),
        *((f"session:{id}", f"{code}, {day:%d/%m/%Y}") for id, code, day in held),
    ]


def shortened(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
