"""Registers coming in: the list of imports, the templates, the upload, the columns, the preview and the report."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, make_response, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.attachments.refusals import RefusedFile
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.text import plain
from tracker.importing import asking, queries, registers, service, taking, telling, template
from tracker.importing.forms import PREFIX, UploadForm, columns_form
from tracker.importing.models import MODES, REGISTERS, ImportRun
from tracker.importing.progress import of as percent_of
from tracker.organizations import queries as organizations
from tracker.web import kit, paging
from tracker.web.downloads.offered import TYPES
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("imports", __name__, url_prefix="/import")


def offered() -> list[str]:
    """The registers that this person may bring in; Forbidden where there are none."""
    found = service.offered(me(), kit.sole_council())
    if not found:
        raise Forbidden
    return found


@pages.route("")
def index() -> Response:
    mine = offered()
    rows = queries.listing(me(), page=paging.number(), size=paging.size())
    return kit.show(
        "imports/index.html",
        page=paging.page(rows, queries.total(me())),
        address=paging.address,
        registers=REGISTERS,
        mine=mine,
        state=engine.state_of,
    )


@pages.route("/template/<register>.xlsx")
def template_of(register: str) -> Response:
    if register not in REGISTERS:
        raise NotFound
    if register not in offered():
        raise Forbidden
    target = io.BytesIO()
    title = str(REGISTERS[register])
    template.write(registers.KNOWN[register], title, target)
    target.seek(0)
    name = _("Mẫu - %(register)s", register=title)
    return send_file(target, mimetype=TYPES["xlsx"], as_attachment=True, download_name=f"{plain(name)}.xlsx", max_age=0)


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    mine = offered()
    form = kit.form(
        UploadForm,
        {"register": mine[0], "with_hidden": True},
        registers=mine,
        delegations=asking.delegations(kit.sole_council()),
        councils=councils() if me().is_admin else (),
    )
    if kit.sent(form):
        with kit.trying(form):
            run = taken(form.answers)
            return kit.done(url_for(".show", id=run.id))
    return kit.show("imports/new.html", form=form, back=url_for(".index"), registers=REGISTERS, mine=mine)


def taken(answers: dict[str, Any]) -> ImportRun:
    [file] = answers["file"]
    council_id = answers.get("council_id") or kit.sole_council()
    try:
        return service.upload(file.stream, file.filename, answers, me(), council_id=council_id)
    except RefusedFile as refused:
        raise Invalid({"file": [str(refused.sentence)]}) from refused


def councils() -> list[tuple[str, str]]:
    return [(str(council.id), council.name) for council in organizations.all_councils()]


# --- one import -------------------------------------------------------------------------------------------------------


@pages.route("/<int:id>")
def show(id: int) -> Response:
    run: ImportRun = access.find("import_run", id, me())
    return kit.show("imports/show.html", **about(run), doing=kit.actions(run), events=kit.timeline("import_run", run))


@pages.route("/<int:id>/progress")
def progress(id: int) -> Response:
    """The part of the page that a script asks for again while a job is at work; afterwards the whole page is shown anew."""
    run: ImportRun = access.find("import_run", id, me())
    response = make_response(render_template("imports/_progress.html", **about(run)))
    if not queries.is_at_work(run):
        response.headers["HX-Refresh"] = "true"
    return response


def about(run: ImportRun) -> dict[str, Any]:
    is_checked = queries.is_checked(run)
    return {
        "run": run,
        "percent": percent_of(run),
        "state": engine.state_of(run),
        "register": REGISTERS[run.register],
        "mode": MODES.get(run.mode or ""),
        "is_at_work": queries.is_at_work(run),
        "failure": queries.failure(run),
        "is_begun": queries.is_begun(run),
        "may_choose": queries.may_choose(run),
        "is_checked": is_checked,
        "is_imported": queries.is_imported(run),
        "faults": telling.faults(run) if is_checked else [],
        "remarks": telling.remarks(run) if is_checked else [],
        "first": telling.first(run) if is_checked else [],
    }


# --- its columns ------------------------------------------------------------------------------------------------------


@pages.route("/<int:id>/columns", methods=["GET", "POST"])
def columns(id: int) -> Response:
    run: ImportRun = access.find("import_run", id, me())
    service.require_choosing(run, me())
    book = taking.book_of(run)
    page = asking.page_of(run, book.filled, request.args.get("sheet"))
    if page is None:
        return kit.show("imports/sheets.html", run=run, sheets=book.filled, back=url_for(".show", id=id))
    register = registers.KNOWN[run.register]
    head = asking.head_of(run, page)
    form = kit.form(
        columns_form(register, head),
        asking.initial(run, page, head),
        record=run,
        delegations=asking.delegations(run.council_id),
        register=run.register,
    )
    if kit.sent(form):
        with kit.trying(form):
            service.choose_columns(run, page, head, form.answers | {"columns": form.columns}, me())
            return kit.done(url_for(".show", id=id))
    return kit.show(
        "imports/columns.html",
        run=run,
        form=form,
        page=page,
        head=head,
        fields=[(form[f"{PREFIX}{place}"], asking.samples(page, head, place)) for place in head.headings],
        sheets=book.filled,
        back=url_for(".show", id=id),
    )
