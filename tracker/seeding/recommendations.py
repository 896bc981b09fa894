"""Recommendations of a delegation: drafted, approved, issued to agencies, followed until every one of them is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tracker.accounts.roles import Role
from tracker.recommendations.models import FAR
from tracker.seeding import phrases
from tracker.seeding.assignments import Course, Ending
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.plea import Plea
from tracker.seeding.sessions import link
from tracker.seeding.stage import Case, Stage

ADDRESSEES = ((1, 0.6), (2, 0.3), (3, 0.1))
"""1.5 on average (domain.md section 5)."""
KINDS_OF_ADDRESSEES = {
    "people_committee": "people_committee",
    "commune_people_committee": "commune",
    "enterprise": "other",
}
DUE = (30, 60, 90, 120, 150, 180, 270, 365)
MULTI_YEAR = 0.04
WITHDRAWN = 0.01
CLOSED_SOON = 0.95


def tell(stage: Stage, case: Case, number: int) -> None:
    """So many recommendations; then the delegation follows them up, or is closed after the last."""
    ends: list[Ending | None] = [recommendation(stage, case) for _ in range(number)]
    if not case.issued:
        return
    case.state, case.days["following_up"] = "following_up", stage.chance.after(case.days["concluded"], 0, 0)
    if all(end is not None for end in ends) and stage.chance.happens(CLOSED_SOON):
        day = stage.chance.after(max(end.day for end in ends if end), 15, 60)
        if stage.chance.is_past(day):
            case.state, case.days["closed"] = "closed", day


def recommendation(stage: Stage, case: Case) -> Ending | None:
    """One recommendation; returns how it ended, or None while anything is open."""
    plea = draft(stage, case)
    approved = approve(stage, case, plea)
    issue_day = stage.chance.after(case.days["concluded"], 0, 4)
    if not approved or not stage.chance.is_past(issue_day):
        write(stage, case, plea, "draft")
        return None
    case.issued = True
    return issue(stage, case, plea, issue_day)


def draft(stage: Stage, case: Case) -> Plea:
    chance = stage.chance
    day = min(chance.after(case.sessions[-1], 1, 6), stage.yesterday)
    id = stage.writer.take("recommendation")
    code = f"KN-{day.year}-{stage.number(f'KN/{case.seat.id}/{day.year}'):03}"
    year, when = day.year + 1, f"{chance.between(1, 28):02}/{chance.between(1, 12):02}/{day.year + 1}"
    plea = Plea(
        id=id,
        code=code,
        subject=Subject(case.seat.id, "recommendation", id, code, "recommendation", id),
        text=stage.say(chance.pick(phrases.REQUESTS), case, year=year, day=when),
        bureaus=chance.pick_some(case.bureaus, chance.one_of(ADDRESSEES)),
        drafted=day,
    )
    is_multi_year = chance.happens(MULTI_YEAR)
    if not is_multi_year:
        plea.due_on = case.days["concluded"] + timedelta(days=5 + chance.pick(DUE))
    plea.row = {
        "text": plea.text,
        "addressee_kind": KINDS_OF_ADDRESSEES.get(plea.bureaus[0].kind, "department"),
        "deliverable": chance.pick(phrases.DELIVERABLES),
        "due_on": plea.due_on,
        "due_key": plea.due_on or FAR,
        "lead_agency_id": plea.bureaus[0].id,
        "multi_year": is_multi_year,
        "followed_by_id": case.follower.id,
    }
    parts(stage, case, plea)
    at = chance.moment(day)
    stage.journal.tell(
        at, case.secretary, Role.SECRETARY, plea.subject, "created", after=told(plea, case), audience="council"
    )
    who = case.secretary.id
    plea.row |= {"created_at": at, "created_by_id": who, "updated_at": at, "updated_by_id": who}
    return plea


def told(plea: Plea, case: Case) -> dict[str, Any]:
    """What the first event says the draft held."""
    facts = {name: value for name, value in plea.row.items() if value and name != "due_key"}
    if plea.due_on:
        facts["due_on"] = plea.due_on.isoformat()
    roles = ["chủ trì", *["phối hợp"] * (len(plea.bureaus) - 1)]
    addressees = [f"{bureau.name} ({role})" for bureau, role in zip(plea.bureaus, roles, strict=True)]
    facts |= {"delegation_id": case.id, "addressee_ids": [bureau.id for bureau in plea.bureaus]}
    return facts | {"code": plea.code, "state": "draft", "addressees": addressees, "conditions": list(plea.words)}


def parts(stage: Stage, case: Case, plea: Plea) -> None:
    """Addressees, closing conditions, and what it came from."""
    chance = stage.chance
    for place, bureau in enumerate(plea.bureaus):
        role = "support" if place else "lead"
        stage.writer.add("addressee", recommendation_id=plea.id, agency_id=bureau.id, role=role)
    for position, text in enumerate(chance.pick_some(phrases.CONDITIONS, chance.between(1, 2))):
        plea.words.append(text)
        plea.conditions.append(
            stage.writer.add("closing_condition", recommendation_id=plea.id, text=text, position=position)
        )
    target = ("recommendation", plea.id)
    for source in chance.pick_some(case.findings, chance.between(1, 2)):
        link(stage, case, case.secretary, plea.drafted, ("finding", source), target)
    if case.statements and not case.findings:
        link(stage, case, case.secretary, plea.drafted, ("statement", chance.pick(case.statements)), target)


def approve(stage: Stage, case: Case, plea: Plea) -> bool:
    day = stage.chance.after(plea.drafted, 1, 5)
    if not stage.chance.is_past(day):
        return False
    at = stage.chance.moment(day)
    plea.row |= {"approved_by_id": case.head.id, "approved_at": at}
    stage.journal.tell(
        at, case.head, Role.HEAD, plea.subject, "approve", after={"approved_at": at.isoformat()}, audience="council"
    )
    return True


def issue(stage: Stage, case: Case, plea: Plea, day: date) -> Ending | None:
    chance = stage.chance
    document_id, number = case.papers["concluded"]
    day = max(day, chance.working(plea.drafted + timedelta(days=7)))
    at = chance.moment(day)
    issued = {"document_id": document_id, "issued_on": case.days["concluded"]}
    plea.row |= issued
    plea.words.append(number)
    after = issued | {"issued_on": case.days["concluded"].isoformat(), "state": "issued", "answers": {"number": number}}
    stage.journal.tell(at, case.follower, Role.OFFICE, plea.subject, "issue", before={"state": "draft"}, after=after)
    is_withdrawn = chance.happens(WITHDRAWN) and chance.is_past(day + timedelta(days=60))
    until = chance.after(day, 20, 50) if is_withdrawn else chance.today
    courses = [
        Course(stage, case, plea, bureau, "support" if place else "lead", at, until)
        for place, bureau in enumerate(plea.bureaus)
    ]
    endings = [course.tell() for course in courses]
    if is_withdrawn:
        return withdraw(stage, case, plea, courses, until)
    return end(stage, case, plea, courses[0].state, endings)


def withdraw(stage: Stage, case: Case, plea: Plea, courses: list[Course], day: date) -> Ending:
    who, reason = case.seat.standing[0], stage.chance.pick(phrases.WITHDRAWN)
    at = stage.chance.moment(day)
    number = stage.paper(day, "QĐ-HĐND")
    stage.journal.tell(
        at,
        who,
        Role.STANDING,
        plea.subject,
        "withdraw",
        before={"state": "issued"},
        after={"state": "withdrawn", "withdrawal_reason": reason, "answers": {"number": number}},
        reason=reason,
    )
    for course in courses:
        course.drop(who, at)
    plea.row |= {"withdrawal_reason": reason, "lead_state": courses[0].state, "updated_at": at}
    write(stage, case, plea, "withdrawn")
    for course in courses:
        course.write()
    return Ending(at, who)


def end(stage: Stage, case: Case, plea: Plea, lead_state: str, endings: list[Ending | None]) -> Ending | None:
    """Closed when every assignment has ended; open otherwise."""
    plea.row["lead_state"] = lead_state
    ended = [ending for ending in endings if ending is not None]
    if len(ended) < len(endings):
        write(stage, case, plea, "issued")
        return None
    last = max(ended, key=lambda ending: ending.at)
    closed(stage, plea, last.at, last.who)
    write(stage, case, plea, "closed")
    return last


def closed(stage: Stage, plea: Plea, at: datetime, who: Person) -> None:
    plea.row |= {"closed_at": at, "updated_at": at, "updated_by_id": who.id}
    after = {"state": "closed", "closed_at": at.isoformat()}
    stage.journal.tell(at, who, Role.SYSTEM, plea.subject, "close", before={"state": "issued"}, after=after)


def write(stage: Stage, case: Case, plea: Plea, state: str) -> None:
    stage.writer.add(
        "recommendation",
        id=plea.id,
        council_id=case.seat.id,
        delegation_id=case.id,
        code=plea.code,
        state=state,
        row_version=2,
        **plea.row,
    )
    names = [bureau.name for bureau in plea.bureaus]
    stage.index.add(
        "recommendation",
        plea.id,
        case.seat.id,
        plea.drafted,
        plea.code,
        plea.text,
        plea.row["deliverable"],
        *plea.words,
        *names,
    )
