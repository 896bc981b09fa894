"""Asking agencies for reports: one outline to many at once, a new version to those who are still writing, new dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts import access, people
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation, DelegationAgency
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.organizations.queries import End
from tracker.outlines import queries as outlines
from tracker.outlines.models import Outline
from tracker.requests import effects, queries
from tracker.requests.models import ReportRequest
from tracker.requests.workflow import KEEPERS, REQUEST, place
from tracker.workflow import engine

BESIDE = {"number": "plan_number"}
"""Answers of the delegation's step by the names they have in the sending."""


def create(answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> ReportRequest:
    """A draft for one agency: agency_id, due_on, outline_id (the newest version when absent)."""
    delegations.require_begin(REQUEST, delegation, actor)
    entry = entry_of(delegation, answers["agency_id"], "agency_id")
    outline = outline_of(delegation, answers.get("outline_id"))
    request = begun(delegation, entry, outline, answers["due_on"], actor)
    engine.created(request, actor)
    return request


def send_to_all(answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> list[ReportRequest]:
    """One outline to many agencies: agency_ids, due_on, letter_number, sent_on. All go out, or none.

    With `with_plan`, the delegation takes its own step of sending plan and outline: plan_number, late_reason, files.
    Where the delegation had no day for the reports, `due_on` becomes it.
    """
    delegations.require_begin(REQUEST, delegation, actor)
    outline = outline_of(delegation, None)
    if delegation.report_due_on is None:
        set_common_due(delegation, answers["due_on"], actor)
    if answers.get("with_plan"):
        send_plan(delegation, answers, actor)
    letter = {name: answers[name] for name in ("letter_number", "sent_on")}
    sent = []
    for agency_id in answers["agency_ids"]:
        entry = entry_of(delegation, agency_id, "agency_ids")
        request = begun(delegation, entry, outline, answers["due_on"], actor)
        engine.created(request, actor)
        engine.perform(request, "send", actor, letter)
        sent.append(request)
    return sent


def may_send_plan(delegation: Delegation, actor: Actor) -> bool:
    """May this person take the delegation's step of sending plan and outline now?"""
    return any(step.name == "notify" for step in engine.available(delegation, actor))


def send_plan(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> None:
    """The delegation's own step (SM1), with the same day; what is wrong is said beside the fields of the sending."""
    given = {"number": answers.get("plan_number"), "files": answers.get("files")}
    given |= {name: answers.get(name) for name in ("sent_on", "late_reason")}
    try:
        engine.perform(delegation, "notify", actor, given)
    except Invalid as wrong:
        raise Invalid({BESIDE.get(name, name): texts for name, texts in wrong.errors.items()}) from wrong


def set_common_due(delegation: Delegation, due_on: date, actor: Actor) -> None:
    earlier = audit.snapshot(delegation)
    delegation.report_due_on = due_on
    engine.edited(delegation, actor, earlier)


def begun(
    delegation: Delegation, entry: DelegationAgency, outline: Outline, due_on: date, actor: Actor
) -> ReportRequest:
    require_askable(delegation, entry.agency)
    request = ReportRequest(
        council_id=delegation.council_id,
        delegation=delegation,
        code=f"YC-{sequences.take(db.session, f'YC/{delegation.id}'):02}",
        agency=entry.agency,
        agency_name=entry.agency.name_on(clock.today()),
        round=queries.last_round(delegation.id, entry.agency_id) + 1,
        outline=outline,
        due_on=due_on,
        state=REQUEST.start,
        supplement_items=[],
        created_by_id=actor.id,
    )
    db.session.add(request)
    db.session.flush()
    return request


def require_askable(delegation: Delegation, agency: Agency) -> None:
    """An agency that exists, and one request at a time: it answers the last one first."""
    if agency.valid_to is not None and agency.valid_to < clock.today():
        raise Invalid({"agency_ids": [_("%(agency)s đã kết thúc. Hãy gửi cơ quan kế thừa.", agency=agency.name)]})
    known = queries.open_request(delegation.id, agency.id)
    if known is not None:
        raise Invalid(
            {"agency_ids": [_("%(agency)s còn yêu cầu %(code)s chưa xong.", agency=agency.name, code=known.code)]}
        )


def entry_of(delegation: Delegation, agency_id: int, field: str) -> DelegationAgency:
    entry = next((entry for entry in delegation.agencies if entry.agency_id == agency_id), None)
    if entry is None:
        raise Invalid({field: [_("Hãy chọn cơ quan trong danh sách cơ quan của Đoàn.")]})
    return entry


def outline_of(delegation: Delegation, id: int | None) -> Outline:
    """The version asked by: the one named, or the newest."""
    outline = outlines.latest(delegation.id)
    if id is not None and (outline is None or outline.id != id):
        outline = db.session.get(Outline, id)
    if outline is None or outline.delegation_id != delegation.id:
        raise Invalid({"outline_id": [_("Đoàn này chưa có đề cương. Hãy lập đề cương trước.")]})
    return outline


def move_to(outline: Outline, actor: Actor) -> list[ReportRequest]:
    """Those who are still writing by an earlier version write on by this one: freezes it, moves every answer to the item
    that continues its item, and tells the agencies. Returns the requests moved."""
    delegations.require_begin(REQUEST, outline.delegation, actor)
    earlier = [
        version.id
        for version in outlines.of_delegation(outline.delegation_id, actor)
        if version.number < outline.number
    ]
    moved = queries.open_with(earlier) if earlier else []
    if not moved:
        raise Impossible(_("Không còn cơ quan nào đang trả lời theo bản trước."))
    engine.follow(outline, "freeze", actor)
    for request in moved:
        change_outline(request, outline, actor)
    return list(moved)


def change_outline(request: ReportRequest, outline: Outline, actor: Actor) -> None:
    earlier = audit.snapshot(request)
    items = {item.origin: item for item in outline.items}
    lines = {line.origin: line for item in outline.items for line in item.figures}
    for answer in request.answers:
        if answer.item.origin in items:
            answer.item = items[answer.item.origin]
        for cell in answer.figures:
            if cell.line.origin in lines:
                cell.line = lines[cell.line.origin]
    request.outline = outline
    effects.prepare_answers(request)
    before, after = audit.difference(earlier, request)
    engine.touch(request, actor)
    db.session.flush()
    role = next(role for role in KEEPERS if role in actor.roles_on(place(request)))
    event = audit.record(request, outlines.MOVED_ON, actor, role=role, before=before, after=after)
    notifications.queue(event, {person for role in OF_AGENCY for person in people.holders(role, place(request))})


def change_due(request: ReportRequest, answers: Mapping[str, Any], actor: Actor) -> None:
    """Another deadline, with the reason."""
    require_keeping(request, actor)
    if answers["due_on"] < clock.today():
        raise Invalid({"due_on": [_("Hạn nộp phải từ hôm nay trở đi.")]})
    earlier = audit.snapshot(request)
    request.due_on = answers["due_on"]
    before, after = audit.difference(earlier, request)
    if not after:
        return
    engine.touch(request, actor)
    db.session.flush()
    role = next(role for role in KEEPERS if role in actor.roles_on(place(request)))
    event = audit.record(request, "edited", actor, role=role, before=before, after=after, reason=answers["reason"])
    if engine.state_of(request).shared:
        notifications.queue(event, {person for role in OF_AGENCY for person in people.holders(role, place(request))})


def move_to_common_due(
    delegation: Delegation, request_ids: Sequence[int], reason: str, actor: Actor
) -> list[ReportRequest]:
    """These requests, of those that `queries.differing` names, are due on the delegation's own day from now on: an event
    each. Returns those that were moved."""
    delegations.require_begin(REQUEST, delegation, actor)
    moved = [request for request in queries.differing(delegation) if request.id in request_ids]
    for request in moved:
        change_due(request, {"due_on": delegation.report_due_on, "reason": reason}, actor)
    return moved


def may_ask(delegation: Delegation, actor: Actor) -> bool:
    """May this person ask agencies of the delegation for reports?"""
    held = access.roles_on(actor, delegation) & set(KEEPERS)
    return bool(held) and not engine.state_of(delegation).final


def is_day_past(delegation: Delegation) -> bool:
    """Is the delegation's own day behind us, so that nothing more can be due on it?"""
    return delegation.report_due_on is not None and delegation.report_due_on < clock.today()


@dataclass(frozen=True)
class Candidate:
    """An agency of the delegation, its last request, what has become of it, and whether it may be sent one now."""

    entry: DelegationAgency
    last: ReportRequest | None
    end: End | None

    @property
    def is_busy(self) -> bool:
        return self.last is not None and self.last.state not in queries.SETTLED

    @property
    def may_be_asked(self) -> bool:
        return not self.is_busy and self.end is None

    @property
    def owes(self) -> bool:
        """Is a report of it still missing? Not where one was accepted, where it was excused, or where it only takes part."""
        never = self.last is None or queries.was_not_submitted(self.last)
        return self.may_be_asked and never and self.entry.role == "supervised"


def candidates(delegation: Delegation, actor: Actor) -> list[Candidate]:
    """The agencies of the delegation, those that it supervises first."""
    last = {request.agency_id: request for request in queries.of_delegation(delegation.id, actor)}
    ended = organizations.ends([entry.agency_id for entry in delegation.agencies], clock.today())
    entries = sorted(delegation.agencies, key=lambda entry: entry.role != "supervised")
    return [Candidate(entry, last.get(entry.agency_id), ended.get(entry.agency_id)) for entry in entries]


def require_keeping(request: ReportRequest, actor: Actor) -> None:
    delegations.require_begin(REQUEST, request.delegation, actor)
    if request.state not in queries.WITH_AGENCY and engine.state_of(request).shared:
        raise Impossible(_("“%(state)s” thì không đổi hạn nộp được nữa.", state=engine.state_of(request).label))


def may_keep(request: ReportRequest, actor: Actor) -> bool:
    """May this person give another deadline?"""
    held = actor.roles_on(place(request)) & set(KEEPERS)
    return bool(held) and (request.state in queries.WITH_AGENCY or not engine.state_of(request).shared)
