"""Rows of a follow-up table: document, agencies, deadline, how far it has come, to which delegation it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from tracker.core import clock
from tracker.core.dates import BadDate
from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing.checking import kept, known
from tracker.importing.checking.cells import Paper, read_list, read_paper
from tracker.importing.checking.findings import CHANGED, NEW, UNCHANGED, Checked, spelled
from tracker.importing.checking.kept import Kept
from tracker.importing.checking.known import Agencies, Delegations, Earlier, KnownAgency, KnownDelegation
from tracker.importing.checking.rows import digest
from tracker.importing.checking.statuses import AS_NOT_BEGUN, TICKED, meaning
from tracker.importing.checking.staying import (
    DATED,
    NUMBERED,
    changes,
    content,
    fixed_of,
    stay_fixed,
    stay_noted,
    stay_plain,
    tells_state,
)
from tracker.importing.checking.table import RawRow, Table
from tracker.importing.checking.wordings import Wordings
from tracker.importing.reading.book import shown
from tracker.importing.registers.recommendations import NOTES, RECOMMENDATIONS, STATUS_WORDS
from tracker.recommendations.effects import FINAL
from tracker.recommendations.models import Recommendation
from tracker.recommendations.naming import with_present
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.search.words import code_key

GROUPS = (
    "cac so nganh",
    "cac so nganh dia phuong",
    "cac dia phuong",
    "cac don vi",
    "cac co quan",
    "cac so",
    "so nganh",
)
LONGEST_NUMBER = 60
ENDED = FINAL[0]
"""As which a row is read until it is known how far it has come: then an agency needs no heir."""


@dataclass
class Part:
    """One addressee of a row: whom the register names, who answers today, since when."""

    agency: KnownAgency
    answering: KnownAgency
    name: str
    since: date | None = None

    @property
    def said(self) -> str:
        return with_present(self.name, self.answering.name if self.since else "", self.since)


@dataclass
class RecommendationChecker:
    table: Table
    council_id: int
    default_delegation: int | None = None
    agencies: Agencies = field(init=False)
    delegations: Delegations = field(init=False)
    today: date = field(default_factory=clock.today)
    wordings: Wordings = field(init=False)

    def __post_init__(self) -> None:
        self.agencies = Agencies.of(self.council_id)
        self.delegations = Delegations.of(self.council_id)
        self.wordings = Wordings()

    def check(self, raw: RawRow, row: Checked) -> None:
        paper = self.paper(row)
        state = self.state(row)
        as_if = state if tells_state(self.table, row) else ENDED
        delegation = self.delegation(raw, row)
        if delegation:
            self.refuse_over(row, delegation, as_if)
        lead = self.lead(row, paper, as_if)
        support = self.support(row, paper, as_if, lead)
        self.refuse_early(row, paper)
        if row.facts["completed_on"] and row.facts["completed_on"] > self.today:
            row.wrong("completed_on", "future", day=row.facts["completed_on"])
        row.key = self.key(row, paper, delegation, lead)
        if not row.is_good:
            return
        row.facts |= {"paper": paper, "state": state, "delegation_id": delegation.id if delegation else 0}
        row.facts |= {"lead_part": lead, "support_parts": support, "notes": notes_of(raw, row)}
        row.facts["support_ids"] = ids_of(support)
        row.content = content(row)

    def remark(self, row: Checked) -> None:
        self.table.met("without_document", int(not row.facts["paper"].number))
        self.table.met("without_due", int(row.facts["due_on"] is None))
        self.table.met("heirs", int(any(part.since for part in (row.facts["lead_part"], *row.facts["support_parts"]))))

    def refuse_early(self, row: Checked, paper: Paper) -> None:
        due_on = row.facts["due_on"]
        if paper.day and due_on and due_on < paper.day:
            row.wrong("due_on", "due_before", due=due_on, issued=paper.day)

    # --- what a row says ----------------------------------------------------------------------------------------------

    def paper(self, row: Checked) -> Paper:
        """The document in which it was issued; both its number and its day, or neither. One that the file has no column for
        may be known from the record."""
        number, day, column = row.facts["document_number"], row.facts["document_date"], "document_number"
        if row.facts["document"]:
            column = "document"
            try:
                read = read_paper(row.facts["document"])
            except BadDate:
                row.wrong(column, "bad_date", value=row.facts["document"])
                return Paper("", None)
            number, day = number or read.number, day or read.day
        said = any(problem.column in ("document", "document_date") for problem in row.problems)
        if number and not day and not said and self.table.has(*DATED):
            row.wrong("document_date" if self.table.has("document_date") else column, "no_document_date")
        if not number and (day or row.facts["document"]) and not said and self.table.has(*NUMBERED):
            row.wrong(column, "no_document_number")
        if day and day > self.today:
            row.wrong(column, "future", day=day)
        if len(number) > LONGEST_NUMBER:
            row.wrong(column, "too_long", limit=LONGEST_NUMBER)
        return Paper(number, day)

    def state(self, row: Checked) -> str:
        """The state of the lead's task; what nobody has said anything of has not begun."""
        ticked = [state for column, state in TICKED.items() if row.facts[column]]
        if len(ticked) > 1:
            row.wrong("status" if "status" in self.table.places else "done", "two_ticks")
        text = row.facts["status"]
        if not text:
            return ticked[0] if ticked else ASSIGNMENT.start
        found = meaning(text)
        if found is None:
            row.wrong("status", "unknown_status", value=text, known="; ".join(STATUS_WORDS))
            return ASSIGNMENT.start
        if found in AS_NOT_BEGUN:
            row.remarks.append(AS_NOT_BEGUN[found])
            self.table.met(AS_NOT_BEGUN[found])
            return ASSIGNMENT.start
        return found

    def delegation(self, raw: RawRow, row: Checked) -> KnownDelegation | None:
        words = row.facts["delegation"]
        row.facts["names_delegation"] = self.table.has("delegation")
        found = self.delegations.find(words) if words else []
        if not words and raw.group and (found := self.delegations.find(raw.group)):
            self.table.met("of_group")
            row.facts["names_delegation"] = True
        if not words and not found:
            default = self.delegations.by_id.get(self.default_delegation or 0)
            if default is None:
                name = "missing" if "delegation" in self.table.places else "no_delegation_named"
                row.wrong("delegation", name, column=RECOMMENDATIONS.by_name["delegation"].label)
            found = [default] if default else []
        elif len(found) != 1:
            row.wrong("delegation", "which_delegation" if found else "no_delegation", value=words or raw.group)
            return None
        return found[0] if found else None

    def refuse_over(self, row: Checked, delegation: KnownDelegation, state: str) -> None:
        if delegation.takes == "none":
            row.wrong("delegation", "delegation_early", code=delegation.code)
        if delegation.takes == "ended" and state not in FINAL:
            row.wrong("delegation", "delegation_over", code=delegation.code)

    def lead(self, row: Checked, paper: Paper, state: str) -> Part | None:
        words = row.facts["lead"]
        return self.part(row, "lead", words, paper.day or self.today, state) if words else None

    def support(self, row: Checked, paper: Paper, state: str, lead: Part | None) -> list[Part]:
        found: dict[int, Part] = {}
        for words in self.names(row.facts["support"], paper.day or self.today):
            part = self.part(row, "support", words, paper.day or self.today, state)
            if part and lead and part.agency.id == lead.agency.id:
                row.wrong("support", "lead_twice", value=words)
            elif part and not (lead and part.answering.id == lead.answering.id):
                found.setdefault(part.answering.id, part)
        return list(found.values())

    def names(self, text: str, day: date) -> list[str]:
        """Names in a list; a comma parts them too, unless it belongs to a name."""
        names: list[str] = []
        for words in read_list(text):
            whole = self.agencies.find(words, day) is not None or "," not in words
            names += (
                [words] if whole else self.by_comma([part.strip() for part in words.split(",") if part.strip()], day)
            )
        return names

    def by_comma(self, pieces: list[str], day: date) -> list[str]:
        """The longest runs of pieces that are a name."""
        names, at = [], 0
        while at < len(pieces):
            ends = range(len(pieces), at + 1, -1)
            end = next((end for end in ends if self.agencies.find(", ".join(pieces[at:end]), day)), at + 1)
            names.append(", ".join(pieces[at:end]))
            at = end
        return names

    def part(self, row: Checked, column: str, words: str, day: date, state: str) -> Part | None:
        agency = self.agencies.find(words, day)
        if agency is None:
            row.wrong(column, "group" if fold(words) in GROUPS else "no_agency", value=words)
            return None
        if agency.valid_from and day < agency.valid_from:
            row.wrong(column, "not_yet", value=words, day=day)
            return None
        part = Part(agency, agency, agency.name_on(day))
        if state in FINAL or agency.is_valid_on(self.today):
            return part
        heir = self.agencies.heir_on(agency, self.today)
        if heir is None:
            row.wrong(column, "no_heir", value=words, day=agency.valid_to)
            return None
        part.answering, part.since = heir
        return part

    def told(self, row: Checked) -> dict[str, str]:
        """What will be: the agencies by the names of their time, the document read out of its cell, the state."""
        facts, paper = row.facts, row.facts["paper"]
        delegation = self.delegations.by_id[facts["delegation_id"]]
        with in_vietnamese():
            said = {
                "delegation": f"{delegation.code}. {delegation.title}",
                "document": f"{paper.number}, {spelled(paper.day)}" if paper.number else "",
                "lead": facts["lead_part"].said,
                "support": "; ".join(part.said for part in facts["support_parts"]),
                "status": str(ASSIGNMENT.state(facts["state"]).label),
                "completed_on": shown(facts["completed_on"]) if facts["state"] == TICKED["done"] else "",
            }
        return said | dict.fromkeys(("document_number", "document_date", *TICKED), "")

    # --- how it is known again ----------------------------------------------------------------------------------------

    def key(self, row: Checked, paper: Paper, delegation: KnownDelegation | None, lead: Part | None) -> str:
        """The register's own code; without one, the document, the words and the lead (features F65)."""
        if row.facts["code"]:
            return digest("code", code_key(row.facts["code"]))
        where = fold(paper.number) or (delegation.id if delegation else 0)
        if not (where and lead and row.facts["text"]):
            return ""
        return digest("text", where, fold(row.facts["text"]), lead.agency.id)

    # --- what the product has already ---------------------------------------------------------------------------------

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        self.wordings.read({row.facts["delegation_id"] for row in rows if row.outcome == NEW})
        before = {**before, **self.recognise([row for row in rows if row.outcome == NEW])}
        self.refuse_taken([row for row in rows if row.outcome == NEW])
        changed = [row for row in rows if row.outcome == CHANGED]
        worked = known.touched("recommendation", (before[row.key] for row in changed))
        ids = [row.known_id for row in changed]
        there = kept.recommendations(ids, known.before_work("recommendation", worked))
        for row in changed:
            was = there[row.known_id]
            stay_plain(self.table, row, was)
            stay_fixed(self.table, row, was)
            self.settle(row)
            stay_noted(self.table, row, was)
            row.content = content(row)
            if not changes(row, was):
                row.outcome = UNCHANGED
            elif row.known_id in worked:
                row.wrong("", "worked_on", code=was.code)
            else:
                self.refuse_fixed(row, was)
                self.refuse_early(row, row.facts["paper"])
        for row in rows:
            self.remark(row)

    def recognise(self, rows: list[Checked]) -> dict[str, Earlier]:
        """Rows of a file without codes or documents, known again by what they say to whom; by their keys."""
        if self.table.has("code") and self.table.has(*NUMBERED):
            return {}
        alike = {id: row for row in rows if (id := self.wordings.sole(*wording_of(row)))}
        there = kept.recommendations(alike, {})
        found: dict[str, Earlier] = {}
        for key, was in known.earlier_of("recommendation", alike).items():
            row = alike[was.subject_id]
            if key in self.keys(row, there[was.subject_id]):
                row.key, row.known_id, row.outcome = key, was.subject_id, CHANGED
                found[key] = was
        return found

    def keys(self, row: Checked, was: Kept) -> set[str]:
        """What the row would be known by if it said what it has no column for."""
        number = row.facts["paper"].number if self.table.has(*NUMBERED) else was.fixed["document"][0]
        delegation = self.delegations.by_id[row.facts["delegation_id"]]
        keys = {self.key(row, Paper(number, None), delegation, row.facts["lead_part"])}
        return keys if self.table.has("code") else keys | {digest("code", code_key(was.code))}

    def settle(self, row: Checked) -> None:
        """What hangs on how far it has come and on the day of its document, of a row that does not say these itself."""
        facts, table = row.facts, self.table
        if tells_state(table, row) and table.has(*DATED):
            return
        self.refuse_over(row, self.delegations.by_id[facts["delegation_id"]], facts["state"])
        lead = self.lead(row, facts["paper"], facts["state"])
        support = self.support(row, facts["paper"], facts["state"], lead)
        if row.is_good:
            facts |= {"lead_part": lead, "support_parts": support}
        if row.is_good and table.has("support"):
            facts["support_ids"] = ids_of(support)

    def refuse_half(self, row: Checked) -> None:
        """A new row of a file without a column for the number of its document, or for its day."""
        number, day = row.facts["paper"].number, row.facts["paper"].day
        if number and not day:
            row.wrong("document_number", "no_document_date")
        if day and not number:
            row.wrong("document_date", "no_document_number")

    def refuse_fixed(self, row: Checked, was: Kept) -> None:
        """An import changes words, dates, status and result; never whom, in which document, of which delegation."""
        for column, value in fixed_of(row).items():
            if value != was.fixed[column]:
                row.wrong(column, "fixed", column=RECOMMENDATIONS.by_name[column].label, code=was.code)

    def refuse_taken(self, rows: list[Checked]) -> None:
        """Codes and recommendations that were entered on pages."""
        coded = {row.facts["code"]: row for row in rows if row.facts["code"]}
        for part in known.parts(coded):
            query = select(Recommendation.code).where(
                Recommendation.council_id == self.council_id, Recommendation.code.in_(part)
            )
            for code in db.session.scalars(query):
                coded[code].wrong("code", "code_taken", code=code)
        for row in rows:
            self.settle(row)
            self.refuse_half(row)
            if code := self.wordings.code_of(*wording_of(row)):
                row.wrong("", "known", code=code)


def ids_of(parts: Iterable[Part]) -> list[int]:
    return sorted(part.agency.id for part in parts)


def wording_of(row: Checked) -> tuple[int, int, str]:
    return row.facts["delegation_id"], row.facts["lead_part"].agency.id, row.facts["text"]


def notes_of(raw: RawRow, row: Checked) -> list[list[str]]:
    """What is kept beside the record: [column or "", heading, words]."""
    own = [[name, "", row.facts[name]] for name in NOTES if row.facts[name]]
    status = [["status", "", row.facts["status"]]] if row.remarks and row.facts["status"] else []
    return [*own, *status, *(["", heading, words] for heading, words in raw.notes)]
