"""Making accounts, correcting, locking and opening them; passwords and sign-in links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tracker.accounts import passwords, people, signing_in
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.administration.service.telling import end_sessions, require_keeper, tell
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import clean, person_sort_key
from tracker.extensions import db

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII)
LONGEST_USERNAME = 60
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
