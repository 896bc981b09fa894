"""Giving and ending roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import COUNCIL_WIDE, GRANTABLE, LABELS, OF_AGENCY, OF_DELEGATION, Role
from tracker.administration.service.telling import end_sessions, is_keeper, role_of, tell
from tracker.administration.stand_ins import service as stand_ins
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations.models import Agency, Council, CouncilBody

BY_OFFICE = (Role.SECRETARY, Role.MEMBER)
"""Roles on a delegation that the council's office may give."""


def give_role(
    user: User,
    role: Role,
    actor: Actor,
    *,
    council_id: int | None = None,
    body_id: int | None = None,
    delegation_id: int | None = None,
    agency_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    place_name: str = "",
) -> Membership:
    """A role at the place it is held at: a council, a body (committee leaders), a delegation or an agency.

    The council of a body or an agency follows from it; with a delegation the caller names its council, and its code
    as `place_name`.
    """
    place = complete(role, council_id=council_id, body_id=body_id, delegation_id=delegation_id, agency_id=agency_id)
    require_giver(role, actor, place["council_id"])
    require_another(user, actor)
    if valid_from and valid_to and valid_from > valid_to:
        raise Invalid({"valid_to": [_("Ngày thôi giữ vai trò phải từ ngày bắt đầu trở đi.")]})
    refuse_double(user, role, place)
    membership = Membership(
        user=user, role=role.value, valid_from=valid_from or clock.today(), valid_to=valid_to, **place
    )
    db.session.add(membership)
    end_sessions(user)
    after = {"role": role.value, "place": place_name or name_of(membership), **facts(membership)}
    tell(user, "role_given", actor, after=after, giver=role_of(actor))
    return membership


def require_another(user: User, actor: Actor) -> None:
    """Whoever keeps the accounts gives themselves no rights over content."""
    if actor.id is not None and user.id == actor.id:
        raise Impossible(_("Không tự giao vai trò cho mình được. Hãy nhờ quản trị viên khác."))


def end_role(membership: Membership, actor: Actor, *, reason: str = "", place_name: str = "") -> None:
    """From now on the role no longer holds. One given today, or not yet begun, is taken back as if never given."""
    user, role = membership.user, Role(membership.role)
    require_giver(role, actor, membership.council_id)
    today = clock.today()
    if membership.valid_to is not None and membership.valid_to < today:
        raise Impossible(_("Vai trò này đã thôi từ trước."))
    if membership.stand_in_id is not None:
        stand_ins.end(membership.stand_in_id, actor, reason=reason)
        return
    if role is Role.ADMIN and user.id == actor.id:
        raise Impossible(_("Không tự bỏ quyền quản trị của mình được. Hãy nhờ quản trị viên khác."))
    before = {"role": role.value, "place": place_name or name_of(membership), **facts(membership)}
    after = {"role": None, "place": None, "valid_to": audit.plain(today)}
    if membership.valid_from is not None and membership.valid_from >= today:
        user.memberships.remove(membership)
        db.session.delete(membership)
    else:
        membership.valid_to = today - timedelta(days=1)
    end_sessions(user)
    stand_ins.end_with(membership, actor, reason=reason)
    tell(user, "role_ended", actor, before=before, after=after, reason=reason, giver=role_of(actor))


def may_give(role: Role, actor: Actor, council_id: int | None) -> bool:
    """Administrators give every role; the council's office gives those of secretary and member of a delegation."""
    if is_keeper(actor):
        return True
    is_office = council_id is not None and Role.OFFICE in actor.roles_on(Place(council_id=council_id))
    return is_office and role in BY_OFFICE


def require_giver(role: Role, actor: Actor, council_id: int | None) -> None:
    if not may_give(role, actor, council_id):
        raise Forbidden


def complete(role: Role, **given: int | None) -> dict[str, int | None]:
    """The whole place of a role; Invalid where a part of it is missing or does not exist."""
    if role not in GRANTABLE:
        raise Invalid({"role": [_("Vai trò này không giao cho tài khoản được.")]})
    needed = needs(role)
    if needed and given[needed] is None:
        raise Invalid({needed: [_("Hãy chọn nơi giữ vai trò “%(role)s”.", role=LABELS[role])]})
    place: dict[str, int | None] = dict.fromkeys(given)
    if not needed:
        return place
    place[needed] = given[needed]
    of_delegation = needed == "delegation_id"
    place["council_id"] = given["council_id"] if of_delegation else council_of(needed, int(given[needed] or 0))
    if place["council_id"] is None:
        raise Invalid({needed: [_("Nơi giữ vai trò này không có. Hãy chọn lại.")]})
    return place


def needs(role: Role) -> str | None:
    """Which place a role is held at."""
    if role in COUNCIL_WIDE:
        return "council_id"
    if role is Role.LEADER:
        return "body_id"
    if role in OF_DELEGATION:
        return "delegation_id"
    return "agency_id" if role in OF_AGENCY else None


def council_of(needed: str, id: int) -> int | None:
    """The council of a council, body or agency; a delegation's is known to the caller."""
    if needed == "council_id":
        return db.session.scalar(select(Council.id).where(Council.id == id))
    if needed == "body_id":
        return db.session.scalar(select(CouncilBody.council_id).where(CouncilBody.id == id))
    if needed == "agency_id":
        return db.session.scalar(select(Agency.council_id).where(Agency.id == id))
    return None


def refuse_double(user: User, role: Role, place: Mapping[str, int | None]) -> None:
    today = clock.today()
    for held in user.memberships:
        same = (
            held.role == role.value
            and held.stand_in_id is None
            and all(getattr(held, name) == id for name, id in place.items())
        )
        if same and (held.valid_to is None or held.valid_to >= today):
            raise Invalid({"role": [_("Người này đang giữ vai trò đó rồi.")]})


def name_of(membership: Membership) -> str:
    """The place of a role by name, as the event keeps it."""
    for model, id in (
        (Agency, membership.agency_id),
        (CouncilBody, membership.body_id),
        (Council, membership.council_id),
    ):
        if id is not None:
            return str(db.session.scalar(select(model.name).where(model.id == id)) or "")
    return ""


def facts(membership: Membership) -> dict[str, Any]:
    names = ("council_id", "body_id", "delegation_id", "agency_id", "valid_from", "valid_to")
    return {name: audit.plain(getattr(membership, name)) for name in names if getattr(membership, name) is not None}
