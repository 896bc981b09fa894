"""Taking accepted rows in: each in a savepoint, by the pages' services and steps, with its own events; or a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm.exc import StaleDataError

from tracker.accounts.actor import Actor
from tracker.core.errors import DomainError, Impossible, Stale
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.recommendations import agency_plan, progress
from tracker.task_sheets import difference
from tracker.task_sheets.columns import REPORT
from tracker.task_sheets.difference import Difference
from tracker.task_sheets.models import TaskSheet, TaskSheetOutcome, TaskSheetRow
from tracker.task_sheets.standing import Standing
from tracker.task_sheets.steps import LAY, SEND, START
from tracker.workflow import engine
from tracker.workflow.definition import Answers

Did = list[list[Any]]


def take(sheet: TaskSheet, answers: Answers, actor: Actor) -> None:
    """The step's effect. answers: rows (tickets). One row that is refused does not hold up the others; no two are about the
    same task, so that none changes what another was compared with."""
    compared = difference.compared(rows_of(sheet, answers["rows"]), sheet.agency_id, actor)
    sheet.taken += sum([accept(found, actor) for found in compared])


def rows_of(sheet: TaskSheet, tickets: Iterable[str]) -> list[TaskSheetRow]:
    ids = {int(ticket.partition("-")[0]) for ticket in tickets}
    query = difference.ROWS.where(TaskSheetRow.sheet_id == sheet.id, TaskSheetRow.id.in_(sorted(ids)))
    return list(db.session.scalars(query.order_by(TaskSheetRow.number)))


def accept(found: Difference, actor: Actor) -> bool:
    """Was it taken in? If not, nothing of it has been written; either way its outcome is kept."""
    outcome = TaskSheetOutcome(actor_id=actor.id, done=False, did=[])
    try:
        with db.session.begin_nested():
            require_acceptable(found)
            outcome.replaced = {change.column: change.now for change in found.changes}
            outcome.did = write(found, actor)
            db.session.flush()
        outcome.done = True
    except (Stale, StaleDataError):
        outcome.why_not = changed_since()
    except DomainError as refused:
        outcome.why_not = str(refused)
    add(found.row, outcome)
    return outcome.done


def leave(row: TaskSheetRow, actor: Actor, why_not: str) -> None:
    """Not as it was seen: its outcome says so."""
    add(row, TaskSheetOutcome(actor_id=actor.id, done=False, why_not=why_not))


def add(row: TaskSheetRow, outcome: TaskSheetOutcome) -> None:
    if not outcome.done:
        outcome.did, outcome.replaced = [], {}
    outcome.row = row
    db.session.add(outcome)
    db.session.flush()


def require_acceptable(found: Difference) -> None:
    if found.kind == difference.TAKEN:
        raise Impossible(_("Dòng này đã nhận rồi."))
    if found.problems:
        raise Impossible(" ".join(problem.sentence for problem in found.problems))
    if not found.changes:
        raise Impossible(_("Đã như vậy rồi, không còn gì để nhận."))


def changed_since() -> str:
    return _("Vừa có người khác sửa: hãy xem lại dòng này rồi nhận.")


# --- one row ----------------------------------------------------------------------------------------------------------


def write(found: Difference, actor: Actor) -> Did:
    """The plan, then the report, then its step, as one would on the pages; what was done."""
    one, did = found.standing, Did()
    if one is None:
        raise Impossible(changed_since())
    if found.step == START:
        engine.perform(one.task, START, actor, found.plan)
        did.append(["assignment", one.task.id, START])
    elif found.plan:
        agency_plan.edit(one.task, found.plan, actor)
        did.append(["assignment", one.task.id, "edited"])
    write_report(found, one, actor, did)
    return did


def write_report(found: Difference, one: Standing, actor: Actor, did: Did) -> None:
    send, lay = found.step == SEND, found.step == LAY
    if found.report and one.draft is None:
        update = progress.create_update(found.report, actor, assignment=one.task, send=send, lay=lay)
        did.append(["update", update.id, "created"])
    elif found.report and one.draft is not None:
        progress.edit_update(one.draft, rewritten(found.report, one), actor, send=send, lay=lay)
        did.append(["update", one.draft.id, "edited"])
    elif one.draft is not None and (send or lay):
        engine.perform(one.draft, found.step, actor)
        did.append(["update", one.draft.id, found.step])
        return
    if (send or lay) and did:
        did.append([*did[-1][:2], found.step])


def rewritten(report: dict[str, Any], one: Standing) -> dict[str, Any]:
    """What changes a report that is being written; of the numbers of documents those that come and those that go."""
    answers = {name: report[name] for name in REPORT if name in report and name != "document_numbers"}
    if "document_numbers" in report:
        wanted, kept = list(report["document_numbers"]), {item.document_number: item.id for item in one.numbers()}
        answers["document_numbers"] = [number for number in wanted if number not in kept]
        answers["drop_evidence"] = [id for number, id in kept.items() if number not in wanted]
    return answers


def remaining(sheet: TaskSheet) -> int:
    """Rows that say something and that nobody has accepted yet, whether or not they can be now."""
    taken = exists().where(TaskSheetOutcome.row_id == TaskSheetRow.id, TaskSheetOutcome.done)
    query = select(func.count()).where(TaskSheetRow.sheet_id == sheet.id, TaskSheetRow.cells > 0, ~taken)
    return db.session.scalar(query) or 0
