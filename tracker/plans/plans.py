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
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.delegations.service.rights import KEEPERS
from tracker.extensions import db
from tracker.plans import counting, queries, words
from tracker.plans.counting import Line, line_of
from tracker.plans.models import ESTABLISH, OTHER, ExpectedDocument, PlannedStep
from tracker.plans.ready_made import READY
from tracker.plans.sources import Paper
from tracker.workflow import consequences, engine
from tracker.workflow.definition import Answers

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
    """The first plan of a delegation."""
    require_order([line for line, _day in planned], [day for _line, day in planned])
    with changing(delegation, actor):
        for position, (line, day) in enumerate(planned, start=1):
            follow(delegation, line.key, day)
            db.session.add(PlannedStep(delegation_id=delegation.id, position=position, planned_on=day, **vars(line)))
        for position, (kind, title, step) in enumerate(papers, start=1):
            db.session.add(
                ExpectedDocument(delegation_id=delegation.id, position=position, kind=kind, title=title, step=step)
            )


def set_days(delegation: Delegation, days: Sequence[date | None], actor: Actor) -> None:
    """New planned days, one for each line in order; a delegation without a plan is given one.

    The day for the reports is the delegation's own day by which they are due.
    """
    require_keeping(delegation, actor)
    require_base(delegation, days)
    steps = queries.steps_of(delegation.id)
    if not steps:
        ready = READY[delegation.owner_kind]
        papers = [] if queries.expected_of(delegation.id) else ready.documents
        write(delegation, list(zip(ready.lines, days, strict=True)), papers, actor)
        return
    require_order([line_of(step) for step in steps], days, saved=days_of(delegation, steps))
    put_days(delegation, steps, days, actor)


def put_days(delegation: Delegation, steps: Sequence[PlannedStep], days: Sequence[date | None], actor: Actor) -> None:
    with changing(delegation, actor):
        for step, day in zip(steps, days, strict=True):
            follow(delegation, step.key, day)
            step.planned_on = day


def follow(delegation: Delegation, key: str, day: date | None) -> None:
    """The plan's day for the reports is the delegation's own; what an old dossier does not say is not made up."""
    if key == REPORTS_DUE and day is not None and not (delegation.old_record and delegation.report_due_on is None):
        delegation.report_due_on = day


def days_of(delegation: Delegation, steps: Sequence[PlannedStep]) -> list[date | None]:
    """The planned day of each step."""
    return [day_of(delegation, step) for step in steps]


def day_of(delegation: Delegation, step: PlannedStep) -> date | None:
    """For the reports, the delegation's own day, wherever it was changed."""
    own = delegation.report_due_on if step.key == REPORTS_DUE else None
    return own or step.planned_on


@consequences.answers("plan_counts_from_establishing")
def count_from_establishing(delegation: Delegation, _answers: Answers, actor: Actor) -> None:
    """The document bears another day than the plan was counted from: the days are counted anew; one that somebody has
    set by hand stays, and what counts from it counts from there."""
    steps = queries.steps_of(delegation.id)
    base = counted_from(steps)
    if base not in (None, delegation.established_on):
        put_days(delegation, steps, counted_anew(delegation, steps, base), actor)


def counted_from(steps: Sequence[PlannedStep]) -> date | None:
    """The day of the establishment by which the days of this plan were counted."""
    return next((step.planned_on for step in steps if step.key == ESTABLISH), None)


def counted_anew(delegation: Delegation, steps: Sequence[PlannedStep], base: date | None) -> list[date | None]:
    """The days of the plan from the day of the establishing document, for a delegation that has one."""
    lines, real = [line_of(step) for step in steps], delegation.established_on
    if real is None:
        return days_of(delegation, steps)
    dated = {n: day_of(delegation, step) for n, step in enumerate(steps) if step.key != ESTABLISH}
    kept = counting.by_hand(lines, base, dated)
    counted = counting.count(lines, real, delegation.ruleset, kept)
    return [kept.get(n, day.on) for n, day in enumerate(counted)]


def require_base(delegation: Delegation, days: Sequence[date | None]) -> None:
    """Once established, a delegation counts from the day of that document and from no other."""
    real = delegation.established_on
    base = next((day for line, day in zip(lines(delegation), days, strict=True) if line.key == ESTABLISH), real)
    if real is not None and base != real:
        told = _("Đoàn đã thành lập ngày %(day)s theo văn bản; các ngày tính từ ngày đó.", day=format_vi(real))
        raise Invalid({"base_on": [told]})


def require_order(lines: Sequence[Line], days: Sequence[date | None], saved: Sequence[date | None] = ()) -> None:
    """No step of the oversight comes before the establishment. One of the delegation's own may prepare it: as `saved`, or as
    its source proposes."""
    base = next((day for line, day in zip(lines, days, strict=True) if line.key == ESTABLISH), None)
    early = {
        f"day_{n}": [too_early(line, base)]
        for n, (line, day) in enumerate(zip(lines, days, strict=True))
        if base is not None and day is not None and day < base
        if line.key != OTHER or (saved and day != saved[n])
    }
    if early:
        raise Invalid(early)


def too_early(line: Line, base: date) -> str:
    about = {"step": line.label, "day": format_vi(base)}
    if line.key != OTHER:
        return _("“%(step)s” không thể trước ngày thành lập đoàn %(day)s.", **about)
    return _(
        "“%(step)s” trước ngày thành lập đoàn %(day)s. Nếu đúng là việc chuẩn bị, hãy bỏ bước này rồi thêm lại.",
        **about,
    )


def add_step(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> PlannedStep:
    """A step of the delegation's own, with its day. One before the establishment is asked back about once: `confirmed`
    says that it prepares it."""
    require_keeping(delegation, actor)
    steps = queries.steps_of(delegation.id)
    base = delegation.established_on or counted_from(steps)
    if base is not None and answers["planned_on"] < base and not answers.get("confirmed"):
        raise Invalid({"planned_on": [is_early(base)]})
    position = 1 + max((step.position for step in steps), default=0)
    with changing(delegation, actor):
        step = PlannedStep(
            delegation_id=delegation.id,
            position=position,
            key=OTHER,
            label=answers["label"],
            planned_on=answers["planned_on"],
        )
        db.session.add(step)
    return step


def is_early(base: date) -> str:
    return _(
        "Ngày này trước ngày thành lập đoàn %(day)s. Nếu đúng là việc chuẩn bị, hãy đánh dấu ô xác nhận.",
        day=format_vi(base),
    )


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


def in_words(delegation: Delegation) -> dict[str, Any]:
    return {
        "report_due_on": audit.plain(delegation.report_due_on),
        "planned_steps": [words.planned(s.label, day_of(delegation, s)) for s in queries.steps_of(delegation.id)],
        "expected_documents": words.documents(queries.expected_of(delegation.id)),
    }
