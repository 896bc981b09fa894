"""Rows of a list of past delegations; they come in as old records (domain.md 7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from tracker.core import clock
from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.delegations.models import OWNER_KINDS
from tracker.delegations.workflow import DELEGATION
from tracker.extensions import db
from tracker.importing.checking.cells import read_list
from tracker.importing.checking.findings import CHANGED, NEW, Checked
from tracker.importing.checking.known import Agencies, Delegations, Earlier
from tracker.importing.checking.rows import choose, digest
from tracker.importing.checking.table import RawRow, Table
from tracker.importing.registers.delegations import DELEGATIONS
from tracker.organizations.models import CouncilBody
from tracker.search.words import code_key

REACHED = ("concluded", "following_up", "closed")
FACTS = ("title", "scope", "content", "head", "established_on", "ended_on", "period_from", "period_to")


def owner_words() -> dict[str, list[str]]:
    with in_vietnamese():
        return {kind: [str(label)] for kind, label in OWNER_KINDS.items()}


def reached_words() -> dict[str, list[str]]:
    with in_vietnamese():
        return {name: [str(DELEGATION.state(name).label)] for name in REACHED}


@dataclass
class DelegationChecker:
    table: Table
    council_id: int
    owners: dict[str, list[str]] = field(default_factory=owner_words)
    reached: dict[str, list[str]] = field(default_factory=reached_words)
    today: date = field(default_factory=clock.today)
    agencies: Agencies = field(init=False)
    known: Delegations = field(init=False)
    bodies: dict[str, tuple[int, str]] = field(init=False)
    """Folded name of a committee or group → (id, kind)."""

    def __post_init__(self) -> None:
        self.agencies, self.known = Agencies.of(self.council_id), Delegations.of(self.council_id)
        query = select(CouncilBody.name, CouncilBody.id, CouncilBody.kind).where(
            CouncilBody.council_id == self.council_id
        )
        self.bodies = {fold(row.name): (row.id, row.kind) for row in db.session.execute(query)}

    def check(self, raw: RawRow, row: Checked) -> None:
        facts = row.facts
        facts["owner_kind"], facts["body_id"] = self.owner(row)
        facts["state"] = choose(row, DELEGATIONS.by_name["reached"], self.reached) or REACHED[0]
        self.days(row)
        names = read_list(facts["agencies"])
        for words in names:
            if self.agencies.find(words, facts["established_on"] or self.today) is None:
                row.wrong("agencies", "no_agency", value=words)
        facts["agencies"] = names
        named = code_key(facts["code"]) if facts["code"] else fold(facts["title"])
        row.key = digest("delegation", named) if named else ""
        row.content = digest(
            [facts[name] for name in FACTS], facts["owner_kind"], facts["body_id"], facts["state"], names
        )

    def owner(self, row: Checked) -> tuple[str, int | None]:
        """The council where nothing is said; a committee or group by its own name."""
        words = row.facts["owner"]
        if body := self.bodies.get(fold(words)):
            return body[1], body[0]
        kind = choose(row, DELEGATIONS.by_name["owner"], self.owners) or "council"
        if kind in ("committee", "deputy_group"):
            row.wrong("owner", "unknown_choice", value=words, known="; ".join(sorted(name for name in self.bodies)))
        return kind, None

    def days(self, row: Checked) -> None:
        facts = row.facts
        for column in ("established_on", "ended_on"):
            if facts[column] and facts[column] > self.today:
                row.wrong(column, "future", day=facts[column])
        if facts["period_from"] and facts["period_to"] and facts["period_from"] > facts["period_to"]:
            row.wrong("period_to", "period")
        if facts["established_on"] and facts["ended_on"] and facts["established_on"] > facts["ended_on"]:
            row.wrong("ended_on", "order", first=facts["established_on"], second=facts["ended_on"])

    def told(self, row: Checked) -> dict[str, str]:
        state = self.reached[row.facts["state"]][0]
        return {"reached": state}

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        """What is in already is changed on its own page: too much hangs on it."""
        for row in rows:
            known = self.known.find(row.facts["code"] or row.facts["title"])
            if row.outcome == NEW and known:
                row.wrong("", "known", code=known[0].code)
            if row.outcome == CHANGED:
                code = self.known.by_id[row.known_id].code
                row.wrong("", "fixed", column=DELEGATIONS.by_name["title"].label, code=code)
