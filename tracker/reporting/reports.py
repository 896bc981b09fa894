"""Figures that an agency typed into its report: made, changed and set aside by the report itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.reporting import checks
from tracker.reporting import facts as writing
from tracker.reporting.models import Figure, FigureAgency
from tracker.reporting.service import index
from tracker.workflow import engine


def put(
    known: Figure | None, facts: Mapping[str, Any], delegation: Delegation, agency: Agency, actor: Actor, role: Role
) -> Figure:
    """The figure with these facts: a new one, or the known one brought up to them, with an event where something changed."""
    if known is not None:
        earlier = audit.snapshot(known)
        write(known, facts)
        tell_change(known, earlier, actor, role)
        return known
    figure = Figure(
        council_id=delegation.council_id,
        delegation=delegation,
        code=f"SL-{sequences.take(db.session(), f'SL/{delegation.id}'):02}",
        created_by_id=actor.id,
        inferred=[],
        difference_note="",
    )
    write(figure, facts)
    figure.agencies.append(FigureAgency(agency_id=agency.id, agency=agency))
    db.session.add(figure)
    db.session.flush()
    audit.record(figure, "created", actor, role=role, after=audit.facts_of(figure) | {"agencies": [agency.name]})
    index(figure)
    return figure


def write(figure: Figure, facts: Mapping[str, Any]) -> None:
    writing.write_own(figure, facts)
    figure.source_id = facts["source_id"]
    figure.superseded = False


def declare_parts(total: Figure, parts: Sequence[Figure], said: str, actor: Actor, role: Role) -> None:
    """The total is made of these, as the outline asks; `said`: what the agency writes beside it, kept where they do not
    make it."""
    earlier, before = audit.snapshot(total), writing.beside(total)["parts"]
    writing.write_parts(total, [part.id for part in parts])
    found = checks.sum_of(total)
    total.difference_note = said if found is not None and not found.holds else ""
    tell_change(total, earlier, actor, role, parts=(before, writing.beside(total)["parts"]))


def supersede(figure: Figure, actor: Actor, role: Role) -> None:
    """The agency does not give this figure any more; it stays, for those who have used it."""
    earlier = audit.snapshot(figure)
    figure.superseded = True
    tell_change(figure, earlier, actor, role)


def tell_change(
    figure: Figure, earlier: dict[str, Any], actor: Actor, role: Role, parts: tuple[Any, Any] = ((), ())
) -> None:
    before, after = audit.difference(earlier, figure)
    if parts[0] != parts[1]:
        before, after = before | {"parts": parts[0]}, after | {"parts": parts[1]}
    if not after:
        return
    engine.touch(figure, actor)
    db.session.flush()
    audit.record(figure, "edited", actor, role=role, before=before, after=after)
    index(figure)
