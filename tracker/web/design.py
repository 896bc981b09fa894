"""All parts of the pages in one place, with invented data, to be looked at; not in production."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from tracker.core import clock
from tracker.core.fields.lists import Choices
from tracker.core.forms import BaseForm, Choice, FileList, LongText, Needed, OneLine, Radio, ViDate, ViDecimal, YesNo

pages = Blueprint("design", __name__)

KINDS = (("a", "Kết quả đạt được"), ("b", "Hạn chế"), ("c", "Khó khăn, vướng mắc"), ("d", "Dấu hiệu vi phạm"))
BODIES = (("1", "Sở Ví dụ"), ("2", "Ban Quản lý Khu kinh tế mẫu có tên rất dài để xem chỗ xuống dòng"))


class SampleForm(BaseForm):
    """One field of each kind."""

    kind = Radio("Loại", [Needed("Hãy chọn loại.")], choices=KINDS)
    text = LongText("Nội dung", [Needed()], longest=2000, description="Viết một việc, càng cụ thể càng tốt.")
    body = Choice("Cơ quan", [Needed("Hãy chọn cơ quan.")], choices=BODIES)
    others = Choices("Cơ quan phối hợp", choices=BODIES)
    due = ViDate("Hạn")
    value = ViDecimal("Giá trị", description="Dấu phẩy là dấu thập phân, ví dụ 18,09.")
    cause = OneLine("Nguyên nhân")
    files = FileList("Minh chứng", description="Ảnh, PDF, Word hoặc Excel, mỗi tệp tối đa 25 MB.")
    checked = YesNo("Đã kiểm tra lại nội dung")


class SampleFilters(BaseForm):
    """Filters of a list."""

    body = Choice("Cơ quan", choices=BODIES, blank="Tất cả")
    state = Choice("Trạng thái", choices=(("open", "Chưa hoàn thành"),), blank="Bất kỳ")
    due = Choice("Hạn", choices=(("overdue", "Quá hạn"),), blank="Bất kỳ")
    q = OneLine("Từ khóa")


@pages.route("/design", methods=["GET", "POST"])
def index() -> str:
    form = SampleForm(prefix="sample-")
    if request.method == "POST":
        form.validate()
    return render_template(
        "design.html",
        form=form,
        filter_form=SampleFilters(None, meta={"csrf": False}),
        now=clock.now(),
        late_on=clock.today() - timedelta(days=18),
        address=address,
        page={"first": 1, "last": 25, "total": 38, "size": 25, "previous_url": None, "next_url": "?page=2"},
    )


def address(**changes: Any) -> str:
    """The present list's address with these arguments changed; none drops one."""
    kept = {**request.args.to_dict(), **changes}
    return "?" + urlencode({name: value for name, value in kept.items() if value is not None})
