"""Looking over the open tasks of a council: how many there are of each sort, by what, and the list behind each number.

Every number is a count under the conditions that its list has too (`conditions`), so that the two cannot differ. The
partial-index condition of open tasks stands literally in the SQL, else `ix_assignment_room` is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.planning.models import Topic
from tracker.recommendations.control.keeping import Counting, watched
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries.follow_up import A_OPEN, NO_FIELD, between, is_overdue, is_soon, of_field
from tracker.recommendations.queries.milestones import has_missed_roadmap

A, R, D = Assignment, Recommendation, Delegation
NOBODY = NO_FIELD
"""What a filter names that asks for what has none."""
FOLLOWER: Any = func.coalesce(R.followed_by_id, D.followed_by_id)
"""The officer who follows the recommendation, or its delegation when nobody is named."""
FIELD: Any = func.coalesce(Topic.field, "")
"""The field of the topic that the delegation was set up for."""
BANDS = ("late_1", "late_2", "late_3", "late_4")
STATE_PANEL = ("open", "overdue", *BANDS, "soon", "waiting")
LACKS_PANEL = ("no_follower", "no_person", "no_deadline")
SORTS: tuple[str, ...] = ("open", "overdue", *BANDS, "missed", "soon", "waiting", "untouched", *LACKS_PANEL)
"""Every sort of open task that is counted."""
COLUMNS = STATE_PANEL
"""What is counted for each agency, field, delegation, follower or person."""
DIMENSIONS = ("agency", "field", "delegation", "follower", "person")
ORDERS = ("due", "sent", "touched", "code", "agency")
LAST_PAGE = 4000


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to, and which part of it is shown. The room itself takes the narrowing alone."""

    what: str = "open"
    agency: int | None = None
    delegation: int | None = None
    field: str = ""
    follower: str = ""
    """The number of an account, or NOBODY."""
    person: str = ""
    """Whom the agency put in charge, as it wrote, or NOBODY."""
    role: str = ""
    """The part of the agency: "lead" or "support"."""
    sort: str = ""
    page: int = 1
    size: int = 25

    @property
    def is_reversed(self) -> bool:
        return self.sort.startswith("-")

    @property
    def order(self) -> str:
        return self.sort.lstrip("-") or {"waiting": "sent", "untouched": "touched"}.get(self.what, "due")


LATE_BESIDE = Asked(what="overdue", role="support")
"""Late tasks of co-operating agencies, which a list by the lead's deadline does not hold."""


class Room:
    """The open tasks that this person looks over, narrowed, counted by the numbers of their council."""

    def __init__(self, actor: Actor, asked: Asked, counting: Counting) -> None:
        self.councils, self.asked, self.counting, self.today = watched(actor), asked, counting, clock.today()

    # --- conditions

    @property
    def base(self) -> list[Any]:
        """Open, of the councils, and what the reader has narrowed the room to."""
        return [within(A.council_id, self.councils), A_OPEN, *self.narrowed()]

    def narrowed(self) -> list[Any]:
        asked = self.asked
        found: list[Any] = []
        if asked.agency:
            found.append(A.agency_id == asked.agency)
        if asked.delegation:
            found.append(A.delegation_id == asked.delegation)
        if asked.field:
            found.append(A.delegation_id.in_(of_field(asked.field)))
        if asked.follower:
            found.append(self.followed(asked.follower))
        if asked.person:
            found.append(A.person_in_charge == ("" if asked.person == NOBODY else asked.person))
        if asked.role:
            found.append(A.role == asked.role)
        return found

    def followed(self, who: str) -> ColumnElement[bool]:
        follower = FOLLOWER.is_(None) if who == NOBODY else within(FOLLOWER, [int(who)])
        return of_task().where(follower).exists()

    def conditions(self, what: str) -> list[ColumnElement[bool]]:
        """What makes an open task one of this sort."""
        return [A_OPEN] if what == "open" else list(self.sorts[what])

    @property
    def sorts(self) -> dict[str, Sequence[Any]]:
        late = [A.due_key < self.today, *is_overdue(A, self.today)]
        bands = zip(BANDS, self.counting.bands, strict=True)
        return {
            "overdue": late,
            **{name: [*late, *self.days_late(first, last)] for name, (first, last) in bands},
            "missed": [A.state == "multi_year", has_missed_roadmap(self.today)],
            "soon": [*between(A.due_key, self.today), *is_soon(A, self.today)],
            "waiting": [A.state == "awaiting_verification"],
            "untouched": [~self.touched()],
            "no_follower": [self.followed(NOBODY)],
            "no_person": [A.person_in_charge == ""],
            "no_deadline": [A.due_key == FAR, A.state != "multi_year", self.needs_deadline()],
        }

    def days_late(self, first: int, last: int | None) -> list[Any]:
        """So many days of the calendar since the day at whose end the deadline passed."""
        found = [A.due_ends_on <= self.today - timedelta(days=first)]
        return found if last is None else [*found, A.due_ends_on >= self.today - timedelta(days=last)]

    def needs_deadline(self) -> ColumnElement[bool]:
        """What runs for years, and what a central body answers, has none (domain.md 6.4)."""
        timed = (R.multi_year.is_(False), R.addressee_kind != "central")
        return exists().where(R.id == A.recommendation_id, *timed)

    def touched(self) -> ColumnElement[bool]:
        """Has anything happened on the task or its recommendation in the last days? What an agency does among its own
        does not count, since the Council's side does not know of it."""
        since = start_of(self.today - timedelta(days=self.counting.quiet_days))
        return exists().where(*events_of_task(), AuditEvent.at >= since)

    # --- numbers

    def state(self) -> Any:
        """One row: how many there are of STATE_PANEL, on how many a milestone of the roadmap was missed (`missed`), and the
        day of the oldest report that waits (`oldest`)."""
        oldest = func.min(case((A.state == "awaiting_verification", A.sent_on)))
        return self.counted((*STATE_PANEL, "missed"), oldest.label("oldest"))

    def lacks(self) -> Any:
        return self.counted(LACKS_PANEL)

    def untouched(self) -> int:
        return self.count("untouched")

    def counted(self, names: Sequence[str], *more: Any) -> Any:
        columns = [self.many(name).label(name) for name in names]
        return db.session.execute(select(*columns, *more).select_from(A).where(*self.base)).one()

    def many(self, what: str) -> Any:
        return func.count(case((and_(*self.conditions(what)), 1)))

    def count(self, what: str | None = None) -> int:
        """How many the list of this sort holds."""
        return db.session.scalar(self.count_query(what)) or 0

    def count_query(self, what: str | None = None) -> Select[Any]:
        return select(func.count()).select_from(A).where(*self.base, *self.conditions(what or self.asked.what))

    def breakdown(self, dimension: str) -> Sequence[Any]:
        """A page of rows (key, label, more, COLUMNS …, groups), the most overdue first, and one more than fits; `groups`
        is how many there are in all."""
        grouping = GROUPINGS[dimension]
        columns = [self.many(name).label(name) for name in COLUMNS]
        query = select(
            *(column.label(name) for name, column in zip(("key", "label", "more"), grouping.shown, strict=True)),
            *columns,
            func.count().over().label("groups"),
        ).select_from(A)
        for table, on in grouping.joins:
            query = query.outerjoin(table, on)
        query = query.where(*self.base).group_by(*grouping.by)
        query = query.order_by(self.many("overdue").desc(), self.many("open").desc(), *grouping.by)
        asked = self.asked
        return db.session.execute(query.offset((asked.page - 1) * asked.size).limit(asked.size + 1)).all()

    # --- the list

    def ids(self) -> Sequence[int]:
        """Of the tasks of this page in their order, one more than fits."""
        asked = self.asked
        query = self.ordered(select(A.id).where(*self.base, *self.conditions(asked.what)))
        return db.session.scalars(query.offset((asked.page - 1) * asked.size).limit(asked.size + 1)).all()

    def first_ids(self, most: int) -> Sequence[int]:
        """Of all tasks of the list the first so many."""
        return db.session.scalars(
            self.ordered(select(A.id).where(*self.base, *self.conditions(self.asked.what))).limit(most)
        ).all()

    def ordered(self, query: Select[Any]) -> Select[Any]:
        orders: dict[str, list[Any]] = {
            "due": [A.due_key],
            "sent": [A.sent_on],
            "touched": [last_touched()],
            "code": [R.code],
            "agency": [Agency.sort_key, A.due_key],
        }
        keys = orders[self.asked.order]
        if self.asked.order == "code":
            query = query.join(R, R.id == A.recommendation_id)
        if self.asked.order == "agency":
            query = query.join(Agency, Agency.id == A.agency_id)
        if self.asked.is_reversed:
            return query.order_by(*(key.desc().nulls_first() for key in keys), A.id.desc())
        return query.order_by(*(key.asc().nulls_last() for key in keys), A.id)


def rows(ids: Sequence[int]) -> Sequence[Any]:
    """These tasks as plain columns, in this order."""
    if not ids:
        return []
    query = (
        select(
            *(A.id, A.recommendation_id, A.row_version, A.state, A.agency_name, A.taken_over_by, A.role),
            *(A.due_on, A.due_ends_on, A.original_due_on, A.extension_count, A.sent_on, A.person_in_charge),
            R.code,
            R.text,
            User.full_name.label("follower"),
            last_touched().label("touched_at"),
        )
        .join(R, R.id == A.recommendation_id)
        .join(D, D.id == A.delegation_id)
        .outerjoin(User, User.id == FOLLOWER)
        .where(A.id.in_(ids))
    )
    found = {row.id: row for row in db.session.execute(query)}
    return [found[id] for id in ids if id in found]


@dataclass(frozen=True)
class Grouping:
    """How tasks are put together: what is shown of a group (key, label, more), by what, joined to what."""

    shown: tuple[Any, Any, Any]
    by: tuple[Any, ...]
    joins: tuple[tuple[Any, Any], ...] = ()


NOTHING: Any = literal("")
OF_DELEGATION = ((D, D.id == A.delegation_id),)
GROUPINGS = {
    "agency": Grouping(
        (A.agency_id, Agency.name, NOTHING), (A.agency_id, Agency.name), ((Agency, Agency.id == A.agency_id),)
    ),
    "field": Grouping((FIELD, FIELD, NOTHING), (FIELD,), (*OF_DELEGATION, (Topic, Topic.id == D.topic_id))),
    "delegation": Grouping((A.delegation_id, D.code, D.title), (A.delegation_id, D.code, D.title), OF_DELEGATION),
    "follower": Grouping(
        (FOLLOWER, User.full_name, NOTHING),
        (FOLLOWER, User.full_name),
        ((R, R.id == A.recommendation_id), *OF_DELEGATION, (User, User.id == FOLLOWER)),
    ),
    "person": Grouping(
        (A.agency_id, A.person_in_charge, Agency.name),
        (A.agency_id, A.person_in_charge, Agency.name),
        ((Agency, Agency.id == A.agency_id),),
    ),
}


def of_task() -> Select[Any]:
    """The task's recommendation with its delegation, for a condition on both."""
    return select(R.id).join(D, D.id == A.delegation_id).where(R.id == A.recommendation_id).correlate(A)


def events_of_task() -> list[ColumnElement[bool]]:
    """What people did on the recommendation as a whole or between the Council's side and the task's agency; steps that
    the system takes, such as the handover to the next term, touch nothing."""
    return [
        AuditEvent.thread_kind == "recommendation",
        AuditEvent.thread_id == A.recommendation_id,
        AuditEvent.audience != "agency",
        AuditEvent.role != Role.SYSTEM.value,
        or_(AuditEvent.agency_id.is_(None), AuditEvent.agency_id == A.agency_id),
    ]


def last_touched() -> Any:
    """When something last happened on the task; None where nothing is known."""
    return select(func.max(AuditEvent.at)).where(*events_of_task()).correlate(A).scalar_subquery()


def start_of(day: date) -> datetime:
    """The moment at which that day begins in Viet Nam."""
    return datetime.combine(day, time(), tzinfo=clock.HANOI)


def fields(actor: Actor) -> Sequence[str]:
    """The fields of the topics of their councils."""
    query = select(Topic.field).where(within(Topic.council_id, watched(actor)), Topic.field != "")
    return db.session.scalars(query.distinct().order_by(Topic.field)).all()
