"""Working sessions of a delegation: who came, what was said, how far the minutes are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tracker.accounts.roles import Role
from tracker.seeding import phrases
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.stage import Case, Stage, marks

STATEMENTS = (2, 5)
NOTICE_DAYS = 11
SURVEYS = 0.15
KINDS = (
    ("report", 0.22),
    ("opinion", 0.3),
    ("acknowledgement", 0.08),
    ("request", 0.25),
    ("commitment", 0.07),
    ("conclusion", 0.08),
)
TRACEABLE = ("request", "conclusion")
"""What the Council's side asks for may become a finding or a recommendation."""
LIFE = ("planned", "notified", "held", "minutes_for_comment", "minutes_signed")


def tell(stage: Stage, case: Case) -> None:
    """The sessions of a delegation that has been announced; the others are not planned yet."""
    if case.state in ("draft", "established", "cancelled"):
        return
    for number, day in enumerate(case.sessions, start=1):
        session(stage, case, number, day)


def session(stage: Stage, case: Case, number: int, day: date) -> None:
    chance = stage.chance
    days = {
        "planned": case.days["notified"],
        "notified": max(case.days["notified"], chance.working(day - timedelta(days=NOTICE_DAYS + 3))),
        "held": day,
        "minutes_for_comment": chance.after(day, 1, 4),
        "minutes_signed": chance.after(day, 6, 9),
    }
    state = next(name for name in reversed(LIFE) if chance.is_past(days[name]))
    id = stage.writer.take("working_session")
    code = f"CLV-{stage.number(f'CLV/{case.id}'):02}"
    came = chance.pick_some(case.bureaus, chance.between(1, 2))
    is_survey = chance.happens(SURVEYS)
    names = ", ".join(bureau.name for bureau in came)
    title = f"{'Khảo sát thực tế tại' if is_survey else 'Cuộc làm việc với'} {names}"
    planned_at = chance.moment(days["planned"])
    row: dict[str, Any] = {
        "kind": "survey" if is_survey else "working",
        "title": title,
        "held_on": day,
        "part": chance.pick(("morning", "afternoon", "whole_day")),
        "place": f"Trụ sở {came[0].name}",
        "chair": case.head.name,
        "chair_office": "Trưởng đoàn",
    }
    stage.writer.add(
        "working_session",
        id=id,
        council_id=case.seat.id,
        delegation_id=case.id,
        code=code,
        state=state,
        **row,
        **reached(stage, case, days, names),
        **marks(planned_at, case.secretary, version=1 + LIFE.index(state)),
    )
    for bureau in came:
        stage.writer.add("session_agency", session_id=id, agency_id=bureau.id, name_then=bureau.name)
    attendance(stage, case, id, came)
    stage.index.add("session", id, case.seat.id, day, code, title, case.head.name, str(row["place"]), names)
    subject = Subject(case.seat.id, "session", id, code, "session", id)
    facts = {**row, "held_on": day.isoformat(), "state": "planned"}
    stage.journal.tell(planned_at, case.secretary, Role.SECRETARY, subject, "created", after=facts, audience="council")
    steps(stage, case, subject, days, planned_at)
    if chance.is_past(day):
        for _ in range(chance.between(*STATEMENTS)):
            statement(stage, case, subject, day, came)


def reached(stage: Stage, case: Case, days: dict[str, date], who: str) -> dict[str, Any]:
    """The facts of the states that the session has been in."""
    past = {name for name in LIFE if stage.chance.is_past(days[name])}
    minutes = stage.say(phrases.MINUTES, case, who=who, title=case.topic.title)
    return {
        "notice_sent_on": days["notified"] if "notified" in past else None,
        "head_attended": True if "held" in past else None,
        "minutes_text": minutes if "minutes_for_comment" in past else None,
        "secretary_name": case.secretary.name if "minutes_signed" in past else None,
        "signed_on": days["minutes_signed"] if "minutes_signed" in past else None,
    }


def attendance(stage: Stage, case: Case, id: int, came: list[Bureau]) -> None:
    entries: list[tuple[str, str, str, bool]] = [(case.head.name, "Trưởng đoàn", "chair", False)]
    entries += [(member.name, member.title, "attendee", False) for member in case.members[:2]]
    entries += [(f"Đại diện lãnh đạo {bureau.name}", "", "reporter", True) for bureau in came]
    for position, (name, office, role, is_group) in enumerate(entries):
        stage.writer.add(
            "attendance", session_id=id, name=name, office=office, role=role, is_group=is_group, position=position
        )


def steps(stage: Stage, case: Case, subject: Subject, days: dict[str, date], last: datetime) -> None:
    for action, left, entered, who, role in (
        ("notify", "planned", "notified", case.secretary, Role.SECRETARY),
        ("hold", "notified", "held", case.secretary, Role.SECRETARY),
        ("send_minutes", "held", "minutes_for_comment", case.secretary, Role.SECRETARY),
        ("sign", "minutes_for_comment", "minutes_signed", case.head, Role.HEAD),
    ):
        if not stage.chance.is_past(days[entered]):
            return
        last = max(last, stage.chance.moment(days[entered]))
        stage.journal.tell(last, who, role, subject, action, before={"state": left}, after={"state": entered})


def statement(stage: Stage, case: Case, subject: Subject, day: date, came: list[Bureau]) -> None:
    chance = stage.chance
    kind = chance.one_of(KINDS)
    bureau = chance.pick(came)
    is_theirs = kind == "report"
    speaker = bureau.leader if is_theirs else chance.pick([case.head, case.head, *case.members])
    text = stage.say(chance.pick(phrases.STATEMENTS[kind]), case)
    number = stage.number(f"PB/{subject.id}")
    at = chance.moment(day)
    facts: dict[str, Any] = {
        "code": f"PB-{number:02}",
        "kind": kind,
        "speaker": speaker.name,
        "speaker_office": speaker.title,
        "agency_id": bureau.id if is_theirs else None,
        "addressed_to": bureau.name if kind == "request" else "",
        "text": text,
    }
    id = stage.writer.add(
        "statement",
        council_id=case.seat.id,
        delegation_id=case.id,
        session_id=subject.id,
        position=number,
        **facts,
        **marks(at, case.secretary),
    )
    stage.index.add(
        "statement", id, case.seat.id, day, facts["code"], text, speaker.name, speaker.title, facts["addressed_to"]
    )
    told = Subject(case.seat.id, "statement", id, facts["code"], "session", subject.id)
    stage.journal.tell(at, case.secretary, Role.SECRETARY, told, "created", after={k: v for k, v in facts.items() if v})
    if kind in TRACEABLE:
        case.statements.append(id)


def link(stage: Stage, case: Case, by: Person, day: date, source: tuple[str, int], target: tuple[str, int]) -> None:
    """`source` led to `target`; both are (kind, id)."""
    stage.writer.add(
        "link",
        council_id=case.seat.id,
        source_kind=source[0],
        source_id=source[1],
        target_kind=target[0],
        target_id=target[1],
        created_by_id=by.id,
        created_at=stage.chance.moment(day),
    )
