"""What should come of a step, told from domain.md 6.4 and the facts of the records: the error, or events and new states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.sm5.table import AGENCY, ASKED, BY_STEP, FINAL, OPEN, REPORTED_FROM, VERIFIERS
from tracker.calendar.models import CalendarDay
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid, Stale
from tracker.extensions import db
from tracker.recommendations.models import Assignment, EvidenceItem, Recommendation, Update

Key = tuple[str, int]
TRANSFERRED = {"accept": "implemented", "accept_partly": "partly_implemented", "return": "not_satisfactory"}
VERDICTS = tuple(TRANSFERRED)


@dataclass
class Outcome:
    """`error`, or the events in their order as (kind, id, action) and the states that change; id 0 is a new record."""

    error: type[Exception] | None = None
    given: dict[str, Any] = field(default_factory=dict)
    """What was answered; of a report's verdict also what was said of each piece of its evidence."""
    events: list[tuple[str, int, str]] = field(default_factory=list)
    states: dict[Key, str] = field(default_factory=dict)

    def move(self, record: Any, step: str, state: str = "") -> None:
        kind = record.__kind__
        self.events.append((kind, record.id, step))
        if state:
            self.states[kind, record.id] = state


class Oracle:
    """Knows the calendar and who is who, and nothing of the product's definitions."""

    def __init__(self, roles: dict[str, tuple[str, ...]], agencies: dict[str, int], ids: dict[str, int]) -> None:
        self.roles = roles
        """The roles of each person, whatever the record."""
        self.agencies = agencies
        """The agency of each person that has one."""
        self.ids = ids
        self.rest = {row.day: row.is_worked for row in db.session.query(CalendarDay)}

    # --- who ----------------------------------------------------------------------------------------------------------

    def roles_on(self, person: str, record: Any) -> set[str]:
        held = set(self.roles[person])
        mine = self.agencies.get(person)
        if mine is not None and mine not in agencies_of(record):
            held = {{"agency_officer": "other_officer", "agency_leader": "other_agency_leader"}.get(r, r) for r in held}
        return held

    def is_barred(self, person: str, record: Any, step: str) -> bool:
        """Who reported never verifies; a mere note asks for no verdict; a paper is the office's; approved is approved."""
        if record.__kind__ == "recommendation":
            return step == "approve" and record.approved_at is not None
        if record.__kind__ == "update":
            if step in VERDICTS:
                return record.claim == "in_progress" or self.is_on_its_side(person, record)
            return bool(record.on_paper) is (step == "send")
        return record.__kind__ == "evidence" and self.is_on_its_side(person, record.update)

    def is_on_its_side(self, person: str, update: Update) -> bool:
        hands = {update.created_by_id, update.sent_by_id, *(item.created_by_id for item in update.evidence)}
        return self.ids[person] in hands or bool(self.roles_on(person, update) & set(AGENCY))

    # --- when ---------------------------------------------------------------------------------------------------------

    def ends_on(self, due_on: date | None) -> date | None:
        """The deadline, or the next working day when it is a rest day (domain.md 1.13)."""
        while due_on is not None and not self.rest.get(due_on, due_on.weekday() < 5):
            due_on += timedelta(days=1)
        return due_on

    def is_overdue(self, task: Assignment) -> bool:
        ends_on = self.ends_on(task.due_on)
        if ends_on is None or clock.today() <= ends_on or task.state in (*FINAL, "multi_year"):
            return False
        return not (task.state == "awaiting_verification" and task.sent_on is not None and task.sent_on <= ends_on)

    # --- what -----------------------------------------------------------------------------------------------------------

    def expect(
        self, record: Any, step: str, person: str, given: dict[str, Any], *, is_right: bool, is_stale: bool
    ) -> Outcome:
        """`is_right`: the answers are."""
        row = BY_STEP[record.__kind__, step]
        if not self.roles_on(person, record) & set(row.by) or self.is_barred(person, record, step):
            return Outcome(Forbidden)
        if is_stale:
            return Outcome(Stale)
        if record.state not in row.source:
            return Outcome(Impossible)
        if not is_right or not self.may(record, step):
            return Outcome(Invalid)
        outcome = Outcome(given=given)
        FOLLOWS.get((record.__kind__, step), follow_alone)(self, outcome, record, step)
        return outcome

    def may(self, record: Any, step: str) -> bool:
        """Do the guards of the table hold?"""
        guard = MAY.get((record.__kind__, step))
        return guard is None or guard(self, record)


def agencies_of(record: Any) -> set[int]:
    if record.__kind__ == "recommendation":
        return {task.agency_id for task in record.assignments}
    return {record.agency_id if record.__kind__ == "assignment" else record.assignment.agency_id}


# --- guards -------------------------------------------------------------------------------------------------------------


def may_issue(_oracle: Oracle, draft: Recommendation) -> bool:
    timeless = draft.addressee_kind == "central" or draft.multi_year
    leads = [entry for entry in draft.addressees if entry.role == "lead"]
    whole = bool(leads) and bool(draft.deliverable.strip()) and (draft.due_on is not None or timeless)
    return whole and draft.approved_at is not None and draft.delegation.state in ("concluded", "following_up")


def may_ask(oracle: Oracle, task: Assignment) -> bool:
    ends_on = oracle.ends_on(task.due_on)
    return ends_on is None or clock.today() <= ends_on


def may_find_not_implemented(oracle: Oracle, task: Assignment) -> bool:
    """Overdue, urged at least once, an explanation asked, and given or its day over; anew after a re-opening."""
    since = max((one.reopened_on for one in task.measures if one.reopened_on), default=date.min)
    taken = [measure for measure in task.measures if measure.taken_on >= since]
    open_days = [oracle.ends_on(m.answer_due_on) for m in taken if m.kind == "explanation" and m.state == "taken"]
    is_heard = all(day is None or day < clock.today() for day in open_days)
    return oracle.is_overdue(task) and {"urge", "explanation"} <= {m.kind for m in taken} and is_heard


def may_reopen(_oracle: Oracle, task: Assignment) -> bool:
    """Found untrue at re-oversight; what was withdrawn stays so."""
    return bool(re_oversights(task)) and task.recommendation.state in ("issued", "closed")


def re_oversights(task: Assignment) -> list[int]:
    """Those since the verdict that have re-opened nothing yet."""
    verified_on = clock.local(task.verified_at).date() if task.verified_at else date.min
    return [
        one.id
        for one in task.measures
        if one.kind == "re_oversight" and one.reopened_on is None and one.taken_on >= verified_on
    ]


def may_send(_oracle: Oracle, update: Update) -> bool:
    return update.assignment.state in REPORTED_FROM and (update.claim == "in_progress" or bool(update.evidence))


def may_enter(_oracle: Oracle, update: Update) -> bool:
    return update.assignment.state in ("assigned", *REPORTED_FROM)


def waits(_oracle: Oracle, update: Update) -> bool:
    """It is the report that waits: the last one sent that asks for a verdict."""
    sent = [one for one in update.assignment.updates if one.state != "draft" and one.claim != "in_progress"]
    return update.assignment.state == "awaiting_verification" and max(sent, key=order_of_sending) is update


def order_of_sending(update: Update) -> tuple[Any, int]:
    return (update.sent_at, update.id)


def may_accept(oracle: Oracle, update: Update) -> bool:
    return waits(oracle, update) and is_proven(update)


def is_proven(update: Update) -> bool:
    """Evidence for every closing condition of the lead, one piece for a co-operating agency: accepted before, or part of this
    report and accepted with it, as right answers do. A single condition may be answered by any piece."""
    task = update.assignment
    items = [item for report in task.updates for item in report.evidence if counts(item, update)]
    conditions = {condition.id for condition in task.recommendation.conditions}
    if task.role != "lead" or len(conditions) < 2:
        return bool(items)
    return conditions <= {item.condition_id for item in items}


def counts(item: EvidenceItem, update: Update) -> bool:
    return item.state == "accepted" or (item.state == "pending" and item.update_id == update.id)


def runs(_oracle: Oracle, extension: Any) -> bool:
    task = extension.assignment
    return task.due_on is not None and task.state in (*OPEN, ASKED)


def was_sent(_oracle: Oracle, item: EvidenceItem) -> bool:
    return item.update.state != "draft"


def may_reject(oracle: Oracle, item: EvidenceItem) -> bool:
    """What a task was found done on is not taken back: it is marked expired."""
    closes = item.state == "accepted" and item.assignment.state == "implemented"
    return was_sent(oracle, item) and not closes


MAY: dict[Key | tuple[str, str], Any] = {
    ("recommendation", "issue"): may_issue,
    ("assignment", "ask_reconsideration"): may_ask,
    ("assignment", "find_not_implemented"): may_find_not_implemented,
    ("assignment", "reopen"): may_reopen,
    ("update", "send"): may_send,
    ("update", "enter_paper"): may_enter,
    ("update", "accept"): may_accept,
    ("update", "accept_partly"): waits,
    ("update", "return"): waits,
    ("evidence", "accept"): was_sent,
    ("evidence", "reject"): may_reject,
    ("extension", "request"): runs,
    ("extension", "grant"): runs,
}

# --- what follows ---------------------------------------------------------------------------------------------------------


def follow_alone(_oracle: Oracle, outcome: Outcome, record: Any, step: str) -> None:
    [*targets] = BY_STEP[record.__kind__, step].targets(record.state)
    outcome.move(record, step, targets[0] if targets[0] != record.state else "")


def follow_issue(_oracle: Oracle, outcome: Outcome, draft: Recommendation, step: str) -> None:
    outcome.move(draft, step, "issued")
    if not draft.conditions:
        # Of all that may be remarked on its wording, the drafts of the walk lack only this; the reason is kept.
        outcome.events.append(("recommendation", draft.id, "issued_as_worded"))
    outcome.events += [("assignment", 0, "created") for _addressee in draft.addressees]


def follow_withdrawal(_oracle: Oracle, outcome: Outcome, record: Recommendation, step: str) -> None:
    outcome.move(record, step, "withdrawn")
    drop(outcome, record)


def drop(outcome: Outcome, recommendation: Recommendation, *, but: Assignment | None = None) -> None:
    for task in recommendation.assignments:
        if task.state not in FINAL and task is not but:
            outcome.move(task, "drop", "waived")


def follow_task(_oracle: Oracle, outcome: Outcome, task: Assignment, step: str) -> None:
    """Where one step alone decides, its target; then the recommendation closes or opens with its tasks."""
    target = task.state_before if step == "refuse_reconsideration" else BY_STEP["assignment", step].to[0]
    outcome.move(task, step, target)
    settle(outcome, task, target)


def settle(outcome: Outcome, task: Assignment, state: str) -> None:
    whole = task.recommendation
    ended = all((state if other is task else other.state) in FINAL for other in whole.assignments)
    if ended and whole.state == "issued":
        outcome.move(whole, "close", "closed")
    elif not ended and whole.state == "closed":
        outcome.move(whole, "reopen", "issued")


def follow_amendment(_oracle: Oracle, outcome: Outcome, task: Assignment, step: str) -> None:
    outcome.move(task, step, "waived")
    outcome.events.append(("recommendation", 0, "created"))
    outcome.move(task.recommendation, "replace", "withdrawn")
    drop(outcome, task.recommendation, but=task)


def follow_report(_oracle: Oracle, outcome: Outcome, update: Update, step: str) -> None:
    outcome.move(update, step, "submitted")
    for measure in update.assignment.measures:
        if measure.kind == "urge" and measure.state == "taken":
            outcome.move(measure, "answer_by_report", "answered")
    if update.claim != "in_progress":
        outcome.move(update.assignment, "send_report", "awaiting_verification")


def follow_verdict(_oracle: Oracle, outcome: Outcome, update: Update, step: str) -> None:
    for item in update.evidence:
        verdict = outcome.given.get(f"verdict_{item.id}") if item.state == "pending" else None
        if verdict:
            outcome.move(item, verdict, BY_STEP["evidence", verdict].to[0])
    outcome.move(update, step, BY_STEP["update", step].to[0])
    outcome.move(update.assignment, step, TRANSFERRED[step])
    settle(outcome, update.assignment, TRANSFERRED[step])


def follow_grant(_oracle: Oracle, outcome: Outcome, extension: Any, step: str) -> None:
    outcome.move(extension, step, "granted")
    outcome.move(extension.assignment, "extend")


FOLLOWS: dict[tuple[str, str], Any] = {
    ("recommendation", "issue"): follow_issue,
    ("recommendation", "withdraw"): follow_withdrawal,
    ("assignment", "start"): follow_task,
    ("assignment", "ask_reconsideration"): follow_task,
    ("assignment", "refuse_reconsideration"): follow_task,
    ("assignment", "amend"): follow_amendment,
    ("assignment", "set_roadmap"): follow_task,
    ("assignment", "waive"): follow_task,
    ("assignment", "find_not_implemented"): follow_task,
    ("assignment", "reopen"): follow_task,
    ("update", "send"): follow_report,
    ("update", "enter_paper"): follow_report,
    ("update", "accept"): follow_verdict,
    ("update", "accept_partly"): follow_verdict,
    ("update", "return"): follow_verdict,
    ("extension", "grant"): follow_grant,
}
assert set(VERIFIERS) == set(BY_STEP["update", "accept"].by)
