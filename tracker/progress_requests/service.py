"""Preparing requests each night, answering them by reports, and keeping the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.accounts import people
from tracker.accounts.actor import SYSTEM, Actor, Place
from tracker.accounts.roles import Role
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.dates import months_from
from tracker.core.errors import Forbidden, Impossible
from tracker.core.i18n import _, _l, in_vietnamese
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.notifications import service as notifications
from tracker.progress_requests import queries
from tracker.progress_requests.models import DAYS_TO_ANSWER, EVERY_MONTHS, ProgressRequest, ProgressSchedule
from tracker.progress_requests.workflow import PROGRESS_REQUEST
from tracker.recommendations import effects
from tracker.recommendations.models import Assignment, Update
from tracker.workflow import engine
from tracker.workflow.together import Outcome, each

USUAL = {"every_months": EVERY_MONTHS, "days_to_answer": DAYS_TO_ANSWER, "active": True}
"""Until the office says otherwise."""
FACTS = tuple(USUAL)


# --- each night -------------------------------------------------------------------------------------------------------


def prepare() -> Iterator[None]:
    """One request for each open task whose period is over; found again, it is not prepared twice. What lies unsigned since
    an earlier round is brought up to this one."""
    yield from end_with_tasks()
    today = clock.today()
    for council_id in queries.councils():
        schedule = kept_schedule(council_id)
        yield
        made: list[ProgressRequest] = []
        while schedule.active and (tasks := queries.due_tasks(council_id, schedule.every_months, today)):
            made += [prepared(task, schedule.every_months, today) for task in tasks]
            yield
        if made:
            tell_office(council_id, made, today)
            yield


def kept_schedule(council_id: int) -> ProgressSchedule:
    known = queries.schedule_of(council_id)
    if known is not None:
        return known
    made = ProgressSchedule(council_id=council_id, **USUAL)
    db.session.add(made)
    engine.created(made, SYSTEM)
    return made


def prepared(task: Assignment, every_months: int, today: date) -> ProgressRequest:
    round_on = round_of(task, every_months, today)
    for draft in queries.drafts_of(task.id):
        engine.follow(draft, "renew", SYSTEM, {"round_on": round_on})
        return draft
    return begun(task, round_on, SYSTEM)


def begun(task: Assignment, round_on: date, actor: Actor) -> ProgressRequest:
    request = ProgressRequest(
        council_id=task.council_id,
        code=next_code(task.council_id, clock.today().year),
        recommendation_id=task.recommendation_id,
        assignment=task,
        delegation=task.delegation,
        round_on=round_on,
        follows=next(reversed(queries.unanswered_of(task.id)), None),
        state=PROGRESS_REQUEST.start,
        created_by_id=actor.id,
    )
    db.session.add(request)
    engine.created(request, actor, roles=(Role.OFFICE,))
    return request


def round_of(task: Assignment, every_months: int, today: date) -> date:
    """The last day of the schedule up to today; rounds that nobody asked in are not made up for."""
    begun = queries.last_asked(task.id) or task.recommendation.issued_on or today
    rounds = 1
    while months_from(begun, (rounds + 1) * every_months) <= today:
        rounds += 1
    return months_from(begun, rounds * every_months)


def next_code(council_id: int, year: int) -> str:
    series, among = f"YCBC/{council_id}/{year}", ProgressRequest.council_id == council_id
    return sequences.next_code(db.session, series, f"YCBC-{year}-{{:03}}", ProgressRequest.code, among)


def tell_office(council_id: int, made: Sequence[ProgressRequest], today: date) -> None:
    """Once a day: so many wait to be signed."""
    office = people.holders(Role.OFFICE, Place(council_id=council_id))
    subject, key = ("progress_request", made[0].id), f"progress_requests {council_id} {today}"
    notifications.remind(office, "review", "prepared", subject, key=key, facts={"count": len(made)})


def end_with_tasks() -> Iterator[None]:
    last = 0
    while found := queries.of_ended_tasks(last):
        last = found[-1].id
        for request in found:
            with in_vietnamese():
                reason = str(_l("Nhiệm vụ đã kết thúc."))
            engine.follow(request, "end_with_task", SYSTEM, {"reason": reason})
        yield


# --- answers ----------------------------------------------------------------------------------------------------------


def answer_by(update: Update, actor: Actor) -> None:
    """A report that the agency sends answers what was asked; what was not sent yet need not be asked any more."""
    for request in queries.open_of(update.assignment_id):
        if PROGRESS_REQUEST.state(request.state).shared:
            engine.follow(request, "answer", actor, {"update": update.id})
        else:
            with in_vietnamese():
                reason = str(_l("Cơ quan đã báo cáo trước khi gửi yêu cầu."))
            engine.follow(request, "end_with_task", actor, {"reason": reason, "answered_on": clock.today()})


# --- asking between the days of the schedule --------------------------------------------------------------------------


def ask_many(tasks: Sequence[Assignment], actor: Actor, *, versions: Mapping[int, int | None]) -> Outcome:
    """A request for each task today, for the office to sign and send; the next day of the schedule counts from today."""
    return each(tasks, versions, lambda task: ask(task, actor))


def ask(task: Assignment, actor: Actor) -> ProgressRequest:
    """Forbidden to all but the office; Impossible where there is nothing to report, or somebody has asked already and the
    answer is still due."""
    require_keeper(task.council_id, actor)
    if not queries.may_be_asked(task):
        raise Impossible(_("Nhiệm vụ này hiện không có tiến độ để hỏi: đang chờ phía Hội đồng, hoặc đã kết thúc."))
    for request in queries.waited_for(task.id, clock.today()):
        raise Impossible(_("Đã có yêu cầu %(code)s chưa được trả lời.", code=request.code))
    if queries.last_round(task.id) == clock.today():
        raise Impossible(_("Hôm nay đã yêu cầu báo cáo rồi."))
    return begun(task, clock.today(), actor)


# --- many at once -----------------------------------------------------------------------------------------------------


def issue_many(requests: Sequence[ProgressRequest], answers: Mapping[str, Any], actor: Actor) -> None:
    """With one document: the same number and date; each request holds its file."""
    files: list[Attachment] = list(answers.get("files") or [])
    for position, request in enumerate(requests):
        own = files if position == 0 else [attachments.again(file) for file in files]
        engine.perform(request, "issue", actor, {**answers, "files": own})


# --- the schedule -----------------------------------------------------------------------------------------------------


def require_keeper(council_id: int, actor: Actor) -> None:
    if Role.OFFICE not in actor.roles_on(Place(council_id=council_id)):
        raise Forbidden


def edit_schedule(schedule: ProgressSchedule, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(schedule.council_id, actor)
    earlier = audit.snapshot(schedule)
    for name in [name for name in FACTS if name in answers]:
        setattr(schedule, name, answers[name])
    engine.edited(schedule, actor, earlier)


def may_keep(actor: Actor) -> bool:
    return bool(actor.councils_as(Role.OFFICE))


effects.after_report.append(answer_by)
registry.each_night(NightlyStep("progress_requests", 20, prepare))
