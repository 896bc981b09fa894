"""Saved views: kept, renamed, shared and taken away; and the line above each list that offers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import Forbidden, NotFound
from tracker.core.i18n import _
from tracker.views import places, queries, service
from tracker.views.forms import RemoveForm, ViewForm
from tracker.views.models import PLACES, SavedView
from tracker.views.queries import Known
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("saved_views", __name__, url_prefix="/saved-views")
ENDPOINTS = {
    "recommendations": "recommendations.index",
    "room": "control_room.index",
    "tasks": "control_room.tasks",
    "waiting": "waiting.index",
}
PLAIN = "all"
"""`view=all`: the list as it is, whatever it is opened with otherwise."""


# --- above a list -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """The views of one list, for the reader who looks at it as it is now."""

    place: str
    query: str
    """What the list is narrowed to now."""
    rows: Sequence[Any]
    asked: str
    """Which view the address names."""

    @property
    def current(self) -> SavedView | None:
        return next((row.SavedView for row in self.rows if str(row.SavedView.id) == self.asked), None)

    @property
    def default(self) -> SavedView | None:
        return next((row.SavedView for row in self.rows if row.is_default), None)

    @property
    def leads_to(self) -> str:
        """Where a list that is opened with nothing said begins for this person; "" where it begins as it is."""
        said = [name for name, value in request.args.items() if value and name != "lang"]
        return "" if said or self.default is None else address(self.default)

    @property
    def is_gone(self) -> bool:
        return bool(self.asked) and self.asked != PLAIN and self.current is None

    @property
    def is_changed(self) -> bool:
        """Is the list narrowed to something else than the view that it was opened with?"""
        return self.current is not None and self.current.query != self.query

    @property
    def problems(self) -> list[str]:
        current = self.current
        return queries.problems(current, queries.known([current], me())) if current is not None else []

    @property
    def links(self) -> list[dict[str, Any]]:
        return [
            {"label": row.SavedView.name, "url": address(row.SavedView), "current": row.SavedView is self.current}
            for row in self.rows
        ]

    @property
    def save_url(self) -> str:
        return url_for("saved_views.new", place=self.place, query=self.query) if me().council_ids else ""

    @property
    def change_url(self) -> str:
        current = self.current
        if current is None or not self.is_changed or not service.may_keep(current, me()):
            return ""
        return url_for("saved_views.edit", id=current.id, query=self.query)

    @property
    def clear_url(self) -> str:
        return url_for(ENDPOINTS[self.place], view=PLAIN if self.default is not None else None)


def bar(place: str) -> Bar:
    """One query; what is wrong with the view that is shown, at most four more."""
    args = {name: value for name, value in request.args.items() if value}
    return Bar(place, places.written(place, args), queries.listing(me(), place), args.get("view", ""))


def address(view: SavedView) -> str:
    """The list as the view has it."""
    return url_for(ENDPOINTS[view.place], **places.opened(view.query), view=view.id)  # type: ignore[arg-type]


# --- keeping them -----------------------------------------------------------------------------------------------------


@pages.route("")
def index() -> Response:
    rows = queries.listing(me())
    known = queries.known([row.SavedView for row in rows], me())
    return kit.show(
        "saved_views/index.html", groups=[group for place in PLACES if (group := of_place(place, rows, known))]
    )


def of_place(place: str, rows: Sequence[Any], known: Known) -> dict[str, Any] | None:
    found = [row for row in rows if row.SavedView.place == place]
    if not found:
        return None
    return {"label": PLACES[place], "views": [told(row, known) for row in found]}


def told(row: Any, known: Known) -> dict[str, Any]:
    view = row.SavedView
    keeps = service.may_keep(view, me())
    return {
        "id": view.id,
        "name": view.name,
        "url": address(view),
        "shared": view.shared,
        "owner": row.owner if view.created_by_id != me().id else "",
        "is_default": row.is_default,
        "problems": queries.problems(view, known),
        "edit_url": url_for(".edit", id=view.id) if keeps else "",
        "remove_url": url_for(".remove", id=view.id) if keeps else "",
    }


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?place=tasks&query=what%3Doverdue`: the list as it was when somebody chose to save it."""
    place = request.args.get("place") or next(iter(PLACES))
    if place not in PLACES:
        raise NotFound
    if not me().council_ids:
        raise Forbidden
    query = places.written(place, places.opened(request.args.get("query", "")))
    form = kit.form(ViewForm)
    if not service.may_share(me()):
        del form.shared
    if kit.sent(form):
        with kit.trying(form):
            view = service.create({**form.answers, "place": place, "query": query}, me())
            return kit.done(address(view), _("Đã lưu bộ lọc “%(name)s”.", name=view.name))
    back = url_for(ENDPOINTS[place], **places.opened(query), view=PLAIN)  # type: ignore[arg-type]
    return kit.show("saved_views/edit.html", form=form, view=None, list_name=PLACES[place], back=back)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    """`?query=…`: with what the list is narrowed to now, in place of what was saved."""
    view = find(id)
    service.require_keeper(view, me())
    held = {"name": view.name, "shared": view.shared, "is_default": service.is_chosen(view, me())}
    form = kit.form(ViewForm, held, record=view)
    if not service.may_share(me()) or view.created_by_id != me().id:
        del form.shared
    if kit.sent(form):
        with kit.trying(form):
            service.edit(view, {**form.answers, "query": request.args.get("query")}, me())
            return kit.done(address(view), _("Đã lưu bộ lọc “%(name)s”.", name=view.name))
    return kit.show(
        "saved_views/edit.html",
        form=form,
        view=view,
        list_name=PLACES[view.place],
        is_new_filter="query" in request.args,
        back=address(view),
        events=kit.timeline("saved_view", view),
    )


@pages.route("/<int:id>/remove", methods=["GET", "POST"])
def remove(id: int) -> Response:
    view = find(id)
    service.require_keeper(view, me())
    form = kit.form(RemoveForm, record=view)
    if kit.sent(form):
        with kit.trying(form):
            name = view.name
            service.remove(view, me())
            return kit.done(url_for(".index"), _("Đã xóa bộ lọc “%(name)s”.", name=name))
    return kit.show("saved_views/remove.html", form=form, view=view, back=url_for(".index"))


@pages.route("/<int:id>/default", methods=["POST"])
def choose(id: int) -> Response:
    """Open the list with it from now on, or (`drop`) no more."""
    view = find(id)
    if "drop" in request.form:
        service.unchoose(view, me())
        return kit.done(url_for(".index"), _("Danh sách lại mở như bình thường."))
    service.choose(view, me())
    return kit.done(url_for(".index"), _("Từ nay danh sách mở bằng bộ lọc “%(name)s”.", name=view.name))


@pages.route("/<int:id>")
def open_list(id: int) -> Response:
    """The list as the view has it."""
    return redirect(address(find(id)))


def find(id: int) -> SavedView:
    view: SavedView = access.find("saved_view", id, me())
    return view
