"""What may be done with it and with its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY, Role
from tracker.core.i18n import _
from tracker.recommendations import effects, service
from tracker.recommendations.extensions import service as extensions
from tracker.recommendations.measures import service as measures
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.queries.reading import Part
from tracker.recommendations.workflow import is_begun
from tracker.web import kit
from tracker.web.kit import me
from tracker.web.recommendation_page.plans import has_plan
from tracker.web.recommendation_page.whose import own_tasks
from tracker.workflow import engine


def doing(recommendation: Recommendation, parts: Sequence[Part], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Buttons of the recommendation itself; with a single task of the reader's, that task's too."""
    own = own_tasks(parts)
    buttons = task_actions(own[0], reports) if len(own) == 1 else []
    return [*buttons, *kit.actions(recommendation)]


def tasks(parts: Sequence[Part], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Buttons for each agency's task, where the reader acts on several of them."""
    own = own_tasks(parts)
    if len(own) == 1:
        return []
    rows = [(task, task_actions(task, reports)) for task in own or [part.assignment for part in parts]]
    return [{"agency": task.answering, "doing": buttons} for task, buttons in rows if buttons]


def planning(task: Assignment, roles: frozenset[Role]) -> list[dict[str, Any]]:
    """To the plan, where the agency has not written one yet."""
    if not roles & set(OF_AGENCY) or not engine.may_edit(task, me()) or has_plan(task):
        return []
    url = url_for("agency_plans.edit", assignment_id=task.id)
    return [{"label": _("Sửa kế hoạch"), "url": url, "tone": "secondary"}]


def task_actions(task: Assignment, reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Steps of the task, and the pages on which something is written about it."""
    roles = access.roles_on(me(), task)
    found = [
        *reviewing(task, roles, reports),
        *writing(task, roles),
        *planning(task, roles),
        *asking(task),
        *kit.actions(task),
        *urging(task),
    ]
    return sorted(found, key=lambda action: action["tone"] == "secondary")


def reviewing(task: Assignment, roles: frozenset[Role], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """To the report that waits for this person's verdict, where its evidence is read and the steps stand."""
    if not roles & set(engine.state_of(task).waits_for) & set(COUNCIL_SIDE):
        return []
    own = sorted((report for report in reports if report.assignment_id == task.id), key=lambda report: -report.id)
    report = next((report for report in own if engine.available(report, me())), None)
    if report is None:
        return []
    label = _("Xem báo cáo, xác nhận hoặc trả lại")
    return [{"label": label, "url": url_for("updates.show", id=report.id), "tone": "primary"}]


def writing(task: Assignment, roles: frozenset[Role]) -> list[dict[str, Any]]:
    if not service.takes_reports(task):
        return []
    if roles & set(OF_AGENCY) and is_begun(task):
        return [
            {"label": _("Cập nhật tình hình"), "url": url_for("updates.new", assignment_id=task.id), "tone": "primary"}
        ]
    if Role.OFFICE in roles:
        url = url_for("updates.new_on_paper", assignment_id=task.id)
        return [{"label": _("Nhập văn bản của cơ quan"), "url": url, "tone": "secondary"}]
    return []


def asking(task: Assignment) -> list[dict[str, Any]]:
    """To the request for a later deadline; one that is not decided yet opens instead."""
    if not extensions.may_ask(task, me()):
        return []
    return [
        {
            "label": _("Đề nghị gia hạn"),
            "url": url_for("extensions.new", assignment_id=task.id),
            "tone": "secondary",
        }
    ]


def urging(task: Assignment) -> list[dict[str, Any]]:
    if not measures.may_take(task, me()):
        return []
    url = url_for("measures.new", assignment_id=task.id)
    tone = "primary" if effects.is_overdue(task) else "secondary"
    label = _("Giám sát lại") if measures.kinds_for(task) else _("Đôn đốc, biện pháp khác")
    return [{"label": label, "url": url, "tone": tone}]
