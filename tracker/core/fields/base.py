"""What every kind of answer has: how it is read from a page and from JSON, whether it may be missing."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import Field, widgets
from wtforms.validators import StopValidation, ValidationError

from tracker.core import clock
from tracker.core.i18n import Words, _l
from tracker.core.text import clean

NOT_TEXT = _l("Mục này phải là một chuỗi chữ.")


def says(text: Words) -> str:
    """A sentence in the reader's language, now."""
    return str(text)


class Needed:
    """The answer may not be missing; only spaces are missing too. 0 and "no" are answers."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, message: Words = "") -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        if is_missing(field.data):
            raise StopValidation(says(self.message or _l("Hãy nhập “%(label)s”.", label=field.label.text)))


class NeededAtTimes:
    """The answer may be missing, but not always: the field's hint says when, and no page calls it optional."""

    field_flags: ClassVar[dict[str, Any]] = {"needed_at_times": True}

    def __call__(self, form: Any, field: Any) -> None:
        """When it may not is known elsewhere."""


class NotInFuture:
    """A day that has come."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and field.data > clock.today():
            raise ValidationError(says(_l("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước.")))


def is_missing(answer: Any) -> bool:
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


class Answer(Field):
    """One value. A kind says how it is read from a page and from JSON, and how it is written back into the page."""

    widget: Any = widgets.TextInput()
    json_type: ClassVar[str] = "text"
    empty: ClassVar[Any] = None

    @property
    def optional(self) -> bool:
        return not self.flags.required

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        sent = valuelist[0]
        self.data = self.empty
        if sent is None or (isinstance(sent, str) and not clean(sent)):
            return
        self.data = self.from_json(sent) if wire_of(self) == "json" else self.from_page(str(sent))

    def from_page(self, typed: str) -> Any:
        return clean(typed)

    def from_json(self, sent: Any) -> Any:
        return self.from_page(required_text(sent))

    def to_page(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        """What stands in the box: what was typed, if it was not understood."""
        if self.process_errors and self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.to_page(self.data)


def wire_of(field: Any) -> str:
    return str(getattr(field.meta, "wire", "page"))


def required_text(sent: Any) -> str:
    if not isinstance(sent, str):
        raise ValueError(says(NOT_TEXT))
    return sent
