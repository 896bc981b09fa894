"""Reading what is open at an agency, page by page, and who may be given it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, union_all

from tracker.accounts.access import KINDS, within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _, _n
from tracker.extensions import db
from tracker.organizations.handing.registry import HOLDINGS, Holding, Told
from tracker.organizations.models import Agency, Handover
from tracker.workflow.work import SHOWN, Work, WorkItem

GIVERS = (Role.OFFICE, Role.STANDING)
"""Who hands open records over to a successor."""


@dataclass(frozen=True)
class OpenRow:
    """One open record: `key` names it in forms ("assignment-12"), `version` is the one that was shown."""

    key: str
    holding: Holding
    record: Any
    told: Told
    thread: tuple[str, int]
    foreseen: str = ""
    """What else handing it over would bring about."""

    @property
    def version(self) -> int:
        return int(self.record.row_version)


@dataclass(frozen=True)
class OpenWork:
    """A page of what is open at an agency."""

    rows: Sequence[OpenRow]
    total: int

    @classmethod
    def at(cls, agency: Agency, *, heirs: Sequence[Agency] = (), page: int = 1, size: int = 50) -> OpenWork:
        """All kinds one after the other, each in its room's order; paged by the database."""
        rows: list[OpenRow] = []
        skip, total = (page - 1) * size, 0
        for holding in HOLDINGS.values():
            query = holding.at(agency.id)
            here = count(query)
            total += here
            if skip < here and len(rows) < size:
                records = db.session.scalars(query.limit(size - len(rows)).offset(skip)).unique().all()
                rows += [open_row(holding, record, heirs) for record in records]
            skip = max(skip - here, 0)
        return cls(rows, total)

    @classmethod
    def to_give_back(cls, agency: Agency, *, page: int = 1, size: int = 50) -> OpenWork:
        """What the agency has handed over, is still open with the receiver, and was not handed on since."""
        rows: list[OpenRow] = []
        for holding in HOLDINGS.values():
            for handover in latest(agency, holding.kind):
                query = holding.at(handover.to_agency_id).where(KINDS[holding.kind].model.id == handover.subject_id)
                record = db.session.scalars(query).unique().first()
                rows += [open_row(holding, record)] if record is not None else []
        return cls(rows[(page - 1) * size : page * size], len(rows))


def latest(agency: Agency, kind: str) -> Sequence[Handover]:
    """The agency's handovers that are the last ones of their records."""
    newest = select(func.max(Handover.id)).where(Handover.subject_kind == kind).group_by(Handover.subject_id)
    query = select(Handover).where(Handover.from_agency_id == agency.id, Handover.id.in_(newest))
    return db.session.scalars(query.order_by(Handover.id)).all()


def open_row(holding: Holding, record: Any, heirs: Sequence[Agency] = ()) -> OpenRow:
    kind = KINDS[holding.kind]
    thread = kind.thread(record) if kind.thread else (kind.name, record.id)
    foreseen = holding.foresee(record, heirs)
    return OpenRow(f"{holding.kind}-{record.id}", holding, record, holding.tell(record), thread, foreseen)


def count(query: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def may_give(actor: Actor, council_id: int) -> bool:
    """The office and the Standing Committee hand over."""
    return bool(actor.roles_on(Place(council_id=council_id)) & set(GIVERS))


def work_for(actor: Actor) -> Work:
    """For the office: ended agencies at which something is still open, with how much."""
    work = Work()
    councils = actor.councils_as(Role.OFFICE)
    if not councils:
        return work
    left = open_at_ended(councils)
    found = select(Agency).where(Agency.id.in_(sorted(left))).order_by(Agency.valid_to, Agency.id).limit(SHOWN)
    agencies = db.session.scalars(found).all() if left else []
    work.add((item(agency, left[agency.id]) for agency in agencies), total=len(left))
    return work


def open_at_ended(councils: frozenset[int]) -> Counter[int]:
    """How many open records each ended agency of these councils holds."""
    of_kinds = [
        holding.rows.with_only_columns(holding.agency_id, func.count(), maintain_column_froms=True)
        .where(Agency.id == holding.agency_id, within(Agency.council_id, councils))
        .where(Agency.valid_to < clock.today())
        .order_by(None)
        .group_by(holding.agency_id)
        for holding in HOLDINGS.values()
    ]
    left: Counter[int] = Counter()
    for agency_id, number in db.session.execute(union_all(*of_kinds)):
        left[agency_id] += number
    return left


def item(agency: Agency, number: int) -> WorkItem:
    return WorkItem(
        kind="agency",
        id=agency.id,
        code=agency.code,
        title=agency.name,
        group="todo",
        thread_kind="agency",
        thread_id=agency.id,
        why=_n("%(num)s việc còn mở ở cơ quan đã kết thúc", "%(num)s việc còn mở ở cơ quan đã kết thúc", number),
        action=_("Bàn giao"),
        form="handover",
    )
