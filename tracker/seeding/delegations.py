"""The story of a delegation: set up, announced, at work, concluded, followed up, closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tracker.accounts.roles import Role
from tracker.delegations.models import ruleset_on
from tracker.seeding import figures, findings, phrases, policies, proposals, recommendations, requests, sessions
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.outline import Outline
from tracker.seeding.places import TWO_TIERS, Bureau, Seat
from tracker.seeding.programmes import Programmes
from tracker.seeding.stage import Case, Stage, marks
from tracker.seeding.topics import TOPICS, Topic

OWNERS = {
    True: (("deputy_group", 0.64), ("committee", 0.28), ("standing_committee", 0.065), ("council", 0.015)),
    False: (("committee", 0.6), ("standing_committee", 0.3), ("council", 0.1)),
}
"""How many of each kind a year brings, to the city and to a commune (domain.md section 5)."""
GROUPS_OF_COMMUNES = (
    "Đất đai",
    "Nông nghiệp, môi trường",
    "Văn hóa, xã hội",
    "Pháp chế, nội chính",
    "Tài chính, ngân sách",
)
SESSIONS = {True: (3, 7), False: (1, 3)}
LIFE = ("established", "notified", "active", "compiling", "reported", "concluded")
STEPS = (
    ("established", "establish", Role.OFFICE),
    ("notified", "notify", Role.SECRETARY),
    ("active", "start", Role.SECRETARY),
    ("compiling", "compile", Role.HEAD),
    ("reported", "report", Role.HEAD),
    ("concluded", "conclude", Role.OFFICE),
    ("following_up", "follow_up", Role.OFFICE),
    ("closed", "close", Role.STANDING),
    ("cancelled", "cancel", Role.STANDING),
)
"""The state entered, by which step, and by whose act."""
FOLLOWING = ("start", "follow_up")
"""Steps that follow by themselves from what somebody does elsewhere."""
FILLED = {"established": "established_on", "notified": "notified_on", "compiling": "ended_on"}
CANCELLED = 0.02
HEADS = {
    "council": "Chủ tịch HĐND",
    "standing_committee": "Phó Chủ tịch HĐND",
    "committee": "Trưởng Ban",
    "deputy_group": "Tổ trưởng Tổ đại biểu",
}


def tell(stage: Stage, seat: Seat, outline: Outline, programmes: Programmes) -> None:
    """One delegation with everything that hangs on it."""
    case = begin(stage, seat, outline)
    requests.tell(stage, case)
    sessions.tell(stage, case)
    figures.tell(stage, case)
    findings.tell(stage, case)
    proposals.tell(stage, case)
    policies.tell(stage, case)
    recommendations.tell(stage, case, outline.recommendations)
    if not outline.recommendations and case.state == "concluded":
        case.state, case.days["closed"] = "closed", case.days["concluded"]
    write(stage, case, programmes)


def begin(stage: Stage, seat: Seat, outline: Outline) -> Case:
    chance = stage.chance
    topic = chance.pick(topics_of(is_city=seat.is_city, has_two_tiers=outline.start >= TWO_TIERS))
    bureaus = invited(stage, seat, topic, outline.start)
    supervised = chance.between(2, min(4, len(bureaus) - 1))
    head, secretary, members = delegated(stage, seat, outline)
    start = chance.working(outline.start)
    id = stage.writer.take("delegation")
    code = f"ĐGS-{start.year}-{stage.number(f'ĐGS/{seat.id}/{start.year}'):02}"
    case = Case(
        id=id,
        code=code,
        seat=seat,
        topic=topic,
        start=start,
        supervised=bureaus[:supervised],
        participating=bureaus[supervised:],
        head=head,
        secretary=secretary,
        members=members,
        follower=chance.pick(seat.office),
        subject=Subject(seat.id, "delegation", id, code, "delegation", id),
    )
    plan(stage, case)
    return case


@cache
def topics_of(*, is_city: bool, has_two_tiers: bool) -> tuple[Topic, ...]:
    """What a council of this level may look into at that time."""
    return tuple(
        topic
        for topic in TOPICS
        if (is_city or topic.group in GROUPS_OF_COMMUNES) and (has_two_tiers or "2 cấp" not in topic.title)
    )


def invited(stage: Stage, seat: Seat, topic: Topic, start: date) -> list[Bureau]:
    """Those the topic names first, then a few others; wards and communes only since there are any."""
    chance = stage.chance
    leading = [seat.bureaus[code] for code in topic.agencies if code in seat.bureaus]
    others = [bureau for bureau in seat.bureaus.values() if bureau not in leading]
    units = seat.units if start >= TWO_TIERS else []
    return [*leading, *chance.pick_some(units, chance.between(1, 3)), *chance.pick_some(others, 5 - len(leading))]


def delegated(stage: Stage, seat: Seat, outline: Outline) -> tuple[Person, Person, list[Person]]:
    """Who acts for the delegation, with their grants on it: head, secretary, members."""
    chance = stage.chance
    if outline.is_shown:
        shown = seat.shown
        return shown["truongdoan"], shown["thuky"], [shown["thanhvien"], *chance.pick_some(seat.members, 2)]
    return chance.pick(seat.heads), chance.pick(seat.secretaries), chance.pick_some(seat.members, 3)


def plan(stage: Stage, case: Case) -> None:
    """When each step is taken; the last one that is past is the state."""
    chance, days = stage.chance, case.days
    days["made"] = chance.working(case.start - timedelta(days=chance.between(8, 20)))
    if not chance.is_past(days["made"]):
        days["made"] = stage.yesterday
    days["established"] = case.start
    days["notified"] = chance.after(case.start, 3, 12)
    day = chance.after(days["notified"], 11, 25)
    for _ in range(chance.between(*SESSIONS[case.seat.is_city])):
        case.sessions.append(day)
        day = chance.after(day, 6, 14)
    days["active"] = case.sessions[0]
    days["compiling"] = chance.after(case.sessions[-1], 8, 20)
    days["reported"] = chance.after(days["compiling"], 5, 14)
    days["concluded"] = chance.after(days["reported"], 5, 20)
    for step in LIFE:
        if chance.is_past(days[step]):
            case.state = step
    if case.state == "established" and chance.happens(CANCELLED):
        case.state, days["cancelled"] = "cancelled", stage.yesterday
    papers(stage, case)


def papers(stage: Stage, case: Case) -> None:
    """The documents of the steps that are past."""
    body = "HĐND" if case.seat.is_city else "HĐND-XP"
    for step, kind, sign in (
        ("established", "decision", f"QĐ-{body}"),
        ("notified", "plan", f"KH-ĐGS-{body}"),
        ("reported", "report", f"BC-ĐGS-{body}"),
        ("concluded", "conclusion", f"TB-{body}"),
    ):
        if not stage.chance.is_past(case.days[step]) or (case.state == "cancelled" and step != "established"):
            continue
        number = stage.paper(case.days[step], f"{case.seat.id}/{sign}").replace(f"/{case.seat.id}/", "/")
        id = stage.writer.add(
            "delegation_document",
            delegation_id=case.id,
            council_id=case.seat.id,
            kind=kind,
            number=number,
            issued_on=case.days[step],
            issuer=case.seat.name,
            signer=case.head.name if step == "reported" else case.seat.standing[0].name,
            created_by_id=case.follower.id,
        )
        case.papers[step] = (id, number)


def write(stage: Stage, case: Case, programmes: Programmes) -> None:
    """The delegation itself, its people and agencies, and its events, now that all has been told."""
    owner, of_body = owner_of(stage, case)
    topic_id = programmes.topic_of(stage, case, owner, of_body)
    facts = facts_of(case) | {"owner_kind": owner, "body_id": of_body[0] if of_body else None, "topic_id": topic_id}
    made_at = stage.chance.moment(case.days["made"])
    stage.writer.add(
        "delegation",
        id=case.id,
        council_id=case.seat.id,
        code=case.code,
        state=case.state,
        **facts,
        **reached(stage, case),
        **marks(made_at, case.follower, version=1 + len(case.papers)),
    )
    people(stage, case, f"{HEADS[owner]} {of_body[1].removeprefix('Ban ') if of_body else ''}".strip())
    agencies = [bureau.name for bureau in case.bureaus]
    texts = (facts["scope"], facts["content"], case.head.name, case.secretary.name, *agencies)
    stage.index.add("delegation", case.id, case.seat.id, case.start, case.code, facts["title"], *texts)
    told = plain(facts) | {"state": "draft"}
    stage.journal.tell(made_at, case.follower, Role.OFFICE, case.subject, "created", after=told)
    steps(stage, case, made_at)


def owner_of(stage: Stage, case: Case) -> tuple[str, tuple[int, str] | None]:
    """The kind of owner, and the committee or group where it is one: (id, name)."""
    owner = stage.chance.one_of(OWNERS[case.seat.is_city])
    if owner not in ("committee", "deputy_group"):
        return owner, None
    return owner, stage.chance.pick(case.seat.committees if owner == "committee" else case.seat.groups)


def facts_of(case: Case) -> dict[str, Any]:
    year, topic = case.start.year, case.topic
    return {
        "title": f"{topic.title} trên địa bàn {case.place}",
        "ruleset": ruleset_on(case.start),
        "scope": f"Trên địa bàn {case.place}, giai đoạn {year - 3} - {year - 1}",
        "content": f"Kết quả {topic.works[0]}; nguyên nhân, giải pháp khắc phục tình trạng {topic.faults[0]}.",
        "period_from": date(year - 3, 1, 1),
        "period_to": date(year - 1, 12, 31),
        "report_due_on": case.sessions[0] - timedelta(days=3),
        "followed_by_id": case.follower.id,
    }


def reached(stage: Stage, case: Case) -> dict[str, Any]:
    """The facts of the steps that are past."""
    days = case.days
    is_compiled = stage.chance.is_past(days["compiling"]) and case.state != "cancelled"
    found: dict[str, Any] = {
        "established_on": days["established"] if "established" in case.papers else None,
        "notified_on": days["notified"] if "notified" in case.papers else None,
        "ended_on": days["compiling"] if is_compiled else None,
    }
    if case.state == "closed":
        found |= {
            "publication": "published",
            "closing_note": phrases.CLOSING,
            "without_recommendations": not case.issued,
        }
    return found


def people(stage: Stage, case: Case, office_of_head: str) -> None:
    """The list of members, the agencies, and the grants of those who act."""
    listed = [
        (case.head, "head", office_of_head, Role.HEAD),
        (case.secretary, "secretary", case.secretary.title, Role.SECRETARY),
        *((member, "member", member.title, Role.MEMBER) for member in case.members),
    ]
    for position, (person, role, office, granted) in enumerate(listed, start=1):
        stage.writer.add(
            "delegation_member",
            delegation_id=case.id,
            name=person.name,
            office=office,
            role=role,
            position=position,
        )
        stage.writer.add(
            "membership",
            user_id=person.id,
            role=granted.value,
            council_id=case.seat.id,
            delegation_id=case.id,
            valid_from=case.days["made"],
        )
    for role, bureaus in (("supervised", case.supervised), ("participating", case.participating)):
        for bureau in bureaus:
            stage.writer.add(
                "delegation_agency", delegation_id=case.id, agency_id=bureau.id, role=role, name_then=bureau.name
            )


def steps(stage: Stage, case: Case, last: datetime) -> None:
    """An event for each step that was taken."""
    left = "draft"
    acting = {
        Role.OFFICE: case.follower,
        Role.SECRETARY: case.secretary,
        Role.HEAD: case.head,
        Role.STANDING: case.seat.standing[0],
    }
    for entered, action, role in STEPS:
        if not was_taken(stage, case, entered):
            continue
        day = case.days[entered]
        after: dict[str, Any] = {"state": entered}
        if column := FILLED.get(entered):
            after[column] = day.isoformat()
        if entered in case.papers:
            after["answers"] = {"number": case.papers[entered][1], "issued_on": day.isoformat()}
        name = "close_without" if action == "close" and not case.issued else action
        told = Role.SYSTEM if action in FOLLOWING else role
        last = max(last, stage.chance.moment(day))
        stage.journal.tell(last, acting[role], told, case.subject, name, before={"state": left}, after=after)
        left = entered


def was_taken(stage: Stage, case: Case, entered: str) -> bool:
    if entered not in case.days or not stage.chance.is_past(case.days[entered]):
        return False
    return case.state != "cancelled" or entered in ("established", "cancelled")


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps them, without what is empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
        if value is not None
    }
