"""What must hold before an agency is changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import exists, select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import fold
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias, AgencySuccession


def require_office(actor: Actor, council_id: int) -> None:
    if not is_keeper(actor, council_id):
        raise Forbidden


def is_keeper(actor: Actor, council_id: int) -> bool:
    """Agencies are kept by the council's office (and by the product's own commands)."""
    return Role.SYSTEM in actor.roles or Role.OFFICE in actor.roles_on(Place(council_id=council_id))


def require_alive(agency: Agency) -> None:
    """Impossible when its last day is known, also one that is still to come."""
    if agency.valid_to is None:
        return
    if agency.valid_to < clock.today():
        raise Impossible(_("“%(name)s” đã kết thúc ngày %(day)s.", name=agency.name, day=format_vi(agency.valid_to)))
    raise Impossible(
        _(
            "“%(name)s” đã được ghi là kết thúc vào ngày %(day)s. Nếu ghi nhầm, hãy hủy việc ghi đó trước.",
            name=agency.name,
            day=format_vi(agency.valid_to),
        )
    )


def require_over(agency: Agency) -> date:
    """Its last day."""
    if agency.valid_to is None:
        raise Impossible(_("Cơ quan này chưa kết thúc. Hãy ghi ngày kết thúc trước."))
    return agency.valid_to


def require_begun(agency: Agency, from_day: date, field: str) -> None:
    """Nothing becomes of an agency before it has borne its last name for a day."""
    last = agency.names[-1]
    if last.valid_from is not None and from_day <= last.valid_from:
        sentence = _(
            "Ngày này phải sau ngày %(day)s, ngày “%(name)s” bắt đầu mang tên hiện nay.",
            day=format_vi(last.valid_from),
            name=agency.name,
        )
        raise Invalid({field: [sentence]})


def require_successors(
    old: Iterable[Agency], new: Iterable[Agency], from_day: date, *, field: str = "successor_id"
) -> None:
    """Other agencies of the same council, existing on that day, that these did not take over from."""
    for agency in old:
        for successor in new:
            problem = problem_with(agency, successor, from_day)
            if problem:
                raise Invalid({field: [problem]})


def problem_with(agency: Agency, successor: Agency, from_day: date) -> str | None:
    if successor.id == agency.id:
        return _("Cơ quan kế thừa phải là cơ quan khác.")
    if successor.council_id != agency.council_id:
        return _("Cơ quan kế thừa phải thuộc cùng Hội đồng nhân dân.")
    if not successor.is_valid_on(from_day):
        return _("“%(name)s” không hoạt động vào ngày %(day)s.", name=successor.name, day=format_vi(from_day))
    if succession_exists(agency, successor):
        return _("Hai cơ quan này đã được ghi là kế thừa nhau.")
    if agency.id in heirs_of(successor.id):
        return _(
            "“%(heir)s” đã được ghi là tiền thân của “%(name)s”; hai cơ quan không kế thừa vòng lẫn nhau được.",
            heir=successor.name,
            name=agency.name,
        )
    return None


def succession_exists(before: Agency, after: Agency) -> bool:
    pair = (AgencySuccession.predecessor_id == before.id, AgencySuccession.successor_id == after.id)
    return bool(db.session.scalar(select(exists().where(*pair))))


def heirs_of(agency_id: int) -> set[int]:
    """Ids of all that take over from this agency, near and far."""
    found: set[int] = set()
    waiting = {agency_id}
    while waiting:
        query = select(AgencySuccession.successor_id).where(AgencySuccession.predecessor_id.in_(sorted(waiting)))
        waiting = set(db.session.scalars(query)) - found
        found |= waiting
    return found


def require_last_day(agency: Agency, from_day: date) -> date:
    """The day before, on which it exists for the last time."""
    require_begun(agency, from_day, "from_day")
    return from_day - timedelta(days=1)


def require_own_meaning(council_id: int, words: str, agency: Agency | None = None, *, field: str = "name") -> None:
    """Refused when these words already mean another agency that still exists."""
    taken = db.session.scalar(
        select(Agency)
        .join(AgencyAlias, AgencyAlias.agency_id == Agency.id)
        .where(Agency.council_id == council_id, AgencyAlias.folded == fold(words), Agency.valid_to.is_(None))
        .where(Agency.id != (agency.id if agency else None))
        .order_by(Agency.id)
        .limit(1)
    )
    if taken is not None:
        raise Invalid({field: [_("Tên này đang chỉ cơ quan “%(name)s”.", name=taken.name)]})


def require_parent(council_id: int, parent_id: int | None, agency: Agency | None = None) -> None:
    """A parent of the same council, and no ring of parents."""
    seen = {agency.id} if agency else set()
    while parent_id is not None:
        parent = db.session.get(Agency, parent_id)
        if parent is None or parent.council_id != council_id or parent_id in seen:
            raise Invalid({"parent_id": [_("Cơ quan cấp trên không hợp lý. Hãy chọn lại.")]})
        seen.add(parent_id)
        parent_id = parent.parent_id


def require_free_code(council_id: int, code: str, *, field: str = "code") -> None:
    if db.session.scalar(select(exists().where(Agency.council_id == council_id, Agency.code == code))):
        raise Invalid({field: [_("Mã này đã có cơ quan khác dùng.")]})
