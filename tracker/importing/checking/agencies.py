"""Rows of a list of agencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing.checking import known
from tracker.importing.checking.cells import read_list
from tracker.importing.checking.findings import CHANGED, NEW, Checked
from tracker.importing.checking.known import Earlier
from tracker.importing.checking.rows import choose, digest
from tracker.importing.checking.table import RawRow, Table
from tracker.importing.registers.agencies import AGENCIES
from tracker.organizations.models import AGENCY_KINDS, Agency, AgencyAlias

BY_NAME = (
    ("uy ban nhan dan xa", "commune_people_committee"),
    ("uy ban nhan dan phuong", "commune_people_committee"),
    ("ubnd xa", "commune_people_committee"),
    ("ubnd phuong", "commune_people_committee"),
    ("uy ban nhan dan", "people_committee"),
    ("ubnd", "people_committee"),
    ("ban quan ly", "management_board"),
    ("cong ty", "enterprise"),
    ("tong cong ty", "enterprise"),
    ("toa an", "judicial"),
    ("vien kiem sat", "judicial"),
    ("truong", "public_service"),
    ("benh vien", "public_service"),
)
"""What an agency is whose row does not say it; all others are departments."""


def kind_words() -> dict[str, list[str]]:
    with in_vietnamese():
        return {kind: [kind, str(label)] for kind, label in AGENCY_KINDS.items()}


@dataclass
class AgencyChecker:
    table: Table
    council_id: int
    words: dict[str, list[str]] = field(default_factory=kind_words)
    meant: dict[str, tuple[int, str, str]] = field(init=False)
    """Folded words → (agency, its code, its name), of those that still exist."""
    taken: set[str] = field(init=False)

    def __post_init__(self) -> None:
        query = (
            select(AgencyAlias.folded, Agency.id, Agency.code, Agency.name)
            .join(Agency, Agency.id == AgencyAlias.agency_id)
            .where(Agency.council_id == self.council_id, Agency.valid_to.is_(None))
        )
        self.meant = {row.folded: (row.id, row.code, row.name) for row in db.session.execute(query)}
        self.taken = set(db.session.scalars(select(Agency.code).where(Agency.council_id == self.council_id)))

    def check(self, raw: RawRow, row: Checked) -> None:
        facts = row.facts
        kind = choose(row, AGENCIES.by_name["kind"], self.words) or kind_of(facts["name"])
        facts |= {"kind": kind, "aliases": read_list(facts["aliases"])}
        if not facts["code"]:
            facts["code"] = code_of(facts["short_name"] or facts["name"])
        row.key = digest("agency", fold(facts["name"]))
        row.content = digest([facts[name] for name in ("name", "short_name", "kind", "aliases", "valid_from")])

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        changed = [row for row in rows if row.outcome == CHANGED]
        worked = known.touched("agency", (before[row.key] for row in changed))
        for row in changed:
            if row.known_id in worked:
                row.wrong("", "worked_on", code=row.facts["name"])
        for row in rows:
            if row.outcome == NEW:
                self.refuse_taken(row)
            self.refuse_meanings(row)

    def refuse_taken(self, row: Checked) -> None:
        if row.facts["code"] in self.taken:
            row.wrong("code", "code_taken", code=row.facts["code"])
        self.taken.add(row.facts["code"])

    def refuse_meanings(self, row: Checked) -> None:
        """No way of writing an agency may mean another one."""
        for column, words in (("name", row.facts["name"]), *(("aliases", alias) for alias in row.facts["aliases"])):
            id, _code, name = self.meant.get(fold(words), (0, "", ""))
            if id and id != row.known_id:
                same = row.outcome == NEW and column == "name" and fold(name) == fold(words)
                row.wrong(column, "known" if same else "name_taken", value=words, name=name, code=name)


def kind_of(name: str) -> str:
    folded = fold(name)
    return next((kind for beginning, kind in BY_NAME if folded.startswith(beginning)), "department")


def code_of(name: str) -> str:
    """The first letters of its words: Sở Xây dựng → SXD."""
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper()[:30] or "CQ"
