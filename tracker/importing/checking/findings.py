"""What is found in rows and files, as names and values; the sentences are found when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.core.i18n import Words, _l, _n

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

PROBLEMS: dict[str, Words] = {
    "missing": _l("Thiếu “%(column)s”. Hãy điền vào ô này."),
    "bad_date": _l("Ngày không hợp lệ. Nhập dd/mm/yyyy (đang ghi “%(value)s”)."),
    "too_long": _l("Dài quá %(limit)s ký tự. Hãy rút gọn, hoặc chuyển phần còn lại sang cột khác."),
    "no_value": _l("Ô là công thức mà chưa có kết quả. Mở tệp bằng Excel, lưu lại, hoặc thay công thức bằng giá trị."),
    "no_agency": _l("Không tìm thấy cơ quan “%(value)s”. Sửa tên theo danh mục cơ quan, hoặc nhập cơ quan này trước."),
    "group": _l("“%(value)s” là một nhóm. Hãy ghi từng cơ quan cụ thể, cách nhau bằng dấu ;"),
    "no_heir": _l(
        "“%(value)s” đã kết thúc ngày %(day)s mà chưa ghi một cơ quan kế thừa duy nhất. "
        "Hãy ghi cơ quan đang thực hiện hiện nay."
    ),
    "not_yet": _l("“%(value)s” chưa hoạt động vào ngày %(day)s. Hãy ghi cơ quan của thời đó."),
    "lead_twice": _l("“%(value)s” đã là cơ quan chủ trì; không ghi lại ở phần phối hợp."),
    "due_before": _l("Thời hạn %(due)s sớm hơn ngày văn bản %(issued)s. Hãy kiểm tra lại hai ngày."),
    "no_document_number": _l("Chưa thấy số văn bản. Ghi số và ngày, ví dụ: 05/TB-HĐND, 12/03/2024."),
    "no_document_date": _l("Chưa thấy ngày văn bản. Ghi số và ngày, ví dụ: 05/TB-HĐND, 12/03/2024."),
    "future": _l("Ngày %(day)s chưa đến. Nhập ngày từ hôm nay trở về trước."),
    "unknown_status": _l("Không hiểu tình trạng “%(value)s”. Dùng một trong các từ: %(known)s."),
    "two_ticks": _l("Đánh dấu hơn một cột tình trạng. Chỉ để một dấu x."),
    "bad_tick": _l("Ô này chỉ ghi x hoặc để trống (đang ghi “%(value)s”)."),
    "unknown_choice": _l("Không hiểu “%(value)s”. Dùng một trong các từ: %(known)s."),
    "no_delegation_named": _l(
        "Sổ không có cột “Đoàn giám sát”. Hãy thêm cột này, hoặc tải lên lại và chọn đoàn cho các dòng không ghi đoàn."
    ),
    "no_delegation": _l(
        "Không tìm thấy đoàn giám sát “%(value)s”. Ghi mã đoàn, hoặc nhập danh sách đoàn giám sát trước."
    ),
    "which_delegation": _l("Có nhiều đoàn giám sát tên “%(value)s”. Hãy ghi mã đoàn."),
    "delegation_early": _l("Đoàn %(code)s chưa có kết luận nên chưa nhập kiến nghị vào được."),
    "delegation_over": _l(
        "Đoàn %(code)s đã kết thúc, chỉ nhập được kiến nghị đã thực hiện xong, không thực hiện hoặc được miễn."
    ),
    "twice": _l("Trùng với dòng %(row)s của tệp. Giữ một dòng, hoặc ghi mã khác nhau."),
    "code_taken": _l("Mã %(code)s đã có trong phần mềm, không phải do nhập từ sổ này. Hãy ghi mã khác hoặc để trống."),
    "known": _l("Đã có trong phần mềm: %(code)s. Không nhập lần nữa."),
    "worked_on": _l(
        "%(code)s đã được xử lý tiếp trong phần mềm sau lần nhập trước, nên không ghi đè. Hãy sửa trên trang của hồ sơ."
    ),
    "fixed": _l(
        "“%(column)s” khác với lần nhập trước. Nhập từ tệp không đổi được mục này; hãy sửa trên trang của %(code)s."
    ),
    "name_taken": _l("Tên “%(value)s” đang chỉ cơ quan “%(name)s”. Hãy ghi tên khác, hoặc bỏ dòng này."),
    "bad_username": _l("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch ngang và gạch dưới."),
    "username_taken": _l("Đã có tài khoản “%(value)s”."),
    "no_place": _l("Không tìm thấy cơ quan hoặc Ban “%(value)s” cho vai trò này."),
    "period": _l("Ngày cuối thời kỳ phải từ ngày đầu thời kỳ trở đi."),
    "order": _l("Ngày %(second)s phải từ ngày %(first)s trở đi."),
    "refused": _l("%(sentence)s"),
}
COUNTED: dict[str, Callable[[int], str]] = {
    "merged": lambda many: _n(
        "%(num)s ô gộp: giá trị được điền xuống các dòng bên dưới.",
        "%(num)s ô gộp: giá trị được điền xuống các dòng bên dưới.",
        many,
    ),
    "hidden_taken": lambda many: _n(
        "%(num)s dòng đang ẩn trong Excel cũng được nhập.",
        "%(num)s dòng đang ẩn trong Excel cũng được nhập.",
        many,
    ),
    "hidden_left": lambda many: _n(
        "%(num)s dòng đang ẩn trong Excel không được nhập.",
        "%(num)s dòng đang ẩn trong Excel không được nhập.",
        many,
    ),
    "formulas": lambda many: _n(
        "%(num)s ô là công thức: lấy kết quả đang hiển thị.",
        "%(num)s ô là công thức: lấy kết quả đang hiển thị.",
        many,
    ),
    "serials": lambda many: _n(
        "%(num)s ngày ghi dưới dạng số của Excel đã được đọc thành ngày.",
        "%(num)s ngày ghi dưới dạng số của Excel đã được đọc thành ngày.",
        many,
    ),
    "totals": lambda many: _n(
        "%(num)s dòng tổng cộng hoặc trống không nhập.",
        "%(num)s dòng tổng cộng hoặc trống không nhập.",
        many,
    ),
    "groups": lambda many: _n(
        "%(num)s dòng tiêu đề nhóm không nhập.",
        "%(num)s dòng tiêu đề nhóm không nhập.",
        many,
    ),
    "of_group": lambda many: _n(
        "%(num)s dòng lấy đoàn giám sát theo dòng tiêu đề nhóm bên trên.",
        "%(num)s dòng lấy đoàn giám sát theo dòng tiêu đề nhóm bên trên.",
        many,
    ),
    "overdue": lambda many: _n(
        "%(num)s dòng ghi “quá hạn”: phần mềm tự tính quá hạn, nên tình trạng là “Đã giao, chưa thực hiện”.",
        "%(num)s dòng ghi “quá hạn”: phần mềm tự tính quá hạn, nên tình trạng là “Đã giao, chưa thực hiện”.",
        many,
    ),
    "only_noted": lambda many: _n(
        "%(num)s dòng ghi tiếp thu, giải trình hoặc đã giao xem xét: giữ làm ghi chú, chưa coi là thực hiện.",
        "%(num)s dòng ghi tiếp thu, giải trình hoặc đã giao xem xét: giữ làm ghi chú, chưa coi là thực hiện.",
        many,
    ),
    "heirs": lambda many: _n(
        "%(num)s dòng có cơ quan đã kết thúc: nhiệm vụ còn mở chuyển cho cơ quan kế thừa.",
        "%(num)s dòng có cơ quan đã kết thúc: nhiệm vụ còn mở chuyển cho cơ quan kế thừa.",
        many,
    ),
    "without_document": lambda many: _n(
        "%(num)s dòng không có số, ngày văn bản: ghi “chưa có thông tin”.",
        "%(num)s dòng không có số, ngày văn bản: ghi “chưa có thông tin”.",
        many,
    ),
    "without_due": lambda many: _n(
        "%(num)s dòng không có thời hạn: ghi “chưa có thông tin”.",
        "%(num)s dòng không có thời hạn: ghi “chưa có thông tin”.",
        many,
    ),
}
"""Remarks on so many cells or rows."""
REMARKS: dict[str, Words] = {
    "letters": _l("Chữ trong tệp theo bảng mã %(value)s đã được chuyển sang Unicode."),
    "notes": _l("Cột “%(column)s” được giữ làm ghi chú của hồ sơ."),
    "left_out": _l("Cột “%(column)s” không nhập."),
    "staying": _l("Tệp không có cột cho: %(columns)s. Các mục này của hồ sơ đã nhập trước được giữ nguyên."),
}


@dataclass(frozen=True)
class Problem:
    """`column`: the name of the column it stands in, "" for the row as a whole."""

    column: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return {"column": self.column, "name": self.name, "values": dict(self.values)}


def sentence(name: str, values: Mapping[str, Any]) -> str:
    """What is wrong and how to mend it, in the reader's language."""
    return str(PROBLEMS[name]) % values


def remark(name: str, values: Mapping[str, Any]) -> str:
    if name in COUNTED:
        return COUNTED[name](values["many"])
    return str(REMARKS[name]) % values


@dataclass
class Checked:
    """A row after the check. `facts`: what it says, read; `known_id`: the record it became earlier.

    `key`: by which it is known again, "" where it says too little; `marks`: what else no other row may bear.
    """

    number: int
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    marks: tuple[str, ...] = ()
    content: str = ""
    outcome: str = NEW
    known_id: int = 0

    @property
    def is_good(self) -> bool:
        return not self.problems

    def wrong(self, column: str, name: str, /, **values: Any) -> None:
        told = {key: spelled(value) for key, value in values.items()}
        self.problems.append(Problem(column, name, told))


def spelled(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


LONGEST = 300
