"""The figure sheet of a delegation or session (R7), and recording figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import queries as links
from tracker.reporting import checks, history, queries, service, wording
from tracker.reporting.checks import Differs
from tracker.reporting.forms import MOST_COMPARISONS, FigureForm, answers_of
from tracker.reporting.history import Then
from tracker.reporting.models import QUALIFIERS, SOURCE_KINDS, Figure
from tracker.sessions.models import WorkingSession
from tracker.web import as_of, kit, threads
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("figures", __name__, url_prefix="/figures")

CARRIED = ("unit", "period_kind", "period_from", "period_to", "scope", "inferred", "agency_ids", "source_page")
"""What the next figure of a report probably shares with the last one."""


@pages.route("")
def sheet() -> Response:
    """R7: every figure with qualifier, unit, period, scope, comparisons and source; `?delegation=` or `?session=`, and
    `?as_of=` as they stood then."""
    delegation, session = asked_for()
    standing = as_of.asked()
    number = kit.page_number()
    shown = [] if standing.is_wrong else shown_at(standing, delegation, session, number)
    return kit.show(
        "figures/sheet.html",
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        delegation=delegation,
        session=session,
        rows=shown[: queries.PAGE],
        next_page=number + 1 if len(shown) > queries.PAGE else None,
        may_keep=standing.moment is None and may_record(delegation, session),
    )


def shown_at(
    standing: as_of.Standing, delegation: Delegation, session: WorkingSession | None, number: int
) -> list[dict[str, Any]]:
    """One more than a page if there are more."""
    sources = dict(queries.source_choices(delegation.id, me()))
    if standing.at is not None:
        return rows_then(read_then(standing.at, delegation, session, number), sources)
    read = queries.of_session(session.id, me(), page=number) if session else None
    return rows(list(read if read is not None else queries.of_delegation(delegation.id, me(), page=number)), sources)


def read_then(moment: datetime, delegation: Delegation, session: WorkingSession | None, number: int) -> list[Then]:
    if session is not None:
        return history.of_session(session.id, me(), moment, page=number)
    return history.of_delegation(delegation.id, me(), moment, page=number)


def rows_then(figures: list[Then], sessions: dict[int, str]) -> list[dict[str, Any]]:
    """A session is named by its code: its day may have been another one."""
    found = []
    for then in figures:
        told = row(then.figure, [], then.agencies)
        name = str(named_source(then.figure, sessions)).partition(",")[0]
        nothing: dict[str, Any] = {"url": None, "became": [], "actions": []}
        found.append(told | nothing | {"from": name, "comparisons": list(then.comparisons)})
    return found


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    delegation, session = asked_for()
    service.require_keeper(delegation, me())
    if session is not None:
        engine.require_reword(session, me())
    form = kit.form(FigureForm, first_answers(delegation, session), delegation=delegation, actor=me())
    if not grown(form) and kit.sent(form) and not form.asks_reading():
        with kit.trying(form), warned(form):
            figure = service.create(form.answers, me(), delegation=delegation)
            message = _("Đã lưu số liệu %(code)s.", code=figure.code)
            return kit.done(after(delegation, session, figure), message)
    return ask(form, delegation, session, None)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    figure = access.find("figure", id, me())
    service.require_edit(figure, me())
    delegation, session = figure.delegation, session_of(figure)
    saved = answers_of(figure)
    form = kit.form(FigureForm, saved, record=figure, delegation=delegation, actor=me(), figure=figure)
    if not grown(form) and kit.sent(form) and not form.asks_reading():
        with kit.trying(form), warned(form):
            service.edit(figure, form.answers, me())
            return kit.done(sheet_of(delegation, session), _("Đã lưu số liệu %(code)s.", code=figure.code))
    if form.warning and form.difference_note.data == saved["difference_note"]:
        form.difference_note.data = ""
    return ask(form, delegation, session, figure)


@pages.route("/<int:id>/delete", methods=["POST"])
def delete(id: int) -> Response:
    figure = access.find("figure", id, me())
    delegation, session, code = figure.delegation, session_of(figure), figure.code
    service.delete(figure, me())
    return kit.done(sheet_of(delegation, session), _("Đã xóa số liệu %(code)s.", code=code))


@pages.route("/<int:id>")
def show(id: int) -> Response:
    """A figure is read on its sheet, at its row."""
    figure = access.find("figure", id, me())
    return redirect(f"{sheet_of(figure.delegation, session_of(figure))}#{figure.code}", 303)


def asked_for() -> tuple[Delegation, WorkingSession | None]:
    """The delegation, and the session if the address names one; NotFound when neither can be read."""
    session_id, delegation_id = (
        request.args.get("session", type=row_number),
        request.args.get("delegation", type=row_number),
    )
    if session_id is not None:
        session = access.find("session", session_id, me())
        return session.delegation, session
    if delegation_id is None:
        raise NotFound
    return access.find("delegation", delegation_id, me()), None


def session_of(figure: Figure) -> WorkingSession | None:
    found: WorkingSession | None = service.source_of(figure.source_kind, figure.source_id, me())
    return found


def may_record(delegation: Delegation, session: WorkingSession | None) -> bool:
    return service.may_keep(delegation, me()) and (session is None or engine.may_reword(session, me()))


def sheet_of(delegation: Delegation, session: WorkingSession | None) -> str:
    if session is not None:
        return url_for("figures.sheet", session=session.id)
    return url_for("figures.sheet", delegation=delegation.id)


# --- recording --------------------------------------------------------------------------------------------------------


def first_answers(delegation: Delegation, session: WorkingSession | None) -> dict[str, Any]:
    """A new figure of a session comes from the agencies that were there; `?like=` carries on from the last one."""
    entries = session.agencies if session else delegation.agencies
    initial: dict[str, Any] = {
        "qualifier": "exactly",
        "source_kind": "session" if session else "report",
        "source_id": session.id if session else None,
        "agency_ids": [entry.agency_id for entry in entries],
    }
    like = request.args.get("like", type=row_number)
    if like is not None:
        before = answers_of(access.find("figure", like, me()))
        initial |= {name: before[name] for name in CARRIED}
    return initial


def after(delegation: Delegation, session: WorkingSession | None, figure: Figure) -> str:
    if "later" not in request.form:
        return sheet_of(delegation, session)
    if session is not None:
        return url_for("figures.new", session=session.id, like=figure.id)
    return url_for("figures.new", delegation=delegation.id, like=figure.id)


def grown(form: Any) -> bool:
    """“Thêm so sánh” was pressed: one more group of boxes, nothing is saved yet."""
    form.warning = None
    if request.form.get("review") != "comparison":
        return False
    if len(form.comparisons) < MOST_COMPARISONS:
        form.comparisons.append_entry()
    return True


@contextmanager
def warned(form: Any) -> Iterator[None]:
    """A total that its parts do not make is a warning with a question, not a mistake (domain.md 6.5)."""
    try:
        yield
    except Differs as difference:
        db.session.rollback()
        form.warning = difference.errors["difference_note"][0]


def ask(form: Any, delegation: Delegation, session: WorkingSession | None, figure: Figure | None) -> Response:
    agreed = request.method != "POST" or "review" in request.form or form.errors or form.warning
    return kit.show(
        "figures/edit.html",
        form=form,
        delegation=delegation,
        session=session,
        figure=figure,
        back=sheet_of(delegation, session),
        readings=[] if agreed else form.readings(),
        may_delete=figure is not None,
        most=MOST_COMPARISONS,
    )


# --- printing ---------------------------------------------------------------------------------------------------------


def rows(figures: list[Figure], sessions: dict[int, str]) -> list[dict[str, Any]]:
    """Figures in words, for the sheet and for the small table of a session's page."""
    became = links.targets("figure", [figure.id for figure in figures], me())
    open_sources = {source(figure): figure for figure in figures}
    editable = {key for key, figure in open_sources.items() if service.may_edit(figure, me())}
    return [
        row(figure, figures)
        | {
            "url": url_for("figures.edit", id=figure.id) if source(figure) in editable else None,
            "from": named_source(figure, sessions),
            "became": threads.marks(became.get(figure.id, [])),
            "actions": threads.offers(figure, "findings.new"),
        }
        for figure in figures
    ]


def named_source(figure: Figure, sessions: dict[int, str]) -> Any:
    """The session by its name; a report bears numbers of its own, which say nothing of sessions."""
    session = sessions.get(figure.source_id or 0) if figure.source_kind == "session" else None
    return session or SOURCE_KINDS[figure.source_kind]


def source(figure: Figure) -> tuple[str, int | None]:
    return figure.source_kind, figure.source_id


def row(figure: Figure, figures: list[Figure], agencies: Sequence[str] | None = None) -> dict[str, Any]:
    """`agencies`: by the names known at a past moment; else by those they bore on the delegation."""
    check = checks.sum_of(figure)
    return {
        "code": figure.code,
        "name": figure.indicator,
        "qualifier_word": QUALIFIERS[figure.qualifier],
        "qualifier": "" if figure.qualifier == "exactly" else QUALIFIERS[figure.qualifier],
        "number": figure.value,
        "value": format_vi(figure.value),
        "unit": figure.unit,
        "amount": wording.figure(figure),
        "period": wording.period_of(figure),
        "scope": wording.scope(figure),
        "comparisons": comparisons(figure, figures),
        "check": check,
        "why_not": checks.why_not(figure),
        "note": figure.difference_note,
        "agencies": wording.agencies(figure) if agencies is None else agencies,
        "page": wording.place_in_source(figure.source_page),
        "verbatim": figure.verbatim,
    }


def comparisons(figure: Figure, figures: list[Figure]) -> list[str]:
    bases = [_("điểm gốc của %(code)s", code=code) for code in checks.is_base_of(figure, figures)]
    return wording.comparisons(figure) + bases
