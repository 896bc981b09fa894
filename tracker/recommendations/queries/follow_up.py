"""The follow-up table: one row a recommendation, found through one covering index and paged by the database. Drafts are not
followed up: they stand in it only where the filter of the status asks for them.

Without an agency the ids come from `recommendation` alone, with one from `assignment` alone; then the rows of those
ids are read as plain columns. At a past moment the same is asked of the spans that stood then (`tables`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, literal, or_, select, true, union_all

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, COUNCIL_WIDE
from tracker.core import clock
from tracker.core.text import fold
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations import history
from tracker.organizations.models import Agency, AgencySuccession, Handover
from tracker.organizations.queries import held, with_predecessors
from tracker.planning.models import Topic
from tracker.recommendations import terms
from tracker.recommendations.deadlines import end_of_soon
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.models import Addressee, Assignment, Recommendation
from tracker.recommendations.queries import counting, cursors, tables
from tracker.recommendations.queries.tables import NOW, Tables
from tracker.search import queries as search

SORTS = ("due", "code", "agency", "status")
SIZES = (25, 50, 100)
LAST_PAGE = 400
NO_FIELD = "-"
COUNTED = 1000
CLOSED = ("implemented", "not_implemented", "waived")
LONGEST_REST = timedelta(days=31)
"""No run of rest days is longer than this."""

R_OPEN, A_OPEN = NOW.lead_open, NOW.task_open


@dataclass(frozen=True)
class Wanted:
    """What the table is narrowed to, and which part of it is shown."""

    agency: int | None = None
    status: str = ""
    """A state of an assignment, or "open", or "draft"."""
    has_drafts: bool = False
    """Without a status: do drafts stand among the rows? Nobody follows them up, so the table leaves them out."""
    delegation: int | None = None
    term: int | None = None
    """Issued in this term of the council, or carried into it."""
    field: str = ""
    """Of delegations whose topic is of this field; NO_FIELD: of none."""
    year: int | None = None
    """Issued in this year."""
    due: str = ""
    """"overdue", "soon", "beside" (a co-operating agency is overdue), or empty; a range stands in due_from and due_to."""
    due_from: date | None = None
    due_to: date | None = None
    counted: str = ""
    """What a rate counts or leaves out (`counting.COUNTED`): exactly the tasks behind that number; with `as_of`."""
    as_of: datetime | None = None
    """As known at that moment; None: now."""
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
    """Three queries: the ids, their rows, and, where the first page does not hold all, the count."""
    with as_known(wanted.as_of):
        return found_by(Reach(actor, wanted))


def found_by(reach: Reach) -> Found:
    wanted, keys = reach.wanted, reach.keys()
    shown, more = keys[: wanted.size], len(keys) > wanted.size
    deep = bool(wanted.after) or wanted.page >= LAST_PAGE
    holds_all = not more and not wanted.after and wanted.page == 1
    return Found(
        rows=reach.rows([key[-1] for key in shown]),
        total=len(keys) if holds_all else reach.count(),
        next_page=wanted.page + 1 if more and not deep else None,
        next_after=key_of_last(shown) if more and deep else "",
        with_predecessors=reach.is_council_side and len(reach.agency_ids) > 1,
    )


def totals(actor: Actor, wanted: Wanted, statuses: Sequence[str]) -> dict[str, int]:
    """How many the table holds in each of these statuses, exactly; one question, and one about the agency asked for."""
    with as_known(wanted.as_of):
        reaches = [Reach(actor, replace(wanted, status=statuses[0]))]
        about = reaches[0].__dict__.get("about_agency")
        reaches += [Reach(actor, replace(wanted, status=status), about=about) for status in statuses[1:]]
        columns = [reach.number().label(name) for name, reach in zip(statuses, reaches, strict=True)]
        return dict(db.session.execute(select(*columns)).one()._mapping)


def of_field(name: str) -> Select[Any]:
    """Ids of the delegations whose topic is of this field."""
    field = "" if name == NO_FIELD else name
    named = func.coalesce(Topic.field, "") == field
    return select(Delegation.id).outerjoin(Topic, Topic.id == Delegation.topic_id).where(named)


def issued_in(year: int) -> Select[Any]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return select(Recommendation.id).where(Recommendation.issued_on.between(first, last))


def key_of_last(keys: Sequence[Any]) -> str:
    return cursors.spell(keys[-1]) if keys else ""


class Reach:
    """Which recommendations, in which order, and whose assignment is told of each."""

    def __init__(self, actor: Actor, wanted: Wanted, *, about: Any = None) -> None:
        """`about`: what another reach for the same agency has found out about it (`about_agency`)."""
        self.actor, self.wanted, self.today = actor, wanted, clock.today()
        if about is not None:
            self.about_agency = about
        self.tables = tables.at(wanted.as_of)
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
        if self.wanted.counted:
            return [wanted]
        if self.tables.moment is not None:
            return history.with_predecessors(wanted, self.tables.moment)
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
        if len(self.agency_ids) > 1 and self.is_council_side:
            return True
        return bool(self.agency_ids) and bool(self.about_agency.has_moved or self.about_agency.has_predecessors)

    def its(self, a: Any) -> ColumnElement[bool]:
        """The tasks told of: those of the agencies, and those that were theirs before a handover. The Council's side
        finds what the agency asked for has handed over; an agency's reader also what it took over only to close it, and
        at a past moment what is or was its own today. A rate counts what the agency held."""
        own = within(a.agency_id, self.agency_ids)
        if not self.has_moved or self.wanted.counted:
            return own
        moment = self.tables.moment
        if self.is_council_side:
            given = held("assignment", [self.wanted.agency or 0], only_from=True, until=moment)
            return or_(own, a.id.in_(given))
        moved = held("assignment", self.agency_ids)
        if moment is None:
            return or_(own, a.id.in_(moved))
        today = or_(within(Assignment.agency_id, self.agency_ids), Assignment.id.in_(moved))
        condition: ColumnElement[bool] = a.id.in_(select(Assignment.id).where(today))
        return condition

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

    def recommendation_ids(self, keys: Sequence[Any]) -> list[int]:
        """Of these rows, in their order."""
        ids = [key[-1] for key in keys]
        if not self.is_by_task:
            return ids
        query = select(Assignment.id, Assignment.recommendation_id).where(Assignment.id.in_(ids))
        found = {row[0]: row[1] for row in db.session.execute(query)}
        return [found[id] for id in ids]

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

    def number(self) -> Any:
        """How many there are, all of them counted, as a column."""
        return sum((branch.count(most=None) for branch in self.branches), literal(0))

    @cached_property
    def branches(self) -> list[Branch]:
        if not self.agency_ids:
            return [self.branch()]
        return [branch for branch in (self.branch_of_assignments(), self.branch_of_drafts()) if branch is not None]

    def branch(self) -> Branch:
        """Recommendations by the lead's state."""
        t = self.tables
        whole = t.recommendations
        conditions: list[Any] = [t.visible(self.actor), t.stand(whole)]
        conditions += status_conditions(self.wanted.status, whole.lead_state, t.lead_open, whole.state)
        if not self.wanted.status and not self.wanted.has_drafts:
            conditions.append(whole.state != "draft")
        conditions += self.due_of_lead()
        conditions += self.common(whole.delegation_id, whole.due_key, whole.id)
        keys: dict[str, list[Any]] = {
            "due": [whole.due_key, whole.id],
            "code": [whole.code, whole.id],
            "agency": [t.agencies.sort_key, whole.due_key, whole.id],
            "status": [whole.lead_state, whole.due_key, whole.id],
        }
        joins = [self.with_agency()] if self.wanted.order == "agency" else []
        return Branch(whole, conditions, keys[self.wanted.order], joins)

    def with_agency(self) -> tuple[Any, Any]:
        t = self.tables
        return t.agencies, and_(t.agencies.id == t.recommendations.lead_agency_id, t.stand(t.agencies))

    def branch_of_assignments(self) -> Branch | None:
        """Recommendations by the state of the agency's own assignment."""
        wanted, t = self.wanted, self.tables
        if wanted.status == "draft":
            return None
        whole, task = t.recommendations, t.tasks
        conditions: list[Any] = [self.its(task), t.stand(task), *self.assignment_rights(), *self.one_each()]
        conditions += status_conditions(wanted.status, task.state, t.task_open, whole.state)
        conditions += self.due_of_assignment()
        conditions += self.common(task.delegation_id, task.due_key, task.recommendation_id)
        row = task.id if self.is_by_task else task.recommendation_id
        keys: dict[str, list[Any]] = {
            "due": [task.due_key, row],
            "code": [whole.code, row],
            "agency": [t.agencies.sort_key, task.due_key, row],
            "status": [task.state, task.due_key, row],
        }
        joins: list[Any] = []
        if wanted.order in ("code", "agency"):
            joins.append((whole, and_(whole.id == task.recommendation_id, t.stand(whole))))
        if wanted.order == "agency":
            joins.append(self.with_agency())
        return Branch(task, conditions, keys[wanted.order], joins)

    @property
    def is_by_task(self) -> bool:
        """An agency's rate counts its tasks, of which it may have had several of one recommendation."""
        return bool(self.wanted.counted and self.agency_ids)

    def branch_of_drafts(self) -> Branch | None:
        """Drafts that name the agency, where they are asked for; they have no assignment yet."""
        wanted = self.wanted
        are_asked_for = wanted.status == "draft" or (wanted.has_drafts and not wanted.status)
        if not self.is_council_side or not are_asked_for or wanted.due or wanted.counted:
            return None
        narrowed = replace(wanted, agency=None, status="draft")
        branch = Reach(self.actor, narrowed).branch()
        named = self.addressed(self.tables.recommendations)
        return replace(branch, conditions=[*branch.conditions, named])

    def addressed(self, table: Any) -> ColumnElement[bool]:
        """Drafts that name the agency."""
        if self.tables.moment is not None:
            return or_(*(table.addressed_to.contains(f"|{id}|") for id in self.agency_ids))
        return exists().where(Addressee.recommendation_id == table.id, within(Addressee.agency_id, self.agency_ids))

    def assignment_rights(self) -> list[Any]:
        """Nothing more to ask where the agency is the reader's own, or of a council that they read as a whole."""
        if not self.is_council_side:
            return self.rights_of_agency()
        council = self.about_agency.council
        return [] if council in self.actor.councils_as(*COUNCIL_WIDE) else [self.tables.tasks_visible(self.actor)]

    def rights_of_agency(self) -> list[Any]:
        if not self.wanted.agency or self.wanted.agency in self.agency_ids:
            return []
        other = self.tables.other
        beside = other.recommendation_id == self.tables.tasks.recommendation_id
        return [exists().where(beside, self.tables.stand(other), other.agency_id == self.wanted.agency)]

    def one_each(self) -> list[Any]:
        """One row a recommendation where several of its tasks are told of: an open one first, then the eldest."""
        if self.is_by_task or (len(self.agency_ids) == 1 and not self.has_moved):
            return []
        t, task, other = self.tables, self.tables.tasks, self.tables.other
        is_open, other_open = (a.state.not_in(CLOSED) for a in (task, other))
        better = or_(other_open & ~is_open, (other_open == is_open) & (other.id < task.id))
        beside = and_(other.recommendation_id == task.recommendation_id, t.stand(other))
        return [~exists().where(beside, self.its(other), better)]

    def common(self, delegation_id: Any, due_key: Any, id: Any) -> list[Any]:
        wanted, conditions = self.wanted, []
        if wanted.delegation:
            conditions.append(delegation_id == wanted.delegation)
        if wanted.term:
            conditions.append(id.in_(terms.belonging(wanted.term, self.tables.moment)))
        if wanted.field:
            conditions.append(delegation_id.in_(of_field(wanted.field)))
        if wanted.year:
            conditions.append(id.in_(issued_in(wanted.year)))
        if wanted.due_from:
            conditions.append(due_key >= wanted.due_from)
        if wanted.due_to:
            conditions.append(due_key <= wanted.due_to)
        if wanted.q.strip():
            conditions.append(id.in_(self.worded()))
        return conditions

    def worded(self) -> Any:
        """Recommendations that hold these words; at a past moment in their code, text and deliverable of then."""
        t = self.tables
        if t.moment is None:
            return search.found("recommendation", self.wanted.q)
        sentence = literal(" ") + t.words.folded
        found = (sentence.contains(f" {word}", autoescape=True) for word in fold(self.wanted.q).split())
        return select(t.words.id).where(t.stand(t.words), *found)

    def due_of_assignment(self) -> list[Any]:
        """Overdue as contract.md section 6 says; the range of `due_key` lets the index find the few that may be."""
        task, is_open = self.tables.tasks, self.tables.task_open
        if self.wanted.counted:
            return [counting.conditions(task)[self.wanted.counted]]
        if self.wanted.due == "overdue":
            return [is_open, task.due_key < self.today, *is_overdue(task, self.today)]
        if self.wanted.due == "soon":
            return [is_open, *between(task.due_key, self.today), *is_soon(task, self.today)]
        if self.wanted.due == "beside":
            return self.late_beside()
        return []

    def due_of_lead(self) -> list[Any]:
        t, today = self.tables, self.today
        whole, lead, is_open = t.recommendations, t.lead, t.lead_open
        beside = (lead.recommendation_id == whole.id, lead.role == "lead", t.stand(lead))
        if self.wanted.counted:
            return [exists().where(*beside, counting.conditions(lead)[self.wanted.counted])]
        if self.wanted.due == "overdue":
            return [is_open, whole.due_key < today, exists().where(*beside, *is_overdue(lead, today))]
        if self.wanted.due == "soon":
            return [is_open, *between(whole.due_key, today), exists().where(*beside, *is_soon(lead, today))]
        if self.wanted.due == "beside":
            mine = within(t.tasks.council_id, self.actor.council_ids)
            return [whole.id.in_(select(t.tasks.recommendation_id).where(mine, t.stand(t.tasks), *self.late_beside()))]
        return []

    def late_beside(self) -> list[Any]:
        """Tasks of co-operating agencies that are overdue, which the lead's deadline says nothing of."""
        task = self.tables.tasks
        late = [task.due_key < self.today, *is_overdue(task, self.today)]
        return [self.tables.task_open, task.role == "support", *late]

    def beside_of(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Of these recommendations the co-operating agencies that are late, as they are called now."""
        task = self.tables.tasks
        name = case((task.taken_over_by != "", task.taken_over_by), else_=task.agency_name)
        query = select(task.recommendation_id, name).where(
            task.recommendation_id.in_(ids), self.tables.stand(task), *self.late_beside()
        )
        found: dict[int, list[str]] = defaultdict(list)
        for id, agency in db.session.execute(query.order_by(task.id)) if ids else ():
            found[id].append(agency)
        return found

    def rows(self, ids: Sequence[int]) -> Sequence[Any]:
        """Plain columns of these recommendations, in this order, with the assignment that is told of."""
        if not ids:
            return []
        rows = db.session.execute(self.row_query, {"ids": list(ids)})
        by_id: dict[int, Any] = {}
        for row in sorted(rows, key=lambda row: (row.assignment_state in CLOSED, row.assignment_id or 0)):
            by_id.setdefault(row.assignment_id if self.is_by_task else row.id, row)
        return [by_id[id] for id in ids if id in by_id]

    @property
    def row_query(self) -> Any:
        t = self.tables
        if self.is_by_task:
            return row_query(t, true()).where(t.told.id.in_(bindparam("ids", expanding=True)))
        if t.moment is not None or self.has_moved:
            whose = self.its(t.told) if self.agency_ids else t.told.role == "lead"
            return row_query(t, whose).where(t.recommendations.id.in_(bindparam("ids", expanding=True)))
        if not self.agency_ids:
            return ROWS_OF_LEAD
        return ROWS_OF_AGENCY.params(agencies=self.agency_ids)


def row_query(t: Tables, whose: Any) -> Any:
    """The columns of a row; `whose` says which assignment is told of."""
    whole, lead, told = t.recommendations, t.lead, t.told
    query = (
        select(
            whole.id,
            whole.code,
            t.words.text,
            whole.state,
            whole.council_id,
            whole.delegation_id,
            t.issued_on.label("issued_on"),
            terms.last_carried(whole, t.moment).label("carried_into"),
            whole.due_on.label("draft_due_on"),
            whole.approved_at,
            func.coalesce(lead.agency_name, t.agencies.name).label("lead_name"),
            lead.taken_over_by.label("lead_now"),
            lead.taken_over_on.label("lead_since"),
            told.id.label("assignment_id"),
            told.agency_name,
            told.taken_over_by,
            told.role,
            told.state.label("assignment_state"),
            told.claim,
            told.percent,
            told.claimed_at,
            told.due_on,
            told.due_ends_on,
            told.original_due_on,
            told.extension_count,
            told.sent_on,
            told.completed_on,
            told.verified_at,
            told.answer_due_on,
        )
        .outerjoin(lead, and_(lead.recommendation_id == whole.id, lead.role == "lead", t.stand(lead)))
        .outerjoin(told, and_(told.recommendation_id == whole.id, whose, t.stand(told)))
        .outerjoin(t.agencies, and_(t.agencies.id == whole.lead_agency_id, t.stand(t.agencies)))
        .where(t.stand(whole))
    )
    return query if t.words is whole else query.join(t.words, and_(t.words.id == whole.id, t.stand(t.words)))


BY_ID = NOW.recommendations.id.in_(bindparam("ids", expanding=True))
ROWS_OF_LEAD = row_query(NOW, NOW.told.role == "lead").where(BY_ID)
ROWS_OF_AGENCY = row_query(NOW, NOW.told.agency_id.in_(bindparam("agencies", expanding=True))).where(BY_ID)


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

    def count(self, *, most: int | None = COUNTED) -> Any:
        some = select(literal(1).label("one")).select_from(self.table).where(*self.conditions)
        some = some if most is None else some.limit(most + 1)
        return select(func.count()).select_from(some.subquery()).scalar_subquery()


def status_conditions(status: str, state: Any, is_open: Any, whole: Any) -> list[ColumnElement[bool]]:
    """`state` of the task that is asked for, `whole` of its recommendation."""
    if not status:
        return []
    if status == "open":
        return [is_open]
    if status == "draft":
        return [state.is_(None), whole == "draft"]
    return [state == status]


def is_overdue(a: Any, today: date) -> list[ColumnElement[bool]]:
    late = or_(a.state != "awaiting_verification", a.sent_on.is_(None), a.sent_on > a.due_ends_on)
    return [a.due_ends_on < today, a.state != "multi_year", late]


def is_soon(a: Any, today: date) -> list[ColumnElement[bool]]:
    return [a.due_ends_on >= today, a.due_ends_on <= end_of_soon(today), a.state != "multi_year"]


def between(due_key: Any, today: date) -> list[ColumnElement[bool]]:
    """A deadline that counts to today or later was written at most a long rest before."""
    return [due_key >= today - LONGEST_REST, due_key <= end_of_soon(today)]
