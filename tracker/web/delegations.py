"""Delegations: the list, one delegation with all that hangs on it, creating and changing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import queries, service
from tracker.delegations.eligibility import head_warning
from tracker.delegations.forms import CompletedForm, DelegationFilter, DelegationForm, OldDelegationForm
from tracker.delegations.models import OWNER_KINDS, Delegation
from tracker.delegations.queries import Wanted
from tracker.delegations.service.facts import FACTS, OLD_FACTS
from tracker.delegations.workflow import DELEGATION
from tracker.planning import service as planning
from tracker.web import as_of, delegation_page, filtering, kit, paging, ways
from tracker.web.kit import me
from tracker.web.request_dates import warn_of_differing

pages = Blueprint("delegations", __name__, url_prefix="/delegations")


def asked_for() -> tuple[DelegationFilter, as_of.Standing, Wanted]:
    """The filter line, when the list stands, and what it is narrowed to."""
    asked, standing = DelegationFilter(request.args), as_of.asked()
    given = {name: filtering.value(asked[name]) or "" for name in ("q", "state", "owner_kind")}
    return asked, standing, Wanted(**given, as_of=standing.at)


@pages.route("")
def index() -> Response:
    asked, standing, wanted = asked_for()
    rows = [] if standing.is_wrong else queries.listing(me(), wanted, page=paging.number(), size=paging.size())
    council_id = kit.sole_council()
    return kit.show(
        "delegations/index.html",
        filter=asked,
        chips=filtering.chips(asked),
        standing=standing,
        form=standing.form,
        ways=ways.written((row.code, row.report_due_on) for row in rows[: paging.size()]),
        page=paging.page(rows, 0 if standing.is_wrong else queries.total(me(), wanted)),
        address=paging.address,
        counts=counts_in_words() if standing.moment is None else [],
        owners=OWNER_KINDS,
        tag=lambda name: kit.state_tag("delegation", name),
        may_create=standing.moment is None and service.may_create(me(), council_id),
        may_enter_old=standing.moment is None and service.may_enter_old(me(), council_id),
    )


def counts_in_words() -> list[dict[str, Any]]:
    """How many delegations are in each state, in the order of the life; each opens its list."""
    counts = queries.counts(me())
    return [
        {"number": counts[state.name], "label": state.label, "url": url_for(".index", state=state.name)}
        for state in DELEGATION.states
        if counts.get(state.name)
    ]


@pages.route("/<int:id>")
def show(id: int) -> Response:
    return delegation_page.show(access.find("delegation", id, me()))


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    council_id = kit.sole_council()
    if not service.may_create(me(), council_id):
        raise Forbidden
    lists: dict[str, Any] = queries.options(council_id)
    form = kit.form(DelegationForm, first_answers(), **lists)
    if kit.sent(form):
        with kit.trying(form):
            delegation = service.create(form.answers, me(), council_id=council_id)
            message = _("Đã lập đoàn %(code)s. Tiếp theo: ghi Trưởng đoàn và cơ quan.", code=delegation.code)
            return kit.done(page_of(delegation.id), message)
    may_enter_old = service.may_enter_old(me(), council_id)
    return kit.show("delegations/new.html", form=form, back=url_for(".index"), may_enter_old=may_enter_old)


@pages.route("/old", methods=["GET", "POST"])
def old() -> Response:
    """An old dossier: entered by the office in the state it had reached, with what it lacks named."""
    council_id = kit.sole_council()
    if not service.may_enter_old(me(), council_id):
        raise Forbidden
    lists: dict[str, Any] = queries.options(council_id)
    form = kit.form(OldDelegationForm, **lists)
    if kit.sent(form):
        with kit.trying(form):
            delegation = service.enter_old(form.answers, me(), council_id=council_id)
            return kit.done(page_of(delegation.id), _("Đã nhập hồ sơ cũ %(code)s.", code=delegation.code))
    return kit.show("delegations/old.html", form=form, back=url_for(".new"))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    delegation: Delegation = access.find("delegation", id, me())
    service.require_edit(delegation, me())
    kind: type[DelegationForm] = CompletedForm if delegation.old_record else DelegationForm
    names = (*FACTS, *OLD_FACTS) if delegation.old_record else FACTS
    initial = {name: getattr(delegation, name) for name in names}
    lists: dict[str, Any] = queries.options(delegation.council_id, delegation)
    form = kit.form(kind, initial, record=delegation, **lists)
    if kit.sent(form):
        with kit.trying(form):
            was = delegation.report_due_on
            service.edit(delegation, form.answers, me())
            warn_of_differing(delegation, was)
            return kit.done(page_of(id), saved(delegation))
    return kit.show("delegations/edit.html", form=form, delegation=delegation, back=page_of(id))


def saved(delegation: Delegation) -> str:
    """A word about the head too: another owner asks for another office."""
    warning = head_warning(delegation)
    done, note = _("Đã lưu."), _("Lưu ý:")
    return f"{done} {note} {warning}" if warning else done


def page_of(id: int) -> str:
    return url_for(".show", id=id)


def first_answers() -> dict[str, Any]:
    """Somebody of the office follows what they set up, unless they say otherwise; `?topic=3` begins with its words."""
    first: dict[str, Any] = {"followed_by_id": me().id} if Role.OFFICE in me().roles else {}
    asked = request.args.get("topic", type=row_number)
    return first | (planning.for_delegation(access.find("topic", asked, me())) if asked else {})
