"""What the two rates of a moment count and leave out, task by task (domain.md 2.3, 6.4, 6.6): for the numbers and for the
lists behind them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func

from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _l

COUNTED = {
    "done": _l("Đã xong trong số đã đến hạn"),
    "due": _l("Đã đến hạn, theo hạn đang áp dụng"),
    "in_time": _l("Đã xong trong hạn gốc"),
    "first_due": _l("Đã đến hạn gốc"),
    "not_due": _l("Chưa đến hạn"),
    "waived": _l("Được miễn bằng văn bản"),
    "multi_year": _l("Có lộ trình nhiều năm"),
    "central": _l("Kiến nghị với trung ương"),
}
"""Numerator and denominator of either rate, and what is left out of the first one."""


def conditions(task: Any) -> dict[str, ColumnElement[bool]]:
    """On the span of a task that stood; by the clock and the calendar of the moment in hand."""
    running = task.state.not_in(("waived", "multi_year"))
    fits = and_(running, ~task.is_central)
    due, first_due = was_due(task.due_on), was_due(task.original_due_on)
    done = task.state == "implemented"
    in_time = func.coalesce(task.sent_on <= task.original_ends_on, False)
    return {
        "due": and_(fits, due),
        "done": and_(fits, due, done),
        "first_due": and_(fits, first_due),
        "in_time": and_(fits, first_due, done, in_time),
        "not_due": and_(fits, ~due),
        "waived": task.state == "waived",
        "multi_year": task.state == "multi_year",
        "central": and_(running, task.is_central),
    }


def was_due(due_on: Any) -> ColumnElement[bool]:
    """Has the day at whose end the deadline passes come? One on a rest day counts to the next working day, so this asks
    for deadlines written up to the last working day."""
    reached: ColumnElement[bool] = func.coalesce(due_on <= working_days().last_up_to(clock.today()), False)
    return reached
