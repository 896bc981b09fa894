"""One act for many tasks: what was ticked, what would become of each, and then the act, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, request, url_for
from werkzeug.wrappers import Response

from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _, _l, _n
from tracker.progress_requests import together as many
from tracker.recommendations import together
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.forms import FORMS_OF_MANY
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries import reading
from tracker.recommendations.queries.control_room import Room
from tracker.web import control_room, kit, saved_views, ticking
from tracker.web.kit import me
from tracker.workflow.together import Outcome, rehearsed

pages = Blueprint("tasks_together", __name__, url_prefix="/dashboard/together")
WILL = {
    "urge": _l("ghi được văn bản đôn đốc"),
    "note": _l("sẽ thêm ghi chú vào diễn biến"),
    "ask_progress": _l("sẽ có yêu cầu báo cáo tiến độ chờ ký gửi"),
}
ELSEWHERE = ("urge",)
"""What is only looked over here, and recorded on its own page (`measures.together`)."""
BUTTONS = {
    "follow": _l("Đổi chuyên viên theo dõi"),
    "note": _l("Ghi chú vào các hồ sơ"),
    "ask_progress": _l("Soạn các yêu cầu báo cáo"),
}


@pages.route("", methods=["GET", "POST"])
def act() -> Response:
    """`?action=note&chosen=3&chosen=7`, or `&all=1` with a filter of the list. Shown first, then looked over, then done."""
    keeping.watched(me())
    here = [name for name in together.BY if request.method == "GET" or name not in ELSEWHERE]
    action = request.args.get("action") or next(name for name in here if name in together.offered(me()))
    if action not in here:
        raise NotFound
    together.require_offered(action, me())
    tasks, total = chosen()
    form = kit.form(FORMS_OF_MANY[action], **about(action))
    outcome = looked_over(form, action, tasks)
    if kit.sent(form):
        with kit.trying(form):
            done = perform(action, of_sent(tasks), form.answers, versions(action, tasks))
            if not done.done:
                raise Invalid({"": refusals(done)})
            for sentence in refusals(done):
                flash(sentence, "warning")
            return kit.done(leads_to(action), told(action, done))
    return kit.show(
        "control_room/together.html",
        form=form,
        action=action,
        title=control_room.ACTIONS[action],
        rows=[row(task, action, outcome, form) for task in tasks],
        total=total,
        looked_over=outcome is not None,
        count=len(outcome.done) if outcome is not None else len(tasks),
        left_out=len(outcome.refused) if outcome is not None else 0,
        button=BUTTONS.get(action),
        urge_url=urge_url(outcome) if action == "urge" else "",
        back=back(),
    )


def about(action: str) -> dict[str, Any]:
    return {"officers": reading.officers(kit.sole_council())} if action == "follow" else {}


# --- which ------------------------------------------------------------------------------------------------------------


def chosen() -> tuple[list[Assignment], int]:
    """The tasks, at most MOST of them, and how many were asked for. What was shown is what is sent: a list that has
    grown meanwhile adds nothing."""
    if request.method == "GET" and "all" in request.args:
        asked, _strange = asking.read(request.args)
        room = Room(me(), asked, keeping.counting(me()))
        return together.find(room.first_ids(together.MOST), me()), room.count()
    ids = ticking.numbers(ticking.sent())
    return together.find(ids[: together.MOST], me()), len(ids)


def of_sent(tasks: list[Assignment]) -> list[Assignment]:
    ticking.ticked()
    if not tasks:
        raise Invalid({"": [_("Hãy chọn ít nhất một nhiệm vụ.")]})
    return tasks


def versions(action: str, tasks: Sequence[Assignment]) -> dict[int, int | None]:
    return ticking.versions(many.record_of(action, task) for task in tasks)


# --- what becomes of them ---------------------------------------------------------------------------------------------


def perform(
    action: str, tasks: Sequence[Assignment], answers: Mapping[str, Any], versions: Mapping[int, int | None]
) -> Outcome:
    return many.perform(action, tasks, answers, me(), versions=versions)


def looked_over(form: Any, action: str, tasks: list[Assignment]) -> Outcome | None:
    """What would become of each, found by doing it and taking it back; None before that was asked for, or while the
    form has mistakes. A step against delay is only recorded on its own page: which tasks it fits is told at once."""
    if action == "urge":
        return together.urge(tasks, me(), versions={task.id: task.row_version for task in tasks})
    if request.method != "POST" or "review" not in request.form or not form.validate():
        return None
    read = versions(action, tasks)
    found: list[Outcome] = []
    with kit.trying(form):
        found.append(rehearsed(lambda: perform(action, of_sent(tasks), form.answers, read)))
    return found[0] if found else None


def row(task: Assignment, action: str, outcome: Outcome | None, form: Any) -> dict[str, Any]:
    record = many.record_of(action, task)
    refused = {refused.id: sentence for refused, sentence in outcome.refused} if outcome is not None else {}
    return {
        "task": task,
        "record": record,
        "state": kit.state_tag("assignment", task.state),
        "follower": task.recommendation.followed_by.full_name if task.recommendation.followed_by else "",
        "version": request.form.get(f"version-{record.id}", record.row_version),
        "refused": refused.get(record.id, ""),
        "will": will(action, form) if outcome is not None and record.id not in refused else "",
    }


def will(action: str, form: Any) -> str:
    if action != "follow":
        return str(WILL[action])
    names = dict(reading.officers(kit.sole_council()))
    who = names.get(form.followed_by_id.data)
    return _("sẽ do %(who)s theo dõi", who=who) if who else _("sẽ do người theo dõi Đoàn theo dõi")


def refusals(outcome: Outcome) -> list[str]:
    """One sentence a reason, naming what it holds for."""
    return [
        _("Chưa làm với %(records)s: %(why)s", records=named(records), why=why)
        for why, records in ticking.by_reason(outcome)
    ]


def named(records: Sequence[Any]) -> str:
    if isinstance(records[0], Assignment):
        return ticking.tasks(records)
    return ticking.cut([record.code for record in records])


def told(action: str, outcome: Outcome) -> str:
    number = len(outcome.done)
    if action == "follow":
        return _n(
            "Đã đổi chuyên viên theo dõi của %(num)s kiến nghị.",
            "Đã đổi chuyên viên theo dõi của %(num)s kiến nghị.",
            number,
        )
    if action == "note":
        return _n("Đã ghi chú vào %(num)s hồ sơ.", "Đã ghi chú vào %(num)s hồ sơ.", number)
    return _n(
        "Đã soạn %(num)s yêu cầu báo cáo tiến độ, chờ ký gửi.",
        "Đã soạn %(num)s yêu cầu báo cáo tiến độ, chờ ký gửi.",
        number,
    )


# --- whereto ----------------------------------------------------------------------------------------------------------


def leads_to(action: str) -> str:
    return url_for("progress_requests.issue") if action == "ask_progress" else back()


def back() -> str:
    """The list that they were ticked on, as it was."""
    asked, _strange = asking.read(request.args)
    return control_room.tasks_url(asked.what, asked, view=saved_views.PLAIN)


def urge_url(outcome: Outcome | None) -> str:
    """The page on which one document is recorded for those that it fits."""
    if outcome is None or not outcome.done:
        return ""
    return url_for("measures.together", among=ticking.spelled(task.id for task in outcome.done))
