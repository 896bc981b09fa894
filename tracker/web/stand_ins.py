"""Who stands in for an agency's leader: the list, one naming, and naming somebody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.models import StandIn, User
from tracker.accounts.roles import Role
from tracker.administration.stand_ins import queries, service
from tracker.administration.stand_ins.forms import StandInForm
from tracker.administration.stand_ins.workflow import title
from tracker.attachments import queries as attachments
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Impossible, NotFound
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.extensions import db
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.web import kit, paging
from tracker.web.kit import me

pages = Blueprint("stand_ins", __name__, url_prefix="/stand-ins")
STAGES = {
    "ahead": {"label": _l("Chưa đến ngày"), "icon": "hourglass-split", "tone": "waiting"},
    "running": {"label": _l("Đang thay mặt"), "icon": "check-lg", "tone": "info"},
    "over": {"label": _l("Đã hết thời gian"), "icon": "dash-lg", "tone": "plain"},
    "ended": {"label": _l("Kết thúc sớm"), "icon": "x-lg", "tone": "plain"},
}


@pages.route("")
def index() -> Response:
    """Those that run or are to come; with `all=1` also what is over. For the agency's people, office, administrator."""
    over = also_over()
    rows = queries.listed(me(), over=over, page=paging.number(), size=paging.size())
    page = paging.page(rows, queries.total(me(), over=over))
    return kit.show(
        "stand_ins/index.html",
        rows=[told(naming) for naming in page.rows],
        agencies=names_of(page.rows),
        page=page,
        over=over,
        address=paging.address,
    )


def also_over() -> bool:
    """Is what is over asked for, too? NotFound to those whom the list does not concern."""
    if not (me().is_admin or me().agency_ids or Role.OFFICE in me().roles):
        raise NotFound
    return request.args.get("all") == "1"


@pages.route("/<int:id>")
def show(id: int) -> Response:
    naming: StandIn = access.find("stand_in", id, me())
    return kit.show(
        "stand_ins/show.html",
        naming=naming,
        heading=title(naming),
        row=told(naming),
        agency=names_of([naming])[naming.agency_id],
        sees_agency=access.is_readable("agency", naming.agency_id, me()),
        files=[
            {"label": file.name, "url": url_for("attachments.download", id=file.id)}
            for file in attachments.of("stand_in", id)
        ],
        doing=kit.actions(naming),
        events=kit.timeline("stand_in", naming),
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?agency=7`: its leader names for themselves; the office on the agency's written word."""
    agency: Agency = access.find("agency", request.args.get("agency", type=row_number) or 0, me())
    return ask(agency, {}, back=kit.url_of("agency", agency.id))


@pages.route("/for/<int:id>", methods=["GET", "POST"])
def for_leader(id: int) -> Response:
    """The administrator, from a leader's account; `?agency=7` where they lead several."""
    user: User = access.find("user", id, me())
    led = queries.led_by(id)
    if not led:
        raise Impossible(_("Người này không phải lãnh đạo của cơ quan nào."))
    wanted = request.args.get("agency", type=row_number)
    agency = db.session.get_one(Agency, wanted if wanted in led else led[0])
    return ask(agency, {"principal_id": user.id}, back=kit.url_of("user", id))


def ask(agency: Agency, initial: dict[str, Any], *, back: str) -> Response:
    service.require_may_name(agency, me())
    principals, others = service.principals(agency, me()), queries.people_of(agency.id, leaders=False)
    if not principals:
        raise Impossible(_("Cơ quan này chưa có tài khoản lãnh đạo nào để thay mặt."))
    form = kit.form(StandInForm, {"from_on": clock.today(), **initial}, principals=principals, others=others)
    if kit.sent(form):
        with kit.trying(form):
            answers = {**form.answers, "files": kit.uploads(form.files.data)}
            naming = service.name(agency, answers, me())
            return kit.done(url_for(".show", id=naming.id), _("Đã cử người thay mặt."))
    return kit.show(
        "stand_ins/new.html",
        form=form,
        agency=agency,
        by_paper=service.by_paper(agency, me()),
        has_others=bool(others),
        back=back,
    )


def told(naming: StandIn) -> dict[str, Any]:
    """One naming for lists: who for whom, from when to when, by which paper, where it stands today."""
    return {
        "url": url_for("stand_ins.show", id=naming.id),
        "user": naming.user.full_name,
        "principal": naming.principal.full_name,
        "agency_id": naming.agency_id,
        "from_on": naming.from_on,
        "to_on": naming.to_on,
        "paper": paper(naming),
        "reason": naming.reason,
        "stage": STAGES[service.stage(naming)],
        "doing": kit.actions(naming),
    }


def paper(naming: StandIn) -> str:
    """văn bản số 12/GUQ-SXD ngày 01/06/2026"""
    if not naming.document_number:
        return ""
    if naming.document_date is None:
        return _("văn bản số %(number)s", number=naming.document_number)
    day = format_vi(naming.document_date)
    return _("văn bản số %(number)s ngày %(day)s", number=naming.document_number, day=day)


def sent_for(naming: StandIn | None) -> dict[str, Any] | None:
    """A fact beside the name of whoever sent: in whose place, by which paper; None where they sent in their own right."""
    if naming is None:
        return None
    hint = _("được ủy quyền") if not naming.document_number else _("được ủy quyền, %(paper)s", paper=paper(naming))
    return {"label": _("Thay mặt"), "value": naming.principal.full_name, "hint": hint}


def names_of(namings: Any) -> dict[int, str]:
    today = clock.today()
    names = organizations.names_on((naming.agency_id, today) for naming in namings)
    return {id: name for (id, _day), name in names.items()}
