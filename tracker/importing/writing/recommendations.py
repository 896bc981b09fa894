"""New recommendations from an old register: issued or closed as it says, one task for each addressee (domain.md 7.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock, sequences
from tracker.core.bulk import Row
from tracker.core.i18n import in_vietnamese
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import DELEGATION
from tracker.extensions import db
from tracker.importing.checking.findings import Checked
from tracker.importing.checking.recommendations import Part
from tracker.importing.models import ImportRun
from tracker.importing.notes import in_words, of_row
from tracker.importing.progress import Stretch
from tracker.importing.writing.bulk import Bulk, audit_ids, begun
from tracker.importing.writing.papers import Paper, file_papers
from tracker.recommendations.effects import FINAL
from tracker.recommendations.models import ASSIGNMENT_ROLES, FAR, Recommendation
from tracker.search import service as search
from tracker.workflow import engine

ADDRESSED = {
    "people_committee": "people_committee",
    "commune_people_committee": "commune",
    "enterprise": "other",
    "person": "other",
    "central": "central",
}
"""Kind of the lead agency → kind of addressee; all others are departments."""
OLD_ENDED = "completed_on"
WAIVABLE = ("document_id", "issued_on", "deliverable", "due_on")
NEVER_KNOWN = "verified_at"
"""The moment of an act of verifying in the product, which an old register cannot have."""
DONE = "implemented"


@dataclass
class Made:
    """A row with the numbers that its records will bear."""

    row: Checked
    id: int
    code: str
    document_id: int | None
    tasks: list[int]
    events: list[int]


TOGETHER = 2_000
"""Recommendations that are sent at once."""


def write(run: ImportRun, rows: list[Checked], actor: Actor, told: Stretch) -> None:
    """Write these new rows. The caller commits."""
    still_open = {row.facts["delegation_id"] for row in rows if row.facts["state"] not in FINAL}
    with begun(actor, clock.now()) as bulk, in_vietnamese():
        papers = file_papers(bulk, run, rows)
        teller = Teller(run, bulk, actor, bulk.moment)
        for number, made in enumerate(told.along(numbered(bulk, run, rows, papers), len(rows)), 1):
            teller.tell(made)
            made.row.facts = {}
            if number % TOGETHER == 0:
                bulk.send()
    follow_up(still_open, actor)


def numbered(bulk: Bulk, run: ImportRun, rows: list[Checked], papers: dict[Paper, int]) -> Iterator[Made]:
    """Every row with ids and a code of its own."""
    tasks = sum(1 + len(row.facts["support_parts"]) for row in rows)
    notes = sum(bool(of_row(row.facts)) for row in rows)
    ids, task_ids = bulk.ids("recommendation", len(rows)), bulk.ids("assignment", tasks)
    event_ids = audit_ids(bulk, len(rows) + tasks + notes)
    codes = new_codes(run.council_id, rows)
    for row in rows:
        facts = row.facts
        many = 1 + len(facts["support_parts"])
        paper = (facts["delegation_id"], facts["paper"].number, facts["paper"].day)
        yield Made(
            row,
            next(ids),
            facts["code"] or next(codes[year_of(row)]),
            papers.get(paper),
            [next(task_ids) for _n in range(many)],
            [next(event_ids) for _n in range(1 + many + bool(of_row(facts)))],
        )


def year_of(row: Checked) -> int:
    return (row.facts["paper"].day or clock.today()).year


def new_codes(council_id: int, rows: list[Checked]) -> dict[int, Iterator[str]]:
    """Codes in the series of each year for the rows that bring none; those that somebody gave by hand are passed over."""
    wanted: dict[int, int] = defaultdict(int)
    for row in rows:
        wanted[year_of(row)] += not row.facts["code"]
    given = {row.facts["code"] for row in rows if row.facts["code"]}
    taken = given | set(db.session.scalars(select(Recommendation.code).where(Recommendation.council_id == council_id)))
    return {year: iter(codes_of(council_id, year, many, taken)) for year, many in sorted(wanted.items()) if many}


def codes_of(council_id: int, year: int, many: int, taken: set[str]) -> list[str]:
    codes: list[str] = []
    while len(codes) < many:
        missing = many - len(codes)
        last = sequences.take_many(db.session, f"KN/{council_id}/{year}", missing)
        codes += [code for n in range(last - missing + 1, last + 1) if (code := f"KN-{year}-{n:03}") not in taken]
    return codes


def follow_up(still_open: set[int], actor: Actor) -> None:
    """Delegations of which something is open go on to be followed up, where they have a conclusion."""
    for id in sorted(still_open):
        delegation = db.session.get_one(Delegation, id)
        step = DELEGATION.transition("follow_up")
        if step is not None and engine.may_follow(delegation, step.name):
            engine.follow(delegation, step.name, actor)


class Teller:
    """One recommendation after another, with its tasks, events and words; in Vietnamese, as the record is."""

    def __init__(self, run: ImportRun, bulk: Bulk, actor: Actor, moment: datetime) -> None:
        self.run, self.bulk, self.actor, self.moment = run, bulk, actor, moment
        self.ends_on = lru_cache(maxsize=5_000)(working_days().end_of)
        frame = {
            "council_id": run.council_id,
            "created_by_id": actor.id,
            "created_at": moment,
            "updated_by_id": actor.id,
            "updated_at": moment,
            "row_version": 1,
        }
        self.blanks = {name: bulk.blank(name) | frame for name in ("recommendation", "assignment")}

    def tell(self, made: Made) -> None:
        whole = self.recommendation(made)
        addressees = self.addressees(made)
        notes = whole["old_notes"]
        self.bulk.add("recommendation", whole)
        self.event(made, 0, "recommendation", made.id, self.told(whole) | addressees)
        for place, (id, part) in enumerate(zip(made.tasks, self.parts(made), strict=True), 1):
            task = self.task(made, part, id, "support" if place > 1 else "lead", whole)
            self.bulk.add("assignment", task)
            self.event(made, place, "assignment", id, self.bulk.told("assignment", task), agency=part.answering.id)
        if notes:
            kept = {"old_notes": in_words(notes)}
            self.event(made, -1, "recommendation", made.id, kept, action="old_notes_kept", audience="council")
        self.bulk.settle()
        self.words(made, whole)
        self.remember(made)

    def parts(self, made: Made) -> list[Part]:
        return [made.row.facts["lead_part"], *made.row.facts["support_parts"]]

    def told(self, whole: Row) -> dict[str, Any]:
        return self.bulk.told("recommendation", whole, without=("old_notes",))

    def recommendation(self, made: Made) -> Row:
        facts, lead = made.row.facts, made.row.facts["lead_part"]
        is_over = facts["state"] in FINAL
        row = self.blanks["recommendation"] | {
            "id": made.id,
            "delegation_id": facts["delegation_id"],
            "code": made.code,
            "text": facts["text"],
            "addressee_kind": ADDRESSED.get(lead.agency.kind, "department"),
            "deliverable": facts["deliverable"],
            "due_on": facts["due_on"],
            "due_key": facts["due_on"] or FAR,
            "multi_year": facts["state"] == "multi_year",
            "state": "closed" if is_over else "issued",
            "document_id": made.document_id,
            "issued_on": facts["paper"].day,
            "closed_at": self.moment if is_over else None,
            "lead_agency_id": lead.answering.id,
            "lead_state": facts["state"],
            "old_record": True,
            "old_reason": self.run.file_name,
            "old_source": f"{self.run.sheet}, {made.row.number}",
            "old_notes": of_row(facts),
        }
        row["waived_facts"] = [name for name in WAIVABLE if row.get(name) in (None, "")]
        return row

    def addressees(self, made: Made) -> dict[str, Any]:
        """Whom the register names, and how the first event tells them."""
        parts = self.parts(made)
        roles = ["lead", *["support"] * (len(parts) - 1)]
        seen = {part.agency.id: (part, role) for part, role in reversed(list(zip(parts, roles, strict=True)))}
        for part, role in seen.values():
            self.bulk.add("addressee", {"recommendation_id": made.id, "agency_id": part.agency.id, "role": role})
        names = [f"{part.name} ({ASSIGNMENT_ROLES[role]})" for part, role in zip(parts, roles, strict=True)]
        return {"addressees": names, "addressee_ids": [part.agency.id for part in parts]}

    def task(self, made: Made, part: Part, id: int, role: str, whole: Row) -> Row:
        facts = made.row.facts
        due_on, is_done = facts["due_on"], facts["state"] == DONE
        row = self.blanks["assignment"] | {
            "id": id,
            "recommendation_id": made.id,
            "delegation_id": whole["delegation_id"],
            "agency_id": part.answering.id,
            "agency_name": part.name,
            "taken_over_by": part.answering.name if part.since else "",
            "taken_over_on": part.since,
            "role": role,
            "state": facts["state"],
            "person_in_charge": facts["person"] if role == "lead" else "",
            "original_due_on": due_on,
            "due_on": due_on,
            "due_ends_on": self.ends_on(due_on) if due_on else None,
            "due_key": due_on or FAR,
            "verdict_note": "",
            "completed_on": facts["completed_on"] if is_done else None,
            "sent_on": facts["completed_on"] if is_done else None,
            "old_record": True,
        }
        needed = (NEVER_KNOWN, OLD_ENDED) if is_done else ()
        row["waived_facts"] = [name for name in needed if row.get(name) is None]
        return row

    def event(
        self,
        made: Made,
        place: int,
        kind: str,
        id: int,
        after: dict[str, Any],
        *,
        agency: int | None = None,
        action: str = "entered_old",
        audience: str = "all",
    ) -> None:
        self.bulk.event(
            id=made.events[place],
            role=Role.OFFICE.value,
            council_id=self.run.council_id,
            subject_kind=kind,
            subject_id=id,
            subject_code=made.code,
            thread_kind="recommendation",
            thread_id=made.id,
            action=action,
            after=after,
            reason=self.run.file_name,
            audience=audience,
            agency_id=agency,
        )

    def words(self, made: Made, whole: Row) -> None:
        """What everybody who may read it finds it by, as `recommendations.indexing.index`."""
        parts = self.parts(made)
        names = dict.fromkeys(name for part in parts for name in (part.agency.name, part.name, part.answering.name))
        self.bulk.index(
            search.entry(
                kind="recommendation",
                subject_id=made.id,
                council_id=self.run.council_id,
                code=made.code,
                title=whole["text"],
                texts=[whole["deliverable"], *names, made.row.facts["paper"].number],
            )
        )

    def remember(self, made: Made) -> None:
        self.bulk.add(
            "import_key",
            {
                "council_id": self.run.council_id,
                "register": self.run.register,
                "key": made.row.key,
                "content": made.row.content,
                "subject_kind": "recommendation",
                "subject_id": made.id,
                "run_id": self.run.id,
                "event_id": made.events[-1],
            },
        )
