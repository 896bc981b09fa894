"""What a list may be narrowed by: one row a parameter, read strictly; a wrong one is named, never ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.core import dates
from tracker.core.errors import Invalid
from tracker.core.i18n import Words, _, _l
from tracker.core.rows import row_number_or_none
from tracker.search import queries as search
from tracker.workflow.definition import Workflow

Condition = Callable[[Any, Actor], ColumnElement[bool]]
INTEGER = {"type": "integer"}


class Wrong(ValueError):
    """A parameter that cannot be read; the text says what to send."""


@dataclass(frozen=True)
class Filter:
    name: str
    read: Callable[[str], Any]
    where: Condition | None
    """None where a room's own list reads it."""
    schema: dict[str, Any]
    about: Words = ""


def conditions(filters: Iterable[Filter], given: MultiDict[str, str], actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions of the parameters that were given. Raises Invalid by parameter."""
    wrong: dict[str, list[str]] = {}
    found = []
    for item in filters:
        if given.get(item.name) and item.where is not None:
            try:
                found.append(item.where(item.read(given[item.name]), actor))
            except Wrong as error:
                wrong[item.name] = [str(error)]
    if wrong:
        raise Invalid(wrong)
    return found


def refuse_unknown(given: MultiDict[str, str], known: Iterable[str]) -> None:
    """A parameter spelt wrongly, or given twice, would quietly answer another question."""
    names = sorted(known)
    wrong = {
        name: [_("Không có tham số này. Dùng được: %(names)s.", names=", ".join(names))]
        for name in given
        if name not in names
    }
    wrong |= {name: [_("Tham số này chỉ nêu một lần.")] for name in given if len(given.getlist(name)) > 1}
    if wrong:
        raise Invalid(wrong)


def require_one(given: MultiDict[str, str], names: Sequence[str]) -> None:
    """Raises Invalid where none of these parameters is given, if there are any."""
    if names and not any(given.get(name) for name in names):
        raise Invalid({names[0]: [_("Hãy nêu một trong các tham số: %(names)s.", names=", ".join(names))]})


def asked(given: MultiDict[str, str], name: str, read: Callable[[str], Any]) -> Any:
    """One parameter on its own. Raises Invalid."""
    try:
        return read(given.get(name, ""))
    except Wrong as error:
        raise Invalid({name: [str(error)]}) from error


def number(raw: str) -> int:
    found = row_number_or_none(raw)
    if found is None:
        raise Wrong(_("Hãy gửi một số nguyên."))
    return found


def words(raw: str) -> str:
    if len(raw) > 200:
        raise Wrong(_("Từ khóa dài nhất là 200 ký tự."))
    return raw


def one_of(names: Iterable[str]) -> Callable[[str], str]:
    allowed = list(names)

    def read(raw: str) -> str:
        if raw not in allowed:
            raise Wrong(_("Hãy chọn một trong: %(names)s.", names=", ".join(allowed)))
        return raw

    return read


def span(raw: str) -> tuple[date, date]:
    """`2026-01-01..2026-03-31`"""
    first, dots, last = raw.partition("..")
    try:
        period = dates.parse_iso(first), dates.parse_iso(last)
    except dates.BadDate as error:
        raise Wrong(_("Hãy gửi hai ngày dạng 2026-01-01..2026-03-31.")) from error
    if not dots or period[0] > period[1]:
        raise Wrong(_("Ngày đầu phải trước ngày cuối."))
    return period


# The rows that most resources need.


def by_id(name: str, column: Any, about: Words = "") -> Filter:
    return Filter(name, number, lambda wanted, _actor: column == wanted, INTEGER, about)


def by_choice(name: str, column: Any, choices: Mapping[str, Words], about: Words = "") -> Filter:
    return Filter(name, one_of(choices), lambda chosen, _actor: column == chosen, {"enum": list(choices)}, about)


def by_state(model: Any, workflow: Workflow) -> Filter:
    return by_choice("status", model.state, {state.name: state.label for state in workflow.states})


def by_day(name: str, column: Any) -> Filter:
    schema = {"type": "string", "examples": ["2026-01-01..2026-03-31"]}
    return Filter(name, span, lambda period, _actor: column.between(*period), schema)


def by_words(kind: str, model: Any) -> Filter:
    """Records that hold these words, as the search finds them."""
    about = _l("Từ khóa, có dấu hoặc không dấu")
    return Filter("q", words, lambda asked, _actor: model.id.in_(search.found(kind, asked)), {"type": "string"}, about)
