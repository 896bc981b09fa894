"""Recording figures as they were reported. Office and secretary keep them until the session's minutes are signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import queries as links
from tracker.reporting import checks, facts, queries, wording
from tracker.reporting.models import Figure
from tracker.search import service as search
from tracker.workflow import engine

KEEPERS = (Role.OFFICE, Role.SECRETARY)


def create(answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> Figure:
    """Record a figure; answers as FigureForm gives them. Raises Differs for a total that its parts do not make."""
    require_keeper(delegation, actor)
    require_open_source(answers, delegation, actor)
    figure = Figure(
        council_id=delegation.council_id,
        delegation=delegation,
        code=f"SL-{sequences.take(db.session(), f'SL/{delegation.id}'):02}",
        created_by_id=actor.id,
        inferred=[],
        difference_note="",
    )
    facts.write(figure, answers)
    settle([figure], answers.get("difference_note") or "", {}, figure)
    db.session.add(figure)
    db.session.flush()
    record(figure, "created", actor, after=audit.facts_of(figure) | facts.filled(facts.beside(figure)))
    index(figure)
    return figure


def edit(figure: Figure, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what is in `answers`, leave the rest. Raises Differs as `create` does, also for totals it is part of."""
    require_edit(figure, actor)
    require_open_source(
        {"source_kind": figure.source_kind, "source_id": figure.source_id, **answers}, figure.delegation, actor
    )
    totals = [figure, *queries.totals_with(figure.id)]
    known = differences(totals)
    earlier = {total.id: audit.snapshot(total) for total in totals}
    sides = facts.beside(figure)
    facts.write(figure, answers)
    settle(totals, note_of(figure, answers), known, figure)
    also = {name: (sides[name], value) for name, value in facts.beside(figure).items()}
    engine.edited(figure, actor, earlier[figure.id], also=also)
    for total in totals[1:]:
        engine.edited(total, actor, earlier[total.id])
    index(figure)


def delete(figure: Figure, actor: Actor) -> None:
    """Take a figure away while its session's minutes are unsigned; not when something rests on it."""
    require_edit(figure, actor)
    totals = queries.totals_with(figure.id)
    if totals:
        codes = ", ".join(total.code for total in totals)
        raise Impossible(_("Số liệu này là một phần của %(codes)s. Hãy bỏ nó khỏi tổng trước.", codes=codes))
    if any(links.targets("figure", [figure.id], actor).values()):
        raise Impossible(_("Đã có phát hiện căn cứ vào số liệu này nên không xóa được."))
    record(figure, "deleted", actor, before=audit.facts_of(figure) | facts.filled(facts.beside(figure)))
    search.remove(kind="figure", subject_id=figure.id)
    db.session.delete(figure)
    db.session.flush()


def may_keep(delegation: Delegation, actor: Actor) -> bool:
    return bool(access.roles_on(actor, delegation) & set(KEEPERS)) and not engine.state_of(delegation).final


def may_edit(figure: Figure, actor: Actor) -> bool:
    """Is the figure still open to this person? Pages show the way to change it only then."""
    try:
        require_edit(figure, actor)
    except (Forbidden, Impossible):
        return False
    return True


def require_keeper(delegation: Delegation, actor: Actor) -> None:
    """Forbidden to all but office and secretary; Impossible once the delegation has ended."""
    if not access.roles_on(actor, delegation) & set(KEEPERS):
        raise Forbidden
    delegations.require_running(delegation)


def require_edit(figure: Figure, actor: Actor) -> None:
    """As for its delegation; Impossible once the secretary has signed the minutes of its session, or when an agency's
    report gave it."""
    require_keeper(figure.delegation, actor)
    if figure.source_kind == "report" and figure.source_id is not None:
        raise Impossible(_("Số liệu này do cơ quan báo cáo. Muốn sửa thì yêu cầu cơ quan bổ sung báo cáo."))
    source = source_of(figure.source_kind, figure.source_id, actor)
    if source is not None:
        engine.require_reword(source, actor)


def require_open_source(answers: Mapping[str, Any], delegation: Delegation, actor: Actor) -> None:
    """The session it comes from must belong to the delegation and be open; Invalid by field, or Impossible."""
    if answers.get("source_kind") != "session":
        return
    try:
        session = source_of("session", answers.get("source_id"), actor)
    except NotFound:
        session = None
    if session is None or session.delegation_id != delegation.id:
        raise Invalid({"source_id": [_("Hãy chọn cuộc làm việc của Đoàn này.")]})
    engine.require_reword(session, actor)


def source_of(kind: str, id: int | None, actor: Actor) -> Any:
    """The session a figure comes from; None for an agency's report."""
    return access.find("session", id, actor) if kind == "session" and id is not None else None


def differences(totals: Sequence[Figure]) -> dict[int, Decimal]:
    """By how much each total differs from its parts now, where it does."""
    found = {total.id: checks.sum_of(total) for total in totals}
    return {id: check.difference for id, check in found.items() if check is not None and not check.holds}


def note_of(figure: Figure, answers: Mapping[str, Any]) -> str:
    """The note given with this edit; what stands in the record from before does not excuse a new difference."""
    note = str(answers.get("difference_note") or "")
    return "" if note == figure.difference_note else note


def settle(totals: Sequence[Figure], note: str, known: Mapping[int, Decimal], figure: Figure) -> None:
    """Ask why, where parts and total differ; keep the answer with the total, and drop it where nothing differs."""
    checks.require_explained(figure, totals, note, dict(known))
    for total in totals:
        found = checks.sum_of(total)
        if found is None or found.holds:
            total.difference_note = ""
        elif note.strip():
            total.difference_note = note


def record(figure: Figure, action: str, actor: Actor, **said: Any) -> None:
    held = access.roles_on(actor, figure)
    audit.record(figure, action, actor, role=next(role for role in KEEPERS if role in held), **said)


def index(figure: Figure) -> None:
    search.index(
        kind="figure",
        subject_id=figure.id,
        council_id=figure.council_id,
        code=figure.code,
        title=figure.indicator,
        texts=[
            wording.measured(figure.value, figure.unit),
            figure.scope,
            figure.verbatim,
            *wording.agencies(figure),
        ],
    )
