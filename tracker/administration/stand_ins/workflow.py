"""The life of a naming: somebody stands in from a day to a day; whether they do today is computed, an early end is a step."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import StandIn
from tracker.accounts.roles import Role
from tracker.administration.stand_ins import queries, rights
from tracker.core import clock
from tracker.core.i18n import _, _l
from tracker.workflow import engine
from tracker.workflow.asks import REASON
from tracker.workflow.definition import Answers, Bar, Guard, State, Transition, Workflow

NOT_OVER = Guard("not_over", _l("Thời gian thay mặt đã hết."), lambda naming: naming.to_on >= clock.today(), hides=True)


def is_anothers(naming: StandIn, actor: Actor) -> bool:
    """Whoever stands in gives back what they hold, and takes nothing from others."""
    at = place(naming)
    return actor.stand_in_at(at) is not None and naming.user_id != actor.id


OF_ANOTHER = Bar("of_another", _l("Người đang thay mặt không kết thúc việc thay mặt của người khác."), is_anothers)


def end(naming: StandIn, _answers: Answers, _actor: Actor) -> None:
    naming.ended_at = clock.now()
    rights.take(naming)


STAND_IN = Workflow(
    name="stand_in",
    label=_l("Việc thay mặt lãnh đạo cơ quan"),
    source="features.md F43, F83; Law 87/2015/QH13 article 7.3",
    start="named",
    create=(Role.AGENCY_LEADER, Role.OFFICE, Role.ADMIN),
    states=(
        State("named", _l("Đã cử"), tone="info", icon="check-lg", shared=True),
        State("ended", _l("Kết thúc sớm"), tone="plain", icon="x-lg", shared=True, final=True, needs=("ended_at",)),
    ),
    transitions=(
        Transition(
            "end",
            _l("Kết thúc thay mặt"),
            ("named",),
            "ended",
            past=_l("đã kết thúc việc thay mặt"),
            by=(Role.AGENCY_LEADER, Role.OFFICE),
            asks=(REASON,),
            guards=(NOT_OVER,),
            bars=(OF_ANOTHER,),
            effect=end,
            tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
            tone="secondary",
        ),
        Transition(
            "lapse",
            _l("Hết thay mặt do thôi vai trò"),
            ("named",),
            "ended",
            past=_l("đã hết việc thay mặt do thôi vai trò"),
            auto=True,
            effect=end,
            tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
    ),
)



def is_ended(naming: StandIn) -> bool:
    """Was it ended before its days were over, or before they came?"""
    return naming.state == "ended"


NAMES: dict[str, Any] = {
    "user": _l("Người thay mặt"),
    "principal": _l("Thay mặt"),
    "from_on": _l("Từ ngày"),
    "to_on": _l("Đến hết ngày"),
    "reason": _l("Lý do"),
    "document_number": _l("Số văn bản ủy quyền"),
    "document_date": _l("Ngày văn bản"),
    "state": _l("Trạng thái"),
    "ended_at": _l("Kết thúc lúc"),
    "files": _l("Tệp"),
}


def place(naming: StandIn) -> Place:
    return Place(council_id=naming.council_id, agency_ids=frozenset({naming.agency_id}))


def title(naming: StandIn) -> str:
    return _("%(who)s thay mặt %(leader)s", who=naming.user.full_name, leader=naming.principal.full_name)


KIND = engine.register(
    Kind(
        name="stand_in",
        model=StandIn,
        label=_l("Việc thay mặt lãnh đạo cơ quan"),
        plural="stand-ins",
        visible=queries.visible,
        place=place,
        title=title,
        workflow=STAND_IN,
        names=lambda: NAMES,
    )
)
