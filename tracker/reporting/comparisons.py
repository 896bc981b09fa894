"""Comparisons as a repeated group of boxes on a page, and as a list of objects in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field, FieldList, Form
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from tracker.core import clock, dates
from tracker.core.fields.base import says
from tracker.core.forms import Choice, LongText, OneLine, ViDecimal, WholeNumber, YesNo
from tracker.core.i18n import _, _l
from tracker.core.messages import CATALOGUE
from tracker.core.numbers import format_vi
from tracker.core.wires import JsonAnswers
from tracker.reporting import wording
from tracker.reporting.models import COMPARISON_KINDS, DIRECTIONS, PERIOD_KINDS, QUALIFIERS

SPANS = tuple((name, label) for name, label in PERIOD_KINDS.items() if name != "quarter")


class Facts(dict[str, Any]):
    """One comparison as form and service hand it on; reads as words where two versions are shown side by side."""

    def __str__(self) -> str:
        labels = (COMPARISON_KINDS | DIRECTIONS | QUALIFIERS).get
        words = [labels(self[name], "") for name in ("kind", "direction", "qualifier")]
        number = format_vi(self["value"]) if self["value"] is not None else ""
        period = wording.period(self["against_period_kind"], self["against_from"], self["against_to"])
        return " ".join(str(word) for word in (*words, number, self["against"], period) if word)


class Year(WholeNumber):
    """A year of a period: 2021."""

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        super().__init__(label, validators, low=None, **about)

    def to_page(self, value: Any) -> str:
        return str(value)

    def pre_validate(self, form: Any) -> None:
        latest = clock.today().year + dates.YEARS_AHEAD
        if self.data is not None and not dates.FIRST_YEAR <= self.data <= latest:
            raise ValidationError(
                says(_l("Hãy nhập năm từ %(first)s đến %(last)s.", first=dates.FIRST_YEAR, last=latest))
            )


class ComparisonForm(Form):
    """One comparison, as the source words it; a group left empty or ticked off is no comparison."""

    class Meta(DefaultMeta):
        _parent_form: Any = None

        @property
        def wire(self) -> str:
            return str(getattr(self._parent_form.meta, "wire", "page"))

        def get_translations(self, form: Any) -> Any:
            return CATALOGUE

        def render_field(self, field: Field, render_kw: Any) -> Markup:
            return super().render_field(field, {"required": False, **render_kw})

    kind = Choice(_l("Loại so sánh"), choices=tuple(COMPARISON_KINDS.items()))
    direction = Choice(_l("Chiều"), choices=tuple(DIRECTIONS.items()))
    qualifier = Choice(_l("Định tính"), choices=tuple(QUALIFIERS.items()), blank=None, default="exactly")
    value = ViDecimal(_l("Mức"), description=_l("Phần trăm, số lần hoặc số điểm; với “từ – đến” là giá trị ban đầu."))
    against = OneLine(_l("So với"), longest=300, description=_l("Ví dụ: kế hoạch tổng thu hút FDI"))
    against_period_kind = Choice(_l("Kỳ so sánh"), choices=SPANS, blank=None, default="span")
    against_from = Year(_l("Từ năm"))
    against_to = Year(_l("Đến năm"))
    verbatim = LongText(_l("Nguyên văn"), longest=2000)
    remove = YesNo(_l("Bỏ so sánh này"))

    @property
    def is_dropped(self) -> bool:
        typed = (self.kind, self.value, self.against, self.against_from, self.against_to, self.verbatim)
        return bool(self.remove.data) or not any(field.data or field.process_errors for field in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_dropped:
            return True
        fine = bool(super().validate(extra_validators))
        for field, sentence in self.wrong():
            field.errors = [*field.errors, sentence]
            fine = False
        return fine

    def wrong(self) -> list[tuple[Any, str]]:
        """The rules that concern several boxes: (field, sentence)."""
        found: list[tuple[Any, str]] = []
        if self.kind.data is None and not self.kind.errors:
            found.append((self.kind, _("Hãy chọn loại so sánh.")))
        if self.value.data is None and not self.value.errors:
            found.append((self.value, _("Hãy nhập mức so sánh.")))
        if self.direction.data is None and not self.direction.errors and self.kind.data != "percent_of_plan":
            found.append((self.direction, _("Hãy chọn tăng, giảm hay đạt.")))
        if self.kind.data == "percent_of_plan" and self.direction.data not in (None, "reached"):
            found.append((self.direction, _("Phần trăm kế hoạch thì chọn “đạt”.")))
        if self.value.data is not None and self.value.data < 0 and self.kind.data != "from_to":
            found.append((self.value, _("Mức so sánh không âm: giảm thì chọn chiều “giảm”.")))
        return found + self.wrong_period()

    def wrong_period(self) -> list[tuple[Any, str]]:
        first, last = self.against_from.data, self.against_to.data
        if self.kind.data == "from_to" and first is None and not self.against_from.errors:
            return [(self.against_from, _("Hãy nhập năm của giá trị ban đầu."))]
        if first is None and last is not None:
            return [(self.against_from, _("Hãy nhập năm bắt đầu."))]
        if first is not None and last is not None and first > last:
            return [(self.against_to, _("Năm kết thúc phải từ năm bắt đầu trở đi."))]
        return []

    @property
    def facts(self) -> Facts:
        """What is kept of the group: the boxes by name."""
        kept = Facts((name, value) for name, value in self.data.items() if name != "remove")
        kept["direction"] = kept["direction"] or "reached"
        return kept


class Comparisons(FieldList):  # type: ignore[type-arg]
    """Any number of comparisons: on pages repeated groups of boxes, in JSON a list of objects."""

    json_type = "comparisons"

    @property
    def optional(self) -> bool:
        return True

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.unreadable = ""
        if not isinstance(formdata, JsonAnswers):
            super().process(formdata, data, extra_filters)
            return
        self.raw_data = formdata.getlist(self.short_name)
        if not self.raw_data:
            super().process(None, data, extra_filters)
            return
        sent = self.raw_data[0] or []
        known = set(ComparisonForm()._fields) - {"remove"}
        if not isinstance(sent, list) or not all(isinstance(item, dict) and set(item) <= known for item in sent):
            self.unreadable = says(
                _l("Hãy gửi một danh sách; mỗi so sánh gồm: %(names)s.", names=", ".join(sorted(known)))
            )
            sent = []
        super().process(JsonAnswers(flattened(self.name, sent)), unset_value, extra_filters)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        fine = bool(super().validate(form, extra_validators))
        if self.unreadable:
            self.errors = [self.unreadable]
        return fine and not self.unreadable

    @property
    def data(self) -> list[Facts]:
        return [entry.form.facts for entry in self.entries if not entry.form.is_dropped]


def flattened(name: str, sent: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{name}-{n}-{key}": value for n, item in enumerate(sent) for key, value in item.items()}
