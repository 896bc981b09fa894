"""The follow-up table: one row a recommendation, found through one covering index and paged by the database.

Without an agency the ids come from `recommendation` alone, with one from `assignment` alone; then the rows of those
ids are read as plain columns. The partial-index conditions stand literally in the SQL, else no index is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, or_, select, text, union_all
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, COUNCIL_WIDE
from tracker.core import clock
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencySuccession, Handover
from tracker.organizations.queries import held, with_predecessors
from tracker.recommendations import terms
from tracker.recommendations.deadlines import end_of_soon
from tracker.recommendations.models import LEAD_OPEN_SQL, OPEN_SQL, Addressee, Assignment, Recommendation
from tracker.recommendations.queries import cursors
from tracker.recommendations.queries.rights import assignment_visible, visible
from tracker.search import queries as search

SORTS = ("due", "code", "agency", "status")
SIZES = (25, 50, 100)
LAST_PAGE = 400
COUNTED = 1000
CLOSED = ("implemented", "not_implemented", "waived")
LONGEST_REST = timedelta(days=31)
"""No run of rest days is longer than this."""

R, A = Recommendation, Assignment
LEAD, TOLD, OTHER = aliased(Assignment), aliased(Assignment), aliased(Assignment)
"""Made once: an alias is costly to make."""
R_OPEN: Any = text(f"recommendation.{LEAD_OPEN_SQL}")
A_OPEN: Any = text(f"assignment.{OPEN_SQL}")


@dataclass(frozen=True)
class Wanted:
    """What the table is narrowed to, and which part of it is shown."""

    agency: int | None = None
    status: str = ""
    """A state of an assignment, or "open", or "draft"."""
    delegation: int | None = None
    term: int | None = None
    """Issued in this term of the council, or carried into it."""
    due: str = ""
    """"overdue", "soon", or empty; a range stands in due_from and due_to."""
    due_from: date | None = None
    due_to: date | None = None
    q: str = ""
    sort: str = "due"
    page: int = 1
    size: int = 25
    after: str = ""

    @property
    def is_reversed(self) -> bool:
        return self.sort.startswith("-")

    @property
    def order(self) -> str:
        return self.sort.lstrip("-")


@dataclass(frozen=True)
class Found:
    """One page of the table."""

    rows: Sequence[Any]
    total: int
    """Exact up to COUNTED; one more means: more than that."""
    next_page: int | None
    next_after: str
    with_predecessors: bool = False
    """Were the tasks that predecessors of the agency still hold found too?"""


def find(actor: Actor, wanted: Wanted) -> Found:
    """Three queries: the ids, their rows, the count."""
    reach = Reach(actor, wanted)
    keys = reach.keys()
    shown, more = keys[: wanted.size], len(keys) > wanted.size
    deep = bool(wanted.after) or wanted.page >= LAST_PAGE
    return Found(
        rows=reach.rows([key[-1] for key in shown]),
        total=reach.count(),
        next_page=wanted.page + 1 if more and not deep else None,
        next_after=key_of_last(shown) if more and deep else "",
        with_predecessors=reach.is_council_side and len(reach.agency_ids) > 1,
    )


def key_of_last(keys: Sequence[Any]) -> str:
    return cursors.spell(keys[-1]) if keys else ""


class Reach:
    """Which recommendations, in which order, and whose assignment is told of each."""

    def __init__(self, actor: Actor, wanted: Wanted) -> None:
        self.actor, self.wanted, self.today = actor, wanted, clock.today()
        self.is_council_side = bool(actor.roles & set(COUNCIL_SIDE))
        self.agency_ids = self.told_of()

    def told_of(self) -> list[int]:
        """Agencies whose assignment is told of; none: the lead's. On the Council's side with all predecessors."""
        wanted = self.wanted.agency
        if not self.is_council_side:
            own = sorted(self.actor.agency_ids)
            return [wanted] if wanted in own else own
        if not wanted:
            return []
        return with_predecessors(wanted) if self.about_agency.has_predecessors else [wanted]

    @cached_property
    def about_agency(self) -> Any:
        """Of the agency that is asked for: its council, and whether it has predecessors; of it or of the reader's
        agencies: whether tasks have changed hands. One query, none where no agency is asked for."""
        ids = sorted(self.actor.agency_ids) if not self.is_council_side else [self.wanted.agency or 0]
        moved = exists().where(or_(Handover.from_agency_id.in_(ids), Handover.to_agency_id.in_(ids)))
        council = select(Agency.council_id).where(Agency.id == self.wanted.agency).scalar_subquery()
        succeeds = exists().where(AgencySuccession.successor_id == self.wanted.agency)
        return db.session.execute(
            select(council.label("council"), succeeds.label("has_predecessors"), moved.label("has_moved"))
        ).one()

    @property
    def has_moved(self) -> bool:
        return bool(self.agency_ids) and bool(self.about_agency.has_moved or self.about_agency.has_predecessors)

    def its(self, a: Any) -> ColumnElement[bool]:
        """The tasks told of: those of the agencies, and those that were theirs before a handover. The Council's side
        finds what the agency asked for has handed over; an agency's reader also what it took over only to close it."""
        own = within(a.agency_id, self.agency_ids)
        if not self.has_moved:
            return own
        if self.is_council_side:
            return or_(own, a.id.in_(held("assignment", [self.wanted.agency or 0], only_from=True)))
        return or_(own, a.id.in_(held("assignment", self.agency_ids)))

    def keys(self) -> Sequence[Any]:
        """The sort keys of the rows of this page, the id last, and one more to know whether there is a next."""
        wanted = self.wanted
        branches = self.branches
        if not branches:
            return []
        selects = [branch.select(wanted) for branch in branches]
        query: Any = selects[0] if len(selects) == 1 else union_all(*selects)
        query = query.order_by(*self.ordering(branches, list(query.selected_columns)))
        if not wanted.after:
            query = query.offset((min(wanted.page, LAST_PAGE) - 1) * wanted.size)
        return db.session.execute(query.limit(wanted.size + 1)).all()

    def ordering(self, branches: list[Branch], columns: list[Any]) -> list[Any]:
        may_lack = [
            any(cursors.is_nullable(key) for key in keys) for keys in zip(*(b.keys for b in branches), strict=True)
        ]
        pairs = zip(columns, may_lack, strict=True)
        return [cursors.ordered(key, may_lack=lacking, is_reversed=self.wanted.is_reversed) for key, lacking in pairs]

    def count(self) -> int:
        """How many there are, counted to one more than COUNTED."""
        counts = [branch.count() for branch in self.branches]
        total = db.session.scalar(select(sum(counts, literal(0)))) or 0
        return min(total, COUNTED + 1)

    @cached_property
    def branches(self) -> list[Branch]:
        if not self.agency_ids:
            return [self.branch()]
        return [branch for branch in (self.branch_of_assignments(), self.branch_of_drafts()) if branch is not None]

    def branch(self) -> Branch:
        """Recommendations by the lead's state."""
        conditions: list[Any] = [visible(self.actor)]
        conditions += status_conditions(self.wanted.status, R.lead_state, R_OPEN)
        conditions += self.due_of_lead()
        conditions += self.common(R.delegation_id, R.due_key, R.id)
        keys: dict[str, list[Any]] = {
            "due": [R.due_key, R.id],
            "code": [R.code, R.id],
            "agency": [Agency.sort_key, R.due_key, R.id],
            "status": [R.lead_state, R.due_key, R.id],
        }
        joins = [(Agency, Agency.id == R.lead_agency_id)] if self.wanted.order == "agency" else []
        return Branch(R, conditions, keys[self.wanted.order], joins)

    def branch_of_assignments(self) -> Branch | None:
        """Recommendations by the state of the agency's own assignment."""
        wanted = self.wanted
        if wanted.status == "draft":
            return None
        conditions: list[Any] = [self.its(A), *self.assignment_rights(), *self.one_each()]
        conditions += status_conditions(wanted.status, A.state, A_OPEN)
        conditions += self.due_of_assignment()
        conditions += self.common(A.delegation_id, A.due_key, A.recommendation_id)
        keys: dict[str, list[Any]] = {
            "due": [A.due_key, A.recommendation_id],
            "code": [R.code, A.recommendation_id],
            "agency": [Agency.sort_key, A.due_key, A.recommendation_id],
            "status": [A.state, A.due_key, A.recommendation_id],
        }
        joins: list[Any] = []
        if wanted.order in ("code", "agency"):
            joins.append((R, R.id == A.recommendation_id))
        if wanted.order == "agency":
            joins.append((Agency, Agency.id == R.lead_agency_id))
        return Branch(A, conditions, keys[wanted.order], joins)

    def branch_of_drafts(self) -> Branch | None:
        """Drafts that name the agency, for those who may see drafts; they have no assignment yet."""
        wanted = self.wanted
        if not self.is_council_side or wanted.status not in ("", "draft") or wanted.due:
            return None
        narrowed = replace(wanted, status="draft", agency=None)
        branch = Reach(self.actor, narrowed).branch()
        named = exists().where(Addressee.recommendation_id == R.id, within(Addressee.agency_id, self.agency_ids))
        return replace(branch, conditions=[*branch.conditions, named])

    def assignment_rights(self) -> list[Any]:
        """Nothing more to ask where the agency is the reader's own, or of a council that they read as a whole."""
        if not self.is_council_side:
            return self.rights_of_agency()
        council = self.about_agency.council
        return [] if council in self.actor.councils_as(*COUNCIL_WIDE) else [assignment_visible(self.actor)]

    def rights_of_agency(self) -> list[Any]:
        if not self.wanted.agency or self.wanted.agency in self.agency_ids:
            return []
        beside = OTHER.recommendation_id == A.recommendation_id
        return [exists().where(beside, OTHER.agency_id == self.wanted.agency)]

    def one_each(self) -> list[Any]:
        """One row a recommendation where several of its tasks are told of: an open one first, then the eldest."""
        if len(self.agency_ids) == 1 and not self.has_moved:
            return []
        is_open, other_open = (a.state.not_in(CLOSED) for a in (A, OTHER))
        better = or_(other_open & ~is_open, (other_open == is_open) & (OTHER.id < A.id))
        return [~exists().where(OTHER.recommendation_id == A.recommendation_id, self.its(OTHER), better)]

    def common(self, delegation_id: Any, due_key: Any, id: Any) -> list[Any]:
        wanted, conditions = self.wanted, []
        if wanted.delegation:
            conditions.append(delegation_id == wanted.delegation)
        if wanted.term:
            conditions.append(id.in_(terms.belonging(wanted.term)))
        if wanted.due_from:
            conditions.append(due_key >= wanted.due_from)
        if wanted.due_to:
            conditions.append(due_key <= wanted.due_to)
        if wanted.q.strip():
            conditions.append(id.in_(search.found("recommendation", wanted.q)))
        return conditions

    def due_of_assignment(self) -> list[Any]:
        """Overdue as contract.md section 6 says; the range of `due_key` lets the index find the few that may be."""
        if self.wanted.due == "overdue":
            return [A_OPEN, A.due_key < self.today, *is_overdue(A, self.today)]
        if self.wanted.due == "soon":
            return [A_OPEN, *between(A.due_key, self.today), *is_soon(A, self.today)]
        return []

    def due_of_lead(self) -> list[Any]:
        beside = (LEAD.recommendation_id == R.id, LEAD.role == "lead")
        if self.wanted.due == "overdue":
            return [R_OPEN, R.due_key < self.today, exists().where(*beside, *is_overdue(LEAD, self.today))]
        if self.wanted.due == "soon":
            return [R_OPEN, *between(R.due_key, self.today), exists().where(*beside, *is_soon(LEAD, self.today))]
        return []

    def rows(self, ids: Sequence[int]) -> Sequence[Any]:
        """Plain columns of these recommendations, in this order, with the assignment that is told of."""
        if not ids:
            return []
        rows = db.session.execute(self.row_query, {"ids": list(ids)})
        by_id: dict[int, Any] = {}
        for row in sorted(rows, key=lambda row: (row.assignment_state in CLOSED, row.assignment_id or 0)):
            by_id.setdefault(row.id, row)
        return [by_id[id] for id in ids if id in by_id]

    @property
    def row_query(self) -> Any:
        if not self.agency_ids:
            return ROWS_OF_LEAD
        if self.has_moved:
            return row_query(self.its(TOLD))
        return ROWS_OF_AGENCY.params(agencies=self.agency_ids)


def row_query(whose: Any) -> Any:
    """The columns of a row; `whose` says which assignment is told of."""
    return (
        select(
            R.id,
            R.code,
            R.text,
            R.state,
            R.council_id,
            R.issued_on,
            terms.LAST_CARRIED.label("carried_into"),
            R.due_on.label("draft_due_on"),
            R.approved_at,
            func.coalesce(LEAD.agency_name, Agency.name).label("lead_name"),
            LEAD.taken_over_by.label("lead_now"),
            LEAD.taken_over_on.label("lead_since"),
            TOLD.id.label("assignment_id"),
            TOLD.agency_name,
            TOLD.taken_over_by,
            TOLD.role,
            TOLD.state.label("assignment_state"),
            TOLD.claim,
            TOLD.percent,
            TOLD.claimed_at,
            TOLD.due_on,
            TOLD.due_ends_on,
            TOLD.original_due_on,
            TOLD.extension_count,
            TOLD.sent_on,
            TOLD.verified_at,
            TOLD.answer_due_on,
        )
        .outerjoin(LEAD, and_(LEAD.recommendation_id == R.id, LEAD.role == "lead"))
        .outerjoin(TOLD, and_(TOLD.recommendation_id == R.id, whose))
        .outerjoin(Agency, Agency.id == R.lead_agency_id)
        .where(R.id.in_(bindparam("ids", expanding=True)))
    )


ROWS_OF_LEAD = row_query(TOLD.role == "lead")
ROWS_OF_AGENCY = row_query(TOLD.agency_id.in_(bindparam("agencies", expanding=True)))


@dataclass(frozen=True)
class Branch:
    """Keys of one table under conditions, in the order of its index."""

    table: Any
    conditions: list[Any]
    keys: list[Any]
    joins: list[Any]

    def select(self, wanted: Wanted) -> Select[Any]:
        query = select(*self.keys).select_from(self.table).where(*self.conditions)
        for table, on in self.joins:
            query = query.outerjoin(table, on)
        if wanted.after:
            query = query.where(cursors.beyond(self.keys, wanted.after, is_reversed=wanted.is_reversed))
        return query

    def count(self) -> Any:
        some = select(literal(1).label("one")).select_from(self.table).where(*self.conditions).limit(COUNTED + 1)
        return select(func.count()).select_from(some.subquery()).scalar_subquery()


def status_conditions(status: str, state: Any, is_open: Any) -> list[ColumnElement[bool]]:
    if not status:
        return []
    if status == "open":
        return [is_open]
    if status == "draft":
        return [state.is_(None), R.state == "draft"]
    return [state == status]


def is_overdue(a: Any, today: date) -> list[ColumnElement[bool]]:
    late = or_(a.state != "awaiting_verification", a.sent_on.is_(None), a.sent_on > a.due_ends_on)
    return [a.due_ends_on < today, a.state != "multi_year", late]


def is_soon(a: Any, today: date) -> list[ColumnElement[bool]]:
    return [a.due_ends_on >= today, a.due_ends_on <= end_of_soon(today), a.state != "multi_year"]


def between(due_key: Any, today: date) -> list[ColumnElement[bool]]:
    """A deadline that counts to today or later was written at most a long rest before."""
    return [due_key >= today - LONGEST_REST, due_key <= end_of_soon(today)]
