"""Saying something about a flag: an explanation, or that a finding was made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.comparing.flags import Flag
from tracker.comparing.models import FlagNote
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import service as links
from tracker.reporting.service import KEEPERS, may_keep, require_keeper

__all__ = ["explain", "may_explain", "record_as", "require_explaining"]

may_explain = may_keep
require_explaining = require_keeper


def explain(flags: Sequence[Flag], answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> None:
    """Write down why these flags are in order, each for its numbers of now: text."""
    require_explaining(delegation, actor)
    held = access.roles_on(actor, delegation)
    role = next(role for role in KEEPERS if role in held)
    for flag in flags:
        note = write(flag, delegation, actor, text=answers["text"])
        told = {name: value for name, value in audit.facts_of(note).items() if name in ("kind", "text", "figures")}
        audit.record(note, "explained", actor, role=role, after=told, audience="council")


def record_as(finding: Any, flag: Flag, actor: Actor) -> None:
    """A finding was made of the flag: whoever meets the flag is led to it. The finding has its own event."""
    note = write(flag, finding.delegation, actor)
    links.tie(note, finding, actor)


def write(flag: Flag, delegation: Delegation, actor: Actor, *, text: str = "") -> FlagNote:
    note = FlagNote(
        council_id=delegation.council_id,
        delegation=delegation,
        kind=flag.kind,
        flag=flag.key,
        series_key=flag.series,
        figures=sorted(flag.values),
        text=text,
        created_by_id=actor.id,
        created_by_name=actor.name or "",
    )
    db.session.add(note)
    db.session.flush()
    return note
