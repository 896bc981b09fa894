"""What may be typed about a policy proposal and a session of the council. Lists to choose from come with the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import ValidationError

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.forms import BaseForm, Choice, Choices, Lines, LongText, Needed, OneLine, Text, Versioned, ViDate
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.delegations import queries as delegations
from tracker.policies import candidates, days, queries
from tracker.policies.models import PROCEDURES, RULESETS, TYPES, CouncilSession, Policy, ruleset_on
from tracker.policies.phases import PHASES
from tracker.policies.workflow import POLICY

Options = Sequence[tuple[str, Any]]


class PolicyForm(Versioned, BaseForm):
    """Entering and changing a policy proposal. `actor` and `council_id` give the lists to choose from."""

    title = LongText(
        _l("Tên chính sách"), [Needed()], longest=500, description=_l("Ví dụ: Hỗ trợ hạ tầng ngoài khu công nghiệp")
    )
    type = Choice(_l("Loại nghị quyết"), [Needed()], choices=list(TYPES.items()), default="normative", blank=None)
    procedure = Choice(
        _l("Trình tự"),
        [Needed()],
        choices=list(PROCEDURES.items()),
        default="normative",
        blank=None,
        description=_l("Quyết định các bước phải qua; xem ở trang các bước."),
    )
    ruleset = Choice(
        _l("Bộ quy định"),
        choices=list(RULESETS.items()),
        default=lambda: ruleset_on(clock.today()),
        blank=None,
        description=_l("Luật áp dụng khi đề xuất; đặt sẵn theo ngày hôm nay."),
    )
    sponsor = OneLine(_l("Bên đề xuất"), longest=300, description=_l("Ví dụ: Đoàn giám sát, Ban Kinh tế - Ngân sách"))
    summary = LongText(_l("Nội dung chính"), longest=20_000)
    amends_id = Choice(_l("Sửa đổi, bãi bỏ nghị quyết"), coerce=row_number, choices=[], blank=_l("– Không –"))
    rests_on = Choices(_l("Căn cứ"), choices=[])
    codes = Lines(
        _l("Căn cứ khác, theo mã"),
        longest=2000,
        description=_l(
            "Danh sách trên chỉ có hồ sơ mới nhất. Mỗi dòng một mã, ví dụ: KN-2026-011 hoặc ĐGS-2026-01 ĐX-03"
        ),
    )

    actor: Actor | None = None
    council_id = 0

    def __init__(
        self,
        *given: Any,
        actor: Actor | None = None,
        council_id: int = 0,
        policy: Policy | None = None,
        delegation_id: int | None = None,
        keep: Iterable[str] = (),
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        self.by_code: list[str] = []
        if actor is None:
            return
        self.actor, self.council_id = actor, council_id
        kept = [*keep, *(self.rests_on.data or [])]
        self.amends_id.choices = queries.to_amend(council_id, policy.amends_id if policy else None)
        self.rests_on.choices = candidates.of(actor, council_id, delegation_id=delegation_id, keep=kept)

    def validate_codes(self, field: Any) -> None:
        if self.actor is None:
            return
        self.by_code, missing, several = candidates.by_codes(field.data or [], self.actor, self.council_id)
        if missing:
            raise ValidationError(_("Không tìm thấy hồ sơ mang mã: %(codes)s.", codes=", ".join(missing)))
        if several:
            raise ValidationError(
                _(
                    "Nhiều Đoàn có hồ sơ mang mã %(codes)s. Hãy ghi cả mã Đoàn, ví dụ: ĐGS-2026-01 ĐX-03",
                    codes=", ".join(several),
                )
            )

    @property
    def answers(self) -> dict[str, Any]:
        return self.with_codes(super().answers)

    @property
    def sent(self) -> dict[str, Any]:
        return self.with_codes(super().sent)

    def with_codes(self, given: dict[str, Any]) -> dict[str, Any]:
        """Sources that were ticked and those named by their codes, as one list."""
        given.pop("codes", None)
        if self.by_code:
            given["rests_on"] = list(dict.fromkeys([*(self.rests_on.data or []), *self.by_code]))
        return given


class NewPolicyForm(PolicyForm):
    """The delegation that gathered the sources is said once."""

    delegation_id = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("– Không thuộc Đoàn nào –"))

    def __init__(self, *given: Any, actor: Actor | None = None, **about: Any) -> None:
        super().__init__(*given, actor=actor, **about)
        if actor is not None:
            known = delegations.choices(actor)
            self.delegation_id.choices = [(str(row.id), f"{row.code} {row.title}") for row in known]


class SessionForm(Versioned, BaseForm):
    name = OneLine(
        _l("Kỳ họp"), [Needed()], longest=200, description=_l("Ví dụ: Kỳ họp thứ 3 (thường lệ giữa năm 2026)")
    )
    opens_on = ViDate(_l("Khai mạc"), [Needed()], description=_l("Hạn của các bước trước kỳ họp tính lùi từ ngày này."))
    closes_on = ViDate(_l("Bế mạc"))


DUES = {days.OVERDUE: _l("Quá hạn"), days.SOON: _l("Trong 7 ngày làm việc tới")}
NO_SESSION = "none"
"""What the filter says of policies that have no session yet."""


def session_or_none(sent: str | int) -> str | int:
    """The number of a session, or NO_SESSION; ValueError as `row_number`."""
    return NO_SESSION if sent == NO_SESSION else row_number(sent)


class PolicyFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    status = Choice(
        _l("Trạng thái"), choices=[(state.name, state.label) for state in POLICY.states], blank=_l("Tất cả")
    )
    phase = Choice(
        _l("Giai đoạn"), choices=[(name, words) for name, (words, _states) in PHASES.items()], blank=_l("Tất cả")
    )
    due = Choice(_l("Thời hạn"), choices=list(DUES.items()), blank=_l("Tất cả"))
    session = Choice(_l("Kỳ họp"), coerce=session_or_none, choices=[], blank=_l("Tất cả"))
    type = Choice(_l("Loại nghị quyết"), choices=list(TYPES.items()), blank=_l("Tất cả"))
    agency = Choice(_l("Cơ quan soạn thảo"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    q = Text(_l("Từ khóa"), longest=200)


FACTS = ("title", "type", "procedure", "ruleset", "sponsor", "summary", "amends_id")


def answers_of(policy: Policy, rests_on: list[str]) -> dict[str, Any]:
    """What the form shows of a saved policy."""
    return {name: getattr(policy, name) for name in FACTS} | {"rests_on": rests_on}


def answers_of_session(session: CouncilSession) -> dict[str, Any]:
    return {name: getattr(session, name) for name in ("name", "opens_on", "closes_on")}
