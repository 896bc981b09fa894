"""What the steps of SM5 do besides changing a state: facts filled in, assignments handed out, verdicts passed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.audit import service as audit
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.delegations import documents
from tracker.delegations.models import CONCLUDING, DOCUMENT_KINDS, Delegation, DelegationDocument
from tracker.extensions import db
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.recommendations import evidence, milestones
from tracker.recommendations.indexing import index
from tracker.recommendations.models import FAR, Assignment, Measure, Recommendation, Update
from tracker.recommendations.wording import reading as wording
from tracker.recommendations.wording.checking import remarks
from tracker.recommendations.wording.matching import lexicon
from tracker.workflow import engine
from tracker.workflow.definition import Answers

CONCLUDING_CHOICES = tuple((kind, DOCUMENT_KINDS[kind]) for kind in CONCLUDING)
FINAL = ("implemented", "not_implemented", "waived")

# --- recommendation -------------------------------------------------------------------------------------------------


def concluding_documents(recommendation: Recommendation) -> list[tuple[str, Any]]:
    """The delegation's documents in which a recommendation may appear."""
    return [
        (str(document.id), f"{document.number} ({document.issued_on:%d/%m/%Y})")
        for document in recommendation.delegation.documents
        if document.kind in CONCLUDING
    ]


def replacements(recommendation: Recommendation) -> list[tuple[str, Any]]:
    query = select(Recommendation.id, Recommendation.code, Recommendation.text).where(
        Recommendation.delegation_id == recommendation.delegation_id, Recommendation.id != recommendation.id
    )
    return [
        (str(id), f"{code}: {text[:100]}") for id, code, text in db.session.execute(query.order_by(Recommendation.id))
    ]


def chosen_document(recommendation: Recommendation, answers: Answers) -> DelegationDocument | None:
    wanted = answers.get("document")
    return next((d for d in recommendation.delegation.documents if wanted and str(d.id) == str(wanted)), None)


def issue_date(recommendation: Recommendation, answers: Answers) -> date | None:
    """The day of the document; None while neither a document nor a day is given."""
    document = chosen_document(recommendation, answers)
    issued_on: date | None = document.issued_on if document else answers.get("issued_on")
    return issued_on


def approve(recommendation: Recommendation, _answers: Answers, actor: Actor) -> None:
    recommendation.approved_by_id, recommendation.approved_at = actor.id, clock.now()


def issue(recommendation: Recommendation, answers: Answers, actor: Actor) -> None:
    document = chosen_document(recommendation, answers)
    if document is None:
        document = documents.add(recommendation.delegation, answers["kind"], answers, actor)
    recommendation.document = document
    recommendation.issued_on = document.issued_on
    lead = recommendation.lead
    if lead is None:
        raise LookupError("an issued recommendation has a lead")
    answering = answering_agency(lead.agency)
    recommendation.lead_agency_id = answering.id if answering else lead.agency_id
    recommendation.due_key = recommendation.due_on or FAR


def follow_issue(recommendation: Recommendation, answers: Answers, actor: Actor) -> None:
    keep_reason(recommendation, answers, actor)
    hand_out(recommendation, answers, actor)


def keep_reason(recommendation: Recommendation, answers: Answers, actor: Actor) -> None:
    """What was remarked on the wording, and why it was issued all the same: for the Council's side alone."""
    reason = (answers.get("wording_reason") or "").strip()
    if not reason:
        return
    found = remarks(wording.draft_of(recommendation), lexicon())
    if found:
        audit.record(
            recommendation,
            "issued_as_worded",
            actor,
            role=Role.OFFICE,
            after={"remarks": [remark.name for remark in found]},
            reason=reason,
            audience="council",
        )


def hand_out(recommendation: Recommendation, _answers: Answers, actor: Actor) -> None:
    """One assignment for each addressee (U02); the delegation begins to follow up."""
    for agency, role in answering(recommendation):
        assignment = Assignment(
            council_id=recommendation.council_id,
            delegation=recommendation.delegation,
            agency=agency,
            agency_name=agency.name_on(recommendation.issued_on or clock.today()),
            role=role,
            state="assigned",
            original_due_on=recommendation.due_on,
            created_by_id=actor.id,
        )
        set_deadline(assignment, recommendation.due_on)
        recommendation.assignments.append(assignment)
        engine.created(assignment, actor)
        sync(assignment, {}, actor)
    index(recommendation)
    if engine.may_follow(recommendation.delegation, "follow_up"):
        engine.follow(recommendation.delegation, "follow_up", actor)


def answering(recommendation: Recommendation) -> list[tuple[Agency, str]]:
    """Who is given the task, with which part in it: one task an agency, also where two addressees have become one."""
    found: dict[int, tuple[Agency, str]] = {}
    for addressee in recommendation.addressees:
        agency = answering_agency(addressee.agency) or addressee.agency
        if agency.id not in found or addressee.role == "lead":
            found[agency.id] = (agency, addressee.role)
    return list(found.values())


def answering_agency(agency: Agency) -> Agency | None:
    """The agency that answers today: itself while it exists, else its one successor (domain.md 1.12)."""
    return organizations.successor_on(agency, clock.today())


def set_deadline(assignment: Assignment, due_on: date | None) -> None:
    """The one way in which a task gets its effective deadline; `sync` repeats it where lists read it."""
    assignment.due_on, assignment.due_ends_on = due_on, counts_to(due_on)
    assignment.due_key = due_on or FAR


def counts_to(due_on: date | None) -> date | None:
    return None if due_on is None else working_days().end_of(due_on)


def withdraw(recommendation: Recommendation, answers: Answers, actor: Actor) -> None:
    recommendation.withdrawal_reason = answers["reason"]
    recommendation.replaced_by_id = int(answers["replaced_by"]) if answers.get("replaced_by") else None
    if answers.get("number"):
        issued_on = answers.get("issued_on") or clock.today()
        documents.add(recommendation.delegation, "written_decision", {**answers, "issued_on": issued_on}, actor)


def drop_assignments(recommendation: Recommendation, _answers: Answers, actor: Actor) -> None:
    for assignment in recommendation.assignments:
        if assignment.state not in FINAL:
            engine.follow(assignment, "drop", actor)


def close(recommendation: Recommendation, _answers: Answers, _actor: Actor) -> None:
    recommendation.closed_at = clock.now()


def reopen(recommendation: Recommendation, _answers: Answers, _actor: Actor) -> None:
    recommendation.closed_at = None


# --- assignment -----------------------------------------------------------------------------------------------------


def is_overdue(assignment: Assignment, today: date | None = None) -> bool:
    """Computed, never stored: see contract.md section 6."""
    today = today or clock.today()
    if assignment.due_ends_on is None or assignment.due_ends_on >= today:
        return False
    if assignment.state in (*FINAL, "multi_year"):
        return False
    return not waits_in_time(assignment.state, assignment.sent_on, assignment.due_ends_on)


def waits_in_time(state: str | None, sent_on: date | None, due_ends_on: date) -> bool:
    """Does a report that was sent in time wait for verification?"""
    return state == "awaiting_verification" and sent_on is not None and sent_on <= due_ends_on


def was_found_done(assignment: Assignment) -> bool:
    """Verified as done: it may still be looked at again."""
    return assignment.is_done


def follows_roadmap(assignment: Assignment) -> bool:
    return assignment.state == "multi_year"


def has_running_deadline(assignment: Assignment) -> bool:
    """Neither ended nor on a roadmap of several years."""
    return assignment.state not in (*FINAL, "multi_year")


def is_extendable(assignment: Assignment) -> bool:
    """Does a date run that may still be moved?"""
    return assignment.due_on is not None and has_running_deadline(assignment)


def extend(assignment: Assignment, answers: Answers, _actor: Actor) -> None:
    """Another deadline by a decision; the original one stays for ever."""
    set_deadline(assignment, answers["new_due_on"])
    assignment.extension_count += 1


def remember_state(assignment: Assignment, _answers: Answers, _actor: Actor) -> None:
    assignment.state_before = assignment.state


def state_before(assignment: Assignment, _answers: Answers) -> str:
    return assignment.state_before or "assigned"


def write_decision(delegation: Delegation, answers: Answers, actor: Actor) -> DelegationDocument:
    """The decision as a paper of the delegation. Its files belong to the record decided on, so that the agency reads
    them."""
    files = list(answers.get("files") or [])
    document = documents.add(delegation, "written_decision", {**answers, "files": []}, actor)
    document.attachment_id = document.attachment_id or (files[0].id if files else None)
    return document


def record_decision(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    write_decision(assignment.delegation, answers, actor)
    if answers.get("reason"):
        assignment.verdict_note, assignment.reviewed_at = answers["reason"], clock.now()


def end_without(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    record_decision(assignment, answers, actor)


def set_roadmap(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    """The milestones replace those of an earlier roadmap that nobody has reported on; the agency's plan stays."""
    kept = [milestone for milestone in assignment.milestones if milestone.update_id or milestone.is_planned]
    made = [milestones.read(line) for line in answers["milestones"]]
    assignment.milestones = kept + sorted(made, key=lambda milestone: milestone.due_on)
    for position, milestone in enumerate(assignment.milestones):
        milestone.position = position
    record_decision(assignment, answers, actor)


def amend(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    record_decision(assignment, answers, actor)


def note_replaced(recommendation: Recommendation, answers: Answers, _actor: Actor) -> None:
    recommendation.withdrawal_reason, recommendation.replaced_by_id = answers["reason"], answers["replaced_by"]


def urged_and_asked(assignment: Assignment) -> bool:
    """Was it urged in writing, and an explanation demanded, since it was last re-opened?"""
    return {"urge", "explanation"} <= {measure.kind for measure in since_reopened(assignment)}


def since_reopened(assignment: Assignment) -> list[Measure]:
    """The measures taken since the task was last re-opened."""
    reopened = [measure.reopened_on for measure in assignment.measures if measure.reopened_on]
    since = max(reopened, default=None)
    return [measure for measure in assignment.measures if since is None or measure.taken_on >= since]


def awaited_until(assignment: Assignment) -> date | None:
    """To the end of which day the agency may still explain itself; None where it has, or its day is over."""
    days = [
        working_days().end_of(measure.answer_due_on or measure.taken_on)
        for measure in since_reopened(assignment)
        if measure.kind == "explanation" and measure.answered_on is None
    ]
    return max((day for day in days if day >= clock.today()), default=None)


def re_oversights(assignment: Assignment) -> list[tuple[str, Any]]:
    """The re-oversights since the task was verified that have not re-opened it."""
    verified_on = clock.local(assignment.verified_at).date() if assignment.verified_at else None
    return [
        (str(measure.id), f"{measure.document_number} ({measure.taken_on:%d/%m/%Y})")
        for measure in assignment.measures
        if measure.kind == "re_oversight"
        and measure.reopened_on is None
        and (verified_on is None or measure.taken_on >= verified_on)
    ]


def reopen_assignment(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    record_decision(assignment, answers, actor)
    for measure in assignment.measures:
        if str(measure.id) == answers["re_oversight"]:
            measure.reopened_on = clock.today()
    # Last: nothing may be flushed between these and the new state, the database would refuse.
    assignment.verified_at = assignment.verified_by_id = assignment.completed_on = None


def note_claim(assignment: Assignment, answers: Answers, _actor: Actor) -> None:
    assignment.sent_on = answers["sent_on"]


def note_verified(assignment: Assignment, answers: Answers, actor: Actor) -> None:
    note_review(assignment, answers, actor)
    assignment.verified_at, assignment.verified_by_id = clock.now(), actor.id
    assignment.completed_on = answers["completed_on"]


def note_review(assignment: Assignment, answers: Answers, _actor: Actor) -> None:
    assignment.reviewed_at = clock.now()
    assignment.verdict_note = answers.get("note") or ""
    assignment.answer_due_on = answers.get("answer_due_on")


def note_joined(assignment: Assignment, answers: Answers, _actor: Actor) -> None:
    assignment.verdict_note = answers["note"]


def has_no_twin(assignment: Assignment) -> bool:
    """Has its agency no other open task of this recommendation?"""
    others = (other for other in assignment.recommendation.assignments if other is not assignment)
    return not any(other.agency_id == assignment.agency_id and other.state not in FINAL for other in others)


def sync(assignment: Assignment, _answers: Answers, _actor: Actor) -> None:
    """Repeat the lead's facts on the recommendation, where the follow-up table reads them."""
    if assignment.role != "lead":
        return
    recommendation = assignment.recommendation
    recommendation.lead_agency_id = assignment.agency_id
    recommendation.lead_state = assignment.state
    recommendation.due_key = assignment.due_key
    db.session.flush()


def settle(assignment: Assignment, _answers: Answers, actor: Actor) -> None:
    """Close the recommendation when every assignment has ended; open it again when one has been re-opened."""
    sync(assignment, {}, actor)
    recommendation = assignment.recommendation
    all_ended = all(other.state in FINAL for other in recommendation.assignments)
    if all_ended and recommendation.state == "issued":
        engine.follow(recommendation, "close", actor)
    elif not all_ended and recommendation.state == "closed":
        engine.follow(recommendation, "reopen", actor)


# --- update ---------------------------------------------------------------------------------------------------------


def reporters(update: Update) -> set[int]:
    """Who had a hand in the report: none of them verifies it (F40)."""
    people = (
        update.created_by_id,
        update.drafted_by_id,
        update.sent_by_id,
        update.written_by_id,
        update.ready_by_id,
        *(i.created_by_id for i in update.evidence),
    )
    return {person for person in people if person is not None}


def is_last_report(update: Update) -> bool:
    """Is it the one that the task waits with? An earlier one may never have been answered: the task went another way."""
    sent = [one for one in update.assignment.updates if one.sent_at and one.claim != "in_progress"]
    return not sent or max(sent, key=lambda one: (one.sent_at, one.id)) is update


def is_on_its_side(update: Update, actor: Actor) -> bool:
    """Whoever reported, or works for the agency that did, never verifies (domain.md 6.2), whatever else they are."""
    return actor.id in reporters(update) or bool(access.roles_on(actor, update) & set(OF_AGENCY))


def send(update: Update, _answers: Answers, actor: Actor) -> None:
    update.sent_by_id, update.sent_at = actor.id, clock.now()
    update.stand_in_id = actor.stand_in_at(access.place_of(update))


def enter_paper(update: Update, answers: Answers, actor: Actor) -> None:
    """The agency's signed paper, entered by the office and shown as such; its scan is evidence."""
    update.paper_number, update.paper_date = answers["paper_number"], answers["paper_date"]
    update.paper_signer = answers["paper_signer"]
    for file in answers["files"]:
        evidence.add(update, actor, attachment_id=file.id)
        file.subject_kind, file.subject_id, file.purpose = "update", update.id, "evidence"
    send(update, answers, actor)


after_report: list[Callable[[Update, Actor], None]] = []
"""What rooms above do when a report has been sent."""


def pass_on(update: Update, _answers: Answers, actor: Actor) -> None:
    """The agency's claim becomes the assignment's claim, and answers what it was urged to report; unless it is a mere
    note, it waits for verification."""
    assignment = update.assignment
    assignment.claim, assignment.percent = update.claim, update.percent
    assignment.claimed_at, assignment.reported_by_id = update.sent_at, update.sent_by_id
    db.session.flush()
    for measure in assignment.measures:
        if measure.kind == "urge" and engine.may_follow(measure, "answer_by_report"):
            engine.follow(measure, "answer_by_report", actor, {"answered_on": clock.today(), "update_id": update.id})
    if update.claim != "in_progress":
        engine.follow(assignment, "send_report", actor, {"sent_on": clock.today()})
    for follow in after_report:
        follow(update, actor)


def accept_partly(update: Update, answers: Answers, actor: Actor) -> None:
    review(update, answers, actor)
    update.remaining = answers["remaining"]


def send_back(update: Update, answers: Answers, actor: Actor) -> None:
    review(update, answers, actor)
    update.answer_due_on = answers["answer_due_on"]


def review(update: Update, answers: Answers, actor: Actor) -> None:
    """First what was said of each item, then of the report."""
    evidence.judge(update, answers, actor)
    update.reviewed_by_id, update.reviewed_at = actor.id, clock.now()
    update.review_note = answers.get("note") or answers.get("reason") or ""


def pass_verdict(step: str) -> Callable[[Update, Answers, Actor], None]:
    """What was decided on the report is decided on the assignment."""

    def follow(update: Update, answers: Answers, actor: Actor) -> None:
        note = answers.get("reason") or answers.get("remaining") or answers.get("note") or ""
        engine.follow(update.assignment, step, actor, {**answers, "note": note})

    return follow
