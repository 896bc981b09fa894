"""Reading saved views: whose one may read, which one opens a list, and what of a filter is there no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from tracker.accounts import access, people
from tracker.accounts.access import within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.core.rows import row_number_or_none
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.views import places
from tracker.views.models import SavedView, ViewDefault

MOST = 100
"""So many views of a list are offered."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own, and what is shared with the office of one's council."""
    if actor.id is None:
        return false()
    shared = and_(SavedView.shared.is_(True), within(SavedView.council_id, actor.councils_as(Role.OFFICE)))
    return or_(SavedView.created_by_id == actor.id, shared)


def listing(actor: Actor, place: str = "") -> Sequence[Any]:
    """(view, whether it opens the list for this person, owner's name), by list and name."""
    mine = and_(ViewDefault.view_id == SavedView.id, ViewDefault.user_id == actor.id)
    query = (
        select(SavedView, ViewDefault.id.is_not(None).label("is_default"), User.full_name.label("owner"))
        .outerjoin(ViewDefault, mine)
        .outerjoin(User, User.id == SavedView.created_by_id)
        .where(visible(actor))
    )
    if place:
        query = query.where(SavedView.place == place)
    return db.session.execute(query.order_by(SavedView.place, SavedView.name, SavedView.id).limit(MOST)).all()


def default_of(actor: Actor, place: str) -> ViewDefault | None:
    found: ViewDefault | None = db.session.scalar(select(ViewDefault).filter_by(user_id=actor.id, place=place))
    return found


def chosen(ids: Sequence[int], actor: Actor) -> Sequence[int]:
    """Those of these views with which this person opens a list."""
    query = select(ViewDefault.view_id).where(ViewDefault.user_id == actor.id, ViewDefault.view_id.in_(ids))
    return db.session.scalars(query).all()


@dataclass
class Known:
    """The records that some filters name, as far as the reader may know of them."""

    agencies: dict[int, tuple[str, date | None]] = field(default_factory=dict)
    """id → name, and the day on which it ended."""
    delegations: dict[int, str] = field(default_factory=dict)
    officers: dict[int, str] = field(default_factory=dict)
    following: set[int] = field(default_factory=set)
    """Those of them who are officers of the office today."""


def known(views: Iterable[SavedView], actor: Actor) -> Known:
    """At most four queries, however many views there are."""
    asked = [places.opened(view.query) for view in views]
    found = Known()
    councils = sorted(actor.council_ids)
    if ids := numbers(asked, "agency"):
        query = select(Agency.id, Agency.name, Agency.valid_to).where(
            Agency.id.in_(ids), Agency.council_id.in_(councils)
        )
        found.agencies = {row.id: (row.name, row.valid_to) for row in db.session.execute(query)}
    if ids := numbers(asked, "delegation"):
        of_reader = select(Delegation.id, Delegation.code).where(
            Delegation.id.in_(ids), access.visible("delegation", actor)
        )
        found.delegations = {row.id: row.code for row in db.session.execute(of_reader)}
    if ids := numbers(asked, "follower"):
        named = select(User.id, User.full_name).where(User.id.in_(ids))
        found.officers = {row.id: row.full_name for row in db.session.execute(named)}
        found.following = {id for council in councils for id in people.holders(Role.OFFICE, Place(council_id=council))}
    return found


def numbers(asked: Iterable[dict[str, str]], name: str) -> list[int]:
    values = {values[name] for values in asked if name in values}
    return sorted({id for value in values if (id := row_number_or_none(value)) is not None})


def problems(view: SavedView, known: Known) -> list[str]:
    """Why the filter no longer says what it said when it was saved; a sentence each."""
    asked = places.opened(view.query)
    found = [gone(name, asked[name], known) for name in ("agency", "delegation", "follower") if name in asked]
    if strange := places.strange(view.place, view.query):
        found.append(_("Có điều kiện không còn hiểu được: %(names)s.", names=", ".join(strange)))
    return [sentence for sentence in found if sentence]


def gone(name: str, value: str, known: Known) -> str:
    id = row_number_or_none(value) or 0
    if name == "agency":
        return agency_gone(id, known)
    if name == "delegation":
        return "" if id in known.delegations else _("Đoàn giám sát trong bộ lọc không còn, hoặc không còn được xem.")
    if not id or id in known.following:
        return ""
    who = known.officers.get(id)
    return _("%(who)s không còn là chuyên viên Văn phòng.", who=who) if who else _("Người theo dõi không còn.")


def agency_gone(id: int, known: Known) -> str:
    if id not in known.agencies:
        return _("Cơ quan trong bộ lọc không còn.")
    name, ended_on = known.agencies[id]
    if ended_on is None or ended_on >= clock.today():
        return ""
    return _("%(name)s đã kết thúc hoạt động ngày %(day)s.", name=name, day=format_vi(ended_on))
