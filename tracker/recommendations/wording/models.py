"""The words that the check of wording goes by, as data that an administrator keeps."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.calendar.models import Kept
from tracker.core.i18n import _l
from tracker.organizations.models import listed

VAGUE, VERB, PASSING_ON, PRODUCT, JOINER, GROUP = "vague", "verb", "passing_on", "product", "joiner", "group"
TERM_KINDS = {
    VAGUE: _l("Từ chung chung"),
    VERB: _l("Động từ chỉ việc làm được"),
    PASSING_ON: _l("Động từ nối tiếp"),
    PRODUCT: _l("Sản phẩm"),
    JOINER: _l("Từ nối hai yêu cầu"),
    GROUP: _l("Cách gọi cả nhóm cơ quan"),
}
TERM_MEANINGS = {
    VAGUE: _l("Chỉ chấp nhận khi cùng câu có số lượng, tỷ lệ, ngày hoặc văn bản cụ thể."),
    VERB: _l("Nội dung kiến nghị phải có ít nhất một động từ như vậy."),
    PASSING_ON: _l("Trình, gửi, báo cáo chính kết quả của việc trước: không tính là yêu cầu thứ hai."),
    PRODUCT: _l("Văn bản, tài liệu mà cơ quan phải làm ra, đo được một từ chung chung."),
    JOINER: _l("Hai bên đều mở đầu bằng một việc phải làm thì kiến nghị có thể gồm hai yêu cầu."),
    GROUP: _l("Mở đầu nội dung bằng cả nhóm thì không cơ quan nào phải trả lời."),
}
LONGEST_TERM = 100


class WordingTerm(Kept):
    """A word or a phrase, in lower case. Marks carry meaning: it is found as it is written, whatever its capitals."""

    __tablename__ = "wording_term"
    __table_args__ = (
        UniqueConstraint("kind", "text"),
        CheckConstraint(f"kind IN ({listed(TERM_KINDS)})", name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(12), info={"choices": TERM_KINDS})
    text: Mapped[str] = mapped_column(String(LONGEST_TERM))
    example: Mapped[str] = mapped_column(String(300), default="")
    """How to say it better, shown with the remark."""

    @property
    def code(self) -> str:
        return self.text[:40]
