"""Asking many agencies at once: the newest outline to those named, the common day for those that differ, a new version of
the outline to those who are still writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api import once, represent, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.filters import refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, sent
from tracker.api.resources import PREFIX, RESOURCES
from tracker.api.shows import Schema
from tracker.core.dates import format_vi
from tracker.core.errors import Impossible
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.delegations.service import require_begin
from tracker.outlines import queries as outlines
from tracker.outlines import service as outlining
from tracker.outlines.models import Outline
from tracker.requests import queries, service
from tracker.requests.forms import MoveForm, SendForm, SendWithPlanForm
from tracker.requests.models import ReportRequest
from tracker.requests.service import Candidate
from tracker.requests.workflow import REQUEST


def asking(id: int) -> Delegation:
    """The delegation, for those who ask its agencies for reports."""
    delegation: Delegation = access.find("delegation", id, me())
    require_scope()
    require_begin(REQUEST, delegation, me())
    return delegation


# --- to many at once --------------------------------------------------------------------------------------------------


def candidates(id: int) -> Response:
    """The agencies of the delegation: who may be asked now, who still owes a report, why another is left out."""
    delegation = asking(id)
    refuse_unknown(request.args, [])
    items = [candidate(known) for known in service.candidates(delegation, me())]
    body = {"items": items, "next": None, "total": len(items), "with_plan": service.may_send_plan(delegation, me())}
    return respond(Answer(body))


def candidate(known: Candidate) -> dict[str, Any]:
    last, end = known.last, known.end
    return {
        "agency_id": known.entry.agency_id,
        "agency": known.entry.name_then,
        "role": known.entry.role,
        "may_be_asked": known.may_be_asked,
        "owes": known.owes,
        "last_request": brief(last) if last is not None else None,
        "ended_on": end.since if end is not None else None,
        "successors": list(end.heirs) if end is not None else [],
    }


def brief(known: ReportRequest) -> dict[str, Any]:
    return {
        "id": known.id,
        "code": known.code,
        "round": known.round,
        "state": known.state,
        "state_label": str(REQUEST.state(known.state).label),
        "href": f"{PREFIX}/report-requests/{known.id}",
    }


def sent_to_many(id: int) -> Response:
    """All of them go out, or none; with `with_plan` the delegation takes its own step of sending plan and outline."""
    delegation = asking(id)
    given = body()
    return once.perform(lambda: send(delegation, given))


def send(delegation: Delegation, given: dict[str, Any]) -> Answer:
    known = service.candidates(delegation, me())
    choices = [(one.entry.agency_id, one.entry.name_then) for one in known if one.may_be_asked]
    kind = SendWithPlanForm if service.may_send_plan(delegation, me()) else SendForm
    form = checked(kind(given, wire="json", choices=choices), given)
    answers = with_files(form, dict(form.answers), me(), delegation.council_id)
    made = service.send_to_all(answers, me(), delegation=delegation)
    return Answer(told(made), status=201, location=f"{PREFIX}/report-requests?delegation={delegation.id}")


def told(requests: Sequence[ReportRequest]) -> dict[str, Any]:
    items = represent.many(RESOURCES["report_request"], requests, me())
    return {"items": items, "next": None, "total": len(items)}


def moved_to_common_day(id: int) -> Response:
    """Requests that are due on another day than the delegation's own are due on that from now on."""
    delegation = asking(id)
    given = body()
    return once.perform(lambda: move_dates(delegation, given))


def move_dates(delegation: Delegation, given: dict[str, Any]) -> Answer:
    if service.is_day_past(delegation):
        day = format_vi(delegation.report_due_on) if delegation.report_due_on else ""
        sentence = _(
            "Hạn chung của Đoàn (%(day)s) đã qua, nên không dời yêu cầu nào về hạn đó được. "
            "Mỗi yêu cầu giữ hạn riêng; muốn dời thì đổi hạn chung của Đoàn trước.",
            day=day,
        )
        raise Impossible(sentence)
    choices = [(str(one.id), one.answering) for one in queries.differing(delegation)]
    answers = checked(MoveForm(given, wire="json", choices=choices), given).answers
    return Answer(told(service.move_to_common_due(delegation, answers["request_ids"], answers["reason"], me())))


# --- a new version ----------------------------------------------------------------------------------------------------


def writing_by_earlier(id: int) -> Response:
    """The requests that are still answered by an earlier version, and what that asks and this one does not."""
    outline = asked_by(id)
    refuse_unknown(request.args, [])
    earlier = earlier_versions(outline)
    writing = queries.open_with([version.id for version in earlier]) if earlier else []
    dropped = outlining.dropped(outline, earlier[0]) if writing else []
    return respond(Answer({**told(writing), "dropped": dropped}))


def moved_to_version(id: int) -> Response:
    """They write on by this version, which is frozen."""
    outline = asked_by(id)
    return once.perform(lambda: Answer(told(service.move_to(outline, me()))))


def asked_by(id: int) -> Outline:
    outline: Outline = access.find("outline", id, me())
    require_scope()
    require_begin(REQUEST, outline.delegation, me())
    return outline


def earlier_versions(outline: Outline) -> list[Outline]:
    """The newest first."""
    versions = outlines.of_delegation(outline.delegation_id, me())
    return [version for version in versions if version.number < outline.number]


ADDRESSES: tuple[Address, ...] = (
    (f"/delegations/{ID}/report-requests", "delegation_requests", {"GET": candidates, "POST": sent_to_many}),
    (f"/delegations/{ID}/report-requests/dates", "delegation_request_dates", {"POST": moved_to_common_day}),
    (f"/outlines/{ID}/moved-requests", "outline_requests", {"GET": writing_by_earlier, "POST": moved_to_version}),
)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
REQUESTS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/ReportRequest"}}
LAST: Schema = {
    "type": ["object", "null"],
    "properties": {
        "id": INTEGER,
        "round": INTEGER,
        "state": {"enum": [state.name for state in REQUEST.states]},
        **dict.fromkeys(("code", "state_label", "href"), TEXT),
    },
}
CANDIDATE: Schema = {
    "type": "object",
    "properties": {
        "agency_id": INTEGER,
        **dict.fromkeys(("agency", "role"), TEXT),
        "may_be_asked": {"type": "boolean"},
        "owes": {"type": "boolean"},
        "last_request": LAST,
        "ended_on": {"type": ["string", "null"], "format": "date"},
        "successors": {"type": "array", "items": TEXT},
    },
}


def rows(items: Schema, **more: Schema) -> Schema:
    properties = {"items": items, "next": {"type": "null"}, "total": INTEGER, **more}
    return {"type": "object", "required": list(properties), "properties": properties}


def described() -> dict[str, dict[str, Operation]]:
    once_key = [ID_PARAMETER, "IdempotencyKey"]
    all_of_them = rows({"type": "array", "items": CANDIDATE}, with_plan={"type": "boolean"})
    whom = _("Có thể gửi đề cương cho những cơ quan nào lúc này")
    dates = _("Dời các yêu cầu có hạn khác về hạn chung của Đoàn")
    earlier = _("Các yêu cầu còn trả lời theo bản đề cương trước")
    return {
        "/delegations/{id}/report-requests": {
            "get": operation("delegations_requests", whom, "report-requests", ok(all_of_them), [ID_PARAMETER]),
            "post": operation(
                "delegations_requests_send",
                _("Gửi đề cương mới nhất cho nhiều cơ quan một lần"),
                "report-requests",
                created(rows(REQUESTS)),
                once_key,
                sent(schemas.of_form(SendWithPlanForm, required=True)),
            ),
        },
        "/delegations/{id}/report-requests/dates": {
            "post": operation(
                "delegations_requests_dates",
                dates,
                "report-requests",
                ok(rows(REQUESTS)),
                once_key,
                sent(schemas.of_form(MoveForm, required=True)),
            )
        },
        "/outlines/{id}/moved-requests": {
            "get": operation(
                "outlines_requests",
                earlier,
                "outlines",
                ok(rows(REQUESTS, dropped={"type": "array", "items": TEXT})),
                [ID_PARAMETER],
            ),
            "post": operation(
                "outlines_requests_move",
                _("Chuyển các yêu cầu ấy sang bản đề cương này"),
                "outlines",
                ok(rows(REQUESTS)),
                once_key,
            ),
        },
    }
