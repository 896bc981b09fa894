"""People, the roles they hold, their sign-in sessions, links and tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.roles import GRANTABLE
from tracker.core import clock
from tracker.core.models import Identified, Json, Record, SortKey

GRANTABLE_LIST = ", ".join(f"'{role.value}'" for role in GRANTABLE)


class User(Identified):
    """An account. Example accounts are role accounts, never named people."""

    __tablename__ = "user_account"

    username: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[bytes] = mapped_column(SortKey)
    title: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(default=1)
    """Rises when rights or password change; sign-in sessions and tokens of an older epoch end."""
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    row_version: Mapped[int] = mapped_column()

    memberships: Mapped[list[Membership]] = relationship(back_populates="user", order_by="Membership.id")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None


class Membership(Identified):
    """One role of one person, somewhere, for a time."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(f"role IN ({GRANTABLE_LIST})", name="role"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="validity"),
        Index("ix_membership_place", "role", "council_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"), index=True)
    """By what naming they hold it, where they stand in for somebody else."""

    user: Mapped[User] = relationship(back_populates="memberships")


class StandIn(Record):
    """Somebody of an agency who has its leader's rights there from a day to a day, by a paper (F43, F83).

    The right itself is the membership that bears this number: it ends with its days, or earlier with its row.
    """

    __tablename__ = "stand_in"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="period"),
        CheckConstraint("user_id <> principal_id", name="another"),
        Index("ix_stand_in_agency", "agency_id", "to_on"),
    )

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    """The leader in whose place they act."""
    from_on: Mapped[date]
    to_on: Mapped[date]
    """The period of the paper; an early end is told by state and event."""
    reason: Mapped[str] = mapped_column(Text, default="")
    document_number: Mapped[str] = mapped_column(String(60), default="")
    document_date: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="named", server_default="named")
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined")
    principal: Mapped[User] = relationship(foreign_keys=[principal_id], lazy="joined")

    @property
    def code(self) -> str:
        return self.document_number

    @property
    def event_agency_id(self) -> int:
        return self.agency_id


class SignIn(Identified):
    """A server-side sign-in session; the cookie holds a random token, the row its SHA-256."""

    __tablename__ = "sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class SignInAttempt(Identified):
    """A failed sign-in, counted per account and per address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_attempt_name", "username", "at"), Index("ix_attempt_address", "address", "at"))

    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    username: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))


class SignInLink(Identified):
    """A single-use sign-in link made by the administrator."""

    __tablename__ = "sign_in_link"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Identified):
    """A bearer token: acts as its person, within its scopes ("read", "write")."""

    __tablename__ = "api_token"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class OnceKey(Identified):
    """What a form or an API call with this key has already done, so that a double submit acts once."""

    __tablename__ = "once_key"

    key: Mapped[str] = mapped_column(String(120), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    location: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[int] = mapped_column(default=303)
    body: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class Draft(Identified):
    """What somebody has typed into a form and not yet sent, by form address."""

    __tablename__ = "form_draft"
    __table_args__ = (Index("uq_form_draft_place", "user_id", "place", unique=True),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    place: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class HeldForm(Identified):
    """A form that arrived after its sign-in or its CSRF token had ended; given back, word for word, after signing in."""

    __tablename__ = "held_form"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]] = mapped_column(Json)
    file_names: Mapped[list[Any]] = mapped_column(Json)
    held_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
