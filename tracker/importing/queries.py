"""Reading imports, and what the check of a file asks of the other rooms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.importing.models import ImportRun
from tracker.jobs.models import Job

AT_WORK = ("checking", "running")


def listing(actor: Actor, *, page: int = 1, size: int = 25) -> Sequence[ImportRun]:
    """Newest first, a page at a time and one more to know whether there is a next."""
    query = select(ImportRun).where(access.visible("import_run", actor)).order_by(ImportRun.id.desc())
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor) -> int:
    query = select(func.count()).select_from(ImportRun).where(access.visible("import_run", actor))
    return db.session.scalar(query) or 0


def is_at_work(run: ImportRun) -> bool:
    """Is a job reading or writing for it?"""
    return run.state in AT_WORK


def is_begun(run: ImportRun) -> bool:
    """Are its columns still to be chosen?"""
    return run.state == "uploaded"


def may_choose(run: ImportRun) -> bool:
    """May its columns be chosen, or chosen anew?"""
    return run.state in ("uploaded", "checked")


def is_checked(run: ImportRun) -> bool:
    return run.state in ("checked", "running", "imported")


def is_imported(run: ImportRun) -> bool:
    return run.state == "imported"


def failure(run: ImportRun) -> str:
    """Why the job at work for it does not go on; "" while it does."""
    if not is_at_work(run):
        return ""
    kind = "import_check" if run.state == "checking" else "import_write"
    query = (
        select(Job).where(Job.kind == kind, Job.key.startswith(f"{kind} {run.id}/")).order_by(Job.id.desc()).limit(1)
    )
    job = db.session.scalar(query)
    return job.error if job is not None and job.state == "failed" else ""


# --- what the check asks ----------------------------------------------------------------------------------------------


def delegations(council_id: int) -> Sequence[Any]:
    columns = (Delegation.id, Delegation.code, Delegation.title, Delegation.state, Delegation.old_record)
    query = select(*columns).where(Delegation.council_id == council_id).order_by(Delegation.id)
    return db.session.execute(query).all()


def takes(delegation: Any) -> str:
    """Recommendations come in where there is a conclusion to follow up (SM5); into a dossier that is closed only what has
    ended."""
    if delegation.state in ("concluded", "following_up"):
        return "all"
    if delegation.state == "closed":
        return "ended"
    return "all" if delegation.old_record and delegation.state not in ("draft", "cancelled") else "none"


def last_events(thread: str, ids: Collection[int]) -> Sequence[Any]:
    """(id, its last event) of the records on whose pages these stories are read."""
    query = select(AuditEvent.thread_id, func.max(AuditEvent.id)).where(
        AuditEvent.thread_kind == thread, AuditEvent.thread_id.in_(ids)
    )
    return db.session.execute(query.group_by(AuditEvent.thread_id)).all()


def changes_after(thread: str, ids: Collection[int], event_id: int) -> Sequence[Any]:
    """Changes in these stories after an event, the last one first: which record, and what stood there before."""
    columns = (AuditEvent.id, AuditEvent.thread_id, AuditEvent.subject_kind, AuditEvent.subject_id, AuditEvent.before)
    query = select(*columns).where(
        AuditEvent.thread_kind == thread,
        AuditEvent.thread_id.in_(ids),
        AuditEvent.id > event_id,
        AuditEvent.before.is_not(None),
    )
    return db.session.execute(query.order_by(AuditEvent.id.desc())).all()
