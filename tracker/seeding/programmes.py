"""The programmes of the years and their topics, under which the delegations of a council stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.accounts.roles import Role
from tracker.planning.models import OWNER_NAMES, SIGNS, TITLE
from tracker.seeding import names, phrases
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.places import Seat
from tracker.seeding.stage import Case, Stage, marks
from tracker.seeding.topics import TOPICS, Topic

PROPOSERS = (("standing_committee", 0.35), ("committee", 0.3), ("front", 0.2), ("voters", 0.15))
AHEAD = (2, 4)
"""Topics proposed for the year to come."""
BODY_CODES = {name: code for code, name, _kind in (*names.CITY_BODIES, *names.COMMUNE_BODIES)}


@dataclass
class Programme:
    """One programme, with the topics that it has by now."""

    id: int
    year: int
    subject: Subject
    made: date
    adopted: date | None
    topics: dict[str, int] = field(default_factory=dict)


@dataclass
class Programmes:
    """Those of all councils: made when the first delegation needs one."""

    began: date
    known: dict[tuple[int, str], Programme] = field(default_factory=dict)

    def topic_of(self, stage: Stage, case: Case, owner: str, body: tuple[int, str] | None) -> int | None:
        """The topic that a delegation is set up for; a group of deputies has a plan of its own, and no programme."""
        if owner not in (*SIGNS, "committee"):
            return None
        programme = self.of_year(stage, case.seat, case.start.year, owner, body)
        return topic(stage, case.seat, programme, case.topic, body)

    def of_year(self, stage: Stage, seat: Seat, year: int, owner: str, body: tuple[int, str] | None) -> Programme:
        code = f"CTGS-{year}-{BODY_CODES[body[1]] if body else SIGNS[owner]}"
        if (seat.id, code) not in self.known:
            self.known[seat.id, code] = self.begin(stage, seat, code, year, owner, body)
        return self.known[seat.id, code]

    def begin(
        self, stage: Stage, seat: Seat, code: str, year: int, owner: str, body: tuple[int, str] | None
    ) -> Programme:
        """Proposed in the spring of the year before, adopted at its mid-year session (domain.md 1.4)."""
        chance = stage.chance
        made = max(date(year - 1, 3, 1), self.began)
        adopted: date | None = max(chance.after(date(year - 1, 7, 1), 0, 20), chance.after(self.began, 3, 9))
        if adopted is not None and not chance.is_past(adopted):
            adopted = None
        id, office = stage.writer.take("programme"), seat.office[0]
        title = TITLE.format(year=year, owner=body[1] if body else OWNER_NAMES[owner])
        number = stage.paper(adopted, f"{seat.id}/NQ-HĐND").replace(f"/{seat.id}/", "/") if adopted else None
        at = chance.moment(chance.working(made))
        signer = seat.standing[0]
        stage.writer.add(
            "programme",
            id=id,
            council_id=seat.id,
            code=code,
            year=year,
            owner_kind=owner,
            body_id=body[0] if body else None,
            state="adopted" if adopted else "draft",
            adopted_number=number,
            adopted_on=adopted,
            signer=signer.name if adopted else "",
            **marks(at, office, version=2 if adopted else 1),
        )
        stage.index.add("programme", id, seat.id, adopted or made, code, title, number or "", signer.name)
        subject = Subject(seat.id, "programme", id, code, "programme", id)
        facts = {"code": code, "year": year, "owner_kind": owner, "state": "draft"}
        tell(stage, at, office, Role.OFFICE, subject, "created", facts)
        if adopted:
            decider, role = (seat.leaders[body[0]], Role.LEADER) if body else (signer, Role.STANDING)
            told = {"state": "adopted", "adopted_number": number, "adopted_on": adopted.isoformat()}
            tell(stage, chance.moment(adopted), decider, role, subject, "adopt", told, {"state": "draft"})
        return Programme(id, year, subject, made, adopted)

    def plan_ahead(self, stage: Stage, seat: Seat) -> None:
        """What is proposed for next year, still to be adopted or not."""
        programme = self.of_year(stage, seat, stage.chance.today.year + 1, "council", None)
        for chosen in stage.chance.pick_some(TOPICS, stage.chance.between(*AHEAD)):
            topic(stage, seat, programme, chosen, None)


def topic(stage: Stage, seat: Seat, programme: Programme, chosen: Topic, body: tuple[int, str] | None) -> int:
    """The topic of this programme; written when it is asked for first."""
    if chosen.title in programme.topics:
        return programme.topics[chosen.title]
    chance, year = stage.chance, programme.year
    id, office = stage.writer.take("topic"), seat.office[0]
    code = f"CĐ-{year}-{stage.number(f'CĐ/{seat.id}/{year}'):02}"
    proposer = chance.one_of(PROPOSERS)
    facts: dict[str, Any] = {
        "code": code,
        "title": f"{chosen.title} trên địa bàn {seat.unit}",
        "field": chosen.group,
        "reason": chance.pick(phrases.TOPIC_REASONS).format(fault=chosen.faults[0], work=chosen.works[0]),
        "content": f"Kết quả {chosen.works[0]}; nguyên nhân, giải pháp khắc phục tình trạng {chosen.faults[0]}.",
        "scope": f"Trên địa bàn {seat.unit}, giai đoạn {year - 3} - {year - 1}",
        "object": phrases.TOPIC_OBJECT,
        "proposed_by_kind": proposer,
    }
    at = chance.moment(chance.working(programme.made))
    stage.writer.add(
        "topic",
        id=id,
        council_id=seat.id,
        programme_id=programme.id,
        lead_body_id=body[0] if body else None,
        state="adopted" if programme.adopted else "proposed",
        **facts,
        **marks(at, office, version=2 if programme.adopted else 1),
    )
    texts = [str(facts[name]) for name in ("field", "reason", "content", "scope", "object")]
    stage.index.add("topic", id, seat.id, programme.adopted or programme.made, code, str(facts["title"]), *texts)
    subject = Subject(seat.id, "topic", id, code, "topic", id)
    tell(stage, at, office, Role.OFFICE, subject, "created", {**facts, "state": "proposed"})
    if programme.adopted:
        adopted = {"state": "adopted"}
        tell(
            stage,
            chance.moment(programme.adopted),
            office,
            Role.SYSTEM,
            subject,
            "adopt",
            adopted,
            {"state": "proposed"},
        )
    programme.topics[chosen.title] = id
    return id


def tell(
    stage: Stage,
    at: Any,
    who: Person,
    role: Role,
    subject: Subject,
    action: str,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    stage.journal.tell(at, who, role, subject, action, before=before, after=after, audience="council")
