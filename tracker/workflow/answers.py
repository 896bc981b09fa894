"""Checking what was answered to a step, whoever asked: a page, the API, a command, a test."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.workflow.definition import CONFIRMED, Answers, Ask, Transition

PICKED = ("choice", "radio", "choices")


def check_answers(step: Transition, subject: Any, answers: Answers) -> dict[str, Any]:
    """The answers that the step asks for; Invalid by field when one is missing or wrong, or nobody asked for it."""
    asks = step.asks_of(subject)
    asked = {ask.name for ask in asks} | ({CONFIRMED} if step.confirm else set())
    strange = {name: [_("Bước này không hỏi mục “%(name)s”.", name=name)] for name in set(answers) - asked}
    problems = strange | problems_of(step, subject, answers)
    given = {ask.name: plain(answers.get(ask.name)) for ask in asks}
    if unread := to_confirm(step, subject, confirmed=answers.get(CONFIRMED) is True):
        problems[CONFIRMED] = unread
    if problems:
        raise Invalid(problems)
    return given


def problems_of(
    step: Transition, subject: Any, answers: Answers, *, known: Collection[str] = ()
) -> dict[str, list[str]]:
    """Everything that is wrong with the answers, at once and by field. What is said of fields in `known` already is not
    said again. To the step's own check they, and what is wrong in itself, count as not given; only what was picked, and
    wrongly, counts as picked: who is told to pick anew need not be told to pick."""
    asks = [ask for ask in step.asks_of(subject) if ask.name not in known]
    found = {ask.name: sentence for ask in asks if (sentence := wrong(ask, answers.get(ask.name), subject))}
    if step.check is not None:
        wrong_ones = {*known, *found}
        right = {
            ask.name: plain(answers.get(ask.name)) if ask.kind in PICKED or ask.name not in wrong_ones else None
            for ask in step.asks_of(subject)
        }
        more = step.check(subject, right)
        found |= {name: sentence for name, sentence in more.items() if name not in found and name not in known}
    return {name: [str(sentence)] for name, sentence in found.items()}


def plain(value: Any) -> Any:
    """An answer of spaces is none."""
    return "" if isinstance(value, str) and empty(value) else value


def to_confirm(step: Transition, subject: Any, *, confirmed: bool) -> list[str]:
    """What somebody must read and has not said to have read: what to do, then the sentences."""
    said = step.confirm.sentences(subject) if step.confirm and not confirmed else []
    return [str(step.confirm.ask), *said] if step.confirm and said else []


def wrong(ask: Ask, value: Any, subject: Any) -> Any:
    if empty(value):
        return _("Hãy nhập “%(label)s”.", label=ask.label) if ask.required else None
    if ask.kind in PICKED and not picked(value) <= {str(key) for key, _label in choices_of(ask, subject)}:
        return _("Hãy chọn một mục trong danh sách “%(label)s”.", label=ask.label)
    return ask.check(value, subject) if ask.check else None


def picked(value: Any) -> set[str]:
    """What was chosen, as keys of the list."""
    return {str(item) for item in value} if isinstance(value, list) else {str(value)}


def empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def choices_of(ask: Ask, subject: Any) -> list[tuple[str, Any]]:
    return ask.choices(subject) if callable(ask.choices) else list(ask.choices)
