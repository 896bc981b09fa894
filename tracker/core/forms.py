"""The base of every form, and the kinds of answer there are. Rules are checked on the server and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup
from wtforms import Field, HiddenField

from tracker.core.fields.base import Needed, NeededAtTimes, NotInFuture, says
from tracker.core.fields.figures import PastMoment, Percent, ViDate, ViDecimal, WholeNumber, YesNo
from tracker.core.fields.files import FileList, OneFile
from tracker.core.fields.lists import Choice, Choices, Radio
from tracker.core.fields.words import Code, Lines, LongText, OneLine, Pasted, Secret, Text
from tracker.core.i18n import _l
from tracker.core.messages import CATALOGUE
from tracker.core.text import clean
from tracker.core.wires import JsonAnswers, Wire

__all__ = [
    "BaseForm",
    "Choice",
    "Choices",
    "Code",
    "FileList",
    "Lines",
    "LongText",
    "Needed",
    "NeededAtTimes",
    "NotInFuture",
    "OneFile",
    "OneLine",
    "PastMoment",
    "Pasted",
    "Percent",
    "Radio",
    "Secret",
    "Text",
    "Versioned",
    "ViDate",
    "ViDecimal",
    "WholeNumber",
    "YesNo",
    "describe",
    "says",
]


class BaseForm(FlaskForm):
    """`BaseForm()` reads the page's form, `BaseForm(body, wire="json")` a JSON object; both give the same `data`.

    In JSON a name that is absent keeps what `obj` or `data` held; null empties it.
    """

    class Meta(FlaskForm.Meta):
        wire: Wire = "page"

        def get_translations(self, form: Any) -> Any:
            return CATALOGUE

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            # The server says what is missing, in Vietnamese and at once; the browser must not get in between.
            return super().render_field(field, {"required": False, **render_kw})  # type: ignore[no-any-return]

    def __init__(self, formdata: Any = _Auto, *, wire: Wire = "page", **about: Any) -> None:
        meta: dict[str, Any] = dict(about.pop("meta", None) or {}, wire=wire)
        if wire == "json":
            meta["csrf"] = False
            formdata = JsonAnswers({} if formdata is _Auto or formdata is None else formdata)
        self.wire = wire
        super().__init__(formdata=formdata, meta=meta, **about)
        self.unknown = unknown_names(self, formdata)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, without the hidden fields."""
        return {field.short_name: field.data for field in self if not is_hidden(field)}

    @property
    def sent(self) -> dict[str, Any]:
        """Of the answers, those that the caller sent: in JSON, what is absent is left alone."""
        return {field.short_name: field.data for field in self if not is_hidden(field) and was_sent(field)}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators=extra_validators))
        if self.unknown:
            self.form_errors.append(says(_l("Không có mục nào tên là: %(names)s.", names=", ".join(self.unknown))))
        return fine and not self.unknown

    def problems(self) -> dict[str, list[str]]:
        """Sentences by field; the key "" is the form as a whole."""
        return {
            name or "": [CATALOGUE.gettext(str(text)) for text in flat(texts)]
            for name, texts in self.errors.items()
            if texts
        }

    def add_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Show what a service refused (`Invalid.errors`) beside the fields it speaks of."""
        for name, texts in problems.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.extend(texts)
            else:
                field.errors = [*field.errors, *texts]


class Versioned:
    """Mixed into forms that change something: the version that was read, and a key against doing it twice."""

    version = HiddenField(filters=[lambda value: clean(str(value))[:20] if value is not None else ""])
    once = HiddenField(filters=[lambda value: clean(str(value))[:120] if value is not None else ""])


def describe(form_class: type[FlaskForm] | FlaskForm) -> list[dict[str, Any]]:
    """The questions of a form as data, for the JSON API and its description."""
    form = form_class if isinstance(form_class, FlaskForm) else form_class(None, wire="json")
    return [question(field) for field in form if not is_hidden(field)]


def question(field: Any) -> dict[str, Any]:
    options = field.options() if hasattr(field, "options") else None
    return {
        "name": field.short_name,
        "label": str(field.label.text),
        "type": getattr(field, "json_type", "text"),
        "required": bool(field.flags.required),
        "choices": options,
    }


def is_hidden(field: Any) -> bool:
    return isinstance(field, HiddenField) or field.type == "CSRFTokenField"


def was_sent(field: Any) -> bool:
    return field.meta.wire == "page" or bool(field.raw_data)


def unknown_names(form: BaseForm, formdata: Any) -> list[str]:
    """Names in a JSON object that the form does not know; a typing error there must not pass in silence."""
    if not isinstance(formdata, JsonAnswers):
        return []
    return sorted(str(name)[:60] for name in formdata if name not in form._fields)


def flat(errors: Any) -> list[Any]:
    """The sentences of a field, also of one that holds fields."""
    if isinstance(errors, dict):
        errors = errors.values()
    elif not isinstance(errors, list | tuple):
        return [errors]
    return [text for inner in errors for text in flat(inner)]
