"""What becomes of an agency: a new name, a merger, a split, an end; taking it back; handing over what is still open."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from tracker.accounts import access
from tracker.core.errors import Impossible
from tracker.core.forms import Choice
from tracker.core.i18n import _, _l, _n
from tracker.core.rows import row_number, row_number_or_none
from tracker.organizations import handing, service
from tracker.organizations.forms import (
    DecisionForm,
    EndForm,
    HandoverForm,
    MergeForm,
    RenameForm,
    SplitForm,
    SuccessorForm,
    UndoForm,
)
from tracker.organizations.handing import Given, OpenWork, Pick
from tracker.organizations.models import SUCCESSION_KINDS, Agency
from tracker.web import kit, paging
from tracker.web.kit import me
from tracker.web.organizations import asked, kept, others, page_of

pages = Blueprint("succession", __name__, url_prefix="/agencies")
ROWS = 50


@pages.route("/<int:id>/change")
def change(id: int) -> Response:
    """The one place from which every change of organisation begins."""
    agency = alive(id)
    return kit.show("organizations/change.html", agency=agency, back=page_of(id))


@pages.route("/<int:id>/rename", methods=["GET", "POST"])
def rename(id: int) -> Response:
    agency = alive(id)
    form = kit.form(RenameForm, record=agency)
    if kit.sent(form):
        with kit.trying(form):
            name, short_name, facts = form.name.data, form.short_name.data or "", decision(form)
            service.rename(agency, name, short_name, facts["from_day"], me(), facts=facts)
            return kit.done(page_of(id), _("Đã ghi tên mới."))
    return asked("rename", agency, form)


@pages.route("/<int:id>/merge", methods=["GET", "POST"])
def merge(id: int) -> Response:
    agency = alive(id)
    form = kit.form(MergeForm, record=agency, council_id=agency.council_id, agencies=others(agency))
    if kit.sent(form):
        with kit.trying(form):
            beside = [chosen(other) for other in form.beside_ids.data or []]
            heir = chosen(form.successor_id.data) if form.successor_id.data else form.new_agency
            service.merge(agency, beside, heir, decision(form), me())
            return kit.done(page_of(id), _("Đã ghi sáp nhập."))
    return asked("merge", agency, form)


@pages.route("/<int:id>/split", methods=["GET", "POST"])
def split(id: int) -> Response:
    agency = alive(id)
    form = kit.form(SplitForm, record=agency, council_id=agency.council_id, agencies=others(agency))
    if kit.sent(form):
        with kit.trying(form):
            known = [chosen(heir) for heir in form.successor_ids.data or []]
            heirs: list[Agency | dict[str, Any]] = [*known, *form.newly_set_up]
            service.split(agency, heirs, decision(form), me())
            return kit.done(page_of(id), _("Đã ghi chia tách."))
    return asked("split", agency, form)


@pages.route("/<int:id>/end", methods=["GET", "POST"])
def end(id: int) -> Response:
    agency = alive(id)
    form = kit.form(EndForm, record=agency, council_id=agency.council_id, agencies=others(agency))
    if kit.sent(form):
        with kit.trying(form):
            heir = chosen(form.successor_id.data) if form.successor_id.data else None
            service.close(agency, heir, decision(form), me())
            return kit.done(page_of(id), _("Đã ghi ngày kết thúc."))
    return asked("end", agency, form)


@pages.route("/<int:id>/successor", methods=["GET", "POST"])
def successor(id: int) -> Response:
    agency = kept(id)
    service.require_over(agency)
    form = kit.form(SuccessorForm, record=agency, agencies=others(agency))
    if kit.sent(form):
        with kit.trying(form):
            service.add_successor(agency, chosen(form.successor_id.data), form.kind.data, me())
            return kit.done(page_of(id), _("Đã ghi cơ quan kế thừa."))
    return asked("successor", agency, form)


@pages.route("/<int:id>/undo", methods=["GET", "POST"])
def undo(id: int) -> Response:
    agency = kept(id)
    if not service.is_undoable(agency):
        raise Impossible(_("Cơ quan này không có thay đổi nào để hủy."))
    form = kit.form(UndoForm, record=agency)
    if kit.sent(form):
        with kit.trying(form):
            service.undo(agency, me(), reason=form.reason.data)
            return kit.done(page_of(id), _("Đã hủy thay đổi tổ chức."))
    return kit.show(
        "organizations/undo.html",
        agency=agency,
        form=form,
        change=service.change_to_undo(agency),
        given=service.handed_over(agency),
        ways=SUCCESSION_KINDS,
        back=page_of(id),
    )


@pages.route("/<int:id>/handover", methods=["GET", "POST"])
def handover(id: int) -> Response:
    """Everything open at an agency that has ended, and for each who is to have it."""
    agency = access.find("agency", id, me())
    heirs = handing.heirs_for(agency, me())
    options = [(heir.id, heir.name) for heir, _since in heirs]
    work = OpenWork.at(agency, heirs=[heir for heir, _since in heirs], page=paging.number(), size=ROWS)
    form = kit.form(form_for(work, options), ticked(work, options), heirs=options, keys=keys(work))
    set_versions(form, work)
    if kit.sent(form) and every_row_has_an_heir(form):
        with kit.trying(form):
            given = handing.give(agency, picks(form), form.facts, me())
            if given.rows:
                return done(agency, given, ".handover")
            form.add_problems({"": given.left})
    return show_rows("handover", agency, form, work, heirs=heirs)


@pages.route("/<int:id>/hand-back", methods=["GET", "POST"])
def hand_back(id: int) -> Response:
    """What the agency has handed over and is still open goes back to it, before a wrong change is taken back."""
    agency = access.find("agency", id, me())
    handing.require_may_give(me(), agency)
    work = OpenWork.to_give_back(agency, page=paging.number(), size=ROWS)
    form = kit.form(form_for(work, []), ticked(work, []), keys=keys(work))
    set_versions(form, work)
    if kit.sent(form):
        with kit.trying(form):
            given = handing.give(agency, picks(form), form.facts, me(), back=True)
            if given.rows:
                return done(agency, given, ".hand_back")
            form.add_problems({"": given.left})
    return show_rows("hand_back", agency, form, work)


def show_rows(template: str, agency: Agency, form: Any, work: OpenWork, **more: Any) -> Response:
    return kit.show(
        f"organizations/{template}.html",
        agency=agency,
        form=form,
        rows=work.rows,
        total=work.total,
        page=paging.number(),
        pages=-(-work.total // ROWS),
        address=paging.address,
        url_of=kit.url_of,
        back=page_of(agency.id),
        **more,
    )


# --- the form of a handover -------------------------------------------------------------------------------------------


def form_for(work: OpenWork, heirs: list[tuple[int, str]]) -> type[HandoverForm]:
    """The form with the version of every row, and where there are several heirs a choice for each."""
    fields: dict[str, Any] = {f"version_{row.key}": HiddenField() for row in work.rows}
    if len(heirs) > 1:
        label, blank = _l("Cơ quan kế thừa"), _l("– Theo lựa chọn chung –")
        fields |= {f"heir_{row.key}": Choice(label, coerce=row_number, choices=heirs, blank=blank) for row in work.rows}
    return type("RowsForm", (HandoverForm,), fields)


def ticked(work: OpenWork, heirs: list[tuple[int, str]]) -> dict[str, Any]:
    """All are ticked; the only heir there is, is chosen."""
    return {"picked": [row.key for row in work.rows], "heir_id": heirs[0][0] if len(heirs) == 1 else None}


def keys(work: OpenWork) -> list[tuple[str, str]]:
    return [(row.key, row.told.code) for row in work.rows]


def set_versions(form: Any, work: OpenWork) -> None:
    """The versions that are shown travel with the form; those of a form that was sent stay as they were sent."""
    for row in work.rows:
        field = form[f"version_{row.key}"]
        if not field.raw_data:
            field.data = str(row.version)


def every_row_has_an_heir(form: Any) -> bool:
    """A row without an heir of its own takes the one chosen for all."""
    lacking = [key for key in form.picked.data if not heir_of(form, key)]
    codes = {item["value"]: item["label"] for item in form.picked.options()}
    for key in lacking:
        name = f"heir_{key}" if f"heir_{key}" in form else "heir_id"
        form.add_problems({name: [_("Hãy chọn cơ quan kế thừa cho %(code)s.", code=codes.get(key, key))]})
    return not lacking


def heir_of(form: Any, key: str) -> int:
    own = form[f"heir_{key}"].data if f"heir_{key}" in form else None
    return own or form.heir_id.data or 0


def picks(form: Any) -> list[Pick]:
    return [Pick(key, heir_of(form, key), version_of(form, key)) for key in form.picked.data]


def version_of(form: Any, key: str) -> int | None:
    sent = form[f"version_{key}"].data if f"version_{key}" in form else None
    return row_number_or_none(sent)


def done(agency: Agency, given: Given, endpoint: str) -> Response:
    """On to what is left; what was not handed over is said, one sentence each."""
    for sentence in given.left:
        flash(sentence, "warning")
    for row in given.rows:
        if row.remark:
            flash(f"{row.subject_code}: {row.remark}.", "warning")
    number = len(given.rows)
    message = _n("Đã bàn giao %(num)s việc.", "Đã bàn giao %(num)s việc.", number)
    return kit.done(url_for(endpoint, id=agency.id), message)


# --- finding ----------------------------------------------------------------------------------------------------------


def alive(id: int) -> Agency:
    """The agency, for those who may change it, while its last day is not known."""
    agency = kept(id)
    service.require_alive(agency)
    return agency


def chosen(id: int) -> Agency:
    agency: Agency = access.find("agency", id, me())
    return agency


def decision(form: DecisionForm) -> dict[str, Any]:
    """The answers about the decision, its file stored."""
    return {**form.facts, "files": kit.uploads(form.files.data)}
