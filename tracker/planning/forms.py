"""What a person may type about a programme and its topics. Lists to choose from come with the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from tracker.core.forms import BaseForm, Choice, Code, LongText, Needed, OneLine, Versioned
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.planning.fields import ProgrammeYear
from tracker.planning.models import PROGRAMME_OWNERS, PROPOSER_KINDS, Programme, Topic
from tracker.planning.workflow import is_adopted

Options = Sequence[tuple[str, Any]]


class ProgrammeForm(Versioned, BaseForm):
    """A programme: whose, and of which year. One for each owner and year."""

    year = ProgrammeYear(_l("Năm"), [Needed()], description=_l("Ví dụ: 2026"))
    owner_kind = Choice(_l("Chủ thể giám sát"), [Needed()], choices=list(PROGRAMME_OWNERS.items()))
    body_id = Choice(_l("Ban"), coerce=row_number, choices=[], description=_l("Khi chủ thể là một Ban của HĐND."))

    def __init__(self, *given: Any, committees: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.body_id.choices = list(committees)


class TopicForm(Versioned, BaseForm):
    """A topic: each proposal states why, over what and whom (Điều 58 Luật 87/2015/QH13)."""

    title = LongText(
        _l("Tên chuyên đề"), [Needed()], longest=500, description=_l("Ví dụ: Việc thực hiện chính sách bảo vệ rừng")
    )
    field = OneLine(_l("Lĩnh vực"), longest=200, description=_l("Ví dụ: công nghiệp, y tế, đất đai"))
    reason = LongText(_l("Sự cần thiết"), [Needed()], longest=10_000, description=_l("Vì sao nên giám sát việc này."))
    content = LongText(_l("Nội dung giám sát"), longest=20_000)
    scope = LongText(_l("Phạm vi"), [Needed()], longest=5000, description=_l("Địa bàn, thời kỳ."))
    object = LongText(_l("Đối tượng"), [Needed()], longest=5000, description=_l("Cơ quan, tổ chức chịu sự giám sát."))
    proposed_by_kind = Choice(_l("Bên đề xuất"), [Needed()], choices=list(PROPOSER_KINDS.items()))
    proposed_by = OneLine(_l("Tên bên đề xuất"), longest=300, description=_l("Ví dụ: Ban Kinh tế - Ngân sách"))
    lead_body_id = Choice(_l("Ban chủ trì"), coerce=row_number, choices=[])

    def __init__(self, *given: Any, bodies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.lead_body_id.choices = list(bodies)


class AdjustingTopicForm(TopicForm):
    """The same once the programme is adopted: each change says why (`service.required_reason`)."""

    adjustment_reason = LongText(
        _l("Lý do điều chỉnh chương trình"),
        longest=2000,
        description=_l("Chương trình đã thông qua; lý do được giữ trong diễn biến."),
    )
    adjustment_number = Code(_l("Văn bản điều chỉnh"), longest=60, description=_l("Số, ký hiệu, nếu có."))

    def validate_adjustment_reason(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Chương trình đã thông qua: hãy ghi lý do điều chỉnh."))


class ProgrammeFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    year = Choice(_l("Năm"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    owner_kind = Choice(_l("Chủ thể"), choices=list(PROGRAMME_OWNERS.items()), blank=_l("Tất cả"))


TOPIC_FACTS = (
    "title", "field", "reason", "content", "scope", "object", "proposed_by_kind", "proposed_by", "lead_body_id",
)  # fmt: skip


def form_for(programme: Programme) -> type[TopicForm]:
    return AdjustingTopicForm if is_adopted(programme) else TopicForm


def answers_of(topic: Topic) -> dict[str, Any]:
    """What the form shows of a saved topic."""
    return {name: getattr(topic, name) for name in TOPIC_FACTS}
