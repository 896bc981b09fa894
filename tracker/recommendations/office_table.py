"""The follow-up table as offices keep it (domain.md 2.2): the facts of many recommendations, read some hundred at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock
from tracker.delegations.models import DelegationDocument
from tracker.extensions import db
from tracker.recommendations import effects
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.models import EvidenceItem, Extension, Measure, Recommendation, Update, result_of
from tracker.recommendations.naming import with_present
from tracker.recommendations.queries import cursors, rights
from tracker.recommendations.queries.follow_up import Reach, Wanted
from tracker.recommendations.queries.tables import Tables
from tracker.recommendations.workflow import TIMELESS

BATCH = 500
DONE, UNDER_WAY, NOT_BEGUN = "done", "under_way", "not_begun"
PROGRESS = {
    "implemented": DONE,
    "in_progress": UNDER_WAY,
    "awaiting_verification": UNDER_WAY,
    "partly_implemented": UNDER_WAY,
    "not_satisfactory": UNDER_WAY,
    "under_reconsideration": UNDER_WAY,
    "multi_year": UNDER_WAY,
    "assigned": NOT_BEGUN,
    "not_implemented": NOT_BEGUN,
}
"""In which of the table's three columns a state is ticked; what was waived in writing and drafts in none."""


@dataclass(frozen=True)
class Report:
    """What the agency has last handed in. `papers`: the numbers of the documents that show it."""

    text: str
    difficulties: str
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One recommendation; `row` is the follow-up table's own (`queries.follow_up`)."""

    row: Any
    document: tuple[str, date] | None
    lead: str
    support: tuple[str, ...]
    due_on: date | None
    progress: str
    report: Report | None
    measure: Measure | None
    extension: Extension | None
    """A request for a later deadline that waits for a decision."""
    is_late: bool


def lines(actor: Actor, wanted: Wanted) -> Iterator[Line]:
    """All that the table holds under these filters, in its order; memory does not grow with them."""
    after, more = "", True
    while more:
        with as_known(wanted.as_of):
            reach = Reach(actor, replace(wanted, size=BATCH, page=1, after=after))
            keys = reach.keys()
            shown, more = keys[:BATCH], len(keys) > BATCH
            found = read(reach.rows([key[-1] for key in shown]), actor, reach.tables)
        yield from found
        after = cursors.spell(shown[-1]) if shown else ""


def read(rows: Sequence[Any], actor: Actor, t: Tables) -> list[Line]:
    """Seven questions to the database, however many rows."""
    told = [row.assignment_id for row in rows if row.assignment_id]
    moment, today = t.moment or clock.now(), clock.today()
    documents, support = documents_of(rows), support_of(rows, t)
    reports, measures = reports_of(told, actor, moment), measures_of(told, actor, moment)
    extensions = extensions_of(told, actor, moment)
    brought = of_old_registers(rows, actor)
    return [
        Line(
            row=row,
            document=documents.get(row.id) if row.issued_on else None,
            lead=with_present(row.lead_name, row.lead_now, row.lead_since) if row.lead_name else "",
            support=tuple(support[row.id]),
            due_on=row.due_on or row.draft_due_on,
            progress=PROGRESS.get(row.assignment_state or "", ""),
            report=reports.get(row.assignment_id) or brought.get(row.id),
            measure=measures.get(row.assignment_id),
            extension=extensions.get(row.assignment_id),
            is_late=is_late(row, today),
        )
        for row in rows
    ]


def is_late(row: Any, today: date) -> bool:
    """Overdue as contract.md section 6 says."""
    if row.due_ends_on is None or row.assignment_state not in PROGRESS or row.due_ends_on >= today:
        return False
    if row.assignment_state in TIMELESS:
        return False
    return not effects.waits_in_time(row.assignment_state, row.sent_on, row.due_ends_on)


def documents_of(rows: Sequence[Any]) -> dict[int, tuple[str, date]]:
    query = (
        select(Recommendation.id, DelegationDocument.number, DelegationDocument.issued_on)
        .join(DelegationDocument, DelegationDocument.id == Recommendation.document_id)
        .where(within(Recommendation.id, {row.id for row in rows}))
    )
    return {id: (number, day) for id, number, day in db.session.execute(query)}


def support_of(rows: Sequence[Any], t: Tables) -> Mapping[int, list[str]]:
    """The co-operating agencies of each, as their tasks name them."""
    task = t.tasks
    query = select(task.recommendation_id, task.agency_name, task.taken_over_by, task.taken_over_on).where(
        within(task.recommendation_id, {row.id for row in rows}), task.role == "support", t.stand(task)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for id, name, now, since in db.session.execute(query.order_by(task.id)):
        found[id].append(with_present(name, now, since))
    return found


def reports_of(task_ids: Sequence[int], actor: Actor, moment: datetime) -> dict[int, Report]:
    """The last report that each task's agency had sent, of those that the reader may read."""
    mine = (within(Update.assignment_id, task_ids), Update.sent_at <= moment, rights.update_visible(actor))
    newest = select(func.max(Update.id)).where(*mine).group_by(Update.assignment_id)
    query = select(Update.id, Update.assignment_id, Update.text, Update.difficulties, Update.paper_number)
    updates = db.session.execute(query.where(Update.id.in_(newest))).all()
    papers: dict[int, list[str]] = defaultdict(list)
    known = select(EvidenceItem.update_id, EvidenceItem.document_number).where(
        within(EvidenceItem.update_id, {update.id for update in updates}), EvidenceItem.document_number != ""
    )
    for id, number in db.session.execute(known.order_by(EvidenceItem.id)):
        papers[id].append(number)
    return {
        update.assignment_id: Report(
            update.text,
            update.difficulties,
            tuple(dict.fromkeys([*([update.paper_number] if update.paper_number else []), *papers[update.id]])),
        )
        for update in updates
    }


def of_old_registers(rows: Sequence[Any], actor: Actor) -> dict[int, Report]:
    """What the register said of the result; its other notes are for the Council's side."""
    query = select(Recommendation.id, Recommendation.old_notes).where(
        within(Recommendation.id, {row.id for row in rows}), Recommendation.old_record
    )
    is_council_side = bool(actor.roles & set(COUNCIL_SIDE))
    found = {}
    for id, notes in db.session.execute(query):
        result = result_of(notes)
        causes = [note[2] for note in notes if note[0] == "difficulties"] if is_council_side else []
        if result or causes:
            found[id] = Report(result, "\n".join(causes), ())
    return found


def measures_of(task_ids: Sequence[int], actor: Actor, moment: datetime) -> dict[int, Measure]:
    """The last step of the ladder taken against each."""
    mine = (within(Measure.assignment_id, task_ids), Measure.created_at <= moment, rights.measure_visible(actor))
    newest = select(func.max(Measure.id)).where(*mine).group_by(Measure.assignment_id)
    return {one.assignment_id: one for one in db.session.scalars(select(Measure).where(Measure.id.in_(newest)))}


def extensions_of(task_ids: Sequence[int], actor: Actor, moment: datetime) -> dict[int, Extension]:
    """Requests that had been made and not decided."""
    undecided = (Extension.requested_at <= moment, (Extension.decided_at.is_(None)) | (Extension.decided_at > moment))
    query = select(Extension).where(
        within(Extension.assignment_id, task_ids), *undecided, rights.extension_visible(actor)
    )
    return {one.assignment_id: one for one in db.session.scalars(query.order_by(Extension.id))}
