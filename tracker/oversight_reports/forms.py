"""What may be typed into a section of the draft report."""

from __future__ import annotations

from typing import Any

from tracker.core.forms import BaseForm, LongText, Needed, OneLine
from tracker.core.i18n import _l
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.models import ReportSection
from tracker.oversight_reports.reading import problems
from tracker.oversight_reports.watching import text_of


class SectionForm(BaseForm):
    """A section's title and text; `dossier` knows the sources that the text may name."""

    title = OneLine(_l("Tiêu đề mục"), [Needed()], longest=200)
    text = LongText(
        _l("Nội dung"),
        description=_l(
            "Mỗi dòng là một đoạn; dòng bắt đầu bằng “- ” là một ý trong danh sách. Số liệu và nguồn ghi bằng mã trong "
            "ngoặc vuông, ví dụ [SL-02]: khi in, số liệu hiện bằng số hiện nay."
        ),
    )

    def __init__(self, *given: Any, dossier: Dossier | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        self.dossier = dossier

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators=extra_validators)
        wrong = problems(self.text.data or "", self.dossier) if self.dossier is not None else []
        if wrong:
            self.text.errors = [*self.text.errors, *wrong]
        return fine and not wrong


def answers_of(section: ReportSection, dossier: Dossier) -> dict[str, Any]:
    """What the section says now, as answers of its form."""
    return {"title": section.title, "text": text_of(section, dossier)}
