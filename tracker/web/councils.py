"""Councils, their committees and deputies' groups: where an administrator begins a new installation."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.organizations import councils, terms
from tracker.organizations import queries as organizations
from tracker.organizations.forms import BodyForm, CouncilForm, NewBodyForm, NewCouncilForm, TermForm
from tracker.organizations.models import BODY_KINDS, LEVELS, Council, CouncilBody, CouncilTerm
from tracker.plans import ready_made
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("councils", __name__, url_prefix="/councils")


@pages.route("")
def index() -> Response:
    require_admin()
    return kit.show("councils/index.html", councils=councils.listing(), levels=LEVELS)


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """A council with the templates that the product brings."""
    require_admin()
    form = kit.form(NewCouncilForm, councils=councils.successors())
    if kit.sent(form):
        with kit.trying(form):
            council = councils.add(form.answers, me())
            ready_made.plant(council.id)
            return kit.done(url_for(".show", id=council.id), _("Đã thêm %(name)s.", name=council.name))
    return kit.show("councils/edit.html", form=form, council=None, back=url_for(".index"))


@pages.route("/<int:id>")
def show(id: int) -> Response:
    council = find(id)
    return kit.show(
        "councils/show.html",
        council=council,
        level=LEVELS[council.level],
        successor=organizations.council(council.successor_id) if council.successor_id else None,
        bodies=councils.bodies(council.id),
        kinds=BODY_KINDS,
        terms=terms.of_council(council.id),
        events=kit.timeline("council", council),
    )


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    council = find(id)
    initial = {name: getattr(council, name) for name in councils.FACTS}
    form = kit.form(CouncilForm, initial, record=council, councils=councils.successors(council))
    if kit.sent(form):
        with kit.trying(form):
            councils.edit(council, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show("councils/edit.html", form=form, council=council, back=url_for(".show", id=id))


@pages.route("/<int:id>/bodies/new", methods=["GET", "POST"])
def add_body(id: int) -> Response:
    council = find(id)
    form = kit.form(NewBodyForm)
    if kit.sent(form):
        with kit.trying(form):
            body = councils.add_body(council, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã thêm %(name)s.", name=body.name))
    return kit.show("councils/body.html", form=form, council=council, body=None, back=url_for(".show", id=id))


@pages.route("/<int:id>/bodies/<int:body_id>/edit", methods=["GET", "POST"])
def edit_body(id: int, body_id: int) -> Response:
    council = find(id)
    body = body_of(council, body_id)
    initial = {name: getattr(body, name) for name in ("name", "valid_from", "valid_to")}
    form = kit.form(BodyForm, initial)
    if kit.sent(form):
        with kit.trying(form):
            councils.edit_body(council, body, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show("councils/body.html", form=form, council=council, body=body, back=url_for(".show", id=id))


@pages.route("/<int:id>/terms/new", methods=["GET", "POST"])
def add_term(id: int) -> Response:
    council = find(id)
    form = kit.form(TermForm)
    if kit.sent(form):
        with kit.trying(form):
            term = terms.add(council, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã thêm khóa %(number)s.", number=term.number))
    return kit.show("councils/term.html", form=form, council=council, term=None, back=url_for(".show", id=id))


@pages.route("/<int:id>/terms/<int:term_id>/edit", methods=["GET", "POST"])
def edit_term(id: int, term_id: int) -> Response:
    council = find(id)
    term = term_of(council, term_id)
    form = kit.form(TermForm, {name: getattr(term, name) for name in terms.FACTS}, record=term)
    if kit.sent(form):
        with kit.trying(form):
            terms.edit(term, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show("councils/term.html", form=form, council=council, term=term, back=url_for(".show", id=id))


def require_admin() -> None:
    if not me().is_admin:
        raise NotFound


def find(id: int) -> Council:
    council: Council = access.find("council", id, me())
    return council


def body_of(council: Council, body_id: int) -> CouncilBody:
    found = next((body for body in councils.bodies(council.id) if body.id == body_id), None)
    if found is None:
        raise NotFound
    return found


def term_of(council: Council, term_id: int) -> CouncilTerm:
    found = next((term for term in terms.of_council(council.id) if term.id == term_id), None)
    if found is None:
        raise NotFound
    return found
