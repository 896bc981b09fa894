"""The life of an outline's version: written, then frozen by the first sending."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.delegations import workflow as delegations
from tracker.outlines import queries
from tracker.outlines.models import Outline
from tracker.workflow import engine
from tracker.workflow.definition import Answers, Guard, State, Transition, Workflow

KEEPERS = (Role.OFFICE, Role.SECRETARY)
HAS_ITEM = Guard("outline_has_item", _l("Đề cương phải có ít nhất một mục."), lambda outline: bool(outline.items))


def freeze(outline: Outline, _answers: Answers, _actor: Actor) -> None:
    outline.frozen_at = clock.now()


OUTLINE = Workflow(
    name="outline",
    label=_l("Đề cương báo cáo"),
    source="domain.md 6.1, 6.4 SM2; Điều 62.2.a, 70.2, 80.2 Luật 87/2015/QH13",
    start="draft",
    create=KEEPERS,
    states=(
        State("draft", _l("Dự thảo"), icon="pencil", edit=KEEPERS),
        State("frozen", _l("Đã gửi, giữ nguyên"), tone="info", icon="send", shared=True, needs=("frozen_at",), final=True),
    ),
    transitions=(
        Transition(
            "freeze", _l("Giữ nguyên bản đã gửi"), ("draft",), "frozen", past=_l("đã gửi đề cương, giữ nguyên bản này"), auto=True,
            guards=(HAS_ITEM,), effect=freeze,
        ),
    ),
)

NAMES = {
    "title": _l("Tên đề cương"), "number": _l("Bản số"), "state": _l("Trạng thái"), "items": _l("Mục đề cương"), "code": _l("Mã"),
    "frozen_at": _l("Giữ nguyên từ"),
}


def place(outline: Outline) -> Any:
    return delegations.place(outline.delegation)


KIND = engine.register(
    Kind(
        name="outline", model=Outline, label=_l("Đề cương báo cáo"), plural="outlines", visible=queries.visible, place=place,
        title=lambda outline: outline.title, workflow=OUTLINE, names=lambda: NAMES,
    )
)
