"""Making accounts, setting passwords, giving and ending roles. Each is an event, and ends the person's sessions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from tracker.accounts import passwords, people, signing_in
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import ApiToken, Membership, User
from tracker.accounts.roles import COUNCIL_WIDE, GRANTABLE, LABELS, OF_AGENCY, OF_DELEGATION, Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import clean, person_sort_key
from tracker.extensions import db
from tracker.organizations.models import Agency, Council, CouncilBody

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII)
LONGEST_USERNAME = 60
BY_OFFICE = (Role.SECRETARY, Role.MEMBER)
"""Roles on a delegation that the council's office may give."""
FACTS = ("full_name", "title", "email", "phone", "locale")


def create(answers: Mapping[str, Any], actor: Actor) -> User:
    """A new account from username, full_name, title, email, phone, locale and perhaps password. No roles yet."""
    require_keeper(actor)
    username = free_username(str(answers["username"]))
    user = User(username=username, must_change_password=True)
    fill(user, answers)
    if answers.get("password"):
        user.password_hash = acceptable_hash(user, str(answers["password"]))
    db.session.add(user)
    db.session.flush()
    tell(user, "created", actor, after=audit.facts_of(user))
    return user


def edit(user: User, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change name, title, addresses; the user name stays for ever."""
    require_keeper(actor)
    earlier = audit.snapshot(user)
    fill(user, answers)
    before, after = audit.difference(earlier, user)
    if after:
        tell(user, "edited", actor, before=before, after=after)


def set_password(user: User, password: str, actor: Actor, *, must_change: bool = True) -> None:
    """A password chosen for somebody; unless told otherwise they change it when they next sign in."""
    require_keeper(actor)
    user.password_hash = acceptable_hash(user, password)
    user.must_change_password = must_change
    end_sessions(user)
    tell(user, "password_set", actor)


def change_own_password(user: User, old: str, new: str, actor: Actor) -> None:
    """The old password first, unless the account has none yet or must change it anyway; every session ends."""
    if actor.id != user.id:
        raise Forbidden
    proved = user.must_change_password or user.password_hash is None or signing_in.fits(user.password_hash, old)
    if not proved:
        raise Invalid({"old_password": [_("Mật khẩu hiện nay chưa đúng.")]})
    if signing_in.fits(user.password_hash, new):
        raise Invalid({"new_password": [_("Hãy chọn mật khẩu khác mật khẩu hiện nay.")]})
    user.password_hash = acceptable_hash(user, new)
    user.must_change_password = False
    end_sessions(user)
    tell(user, "password_set", actor)


def make_link(user: User, actor: Actor, *, hours: int = 24) -> str:
    """The token of a link that signs this person in once, within `hours`, and has them choose a password."""
    require_keeper(actor)
    if not user.is_active:
        raise Impossible(_("Tài khoản đang bị khóa. Hãy mở lại trước."))
    user.must_change_password = True
    tell(user, "link_made", actor)
    return signing_in.make_link(user, hours=hours)


def disable(user: User, actor: Actor, *, reason: str = "") -> None:
    """Nobody signs in with it any more; what the person did stays."""
    require_keeper(actor)
    if user.id == actor.id:
        raise Impossible(_("Không tự khóa tài khoản của mình được. Hãy nhờ quản trị viên khác."))
    if not user.is_active:
        raise Impossible(_("Tài khoản này đã bị khóa từ trước."))
    user.disabled_at = clock.now()
    end_sessions(user)
    tell(user, "disabled", actor, after={"disabled_at": audit.plain(user.disabled_at)}, reason=reason)


def enable(user: User, actor: Actor) -> None:
    require_keeper(actor)
    if user.is_active:
        raise Impossible(_("Tài khoản này đang dùng được."))
    before = {"disabled_at": audit.plain(user.disabled_at)}
    user.disabled_at = None
    end_sessions(user)
    tell(user, "enabled", actor, before=before, after={"disabled_at": None})


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


def end_role(membership: Membership, actor: Actor, *, reason: str = "", place_name: str = "") -> None:
    """From now on the role no longer holds. One given today, or not yet begun, is taken back as if never given."""
    user, role = membership.user, Role(membership.role)
    require_giver(role, actor, membership.council_id)
    today = clock.today()
    if membership.valid_to is not None and membership.valid_to < today:
        raise Impossible(_("Vai trò này đã thôi từ trước."))
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
    tell(user, "role_ended", actor, before=before, after=after, reason=reason, giver=role_of(actor))


def end_sessions(user: User) -> None:
    """Rights or password have changed: whoever is signed in as this person, by cookie or token, is so no longer."""
    user.epoch += 1
    db.session.flush()
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def require_keeper(actor: Actor) -> None:
    """Accounts are kept by administrators (and by the product's own commands)."""
    if not is_keeper(actor):
        raise Forbidden


def is_keeper(actor: Actor) -> bool:
    return actor.is_admin or Role.SYSTEM in actor.roles


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
    place["council_id"] = council_of(needed, int(given[needed] or 0)) or given["council_id"]
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
        same = held.role == role.value and all(getattr(held, name) == id for name, id in place.items())
        if same and (held.valid_to is None or held.valid_to >= today):
            raise Invalid({"role": [_("Người này đang giữ vai trò đó rồi.")]})


def acceptable_hash(user: User, password: str) -> str:
    """The hash of a password that keeps the rules; Invalid otherwise."""
    wrong = passwords.problem(password, (user.username, user.full_name))
    if wrong:
        raise Invalid({"new_password": [wrong]})
    return signing_in.hash_password(password)


def free_username(typed: str) -> str:
    username = typed.strip().lower()
    if not USERNAME.fullmatch(username) or len(username) > LONGEST_USERNAME:
        raise Invalid(
            {"username": [_("Tên đăng nhập gồm chữ cái không dấu, chữ số, dấu chấm, gạch nối; ví dụ nguyen.van.a.")]}
        )
    if people.by_username(username) is not None:
        raise Invalid({"username": [_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")]})
    return username


def fill(user: User, answers: Mapping[str, Any]) -> None:
    for name in FACTS:
        if answers.get(name) is not None:
            setattr(user, name, clean(str(answers[name])))
    user.sort_key = person_sort_key(user.full_name)


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


def role_of(actor: Actor) -> Role:
    if actor.is_admin:
        return Role.ADMIN
    return Role.SYSTEM if Role.SYSTEM in actor.roles else Role.OFFICE


def tell(
    user: User,
    action: str,
    actor: Actor,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    giver: Role | None = None,
) -> None:
    db.session.flush()
    role = giver or ("" if actor.id == user.id and not actor.is_admin else role_of(actor))
    audit.record(user, action, actor, role=role, before=before, after=after, reason=reason)
