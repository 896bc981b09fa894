"""What agencies propose to the Council at the sessions, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.roles import Role
from tracker.seeding import phrases
from tracker.seeding.journal import Subject
from tracker.seeding.sessions import link
from tracker.seeding.stage import Case, Stage, marks

PROPOSALS = {True: (3, 8), False: (0, 2)}
ADDRESSEES = (("council", 0.6), ("people_committee", 0.25), ("central", 0.15))
ENDS = (("moved_to_policy", 0.45), ("moved_to_agency", 0.4), ("declined", 0.15))
ACTIONS = {"moved_to_policy": "move_to_policy", "moved_to_agency": "move_to_agency", "declined": "decline"}


def tell(stage: Stage, case: Case) -> None:
    """Recorded at the sessions that have been held, consolidated when the delegation compiles."""
    chance = stage.chance
    held = [day for day in case.sessions if chance.is_past(day)]
    if case.state in ("draft", "established", "cancelled") or not held:
        return
    for _ in range(chance.between(*PROPOSALS[case.seat.is_city])):
        proposal(stage, case, chance.pick(held))


def proposal(stage: Stage, case: Case, day: date) -> None:
    chance = stage.chance
    id = stage.writer.take("agency_proposal")
    code = f"ĐX-{stage.number(f'ĐX/{case.id}'):02}"
    subject = Subject(case.seat.id, "proposal", id, code, "proposal", id)
    text = stage.say(chance.pick(phrases.PROPOSALS), case)
    row: dict[str, Any] = {
        "code": code,
        "text": text,
        "addressee_kind": chance.one_of(ADDRESSEES),
        "group_name": case.topic.group,
    }
    began = chance.moment(day)
    stage.journal.tell(began, case.secretary, Role.SECRETARY, subject, "created", after={**row, "state": "recorded"})
    state, version, facts = course(stage, case, subject)
    stage.writer.add(
        "agency_proposal",
        id=id,
        council_id=case.seat.id,
        delegation_id=case.id,
        state=state,
        **row,
        **facts,
        **marks(began, case.secretary, version=version),
    )
    proposers = chance.pick_some(case.supervised, chance.between(1, 2))
    for bureau in proposers:
        stage.writer.add("proposal_agency", proposal_id=id, agency_id=bureau.id)
    names = [bureau.name for bureau in proposers]
    stage.index.add(
        "proposal", id, case.seat.id, day, code, text, case.topic.group, *names, str(facts.get("answer", ""))
    )


def course(stage: Stage, case: Case, subject: Subject) -> tuple[str, int, dict[str, Any]]:
    """The state it has come to, its version, and the facts of that state."""
    chance, day = stage.chance, case.days["compiling"]
    if not chance.is_past(day):
        return "recorded", 1, {}
    at = chance.moment(day)
    stage.journal.tell(
        at,
        case.secretary,
        Role.SECRETARY,
        subject,
        "consolidate",
        before={"state": "recorded"},
        after={"state": "consolidated"},
    )
    if case.statements:
        link(stage, case, case.secretary, day, ("statement", chance.pick(case.statements)), ("proposal", subject.id))
    day = chance.after(day, 10, 90)
    if not chance.is_past(day):
        return "consolidated", 2, {}
    state = chance.one_of(ENDS)
    facts: dict[str, Any] = {"answer": chance.pick(phrases.ANSWERS)}
    if state == "moved_to_agency":
        facts["forwarded_to_id"] = chance.pick(case.bureaus).id
    is_declined = state == "declined"
    stage.journal.tell(
        chance.moment(day),
        case.seat.standing[0] if is_declined else case.follower,
        Role.STANDING if is_declined else Role.OFFICE,
        subject,
        ACTIONS[state],
        before={"state": "consolidated"},
        after={"state": state, **facts},
        reason=facts["answer"] if is_declined else "",
    )
    if state == "moved_to_policy":
        case.taken_up.append((subject, day))
    return state, 3, facts
