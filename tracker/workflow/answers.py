"""Checking what was answered to a step, whoever asked: a page, the API, a command, a test."""

from __future__ import annotations

from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.workflow.definition import CONFIRMED, Answers, Ask, Transition

PICKED = ("choice", "radio", "choices")


def check_answers(step: Transition, subject: Any, answers: Answers) -> dict[str, Any]:
    """The answers that the step asks for; Invalid by field when one is missing or wrong, or nobody asked for it."""
    problems: dict[str, list[str]] = {}
    given: dict[str, Any] = {}
    asks = step.asks_of(subject)
    asked = {ask.name for ask in asks} | ({CONFIRMED} if step.confirm else set())
    for name in set(answers) - asked:
        problems[name] = [_("Bước này không hỏi mục “%(name)s”.", name=name)]
    for ask in asks:
        value = answers.get(ask.name)
        sentence = wrong(ask, value, subject)
        if sentence:
            problems[ask.name] = [str(sentence)]
        given[ask.name] = "" if isinstance(value, str) and empty(value) else value
    if not problems and step.check is not None:
        problems = {name: [str(sentence)] for name, sentence in step.check(subject, given).items()}
    if unread := to_confirm(step, subject, confirmed=answers.get(CONFIRMED) is True):
        problems[CONFIRMED] = unread
    if problems:
        raise Invalid(problems)
    return given


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
