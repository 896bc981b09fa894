"""A handover from one term to the next: its state and sums, its list with what is decided about each, its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy import Select
from werkzeug.wrappers import Response
from wtforms import HiddenField

from tracker.accounts import access
from tracker.attachments import queries as attachments
from tracker.core import clock
from tracker.core.i18n import _, _n
from tracker.core.rows import row_number, row_number_or_none
from tracker.delegations.workflow import DELEGATION
from tracker.organizations.models import CouncilTerm
from tracker.proposals.workflow import PROPOSAL
from tracker.recommendations.models import CLAIMS, MEASURE_KINDS
from tracker.recommendations.queries.rates import Rate
from tracker.recommendations.terms import OPEN
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.terms import facts, queries, report, service
from tracker.terms.forms import BeginForm, ItemFilter, NoteForm, TickedForm
from tracker.terms.models import DECISIONS, HandoverItem, TermHandover
from tracker.terms.queries import Wanted
from tracker.terms.service import Pick
from tracker.terms.workflow import TERM_HANDOVER, is_prepared, some_of, title
from tracker.web import filtering, follow_up, kit, paging, ticking
from tracker.web.follow_up import claimed
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("term_handovers", __name__, url_prefix="/term-handovers")
MOST_PRINTED = 5000
"""So many rows are printed on one page at most."""
Facts = dict[str, Any]


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    engine.require_create(TERM_HANDOVER, me().roles)
    offered = service.pairs(me())
    if request.method == "GET":
        offered = [pair for pair in offered if queries.prepared_from(pair[0].id) is None]
    form = kit.form(BeginForm, {"from_term_id": asked_for(offered)}, terms=[choice(*pair) for pair in offered])
    if kit.sent(form):
        with kit.trying(form):
            handover = service.begin(form.answers, me())
            words = _n(
                "Đã lập danh sách %(num)s kiến nghị còn mở.",
                "Đã lập danh sách %(num)s kiến nghị còn mở.",
                handover.listed,
            )
            return kit.done(url_for(".show", id=handover.id), words)
    return kit.show("terms/new.html", form=form, may=bool(offered), back=url_for("terms.index"))


def choice(before: CouncilTerm, after: CouncilTerm) -> tuple[str, str]:
    beyond = f" ({after.council.name})" if after.council_id != before.council_id else ""
    words = _("từ %(first)s sang %(last)s", first=follow_up.spell_term(before), last=follow_up.spell_term(after))
    return str(before.id), words + beyond


def asked_for(offered: Sequence[tuple[CouncilTerm, CouncilTerm]]) -> int | None:
    """The term named in the address; else the only one that there is."""
    wanted = request.args.get("term", type=row_number)
    known = [before.id for before, _after in offered]
    if wanted in known:
        return wanted
    return known[0] if len(known) == 1 else None


@pages.route("/<int:id>")
def show(id: int) -> Response:
    handover = find(id)
    told = report.as_read(handover, me(), clock.today())
    return kit.show(
        "terms/handover.html",
        handover=handover,
        heading=title(handover),
        state=engine.state_of(handover),
        is_prepared=is_prepared(handover),
        undecided=waiting(handover),
        told=told,
        decisions=list(DECISIONS.items()),
        may_decide=engine.may_edit(handover, me()),
        is_whole=queries.reads_whole(handover, me()),
        linked=reads_records(handover),
        doing=kit.actions(handover),
        files=[file_row(file) for file in attachments.of("term_handover", handover.id)],
        events=kit.timeline("term_handover", handover) if queries.reads_whole(handover, me()) else [],
        **words_of(told),
    )


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    handover = find(id)
    engine.require_edit(handover, me())
    form = kit.form(NoteForm, {"note": handover.note}, record=handover)
    if kit.sent(form):
        with kit.trying(form):
            service.edit(handover, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show("terms/edit.html", form=form, heading=title(handover), back=url_for(".show", id=id))


@pages.route("/<int:id>/items", methods=["GET", "POST"])
def items(id: int) -> Response:
    """The list; whoever prepares the handover ticks rows and says what is to become of them."""
    handover = find(id)
    asked, page = asked_page(handover)
    may_decide = engine.may_edit(handover, me())
    if request.method == "POST":
        engine.require_edit(handover, me())
    form = rows_form(handover, page.rows) if may_decide else None
    if form is not None and kit.sent(form):
        with kit.trying(form):
            number = service.decide_about(handover, picks(form), form.answers, me())
            words = _n("Đã ghi cho %(num)s kiến nghị.", "Đã ghi cho %(num)s kiến nghị.", number)
            return kit.done(paging.address(page=paging.number(), tick=None), words)
    if request.method == "POST":
        asked, page = asked_page(handover)
    if form is not None:
        set_versions(form, page.rows)
    return kit.show(
        "terms/items.html",
        handover=handover,
        heading=title(handover),
        state=engine.state_of(handover),
        rows=rows_of(page.rows),
        page=page,
        address=paging.address,
        filter=asked,
        chips=filtering.chips(asked),
        form=form,
        undecided=waiting(handover),
        ticked=set(form.picked.data or []) if form is not None else set(),
        all_ticked=request.args.get("tick") == "all",
        words=_n("%(num)s kiến nghị", "%(num)s kiến nghị", page.total),
        back=url_for(".show", id=id),
    )


@pages.route("/<int:id>/report")
def printed(id: int) -> Response:
    """The report; `?all=1` with every row on one page, to be printed."""
    handover = find(id)
    whole = request.args.get("all") == "1"
    query = queries.items(handover, me(), Wanted())
    many = queries.total(query)
    size = MOST_PRINTED if whole else paging.size()
    found = queries.page(query, number=1 if whole else paging.number(), size=size)
    told = report.as_read(handover, me(), clock.today())
    return kit.show(
        "terms/report.html",
        handover=handover,
        heading=title(handover),
        state=engine.state_of(handover),
        is_prepared=is_prepared(handover),
        is_whole=queries.reads_whole(handover, me()),
        linked=reads_records(handover),
        told=told,
        decisions=list(DECISIONS.items()),
        groups=grouped(rows_of(found[:size])),
        page=paging.Page(found[:size], size, paging.number(), many, len(found) > size) if not whole else None,
        address=paging.address,
        many=many,
        back=url_for(".show", id=id),
        **words_of(told),
    )


# --- what is read -----------------------------------------------------------------------------------------------------


def find(id: int) -> TermHandover:
    handover: TermHandover = access.find("term_handover", id, me())
    return handover


def words_of(told: Facts) -> Facts:
    """The states that the facts name, and the day they speak of."""
    return {
        "on": date.fromisoformat(told["on"]),
        "rates": rates_told(told["rates"]),
        "states": [(ASSIGNMENT.state(name), number) for name, number in sorted(told["states"].items())],
        "proposal_state": PROPOSAL.state,
        "delegation_state": DELEGATION.state,
        "terms": [term_words(told["from_term"]), term_words(told["to_term"])],
        "percent_of": percent_of,
    }


def term_words(term: Facts) -> Facts:
    days = {name: date.fromisoformat(term[name]) if term[name] else None for name in ("from_on", "to_on")}
    return {**term, **days}


def rates_told(kept: Facts) -> list[Facts]:
    rows = (
        (_("Hoàn thành"), _("theo hạn đang áp dụng, kể cả gia hạn"), "completion"),
        (_("Đúng hạn"), _("theo hạn gốc, không kể gia hạn"), "on_time"),
    )
    return [
        {"label": label, "hint": hint, "rate": kept[name], "percent": percent_of(kept[name])}
        for label, hint, name in rows
    ]


def percent_of(pair: Sequence[int]) -> Any:
    return Rate(*pair).percent


def waiting(handover: TermHandover) -> Facts:
    """What stands between the list and the decision: how many are undecided or not listed yet, and which."""
    if not is_prepared(handover) or not queries.reads_whole(handover, me()):
        return {}
    undecided, unlisted = queries.undecided(handover), queries.not_listed(handover)
    counted = {"undecided": queries.count(*undecided), "unlisted": queries.count(*unlisted)}
    return counted | {
        "named": some_of(*undecided) if counted["undecided"] else "",
        "named_unlisted": some_of(*unlisted) if counted["unlisted"] else "",
    }


def rows_of(found: Sequence[HandoverItem]) -> list[Facts]:
    """Rows in words, from what was kept or from what the records say now."""
    live = [item.recommendation_id for item in found if item.facts is None]
    now = facts.of(live, clock.today()) if live else {}
    return [row_of(item, item.facts or now[item.recommendation_id]) for item in found]


def row_of(item: HandoverItem, known: Mapping[str, Any]) -> Facts:
    is_kept = item.facts is not None
    officer = known.get("officer", "") if is_kept else (item.followed_by.full_name if item.followed_by else "")
    measure = known["measure"]
    return {
        **known,
        **{name: day(known[name]) for name in ("issued_on", "due_on", "original_due_on", "due_ends_on")},
        "id": item.id,
        "url": url_for("recommendations.show", id=item.recommendation_id) if reads_records(item) else "",
        "delegation_id": item.delegation_id,
        "verdict": ASSIGNMENT.state(known["lead_state"]) if known["lead_state"] else None,
        "claim": claimed(known["claim"], str(CLAIMS[known["claim"]]), known["percent"]) if known["claim"] else None,
        "claimed_on": day(known["claimed_on"]),
        "verified_on": day(known["verified_on"]),
        "measure": {**measure, "on": day(measure["on"]), "label": MEASURE_KINDS[measure["kind"]]} if measure else None,
        "decision": DECISIONS[item.decision] if item.decision else None,
        "reason": item.reason,
        "note": item.note,
        "officer": officer,
        "left_out": item.left_out or known["state"] != OPEN,
    }


def reads_records(of: TermHandover | HandoverItem) -> bool:
    """The council that takes over reads what is handed to it, not the records of the other council."""
    return of.council_id in me().council_ids


def day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def grouped(rows: Sequence[Facts]) -> list[tuple[str, str, list[Facts]]]:
    """(code, title, rows) of each delegation, in their order."""
    found: dict[int, tuple[str, str, list[Facts]]] = {}
    for row in rows:
        found.setdefault(row["delegation_id"], (row["delegation"], row["delegation_title"], []))[2].append(row)
    return list(found.values())


def file_row(file: Any) -> dict[str, Any]:
    return {"label": file.name, "url": url_for("attachments.download", id=file.id)}


# --- ticking rows -----------------------------------------------------------------------------------------------------


def asked_page(handover: TermHandover) -> tuple[ItemFilter, paging.Page]:
    asked, query = asked_items(handover)
    return asked, paging.page(queries.page(query, number=paging.number(), size=paging.size()), queries.total(query))


def asked_items(handover: TermHandover) -> tuple[ItemFilter, Select[HandoverItem]]:
    """The filter line, and the items that it asks for."""
    asked = ItemFilter(request.args)
    asked.delegation.choices = delegation_options(handover)
    wanted = Wanted(asked.chosen.data or "", asked.delegation.data or None)
    if wanted.decision not in {item["value"] for item in asked.chosen.options()}:
        wanted = Wanted("", wanted.delegation)
    return asked, queries.items(handover, me(), wanted)


def delegation_options(handover: TermHandover) -> list[tuple[str, str]]:
    return [(str(id), f"{code} {follow_up.cut(name)}") for id, code, name in queries.delegations(handover, me())]


def rows_form(handover: TermHandover, shown: Sequence[HandoverItem]) -> Any:
    """The form with the version of every row that is shown, or that was sent although the filter shows it no more."""
    sent = ticking.numbers(request.form.getlist("picked"))
    rows = {row.id: row for row in (*shown, *queries.some(handover, sent))}
    fields: dict[str, Any] = {f"version_{id}": HiddenField() for id in rows}
    kind = type("RowsForm", (TickedForm,), fields)
    keys = [(str(id), row.code) for id, row in rows.items() if row.recommendation.state == OPEN or id in sent]
    form: Any = kit.form(kind, {}, officers=service.officers(handover), keys=keys)
    return form


def set_versions(form: Any, rows: Sequence[HandoverItem]) -> None:
    """Of what is shown now: whoever sends it again has seen it."""
    for row in rows:
        if f"version_{row.id}" in form:
            form[f"version_{row.id}"].data = str(row.row_version)


def picks(form: Any) -> list[Pick]:
    return [Pick(row_number(key), version_of(form, key)) for key in form.picked.data or []]


def version_of(form: Any, key: str) -> int | None:
    sent = form[f"version_{key}"].data if f"version_{key}" in form else None
    return row_number_or_none(sent)
