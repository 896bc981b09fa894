"""What happens to findings and recommendations, told in steps that tests may start from."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.findings import service as findings
from tracker.findings.models import Finding
from tracker.recommendations import evidence, service
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures import service as measures
from tracker.recommendations.models import Assignment, Extension, Measure, Recommendation, Update
from tracker.workflow import engine

NEXT_MONTH = date(2026, 7, 15)
TEXT = "Mới có 3 trong 14 khu công nghiệp bố trí được quỹ đất nhà ở công nhân"
AS_WORDED = "Ghi đúng lời kết luận đã công bố"
CONCLUSION = {
    "kind": "conclusion",
    "number": "05/TB-HĐND",
    "issued_on": date(2026, 6, 15),
    "wording_reason": AS_WORDED,
}
ACCEPTANCE = {"note": "Đủ sản phẩm", "completed_on": date(2026, 6, 15)}
RETURN = {"reason": "Thiếu bản đồ kèm theo", "answer_due_on": date(2026, 6, 30)}
DECISION = {"reason": "Kết quả giám sát lại cho thấy khác", "number": "12/QĐ-TT", "issued_on": date(2026, 6, 15)}


def finding(people: Cast, by: str = "member", *, submit: bool = True, **changes: Any) -> Finding:
    answers = {"kind": "limitation", "text": TEXT, "evidence": "Biên bản làm việc"} | changes
    return findings.create(answers, people.actor(by), delegation=people.delegation, submit=submit)


def draft(people: Cast, by: str = "secretary", *, code: str | None = None, **changes: Any) -> Recommendation:
    answers = {
        "text": "Trình danh mục quỹ đất nhà ở công nhân quanh các khu công nghiệp",
        "lead_agency_id": people.agencies["a"].id,
        "support_agency_ids": [people.agencies["b"].id],
        "deliverable": "Quyết định của Ủy ban nhân dân thành phố",
        "due_on": NEXT_MONTH,
    } | changes
    return service.create(answers, people.actor(by), delegation=people.delegation, code=code)


def approved(people: Cast, **changes: Any) -> Recommendation:
    made = draft(people, **changes)
    engine.perform(made, "approve", people.head)
    return made


def issued(people: Cast, **changes: Any) -> Recommendation:
    made = approved(people, **changes)
    engine.perform(made, "issue", people.office, CONCLUSION)
    return made


def lead(recommendation: Recommendation) -> Assignment:
    return next(assignment for assignment in recommendation.assignments if assignment.role == "lead")


def taken(people: Cast, assignment: Assignment | None, key: str) -> Assignment:
    """The task, taken by its agency."""
    task = assignment or lead(issued(people))
    if task.state == "assigned":
        answers = {"person_in_charge": "Phòng Kế hoạch", "plan": "Rà soát rồi trình"}
        engine.perform(task, "start", people.actor(f"officer_{key}"), answers)
    return task


def drafted_report(people: Cast, key: str = "a", *, assignment: Assignment | None = None, **changes: Any) -> Update:
    """A report that agency `key`'s officer has written, by default with a document's number as evidence."""
    task = assignment or taken(people, None, key)
    answers = {
        "claim": "done",
        "percent": 100,
        "text": "Đã trình và được phê duyệt",
        "completed_on": date(2026, 6, 15),
        "proofs": [service.Proof(number="1234/QĐ-UBND")],
    } | changes
    return service.create_update(answers, people.actor(f"officer_{key}"), assignment=task)


def report(people: Cast, key: str = "a", *, assignment: Assignment | None = None, **changes: Any) -> Update:
    """A report that agency `key`'s leader has sent."""
    update = drafted_report(people, key, assignment=taken(people, assignment, key), **changes)
    engine.perform(update, "send", people.actor(f"leader_{key}"))
    return update


def judged(update: Update, verdict: str = "accept", **more: Any) -> dict[str, Any]:
    """A verdict on each piece of evidence that came with the report, to be given with the report's."""
    found: dict[str, Any] = {}
    for item in evidence.waiting(update):
        found |= {f"{name}_{item.id}": value for name, value in {"verdict": verdict, **more}.items()}
    return found


def accept(people: Cast, update: Update, by: str = "standing") -> None:
    """The report is found complete, and each piece of its evidence good."""
    engine.perform(update, "accept", people.actor(by), ACCEPTANCE | judged(update))


def paper(
    people: Cast, by: str = "office", *, assignment: Assignment | None = None, send: bool = True, **changes: Any
) -> Update:
    """A signed paper of agency A, entered by the office."""
    answers = {
        "claim": "done",
        "text": "Đã trình và được phê duyệt",
        "completed_on": date(2026, 6, 15),
        "paper_number": "77/BC-BQL",
        "paper_date": date(2026, 6, 14),
        "paper_signer": "Nguyễn Văn Mẫu",
        "scan": [scan(people, by)],
    } | changes
    task = assignment or lead(issued(people))
    return service.create_update(answers, people.actor(by), assignment=task, on_paper=True, send=send)


def scan(people: Cast, by: str = "office", name: str = "van-ban.txt") -> Attachment:
    return attachments.store(io.BytesIO(b"Noi dung van ban"), name, people.users[by].id, people.council.id)


def extension(
    people: Cast, assignment: Assignment, by: str = "leader_a", *, send: bool = True, **changes: Any
) -> Extension:
    """A later deadline that agency A asks for."""
    answers = {"proposed_due_on": date(2026, 9, 15), "reason": "Chờ ý kiến của Bộ Xây dựng"} | changes
    return service.create_extension(answers, people.actor(by), assignment=assignment, send=send)


GRANT = {"new_due_on": date(2026, 9, 15), "number": "31/TB-HĐND", "issued_on": date(2026, 6, 15)}


def extended(people: Cast, assignment: Assignment, new_due_on: date, by: str = "standing") -> Extension:
    """The deadline of agency A's task, moved by a decision."""
    asked = extension(people, assignment, proposed_due_on=new_due_on)
    engine.perform(asked, "grant", people.actor(by), GRANT | {"new_due_on": new_due_on})
    return asked


def reopened(people: Cast, task: Assignment) -> Measure:
    """The task, verified as done, is looked at again and re-opened on what was found; gives the re-oversight."""
    seen = measure(people, task, kind="re_oversight", document_number="12/KH-ĐGS")
    engine.perform(task, "reopen", people.standing, DECISION | {"re_oversight": str(seen.id)})
    return seen


def measure(people: Cast, assignment: Assignment, by: str = "office", **changes: Any) -> Measure:
    """Each with a letter of its own; one that comes before its day says why."""
    number = f"{301 + len(assignment.measures)}/HĐND-VP"
    answers = {"kind": "urge", "document_number": number, "taken_on": clock.today()} | changes
    is_early = bool(measures.unexplained_haste(assignment, answers))
    if is_early and not measures.unexplained_skip(assignment, answers, ladder.rungs()):
        answers["skip_reason"] = "Việc gấp"
    return service.record_measure(answers, people.actor(by), assignment=assignment)
