"""Recommendations, one assignment per addressee, what agencies report, evidence, extensions, and measures taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_, false, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from tracker.accounts.models import StandIn, User
from tracker.attachments.models import Attachment
from tracker.calendar.models import Kept
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.organizations.models import Agency, Handover, listed
from tracker.organizations.sign_off import LaidBefore

ADDRESSEE_KINDS = {
    "department": _l("Sở, ban, ngành"),
    "people_committee": _l("UBND tỉnh, thành phố"),
    "commune": _l("UBND cấp xã"),
    "council": _l("HĐND (ban hành cơ chế, chính sách)"),
    "central": _l("Quốc hội, Chính phủ, bộ, ngành trung ương"),
    "other": _l("Doanh nghiệp, tổ chức khác"),
}
ASSIGNMENT_ROLES = {"lead": _l("chủ trì"), "support": _l("phối hợp")}
CLAIMS = {
    "in_progress": _l("Đang thực hiện"),
    "partly": _l("Đã thực hiện một phần"),
    "done": _l("Đã thực hiện xong"),
}
MEASURE_KINDS = {
    "urge": _l("Đôn đốc bằng văn bản"),
    "competent_body": _l("Kiến nghị cấp có thẩm quyền xử lý"),
    "explanation": _l("Yêu cầu giải trình"),
    "questioning": _l("Đưa vào chất vấn"),
    "re_oversight": _l("Giám sát lại"),
    "report_to_council": _l("Báo cáo HĐND xem xét"),
}
LADDER_STEPS = {
    "urge": MEASURE_KINDS["urge"],
    "urge_again": _l("Đôn đốc tiếp theo bằng văn bản"),
    **{kind: label for kind, label in MEASURE_KINDS.items() if kind != "urge"},
}
"""The seven steps of domain.md 1.8 by key; each is of the kind of its key, the second one urges again."""
MILESTONE_ORIGINS = {"plan": _l("kế hoạch của cơ quan"), "decision": _l("quyết định của Hội đồng nhân dân")}
RESULT = "result"
"""The note that holds what an old register says of the result; all who read the record read it."""
FAR = date(9999, 12, 31)
"""Sorts what has no deadline behind everything that has one."""

CLOSED_STATES = "'implemented', 'not_implemented', 'waived'"
OPEN_SQL = f"state NOT IN ({CLOSED_STATES})"
LEAD_OPEN_SQL = f"lead_state NOT IN ({CLOSED_STATES})"
AWAITED_IN = ("in_progress", "partly_implemented", "not_satisfactory", "multi_year")
"""States of a task in which a milestone of its plan is still to come."""
UNDECIDED = ("draft", "requested")
UNDECIDED_SQL = "state IN ('draft', 'requested')"


def result_of(notes: Sequence[Sequence[str]] | None) -> str:
    """What a register said of the result, among what else is kept of its row; "" where it said nothing."""
    return next((note[2] for note in notes or () if note[0] == RESULT), "")


class Recommendation(Record):
    """What the Council's side demands. Facts of the lead's assignment are repeated here for the follow-up table."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"addressee_kind IN ({listed(ADDRESSEE_KINDS)})", name="addressee_kind"),
        Index("ix_recommendation_due", "council_id", "due_key", "id"),
        Index("ix_recommendation_status", "council_id", "lead_state", "due_key", "id"),
        Index("ix_recommendation_delegation", "delegation_id", "due_key", "id"),
        Index("ix_recommendation_issued", "council_id", "issued_on", "id"),
        Index("ix_recommendation_followed", "followed_by_id", "due_key", "id"),
        Index(
            "ix_recommendation_open",
            "council_id",
            "due_key",
            "id",
            "lead_state",
            sqlite_where=text(LEAD_OPEN_SQL),
            postgresql_where=text(LEAD_OPEN_SQL),
        ),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    addressee_kind: Mapped[str] = mapped_column(String(20), default="department", info={"choices": ADDRESSEE_KINDS})
    addressee_text: Mapped[str] = mapped_column(String(300), default="")
    """How the source names a group of addressees; must be split into named agencies before issue."""
    deliverable: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    due_key: Mapped[date] = mapped_column(default=FAR)
    multi_year: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_document.id"))
    issued_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    followed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lead_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    lead_state: Mapped[str | None] = mapped_column(String(24))
    old_record: Mapped[bool] = mapped_column(default=False, server_default=false())
    old_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    old_source: Mapped[str] = mapped_column(Text, default="", server_default="")
    waived_facts: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")
    old_notes: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")
    """What an old register says besides, for the Council's side: [column or "", heading, words]."""

    delegation: Mapped[Delegation] = relationship()
    document: Mapped[DelegationDocument | None] = relationship()
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    followed_by: Mapped[User | None] = relationship(foreign_keys=[followed_by_id])
    addressees: Mapped[list[Addressee]] = relationship(
        back_populates="recommendation", order_by="Addressee.id", cascade="all, delete-orphan"
    )
    conditions: Mapped[list[ClosingCondition]] = relationship(
        back_populates="recommendation", order_by="ClosingCondition.position, ClosingCondition.id"
    )
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="recommendation", order_by="Assignment.role, Assignment.id"
    )

    @property
    def old_result(self) -> str:
        """What the register from which it was entered said of the result; nobody here has verified it."""
        return result_of(self.old_notes)

    @property
    def lead(self) -> Addressee | None:
        return next((addressee for addressee in self.addressees if addressee.role == "lead"), None)

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class Addressee(Identified):
    """Who a draft is addressed to; on issue each becomes an assignment."""

    __tablename__ = "addressee"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "agency_id"),
        CheckConstraint(f"role IN ({listed(ASSIGNMENT_ROLES)})", name="role"),
        Index(
            "uq_addressee_lead",
            "recommendation_id",
            unique=True,
            sqlite_where=text("role = 'lead'"),
            postgresql_where=text("role = 'lead'"),
        ),
    )

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[str] = mapped_column(String(10), info={"choices": ASSIGNMENT_ROLES})

    recommendation: Mapped[Recommendation] = relationship(back_populates="addressees")
    agency: Mapped[Agency] = relationship(lazy="joined")

    @property
    def agency_name(self) -> str:
        """By the name it bore on the day of issue; on a draft, by today's."""
        issued_on = self.recommendation.issued_on
        return self.agency.name_on(issued_on) if issued_on else self.agency.name


class ClosingCondition(Identified):
    """ "Đóng khi có: …" (U06). Binds the lead."""

    __tablename__ = "closing_condition"

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(default=0)

    recommendation: Mapped[Recommendation] = relationship(back_populates="conditions")


class Assignment(Record):
    """What one addressee has to do. What it claims and what was verified are apart (U01)."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(f"role IN ({listed(ASSIGNMENT_ROLES)})", name="role"),
        CheckConstraint(f"claim IS NULL OR claim IN ({listed(CLAIMS)})", name="claim"),
        CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="percent"),
        Index("ix_assignment_due", "agency_id", "due_key", "recommendation_id"),
        Index("ix_assignment_status", "agency_id", "state", "due_key", "recommendation_id"),
        Index(
            "ix_assignment_open",
            "agency_id",
            "due_key",
            "recommendation_id",
            "state",
            sqlite_where=text(OPEN_SQL),
            postgresql_where=text(OPEN_SQL),
        ),
        Index(
            "uq_assignment_agency_open",
            "recommendation_id",
            "agency_id",
            unique=True,
            sqlite_where=text(OPEN_SQL),
            postgresql_where=text(OPEN_SQL),
        ),
        Index("ix_assignment_council_state", "council_id", "state", "due_key"),
        Index("ix_assignment_delegation", "delegation_id"),
        Index("ix_assignment_recommendation", "recommendation_id"),
        Index(
            "ix_assignment_room",
            "council_id",
            "due_key",
            "due_ends_on",
            "state",
            "sent_on",
            "agency_id",
            "delegation_id",
            "recommendation_id",
            sqlite_where=text(OPEN_SQL),
            postgresql_where=text(OPEN_SQL),
        ),
        Index(
            "uq_assignment_lead",
            "recommendation_id",
            unique=True,
            sqlite_where=text("role = 'lead'"),
            postgresql_where=text("role = 'lead'"),
        ),
    )

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str] = mapped_column(String(300))
    """The name the agency bore when it was given the task."""
    taken_over_by: Mapped[str] = mapped_column(String(300), default="")
    """The name of the successor that answers for it since `taken_over_on`, as it was then; else empty."""
    taken_over_on: Mapped[date | None]
    role: Mapped[str] = mapped_column(String(10), info={"choices": ASSIGNMENT_ROLES})
    state: Mapped[str] = mapped_column(String(24))
    state_before: Mapped[str | None] = mapped_column(String(24))
    person_in_charge: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    """The account of the person in charge, where they have one at the agency; the name stands above."""
    plan: Mapped[str] = mapped_column(Text, default="")
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The effective deadline, as written."""
    due_ends_on: Mapped[date | None]
    """The day it counts to: `due_on`, or the next working day when that is a rest day."""
    due_key: Mapped[date] = mapped_column(default=FAR)
    extension_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the deadline was extended; repeated here, in the same transaction, for lists."""
    claim: Mapped[str | None] = mapped_column(String(12), info={"choices": CLAIMS})
    percent: Mapped[int | None]
    claimed_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_on: Mapped[date | None]
    """The day the report now waiting, or last verified, was sent."""
    verdict_note: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    """When an answer to a return is expected; it never moves the deadline."""
    completed_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    old_record: Mapped[bool] = mapped_column(default=False, server_default=false())
    waived_facts: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")

    recommendation: Mapped[Recommendation] = relationship(back_populates="assignments")
    delegation: Mapped[Delegation] = relationship()
    agency: Mapped[Agency] = relationship()
    updates: Mapped[list[Update]] = relationship(back_populates="assignment", order_by="Update.id")
    measures: Mapped[list[Measure]] = relationship(back_populates="assignment", order_by="Measure.id")
    extensions: Mapped[list[Extension]] = relationship(back_populates="assignment", order_by="Extension.id")
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="assignment", order_by="Milestone.position, Milestone.id", cascade="all, delete-orphan"
    )
    handovers: Mapped[list[Handover]] = relationship(
        primaryjoin=lambda: and_(foreign(Handover.subject_id) == Assignment.id, Handover.subject_kind == "assignment"),
        order_by="Handover.id",
        viewonly=True,
    )

    @property
    def code(self) -> str:
        return self.recommendation.code

    @property
    def event_agency_id(self) -> int:
        return self.agency_id

    @property
    def is_done(self) -> bool:
        """Verified as done."""
        return self.state == "implemented"

    @property
    def is_timeless(self) -> bool:
        """Ended, or on a roadmap of several years: no deadline runs."""
        return self.state in ("implemented", "not_implemented", "waived", "multi_year")

    @property
    def answering(self) -> str:
        """The agency that acts now: the successor where there is one."""
        return self.taken_over_by or self.agency_name

    def name_at(self, moment: datetime | None) -> str:
        """The name under which the agency that held the task at that moment had been given it; without one, of the agency
        that holds it now."""
        if moment is None:
            return self.answering
        names = [self.agency_name, *(handover.to_name for handover in self.handovers)]
        return names[sum(handover.handed_at < moment for handover in self.handovers)]

    def was_held_by(self, agency_ids: Collection[int]) -> bool:
        """Has one of these agencies handed it over, or taken it over?"""
        return any({handover.from_agency_id, handover.to_agency_id} & set(agency_ids) for handover in self.handovers)


class OfTask:
    """What hangs on one agency's task: it bears the recommendation's code, and that agency is told of its events."""

    if TYPE_CHECKING:
        assignment: Mapped[Assignment]

    @property
    def code(self) -> str:
        return self.assignment.recommendation.code

    @property
    def event_agency_id(self) -> int:
        return self.assignment.agency_id


class Update(LaidBefore, OfTask, Record):
    """A report of progress: drafted by an officer, sent by the leader, reviewed by the Council's side."""

    __tablename__ = "progress_update"
    __table_args__ = (
        CheckConstraint(f"claim IN ({listed(CLAIMS)})", name="claim"),
        CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="percent"),
        Index("ix_progress_update_waiting", "council_id", "state", "sent_at"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    claim: Mapped[str] = mapped_column(String(12), info={"choices": CLAIMS})
    percent: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    difficulties: Mapped[str] = mapped_column(Text, default="")
    completed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    """By which naming whoever sent it stood in for the leader."""
    on_paper: Mapped[bool] = mapped_column(default=False)
    """Entered by the office from the agency's signed paper."""
    paper_number: Mapped[str] = mapped_column(String(60), default="")
    paper_date: Mapped[date | None]
    paper_signer: Mapped[str] = mapped_column(String(200), default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(Text, default="")
    remaining: Mapped[str] = mapped_column(Text, default="")
    answer_due_on: Mapped[date | None]

    assignment: Mapped[Assignment] = relationship(back_populates="updates")
    delegation: Mapped[Delegation] = relationship()
    stand_in: Mapped[StandIn | None] = relationship()
    evidence: Mapped[list[EvidenceItem]] = relationship(back_populates="update", order_by="EvidenceItem.id")
    milestones: Mapped[list[Milestone]] = relationship(back_populates="update", order_by="Milestone.position")

    @property
    def agency_name(self) -> str:
        """The agency that reports, by the name it bore: once sent, this stays."""
        return self.assignment.name_at(self.sent_at)


class EvidenceItem(OfTask, Record):
    """One file or document number that shows what was done; may answer one closing condition.

    A version of its line (F52): what takes the place of a piece of evidence is a new row that names the one before it.
    """

    __tablename__ = "evidence_item"
    __table_args__ = (
        CheckConstraint("attachment_id IS NOT NULL OR document_number <> ''", name="something"),
        CheckConstraint("(version_number = 1) = (replaces_id IS NULL)", name="line"),
        UniqueConstraint("replaces_id"),
        Index("ix_evidence_item_state", "council_id", "state", "valid_until"),
    )

    update_id: Mapped[int] = mapped_column(ForeignKey("progress_update.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("closing_condition.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    document_number: Mapped[str] = mapped_column(String(100), default="")
    valid_until: Mapped[date | None]
    """The last day on which it is in force; without one it does not run out."""
    version_number: Mapped[int] = mapped_column(default=1, server_default="1")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_item.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    judged_at: Mapped[datetime | None]

    update: Mapped[Update] = relationship(back_populates="evidence")
    assignment: Mapped[Assignment] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    condition: Mapped[ClosingCondition | None] = relationship()
    replaces: Mapped[EvidenceItem | None] = relationship(remote_side="EvidenceItem.id", back_populates="replaced_by")
    replaced_by: Mapped[EvidenceItem | None] = relationship(back_populates="replaces", uselist=False)

    @property
    def is_pending(self) -> bool:
        """Nobody has judged it yet."""
        return self.state == "pending"

    @property
    def is_accepted(self) -> bool:
        return self.state == "accepted"

    @property
    def is_rejected(self) -> bool:
        return self.state == "rejected"

    @property
    def is_marked_expired(self) -> bool:
        """Somebody has said so, with a reason; see also `valid_until`."""
        return self.state == "expired"

    @property
    def name(self) -> str:
        """The file's name, else the document's number."""
        return self.attachment.name if self.attachment else self.document_number


class Milestone(Identified):
    """By when, what, and done when there is what: promised in the agency's plan, or set by the Council's decision on a
    roadmap of several years (domain.md 6.4 SM5, F30)."""

    __tablename__ = "milestone"
    __table_args__ = (CheckConstraint(f"origin IN ({listed(MILESTONE_ORIGINS)})", name="origin"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    origin: Mapped[str] = mapped_column(
        String(10), default="decision", server_default="decision", info={"choices": MILESTONE_ORIGINS}
    )
    position: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(500))
    done_when: Mapped[str] = mapped_column(String(500), default="")
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"), index=True)
    """The report that says it was reached; it counts once that was sent, and not when it was returned."""

    assignment: Mapped[Assignment] = relationship(back_populates="milestones")
    update: Mapped[Update | None] = relationship(back_populates="milestones")

    @property
    def is_reported(self) -> bool:
        return self.update is not None and self.update.sent_at is not None and self.update.state != "returned"

    @property
    def is_verified(self) -> bool:
        """The Council's side has accepted the report that says so, as a whole or in part."""
        return self.update is not None and self.update.state in ("accepted", "partly_accepted")

    @property
    def is_planned(self) -> bool:
        """The agency's own promise, which it may change."""
        return self.origin == "plan"

    @property
    def is_awaited(self) -> bool:
        """Nobody has reported it, and the task still runs by its roadmap or its plan."""
        running = AWAITED_IN if self.is_planned else ("multi_year",)
        return self.assignment.state in running and not self.is_reported


class Extension(LaidBefore, OfTask, Record):
    """A request for a later deadline, and what was decided on it with which document (domain.md 6.4 SM5, F46)."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("new_due_on IS NULL OR new_due_on > old_due_on", name="later"),
        Index(
            "uq_extension_open",
            "assignment_id",
            unique=True,
            sqlite_where=text(UNDECIDED_SQL),
            postgresql_where=text(UNDECIDED_SQL),
        ),
        Index("ix_extension_waiting", "council_id", "state", "requested_at"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    old_due_on: Mapped[date]
    """The deadline that it is to move."""
    proposed_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    requested_at: Mapped[datetime | None]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    """By which naming whoever asked stood in for the leader."""
    new_due_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_document.id"))

    assignment: Mapped[Assignment] = relationship(back_populates="extensions")
    delegation: Mapped[Delegation] = relationship()
    stand_in: Mapped[StandIn | None] = relationship()
    document: Mapped[DelegationDocument | None] = relationship()

    @property
    def agency_name(self) -> str:
        """The agency that asks, by the name it bore: once asked, this stays."""
        return self.assignment.name_at(self.requested_at)


class LadderStep(Kept):
    """One step of the ladder, as an administrator keeps it: its place, name, legal basis, and whether it is required."""

    __tablename__ = "ladder_step"
    __table_args__ = (CheckConstraint(f"key IN ({listed(LADDER_STEPS)})", name="key"),)

    key: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    own_name: Mapped[str] = mapped_column(String(200), default="")
    """Empty: it is called as the product calls it."""
    required: Mapped[bool] = mapped_column(default=True)
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    verified: Mapped[bool] = mapped_column(default=False)

    @property
    def code(self) -> str:
        return str(self.position)


class Measure(OfTask, Record):
    """A step of the ladder taken against delay, with its document and its answer (domain.md 1.8)."""

    __tablename__ = "measure"
    __table_args__ = (CheckConstraint(f"kind IN ({listed(MEASURE_KINDS)})", name="kind"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    kind: Mapped[str] = mapped_column(String(20), info={"choices": MEASURE_KINDS})
    taken_on: Mapped[date]
    document_number: Mapped[str] = mapped_column(String(60))
    answer_due_on: Mapped[date | None]
    answer_rule: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The day rule that `answer_due_on` was computed by; empty where somebody set it."""
    skip_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why steps before it were left out."""
    state: Mapped[str] = mapped_column(String(10), default="taken", server_default="taken")
    answered_on: Mapped[date | None]
    answered_with: Mapped[str] = mapped_column(String(100), default="", server_default="")
    """The number of the paper that answers it."""
    answer_update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    """The report that answers it."""
    reopened_on: Mapped[date | None]
    """When the task was re-opened on what was found here; the ladder begins anew after it."""
    note: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="measures")

    @property
    def agency_name(self) -> str:
        """The agency that it was taken against, by the name it bore."""
        return self.assignment.name_at(self.created_at)
