"""What an agency that has ended leaves here: tasks that are still open, and drafts that are addressed to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.dates import format_vi
from tracker.core.errors import Impossible
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations.handing import Handing, Told
from tracker.organizations.models import Agency
from tracker.recommendations import effects
from tracker.recommendations.indexing import index
from tracker.recommendations.models import ASSIGNMENT_ROLES, OPEN_SQL, Addressee, Assignment, Recommendation
from tracker.recommendations.workflow import ASSIGNMENT, RECOMMENDATION
from tracker.workflow import engine

LONGEST = 300


def tell_task(task: Assignment) -> Told:
    parts = [str(ASSIGNMENT_ROLES[task.role]), str(ASSIGNMENT.state(task.state).label)]
    if task.due_on is not None:
        parts.append(_("hạn %(day)s", day=format_vi(task.due_on)))
    return Told(task.code, task.recommendation.text[:LONGEST], " · ".join(parts))


def move_task(task: Assignment, change: Handing) -> str:
    """The heir answers for it; the name of its issue stays. One agency never holds two open tasks of a recommendation:
    of two that meet, the lead's goes on (else the heir's own), and the other is joined to it."""
    twin = next((other for other in task.recommendation.assignments if is_twin(other, task, change.heir)), None)
    if twin is None:
        give(task, change)
        return ""
    goes_on, ends = (task, twin) if task.role == "lead" else (twin, task)
    require_joinable(ends)
    remark = _(
        "%(heir)s nay giữ hai nhiệm vụ của kiến nghị này, nên gộp làm một. Nhiệm vụ %(ends)s của %(name)s kết thúc; "
        "%(heir)s chỉ còn thực hiện và báo cáo nhiệm vụ %(goes_on)s",
        heir=change.heir.name,
        ends=ASSIGNMENT_ROLES[ends.role],
        name=ends.answering,
        goes_on=ASSIGNMENT_ROLES[goes_on.role],
    )
    note = _("Nhập vào nhiệm vụ của %(name)s.", name=change.heir.name)
    engine.follow(ends, "join", change.actor, {"note": note})
    if goes_on is task:
        give(task, change)
    else:
        index(task.recommendation)
    return remark


def foresee_task(task: Assignment, heirs: Sequence[Agency]) -> str:
    names = [
        heir.name for heir in heirs if any(is_twin(other, task, heir) for other in task.recommendation.assignments)
    ]
    if not names:
        return ""
    return _(
        "%(heir)s đang giữ một nhiệm vụ khác của kiến nghị này: bàn giao thì hai nhiệm vụ gộp làm một.",
        heir=", ".join(names),
    )


def is_twin(other: Assignment, task: Assignment, heir: Agency) -> bool:
    is_open = not ASSIGNMENT.state(other.state).final
    return other is not task and other.agency_id == heir.id and is_open


def require_joinable(task: Assignment) -> None:
    """Impossible while a report or a request of the agency waits for an answer: it would be lost."""
    if not engine.may_follow(task, "join"):
        raise Impossible(
            _(
                "nhiệm vụ %(role)s của %(name)s đang ở trạng thái “%(state)s”; hãy trả lời xong rồi bàn giao.",
                role=ASSIGNMENT_ROLES[task.role],
                name=task.answering,
                state=ASSIGNMENT.state(task.state).label,
            )
        )


def give(task: Assignment, change: Handing) -> None:
    """Given back to the agency that was charged with it, it is that agency's as if nothing had been."""
    first = task.handovers[0].from_agency_id if task.handovers else change.old.id
    is_back = first == change.heir.id
    task.agency = change.heir
    task.taken_over_by = "" if is_back else change.heir.name
    task.taken_over_on = None if is_back else change.since
    task.person_id = None
    engine.touch(task, change.actor)
    db.session.flush()
    effects.sync(task, {}, change.actor)
    index(task.recommendation)


def tell_draft(draft: Recommendation) -> Told:
    return Told(draft.code, draft.text[:LONGEST], str(RECOMMENDATION.state(draft.state).label))


def foresee_draft(draft: Recommendation, heirs: Sequence[Agency]) -> str:
    known = {entry.agency_id for entry in draft.addressees}
    names = [heir.name for heir in heirs if heir.id in known]
    told = [_("%(heir)s cũng là nơi nhận: hai nơi nhận thành một.", heir=", ".join(names))] if names else []
    return " ".join([*told, *([_("Dự thảo phải duyệt lại.")] if draft.is_approved else [])])


def move_draft(draft: Recommendation, change: Handing) -> str:
    """Another addressee: as every change of what was approved, this clears the approval (domain.md 6.4 SM5)."""
    entry = next(entry for entry in draft.addressees if entry.agency_id == change.old.id)
    twin = next((entry for entry in draft.addressees if entry.agency_id == change.heir.id), None)
    if twin is None:
        entry.agency = change.heir
    else:
        role = entry.role
        draft.addressees.remove(entry)
        engine.touch(draft, change.actor)
        db.session.flush()
        twin.role = "lead" if role == "lead" else twin.role
    db.session.flush()
    if draft.lead is not None:
        draft.lead_agency_id = draft.lead.agency_id
    remarks = [_("hai nơi nhận thành một")] if twin is not None else []
    if draft.is_approved:
        draft.approved_by_id = draft.approved_at = None
        remarks.append(_("dự thảo phải duyệt lại"))
    index(draft)
    return "; ".join(remarks)


OPEN_TASKS: Any = (
    select(Assignment)
    .where(text(f"assignment.{OPEN_SQL}"))
    .options(
        joinedload(Assignment.recommendation).selectinload(Recommendation.assignments),
        joinedload(Assignment.delegation),
    )
    .order_by(Assignment.due_key, Assignment.recommendation_id)
)
DRAFTS: Any = (
    select(Recommendation)
    .join(Addressee, Addressee.recommendation_id == Recommendation.id)
    .where(Recommendation.state == RECOMMENDATION.start)
    .options(selectinload(Recommendation.addressees))
    .order_by(Recommendation.id)
)

handing.register(
    handing.Holding(
        kind="assignment",
        label=_l("Nhiệm vụ của kiến nghị"),
        rows=OPEN_TASKS,
        agency_id=Assignment.agency_id,
        tell=tell_task,
        move=move_task,
        foresee=foresee_task,
    )
)
handing.register(
    handing.Holding(
        kind="recommendation",
        label=_l("Dự thảo kiến nghị"),
        rows=DRAFTS,
        agency_id=Addressee.agency_id,
        tell=tell_draft,
        move=move_draft,
        foresee=foresee_draft,
    )
)
