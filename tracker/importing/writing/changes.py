"""What a register says anew of recommendations that came in earlier: words, dates, result and status, and nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.core.i18n import in_vietnamese
from tracker.extensions import db
from tracker.importing.checking.findings import Checked
from tracker.importing.models import ImportKey, ImportRun
from tracker.importing.notes import in_words, of_row
from tracker.importing.progress import Stretch
from tracker.importing.writing.recommendations import DONE, NEVER_KNOWN, OLD_ENDED, WAIVABLE
from tracker.recommendations import effects
from tracker.recommendations.indexing import index
from tracker.recommendations.models import Assignment, Recommendation
from tracker.workflow import engine


def write(run: ImportRun, rows: list[Checked], actor: Actor, told: Stretch) -> None:
    """Change these records. The caller commits."""
    for row in told.along(rows, len(rows)):
        recommendation = db.session.get_one(Recommendation, row.known_id)
        reword(run, recommendation, row, actor)
        for task in recommendation.assignments:
            move(run, task, row, actor)
        for task in recommendation.assignments:
            effects.settle(task, {}, actor)
        index(recommendation)
        remember(run, row)


def reword(run: ImportRun, recommendation: Recommendation, row: Checked, actor: Actor) -> None:
    earlier, facts = audit.snapshot(recommendation), row.facts
    recommendation.text, recommendation.deliverable = facts["text"], facts["deliverable"]
    recommendation.due_on = facts["due_on"]
    recommendation.multi_year = facts["state"] == "multi_year"
    recommendation.waived_facts = [name for name in WAIVABLE if getattr(recommendation, name) in (None, "")]
    notes = of_row(facts)
    if recommendation.old_notes != notes:
        keep_notes(recommendation, notes, actor, run)
        earlier["old_notes"] = audit.plain(recommendation.old_notes)
    engine.edited(recommendation, actor, earlier, reason=run.file_name)


def keep_notes(recommendation: Recommendation, notes: list[Any], actor: Actor, run: ImportRun) -> None:
    """Told apart: agencies read the recommendation's own story."""
    recommendation.old_notes = notes
    with in_vietnamese():
        kept = in_words(notes)
    audit.record(
        recommendation,
        "old_notes_kept",
        actor,
        role=Role.OFFICE,
        after={"old_notes": kept},
        reason=run.file_name,
        audience="council",
    )


def move(run: ImportRun, task: Assignment, row: Checked, actor: Actor) -> None:
    """The task as the register has it now."""
    earlier, facts = audit.snapshot(task), row.facts
    is_done = facts["state"] == DONE
    task.completed_on = task.sent_on = facts["completed_on"] if is_done else None
    task.waived_facts = [name for name in (NEVER_KNOWN, OLD_ENDED) if is_done and getattr(task, name) is None]
    task.state = facts["state"]
    task.original_due_on = facts["due_on"]
    effects.set_deadline(task, facts["due_on"])
    if task.role == "lead":
        task.person_in_charge = facts["person"]
    engine.edited(task, actor, earlier, reason=run.file_name)


def remember(run: ImportRun, row: Checked) -> None:
    db.session.flush()
    last = (
        select(func.max(AuditEvent.id))
        .where(AuditEvent.thread_kind == "recommendation", AuditEvent.thread_id == row.known_id)
        .scalar_subquery()
    )
    known = update(ImportKey).where(
        ImportKey.council_id == run.council_id, ImportKey.register == run.register, ImportKey.key == row.key
    )
    db.session.execute(known.values(content=row.content, event_id=last, run_id=run.id))
