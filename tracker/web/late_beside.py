"""Late tasks of co-operating agencies, beside a list that goes by the lead's deadline: how many, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.i18n import _, _n
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.queries.control_room import LATE_BESIDE, Asked, Room
from tracker.recommendations.queries.follow_up import COUNTED, Reach, Wanted
from tracker.web import paging
from tracker.web.kit import me


def of_table(wanted: Wanted) -> dict[str, Any] | None:
    """Beside the table of what is overdue by the lead's deadline, for the Council's side; an agency's table goes by its own.
    Who looks over the council's tasks is led to the room, as long as it can be narrowed to the same as the table."""
    if wanted.due != "overdue" or wanted.agency or not me().roles & set(COUNCIL_SIDE):
        return None
    plain = replace(wanted, delegation=None, sort="due", page=1, size=25, after="", status="")
    is_same = plain == Wanted(due="overdue") and wanted.status in ("", "open")
    if not (is_same and keeping.may_watch(me())):
        return in_table(replace(wanted, due="beside", page=1, after=""))
    asked = replace(LATE_BESIDE, delegation=wanted.delegation)
    return told(Room(me(), asked, Counting()).count(), asked)


def in_table(wanted: Wanted) -> dict[str, Any] | None:
    """The table's own rows with such tasks, under the same narrowing."""
    number = Reach(me(), wanted).count()
    if not number:
        return None
    words = _n("%(num)s kiến nghị có cơ quan phối hợp quá hạn", "%(num)s kiến nghị có cơ quan phối hợp quá hạn", number)
    if number > COUNTED:
        words = _("hơn %(num)s kiến nghị có cơ quan phối hợp quá hạn", num="1.000")
    return {"words": words, "url": paging.address(due=wanted.due, page=None, after=None)}


def of_rows(wanted: Wanted, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Whose tasks they are, by recommendation, where the table is asked for them by the lead."""
    return Reach(me(), wanted).beside_of(ids) if wanted.due == "beside" and ids else {}


def of_work(number: int, *, everything: bool) -> dict[str, Any] | None:
    """Beside what an officer has to urge: of what they follow, or of all."""
    return told(number, LATE_BESIDE if everything else replace(LATE_BESIDE, follower=str(me().id)))


def told(number: int, asked: Asked) -> dict[str, Any] | None:
    """The words, and the list under the conditions by which was counted; None where there are none."""
    if not number:
        return None
    scope = {name: value for name in asking.SCOPE if (value := getattr(asked, name))}
    return {
        "words": _n(
            "%(num)s nhiệm vụ của cơ quan phối hợp quá hạn", "%(num)s nhiệm vụ của cơ quan phối hợp quá hạn", number
        ),
        "url": url_for("control_room.tasks", what=asked.what, **scope),
    }
