"""What is answered to each step: rightly, or wrongly in one way or another."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.sm5.oracle import re_oversights
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.calendar.days import working_days
from tracker.core import clock

Answers = dict[str, Any]
DAY = timedelta(days=1)
REASON = "Kết quả giám sát cho thấy khác với báo cáo"


def decision() -> Answers:
    """A decision of the Council's side, in writing."""
    return {"reason": REASON, "number": "12/QĐ-TT", "issued_on": clock.today()}


def right(record: Any, step: str, chance: Random, person_id: int) -> Answers:
    """Answers that nobody may object to, as the record stands now."""
    make = RIGHT.get((record.__kind__, step))
    return make(record, chance, person_id) if make else {}


def issue(draft: Any, _chance: Random, _person: int) -> Answers:
    day = min(clock.today(), draft.due_on or clock.today())
    paper = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": day}
    return paper | {"wording_reason": "Ghi đúng lời kết luận đã công bố"}


def withdraw(_record: Any, _chance: Random, _person: int) -> Answers:
    return {"reason": REASON, "number": "31/QĐ-TT", "issued_on": clock.today()}


def start(_task: Any, _chance: Random, _person: int) -> Answers:
    return {"person_in_charge": "Phòng Kế hoạch", "plan": "Rà soát rồi trình"}


def amend(_task: Any, chance: Random, _person: int) -> Answers:
    due_on = chance.choice((None, clock.today() + 45 * DAY))
    text = {"text": "Trình danh mục quỹ đất nhà ở công nhân", "deliverable": "Quyết định phê duyệt", "due_on": due_on}
    return decision() | text


def set_roadmap(_task: Any, _chance: Random, _person: int) -> Answers:
    year = clock.today().year
    lines = [f"31/12/{year + n} | Xong giai đoạn {n} | Biên bản nghiệm thu" for n in (1, 2)]
    return {"milestones": lines, "number": "13/QĐ-TT", "issued_on": clock.today()}


def reopen(task: Any, _chance: Random, _person: int) -> Answers:
    return decision() | {"re_oversight": str(next(iter(re_oversights(task)), 0))}


def paper(_update: Any, _chance: Random, person_id: int) -> Answers:
    facts = {"paper_number": "77/BC-BQL", "paper_date": clock.today(), "paper_signer": "Nguyễn Văn Mẫu"}
    return facts | {"files": [scan(person_id, _update.council_id)]}


def scan(person_id: int, council_id: int) -> Attachment:
    return attachments.store(io.BytesIO(b"Noi dung van ban"), "van-ban.txt", person_id, council_id)


def grant(extension: Any, chance: Random, _person: int) -> Answers:
    latest = max(extension.old_due_on, extension.proposed_due_on, clock.today())
    later = working_days().end_of(latest) + chance.randrange(1, 40) * DAY
    return {"new_due_on": later, "number": "14/QĐ-TT", "issued_on": clock.today()}


def accept(update: Any, _chance: Random, _person: int) -> Answers:
    """The report, and each piece of its evidence."""
    judged = {f"verdict_{item.id}": "accept" for item in waiting(update)}
    return {"note": "Đủ sản phẩm", "completed_on": clock.today(), **judged}


def judged(update: Any, chance: Random) -> Answers:
    """Some pieces of the evidence are accepted with the verdict, some refused, of some nothing is said."""
    found: Answers = {}
    for item in waiting(update):
        verdict = chance.choice(("accept", "reject", None))
        found |= {f"verdict_{item.id}": verdict} if verdict else {}
        found |= {f"reason_{item.id}": "Bản chụp mờ, không đọc được"} if verdict == "reject" else {}
    return found


def waiting(update: Any) -> list[Any]:
    return [item for item in update.evidence if item.state == "pending"]


RIGHT: dict[tuple[str, str], Callable[[Any, Random, int], Answers]] = {
    ("recommendation", "issue"): issue,
    ("recommendation", "withdraw"): withdraw,
    ("assignment", "start"): start,
    ("assignment", "ask_reconsideration"): lambda *_: {"reason": REASON},
    ("assignment", "refuse_reconsideration"): lambda *_: decision(),
    ("assignment", "amend"): amend,
    ("assignment", "set_roadmap"): set_roadmap,
    ("assignment", "waive"): lambda *_: decision(),
    ("assignment", "find_not_implemented"): lambda *_: decision(),
    ("assignment", "reopen"): reopen,
    ("update", "enter_paper"): paper,
    ("update", "accept"): accept,
    ("update", "accept_partly"): lambda u, chance, _: {"remaining": "Hoàn thành phần còn lại", **judged(u, chance)},
    ("update", "return"): lambda u, chance, _: {
        "reason": REASON,
        "answer_due_on": clock.today() + 5 * DAY,
        **judged(u, chance),
    },
    ("evidence", "reject"): lambda *_: {"reason": "Bản chụp mờ, không đọc được"},
    ("evidence", "expire"): lambda *_: {"reason": "Văn bản đã hết hiệu lực"},
    ("extension", "grant"): grant,
    ("extension", "refuse"): lambda *_: decision(),
    ("measure", "answer"): lambda *_: {"answered_on": clock.today(), "answered_with": "77/BC-BQL"},
}
OPTIONAL = {
    ("recommendation", "withdraw"): {"issued_on"},
    ("recommendation", "issue"): {"wording_reason"},
    ("assignment", "amend"): {"due_on"},
}
"""What may be left out; of what is not named here every answer is needed."""


def wrong(record: Any, step: str, chance: Random, person_id: int) -> Answers:
    """Right answers with one of them missing, empty or absurd, or with one that nobody asked for."""
    given = right(record, step, chance, person_id)
    optional = OPTIONAL.get((record.__kind__, step), set()) | {name for name in given if name.startswith("verdict_")}
    if (record.__kind__, step, record.state) == ("recommendation", "withdraw", "draft"):
        optional = optional | {"number"}
    ways: list[Answers] = [given | {"state": "closed"}, given | {"khong_ai_hoi": "gì cả"}]
    for name, value in given.items():
        if name not in optional:
            ways += [{key: other for key, other in given.items() if key != name}, given | {name: empty_of(value)}]
        ways += [given | {name: absurd} for absurd in absurd_of(name, record)]
    ways += [given | odd for odd in MORE.get((record.__kind__, step), lambda _record: [])(record)]
    return chance.choice(ways)


def empty_of(value: Any) -> Any:
    if isinstance(value, list):
        return []
    return "   " if isinstance(value, str) else None


def absurd_of(name: str, record: Any) -> list[Any]:
    tomorrow, yesterday = clock.today() + DAY, clock.today() - DAY
    known: dict[str, list[Any]] = {
        "reason": ["ngắn"],
        "issued_on": [tomorrow, date(9998, 1, 1)],
        "paper_date": [tomorrow],
        "completed_on": [tomorrow, date(9998, 1, 1)],
        "answered_on": [tomorrow, date(1946, 1, 1)],
        "answer_due_on": [yesterday, date(1946, 1, 1)],
        "remaining": ["ít"],
        "text": ["ngắn"],
        "due_on": [yesterday],
        "milestones": [["không có ngày"], ["31/02/2027 | Việc"], ["2027"]],
        "re_oversight": ["999999", "-1"],
        "kind": ["plan", "không có loại này"],
    }
    if name == "new_due_on":
        return [record.old_due_on, record.old_due_on - DAY, working_days().end_of(record.old_due_on), date(1946, 1, 1)]
    return known.get(name, [])


def odd_issues(draft: Any) -> list[Answers]:
    """A document that is not there, both at once, one dated after the deadline, no reason where something is remarked."""
    ways: list[Answers] = [{"document": "999999"}, {"document": "999999", "number": "", "issued_on": None}]
    if draft.due_on is not None and draft.due_on < clock.today():
        ways.append({"issued_on": clock.today()})
    if not draft.conditions:
        ways.append({"wording_reason": ""})
    return ways


def odd_verdicts(update: Any) -> list[Answers]:
    """A piece refused without a reason, or with hardly one; a word that is no verdict; a piece of another report."""
    ways: list[Answers] = [{"verdict_999999": "accept"}]
    for item in waiting(update):
        ways += [{f"verdict_{item.id}": "reject", f"reason_{item.id}": reason} for reason in ("", "ngắn")]
        ways += [{f"verdict_{item.id}": "expire"}]
    return ways


MORE: dict[tuple[str, str], Callable[[Any], list[Answers]]] = {
    ("recommendation", "issue"): odd_issues,
    ("recommendation", "withdraw"): lambda _record: [{"replaced_by": "999999"}],
    **{("update", step): odd_verdicts for step in ("accept", "accept_partly", "return")},
}
