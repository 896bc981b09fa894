"""Late tasks of co-operating agencies, beside a list that goes by the lead's deadline: how many, and the list of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import url_for

from tracker.core.i18n import _n
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.queries.control_room import LATE_BESIDE, Asked, Room
from tracker.recommendations.queries.follow_up import Wanted
from tracker.web.kit import me


def of_table(wanted: Wanted) -> dict[str, Any] | None:
    """Beside the table of what is overdue, as long as the room can be narrowed to the same as the table; for those who
    look over the council's tasks."""
    plain = replace(wanted, delegation=None, sort="due", page=1, size=25, after="", status="")
    if plain != Wanted(due="overdue") or wanted.status not in ("", "open") or not keeping.may_watch(me()):
        return None
    asked = replace(LATE_BESIDE, delegation=wanted.delegation)
    return told(Room(me(), asked, Counting()).count(), asked)


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
