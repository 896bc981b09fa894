"""When something is due, how many working days are left, and how the date was computed (contract.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Source
from tracker.extensions import db
from tracker.recommendations.models import Assignment, Measure, Recommendation
from tracker.recommendations.queries import due

DRAFT = "draft"
SOON = 7
"""Working days."""


@dataclass(frozen=True)
class Deadline:
    """A deadline as it stands today. `ends_on`: the day at whose end it passes."""

    due_on: date
    ends_on: date
    days_left: int
    """Working days; negative when late, 0 on the last day."""

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def how(self) -> Computed:
        """How the last day was found; what was fixed with the assignment stands."""
        return Basis(working_days()).written(self.due_on)

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days_left <= SOON


def deadline(due_on: date | None, ends_on: date | None = None, today: date | None = None) -> Deadline | None:
    """`ends_on` when it was fixed with the assignment; else it is computed."""
    if due_on is None:
        return None
    ends = ends_on or working_days().end_of(due_on)
    return Deadline(due_on, ends, days_left(ends, today or clock.today()))


def has_passed_before_issue(recommendation: Recommendation, today: date | None = None) -> bool:
    """A draft's day lies behind today: nobody was given it, so nothing is overdue; once issued it would be at once."""
    due = deadline(recommendation.due_on, today=today) if recommendation.state == DRAFT else None
    return due is not None and due.is_over


def days_left(ends_on: date, today: date) -> int:
    """Working days left; on a rest day after the last one, it is late although no working day has passed yet."""
    left = working_days().count(today, ends_on)
    return min(left, -1) if ends_on < today else left


def end_of_soon(today: date) -> date:
    """Deadlines that end up to and with this day are due soon."""
    return working_days().add(today, SOON)


def written(task: Assignment, basis: Basis) -> Computed | None:
    """The deadline as the document names it, counted to the end of the next working day when it is a rest day."""
    return basis.written(task.due_on) if task.due_on else None


def keep(task: Assignment, computed: Computed) -> None:
    task.due_ends_on = computed.ends_on


def answered_by(measure: Measure, basis: Basis) -> Computed | None:
    """The last day of an answer that the ruleset sets; None where somebody set it."""
    if not measure.answer_rule:
        return None
    return basis.by_law(measure.answer_rule, measure.assignment.delegation.ruleset, measure.taken_on)


def keep_answer_day(measure: Measure, computed: Computed) -> None:
    measure.answer_due_on = computed.ends_on


registry.register(
    Source(
        name="answer_due_on",
        label=_l("Trả lời yêu cầu giải trình"),
        kind="measure",
        running=lambda _difference: db.session.scalars(due.unanswered()),
        computed=answered_by,
        of_delegation=lambda delegation, actor: due.answers_of_delegation(delegation.id, actor),
        done_on=lambda measure: measure.answered_on,
        is_open=lambda measure: measure.answered_on is None,
        told=lambda measure: measure.answer_due_on,
        store=keep_answer_day,
    )
)
registry.register(
    Source(
        name="due_ends_on",
        label=_l("Thực hiện kiến nghị"),
        kind="assignment",
        running=lambda difference: db.session.scalars(due.running(difference.written)) if difference.written else (),
        computed=written,
        of_delegation=lambda delegation, actor: due.of_delegation(delegation.id, actor),
        done_on=lambda task: task.completed_on if not due.is_running(task) else None,
        is_open=due.is_running,
        handed_in_on=due.handed_in_on,
        told=lambda task: task.due_ends_on,
        store=keep,
    )
)
