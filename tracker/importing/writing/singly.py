"""Agencies, delegations and accounts, one after another through the services of their rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.administration import service as accounts
from tracker.audit.models import AuditEvent
from tracker.delegations import service as delegations
from tracker.delegations.models import ruleset_on
from tracker.extensions import db
from tracker.importing.checking.findings import NEW, Checked
from tracker.importing.models import ImportKey, ImportRun
from tracker.importing.progress import Stretch
from tracker.organizations import service as organizations
from tracker.organizations.models import Agency

KINDS = {"agencies": "agency", "delegations": "delegation", "people": "user"}
"""Register → kind of record."""
COPIED = (
    "title",
    "scope",
    "content",
    "period_from",
    "period_to",
    "established_on",
    "ended_on",
    "owner_kind",
    "body_id",
    "state",
)


def write(run: ImportRun, rows: list[Checked], actor: Actor, told: Stretch) -> None:
    """Write these rows. The caller commits."""
    for row in told.along(rows, len(rows)):
        record = WRITERS[run.register](run, row, actor)
        db.session.flush()
        remember(run, row, record.id)


def agency(run: ImportRun, row: Checked, actor: Actor) -> Agency:
    facts = {name: row.facts[name] for name in ("code", "name", "short_name", "kind", "valid_from")}
    if row.outcome == NEW:
        made = organizations.add(run.council_id, facts, actor)
    else:
        made = db.session.get_one(Agency, row.known_id)
        organizations.edit(made, {name: value for name, value in facts.items() if name != "code"}, actor)
    for words in row.facts["aliases"]:
        organizations.add_alias(made, words, actor)
    return made


def delegation(run: ImportRun, row: Checked, actor: Actor) -> Any:
    facts = row.facts
    answers = {name: facts[name] for name in COPIED} | {
        "code": facts["code"],
        "ruleset": ruleset_on(facts["established_on"]) if facts["established_on"] else "L2015",
        "head_name": facts["head"],
        "agencies": facts["agencies"],
        "reason": run.file_name,
        "source": f"{run.sheet}, {row.number}",
    }
    return delegations.enter_old(answers, actor, council_id=run.council_id)


def account(run: ImportRun, row: Checked, actor: Actor) -> Any:
    facts = row.facts
    made = accounts.create({name: facts[name] for name in ("username", "full_name", "title", "email", "phone")}, actor)
    if facts["role"]:
        accounts.give_role(made, Role(facts["role"]), actor, **facts["place"])
    return made


WRITERS: dict[str, Callable[[ImportRun, Checked, Actor], Any]] = {
    "agencies": agency,
    "delegations": delegation,
    "people": account,
}


def remember(run: ImportRun, row: Checked, id: int) -> None:
    kind = KINDS[run.register]
    last = db.session.scalar(
        select(func.max(AuditEvent.id)).where(AuditEvent.thread_kind == kind, AuditEvent.thread_id == id)
    )
    query = select(ImportKey).where(
        ImportKey.council_id == run.council_id, ImportKey.register == run.register, ImportKey.key == row.key
    )
    known = db.session.scalar(query) or ImportKey(council_id=run.council_id, register=run.register, key=row.key)
    known.content, known.subject_kind, known.subject_id = row.content, kind, id
    known.run_id, known.event_id = run.id, last or 0
    db.session.add(known)
    db.session.flush()
