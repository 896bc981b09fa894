"""Who may head a delegation, as data: by owner and ruleset, with the legal basis, checked or not (domain.md 1.5, 8.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, false, select, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.forms import BaseForm, Lines, Needed, OneLine, Versioned, YesNo
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json
from tracker.delegations.models import OWNER_KINDS, RULESETS
from tracker.extensions import db
from tracker.organizations.models import listed
from tracker.workflow import engine

NOWHERE = Place(council_id=0)
"""A rule belongs to no council."""


class HeadRule(Identified):
    """Offices that may head the delegations of one owner under one ruleset; `offices` are words as people write them."""

    __tablename__ = "head_rule"
    __table_args__ = (
        UniqueConstraint("owner_kind", "ruleset"),
        CheckConstraint(f"owner_kind IN ({listed(OWNER_KINDS)})", name="owner_kind"),
        CheckConstraint(f"ruleset IN ({listed(RULESETS)})", name="ruleset"),
    )

    owner_kind: Mapped[str] = mapped_column(String(20), info={"choices": OWNER_KINDS})
    ruleset: Mapped[str] = mapped_column(String(10), info={"choices": RULESETS})
    offices: Mapped[list[Any]] = mapped_column(Json, default=list)
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    verified: Mapped[bool] = mapped_column(default=False)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}


class HeadRuleForm(Versioned, BaseForm):
    offices = Lines(
        _l("Chức vụ được làm Trưởng đoàn"),
        [Needed()],
        longest=2000,
        description=_l(
            "Mỗi dòng một chức vụ, ví dụ: Phó Chủ tịch HĐND. Có dấu hay không dấu, viết tắt hay không đều được."
        ),
    )
    legal_basis = OneLine(_l("Căn cứ"), [Needed()], longest=300, description=_l("Ví dụ: Điều 62 Luật 87/2015/QH13"))
    verified = YesNo(_l("Đã kiểm tra theo văn bản gốc"))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The table is kept by the administrator; what it says is shown to everybody where a head is named."""
    return true() if actor.is_admin else false()


def listing() -> Sequence[HeadRule]:
    """Every rule, the newest ruleset first, in the order of the owners."""
    rules = db.session.scalars(select(HeadRule).order_by(HeadRule.ruleset.desc(), HeadRule.id)).all()
    order = list(OWNER_KINDS)
    return sorted(rules, key=lambda rule: (rule.ruleset != max(RULESETS), order.index(rule.owner_kind)))


def of(owner_kind: str, ruleset: str) -> HeadRule | None:
    """The rule for this owner under this ruleset; None when nobody has entered one."""
    found: HeadRule | None = db.session.scalar(
        select(HeadRule).where(HeadRule.owner_kind == owner_kind, HeadRule.ruleset == ruleset)
    )
    return found


def require_keeper(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden


def edit(rule: HeadRule, answers: Mapping[str, Any], actor: Actor) -> None:
    """Correct offices, legal basis, checked or not; with an event."""
    require_keeper(actor)
    earlier = audit.snapshot(rule)
    for name in ("offices", "legal_basis", "verified"):
        setattr(rule, name, answers[name])
    before, after = audit.difference(earlier, rule)
    if after:
        engine.touch(rule, actor)
        db.session.flush()
        audit.record(rule, "edited", actor, role=Role.ADMIN, before=before, after=after, audience="council")


NAMES = {
    "offices": _l("Chức vụ được làm Trưởng đoàn"),
    "legal_basis": _l("Căn cứ"),
    "verified": _l("Đã kiểm tra"),
}

KIND = engine.register(
    Kind(
        name="head_rule",
        model=HeadRule,
        label=_l("Quy định về Trưởng đoàn"),
        plural="head-rules",
        visible=visible,
        place=lambda _rule: NOWHERE,
        title=lambda rule: str(OWNER_KINDS[rule.owner_kind]),
        names=lambda: NAMES,
    )
)
