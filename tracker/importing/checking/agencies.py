"""Rows of a list of agencies."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import select

from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold, plain
from tracker.extensions import db
from tracker.importing.checking import kept, known
from tracker.importing.checking.cells import read_list
from tracker.importing.checking.findings import CHANGED, NEW, UNCHANGED, Checked
from tracker.importing.checking.kept import Kept
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
    given: set[str] = field(default_factory=set)
    """Codes that the file itself gives, in any of its rows."""

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
        row.key = digest("agency", fold(facts["name"])) if facts["name"] else ""
        if facts["code"]:
            self.given.add(facts["code"])
            row.marks = (digest("code", facts["code"]),)
        row.content = digest([facts[name] for name in ("name", "short_name", "kind", "aliases", "valid_from")])

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        changed = [row for row in rows if row.outcome == CHANGED]
        worked = known.touched("agency", (before[row.key] for row in changed))
        there = kept.agencies([row.known_id for row in changed], known.before_work("agency", worked))
        for row in changed:
            was = there[row.known_id]
            self.stay(row, was)
            if not changes(row, was):
                row.outcome = UNCHANGED
            elif row.known_id in worked:
                row.wrong("", "worked_on", code=row.facts["name"])
        for row in rows:
            if row.outcome == NEW:
                self.refuse_taken(row)
            self.refuse_meanings(row)

    def stay(self, row: Checked, was: Kept) -> None:
        """What the file has no column for is as the record has it."""
        for name in ("short_name", "kind", "valid_from"):
            if not self.table.has(name):
                row.facts[name] = was.said[name]
                if was.said[name]:
                    self.table.stays(name)
        if was.aliases and not self.table.has("aliases"):
            self.table.stays("aliases")

    def told(self, row: Checked) -> dict[str, str]:
        return {"kind": self.words[row.facts["kind"]][1]}

    def refuse_taken(self, row: Checked) -> None:
        facts = row.facts
        if not facts["code"]:
            facts["code"] = free_code(facts["short_name"] or facts["name"], self.taken | self.given)
        elif facts["code"] in self.taken:
            row.wrong("code", "code_taken", code=facts["code"])
        self.taken.add(facts["code"])

    def refuse_meanings(self, row: Checked) -> None:
        """No way of writing an agency may mean another one."""
        for column, words in (("name", row.facts["name"]), *(("aliases", alias) for alias in row.facts["aliases"])):
            id, _code, name = self.meant.get(fold(words), (0, "", ""))
            if id and id != row.known_id:
                same = row.outcome == NEW and column == "name" and fold(name) == fold(words)
                row.wrong(column, "known" if same else "name_taken", value=words, name=name, code=name)


def changes(row: Checked, was: Kept) -> bool:
    """Does the row say anything else than its record? Ways of writing an agency are added, never taken away."""
    is_other = any(row.facts[name] != value for name, value in was.said.items())
    return is_other or any(fold(words) not in was.names for words in row.facts["aliases"])


def kind_of(name: str) -> str:
    folded = fold(name)
    return next((kind for beginning, kind in BY_NAME if folded.startswith(beginning)), "department")


LONGEST_CODE = 30


def free_code(name: str, taken: Collection[str]) -> str:
    """A code that nobody has: that of the name, with a number behind it where there is one already: SXD, SXD2."""
    code = code_of(name)
    numbered = (f"{code[: LONGEST_CODE - len(str(number))]}{number}" for number in count(2))
    return code if code not in taken else next(one for one in numbered if one not in taken)


def code_of(name: str) -> str:
    """Of a short name its letters, of several words their first ones; words in capitals stay whole in front of others.

    SNV → SNV, Sở XD → SXD, Sở Xây dựng → SXD, UBND phường Hồng Bàng → UBNDPHB, Đội thuế → DT.
    """
    words = [word for word in re.findall(r"\w+", name) if word[0].isalnum()]
    is_mixed = not name.isupper()
    pieces = [word if len(words) == 1 or (is_mixed and word.isupper()) else word[0] for word in words]
    return plain("".join(pieces)).upper()[:LONGEST_CODE] or "CQ"
