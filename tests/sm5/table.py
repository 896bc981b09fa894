"""SM5, a second time: who takes which step from where to where, written from domain.md 6.4 and 6.2 and from nothing else.

State names are those of contract.md section 6. Steps of the succession of agencies (U03) are told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

OPEN = ("assigned", "in_progress", "awaiting_verification", "partly_implemented", "not_satisfactory")
"""DA_GIAO, DANG_THUC_HIEN, CHO_XAC_NHAN, THUC_HIEN_MOT_PHAN, CHUA_DAP_UNG."""
ASKED = "under_reconsideration"
FINAL = ("implemented", "not_implemented", "waived")
REPORTED_FROM = ("in_progress", "partly_implemented", "not_satisfactory", "multi_year")

OFFICE, STANDING, LEADER = "office", "standing", "leader"
HEADS = ("head", "deputy_head")
AGENCY = ("agency_officer", "agency_leader")
AGENCY_LEADER = "agency_leader"
VERIFIERS = (OFFICE, LEADER, STANDING)
ROLES = (
    "admin", OFFICE, STANDING, "deputy", LEADER, "other_leader", *HEADS, "secretary", "member", *AGENCY, "other_officer",
    "other_agency_leader", "stranger", "foreigner",
)  # fmt: skip
"""Everybody there is: leaders of this delegation's committee and of another one; people of the agency whose task it is and
of another one; somebody without a role; an officer of another council."""


@dataclass(frozen=True)
class Row:
    """One step. `to`: where it leads; empty where it stays. `by`: nobody, where it follows from another step."""

    kind: str
    step: str
    source: tuple[str, ...]
    to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    def arrows(self) -> Iterator[tuple[str, str, str, str]]:
        """(kind, step, from, to)"""
        for state in self.source:
            for target in self.targets(state):
                yield (self.kind, self.step, state, target)

    def targets(self, state: str) -> tuple[str, ...]:
        return self.to or (state,)


ROWS = (
    # approve (a fact on the draft): TD, LB (own Ban) or TT
    Row("recommendation", "approve", ("draft",), by=(*HEADS, LEADER, STANDING)),
    # DU_THAO→BAN_HANH: VP
    Row("recommendation", "issue", ("draft",), ("issued",), (OFFICE,)),
    # DU_THAO/BAN_HANH→rút: TT; "amended: a new recommendation, the old one withdrawn with a link"
    Row("recommendation", "withdraw", ("draft", "issued"), ("withdrawn",), (STANDING,)),
    Row("recommendation", "replace", ("issued",), ("withdrawn",)),
    # final→DONG: auto when all assignments final; mở lại: "its recommendation goes closed→issued"
    Row("recommendation", "close", ("issued",), ("closed",)),
    Row("recommendation", "reopen", ("closed",), ("issued",)),
    # DA_GIAO→DANG_THUC_HIEN: CQ/LDCQ
    Row("assignment", "start", ("assigned",), ("in_progress",), AGENCY),
    # →CHO_XAC_NHAN: LDCQ by a report; from DA_GIAO by the agency's signed paper, which the office enters
    Row("assignment", "send_report", ("assigned", *REPORTED_FROM), ("awaiting_verification",)),
    # CHO_XAC_NHAN→…: VP/LB/TT, by the verdict on the report
    Row("assignment", "accept", ("awaiting_verification",), ("implemented",)),
    Row("assignment", "accept_partly", ("awaiting_verification",), ("partly_implemented",)),
    Row("assignment", "return", ("awaiting_verification",), ("not_satisfactory",)),
    # any open→XEM_XET_LAI: LDCQ; →the state before it / MIEN by a new recommendation: TT (LB)
    Row("assignment", "ask_reconsideration", OPEN, (ASKED,), (AGENCY_LEADER,)),
    Row("assignment", "refuse_reconsideration", (ASKED,), OPEN, (STANDING, LEADER)),
    Row("assignment", "amend", (ASKED,), ("waived",), (STANDING, LEADER)),
    # any open→CO_LO_TRINH: TT; any open→MIEN: TT, and LB of its own (6.2); also from the roadmap
    Row("assignment", "set_roadmap", (*OPEN, ASKED), ("multi_year",), (STANDING,)),
    Row("assignment", "waive", (*OPEN, ASKED, "multi_year"), ("waived",), (STANDING, LEADER)),
    # overdue→KHONG_THUC_HIEN: TT; CO_LO_TRINH is never overdue
    Row("assignment", "find_not_implemented", (*OPEN, ASKED), ("not_implemented",), (STANDING,)),
    # DA_THUC_HIEN_XONG→DANG_THUC_HIEN (mở lại): TT
    Row("assignment", "reopen", ("implemented",), ("in_progress",), (STANDING,)),
    # with its recommendation
    Row("assignment", "drop", (*OPEN, ASKED, "multi_year"), ("waived",)),
    # an extension moves the date and no state
    Row("assignment", "extend", (*OPEN, ASKED)),
    Row("update", "send", ("draft",), ("submitted",), (AGENCY_LEADER,)),
    Row("update", "enter_paper", ("draft",), ("submitted",), (OFFICE,)),
    Row("update", "accept", ("submitted",), ("accepted",), VERIFIERS),
    Row("update", "accept_partly", ("submitted",), ("partly_accepted",), VERIFIERS),
    Row("update", "return", ("submitted",), ("returned",), VERIFIERS),
    Row("evidence", "accept", ("pending", "rejected"), ("accepted",), VERIFIERS),
    Row("evidence", "reject", ("pending", "accepted"), ("rejected",), VERIFIERS),
    Row("evidence", "expire", ("accepted",), ("expired",), VERIFIERS),
    # Extension: CQ drafts, LDCQ asks before or after due; TT/LB decides
    Row("extension", "request", ("draft",), ("requested",), (AGENCY_LEADER,)),
    Row("extension", "grant", ("requested",), ("granted",), (STANDING, LEADER)),
    Row("extension", "refuse", ("requested",), ("refused",), (STANDING, LEADER)),
    Row("measure", "answer", ("taken",), ("answered",), VERIFIERS),
    Row("measure", "answer_by_report", ("taken",), ("answered",)),
)
BY_STEP = {(row.kind, row.step): row for row in ROWS}
ARROWS = frozenset(arrow for row in ROWS for arrow in row.arrows())
TAKEN = tuple(row for row in ROWS if row.by)
"""What a person does."""
STATES = {
    "recommendation": ("draft", "issued", "closed", "withdrawn"),
    "assignment": (*OPEN, ASKED, "multi_year", *FINAL),
    "update": ("draft", "submitted", "accepted", "partly_accepted", "returned"),
    "extension": ("draft", "requested", "granted", "refused"),
    "measure": ("taken", "answered"),
    "evidence": ("pending", "accepted", "rejected", "expired"),
}


def refusals() -> frozenset[tuple[str, str, str]]:
    """(kind, step, role): everybody to whom a step is not given."""
    return frozenset((row.kind, row.step, role) for row in TAKEN for role in ROLES if role not in row.by)
