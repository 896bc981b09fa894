"""What a row of a follow-up table says, and what stays as its record has it because the file has no column for it."""

from __future__ import annotations

from typing import Any

from tracker.importing.checking.cells import Paper
from tracker.importing.checking.findings import Checked
from tracker.importing.checking.kept import Kept
from tracker.importing.checking.rows import digest
from tracker.importing.checking.statuses import TICKED
from tracker.importing.checking.table import Table

NUMBERED, DATED = ("document", "document_number"), ("document", "document_date")
"""Columns that tell the number of a document, and its day."""
PLAIN = ("due_on", "deliverable", "completed_on", "person", "result")
"""Facts that one column tells."""
DONE = TICKED["done"]


def tells_state(table: Table, row: Checked, was: str = "") -> bool:
    """Does the row say how far it has come? A tick that is missing takes back its own state and no other."""
    facts = row.facts
    is_said = bool(facts["status"]) or any(facts[column] for column in TICKED)
    return is_said or table.has("status") or any(state == was and table.has(tick) for tick, state in TICKED.items())


def stay_plain(table: Table, row: Checked, was: Kept) -> None:
    facts = row.facts
    if not tells_state(table, row, was.said["state"]):
        if facts["state"] != was.said["state"]:
            table.stays("status")
        facts["state"] = was.said["state"]
    for name in PLAIN:
        if not table.has(name):
            facts[name] = was.said[name]
            if facts[name] and (name != "completed_on" or facts["state"] == DONE):
                table.stays(name)


def stay_fixed(table: Table, row: Checked, was: Kept) -> None:
    """What an import never changes; of a document its number and its day, each by itself."""
    facts = row.facts
    if not facts["names_delegation"] and facts["delegation_id"] != was.fixed["delegation"]:
        facts["delegation_id"] = was.fixed["delegation"]
        table.stays("delegation")
    said, (number, day) = facts["paper"], was.fixed["document"]
    paper = Paper(said.number if table.has(*NUMBERED) else number, said.day if table.has(*DATED) else day)
    if paper != said:
        facts["paper"] = paper
        table.stays("document")
    if not table.has("support") and was.fixed["support"]:
        facts["support_ids"] = was.fixed["support"]
        table.stays("support")


def stay_noted(table: Table, row: Checked, was: Kept) -> None:
    """Notes whose headings the file lacks; all in the order in which they were kept."""
    notes = was.said["notes"]
    for column, heading, words in notes:
        if not (table.has(column) if column else heading in table.taken):
            row.facts["notes"].append([column, heading, words])
            table.stays(column, heading)
    places = {(note[0], note[1]): place for place, note in enumerate(notes)}
    row.facts["notes"].sort(key=lambda note: places.get((note[0], note[1]), len(places)))


def content(row: Checked) -> str:
    facts, paper = row.facts, row.facts["paper"]
    plain = [facts[name] for name in ("text", "due_on", "deliverable", "completed_on", "result", "person")]
    agencies = [facts["lead_part"].agency.id, facts["support_ids"]]
    return digest(plain, facts["state"], facts["delegation_id"], paper.number, paper.day, agencies, facts["notes"])


def fixed_of(row: Checked) -> dict[str, Any]:
    facts = row.facts
    return {
        "delegation": facts["delegation_id"],
        "document": (facts["paper"].number, facts["paper"].day),
        "lead": facts["lead_part"].agency.id,
        "support": facts["support_ids"],
    }


def changes(row: Checked, was: Kept) -> bool:
    """Does the row say anything else than its record? A day of completion counts for what is done."""
    said = {name: row.facts[name] for name in was.said}
    if said["state"] != DONE:
        said["completed_on"] = None
    return said != was.said or fixed_of(row) != was.fixed
