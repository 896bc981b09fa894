"""The first line: what comes next, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.accounts.roles import OF_AGENCY
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n
from tracker.recommendations import deadlines, effects
from tracker.recommendations.deadlines import Deadline
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries.reading import Whole
from tracker.recommendations.workflow import ASSIGNMENT, RECOMMENDATION, answer_deadline, awaits_verdict
from tracker.workflow import engine

MOST_NAMED = 3


def has_stopped(task: Assignment, due: Deadline) -> bool:
    """No deadline runs, or a report that was sent in time waits: no days are counted."""
    return task.is_timeless or (due.is_over and not effects.is_overdue(task))


def following(whole: Whole, due: Deadline | None, *, is_past: bool) -> dict[str, Any]:
    """What to do and by when; who acts next."""
    recommendation, parts, taken = whole.recommendation, whole.parts, whole.measures
    if recommendation.state == RECOMMENDATION.start:
        return following_draft(recommendation, is_past=is_past)
    if engine.state_of(recommendation).final:
        return {"tone": "done", "strong": ended(recommendation), "words": recommendation.withdrawal_reason}
    known = [part.assignment for part in parts if part.level in ("all", "state")]
    steps = [step for task in known if (step := next_step(task))]
    late = [task for task in known if effects.is_overdue(task)]
    if not late:
        over = [answer for task in known if (answer := answer_deadline(task)) is not None and answer.is_over]
        tone, strong = ("danger", over_words(over)) if over else ("next", in_time(due, known))
        return {"tone": tone, "strong": strong, "words": "; ".join(steps)}
    first, *others = sorted(late, key=lambda task: (task.role != "lead", days_over(task) * -1))
    others = [task for task in others if days_over(task) != days_over(first)]
    words = _n("Quá hạn %(num)s ngày làm việc.", "Quá hạn %(num)s ngày làm việc.", days_over(first))
    if others or first.role != "lead":
        words = f"{first.answering}: {lower(words)}"
    steps += others_late(others)
    urged = sum(measure.kind == "urge" and measure.assignment_id == first.id for measure in taken)
    if urged:
        steps.append(urged_words(urged, first, is_one=not others))
    return {"tone": "danger", "strong": words, "words": "; ".join(steps)}


def days_over(task: Assignment) -> int:
    return -deadlines.days_left(task.due_ends_on, clock.today()) if task.due_ends_on else 0


def others_late(others: Sequence[Assignment]) -> list[str]:
    """Besides the first: by how much, or how many where there are several."""
    if len(others) > MOST_NAMED:
        return [_("%(num)s cơ quan khác cũng quá hạn", num=len(others))]
    return [
        _n("%(who)s quá hạn %(num)s ngày làm việc", "%(who)s quá hạn %(num)s ngày làm việc", days, who=task.answering)
        for task in others
        if (days := days_over(task))
    ]


def urged_words(times: int, task: Assignment, *, is_one: bool) -> str:
    if is_one:
        return _n("đã đôn đốc %(num)s lần", "đã đôn đốc %(num)s lần", times)
    return _n("đã đôn đốc %(who)s %(num)s lần", "đã đôn đốc %(who)s %(num)s lần", times, who=task.answering)


def over_words(over: Sequence[Deadline]) -> str:
    """By how much the earliest answer to a return is late."""
    days = -min(answer.days_left for answer in over)
    return _n("Quá ngày phải trả lời %(num)s ngày làm việc.", "Quá ngày phải trả lời %(num)s ngày làm việc.", days)


def following_draft(recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """What still stands between a draft and its issue."""
    if is_past:
        words = (
            _("Dự thảo đã được duyệt, chưa ban hành.") if recommendation.is_approved else _("Dự thảo, chưa ban hành.")
        )
        return {"tone": "waiting", "strong": words}
    issue = RECOMMENDATION.transition("issue")
    missing = [str(sentence) for sentence in engine.unmet(issue, recommendation)] if issue else []
    if missing:
        return {"tone": "waiting", "strong": _("Dự thảo, chưa ban hành được."), "list": missing}
    return {"tone": "next", "strong": _("Đã duyệt."), "words": _("Văn phòng ban hành kiến nghị")}


def in_time(due: Deadline | None, known: Sequence[Assignment]) -> str:
    acting = [task for task in known if not ASSIGNMENT.state(task.state).final and not awaits_verdict(task)]
    if due is None or not acting or due.is_over:
        return ""
    if due.days_left == 0:
        return _("Đến hạn hôm nay.")
    return _n("Còn %(num)s ngày làm việc.", "Còn %(num)s ngày làm việc.", due.days_left)


def ended(recommendation: Recommendation) -> str:
    if recommendation.closed_at:
        day = format_vi(clock.local(recommendation.closed_at).date())
        return _("Đã đóng ngày %(day)s: mọi cơ quan đã kết thúc nhiệm vụ.", day=day)
    return _("Kiến nghị đã rút.")


def next_step(task: Assignment) -> str:
    state = ASSIGNMENT.state(task.state)
    if not state.todo:
        return ""
    who = task.answering if set(state.waits_for) <= set(OF_AGENCY) else _("Hội đồng nhân dân")
    words = str(state.todo)
    if answer := answer_deadline(task):
        day = format_vi(answer.due_on)
        if answer.is_over:
            return _("%(who)s %(what)s: đã quá ngày phải trả lời %(day)s", who=who, what=lower(words), day=day)
        return _("%(who)s %(what)s trước %(day)s", who=who, what=lower(words), day=day)
    return _("%(who)s %(what)s", who=who, what=lower(words))


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]
