"""Working sessions, those who came, what was said, photographs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, listed

PARTS = {"morning": _l("sáng"), "afternoon": _l("chiều"), "whole_day": _l("cả ngày")}
SESSION_KINDS = {"working": _l("Cuộc làm việc"), "survey": _l("Khảo sát thực tế")}
STATEMENT_KINDS = {
    "report": _l("báo cáo"),
    "opinion": _l("ý kiến"),
    "acknowledgement": _l("ghi nhận"),
    "request": _l("đề nghị"),
    "commitment": _l("cam kết"),
    "conclusion": _l("kết luận"),
}
REPLIES = {
    "comes": _l("Sẽ dự"),
    "deputy": _l("Cử người dự thay"),
    "declines": _l("Không dự được"),
}
ATTENDEE_ROLES = {
    "chair": _l("Chủ trì"),
    "reporter": _l("Báo cáo"),
    "attendee": _l("Cùng dự"),
    "secretary": _l("Thư ký"),
}


class WorkingSession(Record):
    __tablename__ = "working_session"
    __table_args__ = (
        UniqueConstraint("delegation_id", "code"),
        CheckConstraint(f"kind IN ({listed(SESSION_KINDS)})", name="kind"),
        CheckConstraint(f"part IN ({listed(PARTS)})", name="part"),
        Index("ix_working_session_day", "council_id", "held_on", "id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10), default="working", info={"choices": SESSION_KINDS})
    title: Mapped[str] = mapped_column(String(500), default="")
    held_on: Mapped[date]
    part: Mapped[str] = mapped_column(String(10), info={"choices": PARTS})
    starts_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    chair: Mapped[str] = mapped_column(String(200), default="")
    chair_office: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(24))
    notice_sent_on: Mapped[date | None]
    notice_reason: Mapped[str] = mapped_column(Text, default="")
    head_attended: Mapped[bool | None]
    authorised_deputy: Mapped[str] = mapped_column(String(200), default="")
    minutes_text: Mapped[str | None] = mapped_column(Text)
    secretary_name: Mapped[str | None] = mapped_column(String(200))
    signed_on: Mapped[date | None]
    secretary_signed_at: Mapped[datetime | None]
    """The secretary signs first; taken back when the minutes change before the head has signed."""
    secretary_signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    places_visited: Mapped[str] = mapped_column(Text, default="")
    """Where a field survey went, a place a line."""
    source_name: Mapped[str] = mapped_column(String(300), default="")
    """Where an old record was read: portal, writer, address."""
    inferred: Mapped[list[Any]] = mapped_column(Json, default=list)
    old_record: Mapped[bool] = mapped_column(default=False)
    old_reason: Mapped[str] = mapped_column(Text, default="")
    old_source: Mapped[str] = mapped_column(Text, default="")
    waived_facts: Mapped[list[Any]] = mapped_column(Json, default=list)

    delegation: Mapped[Delegation] = relationship()
    agencies: Mapped[list[SessionAgency]] = relationship(
        back_populates="session", order_by="SessionAgency.id", cascade="all, delete-orphan"
    )
    programme: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="session", order_by="ProgrammeItem.position, ProgrammeItem.id", cascade="all, delete-orphan"
    )
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="session", order_by="Invitation.position, Invitation.id", cascade="all, delete-orphan"
    )
    attendance: Mapped[list[Attendance]] = relationship(
        back_populates="session", order_by="Attendance.position, Attendance.id", cascade="all, delete-orphan"
    )
    photographs: Mapped[list[Photograph]] = relationship(
        back_populates="session", order_by="Photograph.position, Photograph.id"
    )
    statements: Mapped[list[Statement]] = relationship(
        back_populates="session", order_by="Statement.position, Statement.id"
    )


class SessionAgency(Identified):
    __tablename__ = "session_agency"
    __table_args__ = (UniqueConstraint("session_id", "agency_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name_then: Mapped[str] = mapped_column(String(300))

    session: Mapped[WorkingSession] = relationship(back_populates="agencies")
    agency: Mapped[Agency] = relationship()


class ProgrammeItem(Identified):
    """One item of the working programme: from when, what, presented by whom (A4 of domain.md 2.1)."""

    __tablename__ = "programme_item"

    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    starts_at: Mapped[time | None]
    text: Mapped[str] = mapped_column(Text)
    presenter: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[WorkingSession] = relationship(back_populates="programme")


class Invitation(Identified):
    """A body or a person asked to come, and the answer: an agency answers itself, for others the office writes it down."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(f"reply IS NULL OR reply IN ({listed(REPLIES)})", name="reply"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    """The person; empty where a body as such is invited."""
    office: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(String(300), default="")
    sent_on: Mapped[date | None]
    reply: Mapped[str | None] = mapped_column(String(10))
    deputy_name: Mapped[str] = mapped_column(String(300), default="")
    deputy_office: Mapped[str] = mapped_column(String(300), default="")
    reply_note: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[WorkingSession] = relationship(back_populates="invitations")
    agency: Mapped[Agency | None] = relationship()


class Attendance(Identified):
    """Somebody who came: a person by name, or a group without names ("đại diện lãnh đạo các Sở, ngành")."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint(f"role IN ({listed(ATTENDEE_ROLES)})", name="role"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    is_group: Mapped[bool] = mapped_column(default=False)
    office: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(String(300), default="")
    role: Mapped[str] = mapped_column(String(12), default="attendee")
    in_place_of: Mapped[str] = mapped_column(String(200), default="")
    authorisation_number: Mapped[str] = mapped_column(String(80), default="")
    """The paper by which the head has somebody else report (Điều 7.3 Luật 87/2015/QH13)."""
    authorised_on: Mapped[date | None]
    present: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[WorkingSession] = relationship(back_populates="attendance")


class Photograph(Identified):
    """A photograph with its caption; an old source may give the caption alone."""

    __tablename__ = "photograph"

    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    caption: Mapped[str] = mapped_column(String(500))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[WorkingSession] = relationship(back_populates="photographs")


class Statement(Record):
    """What somebody said at a session. After the minutes are signed it stays; a correction is a new row."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("session_id", "code"),
        CheckConstraint(f"kind IN ({listed(STATEMENT_KINDS)})", name="kind"),
        Index("uq_statement_typed_key", "session_id", "typed_key", unique=True),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(16), info={"choices": STATEMENT_KINDS})
    speaker: Mapped[str] = mapped_column(String(300))
    speaker_office: Mapped[str] = mapped_column(String(300), default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    addressed_to: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    position: Mapped[int] = mapped_column(default=0)
    typed_key: Mapped[str | None] = mapped_column(String(120))
    """The key it was typed under: sent again, however late, it is the same statement."""

    session: Mapped[WorkingSession] = relationship(back_populates="statements")
    delegation: Mapped[Delegation] = relationship()
    agency: Mapped[Agency | None] = relationship()

    @property
    def agency_name(self) -> str | None:
        """The agency that the speaker spoke for, by the name it bore on that day."""
        return self.agency.name_on(self.session.held_on) if self.agency else None
