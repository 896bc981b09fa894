"""The life of a handover from one term to the next (features F35, U14; domain.md 1.12, 6.1 CouncilTerm)."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.accounts.roles import Role
from tracker.core.i18n import _, _l
from tracker.terms import deciding, queries
from tracker.terms.models import HandoverItem, TermHandover
from tracker.workflow import engine
from tracker.workflow.asks import CLEAR_REASON, FILES, ISSUED_ON, NUMBER, SIGNER
from tracker.workflow.definition import Guard, State, Transition, Workflow

OFFICE, STANDING = Role.OFFICE, Role.STANDING


def some_of(*conditions: Any) -> str:
    """ "(KN-2026-003, KN-2026-007 và 4 kiến nghị khác)" """
    shown, many = queries.codes(*conditions), queries.count(*conditions)
    named = ", ".join(shown)
    if many > len(shown):
        named = _("%(codes)s và %(n)s kiến nghị khác", codes=named, n=many - len(shown))
    return f"({named})"


ALL_LISTED = Guard(
    "all_listed",
    _l("Có kiến nghị còn mở chưa vào danh sách. Văn phòng hãy cập nhật danh sách."),
    lambda handover: not queries.count(*queries.not_listed(handover)),
    detail=lambda handover: some_of(*queries.not_listed(handover)),
)
ALL_DECIDED = Guard(
    "all_decided",
    _l("Có kiến nghị còn mở chưa chọn cách xử lý."),
    lambda handover: not queries.count(*queries.undecided(handover)),
    detail=lambda handover: some_of(*queries.undecided(handover)),
)
SOME_LEFT = Guard(
    "some_left",
    _l("Danh sách đã đủ mọi kiến nghị còn mở."),
    lambda handover: bool(queries.count(*queries.not_listed(handover))),
    hides=True,
)

TERM_HANDOVER = Workflow(
    name="term_handover",
    label=_l("Bàn giao nhiệm kỳ"),
    source="features.md F35, U14; domain.md 1.12",
    start="draft",
    create=(OFFICE,),
    states=(
        State("draft", _l("Đang chuẩn bị"), icon="pencil", edit=(OFFICE,), waits_for=(OFFICE, STANDING), todo=_l("Chọn cách xử lý từng kiến nghị; Thường trực quyết định")),
        State("decided", _l("Đã quyết định"), tone="done", icon="check-lg", final=True, needs=("number", "issued_on", "decided_at")),
        State("withdrawn", _l("Đã hủy"), tone="plain", icon="x-lg", final=True),
    ),
    transitions=(
        Transition(
            "decide", _l("Quyết định bàn giao"), ("draft",), "decided", past=_l("đã quyết định bàn giao"), by=(STANDING,),
            asks=(NUMBER, ISSUED_ON, SIGNER, FILES), guards=(ALL_LISTED, ALL_DECIDED), effect=deciding.decide, then=deciding.carry_out, tell=(OFFICE,),
            hint=_l("Mọi kiến nghị được xử lý cùng lúc: chuyển khóa sau theo dõi, hoặc miễn thực hiện bằng chính văn bản này. Số liệu của báo cáo được giữ như hôm nay."),
        ),
        Transition(
            "update_list", _l("Cập nhật danh sách"), ("draft",), None, past=_l("đã cập nhật danh sách kiến nghị còn mở"), by=(OFFICE,), tone="secondary",
            guards=(SOME_LEFT,), effect=deciding.bring_up_to_date,
        ),
        Transition(
            "withdraw", _l("Hủy bàn giao"), ("draft",), "withdrawn", past=_l("đã hủy bàn giao"), by=(OFFICE, STANDING), tone="danger",
            asks=(CLEAR_REASON,), effect=deciding.withdraw, tell=(OFFICE,),
        ),
    ),
)
NAMES = {
    "code": _l("Mã"), "state": _l("Trạng thái"), "note": _l("Ghi chú"), "listed": _l("Số kiến nghị trong danh sách"), "number": _l("Số, ký hiệu"),
    "issued_on": _l("Ngày văn bản"), "signer": _l("Người ký"), "decided_at": _l("Lúc quyết định"), "decided_by_id": _l("Người quyết định"),
    "withdrawal_reason": _l("Lý do"),
}
ITEM_NAMES = {
    "decision": _l("Cách xử lý"), "reason": _l("Lý do miễn"), "note": _l("Ghi chú"), "followed_by_id": _l("Chuyên viên theo dõi ở khóa sau"),
}


def title(handover: TermHandover) -> str:
    return _("Bàn giao từ khóa %(first)s sang khóa %(last)s", first=handover.from_term.number, last=handover.to_term.number)


def item_place(item: HandoverItem) -> Place:
    return Place(council_id=item.council_id, delegation_id=item.delegation_id, body_id=item.delegation.body_id)


def is_prepared(handover: TermHandover) -> bool:
    """Is it still being prepared?"""
    return not engine.state_of(handover).final


def is_decided(handover: TermHandover) -> bool:
    return handover.decided_at is not None


KIND = engine.register(
    Kind(
        name="term_handover", model=TermHandover, label=_l("Bàn giao nhiệm kỳ"), plural="term-handovers", visible=queries.visible,
        place=lambda handover: Place(council_id=handover.council_id), title=title, workflow=TERM_HANDOVER, names=lambda: NAMES,
    )
)
ITEM_KIND = engine.register(
    Kind(
        name="handover_item", model=HandoverItem, label=_l("Mục bàn giao"), plural="handover-items", visible=queries.item_visible,
        place=item_place, title=lambda item: item.recommendation.text, thread=lambda item: ("term_handover", item.handover_id),
        names=lambda: ITEM_NAMES, shared=lambda _item: False,
    )
)
