"""The control room: how the open tasks of the council stand, by whom; every number opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import people
from tracker.core import clock
from tracker.core.i18n import _, _l, _n
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.policies import queries as policies
from tracker.policies.days import OVERDUE
from tracker.policies.forms import DUES
from tracker.recommendations import deadlines, together
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.control.keeping import ControlSettingForm, Counting
from tracker.recommendations.effects import waits_in_time
from tracker.recommendations.forms import RoomFilter, TasksFilter
from tracker.recommendations.queries import control_room, reading
from tracker.recommendations.queries.control_room import BANDS, COLUMNS, LACKS_PANEL, NOBODY, Asked, Room
from tracker.recommendations.workflow import TIMELESS, awaits_verdict
from tracker.web import filtering, follow_up, kit, paging, saved_views, ticking, ways
from tracker.web.kit import me

pages = Blueprint("control_room", __name__, url_prefix="/dashboard")
DIMENSIONS = {
    "agency": _l("Cơ quan"),
    "field": _l("Lĩnh vực"),
    "delegation": _l("Đoàn giám sát"),
    "follower": _l("Chuyên viên theo dõi"),
    "person": _l("Người phụ trách của cơ quan"),
}
ACTIONS = {
    "follow": _l("Đổi chuyên viên theo dõi"),
    "urge": _l("Đôn đốc, xử lý"),
    "note": _l("Ghi chú vào hồ sơ"),
    "ask_progress": _l("Yêu cầu báo cáo tiến độ"),
}
SORT_WORDS = {
    "due": _l("hạn"),
    "sent": _l("ngày gửi báo cáo"),
    "touched": _l("diễn biến cuối"),
    "code": _l("mã"),
    "agency": _l("cơ quan"),
}
FILTERS = {
    "what": _l("nhóm"),
    "agency": _l("cơ quan"),
    "field": _l("lĩnh vực"),
    "delegation": _l("đoàn"),
    "follower": _l("chuyên viên theo dõi"),
    "person": _l("người phụ trách"),
    "role": _l("phần việc"),
    "sort": _l("cách xếp"),
    "size": _l("số dòng"),
    "page": _l("trang"),
}


@pages.route("")
def index() -> Response:
    """Four queries for all numbers, whatever they are."""
    counting = keeping.counting(me())
    asked, strange = asking.read(request.args)
    saved = saved_views.bar("room")
    if saved.leads_to:
        return redirect(saved.leads_to, 303)
    room, by, words = Room(me(), asked, counting), dimension(), Words(counting)
    state = room.state()
    filter = filter_of(RoomFilter, asked)
    return kit.show(
        "control_room/index.html",
        saved=saved,
        filter=filter,
        chips=filtering.chips(filter),
        strange=said(strange),
        panels=[*panels(room, words, state), *policy_panel(asked)],
        by=by,
        dimensions=[
            {"name": name, "label": label, "url": paging.address(by=name)} for name, label in DIMENSIONS.items()
        ],
        **breakdown(room, by, words, state),
        may_keep=keeping.may_keep(me()),
        counting=counting,
        address=paging.address,
    )


def dimension() -> str:
    asked = request.args.get("by", "")
    return asked if asked in DIMENSIONS else next(iter(DIMENSIONS))


def said(strange: Sequence[str]) -> list[str]:
    return [str(FILTERS[name]) for name in strange]


class Words:
    """The sorts of task by name, with the days of the council's own bands."""

    def __init__(self, counting: Counting) -> None:
        self.bands = dict(zip(BANDS, counting.bands, strict=True))
        self.quiet_days = counting.quiet_days

    def of(self, what: str) -> str:
        if what in self.bands:
            return _("Quá hạn %(days)s", days=self.days(what))
        if what == "untouched":
            return _n("Không ai động đến từ %(num)s ngày", "Không ai động đến từ %(num)s ngày", self.quiet_days)
        return str(asking.WHAT[what])

    def days(self, band: str) -> str:
        """ "31–90 ngày", "trên 180 ngày" """
        first, last = self.bands[band]
        if last is None:
            return _n("trên %(num)s ngày", "trên %(num)s ngày", first - 1)
        return _n("%(first)s–%(num)s ngày", "%(first)s–%(num)s ngày", last, first=first)


def tasks_url(what: str, asked: Asked, **more: Any) -> str:
    """The list behind a number."""
    return url_for("control_room.tasks", **{"what": what, **scope(asked), **more})


def scope(asked: Asked) -> dict[str, Any]:
    """What the room is narrowed to, as addresses write it."""
    return {name: value for name in asking.SCOPE if (value := getattr(asked, name))}


def panels(room: Room, words: Words, state: Any) -> list[dict[str, Any]]:
    """The numbers in their groups, each with its list."""
    lacks, untouched = room.lacks(), room.untouched()

    def number(what: str, many: int, label: str = "", *, tone: str = "", note: str = "") -> dict[str, Any]:
        url = tasks_url(what, room.asked)
        return {"label": label or words.of(what), "number": many, "url": url, "tone": tone, "note": note}

    late = [number(band, getattr(state, band), words.days(band)) for band in BANDS]
    oldest = waited(state.oldest) if state.waiting else ""
    return [
        {
            "title": _("Quá hạn"),
            "numbers": [
                number("overdue", state.overdue, _("Tất cả quá hạn"), tone="danger"),
                *late,
                number("missed", state.missed),
            ],
        },
        {
            "title": _("Cần để mắt"),
            "numbers": [
                number("soon", state.soon),
                number("untouched", untouched),
                number("waiting", state.waiting, note=oldest),
                number("open", state.open, _("Tất cả đang mở")),
            ],
        },
        {"title": _("Còn thiếu"), "numbers": [number(what, getattr(lacks, what)) for what in LACKS_PANEL]},
    ]


BY_TASK = ("field", "follower", "person", "role")
"""What only tasks are narrowed by."""


def policy_panel(asked: Asked) -> list[dict[str, Any]]:
    """The resolutions in preparation whose day has passed or is near, of the same agency and delegation; where the room is
    narrowed to something that only tasks have, none."""
    if any(getattr(asked, name) for name in BY_TASK):
        return []
    scope: dict[str, Any] = {"agency": asked.agency, "delegation": asked.delegation}
    found = policies.grouped(me(), policies.Wanted(**scope))
    numbers = [
        {
            "label": label,
            "number": len(found[due]),
            "url": url_for("policies.index", due=due, **scope),
            "tone": "danger" if due == OVERDUE else "",
            "note": "",
        }
        for due, label in DUES.items()
    ]
    return [{"title": _("Nghị quyết đang chuẩn bị"), "numbers": numbers}]


def waited(since: Any) -> str:
    days = (clock.today() - since).days
    return _n("báo cáo cũ nhất chờ %(num)s ngày", "báo cáo cũ nhất chờ %(num)s ngày", days)


# --- by agency, field, delegation, follower, person -------------------------------------------------------------------


def breakdown(room: Room, by: str, words: Words, state: Any) -> dict[str, Any]:
    """A page of groups; what they come to together is the state of the room."""
    found = room.breakdown(by)
    page = paging.page(found, found[0].groups if found else 0)
    columns = [{"name": name, "label": heading(name, words)} for name in COLUMNS]
    return {
        "columns": columns,
        "rows": [group(row, by, room.asked) for row in page.rows],
        "totals": numbers(state, room.asked),
        "page": page,
    }


def heading(what: str, words: Words) -> str:
    if what in words.bands:
        return words.days(what)
    return {"soon": _("Sắp đến hạn"), "open": _("Đang mở")}.get(what) or words.of(what)


def group(row: Any, by: str, asked: Asked) -> dict[str, Any]:
    key = key_of(row, by)
    return {
        "label": row.label or nameless(by),
        "more": row.more,
        "url": tasks_url("open", asked, **key),
        "numbers": numbers(row, asked, **key),
    }


def key_of(row: Any, by: str) -> dict[str, Any]:
    """What narrows the list to this group."""
    if by == "person":
        return {"agency": row.key, "person": row.label or NOBODY}
    return {by: row.key or NOBODY}


def nameless(by: str) -> str:
    return {
        "field": _("Không ghi lĩnh vực"),
        "follower": _("Chưa có chuyên viên theo dõi"),
        "person": _("Chưa phân công"),
    }.get(by, "–")


def numbers(row: Any, asked: Asked, **key: Any) -> list[dict[str, Any]]:
    return [{"number": getattr(row, name), "url": tasks_url(name, asked, **key)} for name in COLUMNS]


# --- the list behind a number -----------------------------------------------------------------------------------------


@pages.route("/tasks")
def tasks() -> Response:
    counting = keeping.counting(me())
    asked, strange = asking.read(request.args)
    saved = saved_views.bar("tasks")
    if saved.leads_to:
        return redirect(saved.leads_to, 303)
    room, words = Room(me(), asked, counting), Words(counting)
    ids, total = room.ids(), room.count()
    page = paging.page(control_room.rows(ids), total)
    filter = filter_of(TasksFilter, asked, words)
    return kit.show(
        "control_room/tasks.html",
        saved=saved,
        filter=filter,
        what=asked.what,
        heading=words.of(asked.what),
        chips=filtering.chips(field for field in filter if field.short_name != "what"),
        strange=said(strange),
        page=page,
        rows=[row(found) for found in page.rows],
        ways=ways.written((found.code, found.due_on) for found in page.rows),
        count=counted(total, asked),
        sort=asked.sort or asked.order,
        address=address,
        actions=[(name, ACTIONS[name]) for name in together.offered(me())],
        most=together.MOST,
        ticked=ticking.sent(),
        kept=[(name, value) for name, value in scope(asked).items()] + [("what", asked.what)],
        back=url_for(".index"),
    )


def address(**changes: Any) -> str:
    return paging.address(**{"chosen": None, **changes})


def counted(total: int, asked: Asked) -> str:
    many = _n("%(num)s nhiệm vụ", "%(num)s nhiệm vụ", total)
    return _("%(many)s, xếp theo %(order)s", many=many, order=SORT_WORDS[asked.order])


def row(found: Any) -> dict[str, Any]:
    """One task in words."""
    text: str = found.text
    due = deadlines.deadline(found.due_on, found.due_ends_on)
    return {
        "id": found.id,
        "code": found.code,
        "text": text if len(text) <= follow_up.LONGEST_TEXT else text[: follow_up.LONGEST_TEXT].rstrip() + "…",
        "url": url_for("recommendations.show", id=found.recommendation_id),
        "agency": found.taken_over_by or found.agency_name,
        "is_support": found.role == "support",
        "due": due,
        "days_left": due.days_left if due and is_timed(found) else None,
        "found": found,
        "state": kit.state_tag("assignment", found.state),
        "follower": found.follower or "",
        "person": found.person_in_charge,
        "touched_at": found.touched_at,
        "sent_on": found.sent_on if awaits_verdict(found) else None,
    }


def is_timed(found: Any) -> bool:
    """Do days count on? Not on a roadmap of several years, nor while a report that was sent in time waits."""
    due_ends_on = found.due_ends_on or clock.today()
    return found.state not in TIMELESS and not waits_in_time(found.state, found.sent_on, due_ends_on)


# --- what it is narrowed to -------------------------------------------------------------------------------------------


def filter_of(kind: type[RoomFilter], asked: Asked, words: Words | None = None) -> Any:
    """The filter line; what is chosen is always among its choices, also an agency that has ended."""
    form: Any = kind(request.args)
    form.agency.choices = with_chosen(filtering.agencies(), asked.agency, agency_name)
    form.field.choices = [*((name, name) for name in control_room.fields(me())), (NOBODY, nameless("field"))]
    form.delegation.choices = follow_up.delegations(asked.delegation)
    officers = [(str(id), name) for id, name in reading.officers(kit.sole_council())]
    form.follower.choices = [*with_chosen(officers, asked.follower, person_name), (NOBODY, nameless("follower"))]
    if words is not None:
        form.what.choices = [(name, words.of(name)) for name in control_room.SORTS]
    return form


def with_chosen(choices: list[tuple[str, str]], chosen: Any, name_of: Any) -> list[tuple[str, str]]:
    if not chosen or chosen == NOBODY or str(chosen) in dict(choices):
        return choices
    return [*choices, (str(chosen), name_of(int(chosen)))]


def agency_name(id: int) -> str:
    agency = db.session.get(Agency, id)
    return agency.name if agency is not None and agency.council_id in me().council_ids else str(id)


def person_name(id: int) -> str:
    """Of somebody who has, or had, a part in the reader's council."""
    user = people.get(id)
    known = user is not None and any(held.council_id in me().council_ids for held in user.memberships)
    return user.full_name if user is not None and known else str(id)


# --- by which numbers -------------------------------------------------------------------------------------------------


@pages.route("/settings", methods=["GET", "POST"])
def settings() -> Response:
    """After how many days a task counts as not touched, and where the bands of delay end."""
    council_id = min(keeping.watched(me()))
    keeping.require_keeper(council_id, me())
    record = keeping.kept(council_id, me()) if request.method == "POST" else keeping.of_council(council_id)
    form = kit.form(ControlSettingForm, keeping.answers_of(record), record=record)
    if kit.sent(form) and record is not None:
        with kit.trying(form):
            keeping.edit(record, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu cách đếm."))
    events = kit.timeline("control_setting", record) if record is not None and request.method == "GET" else []
    return kit.show("control_room/settings.html", form=form, back=url_for(".index"), events=events)
