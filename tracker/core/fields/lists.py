"""Answers chosen from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from wtforms import widgets
from wtforms.fields import choices as options
from wtforms.fields.choices import SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from tracker.core.fields.base import says, wire_of
from tracker.core.i18n import Words, _l
from tracker.core.text import clean

# The published types lag behind WTForms 3.3, which has these two.
Declared: Any = vars(options)["SelectChoice"]
Shown: Any = vars(options)["Choice"]
BLANK = _l("– Chọn –")


def as_choices(given: Any) -> Any:
    """(value, label) or (value, label, group) pairs in the shape WTForms wants."""
    if given is None or callable(given):
        return given
    return [item if isinstance(item, Declared) else as_choice(*item) for item in given]


def as_choice(value: Any, label: Any, group: Any = None) -> Any:
    return Declared(value=value, label=label, optgroup=None if group is None else str(group))


class Choice(SelectField):
    """One of a list. `choices` are (value, label) or (value, label, group); `blank` is the line for no answer.

    `coerce=row_number` for record ids; no answer is None.
    """

    json_type: ClassVar[str] = "choice"

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        coerce: Callable[[Any], Any] = str,
        choices: Any = None,
        blank: Words | None = BLANK,
        **about: Any,
    ) -> None:
        about.setdefault("choices", as_choices(choices))
        super().__init__(label, validators, coerce=coerce, **about)
        self.coerce = lambda value: None if value in ("", None) else coerce(value)
        self.blank = blank

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, as_choices(value) if name == "choices" else value)

    @property
    def optional(self) -> bool:
        return not self.flags.required

    def options(self) -> list[dict[str, str]]:
        return [{"value": str(item.value), "label": str(item.label)} for item in self.offered()]

    def offered(self) -> Sequence[Any]:
        return list(self._choices_from_input(self.choices) or [])  # type: ignore[attr-defined]

    def allowed(self) -> set[Any]:
        return {self.coerce(item.value) for item in self.offered()} - {None}

    def iter_choices(self) -> Any:
        lines: list[Any] = list(super().iter_choices())
        if self.blank is None or any(line.value == "" for line in lines):
            return lines
        return [blank_line(self.blank, selected=self.data is None), *lines]

    def iter_groups(self) -> Any:
        groups = list(super().iter_groups())
        if self.blank is None:
            return groups
        return [(None, [blank_line(self.blank, selected=self.data is None)]), *groups]

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        sent = valuelist[0]
        try:
            self.data = self.coerce(clean(sent) if isinstance(sent, str) else plain_value(sent))
        except (ValueError, TypeError) as error:
            self.data = None
            raise ValueError(says(_l("Hãy chọn một mục trong danh sách."))) from error

    def pre_validate(self, form: Any) -> None:
        if self.process_errors or self.data is None:
            return
        if self.data not in self.allowed():
            raise ValidationError(says(_l("Hãy chọn một mục trong danh sách.")))


def blank_line(label: Words, *, selected: bool) -> Any:
    return Shown(value="", label=str(label), selected=selected, render_kw={})


def items_of(sent: Any) -> list[Any]:
    if not isinstance(sent, list):
        raise TypeError
    return sent


def plain_value(sent: Any) -> Any:
    if isinstance(sent, bool | list | dict | float):
        raise TypeError
    return sent


class Radio(Choice):
    """One of a few, all of them in sight."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.RadioInput()

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        about.setdefault("blank", None)
        super().__init__(label, validators, **about)


class Choices(SelectMultipleField):
    """Any number of a list, as boxes to tick; a list, in the order of the choices. In JSON a list."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()
    json_type: ClassVar[str] = "choices"

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        coerce: Callable[[Any], Any] = str,
        choices: Any = None,
        **about: Any,
    ) -> None:
        super().__init__(label, validators, coerce=coerce, choices=as_choices(choices), **about)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, as_choices(value) if name == "choices" else value)

    @property
    def optional(self) -> bool:
        return not self.flags.required

    def options(self) -> list[dict[str, str]]:
        items = self._choices_from_input(self.choices) or []  # type: ignore[attr-defined]
        return [{"value": str(item.value), "label": str(item.label)} for item in items]

    def process_data(self, value: Any) -> None:
        super().process_data(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        if wire_of(self) == "json":
            if not valuelist:
                return
            valuelist = [] if valuelist[0] is None else valuelist[0]
        try:
            ticked = {self.coerce(plain_value(item)): None for item in items_of(valuelist) if item != ""}
        except (ValueError, TypeError) as error:
            self.data = []
            raise ValueError(says(_l("Hãy chọn trong danh sách."))) from error
        self.data = list(ticked)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors or not self.data:
            return
        order = [self.coerce(item["value"]) for item in self.options()]
        if set(self.data) - set(order):
            raise ValidationError(says(_l("Hãy chọn trong danh sách.")))
        self.data = [value for value in order if value in self.data]
