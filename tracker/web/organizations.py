"""Agencies: the list, one agency with all its names, and what the office keeps about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.administration import queries as accounts
from tracker.administration.stand_ins import queries as stand_ins
from tracker.administration.stand_ins import service as naming
from tracker.core import clock
from tracker.core.forms import BaseForm
from tracker.core.i18n import _
from tracker.organizations import fields, handing, queries, service
from tracker.organizations.forms import AgencyFilter, AgencyForm, AliasForm, NewAgencyForm, RuleForm
from tracker.organizations.models import AGENCY_KINDS, SUCCESSION_KINDS, Agency
from tracker.web import filtering, kit, paging, scorecards
from tracker.web import stand_ins as stand_in_pages
from tracker.web.kit import me

SHOWN = 20
pages = Blueprint("organizations", __name__, url_prefix="/agencies")


def asked_for() -> tuple[AgencyFilter, dict[str, Any]]:
    """The filter line, and what the list is narrowed to."""
    asked = AgencyFilter(request.args)
    words, kind = filtering.value(asked.q) or "", filtering.value(asked.kind) or ""
    return asked, {"words": words, "kind": kind, "ended": filtering.value(asked.ended) is not None}


@pages.route("")
def index() -> Response:
    asked, wanted = asked_for()
    rows = queries.search(me(), **wanted, page=paging.number(), size=paging.size())
    return kit.show(
        "organizations/index.html",
        filter=asked,
        chips=filtering.chips(asked),
        page=paging.page(rows, queries.total(me(), **wanted)),
        address=paging.address,
        kinds=AGENCY_KINDS,
        may_keep=service.is_keeper(me(), kit.sole_council()),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    agency = access.find("agency", id, me())
    may_give, may_keep = handing.may_give(me(), agency.council_id), service.is_keeper(me(), agency.council_id)
    is_over = agency.valid_to is not None and agency.valid_to < clock.today()
    return kit.show(
        "organizations/show.html",
        agency=agency,
        changes=queries.changes_of(id),
        left=handing.OpenWork.at(agency, size=0).total if may_give and agency.valid_to else 0,
        handed=queries.handovers_from(id) if may_give else [],
        holders=accounts.at_ended_agencies([id]) if is_over and (may_keep or me().is_admin) else [],
        may_give=may_give,
        scorecard=scorecards.is_readable(id),
        is_undoable=may_keep and service.is_undoable(agency),
        kind=AGENCY_KINDS[agency.kind],
        successors=queries.successors(id),
        predecessors=queries.predecessors(id),
        below=queries.below(id),
        ways=SUCCESSION_KINDS,
        is_over=is_over,
        may_keep=may_keep,
        stand_ins=[stand_in_pages.told(row) for row in stand_ins.listed(me(), agency_id=id, size=SHOWN)[:SHOWN]],
        may_name=not is_over and naming.may_name(agency, me()) and bool(naming.principals(agency, me())),
        may_set_rule=service.may_set_rule(agency, me()),
        reads_rule=id in me().agency_ids or service.may_set_rule(agency, me()),
        events=kit.timeline("agency", agency),
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    council_id = kit.sole_council()
    service.require_office(me(), council_id)
    form = kit.form(NewAgencyForm, agencies=fields.offered(council_id))
    if kit.sent(form):
        with kit.trying(form):
            agency = service.add(council_id, form.answers, me())
            return kit.done(url_for(".show", id=agency.id), _("Đã thêm cơ quan."))
    return kit.show("organizations/new.html", form=form, back=url_for(".index"))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    agency = kept(id)
    initial = {name: getattr(agency, name) for name in ("name", "short_name", "kind", "parent_id", "valid_from")}
    form = kit.form(AgencyForm, initial, record=agency, agencies=others(agency))
    if kit.sent(form):
        with kit.trying(form):
            service.edit(agency, form.answers, me())
            return kit.done(page_of(id), _("Đã lưu."))
    return asked("edit", agency, form)


@pages.route("/<int:id>/alias", methods=["GET", "POST"])
def alias(id: int) -> Response:
    agency = kept(id)
    form = kit.form(AliasForm, record=agency)
    if kit.sent(form):
        with kit.trying(form):
            service.add_alias(agency, form.answers["alias"], me())
            return kit.done(page_of(id), _("Đã thêm tên khác."))
    return asked("alias", agency, form)


@pages.route("/<int:id>/rule", methods=["GET", "POST"])
def rule(id: int) -> Response:
    """May its leader send what they wrote themselves? The agency's leader says so, or the office."""
    agency: Agency = access.find("agency", id, me())
    service.require_may_set_rule(agency, me())
    form = kit.form(RuleForm, {"leader_sends_own": agency.leader_sends_own}, record=agency)
    if kit.sent(form):
        with kit.trying(form):
            service.set_rule(agency, me(), leader_sends_own=bool(form.answers["leader_sends_own"]))
            return kit.done(page_of(id), _("Đã lưu quy định."))
    return asked("rule", agency, form)


def kept(id: int) -> Agency:
    """The agency, for those who may change it."""
    agency: Agency = access.find("agency", id, me())
    service.require_office(me(), agency.council_id)
    return agency


def others(agency: Agency) -> list[tuple[str, str]]:
    offered = fields.offered(agency.council_id, keep=[agency.parent_id])
    return [(id, name) for id, name in offered if id != str(agency.id)]


def page_of(id: int) -> str:
    return url_for("organizations.show", id=id)


def asked(template: str, agency: Agency, form: BaseForm) -> Response:
    return kit.show(f"organizations/{template}.html", agency=agency, form=form, back=page_of(agency.id))
