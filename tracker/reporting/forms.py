"""What a person may type about a figure."""

from __future__ import annotations

from typing import Any

from wtforms import FormField

from tracker.accounts.actor import Actor
from tracker.core.forms import BaseForm, Choice, Choices, LongText, Needed, OneLine, Radio, ViDecimal, WholeNumber
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.reporting import queries
from tracker.reporting.checks import counts_whole
from tracker.reporting.comparisons import ComparisonForm, Comparisons, Facts, Year
from tracker.reporting.models import PERIOD_KINDS, QUALIFIERS, SOURCE_KINDS, Comparison, Figure
from tracker.reporting.readings import Readings

MOST_COMPARISONS = 10
INFERABLE = {"scope": _l("Phạm vi")}


class FigureForm(Readings, BaseForm):
    """A figure as it was reported. `delegation` and `actor` give the lists to choose from."""

    indicator = OneLine(_l("Chỉ tiêu"), [Needed()], longest=500, description=_l("Ví dụ: Tổng vốn đầu tư thu hút"))
    qualifier = Radio(
        _l("Định tính"),
        [Needed()],
        choices=tuple(QUALIFIERS.items()),
        default="exactly",
        description=_l("Báo cáo nói con số thế nào: “đạt 18,09” là đúng, “trên 13,7” là trên."),
    )
    value = ViDecimal(_l("Giá trị"), [Needed()], description=_l("Ví dụ: 18,09"))
    unit = OneLine(_l("Đơn vị"), [Needed()], longest=60, description=_l("Ví dụ: tỷ USD, dự án, %"))
    period_kind = Radio(_l("Kỳ số liệu"), [Needed()], choices=tuple(PERIOD_KINDS.items()))
    period_from = Year(_l("Từ năm"), description=_l("Một năm: chỉ nhập ô này."))
    period_to = Year(_l("Đến năm"))
    quarter = WholeNumber(_l("Quý"), low=1, high=4, description=_l("Từ 1 đến 4, khi kỳ số liệu là quý."))
    scope = OneLine(
        _l("Phạm vi"),
        longest=300,
        description=_l("Ví dụ: KCN, KKT. Nguồn không nêu thì để trống hoặc đánh dấu suy đoán."),
    )
    inferred = Choices(_l("Suy đoán, nguồn không nêu"), choices=tuple(INFERABLE.items()))
    source_kind = Radio(_l("Nguồn"), [Needed()], choices=tuple(SOURCE_KINDS.items()), default="session")
    source_id = Choice(_l("Cuộc làm việc"), coerce=row_number, choices=())
    agency_ids = Choices(_l("Cơ quan báo cáo"), [Needed()], coerce=row_number, choices=())
    source_page = OneLine(_l("Trang, mục"), longest=40)
    verbatim = LongText(_l("Nguyên văn"), longest=2000, description=_l("Câu chữ của báo cáo."))
    comparisons = Comparisons(FormField(ComparisonForm), _l("So sánh"), max_entries=MOST_COMPARISONS)
    part_ids = Choices(
        _l("Là tổng của"),
        coerce=row_number,
        choices=(),
        description=_l("Khi các số cộng lại không khớp, hệ thống báo lệch bao nhiêu."),
    )
    difference_note = LongText(_l("Ghi chú chênh lệch"), longest=2000)

    def __init__(
        self,
        formdata: Any = None,
        *,
        delegation: Delegation | None = None,
        actor: Actor | None = None,
        figure: Figure | None = None,
        **about: Any,
    ) -> None:
        super().__init__(formdata, **about)
        if delegation is None or actor is None:
            return
        self.agency_ids.choices = [(entry.agency_id, entry.name_then) for entry in delegation.agencies]
        self.source_id.choices = queries.source_choices(delegation.id, actor)
        self.part_ids.choices = queries.part_choices(delegation.id, but=figure.id if figure else None)

    def boxes(self) -> list[Any]:
        return [self.value, *(entry.form.value for entry in self.comparisons.entries)]

    def counted(self) -> list[Any]:
        return [self.value] if counts_whole(self.unit.data or "") else []


def answers_of(figure: Figure) -> dict[str, Any]:
    """What the form shows of a saved figure, and what an edit leaves alone."""
    own = (
        "indicator qualifier value unit period_kind period_from period_to quarter scope verbatim "
        "source_kind source_id source_page difference_note"
    )
    return {
        **{name: getattr(figure, name) for name in own.split()},
        "inferred": list(figure.inferred or []),
        "agency_ids": [entry.agency_id for entry in figure.agencies],
        "part_ids": [entry.part_id for entry in figure.parts],
        "comparisons": [comparison_facts(said) for said in figure.comparisons],
    }


def comparison_facts(said: Comparison) -> Facts:
    names = "kind direction qualifier value against against_period_kind against_from against_to verbatim"
    return Facts((name, getattr(said, name)) for name in names.split())
