"""The cells of the follow-up table as offices write them (domain.md 2.2): for the sheet and for the annex in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.core.numbers import format_vi as format_number
from tracker.recommendations.models import LADDER_STEPS
from tracker.recommendations.office_table import DONE, NOT_BEGUN, UNDER_WAY, Line
from tracker.recommendations.workflow import ASSIGNMENT, RECOMMENDATION

TICK = "x"
COLUMNS = (DONE, UNDER_WAY, NOT_BEGUN)


def headings() -> list[str]:
    """Exactly the columns of domain.md 2.2, in its order and in the reader's language."""
    return [
        _("STT"),
        _("Nội dung kết luận, kiến nghị"),
        _("Văn bản (số, ngày)"),
        _("Cơ quan chủ trì"),
        _("Cơ quan phối hợp"),
        _("Thời hạn"),
        _("Kết quả thực hiện (tóm tắt, số văn bản)"),
        _("Đã thực hiện xong (x)"),
        _("Đang thực hiện (x)"),
        _("Chưa thực hiện (x)"),
        _("Nguyên nhân, khó khăn"),
        _("Đề xuất / hướng xử lý"),
        _("Ghi chú"),
    ]


def shares(many: Mapping[str, int] | Counter[str]) -> list[str]:
    """Of all that is followed, in the three columns: what was waived and drafts are in none."""
    base = sum(many.get(name, 0) for name in COLUMNS)
    return [share(many.get(name, 0), base) for name in COLUMNS]


def share(part: int, whole: int) -> str:
    if not whole:
        return str(part)
    percent = (Decimal(100 * part) / whole).quantize(Decimal("0.1"))
    return f"{part} ({format_number(percent)}\N{NO-BREAK SPACE}%)"


def left_out(line: Line) -> str:
    """Why a line is in none of the three columns: the words of its state; "" where it is in one."""
    return "" if line.progress else state(line)


def not_counted(many: Mapping[str, int]) -> str:
    """What the total holds beyond the three shares; `many`: by the words of `left_out`."""
    parts = [_("%(what)s: %(n)s", what=words, n=number) for words, number in many.items() if words]
    return _("Không tính vào tỷ lệ: %(what)s", what="; ".join(parts)) if parts else ""


def tick(line: Line, progress: str) -> str:
    return TICK if line.progress == progress else ""


def content(line: Line) -> str:
    return f"{line.row.code}. {line.row.text}"


def document(line: Line) -> str:
    if line.document is None:
        return ""
    number, day = line.document
    return _("%(number)s ngày %(day)s", number=number, day=format_vi(day))


def result(line: Line) -> str:
    if line.report is None:
        return ""
    papers = _("Văn bản: %(numbers)s", numbers=", ".join(line.report.papers)) if line.report.papers else ""
    return "\n".join(part for part in (line.report.text, papers) if part)


def difficulties(line: Line) -> str:
    return line.report.difficulties if line.report else ""


def way(line: Line) -> str:
    """What was last done about it, and what the agency asks for."""
    found = []
    if line.measure is not None:
        found.append(
            _(
                "%(step)s: %(number)s ngày %(day)s",
                step=LADDER_STEPS[line.measure.kind],
                number=line.measure.document_number,
                day=format_vi(line.measure.taken_on),
            )
        )
    if line.extension is not None:
        found.append(_("Cơ quan đề nghị gia hạn đến %(day)s", day=format_vi(line.extension.proposed_due_on)))
    return "\n".join(found)


def state(line: Line) -> str:
    """Of the lead's task; of a draft its own."""
    row = line.row
    known = ASSIGNMENT.state(row.assignment_state) if row.assignment_state else RECOMMENDATION.state(row.state)
    return str(known.label)


def note(line: Line) -> str:
    row = line.row
    parts = [state(line), *([_("Quá hạn")] if line.is_late else [])]
    if row.extension_count and row.original_due_on:
        parts.append(
            _("hạn gốc %(day)s, đã gia hạn %(n)s lần", day=format_vi(row.original_due_on), n=row.extension_count)
        )
    return "; ".join(parts)
