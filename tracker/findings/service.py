"""Recording and changing findings. What follows (sending, comment, decision) are steps of the workflow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.attachments import queries as attachments
from tracker.attachments import service as files
from tracker.attachments.models import Attachment
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import queries
from tracker.findings.indexing import index
from tracker.findings.models import Finding
from tracker.findings.workflow import FINDING, HAS_SOURCE, LONG_ENOUGH, VIOLATION_HAS_FILE
from tracker.links import origins
from tracker.workflow import engine, guards

COLUMNS = ("kind", "text", "agency_id", "cause_kind", "cause", "evidence")
BESIDE = {"long_enough": "text", "has_source": "evidence", "violation_has_file": "files"}
"""The field of the form beside which a guard of `submit` says what is missing."""


def create(
    answers: Mapping[str, Any],
    actor: Actor,
    *,
    delegation: Delegation,
    submit: bool = False,
    code: str | None = None,
) -> Finding:
    """Record a finding as its author; with `submit` it goes to the head at once.

    answers: kind, text, agency_id, cause_kind, cause, evidence, files (attachments), rests_on ("statement:12", …).
    """
    delegations.require_begin(FINDING, delegation, actor)
    sources = grounds(answers, actor, delegation)
    finding = Finding(
        council_id=delegation.council_id,
        delegation=delegation,
        code=code_for(delegation, code),
        state=FINDING.start,
        author_id=actor.id,
        created_by_id=actor.id,
        **{name: answers.get(name) for name in ("agency_id", "cause_kind")},
        **{name: answers.get(name) or "" for name in ("kind", "text", "cause", "evidence")},
    )
    db.session.add(finding)
    db.session.flush()
    told = {"rests_on": origins.tie_all(finding, sources, actor), "files": take_files(finding, answers)}
    engine.created(finding, actor, roles=(Role.AUTHOR,), also=told)
    index(finding)
    if submit:
        send(finding, actor)
    return finding


def edit(finding: Finding, answers: Mapping[str, Any], actor: Actor, *, submit: bool = False) -> None:
    """Change what is given of a finding, as its state allows; grounds and new files are part of the history."""
    engine.require_edit(finding, actor)
    earlier = audit.snapshot(finding)
    for name in COLUMNS:
        if name in answers:
            setattr(finding, name, answers[name] if name in ("agency_id", "cause_kind") else answers[name] or "")
    also: dict[str, tuple[Any, Any]] = {}
    if "rests_on" in answers:
        sources = grounds(answers, actor, finding.delegation)
        also["rests_on"] = origins.change(finding, sources, actor, queries.GROUNDS)
    if answers.get("files"):
        before = [file.name for file in attachments.of("finding", finding.id)]
        also["files"] = (before, before + take_files(finding, answers))
    db.session.flush()
    engine.edited(finding, actor, earlier, also=also)
    index(finding)
    if submit:
        send(finding, actor)


def send(finding: Finding, actor: Actor) -> None:
    """Submit a finding; what is missing is said beside the field where it can be mended."""
    unmet = [guard for guard in (LONG_ENOUGH, HAS_SOURCE, VIOLATION_HAS_FILE) if not guards.holds(guard, finding)]
    if unmet:
        raise Invalid({BESIDE[guard.name]: [str(guard.sentence)] for guard in unmet})
    engine.perform(finding, "submit", actor)


def grounds(answers: Mapping[str, Any], actor: Actor, delegation: Delegation) -> list[Any]:
    """The records that the finding rests on; all of this delegation."""
    found = origins.find_all(answers.get("rests_on") or [], actor, queries.GROUNDS, field="rests_on")
    if any(record.delegation_id != delegation.id for record in found):
        raise Invalid({"rests_on": [_("Căn cứ phải thuộc cùng một Đoàn giám sát.")]})
    return found


def take_files(finding: Finding, answers: Mapping[str, Any]) -> list[str]:
    """Bind the files handed in; their names."""
    given: Sequence[Attachment] = answers.get("files") or []
    for file in given:
        files.bind(file, "finding", finding.id, "evidence")
    return [file.name for file in given]


def code_for(delegation: Delegation, given: str | None) -> str:
    """PH-07, numbered within the delegation; or the code that an old dossier gives, Invalid when it is taken."""
    among = Finding.delegation_id == delegation.id
    if given is None:
        return sequences.next_code(db.session, f"PH/{delegation.id}", "PH-{:02}", Finding.code, among)
    if sequences.is_taken(db.session, given, Finding.code, among):
        raise Invalid({"code": [_("Đoàn này đã có phát hiện mang mã %(code)s.", code=given)]})
    return given
