"""The draft of a delegation's oversight report: reading it, writing its sections, the paper as it is filed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _, in_vietnamese
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.oversight_reports import dossier as dossiers
from tracker.oversight_reports import paper, queries, service, watching
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.forms import SectionForm, answers_of
from tracker.oversight_reports.models import ReportSection
from tracker.oversight_reports.writing.sections import generated
from tracker.web import kit, report_page
from tracker.web.kit import me

pages = Blueprint("oversight_reports", __name__)
HERE = "/delegations/<int:id>/report"


@pages.route(HERE)
def show(id: int) -> Response:
    delegation = council_side_of(id)
    report = queries.of_delegation(id, me())
    context: dict[str, Any] = {
        "delegation": delegation,
        "report": report,
        "may_write": service.may_write(delegation, me()),
        "is_frozen": service.is_frozen(delegation),
    }
    if report is not None:
        context |= report_page.told(report, dossiers.read(delegation, me()))
        context["events"] = kit.timeline("oversight_report", report, limit=report_page.EVENTS)
    return kit.show("oversight_reports/show.html", **context)


@pages.route("/report-drafts/<int:id>")
def by_number(id: int) -> Response:
    """A draft is read at its delegation."""
    return redirect(url_for(".show", id=access.find("oversight_report", id, me()).delegation_id), 303)


@pages.route(f"{HERE}/begin", methods=["POST"])
def begin(id: int) -> Response:
    service.begin(access.find("delegation", id, me()), me())
    return kit.done(url_for(".show", id=id), _("Đã lập dự thảo báo cáo từ dữ liệu của Đoàn."))


@pages.route(f"{HERE}/print")
def printed(id: int) -> Response:
    """As an office files it; `?sources=1` adds the sources as notes at the end."""
    delegation = council_side_of(id)
    report = queries.of_delegation(id, me())
    if report is None:
        raise NotFound
    with in_vietnamese():
        told = report_page.on_paper(report, dossiers.read(delegation, me()), with_sources="sources" in request.args)
        frame = paper.of(delegation)
    return kit.show("oversight_reports/print.html", delegation=delegation, paper=frame, **told)


@pages.route(f"{HERE}/<int:section_id>", methods=["GET", "POST"])
def edit(id: int, section_id: int) -> Response:
    """One section; with `?renew=1` the form begins with what the records say now, beside what is saved."""
    section = queries.section(id, section_id, me())
    service.require_writing(section.delegation, me())
    dossier = dossiers.read(section.delegation, me())
    saved = answers_of(section, dossier)
    renewing = "renew" in request.args
    begins_with = saved | ({"text": generated(section.name, dossier)} if renewing else {})
    form = kit.form(SectionForm, begins_with, record=section, dossier=dossier)
    form.initial = saved
    if kit.sent(form):
        with kit.trying(form):
            service.save(section, form.answers, me(), dossier)
            return kit.done(back_to(section), _("Đã lưu mục %(code)s.", code=section.code))
    return ask(form, section, dossier, saved=saved["text"] if renewing else None)


@pages.route(f"{HERE}/<int:section_id>/append", methods=["POST"])
def append(id: int, section_id: int) -> Response:
    """Add one source (`source=SL-02`) to the end of the section."""
    section = queries.section(id, section_id, me())
    service.require_writing(section.delegation, me())
    dossier = dossiers.read(section.delegation, me())
    try:
        source = service.append(section, request.form.get("source", ""), me(), dossier)
    except Invalid as wrong:
        db.session.rollback()
        flash(str(wrong), "error")
        return redirect(url_for(".edit", id=id, section_id=section_id), 303)
    return kit.done(back_to(section), _("Đã thêm %(source)s vào mục %(code)s.", source=source.code, code=section.code))


def council_side_of(id: int) -> Delegation:
    """The delegation, for its Council's side; to an agency there is no such page."""
    delegation: Delegation = access.find("delegation", id, me())
    if not access.roles_on(me(), delegation) & set(COUNCIL_SIDE):
        raise NotFound
    return delegation


def back_to(section: ReportSection) -> str:
    return url_for(".show", id=section.delegation_id, _anchor=section.name)


def ask(form: SectionForm, section: ReportSection, dossier: Dossier, *, saved: str | None) -> Response:
    return kit.show(
        "oversight_reports/edit.html",
        form=form,
        section=section,
        delegation=section.delegation,
        saved=saved,
        changes=report_page.changes(section, dossier),
        unused=[report_page.end(source) for source in watching.unused(section.report, dossier)[section.name]],
        groups=report_page.to_insert(dossier),
        back=back_to(section),
    )
