"""The outline of a delegation's reports: its versions, its tree, one item at a time or pasted from Word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.outlines import queries, service
from tracker.outlines.forms import ItemForm, OutlineForm, PasteForm, TitleForm, answers_of
from tracker.outlines.models import DEEPEST, Outline, OutlineItem
from tracker.outlines.tree import Node, nodes
from tracker.outlines.workflow import OUTLINE
from tracker.reporting import periods
from tracker.requests import queries as requests
from tracker.requests import service as asking
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("outlines", __name__, url_prefix="/outlines")
WAYS = ("up", "down", "in", "out")


@pages.route("/of/<int:delegation_id>")
def of(delegation_id: int) -> Response:
    """The newest version of a delegation's outline, or the page that begins one."""
    delegation: Delegation = access.find("delegation", delegation_id, me())
    versions = queries.of_delegation(delegation.id, me())
    if versions:
        return redirect(url_for(".show", id=versions[0].id), 303)
    if asking.may_ask(delegation, me()):
        return redirect(url_for(".new", delegation=delegation.id), 303)
    return redirect(url_for("requests.board", id=delegation.id), 303)


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    delegation_id = request.args.get("delegation", type=row_number)
    if delegation_id is None:
        raise NotFound
    delegation: Delegation = access.find("delegation", delegation_id, me())
    delegations.require_begin(OUTLINE, delegation, me())
    form = kit.form(OutlineForm, {"title": f"Đề cương báo cáo: {delegation.title}"[:500]})
    if kit.sent(form):
        with kit.trying(form):
            outline = service.create(form.answers, me(), delegation=delegation)
            return kit.done(url_for(".show", id=outline.id), _("Đã lập đề cương."))
    return kit.show("outlines/new.html", form=form, delegation=delegation, back=back_to(delegation))


@pages.route("/<int:id>")
def show(id: int) -> Response:
    outline = queries.get(id, me())
    state = engine.state_of(outline)
    may_edit = engine.may_edit(outline, me())
    versions = queries.of_delegation(outline.delegation_id, me())
    earlier = [version.id for version in versions if version.number < outline.number]
    still_writing = requests.open_with(earlier) if may_edit and earlier and outline.items else []
    return kit.show(
        "outlines/show.html",
        outline=outline,
        delegation=outline.delegation,
        state=state,
        nodes=[row(node) for node in nodes(outline.items)],
        versions=versions,
        may_edit=may_edit,
        may_ask=asking.may_ask(outline.delegation, me()),
        may_renew=state.final and versions[0].id == outline.id and asking.may_ask(outline.delegation, me()),
        still_writing=still_writing,
        dropped=service.dropped(outline, queries.get(earlier[0], me())) if still_writing else [],
        deepest=DEEPEST,
        events=kit.timeline("outline", outline),
        tag=kit.state_tag,
    )


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    outline = queries.get(id, me())
    engine.require_edit(outline, me())
    form = kit.form(TitleForm, {"title": outline.title}, record=outline)
    if kit.sent(form):
        with kit.trying(form):
            service.rename(outline, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return ask("title", form, outline)


@pages.route("/<int:id>/paste", methods=["GET", "POST"])
def paste(id: int) -> Response:
    outline = queries.get(id, me())
    engine.require_edit(outline, me())
    form = kit.form(PasteForm, record=outline)
    if kit.sent(form):
        with kit.trying(form):
            count = service.paste(outline, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã thêm %(count)s mục.", count=count))
    return ask("paste", form, outline)


@pages.route("/<int:id>/items/new", methods=["GET", "POST"])
def new_item(id: int) -> Response:
    outline = queries.get(id, me())
    engine.require_edit(outline, me())
    initial = {"parent_id": request.args.get("parent", type=row_number), "required": True}
    form = kit.form(ItemForm, initial, record=outline, outline=outline)
    if kit.sent(form):
        with kit.trying(form):
            item = service.add_item(outline, form.answers, me())
            if "later" in request.form:
                return kit.done(url_for(".new_item", id=id, parent=item.parent_id), _("Đã thêm mục."))
            return kit.done(anchor(item), _("Đã thêm mục."))
    return ask("item", form, outline)


@pages.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
def edit_item(item_id: int) -> Response:
    item = queries.item(item_id, me())
    engine.require_edit(item.outline, me())
    form = kit.form(ItemForm, answers_of(item), record=item.outline, outline=item.outline, item=item)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_item(item, form.answers, me())
            return kit.done(anchor(item), _("Đã lưu mục."))
    return ask("item", form, item.outline, item)


@pages.route("/items/<int:item_id>/move", methods=["POST"])
def move_item(item_id: int) -> Response:
    item = queries.item(item_id, me())
    engine.require_edit(item.outline, me())
    way = request.form.get("way", "")
    if way in WAYS:
        service.move(item, way, me())
    return kit.done(anchor(item))


@pages.route("/items/<int:item_id>/remove", methods=["POST"])
def remove_item(item_id: int) -> Response:
    item = queries.item(item_id, me())
    outline_id = item.outline_id
    service.remove_item(item, me())
    return kit.done(url_for(".show", id=outline_id), _("Đã bỏ mục."))


@pages.route("/<int:id>/new-version", methods=["POST"])
def new_version(id: int) -> Response:
    """What was sent stays; a change is written in a new version."""
    fresh = service.new_version(queries.get(id, me()), me())
    return kit.done(url_for(".show", id=fresh.id), _("Đã lập bản %(number)s. Hãy sửa rồi gửi.", number=fresh.number))


@pages.route("/<int:id>/move-requests", methods=["POST"])
def move_requests(id: int) -> Response:
    """Agencies that are still writing go on by this version."""
    outline = queries.get(id, me())
    moved = asking.move_to(outline, me())
    return kit.done(
        url_for("requests.board", id=outline.delegation_id),
        _("Đã gửi bản mới cho %(count)s cơ quan đang trả lời.", count=len(moved)),
    )


def row(node: Node) -> dict[str, Any]:
    """An item with its place, and its table in words."""
    return {
        "item": node.item,
        "level": node.level,
        "number": node.number,
        "path": node.path,
        "may_skip": node.may_skip,
        "is_first": node.is_first,
        "is_last": node.is_last,
        "figures": [(line, periods.words(line.period, line.each)) for line in node.item.figures],
    }


def anchor(item: OutlineItem) -> str:
    return url_for(".show", id=item.outline_id, _anchor=f"item-{item.id}")


def back_to(delegation: Delegation) -> str:
    return url_for("delegations.show", id=delegation.id)


def ask(page: str, form: Any, outline: Outline, item: OutlineItem | None = None) -> Response:
    return kit.show(
        f"outlines/{page}.html",
        form=form,
        outline=outline,
        item=item,
        delegation=outline.delegation,
        back=url_for(".show", id=outline.id),
    )
