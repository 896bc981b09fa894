"""Requests for reports: the board of a delegation, one request, its items answered one at a time, reports as sent."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY
from tracker.attachments import queries as attachments
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l
from tracker.delegations.models import Delegation
from tracker.delegations.queries import OUTLINE_AWAITED
from tracker.delegations.service import require_begin
from tracker.delegations.workflow import number_of_plan
from tracker.organizations import queries as organizations
from tracker.outlines import queries as outlines
from tracker.outlines.tree import Node, nodes
from tracker.recommendations.queries.reading import names_of
from tracker.reporting import wording
from tracker.reporting.periods import of_key
from tracker.requests import answering, content, deadlines, following, joining, merging, pasting, queries, service, sums
from tracker.requests.forms import AnswerForm, DueForm, SendForm, SendWithPlanForm, answers_of
from tracker.requests.models import AgencyReport, Answer, ReportRequest
from tracker.requests.workflow import KEEPERS, REQUEST
from tracker.web import kit, laid, stand_ins, telling, ways
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("requests", __name__)

LEFT_OVER = _l("Số đã gõ mà đề cương hiện nay không còn hỏi")


# --- the board ------------------------------------------------------------------------------------------------------


@pages.route("/delegations/<int:id>/requests")
def board(id: int) -> Response:
    """Every agency of the delegation and how far its report is; an agency sees its own row."""
    delegation: Delegation = access.find("delegation", id, me())
    council_side = bool(access.roles_on(me(), delegation) & set(COUNCIL_SIDE))
    rows = board_rows(delegation, council_side=council_side)
    differing = queries.differing(delegation) if service.may_ask(delegation, me()) else []
    return kit.show(
        "requests/board.html",
        delegation=delegation,
        rows=rows,
        outline=outlines.latest(id) if council_side else None,
        may_ask=service.may_ask(delegation, me()),
        differing=len(differing),
        ways=ways.written((row["agency"], row["due_on"]) for row in rows if row["request"]),
        council_side=council_side,
        tag=kit.state_tag,
    )


def board_rows(delegation: Delegation, *, council_side: bool) -> list[dict[str, Any]]:
    """A row for each request, and for each supervised agency that none was sent to, by the agencies' names."""
    asked = defaultdict(list)
    for item in queries.of_delegation(delegation.id, me()):
        asked[item.agency_id].append(item)
    entries = delegation.agencies if council_side else []
    unasked = [entry for entry in entries if entry.role == "supervised" and not asked[entry.agency_id]]
    answering_for = {id for id, items in asked.items() if items}
    found = organizations.ends({*asked, *(entry.agency_id for entry in unasked)}, clock.today())
    unasked = [e for e in unasked if e.agency_id not in found or not answering_for & set(found[e.agency_id].heir_ids)]
    ended = {id: ended_words(end) for id, end in found.items()}
    rows = [line(item) | {"ended": ended.get(item.agency_id)} for items in asked.values() for item in items]
    rows += [{"agency": e.name_then, "request": None, "ended": ended.get(e.agency_id)} for e in unasked]
    return sorted(rows, key=lambda row: row["agency"])


@pages.route("/delegations/<int:id>/requests/send", methods=["GET", "POST"])
def send(id: int) -> Response:
    """The newest outline to the agencies ticked: all at once."""
    delegation: Delegation = access.find("delegation", id, me())
    require_begin(REQUEST, delegation, me())
    candidates = service.candidates(delegation, me())
    choices = [(known.entry.agency_id, known.entry.name_then) for known in candidates if known.may_be_asked]
    owing = [known.entry.agency_id for known in candidates if known.owes]
    with_plan = service.may_send_plan(delegation, me())
    form = kit.form(SendWithPlanForm if with_plan else SendForm, first_answers(delegation, owing), choices=choices)
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
        meanings={known.entry.agency_id: what_happens(known) for known in candidates if known.may_be_asked},
        left_out=[(known.entry.name_then, why_left_out(known)) for known in candidates if not known.may_be_asked],
        with_plan=with_plan,
        back=url_for(".board", id=id),
    )


def what_happens(known: service.Candidate) -> str:
    """What ticking the agency does, in view of what it was asked before."""
    last = known.last
    if last is None:
        if known.entry.role == "supervised":
            return _("Chưa được yêu cầu: gửi yêu cầu lần đầu.")
        return _("Cơ quan phối hợp, không phải báo cáo; chọn thì gửi yêu cầu lần đầu.")
    told = {"code": last.code, "round": last.round + 1}
    if queries.was_accepted(last):
        return _("Báo cáo theo %(code)s đã được chấp nhận; chọn thì gửi thêm yêu cầu lần %(round)s.", **told)
    if queries.was_waived(last):
        return _("Đã được miễn theo %(code)s; chọn thì gửi yêu cầu lần %(round)s.", **told)
    return _("Đã ghi là không nộp theo %(code)s: gửi yêu cầu lần %(round)s.", **told)


def why_left_out(known: service.Candidate) -> str:
    if known.end is not None:
        return ended_words(known.end)
    last = known.last
    if last is None:
        return ""
    told = {"code": last.code, "state": str(engine.state_of(last).label).lower()}
    return _("còn yêu cầu %(code)s (%(state)s), không gửi thêm", **told)


def ends(agency_ids: Iterable[int]) -> dict[int, str]:
    """What has become of those agencies that have ended, in words."""
    return {id: ended_words(end) for id, end in organizations.ends(agency_ids, clock.today()).items()}


def ended_words(end: organizations.End) -> str:
    """đã sáp nhập vào Sở Tài chính từ ngày 01/03/2026"""
    told = {"day": format_vi(end.since), "names": ", ".join(end.heirs)}
    if end.kind == "merge":
        return _("đã sáp nhập vào %(names)s từ ngày %(day)s", **told)
    if end.kind == "split":
        return _("đã chia tách thành %(names)s từ ngày %(day)s", **told)
    if end.heirs:
        return _("đã kết thúc, %(names)s kế thừa từ ngày %(day)s", **told)
    return _("đã kết thúc từ ngày %(day)s", day=told["day"])


def first_answers(delegation: Delegation, owing: list[int]) -> dict[str, Any]:
    """What is known already: who owes a report, the delegation's own day for the reports, the day on which its plan went
    out, its number.
    """
    planned, today = delegation.report_due_on, clock.today()
    went_out = None if queries.first_sent_on(delegation.id) else delegation.notified_on
    return {
        "agency_ids": owing,
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
        "late_on": late_on(item),
    }


def late_on(item: ReportRequest) -> date | None:
    """The day of the first report, where it came after its deadline; a supplement since does not mend that."""
    first = item.reports[0] if item.reports else None
    return first.received_on if first is not None and was_late(first) else None


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
        apart=sums.of_request(item) if may_answer else [],
        of_agency=bool(roles & set(OF_AGENCY)),
        inside=laid.told(item, names_of([item.ready_by_id, item.back_by_id])) if roles & set(OF_AGENCY) else None,
        why_not=engine.why_not(item, "submit", me()),
        council_side=bool(roles & set(COUNCIL_SIDE)),
        may_answer=may_answer,
        may_keep=service.may_keep(item, me()),
        items=items(item),
        progress=progress(item),
        ended=ends([item.agency_id]).get(item.agency_id, ""),
        answered_url=answered_url(item),
        of_heirs=joining.of_heirs(item) if roles & set(KEEPERS) and not engine.state_of(item).final else [],
        written=written(item),
        reports=[(known, was_late(known)) for known in reversed(item.reports)],
        how=deadlines.explained(item) if engine.state_of(item).edit else None,
        parts=parts_of(report) if report is not None and not may_answer else [],
        kept=[kept_in_words(kept) for kept in content.asked_no_more(item)]
        if queries.is_answer_read(item, me())
        else [],
        supplement=set(item.supplement_items),
        files=attachments.of_many("report", [known.id for known in item.reports]),
        events=kit.timeline("report_request", item),
        once=secrets.token_urlsafe(16),
    )


def answered_url(item: ReportRequest) -> str | None:
    """The successor's request that answers for this one, for those who may read it."""
    id = item.answered_in_id
    return url_for(".show", id=id) if id and access.is_readable("report_request", id, me()) else None


def written(item: ReportRequest) -> list[dict[str, Any]]:
    """What an agency wrote and never handed in, once its request is closed; for it and for its successor alone."""
    if not queries.is_left_behind(item, me()):
        return []
    parts = content.snapshot(item)
    return in_words(parts) if any(map(content.says_something, parts)) else []


def kept_in_words(kept: content.Kept) -> dict[str, Any]:
    """What is asked no more, as it is read."""
    return {
        "item_text": kept.answer.item.text,
        "text": kept.text,
        "figures": [spoken(content.told(line, period, cell)) for line, period, cell in kept.cells],
        "files": [] if content.is_asked(kept.answer) else attachments.of("answer", kept.answer.id),
    }


def parts_of(report: AgencyReport) -> list[dict[str, Any]]:
    """The content of a report, with its numbers in words."""
    return in_words(report.content)


def in_words(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**part, "figures": [spoken(cell) for cell in part["figures"]]} for part in parts]


def spoken(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell as it is printed: trên 13,7 tỷ USD"""
    value = Decimal(cell["value"]) if cell["value"] is not None else None
    amount = wording.amount(cell["qualifier"], value, cell["unit"])
    return {**cell, "amount": amount, "words": of_key(cell["period"]).words}


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
    files, path = attachments.of("answer", found.id), node_of(found).path
    saved = answers_of(found)
    saved["opened"] = merging.stamp(saved)
    form: Any = kit.form(
        AnswerForm,
        saved,
        record=found,
        follow=lambda typed: following.followed(typed, found, saved),
        answer=found,
        files=files,
        path=path,
    )
    form.catch_up = lambda: caught_up(form, found)
    form.beyond = [(LEFT_OVER, "; ".join(form.left_over))] if form.left_over else []
    if request.method == "GET" and form.opened.data != saved["opened"]:
        form.catch_up()
    if request.form.get("review") == "fill":
        form = filled(form, found)
    elif kit.sent(form) and not form.asks_reading():
        with kit.trying(form):
            item_id = found.item_id
            given = {**form.answers, "files": kit.uploads(form.files.data)}
            known = sentences(found)
            answering.save(found, given, me())
            if sentences(found) - known:
                here = url_for(".answer", id=id, item_id=item_id, _anchor="cells")
                flash(_("Đã lưu mục này, nhưng có tổng không khớp. Hãy xem ở bảng số liệu."), "warning")
                return kit.done(here)
            return kit.done(after(item, item_id), _("Đã lưu mục này."))
    return ask(form, item, found)


def caught_up(form: Any, found: Answer) -> dict[str, str]:
    """Somebody else has saved since the form was opened: it follows where this person changed nothing."""
    form.initial = answers_of(found)
    return merging.catch_up(form, form.initial)


def sentences(found: Answer) -> set[str]:
    """What does not add up in the table; somebody is stopped once for each, and goes on after that."""
    return {difference.sentence for difference in sums.differences(found)}


def filled(form: Any, found: Answer) -> Any:
    """“Điền vào bảng” was pressed: the pasted cells stand in their boxes, checked one by one; nothing is saved yet."""
    pasted = pasting.read(form.paste.data or "", found)
    typed: MultiDict[str, Any] = MultiDict(form.asked)
    for key, value in pasted.values.items():
        place = form.place_of(key)
        if place is not None:
            typed[f"cells-{place}-value"] = value
    if not pasted.problems:
        typed["paste"] = ""
    files, path = attachments.of("answer", found.id), node_of(found).path
    again: Any = type(form)(typed, data=form.initial, answer=found, files=files, path=path)
    for name in ("record", "initial", "catch_up", "draft_place", "draft_url", "restored_at"):
        setattr(again, name, getattr(form, name))
    again.validate()
    again.add_problems({"paste": pasted.problems} if pasted.problems else {})
    again.just_filled = not pasted.problems
    return again


def node_of(found: Answer) -> Node:
    """The place of its item, in the version that asks for it."""
    return next(node for node in nodes(found.item.outline.items) if node.item.id == found.item_id)


def after(item: ReportRequest, item_id: int) -> str:
    """To the next item, or back to the list."""
    next_id = answering.next_item(item, item_id)
    if "later" in request.form and next_id is not None:
        return url_for(".answer", id=item.id, item_id=next_id)
    return url_for(".show", id=item.id, _anchor=f"item-{item_id}")


def ask(form: Any, item: ReportRequest, found: Answer) -> Response:
    node = node_of(found)
    settled = request.method != "POST" or "review" in request.form or form.errors
    return kit.show(
        "requests/answer.html",
        form=form,
        request_=item,
        delegation=item.delegation,
        node=node,
        answer=found,
        is_asked=content.is_asked(found),
        touched_by=telling.person(found.updated_by_id) if found.updated_by_id else None,
        apart={}
        if request.method == "POST"
        else {difference.key: difference for difference in sums.differences(found)},
        readings=[] if settled else form.readings(),
        beside=merging.beside(form, answers_of(found)),
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
        sent_by=found.stand_in.user.full_name if found.stand_in else "",
        sent_for=stand_ins.sent_for(found.stand_in),
        late=was_late(found),
        files=attachments.of("report", found.id),
        back=url_for(".show", id=found.request_id),
    )
