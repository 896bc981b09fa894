"""The numbers a council looks over its tasks by: read by everybody who does, edited by the office, with events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from wtforms.validators import ValidationError

from tracker.accounts.access import Kind, within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden
from tracker.core.fields.base import says
from tracker.core.forms import BaseForm, Needed, WholeNumber
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.recommendations.control.models import FIRST, QUIET_DAYS, SECOND, THIRD, ControlSetting
from tracker.workflow import engine

WATCHERS = (Role.OFFICE, Role.STANDING, Role.LEADER)
"""Who looks over the tasks of a council (domain.md 6.2)."""
USUAL = {"quiet_days": QUIET_DAYS, "first_border": FIRST, "second_border": SECOND, "third_border": THIRD}
"""Until the office says otherwise."""
MOST_DAYS = 3650


@dataclass(frozen=True)
class Counting:
    """By which numbers is counted."""

    quiet_days: int = QUIET_DAYS
    first_border: int = FIRST
    second_border: int = SECOND
    third_border: int = THIRD

    @property
    def bands(self) -> list[tuple[int, int | None]]:
        """(first day late, last day late) of each band; the last has no end."""
        borders = (self.first_border, self.second_border, self.third_border)
        return [*zip((1, *(border + 1 for border in borders[:-1])), borders, strict=True), (borders[-1] + 1, None)]


def watched(actor: Actor) -> frozenset[int]:
    """The councils whose tasks this person looks over. Forbidden when there are none."""
    found = actor.councils_as(*WATCHERS)
    if not found:
        raise Forbidden
    return found


def may_watch(actor: Actor) -> bool:
    return bool(actor.roles & set(WATCHERS))


def counting(actor: Actor) -> Counting:
    setting = of_council(min(watched(actor)))
    return Counting(**answers_of(setting)) if setting is not None else Counting()


def of_council(council_id: int) -> ControlSetting | None:
    found: ControlSetting | None = db.session.scalar(select(ControlSetting).filter_by(council_id=council_id))
    return found


def kept(council_id: int, actor: Actor) -> ControlSetting:
    """The council's own numbers; the usual ones become its own when they are first edited."""
    require_keeper(council_id, actor)
    known = of_council(council_id)
    if known is not None:
        return known
    made = ControlSetting(council_id=council_id, created_by_id=actor.id, **USUAL)
    db.session.add(made)
    engine.created(made, actor, roles=(Role.OFFICE,))
    return made


def answers_of(setting: ControlSetting | None) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in USUAL} if setting is not None else dict(USUAL)


def edit(setting: ControlSetting, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(setting.council_id, actor)
    earlier = audit.snapshot(setting)
    for name in [name for name in USUAL if name in answers]:
        setattr(setting, name, answers[name])
    engine.edited(setting, actor, earlier)


def may_keep(actor: Actor) -> bool:
    return bool(actor.councils_as(Role.OFFICE))


def require_keeper(council_id: int, actor: Actor) -> None:
    if Role.OFFICE not in actor.roles_on(Place(council_id=council_id)):
        raise Forbidden


def within_range(_form: Any, field: Any) -> None:
    if field.data is not None and not 1 <= field.data <= MOST_DAYS:
        raise ValidationError(says(_l("Nhập số từ 1 đến %(most)s.", most=MOST_DAYS)))


class ControlSettingForm(BaseForm):
    quiet_days = WholeNumber(
        _l("Coi là không ai động đến sau (ngày)"),
        [Needed(), within_range],
        description=_l("Không có diễn biến nào trên nhiệm vụ hoặc kiến nghị trong số ngày này, tính theo lịch."),
    )
    first_border = WholeNumber(_l("Nhóm quá hạn thứ nhất: đến (ngày)"), [Needed(), within_range])
    second_border = WholeNumber(_l("Nhóm quá hạn thứ hai: đến (ngày)"), [Needed(), within_range])
    third_border = WholeNumber(
        _l("Nhóm quá hạn thứ ba: đến (ngày)"),
        [Needed(), within_range],
        description=_l("Nhóm thứ tư là tất cả những gì lâu hơn."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators=extra_validators)
        return self.in_order() and fine

    def in_order(self) -> bool:
        """Each border lies behind the one before it."""
        for earlier, later in ((self.first_border, self.second_border), (self.second_border, self.third_border)):
            if earlier.data and later.data and not earlier.errors and not later.errors and later.data <= earlier.data:
                later.errors = [*later.errors, says(_l("Phải lớn hơn số ngày của nhóm trước."))]
                return False
        return True


def visible(actor: Actor) -> ColumnElement[bool]:
    return within(ControlSetting.council_id, actor.councils_as(*WATCHERS))


NAMES = {
    "quiet_days": _l("Coi là không ai động đến sau (ngày)"),
    "first_border": _l("Nhóm quá hạn thứ nhất: đến (ngày)"),
    "second_border": _l("Nhóm quá hạn thứ hai: đến (ngày)"),
    "third_border": _l("Nhóm quá hạn thứ ba: đến (ngày)"),
}
KIND = engine.register(
    Kind(
        name="control_setting",
        model=ControlSetting,
        label=_l("Cách đếm của bảng điều hành"),
        plural="control-settings",
        visible=visible,
        place=lambda setting: Place(council_id=setting.council_id),
        title=lambda _setting: _("Cách đếm của bảng điều hành"),
        names=lambda: NAMES,
    )
)
