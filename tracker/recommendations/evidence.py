"""Evidence item by item (features.md F51, F52, U06): in force or not, versions of a line, verdicts, what closes a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.recommendations.models import Assignment, ClosingCondition, EvidenceItem, Update
from tracker.workflow import engine
from tracker.workflow.asks import at_least_ten
from tracker.workflow.definition import Answers, Ask

Standing = Callable[[EvidenceItem], bool]
LONGEST_NUMBER = 100
VERDICTS = (("", _l("Chưa kết luận")), ("accept", _l("Chấp nhận")), ("reject", _l("Không chấp nhận")))

# --- one item ---------------------------------------------------------------------------------------------------------


def is_expired(item: EvidenceItem, today: date | None = None) -> bool:
    """Somebody has marked it so, or its last day has passed: the second is computed, never stored."""
    if item.is_rejected:
        return False
    has_passed = item.valid_until is not None and item.valid_until < (today or clock.today())
    return item.is_marked_expired or has_passed


def stands(item: EvidenceItem, today: date | None = None) -> bool:
    """Accepted by the Council's side, and in force."""
    return item.is_accepted and not is_expired(item, today)


def has_lapsed(item: EvidenceItem) -> bool:
    """It proves nothing any more, or what was handed in for one that did not has been rejected."""
    return (is_expired(item) and not item.is_pending) or was_handed_in_in_vain(item)


def was_handed_in_in_vain(item: EvidenceItem) -> bool:
    return item.is_rejected and item.replaces_id is not None


def is_replaced(item: EvidenceItem) -> bool:
    """Has a newer version of it been handed in, or written into the same report?"""
    newer = item.replaced_by
    return newer is not None and (newer.update_id == item.update_id or newer.update.sent_at is not None)


def is_newest(item: EvidenceItem) -> bool:
    return not is_replaced(item)


def is_renewable(item: EvidenceItem) -> bool:
    """Has it, or what it was to take the place of, expired on a task that is done, where no report is written any more?"""
    return item.assignment.is_done and has_lapsed(item) and is_newest(item)


def carries_closing(item: EvidenceItem) -> bool:
    """Was a task found done on it?"""
    return item.is_accepted and item.assignment.is_done


# --- versions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One piece of evidence through its versions, newest first."""

    versions: tuple[EvidenceItem, ...]

    @property
    def newest(self) -> EvidenceItem:
        return self.versions[0]

    @property
    def earlier(self) -> tuple[EvidenceItem, ...]:
        return self.versions[1:]


def lines(items: Iterable[EvidenceItem]) -> list[Line]:
    """The lines among these items, in the order in which each began."""
    known = {item.id: item for item in items}
    replaced = {item.replaces_id for item in known.values()}
    found = [Line(tuple(versions(item, known))) for item in known.values() if item.id not in replaced]
    return sorted(found, key=lambda line: line.versions[-1].id)


def versions(item: EvidenceItem, known: dict[int, EvidenceItem]) -> Iterator[EvidenceItem]:
    """It, and those before it as far as they are known."""
    current: EvidenceItem | None = item
    while current is not None:
        yield current
        current = known.get(current.replaces_id or 0)


def sent(assignment: Assignment, *, also: Update | None = None) -> Sequence[EvidenceItem]:
    """What the agency has handed in for the task, oldest first; `also` with what a report still holds."""
    is_sent = Update.sent_at.is_not(None)
    return db.session.scalars(
        select(EvidenceItem)
        .join(Update, Update.id == EvidenceItem.update_id)
        .where(EvidenceItem.assignment_id == assignment.id)
        .where(is_sent if also is None else is_sent | (Update.id == also.id))
        .options(joinedload(EvidenceItem.attachment), joinedload(EvidenceItem.update))
        .order_by(EvidenceItem.id)
    ).all()


def replaceable(assignment: Assignment, update: Update | None = None) -> list[Line]:
    """What a report may hand in anew: what its own draft holds, and what was handed in before and does not stand."""
    return [line for line in lines(sent(assignment, also=update)) if not stands(line.newest)]


# --- what closes it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Requirement:
    """What must be proven before the task counts as done: a closing condition, or (None) the task as a whole."""

    condition: ClosingCondition | None
    lines: tuple[Line, ...]
    is_met: bool
    binds: bool = True
    """False for evidence of the whole beside conditions: it closes nothing by itself."""


def requirements(
    assignment: Assignment, items: Iterable[EvidenceItem], standing: Standing = stands
) -> list[Requirement]:
    """Each closing condition binds the lead; a co-operating agency, and a lead without any, needs one accepted item."""
    all_lines = lines(items)
    conditions = assignment.recommendation.conditions if assignment.role == "lead" else []
    if not conditions:
        return [requirement(None, all_lines, standing)]
    alone = len(conditions) == 1
    found = [
        requirement(condition, [line for line in all_lines if serves(line, condition, alone=alone)], standing)
        for condition in conditions
    ]
    rest = [line for line in all_lines if line.newest.condition_id is None and not alone]
    return found + ([requirement(None, rest, standing, binds=False)] if rest else [])


def requirement(
    condition: ClosingCondition | None, of: Sequence[Line], standing: Standing, *, binds: bool = True
) -> Requirement:
    return Requirement(condition, tuple(of), any(standing(line.newest) for line in of), binds)


def serves(line: Line, condition: ClosingCondition, *, alone: bool) -> bool:
    """Evidence for the whole serves a condition that stands alone."""
    return line.newest.condition_id == condition.id or (alone and line.newest.condition_id is None)


def missing(assignment: Assignment, standing: Standing = stands) -> list[Requirement]:
    """What has not been proven by evidence that was accepted and is in force."""
    found = requirements(assignment, sent(assignment), standing)
    return [requirement for requirement in found if requirement.binds and not requirement.is_met]


def conditions_met(assignment: Assignment) -> bool:
    return not missing(assignment)


def what_is_missing(assignment: Assignment, standing: Standing = stands, *, judged: Update | None = None) -> str:
    """The closing conditions that still lack evidence; and where some waits that is not of the report being judged."""
    lacking = missing(assignment, standing)
    if not lacking:
        return ""
    said = _("Còn thiếu: %(conditions)s.", conditions="; ".join(words_of(requirement) for requirement in lacking))
    unseen = [line.newest for requirement in lacking for line in requirement.lines if line.newest.is_pending]
    if any(item.update is not judged for item in unseen):
        said += " " + _("Minh chứng gửi kèm báo cáo trước đang chờ xem: mở báo cáo đó để chấp nhận từng minh chứng.")
    return said


def lapsed(assignment: Assignment, items: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    """What has expired of the evidence that a task was found done on, where nothing else proves the same.

    `queries.work.expired.lapsed` asks the database the same of many tasks."""
    if not assignment.is_done:
        return []
    unmet = (one for one in requirements(assignment, items) if one.binds and not one.is_met)
    return [line.newest for one in unmet for line in one.lines if has_lapsed(line.newest)]


def words_of(requirement: Requirement) -> str:
    return f"“{requirement.condition.text}”" if requirement.condition else _("ít nhất một minh chứng được chấp nhận")


NOT_MET = _l(
    "Chưa có minh chứng được chấp nhận, còn giá trị cho mọi điều kiện “Đóng khi có”. "
    "Hãy xem từng minh chứng; có thể xác nhận một phần hoặc trả lại."
)


# --- verdicts, given with the report's --------------------------------------------------------------------------------


def waiting(update: Update) -> list[EvidenceItem]:
    """What of this report nobody has judged yet; an earlier version is not judged any more."""
    return [line.newest for line in lines(update.evidence) if line.newest.is_pending and is_newest(line.newest)]


NAMES = ("verdict", "reason", "valid_until")


def asks(update: Update) -> tuple[Ask, ...]:
    """Of each item that waits: accepted or not, why not, until when it is in force."""
    items = waiting(update)
    names = Counter(item.name for item in items)
    return tuple(ask for item in items for ask in asks_of(item, known_as(item, is_alone=names[item.name] == 1)))


def known_as(item: EvidenceItem, *, is_alone: bool) -> str:
    """Its name; where several bear it, with the condition that it is to meet."""
    if is_alone or item.condition is None:
        return item.name
    return f"{item.name} – {item.condition.text}"


def asks_of(item: EvidenceItem, name: str) -> tuple[Ask, ...]:
    return (
        Ask(
            f"verdict_{item.id}",
            _("Minh chứng “%(name)s”", name=name),
            kind="radio",
            required=False,
            choices=VERDICTS,
        ),
        Ask(f"reason_{item.id}", _("Lý do không chấp nhận “%(name)s”", name=name), kind="longtext", required=False),
        Ask(
            f"valid_until_{item.id}",
            _("“%(name)s” có giá trị đến ngày", name=name),
            kind="date",
            required=False,
            default=lambda _update: item.valid_until,
        ),
    )


def wrong(update: Update, answers: Answers) -> dict[str, Any]:
    """Sentences by field about the verdicts on the report's items."""
    return {name: words for item in waiting(update) for name, words in wrong_of(item, answers).items() if words}


def wrong_of(item: EvidenceItem, answers: Answers) -> dict[str, Any]:
    verdict, reason, until = (answers.get(f"{name}_{item.id}") for name in NAMES)
    if verdict == "reject":
        said = at_least_ten(reason, item) if reason else _("Hãy ghi lý do không chấp nhận.")
        return {f"reason_{item.id}": said}
    if reason:
        return {f"verdict_{item.id}": _("Đã ghi lý do thì chọn “Không chấp nhận”.")}
    if verdict == "accept":
        return {f"valid_until_{item.id}": has_passed(item, until)}
    if until is not None and until != item.valid_until:
        return {f"verdict_{item.id}": _("Đã ghi ngày hết giá trị thì chọn “Chấp nhận”.")}
    return {}


def has_passed(item: EvidenceItem, until: date | None) -> Any:
    """What expired yesterday cannot be accepted today."""
    last = until or item.valid_until
    if last is None or last >= clock.today():
        return None
    return _("Minh chứng chỉ có giá trị đến %(day)s, nay đã hết nên không chấp nhận được.", day=format_vi(last))


def is_expired_when_accepted(item: EvidenceItem, answers: Answers) -> dict[str, Any]:
    said = has_passed(item, answers.get("valid_until"))
    return {"valid_until": said} if said else {}


def closes(update: Update, answers: Answers) -> dict[str, Any]:
    """As `wrong`; and every condition must be met by what was accepted before or is accepted in this very form."""
    if problems := wrong(update, answers):
        return problems

    def standing(item: EvidenceItem) -> bool:
        verdict = answers.get(f"verdict_{item.id}")
        return verdict == "accept" or (verdict != "reject" and stands(item))

    if not missing(update.assignment, standing):
        return {}
    return {"": f"{NOT_MET} {what_is_missing(update.assignment, standing, judged=update)}"}


def judge(update: Update, answers: Answers, actor: Actor) -> None:
    """Each verdict is a step of its item, with its own event; the people are told once, of the verdict on the report."""
    for item in waiting(update):
        verdict, reason, until = (answers.get(f"{name}_{item.id}") for name in NAMES)
        if verdict == "accept":
            engine.perform(item, "accept", actor, {"valid_until": until}, tells=False)
        elif verdict == "reject":
            engine.perform(item, "reject", actor, {"reason": reason}, tells=False)


# --- what the steps of an item do -------------------------------------------------------------------------------------


def accept(item: EvidenceItem, answers: Answers, actor: Actor) -> None:
    """Without another day, the one that the agency named stays."""
    item.valid_until = answers.get("valid_until") or item.valid_until
    note_verdict(item, "", actor)


def refuse(item: EvidenceItem, answers: Answers, actor: Actor) -> None:
    note_verdict(item, answers["reason"], actor)


def note_verdict(item: EvidenceItem, reason: str, actor: Actor) -> None:
    """A verdict is a new version of the report too: who judges it at the same moment is told."""
    item.reason, item.judged_by_id, item.judged_at = reason, actor.id, clock.now()
    engine.touch(item.update, actor)


def is_too_long(number: str, _item: Any) -> Any:
    return _("Mỗi số văn bản nhiều nhất %(most)s ký tự.", most=LONGEST_NUMBER) if len(number) > LONGEST_NUMBER else None


def wrong_renewal(item: EvidenceItem, answers: Answers) -> dict[str, Any]:
    files: list[Attachment] = answers.get("files") or []
    if len(files) > 1:
        return {"files": _("Mỗi lần chỉ gửi một tệp thay cho minh chứng này.")}
    if not files and not answers.get("document_number"):
        return {"files": _("Gửi kèm tệp hoặc ghi số văn bản.")}
    if files and (same := same_before(item, files[0])):
        return {"files": told_same(same)}
    return {}


def renew(item: EvidenceItem, answers: Answers, actor: Actor) -> None:
    """The next version stands beside the report; its file hangs on the item itself, which later holders read alone."""
    file = next(iter(answers.get("files") or []), None)
    made = add(
        item.update,
        actor,
        attachment_id=file.id if file else None,
        number=answers.get("document_number") or "",
        condition_id=item.condition_id,
        valid_until=answers.get("valid_until"),
        replaces=item,
    )
    if file is not None:
        attachments.bind(file, "evidence", made.id, "evidence")


def add(
    update: Update,
    actor: Actor,
    *,
    attachment_id: int | None = None,
    number: str = "",
    condition_id: int | None = None,
    valid_until: date | None = None,
    replaces: EvidenceItem | None = None,
) -> EvidenceItem:
    """A new item, or the next version of one."""
    item = EvidenceItem(
        council_id=update.council_id,
        delegation_id=update.delegation_id,
        assignment_id=update.assignment_id,
        attachment_id=attachment_id,
        document_number=number,
        condition_id=condition_id,
        valid_until=valid_until,
        version_number=replaces.version_number + 1 if replaces else 1,
        replaces_id=replaces.id if replaces else None,
        state="pending",
        created_by_id=actor.id,
    )
    update.evidence.append(item)
    db.session.flush()
    if replaces is not None:
        db.session.expire(replaces, ["replaced_by"])
    return item


def require_other_bytes(item: EvidenceItem, file: Attachment, field: str) -> None:
    """Invalid beside the field when an earlier version is the very same file."""
    if same := same_before(item, file):
        raise Invalid({field: [told_same(same)]})


def same_before(item: EvidenceItem, file: Attachment) -> EvidenceItem | None:
    """The version of its line, newest first, that holds the same bytes."""
    current: EvidenceItem | None = item
    while current is not None:
        if current.attachment is not None and current.attachment.sha256 == file.sha256:
            return current
        current = current.replaces
    return None


def told_same(item: EvidenceItem) -> str:
    return _(
        "Tệp này giống hệt bản %(number)s đã gửi ngày %(day)s (SHA-256 %(hash)s…). Hãy chọn tệp đã sửa.",
        number=item.version_number,
        day=format_vi(clock.local(item.created_at).date()),
        hash=item.attachment.sha256[:12] if item.attachment else "",
    )
