"""Accounts: the administrator's list, one account with its roles, and everybody's own password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.models import User
from tracker.accounts.roles import LABELS, Role
from tracker.administration import queries, service
from tracker.administration.forms import (
    AccountForm,
    NewAccountForm,
    OwnPasswordForm,
    PeopleFilter,
    ReasonForm,
    RoleForm,
)
from tracker.administration.queries import Held
from tracker.core import clock
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations import queries as delegations
from tracker.delegations import service as delegation_service
from tracker.organizations import queries as organizations
from tracker.web import filtering, kit, once_shown, paging
from tracker.web.kit import me

pages = Blueprint("people", __name__)
PLACES = {"council": "council_id", "body": "body_id", "agency": "agency_id", "delegation": "delegation_id"}
LINK_HOURS = 24
STRANDED_SHOWN = 20


# --- the administrator's pages ----------------------------------------------------------------------------------------


def asked_for() -> tuple[PeopleFilter, dict[str, str]]:
    """The filter line, and what the list is narrowed to; for administrators."""
    require_admin()
    asked = PeopleFilter(request.args)
    return asked, {"words": filtering.value(asked.q) or "", "state": filtering.value(asked.state) or ""}


@pages.route("/people")
def index() -> Response:
    asked, wanted = asked_for()
    page = paging.page(
        queries.search(**wanted, page=paging.number(), size=paging.size()),
        queries.total(**wanted),
    )
    return kit.show(
        "people/index.html",
        filter=asked,
        chips=filtering.chips(asked),
        page=page,
        address=paging.address,
        roles=roles_in_words([user.id for user in page.rows]),
        stranded=queries.at_ended_agencies(limit=STRANDED_SHOWN),
    )


@pages.route("/people/<int:id>")
def show(id: int) -> Response:
    user = find(id)
    held = roles_in_words([id], ended=True)[id]
    today = clock.today()
    return kit.show(
        "people/show.html",
        user=user,
        current=[role for role in held if not is_over(role, today)],
        ended=[role for role in held if is_over(role, today)],
        is_me=user.id == me().id,
        events=kit.timeline("user", user),
    )


@pages.route("/people/new", methods=["GET", "POST"])
def new() -> Response:
    require_admin()
    form = kit.form(NewAccountForm)
    if kit.sent(form):
        with kit.trying(form):
            user = service.create(form.answers, me())
            return kit.done(
                page_of(user.id), _("Đã tạo tài khoản. Tiếp theo: giao vai trò và tạo đường dẫn đăng nhập.")
            )
    return kit.show("people/new.html", form=form, back=url_for(".index"))


@pages.route("/people/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    user = find(id)
    form = kit.form(AccountForm, {name: getattr(user, name) for name in service.FACTS}, record=user)
    if kit.sent(form):
        with kit.trying(form):
            service.edit(user, form.answers, me())
            return kit.done(page_of(id), _("Đã lưu."))
    return kit.show("people/edit.html", form=form, user=user, back=page_of(id))


@pages.route("/people/<int:id>/roles/new", methods=["GET", "POST"])
def give(id: int) -> Response:
    user = find(id)
    form = kit.form(RoleForm, places=places())
    if kit.sent(form):
        with kit.trying(form):
            give_role(user, form.answers)
            return kit.done(page_of(id), _("Đã giao vai trò. Người này phải đăng nhập lại."))
    return kit.show("people/give.html", form=form, user=user, back=page_of(id))


@pages.route("/people/<int:id>/roles/<int:role_id>/end", methods=["GET", "POST"])
def end(id: int, role_id: int) -> Response:
    user = find(id)
    held = next((role for role in roles_in_words([id])[id] if role["id"] == role_id), None)
    if held is None:
        raise NotFound
    form = kit.form(ReasonForm)
    if kit.sent(form):
        with kit.trying(form):
            service.end_role(held["membership"], me(), reason=form.answers["reason"], place_name=held["place"])
            return kit.done(page_of(id), _("Đã thu vai trò. Người này phải đăng nhập lại."))
    return kit.show("people/end.html", form=form, user=user, held=held, back=page_of(id))


@pages.route("/people/<int:id>/disable", methods=["GET", "POST"])
def disable(id: int) -> Response:
    user = find(id)
    form = kit.form(ReasonForm, record=user)
    if kit.sent(form):
        with kit.trying(form):
            service.disable(user, me(), reason=form.answers["reason"])
            return kit.done(page_of(id), _("Đã khóa tài khoản. Mọi phiên đăng nhập của tài khoản này đã kết thúc."))
    return kit.show("people/disable.html", form=form, user=user, back=page_of(id))


@pages.route("/people/<int:id>/enable", methods=["POST"])
def enable(id: int) -> Response:
    user = find(id)
    service.enable(user, me())
    return kit.done(page_of(id), _("Đã mở lại tài khoản."))


@pages.route("/people/<int:id>/link", methods=["GET", "POST"])
def link(id: int) -> Response:
    user = find(id)
    if request.method == "POST":
        token = service.make_link(user, me(), hours=LINK_HOURS)
        address = kit.settings().base_url.rstrip("/") + url_for("sign_in.by_link", token=token)
        return once_shown.made(address, url_for(".link", id=id))
    return kit.show("people/link.html", user=user, address=once_shown.here(), hours=LINK_HOURS, back=page_of(id))


def require_admin() -> None:
    """To everybody else there is no such page."""
    if not me().is_admin:
        raise NotFound


def find(id: int) -> User:
    user: User = access.find("user", id, me())
    return user


def page_of(id: int) -> str:
    return url_for(".show", id=id)


def is_over(role: dict[str, Any], today: Any) -> bool:
    return bool(role["valid_to"] and role["valid_to"] < today)


def roles_in_words(user_ids: list[int], *, ended: bool = False) -> dict[int, list[dict[str, Any]]]:
    """Roles by person, each with its words and the name of its place."""
    held = queries.roles_of(user_ids, ended=ended)
    ids = {role.membership.delegation_id for roles in held.values() for role in roles}
    codes = delegations.codes_of(ids)
    return {id: [in_words(role, codes) for role in roles] for id, roles in held.items()}


def in_words(held: Held, codes: dict[int, str]) -> dict[str, Any]:
    membership = held.membership
    return {
        "id": held.id,
        "label": LABELS[held.role],
        "place": codes.get(membership.delegation_id or 0) or held.place,
        "valid_from": membership.valid_from,
        "valid_to": membership.valid_to,
        "is_standing_in": membership.stand_in_id is not None,
        "naming_url": url_for("stand_ins.show", id=membership.stand_in_id) if membership.stand_in_id else "",
        "may_be_stood_in_for": held.role is Role.AGENCY_LEADER and membership.stand_in_id is None,
        "membership": membership,
    }


def places() -> Iterable[tuple[str, Any, Any]]:
    """Everywhere a role can be held: (value, name, group). Where there are several councils, a name says whose it is: once
    chosen, no group is in sight."""
    councils = organizations.all_councils()
    today = clock.today()
    found = [(f"council:{council.id}", council.name, _("Hội đồng nhân dân")) for council in councils]
    tail = {council.id: f" – {council.name}" if len(councils) > 1 else "" for council in councils}
    for council in councils:
        bodies = organizations.bodies(council.id)
        found += [(f"body:{body.id}", body.name + tail[council.id], council.name) for body in bodies]
    for council in councils:
        group = _("Cơ quan – %(council)s", council=council.name)
        agencies = organizations.choices(council.id, today)
        found += [(f"agency:{id}", name + tail[council.id], group) for id, name in agencies]
    for council in councils:
        group = _("Đoàn giám sát – %(council)s", council=council.name)
        rows = delegations.codes([council.id])
        found += [(f"delegation:{row.id}", row.code + tail[council.id], group) for row in rows]
    return found


def give_role(user: User, answers: dict[str, Any]) -> None:
    """The role at the place that was chosen; Invalid when the two do not go together."""
    role = Role(answers["role"])
    kind, _colon, number = (answers["place"] or "").partition(":")
    needed = service.needs(role)
    if PLACES.get(kind) != needed:
        raise Invalid({"place": [wrong_place(role, needed)]})
    dates: dict[str, Any] = {"valid_from": answers["valid_from"], "valid_to": answers["valid_to"]}
    if kind == "delegation":
        delegation_service.grant(delegations.get(int(number)), user, role, me(), **dates)
    elif needed:
        service.give_role(user, role, me(), **{needed: int(number), **dates})
    else:
        service.give_role(user, role, me(), **dates)


def wrong_place(role: Role, needed: str | None) -> str:
    words = {
        "council_id": _("một Hội đồng nhân dân"),
        "body_id": _("một Ban của Hội đồng"),
        "delegation_id": _("một đoàn giám sát"),
        "agency_id": _("một cơ quan"),
    }
    if needed is None:
        return _("Vai trò “%(role)s” không gắn với nơi nào. Hãy để trống.", role=LABELS[role])
    return _("Vai trò “%(role)s” giữ ở %(where)s. Hãy chọn lại.", role=LABELS[role], where=words[needed])


# --- everybody's own page ---------------------------------------------------------------------------------------------


@pages.route("/password", methods=["GET", "POST"])
def own_password() -> Response:
    user: User = current_user.user
    form = kit.form(OwnPasswordForm, ask_old=not (user.must_change_password or user.password_hash is None))
    if kit.sent(form):
        with kit.trying(form):
            given = form.answers
            service.change_own_password(user, given.get("old_password", ""), given["new_password"], me())
            current_user.session.epoch = user.epoch  # this sign-in goes on; every other one has ended
            return kit.done("/", _("Đã đổi mật khẩu. Các thiết bị khác phải đăng nhập lại."))
    return kit.show("people/own_password.html", form=form)
