"""What a member may type about a finding: short enough for a phone, five required fields at most (UI-22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.forms import BaseForm, Choice, Choices, FileList, LongText, Needed, NeededAtTimes, Radio, Text
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.findings import queries
from tracker.findings.models import CAUSE_KINDS, FINDING_KINDS, Finding
from tracker.organizations.fields import AgencyChoice

MEANINGS = {
    "achievement": _l("Việc đã làm được, có kết quả cụ thể."),
    "limitation": _l("Việc chưa làm được hoặc làm chưa tới."),
    "difficulty": _l("Điều cản trở cơ quan làm tốt việc được giao."),
    "violation": _l("Có biểu hiện trái quy định; phải kèm tệp minh chứng."),
}

GROUPS = {"kind": _l("Loại"), "agency": _l("Cơ quan"), "state": _l("Trạng thái")}
"""What a delegation's findings may be grouped by."""


class FindingForm(BaseForm):
    """Recording and changing a finding. `delegation` and `actor` give the lists to choose from; `figures` are offered
    in any case, however many the delegation has."""

    delegation_id = Choice(_l("Đoàn giám sát"), [Needed()], coerce=row_number, choices=[])
    kind = Radio(_l("Loại"), [Needed(_l("Hãy chọn loại phát hiện."))], choices=list(FINDING_KINDS.items()))
    text = LongText(_l("Nội dung"), [Needed()], longest=10_000)
    agency_id = AgencyChoice(_l("Cơ quan"), blank=_l("– Chưa chọn cơ quan –"))
    cause = LongText(_l("Nguyên nhân"), longest=5000)
    cause_kind = Radio(_l("Nguyên nhân thuộc loại"), choices=list(CAUSE_KINDS.items()))
    evidence = LongText(
        _l("Minh chứng"), longest=5000, description=_l("Văn bản, số liệu, nơi đã xem. Ảnh và tệp gửi kèm ở dưới.")
    )
    files = FileList(
        _l("Ảnh, tệp minh chứng"),
        [NeededAtTimes()],
        description=_l("Dấu hiệu vi phạm phải có tệp; loại khác có thì kèm."),
    )
    rests_on = Choices(_l("Căn cứ"), choices=[])

    def __init__(
        self,
        *given: Any,
        delegation: Delegation | None = None,
        actor: Actor | None = None,
        finding: Finding | None = None,
        figures: Sequence[int] = (),
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        if delegation is None or actor is None:
            return
        self.delegation_id.choices = [(delegation.id, f"{delegation.code} {delegation.title}")]
        keep = finding.agency_id if finding else None
        self.agency_id.offer(delegation.council_id, queries.agency_choices(delegation, keep))
        self.rests_on.choices = queries.grounds(delegation, actor, figures)


class FindingFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    agency = Choice(_l("Cơ quan"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    status = Choice(_l("Trạng thái"), choices=[], blank=_l("Tất cả"))
    kind = Choice(_l("Loại"), choices=list(FINDING_KINDS.items()), blank=_l("Tất cả"))
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    q = Text(_l("Từ khóa"), longest=200)


class TogetherFilter(BaseForm):
    """The filter line of a delegation's findings; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    kind = Choice(_l("Loại"), choices=list(FINDING_KINDS.items()), blank=_l("Tất cả"))
    agency = Choice(_l("Cơ quan"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    status = Choice(_l("Trạng thái"), choices=[], blank=_l("Tất cả"))


class TogetherForm(BaseForm):
    """What is done with the findings that were ticked: one note for all, and the one that is kept when merging."""

    note = LongText(
        _l("Ghi chú, lý do"), longest=5000, description=_l("Bắt buộc khi trả lại hoặc loại, ít nhất 10 chữ cái.")
    )
    kept = Choice(
        _l("Khi gộp, giữ lại phát hiện"),
        coerce=row_number,
        choices=[],
        blank=_l("– Chọn một trong các phát hiện đã đánh dấu –"),
    )


def answers_of(finding: Finding, rests_on: list[str]) -> dict[str, Any]:
    """What the form shows of a saved finding."""
    names = ("delegation_id", "kind", "text", "agency_id", "cause", "cause_kind", "evidence")
    return {**{name: getattr(finding, name) for name in names}, "rests_on": rests_on}
