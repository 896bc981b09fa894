"""The same for many tasks at once: another follower, a note on the file. Each has its own event, or says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.recommendations import drafting
from tracker.recommendations.control.keeping import watched
from tracker.recommendations.measures.service import may_be_urged, may_take
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.workflow import VERIFIERS
from tracker.workflow import engine
from tracker.workflow.together import Outcome, each

MOST = 200
"""So many tasks at once."""
NOTE = "note_to_file"
BY: dict[str, tuple[Role, ...]] = {
    "follow": (Role.OFFICE,),
    "urge": VERIFIERS,
    "note": VERIFIERS,
    "ask_progress": (Role.OFFICE,),
}
"""What may be done with many, and by whom."""


def offered(actor: Actor) -> list[str]:
    """What this person may do with many."""
    return [name for name, roles in BY.items() if actor.roles & set(roles)]


def require_offered(name: str, actor: Actor) -> None:
    if not actor.roles & set(BY[name]):
        raise Forbidden


def find(ids: Iterable[int], actor: Actor) -> list[Assignment]:
    """Those of these tasks that the person looks over, the longest due first; the others are not told of."""
    query = (
        select(Assignment)
        .where(Assignment.id.in_(sorted(set(ids))), within(Assignment.council_id, watched(actor)))
        .options(
            joinedload(Assignment.recommendation).joinedload(Recommendation.followed_by),
            joinedload(Assignment.recommendation).selectinload(Recommendation.assignments),
            joinedload(Assignment.delegation),
            selectinload(Assignment.handovers),
        )
        .order_by(Assignment.due_key, Assignment.id)
    )
    return list(db.session.scalars(query))


def follow(
    tasks: Sequence[Assignment], answers: Mapping[str, Any], actor: Actor, *, versions: Mapping[int, int | None]
) -> Outcome:
    """Another officer follows the recommendations of these tasks. answers: followed_by_id (None: whoever follows the
    delegation), note. `versions` are the recommendations'. Invalid when that is no officer of the office."""
    return each(recommendations_of(tasks), versions, lambda recommendation: follow_one(recommendation, answers, actor))


def follow_one(recommendation: Recommendation, answers: Mapping[str, Any], actor: Actor) -> None:
    if Role.OFFICE in access.roles_on(actor, recommendation) and (
        recommendation.followed_by_id == answers["followed_by_id"]
    ):
        raise Impossible(_("Đã theo dõi như vậy rồi."))
    drafting.follow(recommendation, answers, actor)


def recommendations_of(tasks: Iterable[Assignment]) -> list[Recommendation]:
    """Each once."""
    return list({task.recommendation_id: task.recommendation for task in tasks}.values())


def note(
    tasks: Sequence[Assignment], answers: Mapping[str, Any], actor: Actor, *, versions: Mapping[int, int | None]
) -> Outcome:
    """The same note on the file of each. answers: note; Invalid without one."""
    if not (answers.get("note") or "").strip():
        raise Invalid({"note": [_("Hãy nhập nội dung ghi chú.")]})
    return each(tasks, versions, lambda task: engine.perform(task, NOTE, actor, {"note": answers["note"]}))


def urge(tasks: Sequence[Assignment], actor: Actor, *, versions: Mapping[int, int | None]) -> Outcome:
    """Of which of these tasks a step against delay may be recorded; nothing is written."""
    return each(tasks, versions, lambda task: require_urgeable(task, actor))


def require_urgeable(task: Assignment, actor: Actor) -> None:
    if not may_be_urged(task):
        raise Impossible(_("Nhiệm vụ này đã kết thúc, không đôn đốc nữa."))
    if not may_take(task, actor):
        raise Forbidden(_("Không có quyền đôn đốc nhiệm vụ này."))
