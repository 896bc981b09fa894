"""The life of a step taken against delay: taken with a document, then answered (domain.md 1.8)."""

from __future__ import annotations

from datetime import date

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l
from tracker.recommendations import queries
from tracker.recommendations.models import Assignment, Measure
from tracker.recommendations.workflow import AGENCY, LEADER, OFFICE, STANDING, assignment_place
from tracker.workflow import engine
from tracker.workflow.asks import FILES, NOTE, not_in_future
from tracker.workflow.definition import Answers, Ask, State, Transition, Workflow

TAKERS = (OFFICE, LEADER, STANDING)


def answer_date(value: date, measure: Measure) -> str | None:
    if value < measure.taken_on:
        return _("Ngày trả lời phải từ ngày văn bản %(day)s trở đi.", day=format_vi(measure.taken_on))
    sentence: str | None = not_in_future(value, measure)
    return sentence


def answer(measure: Measure, answers: Answers, _actor: Actor) -> None:
    measure.answered_on, measure.answered_with = answers["answered_on"], answers["answered_with"]


def answer_by_report(measure: Measure, answers: Answers, _actor: Actor) -> None:
    measure.answered_on, measure.answer_update_id = answers["answered_on"], answers["update_id"]


MEASURE = Workflow(
    name="measure",
    label=_l("Biện pháp đôn đốc"),
    source="domain.md 1.8, 6.4 SM5; features.md F49, U05",
    start="taken",
    create=TAKERS,
    states=(
        State("taken", _l("Chưa có trả lời"), tone="waiting", icon="hourglass-split", shared=True, waits_for=AGENCY, todo=_l("Trả lời")),
        State("answered", _l("Đã trả lời"), tone="done", icon="check-lg", shared=True, final=True, needs=("answered_on",)),
    ),
    transitions=(
        Transition(
            "answer", _l("Ghi trả lời"), ("taken",), "answered", past=_l("đã ghi trả lời của cơ quan"), tone="secondary", by=TAKERS,
            asks=(
                Ask("answered_on", _l("Ngày trả lời"), kind="date", check=answer_date),
                Ask("answered_with", _l("Trả lời bằng văn bản số"), hint=_l("Ví dụ: 77/BC-BQL")),
                NOTE,
                FILES,
            ),
            effect=answer,
        ),
        Transition(
            "answer_by_report", _l("Trả lời bằng báo cáo"), ("taken",), "answered", past=_l("đã trả lời biện pháp đôn đốc bằng báo cáo"), auto=True, effect=answer_by_report,
        ),
    ),
)

NAMES = {
    "kind": _l("Biện pháp"), "taken_on": _l("Ngày"), "document_number": _l("Số văn bản"), "answer_due_on": _l("Trả lời trước ngày"),
    "answered_on": _l("Ngày trả lời"), "answered_with": _l("Trả lời bằng văn bản số"), "note": _l("Ghi chú"), "skip_reason": _l("Lý do bỏ qua bước"),
    "state": _l("Trạng thái"),
}
KIND = engine.register(
    Kind(
        name="measure", model=Measure, label=_l("Biện pháp đôn đốc"), plural="measures", visible=queries.measure_visible,
        place=lambda measure: assignment_place(measure.assignment), title=lambda measure: measure.document_number,
        thread=lambda measure: ("recommendation", measure.assignment.recommendation_id), workflow=MEASURE, names=lambda: NAMES,
        named_by=((Measure.assignment, Assignment.recommendation),),
    )
)
