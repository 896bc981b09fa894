"""Rows of a list of accounts, for the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from tracker.accounts.models import User
from tracker.accounts.roles import LABELS, Role
from tracker.administration.service.accounts import LONGEST_USERNAME, USERNAME
from tracker.core import clock
from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing.checking import known
from tracker.importing.checking.findings import CHANGED, NEW, Checked
from tracker.importing.checking.known import Agencies, Earlier
from tracker.importing.checking.rows import choose, digest
from tracker.importing.checking.table import RawRow, Table
from tracker.importing.registers.people import PEOPLE
from tracker.organizations.models import CouncilBody

ROLES = (Role.OFFICE, Role.STANDING, Role.LEADER, Role.DEPUTY, Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
"""Nobody becomes an administrator by a file."""
AT_AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
FACTS = ("username", "full_name", "title", "email", "phone")


def role_words() -> dict[str, list[str]]:
    with in_vietnamese():
        return {role.value: [str(LABELS[role])] for role in ROLES}


@dataclass
class PeopleChecker:
    table: Table
    council_id: int
    roles: dict[str, list[str]] = field(default_factory=role_words)
    today: date = field(default_factory=clock.today)
    agencies: Agencies = field(init=False)
    bodies: dict[str, int] = field(init=False)
    named: dict[str, int] = field(init=False)
    """Committees and groups by their names as they are written."""

    def __post_init__(self) -> None:
        self.agencies = Agencies.of(self.council_id)
        query = select(CouncilBody.name, CouncilBody.id).where(CouncilBody.council_id == self.council_id)
        self.named = {row.name: row.id for row in db.session.execute(query)}
        self.bodies = {fold(name): id for name, id in self.named.items()}

    def check(self, raw: RawRow, row: Checked) -> None:
        facts = row.facts
        facts["username"] = facts["username"].lower()
        if facts["username"] and (
            not USERNAME.fullmatch(facts["username"]) or len(facts["username"]) > LONGEST_USERNAME
        ):
            row.wrong("username", "bad_username")
        chosen = choose(row, PEOPLE.by_name["role"], self.roles)
        facts["role"] = chosen or ""
        facts["place"] = self.place(row, Role(chosen)) if chosen else {}
        row.key = digest("user", facts["username"]) if facts["username"] else ""
        row.content = digest([facts[name] for name in FACTS], facts["role"], facts["place"])

    def place(self, row: Checked, role: Role) -> dict[str, int]:
        """Where the role is held: an agency, a committee, or the council."""
        words = row.facts["place"]
        if role in AT_AGENCY:
            agency = self.agencies.find(words, self.today) if words else None
            if agency is None:
                row.wrong("place", "no_place", value=words)
            return {"agency_id": agency.id} if agency else {}
        if role is Role.LEADER:
            body = self.bodies.get(fold(words))
            if body is None:
                row.wrong("place", "no_place", value=words)
            return {"body_id": body} if body else {}
        return {"council_id": self.council_id}

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        """An account that is there is changed on its own page."""
        names = {row.facts["username"]: row for row in rows if row.outcome == NEW}
        for part in known.parts(names):
            for name in db.session.scalars(select(User.username).where(func.lower(User.username).in_(part))):
                names[name.lower()].wrong("username", "username_taken", value=name)
        for row in rows:
            if row.outcome == CHANGED:
                row.wrong("", "fixed", column=PEOPLE.by_name["full_name"].label, code=row.facts["username"])

    def told(self, row: Checked) -> dict[str, str]:
        role, place = row.facts["role"], row.facts["place"]
        return {"role": self.roles[role][0] if role else "", "place": self.place_name(place)}

    def place_name(self, place: Mapping[str, int]) -> str:
        if "agency_id" in place:
            return self.agencies.by_id[place["agency_id"]].name
        return next((name for name, id in self.named.items() if id == place.get("body_id")), "")
