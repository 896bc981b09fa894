"""Policies: the list, entering one from its sources, changing it; one policy's page is `policy_page`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _p
from tracker.core.rows import row_number
from tracker.links import origins
from tracker.policies import days, queries, service
from tracker.policies.forms import NO_SESSION, NewPolicyForm, PolicyFilter, PolicyForm, answers_of
from tracker.policies.models import TYPES, Policy
from tracker.policies.queries import SOURCES, Wanted
from tracker.web import as_of, filtered, filtering, kit, paging, policy_page, ways
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("policies", __name__, url_prefix="/policies")
NARROWED = ("status", "phase", "due", "session", "type", "agency", "delegation", "q")
LONGEST_TITLE = 500


def asked_for() -> tuple[PolicyFilter, as_of.Standing, Wanted]:
    """The filter line, when the list stands, and what it is narrowed to."""
    asked, standing = PolicyFilter(request.args), as_of.asked()
    asked.session.choices = [(str(row.id), row.name) for row in queries.sessions(me())] + [
        (NO_SESSION, _("Chưa có kỳ họp"))
    ]
    asked.agency.choices = filtering.agencies()
    asked.delegation.choices = filtering.delegation_options()
    if standing.moment:
        del asked.due  # of now
    return asked, standing, replace(wanted_of(asked), as_of=standing.at)


@pages.route("")
def index() -> Response:
    asked, standing, wanted = asked_for()
    rows, shared = filtered.read(asked, standing, wanted, queries.listing, queries.total)
    return kit.show(
        "policies/index.html",
        **shared,
        types=TYPES,
        with_predecessors=filtering.has_predecessors(wanted.agency),
        **dates({} if standing.moment else {row.id: row.code for row in rows[: paging.size()]}),
        may_enter=standing.moment is None and service.may_begin(me()),
        is_council_side=bool(me().roles & set(COUNCIL_SIDE)),
    )


def dates(codes: Mapping[int, str]) -> dict[str, Any]:
    """By when the next step of each row is to be done, and how that was counted; of now."""
    found = days.of_ids(sorted(codes))
    return {"days": found, "ways": ways.of_policies(found, codes)}


def wanted_of(asked: PolicyFilter) -> Wanted:
    given = filtering.values(asked, *(name for name in NARROWED if name in asked))
    has_none = given.get("session") == NO_SESSION
    return Wanted(**given | ({"session": None} if has_none else {}), no_session=has_none)


@pages.route("/<int:id>")
def show(id: int) -> Response:
    return policy_page.show(queries.get(id, me()))


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?from=proposal:12` begins with that source, `?delegation=3` offers what that delegation has gathered."""
    council_id = service.council_of(me())
    source = origins.find(request.args["from"], me(), SOURCES) if request.args.get("from") else None
    delegation_id = source.delegation_id if source is not None else request.args.get("delegation", type=row_number)
    if delegation_id is not None and not access.is_readable("delegation", delegation_id, me()):
        raise NotFound
    first = first_answers(source, delegation_id)
    form = kit.form(
        NewPolicyForm, first, actor=me(), council_id=council_id, delegation_id=delegation_id, keep=first["rests_on"]
    )
    if kit.sent(form):
        with kit.trying(form):
            policy = service.create(form.answers, me(), council_id=council_id)
            return kit.done(url_for(".show", id=policy.id), _("Đã ghi %(code)s.", code=policy.code))
    return kit.show("policies/edit.html", form=form, policy=None, back=list_crumb())


def first_answers(source: Any, delegation_id: int | None) -> dict[str, Any]:
    first: dict[str, Any] = {
        "type": "normative",
        "procedure": "normative",
        "delegation_id": delegation_id,
        "rests_on": [],
    }
    if source is not None:
        first |= {"title": source.text[:LONGEST_TITLE], "rests_on": [origins.spelled(source)]}
    return first


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    policy: Policy = access.find("policy", id, me())
    engine.require_edit(policy, me())
    known = origins.of(policy, me(), SOURCES)
    form = kit.form(
        PolicyForm,
        answers_of(policy, known),
        record=policy,
        actor=me(),
        council_id=policy.council_id,
        policy=policy,
        delegation_id=policy.delegation_id,
        keep=known,
    )
    if kit.sent(form):
        with kit.trying(form):
            service.edit(policy, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu %(code)s.", code=policy.code))
    return kit.show("policies/edit.html", form=form, policy=policy, back=policy_page.crumb(policy))


def list_crumb() -> dict[str, str]:
    return {"label": _p("list", "Chính sách"), "url": url_for("policies.index")}
