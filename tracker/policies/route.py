"""Which steps a kind of resolution passes before the vote, and which once more when its draft was sent back: data per
ruleset, kept by administrators (domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.access import Kind
from tracker.accounts.actor import NO_COUNCIL, Actor, Place
from tracker.audit import service as audit
from tracker.calendar.models import Kept
from tracker.core.forms import BaseForm, Needed, OneLine, YesNo
from tracker.core.i18n import _l
from tracker.deadlines.changes import require_keeper, write_changed
from tracker.extensions import db
from tracker.organizations.models import listed
from tracker.policies.models import PROCEDURES, RULESETS, Policy
from tracker.workflow import engine

ALWAYS_FIRST, ALWAYS_LAST = "drafting", "tabled"
BEFORE_DRAFTING, VOTED_DOWN = "registered", "not_passed"
BETWEEN = {
    "consultation": _l("Lấy ý kiến"),
    "appraisal": _l("Sở Tư pháp thẩm định"),
    "submitted_to_people_committee": _l("Trình UBND"),
    "committee_review": _l("Ban HĐND thẩm tra"),
}
"""The steps between draft and session that a kind of resolution may leave out, in their order."""
FACTS = ("passes", "again", "legal_basis", "verified")


class RouteStep(Kept):
    """Does this kind of resolution pass this step, under this law?"""

    __tablename__ = "policy_route_step"
    __table_args__ = (
        UniqueConstraint("ruleset", "procedure", "step"),
        CheckConstraint(f"ruleset IN ({listed(RULESETS)})", name="ruleset"),
        CheckConstraint(f"procedure IN ({listed(PROCEDURES)})", name="procedure"),
        CheckConstraint(f"step IN ({listed(BETWEEN)})", name="step"),
    )

    ruleset: Mapped[str] = mapped_column(String(10), info={"choices": RULESETS})
    procedure: Mapped[str] = mapped_column(String(24), info={"choices": PROCEDURES})
    step: Mapped[str] = mapped_column(String(32), info={"choices": BETWEEN})
    passes: Mapped[bool] = mapped_column(default=True)
    again: Mapped[bool] = mapped_column(default=True)
    """Also once it has been passed and the draft was sent back to be mended, before any vote."""
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    verified: Mapped[bool] = mapped_column(default=False)

    @property
    def code(self) -> str:
        return f"{self.ruleset} {self.procedure} {self.step}"


class RouteStepForm(BaseForm):
    passes = YesNo(_l("Loại nghị quyết này qua bước này"))
    again = YesNo(
        _l("Qua lại bước này khi dự thảo bị trả về soạn thảo"),
        description=_l(
            "Khi thẩm định, thẩm tra cho là chưa đủ điều kiện. Soạn thảo lại sau biểu quyết thì qua lại mọi bước."
        ),
    )
    legal_basis = OneLine(_l("Căn cứ"), [Needed()], longest=300)
    verified = YesNo(_l("Đã đối chiếu với văn bản gốc"))


def steps() -> Sequence[RouteStep]:
    """By law, kind and order of the steps."""
    known = db.session.scalars(select(RouteStep).order_by(RouteStep.id)).all()
    order = [*RULESETS], [*PROCEDURES], [*BETWEEN]
    return sorted(known, key=lambda row: [o.index(w) for o, w in zip(order, words_of(row), strict=True)])


def words_of(row: RouteStep) -> tuple[str, str, str]:
    return row.ruleset, row.procedure, row.step


def of(policy: Policy) -> list[str]:
    """The steps of this policy from draft to session, as the rules say now; asked of the database once a request."""
    passed = kept(policy)
    return [ALWAYS_FIRST, *(step for step in BETWEEN if step in passed), ALWAYS_LAST]


def kept(policy: Policy) -> dict[str, bool]:
    """The steps between that are passed, each with whether it is passed again by a draft that was sent back."""
    known = db.session().info.setdefault("tracker.policies.route", {})
    key = (policy.ruleset, policy.procedure)
    if key not in known:
        query = select(RouteStep.step, RouteStep.again).where(
            RouteStep.ruleset == policy.ruleset, RouteStep.procedure == policy.procedure, RouteStep.passes
        )
        known[key] = {row.step: row.again for row in db.session.execute(query)}
    found: dict[str, bool] = known[key]
    return found


def passed_for_good(policy: Policy) -> set[str]:
    """Steps that a draft which was sent back has behind it and need not pass again; a new round begins after a vote."""
    rows = policy.steps
    begun = max((n for n, row in enumerate(rows) if row.name in (BEFORE_DRAFTING, VOTED_DOWN)), default=0)
    once = {step for step, again in kept(policy).items() if not again}
    return {row.name for row in rows[begun:] if row.done_on is not None} & once


def forget() -> None:
    db.session().info.pop("tracker.policies.route", None)


def following(policy: Policy) -> str:
    """The step that comes next for it before the vote; "" outside of this part of its life.

    Where the rules have dropped the step that it stands at, it goes on to the next one that they have.
    """
    order = [ALWAYS_FIRST, *BETWEEN, ALWAYS_LAST]
    if policy.state not in order[:-1]:
        return ""
    onward = order[order.index(policy.state) + 1 :]
    behind = passed_for_good(policy)
    return next(step for step in of(policy) if step in onward and step not in behind)


def answers_of(row: RouteStep) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FACTS}


def edit(row: RouteStep, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(actor)
    earlier = audit.snapshot(row)
    for name in FACTS:
        if name in answers:
            setattr(row, name, answers[name] or ("" if name == "legal_basis" else False))
    write_changed(row, earlier, actor)
    forget()


NAMES = {
    "ruleset": _l("Bộ quy định"),
    "procedure": _l("Trình tự"),
    "step": _l("Bước"),
    "passes": _l("Qua bước này"),
    "again": _l("Qua lại khi bị trả về"),
    "legal_basis": _l("Căn cứ"),
    "verified": _l("Đã đối chiếu"),
}


def title(row: RouteStep) -> str:
    return f"{PROCEDURES[row.procedure]}: {BETWEEN[row.step]}"


KIND = engine.register(
    Kind(
        name="policy_route_step",
        model=RouteStep,
        label=_l("Bước của trình tự ban hành nghị quyết"),
        plural="policy-route-steps",
        visible=lambda _actor: true(),
        place=lambda _row: Place(council_id=NO_COUNCIL),
        title=title,
        names=lambda: NAMES,
    )
)
