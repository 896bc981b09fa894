"""An agency's tasks in Excel: the workbook, bringing it back, the difference row by row, what came of it."""

from __future__ import annotations

import tempfile
from typing import Any

from flask import Blueprint, flash, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments.refusals import RefusedFile
from tracker.core import clock
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _, _l, _n
from tracker.core.rows import row_number
from tracker.core.text import fold
from tracker.organizations.models import Agency
from tracker.task_sheets import book, columns, difference, queries, service, standing
from tracker.task_sheets.difference import Change, Difference
from tracker.task_sheets.forms import AgencyUploadForm, TakeForm
from tracker.task_sheets.models import TaskSheet
from tracker.task_sheets.service import Outcome
from tracker.task_sheets.telling import spelled
from tracker.web import kit, paging, ticking
from tracker.web.downloads.offered import IN_MEMORY, TYPES
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("task_sheets", __name__, url_prefix="/task-sheets")
MARKS = {
    difference.PLAIN: ("arrow-right", "info"),
    difference.CONFLICT: ("exclamation-triangle-fill", "returned"),
    difference.STUCK: ("exclamation-triangle-fill", "returned"),
    difference.TAKEN: ("check-lg", "done"),
    difference.SAME: ("dash-lg", "plain"),
}
DID = {
    "start": _l("đã nhận việc, phân công"),
    "edited": _l("đã sửa"),
    "created": _l("đã tạo báo cáo đang soạn"),
    "lay_before": _l("đã trình lãnh đạo"),
    "send": _l("đã gửi báo cáo"),
}


def is_offered() -> bool:
    """Is there an agency whose tasks this person takes along?"""
    return bool(me().roles & set(OF_AGENCY))


@pages.route("")
def index() -> Response:
    agencies = service.own_agencies(me())
    rows = queries.listing(me(), page=paging.number(), size=paging.size())
    return kit.show(
        "task_sheets/index.html",
        page=paging.page(rows, queries.total(me())),
        address=paging.address,
        agencies=[(agency, standing.count(agency.id)) for agency in agencies],
        state=engine.state_of,
    )


@pages.route("/tasks.xlsx")
def workbook() -> Response:
    """`?agency=`: for whoever works for several. Written whole before its first byte leaves."""
    agency = agency_asked(service.own_agencies(me()))
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    book.write(agency, me(), file)
    file.seek(0)
    words = fold(_("Nhiệm vụ - %(agency)s", agency=agency.short_name or agency.name)).replace(" ", "-")
    name = f"{words}-{clock.today():%Y-%m-%d}.xlsx"
    return send_file(file, mimetype=TYPES["xlsx"], as_attachment=True, download_name=name, max_age=0)


def agency_asked(known: list[Agency]) -> Agency:
    asked = request.args.get("agency", type=row_number)
    if asked is None:
        return known[0]
    found = next((agency for agency in known if agency.id == asked), None)
    if found is None:
        raise NotFound
    return found


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    agencies = service.own_agencies(me())
    form = kit.form(AgencyUploadForm, agencies=[(agency.id, agency.name) for agency in agencies])
    if kit.sent(form):
        with kit.trying(form):
            chosen = form.answers.get("agency_id", agencies[0].id)
            sheet = taken(form.answers["file"], next(agency for agency in agencies if agency.id == chosen))
            return kit.done(url_for(".show", id=sheet.id))
    return kit.show("task_sheets/new.html", form=form, agencies=agencies, back=url_for(".index"))


def taken(files: list[Any], agency: Agency) -> TaskSheet:
    [file] = files
    try:
        return service.upload(file.stream, file.filename, me(), agency=agency)
    except RefusedFile as refused:
        raise Invalid({"file": [str(refused.sentence)]}) from refused


# --- one workbook -----------------------------------------------------------------------------------------------------


@pages.route("/<int:id>", methods=["GET", "POST"])
def show(id: int) -> Response:
    """What differs, row by row, with a box for each that can be accepted; sent, those that are ticked go in."""
    sheet: TaskSheet = access.find("task_sheet", id, me())
    form = kit.form(TakeForm)
    if kit.sent(form):
        with kit.trying(form):
            outcome = service.take(sheet, ticking.sent(), me())
            for sentence in left(outcome):
                flash(sentence, "warning")
            return kit.done(paging.address(chosen=None, page=request.args.get("page")), went_in(outcome))
    rows = queries.rows(sheet, page=paging.number(), size=paging.size())
    page = paging.page(rows, queries.count_rows(sheet))
    found = difference.compared(page.rows, sheet.agency_id, me())
    step = next((step for step in engine.available(sheet, me()) if step.name == "take"), None)
    return kit.show(
        "task_sheets/show.html",
        form=form,
        sheet=sheet,
        state=engine.state_of(sheet),
        page=page,
        address=paging.address,
        rows=[row(one) for one in found],
        take=step,
        may_tick=step is not None and any(one.may_be_taken for one in found),
        ticked=ticking.sent(),
        earlier=queries.same_before(sheet),
        doing=[action for action in kit.actions(sheet) if action["name"] != "take"],
        events=kit.timeline("task_sheet", sheet),
    )


def went_in(outcome: Outcome) -> str | None:
    number = len(outcome.taken)
    return _n("Đã nhận %(num)s dòng.", "Đã nhận %(num)s dòng.", number) if number else None


def left(outcome: Outcome) -> list[str]:
    """One sentence a reason, naming the rows for which it holds."""
    by_reason: dict[str, list[str]] = {}
    for refused, why in outcome.refused:
        by_reason.setdefault(why, []).append(_("dòng %(number)s", number=refused.number))
    return [_("Chưa nhận %(rows)s: %(why)s", rows=ticking.cut(rows), why=why) for why, rows in by_reason.items()]


def row(found: Difference) -> dict[str, Any]:
    one, icon = found.standing, MARKS[found.kind]
    return {
        "id": found.row.id,
        "number": found.row.number,
        "code": found.row.code or found.row.key or "–",
        "title": one.task.recommendation.text if one else "",
        "url": url_for("recommendations.show", id=one.task.recommendation_id) if one else "",
        "ticket": found.ticket if found.may_be_taken else "",
        "is_plain": found.kind == difference.PLAIN,
        "tag": {"label": difference.KINDS[found.kind], "icon": icon[0], "tone": icon[1]},
        "changes": [cell(change) for change in found.changes],
        "moved": [spelled(columns.STANDING, state) for state in found.moved or ()],
        "problems": [
            {"column": columns.label(problem.column) if problem.column else "", "sentence": problem.sentence}
            for problem in found.problems
        ],
        "notes": found.notes,
        "page": report_url(found) if found.wants_page else "",
        "outcomes": [
            {
                "at": outcome.at,
                "who": outcome.actor.full_name if outcome.actor else "",
                "done": outcome.done,
                "did": [str(DID.get(step, step)) for _kind, _id, step in outcome.did],
                "why_not": outcome.why_not,
            }
            for outcome in found.row.outcomes
        ],
    }


def cell(change: Change) -> dict[str, Any]:
    return {
        "label": columns.label(change.column),
        "is_step": change.column == columns.STEP,
        "base": None if change.base is None else spelled(change.column, change.base),
        "now": spelled(change.column, change.now),
        "said": spelled(change.column, change.said),
        "is_conflict": change.is_conflict,
    }


def report_url(found: Difference) -> str:
    """Where files are handed in: the report that is being written, or a new one."""
    one = found.standing
    if one is None:
        return ""
    if one.draft is not None:
        return url_for("updates.edit", id=one.draft.id)
    return url_for("updates.new", assignment_id=one.task.id)
