"""The line of steps of a delegation: what is done and when, what is under way, what is due by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.calendar import rules
from tracker.calendar.computed import Computed
from tracker.core.i18n import _lp
from tracker.delegations import deadlines
from tracker.delegations.deadlines import CONCLUSIONS, REPORTS, issued_on
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import DELEGATION

MILESTONES = (
    ("established", _lp("milestone", "Thành lập")),
    ("notified", _lp("milestone", "Thông báo")),
    ("active", _lp("milestone", "Giám sát")),
    ("compiling", _lp("milestone", "Tổng hợp")),
    ("reported", _lp("milestone", "Báo cáo")),
    ("concluded", _lp("milestone", "Kết luận")),
    ("following_up", _lp("milestone", "Theo dõi")),
)
"""States in the order in which a delegation passes them, with the word for the step."""
AT_ONCE = frozenset({"established", "notified", "reported", "concluded"})
"""Steps that are done when the state is reached; the others last until the next one."""
PASSED_ALL = frozenset({"closed"})


@dataclass(frozen=True)
class Step:
    label: Any
    state: str
    """done, current or todo."""
    on: date | None = None
    due: Computed | None = None
    unknown: bool = False
    """Done, and the old dossier does not say when."""

    @property
    def due_on(self) -> date | None:
        return self.due.ends_on if self.due else None


def line(delegation: Delegation) -> list[Step]:
    """The steps in order. An ended delegation has passed all; a cancelled one stands still where it stood."""
    dates, due = days_done(delegation), days_due(delegation)
    state = DELEGATION.state(delegation.state)
    names = [name for name, _label in MILESTONES]
    reached = names.index(state.name) if state.name in names else -1
    all_done = state.name in PASSED_ALL
    steps: list[Step] = []
    under_way = state.final
    for place, (name, label) in enumerate(MILESTONES):
        done = all_done or place < reached or (place == reached and name in AT_ONCE)
        done = done or (reached < 0 and dates.get(name) is not None)
        current = not done and not under_way
        under_way = under_way or current
        steps.append(
            Step(
                label=label,
                state="done" if done else "current" if current else "todo",
                on=dates.get(name) if done else None,
                due=None if done or state.final else due.get(name),
                unknown=done and delegation.old_record and dates.get(name) is None,
            )
        )
    return steps


def days_done(delegation: Delegation) -> dict[str, date | None]:
    """When each step was done, as far as facts and documents say."""
    return {
        "established": delegation.established_on,
        "notified": delegation.notified_on,
        "active": delegation.ended_on,
        "reported": issued_on(delegation, REPORTS),
        "concluded": issued_on(delegation, CONCLUSIONS),
    }


def days_due(delegation: Delegation) -> dict[str, Computed | None]:
    """The last days that the rules give, where they give any (domain.md 6.3)."""
    basis = rules.basis()
    return {
        "notified": deadlines.outline(delegation, basis),
        "reported": deadlines.report(delegation, basis),
        "concluded": deadlines.consideration(delegation, basis),
    }
