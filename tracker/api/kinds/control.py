"""/control-settings and /saved-views; and what /assignments and /updates may be narrowed to as the control room is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import Filter, Wrong, by_choice, one_of
from tracker.api.kinds.common import order_by, people_in, person
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, label, looked_up
from tracker.core.errors import Impossible
from tracker.core.i18n import _, _l
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.control.keeping import ControlSettingForm
from tracker.recommendations.control.models import ControlSetting
from tracker.recommendations.filters import NotUnderstood
from tracker.recommendations.models import Update
from tracker.recommendations.queries.control_room import SORTS, Asked, Room
from tracker.recommendations.queries.waiting import Queue, U
from tracker.views import queries, service
from tracker.views.forms import FilterViewForm, WholeViewForm
from tracker.views.models import PLACES, SavedView


def understood(reader: Callable[[str], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """A reader of the pages' addresses, refusing as the API does."""

    def read(raw: str) -> dict[str, Any]:
        try:
            return reader(raw)
        except NotUnderstood as error:
            raise Wrong(_("Không hiểu giá trị này. Hãy xem /api/docs.")) from error

    return read


def looked_over(facts: dict[str, Any], actor: Actor) -> ColumnElement[bool]:
    """Open tasks of this sort, of the councils that the caller looks over. Forbidden to those who look over none."""
    room = Room(actor, Asked(**facts), keeping.counting(actor))
    return and_(*room.base, *room.conditions(room.asked.what))


TEXT = {"type": "string"}
WATCHED = (
    Filter(
        "what",
        understood(asking.what),
        looked_over,
        {"enum": list(SORTS)},
        _l("Nhóm nhiệm vụ đang mở của bảng điều hành"),
    ),
    Filter("field", understood(asking.SCOPE["field"]), looked_over, TEXT, _l("Lĩnh vực của chuyên đề; - là không ghi")),
    Filter("follower", understood(asking.follower), looked_over, TEXT, _l("Số của chuyên viên theo dõi; - là chưa có")),
    Filter("person", understood(asking.SCOPE["person"]), looked_over, TEXT, _l("Người phụ trách; - là chưa có")),
)
"""Further filters of /assignments: open tasks alone, as the control room counts them."""


def in_queue(wanted: str, actor: Actor) -> ColumnElement[bool]:
    """Reports that wait for a verdict of the caller."""
    waiting = Update.id.in_(Queue(actor, Asked()).query(U.id))
    return waiting if wanted == "true" else ~waiting


WAITING = Filter(
    "waiting", one_of(("true", "false")), in_queue, {"enum": ["true", "false"]}, _l("Chờ chính người gọi xác nhận")
)


def require_keeper(case: Case) -> None:
    keeping.require_keeper(case.record.council_id, case.actor)


def require_first(case: Case) -> None:
    """A council has one row of numbers of its own; the usual ones hold while it has none."""
    council_id = min(keeping.watched(case.actor))
    keeping.require_keeper(council_id, case.actor)
    if keeping.of_council(council_id) is not None:
        raise Impossible(_("Hội đồng đã có cách đếm riêng. Hãy sửa cách đếm đó."))


def begun(actor: Actor, answers: dict[str, Any]) -> ControlSetting:
    """The council's own numbers, where it has counted by the usual ones."""
    setting = keeping.kept(min(keeping.watched(actor)), actor)
    keeping.edit(setting, answers, actor)
    return setting


SETTINGS = resources.add(
    Resource(
        kind="control_setting",
        shows=columns(ControlSetting, "council_id quiet_days first_border second_border third_border"),
        create=Writing(
            ControlSettingForm,
            lambda case, answers: begun(case.actor, answers),
            require=require_first,
        ),
        edit=Writing(
            ControlSettingForm,
            lambda case, answers: keeping.edit(case.record, answers, case.actor),
            initial=lambda case: keeping.answers_of(case.record),
            require=require_keeper,
        ),
        threads=False,
        code=lambda _setting: "",
    )
)


def problems(views: Sequence[SavedView], actor: Actor) -> dict[int, list[str]]:
    known = queries.known(views, actor)
    return {view.id: queries.problems(view, known) for view in views}


def defaults(views: Sequence[SavedView], actor: Actor) -> dict[int, bool]:
    return dict.fromkeys(queries.chosen([view.id for view in views], actor), True)


def require_council(case: Case) -> None:
    service.council_of(case.actor)


VIEWS = resources.add(
    Resource(
        kind="saved_view",
        shows=(
            *columns(SavedView, "council_id place"),
            label("place_label", PLACES, "place"),
            *columns(SavedView, "name query shared"),
            person("owner", "created_by_id"),
            looked_up("is_default", "boolean", defaults, otherwise=False),
            looked_up("problems", "texts", problems),
        ),
        create=Writing(
            WholeViewForm,
            lambda case, answers: service.create(answers, case.actor),
            require=require_council,
        ),
        edit=Writing(
            FilterViewForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            initial=lambda case: {name: getattr(case.record, name) for name in ("name", "query", "shared")},
            require=lambda case: service.require_keeper(case.record, case.actor),
        ),
        remove=lambda case, reason: service.remove(case.record, case.actor, reason),
        require_remove=lambda case: service.require_keeper(case.record, case.actor),
        beside=people_in("created_by_id"),
        filters=(by_choice("place", SavedView.place, PLACES),),
        sorts=(("name", order_by(SavedView, "name")),),
        threads=False,
        code=lambda _view: "",
    )
)
