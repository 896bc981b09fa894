"""A year, typed as four digits."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from tracker.core import clock, dates
from tracker.core.fields.base import says
from tracker.core.forms import WholeNumber
from tracker.core.i18n import _l
from tracker.core.numbers import BadNumber

YEARS_AHEAD = 5


class ProgrammeYear(WholeNumber):
    """The year of a programme: 2026; one that people plan for, not further ahead than a term."""

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        super().__init__(label, validators, low=None, **about)

    def to_page(self, value: Any) -> str:
        return str(value)

    def from_page(self, typed: str) -> int:
        try:
            return super().from_page(typed)
        except BadNumber as error:
            raise ValueError(says(wrong_year())) from error

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not is_year(self.data):
            raise ValidationError(says(wrong_year()))


def last_year() -> int:
    return clock.today().year + YEARS_AHEAD


def is_year(number: int) -> bool:
    return dates.FIRST_YEAR <= number <= last_year()


def wrong_year() -> Any:
    return _l("Hãy nhập năm bằng bốn chữ số, từ %(first)s đến %(last)s.", first=dates.FIRST_YEAR, last=last_year())
