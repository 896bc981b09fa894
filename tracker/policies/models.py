"""Policy proposals, the steps they have passed, every vote on them, and the council sessions they are meant for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, CouncilBody, Handover, listed

TYPES = {
    "normative": _l("Nghị quyết quy phạm pháp luật"),
    "individual": _l("Nghị quyết cá biệt"),
    "amending": _l("Nghị quyết sửa đổi, bổ sung"),
    "repealing": _l("Nghị quyết bãi bỏ"),
}
PROCEDURES = {
    "normative": _l("Nghị quyết quy phạm pháp luật, UBND trình"),
    "individual": _l("Nghị quyết cá biệt"),
    "shortened": _l("Trình tự, thủ tục rút gọn"),
    "not_people_committee": _l("Cơ quan khác trình, không qua UBND"),
}
"""What decides which steps a resolution passes; see `route.py`."""
RULESETS = {"B2015": _l("Luật 80/2015/QH13"), "B2025": _l("Luật 64/2025/QH15")}
"""The laws on issuing legal documents (domain.md 3.1); not those on oversight."""
B2025_FROM = date(2025, 4, 1)
"""Luật 64/2025/QH15 is in force [R-med: to be checked]."""


def ruleset_on(day: date) -> str:
    return "B2025" if day >= B2025_FROM else "B2015"


class CouncilSession(Record):
    """A session (kỳ họp) of the council: steps before a vote are counted back from its opening."""

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("council_id", "name"),
        CheckConstraint("closes_on IS NULL OR opens_on <= closes_on", name="dates"),
        Index("ix_council_session_opens", "council_id", "opens_on", "id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]

    @property
    def code(self) -> str:
        return self.name


class Policy(Record):
    """A policy proposal and, in the end, the resolution it has become. Dates are those of its last round."""

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"type IN ({listed(TYPES)})", name="type"),
        CheckConstraint(f"procedure IN ({listed(PROCEDURES)})", name="procedure"),
        CheckConstraint(f"ruleset IN ({listed(RULESETS)})", name="ruleset"),
        CheckConstraint("effective_on IS NULL OR signed_on <= effective_on", name="effective"),
        CheckConstraint("amends_id IS NULL OR amends_id <> id", name="amends_another"),
        Index("ix_policy_council", "council_id", "state", "id"),
        Index("ix_policy_effective", "state", "effective_on"),
    )

    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    """The delegation that gathered its sources, where one did."""
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    type: Mapped[str] = mapped_column(String(20), info={"choices": TYPES})
    procedure: Mapped[str] = mapped_column(String(24), info={"choices": PROCEDURES})
    ruleset: Mapped[str] = mapped_column(String(10), info={"choices": RULESETS})
    """Fixed on the day it was entered, as a delegation's is."""
    sponsor: Mapped[str] = mapped_column(String(300), default="")
    drafting_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("council_session.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    """The committee that reviews it."""
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"), index=True)
    """The resolution that it is to amend or repeal."""
    state: Mapped[str] = mapped_column(String(32))
    posted_on: Mapped[date | None]
    documents_sent_on: Mapped[date | None]
    """When the deputies were sent the documents of the session."""
    number: Mapped[str | None] = mapped_column(String(60))
    signed_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")
    effective_on: Mapped[date | None]
    repealed_on: Mapped[date | None]
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")

    delegation: Mapped[Delegation | None] = relationship()
    drafting_agency: Mapped[Agency | None] = relationship()
    session: Mapped[CouncilSession | None] = relationship()
    body: Mapped[CouncilBody | None] = relationship()
    amends: Mapped[Policy | None] = relationship(remote_side="Policy.id")
    steps: Mapped[list[PolicyStep]] = relationship(back_populates="policy", order_by="PolicyStep.id")
    votes: Mapped[list[VoteRecord]] = relationship(back_populates="policy", order_by="VoteRecord.id")
    handovers: Mapped[list[Handover]] = relationship(
        primaryjoin=lambda: and_(foreign(Handover.subject_id) == Policy.id, Handover.subject_kind == "policy"),
        order_by="Handover.id",
        viewonly=True,
    )

    @property
    def current(self) -> PolicyStep | None:
        """The step that it stands at."""
        return self.steps[-1] if self.steps else None

    @property
    def entered_on(self) -> date | None:
        """When it came to that step."""
        return self.current.entered_on if self.current else None

    @property
    def opens_on(self) -> date | None:
        """When the session that it is meant for opens."""
        return self.session.opens_on if self.session else None


class PolicyStep(Record):
    """One step that a policy has come to, and with which document it left it. A second round adds rows."""

    __tablename__ = "policy_step"
    __table_args__ = (
        CheckConstraint("done_on IS NULL OR entered_on <= done_on", name="order"),
        Index("ix_policy_step_policy", "policy_id", "id"),
    )

    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    name: Mapped[str] = mapped_column(String(32))
    """The state of the policy while it stands here."""
    entered_on: Mapped[date]
    done_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    policy: Mapped[Policy] = relationship(back_populates="steps")

    @property
    def code(self) -> str:
        return self.policy.code


class VoteRecord(Identified):
    """One vote of the council; written once, never changed (domain.md 6.1, SM6)."""

    __tablename__ = "policy_vote"
    __table_args__ = (
        UniqueConstraint("policy_id", "round"),
        CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="counted"),
        CheckConstraint("yes + no + abstain <= present", name="within_present"),
        CheckConstraint("present <= total", name="within_total"),
        CheckConstraint("(passed AND 2 * yes > total) OR (NOT passed AND 2 * yes <= total)", name="majority"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    round: Mapped[int]
    voted_on: Mapped[date]
    total: Mapped[int]
    of_term: Mapped[int | None]
    """How many deputies the term had on that day, as recorded; `total` is what the minutes say."""
    present: Mapped[int]
    yes: Mapped[int]
    no: Mapped[int]
    abstain: Mapped[int]
    number: Mapped[str] = mapped_column(String(60), default="")
    """The minutes of the vote."""
    passed: Mapped[bool]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    policy: Mapped[Policy] = relationship(back_populates="votes")
    recorded_by: Mapped[User | None] = relationship()

    @property
    def silent(self) -> int:
        """Present, and did not vote: "không biểu quyết"."""
        return self.present - self.yes - self.no - self.abstain
