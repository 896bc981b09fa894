"""The documents in which the rows of a register were issued: recorded with their delegations where they are not yet, as
`delegations.documents.add` records one, but all of a file together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.accounts.roles import Role
from tracker.core.text import fold
from tracker.delegations.models import DOCUMENT_KINDS, DelegationDocument
from tracker.extensions import db
from tracker.importing.checking import known
from tracker.importing.checking.findings import Checked
from tracker.importing.models import ImportRun
from tracker.importing.writing.bulk import Bulk, audit_ids
from tracker.search import service as search

Paper = tuple[int, str, date | None]
"""(delegation, number, day)"""
TABLE = "delegation_document"
KINDS = (("nq", "result_resolution"), ("bc", "report"))
"""Sign in a document's number → its kind; all others are conclusions (domain.md 2.1)."""


def file_papers(bulk: Bulk, run: ImportRun, rows: list[Checked]) -> dict[Paper, int]:
    """Every document that these rows name → its id."""
    wanted = {(row.facts["delegation_id"], row.facts["paper"].number, row.facts["paper"].day) for row in rows}
    named = sorted(key for key in wanted if key[1])
    found = recorded({delegation_id for delegation_id, _number, _day in named})
    new = [key for key in named if key not in found]
    ids, event_ids = bulk.ids(TABLE, len(new)), audit_ids(bulk, len(new))
    for key in new:
        found[key] = next(ids)
        add(bulk, run, key, found[key], next(event_ids))
    bulk.send()
    bulk.wait()
    return found


def recorded(delegations: set[int]) -> dict[Paper, int]:
    """The oldest of each that these delegations have already."""
    found: dict[Paper, int] = {}
    document = DelegationDocument
    for part in known.parts(delegations):
        query = select(document.delegation_id, document.number, document.issued_on, document.id)
        for row in db.session.execute(query.where(document.delegation_id.in_(part)).order_by(document.id)):
            found.setdefault((row.delegation_id, row.number, row.issued_on), row.id)
    return found


def add(bulk: Bulk, run: ImportRun, key: Paper, id: int, event_id: int) -> None:
    delegation_id, number, day = key
    kind = kind_of(number)
    row = {
        "id": id,
        "delegation_id": delegation_id,
        "council_id": run.council_id,
        "kind": kind,
        "number": number,
        "issued_on": day,
        "created_by_id": bulk.actor.id,
    }
    bulk.add(TABLE, row)
    bulk.event(
        id=event_id,
        role=Role.OFFICE.value,
        council_id=run.council_id,
        subject_kind="document",
        subject_id=id,
        subject_code="",
        thread_kind="delegation",
        thread_id=delegation_id,
        action="created",
        after=bulk.told(TABLE, row),
        reason="",
        audience="all",
    )
    bulk.settle()
    title = f"{DOCUMENT_KINDS[kind]} {number}"
    bulk.index(
        search.entry(kind="document", subject_id=id, council_id=run.council_id, code=number, title=title, day=day)
    )


def kind_of(number: str) -> str:
    signs = fold(number).split()
    return next((kind for sign, kind in KINDS if sign in signs), "conclusion")
