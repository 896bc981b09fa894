"""Councils with their terms, committees and groups, their agencies, and the people of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.accounts.roles import Role
from tracker.core.text import fold, sort_key
from tracker.seeding import cast, names
from tracker.seeding.cast import Cast, Person
from tracker.seeding.entries import Index
from tracker.seeding.journal import Journal, Subject
from tracker.seeding.writing import Writer

TWO_TIERS = date(2025, 7, 1)
"""From this day the city has wards, communes and islands, and no districts (domain.md 1.12)."""
TERMS = (("XIV", date(2011, 5, 22)), ("XV", date(2016, 5, 22)), ("XVI", date(2021, 5, 23)), ("XVII", date(2026, 3, 15)))
OFFICERS = 8
DELEGATIONS_OF_ONE = 20
"""About so many delegations does one head or secretary see in ten years."""


@dataclass(frozen=True)
class Bureau:
    """An agency with the two people who act for it."""

    id: int
    code: str
    name: str
    kind: str
    officer: Person
    leader: Person


@dataclass
class Seat:
    """A council and everybody who acts in it."""

    id: int
    name: str
    is_city: bool
    unit: str = ""
    committees: list[tuple[int, str]] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    leaders: dict[int, Person] = field(default_factory=dict)
    bureaus: dict[str, Bureau] = field(default_factory=dict)
    units: list[Bureau] = field(default_factory=list)
    """People's committees of wards, communes and islands; the city's alone."""
    office: list[Person] = field(default_factory=list)
    standing: list[Person] = field(default_factory=list)
    heads: list[Person] = field(default_factory=list)
    secretaries: list[Person] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)
    shown: dict[str, Person] = field(default_factory=dict)
    """The example accounts that act on delegations, by user name."""


class Builder:
    """Builds councils one after another."""

    def __init__(self, writer: Writer, cast: Cast, journal: Journal, index: Index) -> None:
        self.writer = writer
        self.cast = cast
        self.journal = journal
        self.index = index

    def city(self, delegations: int) -> Seat:
        seat = self.council("HĐND-HP", "HĐND thành phố Hải Phòng", "thành phố Hải Phòng", "province", "31", None)
        self.bodies(seat, names.CITY_BODIES)
        self.example_people(seat)
        self.people(seat, "", delegations)
        for code, name, short_name, kind, prefix in names.CITY_AGENCIES:
            seat.bureaus[code] = self.agency(seat, code, name, short_name, kind, prefix)
        self.city_units(seat)
        return seat

    def commune(self, number: int, unit: str, city: Seat, delegations: int) -> Seat:
        """The council of the n-th ward or commune of the city."""
        prefix = f"hd{number}-"
        seat = self.council(f"HĐND-{number:03}", f"HĐND {unit}", unit, "commune", "", city.id)
        self.bodies(seat, names.COMMUNE_BODIES)
        for body_id, name in seat.committees:
            seat.leaders[body_id] = self.leader(seat, body_id, f"{prefix}truongban{body_id}", name)
        self.people(seat, prefix, delegations)
        for code, name, short_name, kind, first in names.COMMUNE_AGENCIES:
            called, short = name.format(unit=unit), short_name.format(unit=unit)
            seat.bureaus[code] = self.agency(seat, code, called, short, kind, f"{prefix}{first}")
        return seat

    def council(self, code: str, name: str, unit: str, level: str, unit_code: str, parent_id: int | None) -> Seat:
        id = self.writer.add(
            "council", code=code, name=name, level=level, unit_code=unit_code, parent_id=parent_id, row_version=1
        )
        ends = [start - timedelta(days=1) for _number, start in TERMS[1:]]
        for (number, start), end in zip(TERMS, [*ends, None], strict=True):
            self.writer.add(
                "council_term",
                council_id=id,
                number=number,
                from_on=start,
                to_on=end,
                deputies_total=85 if level == "province" else 25,
                created_at=self.cast.at,
                updated_at=self.cast.at,
                row_version=1,
            )
        return Seat(id=id, name=name, is_city=level == "province", unit=unit)

    def bodies(self, seat: Seat, listed: tuple[tuple[str, str, str], ...]) -> None:
        for code, name, kind in listed:
            id = self.writer.add("council_body", council_id=seat.id, code=code, name=name, kind=kind)
            (seat.committees if kind == "committee" else seat.groups).append((id, name))

    def example_people(self, seat: Seat) -> None:
        """Everybody of contract.md section 3 who is not of an agency; `quantri` belongs to no council."""
        people = {account[0]: self.cast.shown(account) for account in cast.SHOWN}
        seat.shown = people
        self.cast.give(people["quantri"], Role.ADMIN)
        self.cast.give(people["vanphong"], Role.OFFICE, council_id=seat.id)
        self.cast.give(people["thuongtruc"], Role.STANDING, council_id=seat.id)
        self.cast.give(people["daibieu"], Role.DEPUTY, council_id=seat.id)
        seat.office.append(people["vanphong"])
        seat.standing.append(people["thuongtruc"])
        for body_id, name in seat.committees:
            if name == cast.TRUONGBAN[2]:
                self.cast.give(people["truongban"], Role.LEADER, council_id=seat.id, body_id=body_id)
                seat.leaders[body_id] = people["truongban"]
            else:
                seat.leaders[body_id] = self.leader(seat, body_id, f"truongban{body_id}", name)

    def leader(self, seat: Seat, body_id: int, called: str, body: str) -> Person:
        person = self.cast.made_up(called, f"Trưởng {body}")
        self.cast.give(person, Role.LEADER, council_id=seat.id, body_id=body_id)
        return person

    def people(self, seat: Seat, prefix: str, delegations: int) -> None:
        """Officers, the Standing Committee, and enough deputies to sit on so many delegations."""
        for number in range(2, (OFFICERS if seat.is_city else 2) + 1):
            officer = self.cast.made_up(f"{prefix}vanphong{number:02}", f"Chuyên viên Văn phòng, {seat.name}")
            self.cast.give(officer, Role.OFFICE, council_id=seat.id)
            seat.office.append(officer)
        vice = self.cast.made_up(f"{prefix}thuongtruc02", f"Phó Chủ tịch {seat.name}")
        self.cast.give(vice, Role.STANDING, council_id=seat.id)
        seat.standing.append(vice)
        enough = 3 + delegations // DELEGATIONS_OF_ONE
        seat.heads = [self.cast.made_up(f"{prefix}truongdoan{n:02}", f"Đại biểu {seat.name}") for n in range(enough)]
        seat.secretaries = [self.cast.made_up(f"{prefix}thuky{n:02}", "Chuyên viên Văn phòng") for n in range(enough)]
        seat.members = [
            self.cast.made_up(f"{prefix}thanhvien{n:02}", f"Đại biểu {seat.name}") for n in range(2 * enough)
        ]

    def city_units(self, seat: Seat) -> None:
        for number, unit in enumerate(names.UNITS, start=1):
            bureau = self.agency(
                seat,
                f"UBND{number:03}",
                f"Ủy ban nhân dân {unit}",
                f"UBND {unit}",
                "commune_people_committee",
                f"ubnd{number:03}",
                since=TWO_TIERS,
            )
            seat.units.append(bureau)

    def agency(
        self, seat: Seat, code: str, name: str, short_name: str, kind: str, prefix: str, since: date | None = None
    ) -> Bureau:
        at, by = self.cast.at, seat.office[0]
        id = self.writer.add(
            "agency",
            council_id=seat.id,
            code=code,
            name=name,
            short_name=short_name,
            sort_key=sort_key(name),
            kind=kind,
            valid_from=since,
            created_by_id=by.id,
            created_at=at,
            updated_at=at,
            row_version=1,
        )
        self.writer.add("agency_name", agency_id=id, name=name, short_name=short_name, valid_from=since)
        aliases = {fold(words): words for words in (code, name, short_name)}
        for folded, words in aliases.items():
            self.writer.add("agency_alias", agency_id=id, alias=words, folded=folded)
        subject = Subject(seat.id, "agency", id, code, "agency", id)
        self.journal.tell(at, by, Role.OFFICE, subject, "created", after={"code": code, "name": name, "kind": kind})
        self.index.add("agency", id, seat.id, self.cast.began, code, name, short_name, *aliases.values())
        return Bureau(id, code, name, kind, *self.agency_people(seat, id, code, name, prefix))

    def agency_people(self, seat: Seat, id: int, code: str, name: str, prefix: str) -> tuple[Person, Person]:
        is_shown = seat.is_city and code in cast.SHOWN_AGENCIES
        people = []
        for ending, title, role in (
            ("canbo", "Cán bộ", Role.AGENCY_OFFICER),
            ("lanhdao", "Lãnh đạo", Role.AGENCY_LEADER),
        ):
            called = f"{prefix}-{ending}"
            own_name = f"{title} {name.removesuffix(' Hải Phòng')}"
            person = (
                self.cast.shown((called, own_name, name)) if is_shown else self.cast.made_up(called, f"{title}, {name}")
            )
            self.cast.give(person, role, council_id=seat.id, agency_id=id)
            people.append(person)
        return people[0], people[1]
