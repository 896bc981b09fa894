"""Answers in days, numbers, and yes or no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import widgets
from wtforms.validators import ValidationError

from tracker.core import dates, moments, numbers
from tracker.core.fields.base import Answer, required_text, says, wire_of
from tracker.core.i18n import _l
from tracker.core.moments import Moment
from tracker.core.rows import LARGEST
from tracker.core.text import clean


class ViDate(Answer):
    """A day. On pages dd/mm/yyyy in a plain box, in JSON 2026-06-15."""

    json_type = "date"

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        about["render_kw"] = {"inputmode": "numeric", "autocomplete": "off", **(about.get("render_kw") or {})}
        super().__init__(label, validators, **about)

    def from_page(self, typed: str) -> date:
        return dates.parse_vi(clean(typed)) if wire_of(self) == "page" else dates.parse_iso(typed)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except dates.BadDate as error:
            raise ValueError(says(error.sentence)) from error

    def to_page(self, value: Any) -> str:
        return dates.format_vi(value)


class PastMoment(Answer):
    """A day, which means its end, or a time of a day. On pages 31/03/2026 or 16:05 31/03/2026, in JSON 2026-03-31 or a
    date-time with offset; an address may name it either way."""

    json_type = "moment"

    def from_page(self, typed: str) -> Moment:
        return moments.read(clean(typed))

    def from_json(self, sent: Any) -> Moment:
        return moments.read(required_text(sent), for_programs=True)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except dates.BadDate as error:
            raise ValueError(says(error.sentence)) from error

    def to_page(self, value: Any) -> str:
        return str(value.typed)


class ViDecimal(Answer):
    """A figure, digit for digit. On pages 18,09 or 1.234,5; in JSON a string with a point, "18.09"."""

    json_type = "decimal"
    read: Any = None
    """What was read from what was typed."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        low: Decimal | int | None = None,
        high: Decimal | int | None = None,
        **about: Any,
    ) -> None:
        about["render_kw"] = {"inputmode": "decimal", "autocomplete": "off", **(about.get("render_kw") or {})}
        super().__init__(label, validators, **about)
        self.low = low
        self.high = high

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except numbers.BadNumber as error:
            raise ValueError(says(error.sentence)) from error
        self.read = self.data

    def from_page(self, typed: str) -> Any:
        return numbers.parse_vi(clean(typed))

    def from_json(self, sent: Any) -> Any:
        return numbers.parse_point(sent if isinstance(sent, str) else "")

    def to_page(self, value: Any) -> str:
        return numbers.format_vi(value)

    def _value(self) -> str:
        """A page that comes back shows the number as it was typed, unless the page proposes another one since.

        Dots of our own would be asked about.
        """
        if self.raw_data and wire_of(self) == "page" and self.data == self.read:
            return str(self.raw_data[0])
        return super()._value()

    def pre_validate(self, form: Any) -> None:
        if self.data is None or self.process_errors:
            return
        if (self.low is not None and self.data < self.low) or (self.high is not None and self.data > self.high):
            raise ValidationError(out_of_range(self.low, self.high))


def out_of_range(low: Decimal | int | None, high: Decimal | int | None) -> str:
    if high is None:
        return says(_l("Hãy nhập số từ %(low)s trở lên.", low=numbers.format_vi(low or 0)))
    if low is None:
        return says(_l("Hãy nhập số không quá %(high)s.", high=numbers.format_vi(high)))
    return says(
        _l("Hãy nhập số từ %(low)s đến %(high)s.", low=numbers.format_vi(low), high=numbers.format_vi(high)),
    )


class WholeNumber(ViDecimal):
    """A count: 12; not negative unless `low` says so."""

    json_type = "integer"

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        low: Decimal | int | None = 0,
        high: Decimal | int | None = None,
        **about: Any,
    ) -> None:
        about["render_kw"] = {"inputmode": "numeric", **(about.get("render_kw") or {})}
        super().__init__(label, validators, low=low, high=high, **about)

    def from_page(self, typed: str) -> int:
        return whole(super().from_page(typed))

    def from_json(self, sent: Any) -> int:
        if isinstance(sent, bool) or not isinstance(sent, int | str):
            raise numbers.BadNumber(_l("Hãy nhập một số nguyên, ví dụ 12."))
        return whole(Decimal(sent) if isinstance(sent, int) else numbers.parse_point(sent))


def whole(number: Decimal) -> int:
    if abs(number) > LARGEST:
        raise numbers.BadNumber(_l("Số này lớn quá. Hãy kiểm tra lại."))
    if number != number.to_integral_value():
        raise numbers.BadNumber(_l("Hãy nhập một số nguyên, ví dụ 12."))
    return int(number)


class Percent(WholeNumber):
    """How far a work has come: 0 to 100."""

    json_type = "percent"

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        super().__init__(label, validators, low=0, high=100, **about)

    def from_page(self, typed: str) -> int:
        return super().from_page(typed.strip().removesuffix("%"))


class YesNo(Answer):
    """A box that is ticked or not."""

    widget: Any = widgets.CheckboxInput()
    json_type = "boolean"
    empty = False

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if wire_of(self) == "json":
            super().process_formdata(valuelist)
        else:
            self.data = bool(valuelist) and valuelist[0] not in ("", "0", "false", "False")

    def from_json(self, sent: Any) -> bool:
        if not isinstance(sent, bool):
            raise ValueError(says(_l("Mục này phải là true hoặc false.")))
        return sent

    def _value(self) -> str:
        return "1"
