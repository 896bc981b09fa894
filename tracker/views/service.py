"""Keeping views: saving, renaming, changing, taking away; which one opens a list for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from tracker.accounts import access
from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.views import places, queries
from tracker.views.models import PLACES, SavedView, ViewDefault
from tracker.workflow import engine


def create(answers: Mapping[str, Any], actor: Actor) -> SavedView:
    """answers: place, query, name, shared, is_default. Invalid beside `name` when one has such a view already."""
    council_id = council_of(actor)
    place = answers["place"]
    require_free(answers["name"], place, actor)
    view = SavedView(
        council_id=council_id,
        place=place,
        name=answers["name"],
        query=places.written(place, places.opened(answers.get("query") or "")),
        shared=bool(answers.get("shared")),
        created_by_id=actor.id,
    )
    require_right_to_share(view, actor)
    db.session.add(view)
    engine.created(view, actor, roles=(Role.AUTHOR,))
    if answers.get("is_default"):
        choose(view, actor)
    return view


def council_of(actor: Actor) -> int:
    """Whoever has no council has no lists to save."""
    if actor.id is None or not actor.council_ids:
        raise Forbidden
    return min(actor.council_ids)


def edit(view: SavedView, answers: Mapping[str, Any], actor: Actor) -> None:
    """answers: name, query, shared, is_default; what is absent stays. Only its owner stops sharing it."""
    require_keeper(view, actor)
    earlier = audit.snapshot(view)
    if "name" in answers and answers["name"] != view.name:
        require_free(answers["name"], view.place, actor, but=view)
        view.name = answers["name"]
    if answers.get("query") is not None:
        view.query = places.written(view.place, places.opened(answers["query"]))
    if "shared" in answers and bool(answers["shared"]) != view.shared:
        require_owner(view, actor)
        view.shared = bool(answers["shared"])
        require_right_to_share(view, actor)
        forget(view, but=actor)
    engine.edited(view, actor, earlier)
    if "is_default" in answers:
        choose(view, actor) if answers["is_default"] else unchoose(view, actor)


def remove(view: SavedView, actor: Actor, reason: str = "") -> None:
    """The view is gone, for everybody who opened a list with it too; its events stay."""
    require_keeper(view, actor)
    facts = audit.facts_of(view)
    audit.record(view, "deleted", actor, role=role_of(view, actor), before=facts, reason=reason)
    forget(view)
    db.session.delete(view)
    db.session.flush()


def choose(view: SavedView, actor: Actor) -> None:
    """From now on this person opens the list with it."""
    known = queries.default_of(actor, view.place)
    if known is not None:
        known.view_id = view.id
    else:
        db.session.add(ViewDefault(user_id=actor.id, place=view.place, view_id=view.id))
    db.session.flush()


def unchoose(view: SavedView, actor: Actor) -> None:
    db.session.execute(delete(ViewDefault).where(ViewDefault.view_id == view.id, ViewDefault.user_id == actor.id))


def forget(view: SavedView, *, but: Actor | None = None) -> None:
    """Nobody opens a list with it any more; `but` one may go on."""
    defaults = delete(ViewDefault).where(ViewDefault.view_id == view.id)
    db.session.execute(defaults if but is None else defaults.where(ViewDefault.user_id != but.id))


def is_chosen(view: SavedView, actor: Actor) -> bool:
    known = queries.default_of(actor, view.place)
    return known is not None and known.view_id == view.id


def may_keep(view: SavedView, actor: Actor) -> bool:
    """Its owner; what is shared with the office, every officer of it."""
    roles = access.roles_on(actor, view)
    return Role.AUTHOR in roles or (view.shared and Role.OFFICE in roles)


def may_share(actor: Actor) -> bool:
    return bool(actor.councils_as(Role.OFFICE))


def require_keeper(view: SavedView, actor: Actor) -> None:
    if not may_keep(view, actor):
        raise Forbidden


def require_owner(view: SavedView, actor: Actor) -> None:
    if view.created_by_id != actor.id:
        raise Invalid({"shared": [_("Chỉ người đã lưu mới thôi chia sẻ được.")]})


def require_right_to_share(view: SavedView, actor: Actor) -> None:
    if view.shared and view.council_id not in actor.councils_as(Role.OFFICE):
        raise Invalid({"shared": [_("Chỉ chuyên viên Văn phòng chia sẻ được bộ lọc.")]})


def require_free(name: str, place: str, actor: Actor, *, but: SavedView | None = None) -> None:
    owner = but.created_by_id if but is not None else actor.id
    taken = select(SavedView.id).where(
        SavedView.created_by_id == owner, SavedView.place == place, SavedView.name == name
    )
    if but is not None:
        taken = taken.where(SavedView.id != but.id)
    if db.session.scalar(taken) is not None:
        raise Invalid({"name": [_("Đã có bộ lọc mang tên này. Hãy đặt tên khác.")]})


def role_of(view: SavedView, actor: Actor) -> Role:
    return Role.AUTHOR if Role.AUTHOR in access.roles_on(actor, view) else Role.OFFICE


NAMES = {"place": _l("Danh sách"), "name": _l("Tên"), "query": _l("Bộ lọc"), "shared": _l("Chia sẻ với cả Văn phòng")}
KIND = engine.register(
    Kind(
        name="saved_view",
        model=SavedView,
        label=_l("Bộ lọc đã lưu"),
        plural="saved-views",
        visible=queries.visible,
        place=lambda view: Place(council_id=view.council_id, author_id=view.created_by_id),
        title=lambda view: view.name,
        names=lambda: NAMES,
    )
)

__all__ = ["PLACES", "choose", "create", "edit", "is_chosen", "may_keep", "may_share", "remove", "unchoose"]
