"""What the steps of a request do to it and to what hangs on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.attachments import service as attachments
from tracker.calendar import rules
from tracker.core import clock, sequences
from tracker.core.i18n import _
from tracker.delegations import documents
from tracker.delegations.models import Delegation
from tracker.delegations.order import since_established
from tracker.extensions import db
from tracker.outlines.tree import nodes
from tracker.requests import content, figures, joining, queries
from tracker.requests.indexing import index_report
from tracker.requests.models import AgencyReport, Answer, ReportRequest
from tracker.workflow import engine
from tracker.workflow.definition import Answers

LETTER = "request"
"""The kind of document by which agencies are asked: A3 of domain.md 2.1."""
REPORT_TYPES = (".pdf", ".docx", ".doc")


def send(request: ReportRequest, answers: Answers, actor: Actor) -> None:
    """The letter goes out; from now on the agency sees the request, with an empty answer for each item."""
    request.letter_number = answers["letter_number"]
    request.sent_on = answers["sent_on"]
    prepare_answers(request)
    file_letter(request.delegation, answers, actor)


def file_letter(delegation: Delegation, answers: Answers, actor: Actor) -> None:
    """The letter is a document of the delegation; one letter to many agencies, or one that is filed already, is one."""
    known = documents.filed(delegation, LETTER, answers["letter_number"])
    if known is None or known.issued_on.year != answers["sent_on"].year:
        letter = {"number": answers["letter_number"], "issued_on": answers["sent_on"]}
        engine.created(documents.add(delegation, LETTER, letter, actor), actor)


def freeze_outline(request: ReportRequest, _answers: Answers, actor: Actor) -> None:
    if engine.may_follow(request.outline, "freeze"):
        engine.follow(request.outline, "freeze", actor)


def prepare_answers(request: ReportRequest) -> None:
    """One answer for each item that has none, so that two people never begin the same one twice."""
    known = {answer.item.id for answer in request.answers}
    for node in nodes(request.outline.items):
        if node.item.id not in known:
            request.answers.append(Answer(council_id=request.council_id, item=node.item, text="", figures=[]))
    db.session.flush()


def receive(request: ReportRequest, _answers: Answers, _actor: Actor) -> None:
    request.received_at = clock.now()


def hand_in(request: ReportRequest, answers: Answers, actor: Actor) -> None:
    """The agency's report as it now stands, with its number, date, signer and files."""
    put_report(request, answers, actor, on_paper=False)


def hand_in_on_paper(request: ReportRequest, answers: Answers, actor: Actor) -> None:
    put_report(request, answers, actor, on_paper=True)


def put_report(request: ReportRequest, answers: Answers, actor: Actor, *, on_paper: bool) -> None:
    if request.received_at is None:
        request.received_at = clock.now()
    report = AgencyReport(
        council_id=request.council_id,
        delegation_id=request.delegation_id,
        agency_id=request.agency_id,
        code=f"BC-{sequences.take(db.session, f'BC/{request.delegation_id}'):02}",
        version=len(request.reports) + 1,
        number=answers["number"],
        issued_on=answers["issued_on"],
        signer=answers["signer"],
        authorisation=answers.get("authorisation") or "",
        received_on=answers.get("received_on") or clock.today(),
        was_due_on=queries.effective_due(request) or request.due_on,
        late_reason=answers.get("late_reason") or "",
        on_paper=on_paper,
        content=[],
        stand_in_id=None if on_paper else stand_in_of(request, actor),
        created_by_id=actor.id,
    )
    request.reports.append(report)
    db.session.flush()
    for file in answers.get("files") or []:
        attachments.bind(file, "report", report.id, "files")


def stand_in_of(request: ReportRequest, actor: Actor) -> int | None:
    """By which naming whoever sends stands in for the leader."""
    return actor.stand_in_at(access.place_of(request))


def report_handed_in(request: ReportRequest, _answers: Answers, actor: Actor) -> None:
    """After the event of the step: the figures, the frozen words, and the report's own first event."""
    report = newest(request)
    figures.settle(request, report, actor, acting(request, actor))
    db.session.flush()
    report.content = content.snapshot(request)
    engine.created(report, actor, agency_id=request.agency_id)
    index_report(report)


def write_again(request: ReportRequest, actor: Actor) -> None:
    """The office has typed in what the paper says: the report holds it, until it is accepted."""
    report = newest(request)
    figures.settle(request, report, actor, Role.OFFICE)
    db.session.flush()
    report.content = content.snapshot(request)
    engine.touch(report, actor)
    index_report(report)


def newest(request: ReportRequest) -> AgencyReport:
    return request.reports[-1]


def acting(request: ReportRequest, actor: Actor) -> Role:
    held = access.roles_on(actor, request)
    return next(role for role in (*reversed(OF_AGENCY), Role.OFFICE) if role in held)


def send_back(request: ReportRequest, answers: Answers, _actor: Actor) -> None:
    request.supplement_items = [int(origin) for origin in answers.get("items") or []]
    request.supplement_note = answers["note"]
    request.supplement_due_on = answers["due_on"]


def accept(request: ReportRequest, _answers: Answers, _actor: Actor) -> None:
    newest(request).accepted_at = clock.now()
    request.supplement_items = []


def start_delegation(request: ReportRequest, _answers: Answers, actor: Actor) -> None:
    if engine.may_follow(request.delegation, "start"):
        engine.follow(request.delegation, "start", actor)


def close(request: ReportRequest, answers: Answers, _actor: Actor) -> None:
    request.closing_reason = answers.get("reason") or ""


def close_for_heir(request: ReportRequest, answers: Answers, _actor: Actor) -> None:
    joining.join(request, answers["request"])


def supplement_due(request: ReportRequest) -> date:
    """The day that is proposed for a supplement: BO_SUNG of domain.md 6.3."""
    return rules.forward("supplement", request.delegation.ruleset, clock.today())


def items_to_pick(request: ReportRequest) -> list[tuple[str, Any]]:
    """The items of the outline that ask something, to say which are to be supplemented."""
    asked = [node for node in nodes(request.outline.items) if not node.is_heading]
    return [(str(node.item.origin), f"{node.path}. {node.item.text[:120]}") for node in asked]


def late_needs_reason(request: ReportRequest, answers: Answers) -> dict[str, Any]:
    """A report after its deadline is taken, and says why it is late; one file is the signed report itself."""
    problems: dict[str, Any] = {}
    if queries.is_late(request) and not (answers.get("late_reason") or "").strip():
        due = queries.effective_due(request)
        problems["late_reason"] = _("Báo cáo nộp sau hạn %(day)s. Hãy ghi lý do.", day=f"{due:%d/%m/%Y}")
    if not any(file.name.lower().endswith(REPORT_TYPES) for file in answers.get("files") or []):
        problems["files"] = _("Kèm ít nhất một tệp PDF hoặc Word của báo cáo đã ký.")
    return problems


def sent_since_established(day: date, request: ReportRequest) -> Any:
    return since_established(day, request.delegation)


def due_ahead(day: date, _request: Any) -> Any:
    return _("Hạn bổ sung phải từ hôm nay trở đi.") if day < clock.today() else None
