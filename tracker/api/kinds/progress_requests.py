"""/progress-requests and /progress-schedules: asking every open recommendation for its progress, in writing."""

from __future__ import annotations

from sqlalchemy.orm import joinedload

from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.kinds.common import order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, named
from tracker.progress_requests import queries, service
from tracker.progress_requests.forms import ScheduleForm
from tracker.progress_requests.models import ProgressRequest, ProgressSchedule
from tracker.progress_requests.workflow import PROGRESS_REQUEST
from tracker.recommendations.models import Assignment

REQUESTS = resources.add(
    Resource(
        kind="progress_request",
        shows=(
            *columns(ProgressRequest, "recommendation_id"),
            named("recommendation", "assignment.recommendation.code"),
            *columns(ProgressRequest, "assignment_id delegation_id"),
            named("agency_name", "assignment.answering"),
            *columns(ProgressRequest, "round_on follows_id number issued_on signer answer_due_on"),
            *columns(ProgressRequest, "update_id answer_number answered_on lapse_reason"),
        ),
        filters=(
            by_id("recommendation", ProgressRequest.recommendation_id),
            by_id("assignment", ProgressRequest.assignment_id),
            by_id("delegation", ProgressRequest.delegation_id),
            by_state(ProgressRequest, PROGRESS_REQUEST),
        ),
        sorts=(("round", order_by(ProgressRequest, "-round_on")),),
        load=(joinedload(ProgressRequest.assignment).joinedload(Assignment.recommendation), *queries.LOADED[1:2]),
        threads=False,
        files=True,
    )
)


def require_keeper(case: Case) -> None:
    service.require_keeper(case.record.council_id, case.actor)


SCHEDULES = resources.add(
    Resource(
        kind="progress_schedule",
        shows=columns(ProgressSchedule, "council_id every_months days_to_answer active"),
        edit=Writing(
            ScheduleForm,
            lambda case, answers: service.edit_schedule(case.record, answers, case.actor),
            initial=lambda case: {name: getattr(case.record, name) for name in service.FACTS},
            require=require_keeper,
        ),
        threads=False,
        code=lambda _schedule: "",
    )
)
