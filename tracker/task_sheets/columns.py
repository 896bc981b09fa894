"""The columns of the workbook: what the Council wrote, and what the agency may say about each of its tasks."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.i18n import Words, _l, in_both
from tracker.core.text import fold
from tracker.importing.registers import Column as Known
from tracker.importing.registers import Register

KEY, STEP, STANDING = "key", "step", "standing"


@dataclass(frozen=True)
class Column:
    """`about`: what an agency writes here, said in the workbook; empty where the Council's words stand."""

    name: str
    label: Words
    width: int = 18
    about: Words = ""

    @property
    def is_agencys(self) -> bool:
        return bool(self.about)


COLUMNS = (
    Column(KEY, _l("Mã dòng"), 14),
    Column("code", _l("Mã kiến nghị"), 15),
    Column("wanted", _l("Nội dung kiến nghị"), 48),
    Column("deliverable", _l("Sản phẩm phải hoàn thành"), 28),
    Column("conditions", _l("Đóng khi có đủ"), 28),
    Column("document", _l("Văn bản"), 24),
    Column("part", _l("Phần việc"), 12),
    Column("due", _l("Thời hạn"), 12),
    Column(STANDING, _l("Trạng thái"), 18),
    Column("verdict", _l("Ý kiến của Hội đồng nhân dân"), 28),
    Column(
        STEP, _l("Bước"), 22, _l("Chọn trong danh sách bước làm được lúc tải bảng. Để trống: chỉ lưu, chưa trình, chưa gửi.")
    ),
    Column(
        "person_in_charge", _l("Người phụ trách"), 24, _l("Chọn tài khoản của cơ quan, hoặc ghi tên người, phòng, ban khác.")
    ),
    Column("plan", _l("Kế hoạch thực hiện"), 40, _l("Cơ quan sẽ làm gì. Không đổi được thời hạn của Hội đồng.")),
    Column(
        "milestones",
        _l("Các mốc của kế hoạch"),
        36,
        _l("Mỗi dòng trong ô một mốc (Alt+Enter để xuống dòng): dd/mm/yyyy | việc phải xong | xong khi có."),
    ),
    Column("claim", _l("Kết quả"), 20, _l("Chọn trong danh sách. Xong hoặc xong một phần thì khi gửi phải có minh chứng.")),
    Column("percent", _l("Phần trăm"), 11, _l("Số nguyên từ 0 đến 100.")),
    Column("text", _l("Đã làm được gì"), 48, _l("Kết quả thực hiện đến nay; thành báo cáo đang soạn của cơ quan.")),
    Column("difficulties", _l("Khó khăn, vướng mắc"), 32, _l("Không bắt buộc.")),
    Column("completed_on", _l("Ngày hoàn thành"), 14, _l("dd/mm/yyyy. Bắt buộc khi kết quả là đã thực hiện xong.")),
    Column(
        "document_numbers",
        _l("Số văn bản minh chứng"),
        26,
        _l("Mỗi dòng trong ô một văn bản, ví dụ 1234/QĐ-UBND. Tệp và minh chứng của từng điều kiện: gửi trên trang."),
    ),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
AGENCYS = tuple(column.name for column in COLUMNS if column.is_agencys)
COUNCILS = tuple(column.name for column in COLUMNS if not column.is_agencys and column.name != KEY)
PLAN = ("person_in_charge", "plan", "milestones")
REPORT = ("claim", "percent", "text", "difficulties", "completed_on", "document_numbers")
LINES = ("milestones", "document_numbers")
"""A cell holds several, a line each."""


def label(name: str) -> str:
    return str(BY_NAME[name].label)


def register() -> Register:
    """The columns as the reader of registers knows them: by their headings in both languages."""
    known = (
        Known(column.name, column.label, tuple(fold(words) for words in in_both(column.label))) for column in COLUMNS
    )
    return Register("task_sheet", tuple(known))
