"""The plan of a delegation: its planned days, its own steps, the documents it is to bring forth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible, NotFound
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.delegations.service.rights import KEEPERS
from tracker.extensions import db
from tracker.plans import queries, words
from tracker.plans.counting import Line, line_of
from tracker.plans.models import ESTABLISH, OTHER, ExpectedDocument, PlannedStep
from tracker.plans.ready_made import READY
from tracker.plans.sources import Paper
from tracker.workflow import engine

REPORTS_DUE = "reports_due"


def may_keep(delegation: Delegation, actor: Actor) -> bool:
    """Whoever files the delegation's plan keeps its days: office and secretary, and who set it up."""
    return delegations.may_file(delegation, actor)


def require_keeping(delegation: Delegation, actor: Actor) -> None:
    """Forbidden to those who may never; Impossible once the delegation has ended."""
    if not access.roles_on(actor, delegation) & set(KEEPERS):
        raise Forbidden
    if delegations.is_over(delegation):
        raise Impossible(_("“%(state)s” thì kế hoạch không sửa được nữa.", state=engine.state_of(delegation).label))


def lines(delegation: Delegation) -> list[Line]:
    """The steps of its plan; where there is none, those that come with the product for its owner."""
    steps = queries.steps_of(delegation.id)
    return [line_of(step) for step in steps] or list(READY[delegation.owner_kind].lines)


def write(
    delegation: Delegation, planned: Sequence[tuple[Line, date | None]], papers: Sequence[Paper], actor: Actor
) -> None:
    """The first plan of a delegation. Its day for the reports becomes the date by which they are due, if none is set."""
    with changing(delegation, actor):
        for position, (line, day) in enumerate(planned, start=1):
            db.session.add(PlannedStep(delegation_id=delegation.id, position=position, planned_on=day, **vars(line)))
        for position, (kind, title, step) in enumerate(papers, start=1):
            db.session.add(
                ExpectedDocument(delegation_id=delegation.id, position=position, kind=kind, title=title, step=step)
            )


def set_days(delegation: Delegation, days: Sequence[date | None], actor: Actor) -> None:
    """New planned days, one for each line in order; a delegation without a plan is given one."""
    require_keeping(delegation, actor)
    steps = queries.steps_of(delegation.id)
    if not steps:
        ready = READY[delegation.owner_kind]
        papers = [] if queries.expected_of(delegation.id) else ready.documents
        write(delegation, list(zip(ready.lines, days, strict=True)), papers, actor)
        return
    with changing(delegation, actor):
        for step, day in zip(steps, days, strict=True):
            step.planned_on = day


def add_step(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> PlannedStep:
    """A step of the delegation's own, with its day."""
    require_keeping(delegation, actor)
    position = 1 + max((step.position for step in queries.steps_of(delegation.id)), default=0)
    with changing(delegation, actor):
        step = PlannedStep(
            delegation_id=delegation.id,
            position=position,
            key=OTHER,
            label=answers["label"],
            anchor=ESTABLISH,
            planned_on=answers["planned_on"],
        )
        db.session.add(step)
    return step


def remove_step(delegation: Delegation, step_id: int, actor: Actor) -> None:
    require_keeping(delegation, actor)
    steps = queries.steps_of(delegation.id)
    step = one_of(steps, step_id)
    if not may_go(step, steps):
        raise Impossible(_("Có bước khác tính từ “%(step)s”. Hãy sửa bước đó trước.", step=step.label))
    with changing(delegation, actor):
        db.session.delete(step)


def may_go(step: PlannedStep, steps: Sequence[PlannedStep]) -> bool:
    """No other step is counted from it."""
    return all(other.anchor != step.key for other in steps)


def expect(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> ExpectedDocument:
    """One more document that the delegation is to have."""
    require_keeping(delegation, actor)
    position = 1 + max((entry.position for entry in queries.expected_of(delegation.id)), default=0)
    with changing(delegation, actor):
        entry = ExpectedDocument(
            delegation_id=delegation.id,
            position=position,
            kind=answers["kind"],
            title=answers["title"],
            step=answers.get("step") or "",
        )
        db.session.add(entry)
    return entry


def expect_no_more(delegation: Delegation, entry_id: int, actor: Actor) -> None:
    require_keeping(delegation, actor)
    entry = one_of(queries.expected_of(delegation.id), entry_id)
    with changing(delegation, actor):
        db.session.delete(entry)


def one_of(rows: Sequence[Any], id: int) -> Any:
    found = next((row for row in rows if row.id == id), None)
    if found is None:
        raise NotFound
    return found


@contextmanager
def changing(delegation: Delegation, actor: Actor) -> Iterator[None]:
    """What changes inside is one event of the delegation, for the Council's side alone."""
    before = in_words(delegation)
    yield
    db.session.flush()
    now = in_words(delegation)
    different = [name for name in now if now[name] != before[name]]
    if not different:
        return
    engine.touch(delegation, actor)
    db.session.flush()
    held = access.roles_on(actor, delegation)
    audit.record(
        delegation,
        "edited",
        actor,
        role=next((role for role in KEEPERS if role in held), Role.SYSTEM),
        before={name: before[name] for name in different},
        after={name: now[name] for name in different},
        audience="council",
    )


def in_words(delegation: Delegation) -> dict[str, list[str]]:
    return {
        "planned_steps": [words.planned(s.label, s.planned_on) for s in queries.steps_of(delegation.id)],
        "expected_documents": words.documents(queries.expected_of(delegation.id)),
    }
