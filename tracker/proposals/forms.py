"""What may be typed about an agency's proposal to the Council."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.forms import BaseForm, Choice, Choices, LongText, Needed, OneLine, Text, YesNo
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.organizations.fields import AgencyChoices
from tracker.proposals import queries
from tracker.proposals.models import PROPOSAL_ADDRESSEES, AgencyProposal
from tracker.proposals.workflow import PROPOSAL


class ProposalForm(BaseForm):
    """Entering and changing a proposal. `delegation` and `actor` give the lists to choose from."""

    delegation_id = Choice(_l("Đoàn giám sát"), [Needed()], coerce=row_number, choices=[])
    text = LongText(_l("Nội dung đề xuất"), [Needed()], longest=10_000)
    agency_ids = AgencyChoices(_l("Cơ quan đề xuất"))
    proposers_text = OneLine(_l("Nguồn ghi cơ quan đề xuất là"), longest=300, description=_l("Ví dụ: các đơn vị"))
    proposers_inferred = YesNo(_l("Cơ quan đề xuất là suy đoán, nguồn không nêu rõ"))
    addressee_kind = Choice(
        _l("Gửi tới"), [Needed()], choices=list(PROPOSAL_ADDRESSEES.items()), default="council", blank=None
    )
    group_name = OneLine(
        _l("Nhóm"), longest=200, description=_l("Để gộp các đề xuất cùng loại, ví dụ: hạ tầng giao thông")
    )
    rests_on = Choices(_l("Từ phát biểu"), choices=[])

    def __init__(
        self,
        *given: Any,
        delegation: Delegation | None = None,
        actor: Actor | None = None,
        proposal: AgencyProposal | None = None,
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        if delegation is None or actor is None:
            return
        self.delegation_id.choices = [(delegation.id, f"{delegation.code} {delegation.title}")]
        keep = [entry.agency_id for entry in proposal.agencies] if proposal else []
        self.agency_ids.offer(delegation.council_id, queries.agency_choices(delegation, keep))
        self.rests_on.choices = queries.statement_choices(delegation, actor)


class ProposalFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    agency = Choice(_l("Cơ quan"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    status = Choice(
        _l("Trạng thái"), choices=[(state.name, state.label) for state in PROPOSAL.states], blank=_l("Tất cả")
    )
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    q = Text(_l("Từ khóa"), longest=200)


def answers_of(proposal: AgencyProposal, rests_on: list[str]) -> dict[str, Any]:
    """What the form shows of a saved proposal."""
    names = ("delegation_id", "text", "proposers_text", "proposers_inferred", "addressee_kind", "group_name")
    return {
        **{name: getattr(proposal, name) for name in names},
        "agency_ids": [entry.agency_id for entry in proposal.agencies],
        "rests_on": rests_on,
    }
