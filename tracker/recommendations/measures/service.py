"""Taking a step against delay, for one task or for many at once, each with a measure and an event of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.people import holders
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.calendar import rules
from tracker.calendar.computed import Computed
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import fold
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.recommendations.effects import FINAL, has_running_deadline, was_found_done
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures.ladder import Rung
from tracker.recommendations.measures.workflow import MEASURE, TAKERS
from tracker.recommendations.models import Assignment, Measure
from tracker.workflow import engine
from tracker.workflow.together import Outcome

EXPLANATION = "explanation"
COMPLEX = "explanation_complex"
MOST_OF_A_DAY = 500


def record_measure(
    answers: Mapping[str, Any], actor: Actor, *, assignment: Assignment, rungs: Sequence[Rung] | None = None
) -> Measure:
    """answers: kind, is_complex, document_number, taken_on, answer_due_on, skip_reason, note, files (attachments).

    An explanation is due within the days of the ruleset unless an earlier day is given. Raises Forbidden, Impossible,
    Invalid; then nothing has been written.
    """
    require_taker(assignment, actor)
    require_open(assignment, answers["kind"])
    if wrong := problems(assignment, answers, rungs):
        raise Invalid(wrong)
    rule, answer_due_on = answer_day(assignment, answers)
    measure = Measure(
        council_id=assignment.council_id,
        delegation_id=assignment.delegation_id,
        assignment=assignment,
        state=MEASURE.start,
        kind=answers["kind"],
        taken_on=answers["taken_on"],
        document_number=answers["document_number"],
        answer_due_on=answer_due_on,
        answer_rule=rule,
        skip_reason=(answers.get("skip_reason") or "").strip(),
        note=answers.get("note") or "",
        created_by_id=actor.id,
    )
    db.session.add(measure)
    db.session.flush()
    files = answers.get("files") or []
    for file in files:
        attachments.bind(file, "measure", measure.id, "document")
    event = engine.created(measure, actor, roles=TAKERS, also={"files": [file.name for file in files]})
    place = access.place_of(measure)
    notifications.queue(event, {person for role in OF_AGENCY for person in holders(role, place)})
    return measure


def may_take(assignment: Assignment, actor: Actor) -> bool:
    """May this person take a step? On what was verified as done, the one of looking at it again."""
    return may_be_urged(assignment) and bool(access.roles_on(actor, assignment) & set(TAKERS))


def may_be_urged(assignment: Assignment) -> bool:
    return assignment.state not in FINAL or was_found_done(assignment)


def kinds_for(assignment: Assignment) -> tuple[str, ...]:
    """The kinds of steps that its state allows; all while it is open."""
    return ("re_oversight",) if was_found_done(assignment) else ()


def require_taker(assignment: Assignment, actor: Actor) -> None:
    if not access.roles_on(actor, assignment) & set(TAKERS):
        raise Forbidden


def require_open(assignment: Assignment, kind: str | None = None) -> None:
    """Nobody is urged about what has ended; what was found done may be looked at again."""
    if not may_be_urged(assignment):
        raise Impossible(_("Nhiệm vụ này đã kết thúc, không đôn đốc nữa."))
    allowed = kinds_for(assignment)
    if kind is not None and allowed and kind not in allowed:
        raise Invalid({"kind": [_("Nhiệm vụ đã được xác nhận thực hiện xong: chỉ còn có thể giám sát lại.")]})


def problems(
    assignment: Assignment, answers: Mapping[str, Any], rungs: Sequence[Rung] | None = None
) -> dict[str, list[str]]:
    """All that is wrong with these answers about this task, by field; of answers that are not whole yet as well."""
    said = {
        "taken_on": before_issue(assignment, answers),
        "document_number": recorded_already(assignment, answers),
        "skip_reason": unexplained_skip(assignment, answers, ladder.rungs() if rungs is None else rungs)
        or unexplained_haste(assignment, answers),
        "answer_due_on": later_than_the_rule(assignment, answers),
    }
    return {name: [sentence] for name, sentence in said.items() if sentence}


def before_issue(assignment: Assignment, answers: Mapping[str, Any]) -> str:
    """Nobody is urged about what was not demanded yet."""
    issued_on, taken_on = assignment.recommendation.issued_on, answers.get("taken_on")
    if issued_on is None or taken_on is None or taken_on >= issued_on:
        return ""
    return _("Kiến nghị ban hành ngày %(day)s. Nhập ngày từ ngày đó trở đi.", day=format_vi(issued_on))


def recorded_already(assignment: Assignment, answers: Mapping[str, Any]) -> str:
    """The same paper is one step on a task, however often it is entered (domain.md 6.5)."""
    wanted = fold(answers.get("document_number") or "")
    about = (answers.get("kind"), answers.get("taken_on"))
    for measure in assignment.measures:
        if wanted and fold(measure.document_number) == wanted and (measure.kind, measure.taken_on) == about:
            day = format_vi(measure.taken_on)
            return _("Văn bản số này ngày %(day)s đã được ghi cho nhiệm vụ này. Hãy kiểm tra lại số và ngày.", day=day)
    return ""


def unexplained_skip(assignment: Assignment, answers: Mapping[str, Any], rungs: Sequence[Rung]) -> str:
    """Steps are taken in their order; whoever leaves out a required one says why."""
    if kinds_for(assignment) or (answers.get("skip_reason") or "").strip():
        return ""
    missed = ladder.left_out(rungs, assignment.measures, answers.get("kind") or "")
    names = "”, “".join(rung.name for rung in missed)
    return _("Bỏ qua bước “%(step)s” thì phải ghi lý do ở đây.", step=names) if missed else ""


def unexplained_haste(assignment: Assignment, answers: Mapping[str, Any]) -> str:
    """The same of a paper that bears a day before that of the step: while the deadline, or the answer to the step before,
    still runs."""
    taken_on = answers.get("taken_on")
    if taken_on is None or assignment.due_ends_on is None or not has_running_deadline(assignment):
        return ""
    before = [measure for measure in assignment.measures if measure.taken_on <= taken_on]
    first = ladder.from_day(assignment.due_ends_on, before)
    if taken_on >= first or (answers.get("skip_reason") or "").strip():
        return ""
    return _("Bước này từ ngày %(day)s. Văn bản ra sớm hơn thì phải ghi lý do ở đây.", day=format_vi(first))


def other_papers(measure: Measure) -> Sequence[Measure]:
    """Measures under the same number and day that are another paper: of another kind, or on the same task."""
    query = select(Measure).where(
        Measure.council_id == measure.council_id, Measure.taken_on == measure.taken_on, Measure.id != measure.id
    )
    same_day = db.session.scalars(query.order_by(Measure.id).limit(MOST_OF_A_DAY))
    number = fold(measure.document_number)
    return [
        other
        for other in same_day
        if fold(other.document_number) == number
        and (other.kind != measure.kind or other.assignment_id == measure.assignment_id)
    ]


def later_than_the_rule(assignment: Assignment, answers: Mapping[str, Any]) -> str:
    """The answer may be wanted earlier than the ruleset says, not later."""
    given, (_rule, computed) = answers.get("answer_due_on"), rule_of(assignment, answers)
    if given is None or computed is None or given <= computed.ends_on:
        return ""
    day = format_vi(computed.ends_on)
    return _("Muộn hơn hạn theo quy định là %(day)s. Hãy để trống hoặc nhập ngày sớm hơn.", day=day)


def answer_day(assignment: Assignment, answers: Mapping[str, Any]) -> tuple[str, date | None]:
    """The rule by which the answer is due, and the day; no rule where somebody set the day."""
    given: date | None = answers.get("answer_due_on")
    rule, computed = rule_of(assignment, answers)
    if computed is None or (given is not None and given < computed.ends_on):
        return "", given
    return rule, computed.ends_on


def rule_of(assignment: Assignment, answers: Mapping[str, Any]) -> tuple[str, Computed | None]:
    """By which rule the answer is due, and the day that gives; an explanation alone has one."""
    if answers.get("kind") != EXPLANATION or not answers.get("taken_on"):
        return "", None
    rule = COMPLEX if answers.get("is_complex") else EXPLANATION
    return rule, by_rule(assignment, rule, answers["taken_on"])


def by_rule(assignment: Assignment, rule: str, taken_on: date) -> Computed | None:
    return rules.basis().by_law(rule, assignment.delegation.ruleset, taken_on)


def explained(measure: Measure) -> Computed | None:
    """How the day of the answer was found; None where somebody set it."""
    return by_rule(measure.assignment, measure.answer_rule, measure.taken_on) if measure.answer_rule else None


def record_together(tasks: Iterable[Assignment], answers: Mapping[str, Any], actor: Actor) -> Outcome:
    """One document about many tasks: a measure and an event each, its files with every one of them. `done` holds the
    measures, `refused` the tasks."""
    outcome, rungs = Outcome(), ladder.rungs()
    files: list[Attachment] = list(answers.get("files") or [])
    for task in tasks:
        given = {**answers, "files": files if not outcome.done else [attachments.again(file) for file in files]}
        try:
            outcome.done.append(record_measure(given, actor, assignment=task, rungs=rungs))
        except Invalid as wrong:
            outcome.add(task, " ".join(str(s) for said in wrong.errors.values() for s in said))
        except (Impossible, Forbidden) as refusal:
            outcome.add(task, str(refusal) or _("Không có quyền đôn đốc nhiệm vụ này."))
    return outcome


def times_urged(assignment: Assignment) -> int:
    return sum(measure.kind == "urge" for measure in assignment.measures)
