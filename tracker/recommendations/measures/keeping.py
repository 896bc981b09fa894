"""Who keeps the ladder: administrators correct names, order, what is required and the legal basis; with events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import true

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.audit import service as audit
from tracker.core.forms import BaseForm, Needed, OneLine, WholeNumber, YesNo
from tracker.core.i18n import _l
from tracker.deadlines.changes import require_keeper, write_changed
from tracker.recommendations.measures import ladder
from tracker.recommendations.models import LadderStep
from tracker.workflow import engine

NOWHERE = Place(council_id=0)
"""It holds for every council."""
FACTS = ("own_name", "required", "legal_basis", "verified")


class LadderStepForm(BaseForm):
    own_name = OneLine(_l("Tên gọi khác"), longest=200, description=_l("Để trống thì dùng tên của phần mềm."))
    position = WholeNumber(_l("Thứ tự"), [Needed()])
    required = YesNo(_l("Bắt buộc: bỏ qua bước này thì phải ghi lý do"))
    legal_basis = OneLine(_l("Căn cứ"), [Needed()], longest=300)
    verified = YesNo(_l("Đã kiểm tra theo văn bản gốc"))


def answers_of(step: LadderStep) -> dict[str, Any]:
    return {name: getattr(step, name) for name in (*FACTS, "position")}


def edit(step: LadderStep, answers: Mapping[str, Any], actor: Actor) -> None:
    """Correct a step; put on another place, the others move up or down, each with an event of its own."""
    require_keeper(actor)
    known = list(ladder.steps())
    earlier = {other.id: audit.snapshot(other) for other in known}
    for name in FACTS:
        if name in answers:
            setattr(step, name, answers[name] or ("" if name in ("own_name", "legal_basis") else False))
    known.remove(step)
    place = min(max(int(answers.get("position") or step.position), 1), len(known) + 1)
    known.insert(place - 1, step)
    for position, other in enumerate(known, start=1):
        other.position = position
        write_changed(other, earlier[other.id], actor)


NAMES = {
    "own_name": _l("Tên gọi khác"),
    "position": _l("Thứ tự"),
    "required": _l("Bắt buộc"),
    "legal_basis": _l("Căn cứ"),
    "verified": _l("Đã kiểm tra"),
}
KIND = engine.register(
    Kind(
        name="ladder_step",
        model=LadderStep,
        label=_l("Bước đôn đốc, xử lý"),
        plural="ladder-steps",
        visible=lambda _actor: true(),
        place=lambda _step: NOWHERE,
        title=ladder.name_of,
        names=lambda: NAMES,
    )
)
