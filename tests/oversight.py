"""A delegation with all that a report is made of: outline, two reports, one that never came, findings, drafts."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import time_machine

from tests import story
from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.delegations.models import DelegationAgency
from tracker.demo.sample_pdf import sample_pdf
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.outlines import service as outlines
from tracker.oversight_reports import dossier, queries, service
from tracker.oversight_reports.models import OversightReport, ReportSection
from tracker.proposals import service as proposals
from tracker.reporting import service as figures
from tracker.reporting.models import Figure
from tracker.requests import answering
from tracker.requests import service as requests
from tracker.requests.models import ReportRequest
from tracker.sessions import service as sessions
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine

OUTLINE = """I. Kết quả bố trí nhà ở
Số căn hộ đã xây\tcăn hộ\t2025
II. Khó khăn, vướng mắc
"""
TOO_FEW = "Mới có 3 trong 14 khu công nghiệp bố trí được quỹ đất nhà ở công nhân"
DUE = date(2026, 6, 16)
AFTERWARDS = "2026-06-18T09:00:00+07:00"


def ask(people: Cast) -> list[ReportRequest]:
    """Agencies A, B and C are asked by one outline."""
    delegation = people.delegation
    facts = {"agency_id": people.agencies["c"].id, "role": "supervised", "name_then": people.agencies["c"].name}
    delegation.agencies.append(DelegationAgency(**facts))
    db.session.flush()
    outlines.create({"title": "Đề cương", "text": OUTLINE}, people.secretary, delegation=delegation)
    asked = {"agency_ids": [people.agencies[key].id for key in "abc"], "due_on": DUE}
    letter = {"letter_number": "31/ĐGS-VP", "sent_on": date(2026, 6, 15)}
    return requests.send_to_all(asked | letter, people.secretary, delegation=delegation)


def pdf(people: Cast, by: str, name: str) -> Attachment:
    return attachments.store(io.BytesIO(sample_pdf(name)), name, people.users[by].id, people.council.id)


def answer(people: Cast, request: ReportRequest, key: str, homes: str) -> None:
    """The agency writes its report and sends it."""
    for each in request.answers:
        cells = [
            {"line_id": line.id, "period": period.key, "value": Decimal(homes)}
            for line in each.item.figures
            for period in line.cells
        ]
        words = f"Trả lời của cơ quan {key.upper()} cho mục {each.item.text.lower()}"
        answering.save(each, {"text": words, "cells": cells}, people.actor(f"officer_{key}"))
    facts: dict[str, Any] = {"number": f"1{key}/BC", "issued_on": date(2026, 6, 15), "signer": "Nguyễn Văn Mẫu"}
    if key == "b":
        facts["late_reason"] = "Chờ số liệu của cấp xã"
    facts["files"] = [pdf(people, f"leader_{key}", f"bao-cao-{key}.pdf")]
    engine.perform(request, "submit", people.actor(f"leader_{key}"), facts)


def confirmed(people: Cast, kind: str, text: str, **changes: Any) -> Finding:
    """A finding that the head has confirmed; one of a violation has its file."""
    files = {"files": [pdf(people, "member", "bang-chung.pdf")]} if kind == "violation" else {}
    found = story.finding(people, kind=kind, text=text, **files, **changes)
    if found.agency_id is not None:
        engine.perform(found, "send_to_agency", people.secretary)
        engine.perform(found, "comment", people.leader_a, {"stance": "agree"})
    engine.perform(found, "confirm", people.head)
    return found


def rest_on_figure(people: Cast, code: str, kind: str, text: str) -> Finding:
    """A finding that rests on this figure, sent to the head."""
    return story.finding(people, kind=kind, text=text, rests_on=[f"figure:{figure(people, code).id}"])


def hold_session(people: Cast) -> WorkingSession:
    held = WorkingSession(
        council_id=people.council.id,
        delegation=people.delegation,
        code="CLV-01",
        title="Cuộc làm việc với Ban Quản lý Khu kinh tế",
        held_on=date(2026, 6, 10),
        part="morning",
        state="held",
        notice_sent_on=date(2026, 5, 20),
        head_attended=True,
        inferred=[],
        waived_facts=[],
    )
    db.session.add(held)
    db.session.flush()
    for kind, text in (
        ("acknowledgement", "Các cơ quan chuẩn bị báo cáo kỹ"),
        ("commitment", "Đoàn sẽ tổng hợp, đề xuất"),
    ):
        said = {"kind": kind, "speaker": "Nguyễn Thị Ví Dụ", "text": text}
        sessions.add_statement(held, said, people.secretary)
    return held


def whole(people: Cast, now: time_machine.Coordinates) -> None:
    """Everything; agency A in time, B late, C not at all."""
    first, second, third = ask(people)
    answer(people, first, "a", "1200")
    now.move_to(AFTERWARDS)
    answer(people, second, "b", "350")
    engine.perform(third, "mark_not_submitted", people.head, {"reason": "Đã đôn đốc hai lần"})
    hold_session(people)
    of_a = {"agency_id": people.agencies["a"].id}
    confirmed(people, "achievement", "Thành phố đã ban hành đủ văn bản về nhà ở công nhân")
    confirmed(people, "limitation", TOO_FEW, cause="Chậm rà soát quỹ đất", cause_kind="subjective", **of_a)
    confirmed(
        people, "difficulty", "Giá thuê đất tăng nhanh trong kỳ", cause="Thị trường biến động", cause_kind="objective"
    )
    confirmed(people, "violation", "Có khu thu tiền hạ tầng cao hơn mức đã công bố")
    story.draft(people)
    proposal = {"text": "Bố trí vốn cho hạ tầng", "agency_ids": [people.agencies["a"].id], "addressee_kind": "council"}
    proposals.create(proposal, people.secretary, delegation=people.delegation)
    db.session.flush()


def begun(people: Cast) -> OversightReport:
    return service.begin(people.delegation, people.secretary)


def section(report: OversightReport, name: str) -> ReportSection:
    return next(section for section in report.sections if section.name == name)


def save(people: Cast, name: str, text: str, by: str = "secretary") -> ReportSection:
    report = queries.of_delegation(people.delegation.id, people.secretary) or begun(people)
    written = section(report, name)
    service.save(written, {"text": text}, people.actor(by), dossier.read(people.delegation, people.actor(by)))
    return written


def figure(people: Cast, code: str) -> Figure:
    return db.session.query(Figure).filter_by(delegation_id=people.delegation.id, code=code).one()


def report_figure(people: Cast, indicator: str, key: str) -> Figure:
    """One more figure that this agency reported."""
    answers = {
        "indicator": indicator,
        "qualifier": "exactly",
        "value": Decimal(77),
        "unit": "khu",
        "period_kind": "year",
        "period_from": 2025,
        "period_to": 2025,
        "source_kind": "session",
        "source_id": db.session.query(WorkingSession).filter_by(delegation_id=people.delegation.id).one().id,
        "agency_ids": [people.agencies[key].id],
    }
    return figures.create(answers, people.secretary, delegation=people.delegation)
