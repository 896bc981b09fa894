"""Answers in words."""

from __future__ import annotations

from typing import Any

from wtforms import widgets
from wtforms.validators import ValidationError

from tracker.core import numbers
from tracker.core.fields.base import Answer, required_text, says
from tracker.core.i18n import _l
from tracker.core.text import clean

LONGEST_LINE = 500
LONGEST_TEXT = 100_000
LONGEST_CODE = 80


class Text(Answer):
    """One line."""

    json_type = "text"
    empty = ""

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = LONGEST_LINE, **about: Any) -> None:
        super().__init__(label, validators, **about)
        self.longest = longest

    def from_page(self, typed: str) -> Any:
        return clean(typed)

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else value

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, str) and len(self.data) > self.longest:
            raise ValidationError(too_long(len(self.data), self.longest))


def too_long(length: int, longest: int) -> str:
    return says(
        _l(
            "Nội dung có %(length)s ký tự, nhiều nhất là %(longest)s. Hãy rút ngắn hoặc gửi kèm tệp.",
            length=numbers.format_vi(length),
            longest=numbers.format_vi(longest),
        )
    )


class OneLine(Text):
    """One line even when several were pasted."""

    def from_page(self, typed: str) -> Any:
        return " ".join(clean(typed).split())


class Code(OneLine):
    """A number or sign of a paper or record: 22/GM-ĐGS."""

    json_type = "code"

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = LONGEST_CODE, **about: Any) -> None:
        super().__init__(label, validators, longest=longest, **about)


class Secret(Text):
    """A password: taken exactly as typed, never written back."""

    widget: Any = widgets.PasswordInput(hide_value=True)
    json_type = "password"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist and valuelist[0] is not None else ""


class LongText(Text):
    """Several lines, up to 100,000 characters, and it says so."""

    widget: Any = widgets.TextArea()
    json_type = "longtext"

    def __init__(self, label: Any = None, validators: Any = None, *, longest: int = LONGEST_TEXT, **about: Any) -> None:
        super().__init__(label, validators, longest=longest, **about)
        self.flags.max_length = longest


class Pasted(LongText):
    """What was copied from Word or Excel: lines, and cells between tabs, each cleaned as any other text."""

    def from_page(self, typed: str) -> Any:
        lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join("\t".join(clean(cell) for cell in line.split("\t")) for line in lines).strip("\n")


class Lines(LongText):
    """One item a line; a list. In JSON a list of texts."""

    json_type = "lines"

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or []

    def from_page(self, typed: str) -> Any:
        return [line.strip() for line in clean(typed).split("\n") if line.strip()]

    def from_json(self, sent: Any) -> Any:
        if not isinstance(sent, list):
            raise ValueError(says(_l("Mục này phải là một danh sách các dòng chữ.")))
        return [line for item in sent for line in self.from_page(required_text(item))]

    def to_page(self, value: Any) -> str:
        return "\n".join(value)

    def pre_validate(self, form: Any) -> None:
        length = sum(len(line) for line in self.data or [])
        if length > self.longest:
            raise ValidationError(too_long(length, self.longest))
