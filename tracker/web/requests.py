"""Requests for reports: the board of a delegation, one request, its items answered one at a time, reports as sent."""

from __future__ import annotations

import secrets
from collections import defaultdict
from decimal import Decimal
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY
from tracker.attachments import queries as attachments
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.delegations.queries import OUTLINE_AWAITED
from tracker.delegations.service import require_begin
from tracker.delegations.workflow import number_of_plan
from tracker.outlines import queries as outlines
from tracker.reporting import wording
from tracker.requests import answering, content, deadlines, pasting, queries, service
from tracker.requests.forms import AnswerForm, DueForm, SendForm, SendWithPlanForm, answers_of
from tracker.requests.models import AgencyReport, Answer, ReportRequest
from tracker.requests.workflow import REQUEST
from tracker.web import kit, telling, ways
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("requests", __name__)


# --- the board ------------------------------------------------------------------------------------------------------


@pages.route("/delegations/<int:id>/requests")
def board(id: int) -> Response:
    """Every agency of the delegation and how far its report is; an agency sees its own row."""
    delegation: Delegation = access.find("delegation", id, me())
    asked = defaultdict(list)
    for item in queries.of_delegation(id, me()):
        asked[item.agency_id].append(item)
    council_side = bool(access.roles_on(me(), delegation) & set(COUNCIL_SIDE))
    entries = delegation.agencies if council_side else []
    rows = [line(item) for found in asked.values() for item in found]
    differing = queries.differing(delegation) if service.may_ask(delegation, me()) else []
    rows += [
        {"agency": e.name_then, "request": None} for e in entries if e.role == "supervised" and not asked[e.agency_id]
    ]
    return kit.show(
        "requests/board.html",
        delegation=delegation,
        rows=sorted(rows, key=lambda row: row["agency"]),
        outline=outlines.latest(id) if council_side else None,
        may_ask=service.may_ask(delegation, me()),
        differing=len(differing),
        ways=ways.written((row["agency"], row["due_on"]) for row in rows if row["request"]),
        council_side=council_side,
        tag=kit.state_tag,
    )


@pages.route("/delegations/<int:id>/requests/send", methods=["GET", "POST"])
def send(id: int) -> Response:
    """The newest outline to the agencies ticked: all at once."""
    delegation: Delegation = access.find("delegation", id, me())
    require_begin(REQUEST, delegation, me())
    choices = service.askable(delegation)
    with_plan = service.may_send_plan(delegation, me())
    form = kit.form(SendWithPlanForm if with_plan else SendForm, first_answers(delegation, choices), choices=choices)
    if kit.sent(form):
        with kit.trying(form):
            answers = dict(form.answers)
            if with_plan:
                answers["files"] = kit.uploads(form.files.data) if answers["with_plan"] else []
            sent = service.send_to_all(answers, me(), delegation=delegation)
            return kit.done(url_for(".board", id=id), told(delegation, len(sent)))
    return kit.show(
        "requests/send.html",
        form=form,
        delegation=delegation,
        outline=outlines.latest(id),
        choices=choices,
        with_plan=with_plan,
        back=url_for(".board", id=id),
    )


def first_answers(delegation: Delegation, choices: list[tuple[int, str]]) -> dict[str, Any]:
    """What is known already: the delegation's own day for the reports, the day on which its plan went out, its number."""
    planned, today = delegation.report_due_on, clock.today()
    went_out = None if queries.first_sent_on(delegation.id) else delegation.notified_on
    return {
        "agency_ids": [agency_id for agency_id, _name in choices],
        "due_on": planned if planned and planned >= today else None,
        "sent_on": went_out or today,
        "with_plan": True,
        "plan_number": number_of_plan(delegation),
    }


def told(delegation: Delegation, count: int) -> str:
    """What was done, and what the delegation itself still has to be said to have done."""
    done = _("Đã gửi đề cương cho %(count)s cơ quan.", count=count)
    if delegation.state not in OUTLINE_AWAITED:
        return done
    left = _("Thư ký đoàn còn ghi bước “Gửi kế hoạch, đề cương” của Đoàn; ngày gửi đã điền sẵn ở bước đó.")
    return f"{done} {left}"


def line(item: ReportRequest) -> dict[str, Any]:
    """One request as the board shows it."""
    report = item.last_report
    due = queries.effective_due(item)
    return {
        "agency": item.answering,
        "request": item,
        "state": engine.state_of(item),
        "late": queries.is_late(item),
        "differs": queries.differs(item),
        "due_on": due,
        "days_left": working_days().left(clock.today(), due) if due and engine.state_of(item).edit else None,
        "waits_for_agency": bool(set(engine.state_of(item).waits_for) & set(OF_AGENCY)),
        "report": report,
        "report_late": was_late(report) if report is not None else False,
    }


def was_late(report: AgencyReport) -> bool:
    return report.received_on > working_days().end_of(report.was_due_on)


# --- one request ----------------------------------------------------------------------------------------------------


@pages.route("/report-requests/<int:id>")
def show(id: int) -> Response:
    item = queries.get(id, me())
    roles = access.roles_on(me(), item)
    report = item.last_report
    may_answer = answering.may_answer(item, me())
    return kit.show(
        "requests/show.html",
        request_=item,
        delegation=item.delegation,
        facts=line(item),
        state=engine.state_of(item),
        doing=kit.actions(item),
        unmet=unmet(item),
        of_agency=bool(roles & set(OF_AGENCY)),
        council_side=bool(roles & set(COUNCIL_SIDE)),
        may_answer=may_answer,
        may_keep=service.may_keep(item, me()),
        items=items(item),
        progress=progress(item),
        reports=[(known, was_late(known)) for known in reversed(item.reports)],
        how=deadlines.explained(item) if engine.state_of(item).edit else None,
        parts=parts_of(report) if report is not None and not may_answer else [],
        supplement=set(item.supplement_items),
        files=attachments.of_many("report", [known.id for known in item.reports]),
        events=kit.timeline("report_request", item),
        once=secrets.token_urlsafe(16),
    )


def parts_of(report: AgencyReport) -> list[dict[str, Any]]:
    """The content of a report, with its numbers in words."""
    return [{**part, "figures": [spoken(cell) for cell in part["figures"]]} for part in report.content]


def spoken(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell as it is printed: trên 13,7 tỷ USD"""
    value = Decimal(cell["value"]) if cell["value"] is not None else None
    return {**cell, "amount": wording.amount(cell["qualifier"], value, cell["unit"])}


def items(item: ReportRequest) -> list[dict[str, Any]]:
    """The items of the outline with how far each answer is."""
    return [
        {
            "node": node,
            "answer": answer,
            "done": answer is not None and content.is_complete(answer),
            "begun": answer is not None and content.is_begun(answer),
            "back": node.item.origin in item.supplement_items,
        }
        for node, answer in content.answers_by_node(item)
    ]


def progress(item: ReportRequest) -> tuple[int, int]:
    """How many of the required items are answered: (done, all)."""
    required = sum(node.item.required for node, _answer in content.answers_by_node(item))
    return required - len(content.missing(item)), required


def unmet(item: ReportRequest) -> list[str]:
    """What still stands in the way of handing in, said to whoever may."""
    steps = [step for step in engine.available(item, me()) if step.name.startswith("submit")]
    return [str(sentence) for step in steps[:1] for sentence in engine.unmet(step, item)]


@pages.route("/report-requests/<int:id>/due", methods=["GET", "POST"])
def due(id: int) -> Response:
    item = queries.get(id, me())
    service.require_keeping(item, me())
    form = kit.form(DueForm, {"due_on": item.due_on}, record=item)
    if kit.sent(form):
        with kit.trying(form):
            service.change_due(item, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã đổi hạn nộp báo cáo."))
    return kit.show(
        "requests/due.html", form=form, request_=item, delegation=item.delegation, back=url_for(".show", id=id)
    )


# --- answering ------------------------------------------------------------------------------------------------------


@pages.route("/report-requests/<int:id>/items/<int:item_id>", methods=["GET", "POST"])
def answer(id: int, item_id: int) -> Response:
    """One item; its form is a record of its own, so that people of one agency work side by side."""
    item = queries.get(id, me())
    found: Answer = access.find("answer", queries.answer(item, item_id).id, me())
    answering.require_answering(item, me())
    files = attachments.of("answer", found.id)
    form = kit.form(AnswerForm, answers_of(found), record=found, answer=found, files=files)
    if request.form.get("review") == "fill":
        form = filled(form, found)
    elif kit.sent(form) and not form.asks_reading():
        with kit.trying(form):
            given = {**form.answers, "files": kit.uploads(form.files.data)}
            answering.save(found, given, me())
            return kit.done(after(item, item_id), _("Đã lưu mục này."))
    return ask(form, item, found)


def filled(form: Any, found: Answer) -> Any:
    """“Điền vào bảng” was pressed: the pasted cells stand in their boxes, checked one by one; nothing is saved yet."""
    pasted = pasting.read(form.paste.data or "", found)
    typed: MultiDict[str, Any] = MultiDict(request.form)
    for key, value in pasted.values.items():
        place = form.place_of(key)
        if place is not None:
            typed[f"cells-{place}-value"] = value
    if not pasted.problems:
        typed["paste"] = ""
    again: Any = type(form)(typed, data=form.initial, answer=found, files=attachments.of("answer", found.id))
    for name in ("record", "initial", "draft_place", "draft_url", "restored_at"):
        setattr(again, name, getattr(form, name))
    again.validate()
    again.add_problems({"paste": pasted.problems} if pasted.problems else {})
    again.just_filled = not pasted.problems
    return again


def after(item: ReportRequest, item_id: int) -> str:
    """To the next item, or back to the list."""
    next_id = answering.next_item(item, item_id)
    if "later" in request.form and next_id is not None:
        return url_for(".answer", id=item.id, item_id=next_id)
    return url_for(".show", id=item.id, _anchor=f"item-{item_id}")


def ask(form: Any, item: ReportRequest, found: Answer) -> Response:
    node = next(node for node, _answer in content.answers_by_node(item) if node.item.id == found.item_id)
    settled = request.method != "POST" or "review" in request.form or form.errors
    return kit.show(
        "requests/answer.html",
        form=form,
        request_=item,
        delegation=item.delegation,
        node=node,
        answer=found,
        touched_by=telling.person(found.updated_by_id) if found.updated_by_id else None,
        readings=[] if settled else form.readings(),
        just_filled=getattr(form, "just_filled", False),
        has_next=answering.next_item(item, found.item_id) is not None,
        sent_back=found.item.origin in item.supplement_items,
        back=url_for(".show", id=item.id, _anchor=f"item-{found.item_id}"),
    )


@pages.route("/reports/<int:id>")
def report(id: int) -> Response:
    """A report as it was sent, whatever has been written since."""
    found = queries.report(id, me())
    return kit.show(
        "requests/report.html",
        report=found,
        request_=found.request,
        delegation=found.delegation,
        parts=parts_of(found),
        late=was_late(found),
        files=attachments.of("report", found.id),
        back=url_for(".show", id=found.request_id),
    )
