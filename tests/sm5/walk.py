"""A walk through SM5: random steps by random people, right and wrong, each held against the oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from operator import attrgetter
from random import Random
from typing import Any

import time_machine
from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.sm5 import answers, reports
from tests.sm5.checks import check_history, check_whole
from tests.sm5.oracle import Oracle, Outcome
from tests.sm5.table import AGENCY, ARROWS, BY_STEP, FINAL, ROLES, STATES, TAKEN, Row, refusals
from tracker.accounts import people as accounts
from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid, Stale
from tracker.extensions import db
from tracker.recommendations import service
from tracker.recommendations.models import Recommendation
from tracker.workflow import engine

REFUSALS = (Forbidden, Stale, Impossible, Invalid)
AT_ONCE = 5
"""Recommendations in play."""
SELDOM = ("implemented", "partly_implemented", "not_satisfactory", "under_reconsideration")
"""States in which something is done more often than chance would."""
ENDING = ("withdraw", "amend", "waive")
"""They cut a story short, and are not taken whenever they might be."""
UNTAKEN = -1
"""An arrow that no walk has taken yet goes before all others: what allows it may not come again soon."""
PATIENCE = 0.9
"""How often a task stays where it is while it might still go where none has gone: some ways open only after months."""
FEW = 12
"""So many arrows are waited for; before, moving about finds more."""
TEXT = "Trình danh mục quỹ đất nhà ở công nhân quanh các khu công nghiệp"


@dataclass
class Tally:
    """What was tried in a run of walks."""

    attempts: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    arrows: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    tempting: Counter[tuple[str, ...]] = field(default_factory=Counter)
    refused: set[tuple[str, str, str]] = field(default_factory=set)
    """(kind, step, role) of those to whom the step is not given, and who were refused it."""

    def untaken(self) -> list[tuple[str, str, str, str]]:
        return sorted(ARROWS - set(self.arrows))

    def awaited(self) -> set[str]:
        """The states of a task that the last few untaken arrows start from."""
        untaken = self.untaken()
        return {source for kind, _step, source, _target in untaken if kind == "assignment" and len(untaken) <= FEW}

    def unrefused(self) -> list[tuple[str, str, str]]:
        return sorted(refusals() - self.refused)


@dataclass
class Attempt:
    """One try, as it is told when it fails."""

    record: Any
    step: str
    person: str
    is_right: bool
    is_stale: bool

    def __str__(self) -> str:
        how = ("" if self.is_right else ", answers wrong") + (", version stale" if self.is_stale else "")
        return f"{self.person}: {self.record.__kind__} {self.record.id} ({self.record.state}) {self.step}{how}"


class Walk:
    """One walk with its own seed: the same seed takes the same steps again."""

    def __init__(self, people: Cast, now: time_machine.Coordinates, seed: int, tally: Tally, world: World) -> None:
        self.people, self.now, self.tally, self.world = people, now, tally, world
        self.chance = Random(seed)
        self.live: list[Recommendation] = []
        self.ended: list[Recommendation] = []
        self.said: list[str] = []

    def go(self, attempts: int) -> None:
        """Raise AssertionError, with the last steps, where the product and the table differ."""
        wanted = self.tally.attempts + attempts
        while self.tally.attempts < wanted:
            self.move_the_clock()
            self.prepare()
            self.try_something()
        for recommendation in (*self.live, *self.ended):
            check_history(recommendation)

    # --- what is there ------------------------------------------------------------------------------------------------

    def move_the_clock(self) -> None:
        if self.chance.random() < 0.04:
            self.now.shift(timedelta(days=self.chance.choice((1, 1, 2, 7, 21)), hours=self.chance.randrange(8)))

    def prepare(self) -> None:
        """What a walk needs besides steps: drafts, reports, requests, measures; made by those who may make them."""
        self.let_go()
        if len(self.live) < AT_ONCE:
            self.live.append(self.draft())
        if self.chance.random() < 0.25:
            self.further(self.chance.choice(self.live))
        often = {*SELDOM, *self.tally.awaited()}
        for recommendation in self.live:
            for task in recommendation.assignments:
                if task.state in often and self.chance.random() < 0.1:
                    self.work_on(task)
        db.session.flush()

    def let_go(self) -> None:
        """What has ended stays for a while: somebody may still try something."""
        for recommendation in [one for one in self.live if one.state in ("closed", "withdrawn")]:
            if self.chance.random() < 0.02:
                self.live.remove(recommendation)
                self.ended.append(recommendation)

    def further(self, recommendation: Recommendation) -> None:
        if recommendation.state == "draft":
            self.change(recommendation)
        elif recommendation.assignments:
            self.work_on(self.chance.choice(recommendation.assignments))

    def draft(self) -> Recommendation:
        """To one, two or three agencies; now and then something is lacking."""
        keys = self.chance.sample("abc", self.chance.choice((1, 2, 2, 3)))
        agencies = [self.people.agencies[key].id for key in keys]
        lacks = self.chance.random() < 0.1
        facts = {
            "text": TEXT,
            "lead_agency_id": None if lacks and self.chance.random() < 0.5 else agencies[0],
            "support_agency_ids": agencies[1:],
            "deliverable": "" if lacks and self.chance.random() < 0.5 else "Quyết định phê duyệt danh mục",
            "due_on": self.chance.choice((None, *(clock.today() + timedelta(days=n) for n in (3, 10, 30, 60)))),
            "multi_year": self.chance.random() < 0.2,
            "conditions": self.chance.choice(([], ["Danh mục"], ["Danh mục", "Bản đồ"])),
        }
        made = service.create(facts, self.world.actors["secretary"], delegation=self.people.delegation)
        self.told(f"draft {made.id} to {keys}")
        return made

    def change(self, draft: Recommendation) -> None:
        """Something of a draft is mended; the approval goes with it."""
        lead = draft.lead.agency_id if draft.lead else self.people.agencies["a"].id
        support = [entry.agency_id for entry in draft.addressees if entry.agency_id != lead]
        due_on = clock.today() + timedelta(days=self.chance.choice((5, 20, 45)))
        facts = {
            "lead_agency_id": lead, "support_agency_ids": support, "deliverable": "Quyết định phê duyệt", "due_on": due_on,
        }  # fmt: skip
        if self.chance.random() < 0.4:
            was = (draft.due_on, draft.deliverable, draft.lead)
            service.edit(draft, facts, self.world.actors["secretary"])
            assert draft.approved_at is None or was == (draft.due_on, draft.deliverable, draft.lead)
            self.told(f"draft {draft.id} changed")

    def work_on(self, task: Any) -> None:
        reports.work_on(task, self.people, self.world, self.chance)

    # --- what is tried ------------------------------------------------------------------------------------------------

    def try_something(self) -> None:
        records = list(self.records())
        kind = self.chance.random()
        if kind < 0.3:
            attempt = self.something_possible(records)
        elif kind < 0.4:
            attempt = self.something_tempting(records)
        else:
            attempt = None
        self.do(attempt or self.anything(records))

    def records(self) -> Iterator[Any]:
        """Everything that has steps, of the recommendations in play."""
        for recommendation in self.live:
            yield recommendation
            for task in recommendation.assignments:
                yield task
                yield from task.updates[-3:]
                yield from task.extensions[-2:]
                yield from task.measures[-3:]
                for update in task.updates[-2:]:
                    yield from update.evidence[-2:]

    def something_possible(self, records: list[Any]) -> Attempt | None:
        """A step that the table allows now, of those whose arrows were taken least."""
        found: list[tuple[int, float, Any, Row]] = []
        awaited = self.tally.awaited()
        for record in records:
            for row in TAKEN:
                possible = row.kind == record.__kind__ and record.state in row.source
                if row.step in ENDING and self.chance.random() < 0.8:
                    continue
                if possible and self.world.oracle.may(record, row.step):
                    arrows = self.arrows_of(row, record)
                    taken = min(self.tally.arrows[arrow] for arrow in arrows)
                    if taken and self.chance.random() < PATIENCE and leave(arrows, awaited):
                        continue
                    found.append((taken // 4 if taken else UNTAKEN, self.chance.random(), record, row))
        if not found:
            return None
        if min(found, key=lambda one: one[0])[0] == UNTAKEN or self.chance.random() < 0.5:
            _taken, _chance, record, row = min(found, key=lambda one: one[:2])
        else:
            _taken, _chance, record, row = self.chance.choice(found)
        return self.rightly(record, row)

    def something_tempting(self, records: list[Any]) -> Attempt | None:
        """A step that starts from where the record is, by somebody who may, rightly answered: a guard alone forbids it. Of
        all such, one in a situation that was tried least."""
        found = [
            (self.tally.tempting[situation_of(record, row)], self.chance.random(), record, row)
            for record in records
            for row in TAKEN
            if row.kind == record.__kind__ and record.state in row.source
            if not self.world.oracle.may(record, row.step)
        ]
        if not found:
            return None
        _times, _chance, record, row = min(found, key=lambda one: one[:2])
        self.tally.tempting[situation_of(record, row)] += 1
        return self.rightly(record, row)

    def rightly(self, record: Any, row: Row) -> Attempt | None:
        """By somebody to whom the step is given."""
        fitting = [name for name in self.world.people if self.world.oracle.roles_on(name, record) & set(row.by)]
        fitting = [name for name in fitting if not self.world.oracle.is_barred(name, record, row.step)]
        return Attempt(record, row.step, self.chance.choice(fitting), True, False) if fitting else None

    def arrows_of(self, row: Row, record: Any) -> list[tuple[str, str, str, str]]:
        """The arrows that the step would take; those of the task that a report or a request moves."""
        key = (row.kind, row.step)
        if row.kind == "update" and ("assignment", row.step) in BY_STEP:
            return [("assignment", row.step, record.assignment.state, BY_STEP["assignment", row.step].to[0])]
        if row.kind == "update" and record.claim != "in_progress":
            return [("assignment", "send_report", record.assignment.state, "awaiting_verification")]
        if key in (("extension", "request"), ("extension", "grant")):
            return [("assignment", "extend", record.assignment.state, record.assignment.state)]
        if row.step == "refuse_reconsideration":
            return [(row.kind, row.step, record.state, record.state_before or "assigned")]
        if (*key, record.state) == ("recommendation", "withdraw", "issued"):
            dropped = [task.state for task in record.assignments if task.state not in FINAL]
            return [("assignment", "drop", state, "waived") for state in dropped] or [(*key, "issued", "withdrawn")]
        return [(row.kind, row.step, record.state, target) for target in row.targets(record.state)]

    def anything(self, records: list[Any]) -> Attempt:
        """Any step by anybody, often by somebody who has not been refused it yet."""
        record = self.chance.choice(records)
        row = self.chance.choice([row for row in TAKEN if row.kind == record.__kind__])
        names = list(self.world.people)
        person = self.chance.choice(names)
        kind = self.chance.random()
        if kind < 0.5:
            fresh = [name for name in names if self.is_fresh(name, record, row)]
            person = self.chance.choice(fresh or names)
        elif kind < 0.85:
            fitting = [name for name in names if self.world.oracle.roles_on(name, record) & set(row.by)]
            person = self.chance.choice(fitting or names)
        return Attempt(record, row.step, person, self.chance.random() < 0.5, self.chance.random() < 0.05)

    def is_fresh(self, name: str, record: Any, row: Row) -> bool:
        roles = self.world.oracle.roles_on(name, record)
        return not roles & set(row.by) and any((row.kind, row.step, role) not in self.tally.refused for role in roles)

    # --- what comes of it -----------------------------------------------------------------------------------------------

    def do(self, attempt: Attempt) -> None:
        record, step, person = attempt.record, attempt.step, attempt.person
        self.told(str(attempt))
        make = answers.right if attempt.is_right else answers.wrong
        given = make(record, step, self.chance, self.world.oracle.ids[person])
        version = record.row_version + (1 if attempt.is_stale else 0)
        expected = self.world.oracle.expect(
            record, step, person, given, is_right=attempt.is_right, is_stale=attempt.is_stale
        )
        db.session.flush()
        before, whole = self.world.mark(), self.whole_of(record)
        was = {(part.__kind__, part.id): part.state for part in self.parts_of(record)}
        error = refusal_of(record, step, self.world.actors[person], given, version)
        assert type(error) is (expected.error or type(None)), f"{error!r}, not {expected.error}"
        if error is not None:
            self.check_nothing_happened(before, record, whole)
            self.note_refusal(attempt, error)
        else:
            self.check_all_of_it(before, record, was, expected)
            self.note_step(record, step, was, expected)
        self.tally.attempts += 1

    def parts_of(self, record: Any) -> Iterator[Any]:
        return reports.parts_of(reports.recommendation_of(record))

    def whole_of(self, record: Any) -> list[tuple[Any, ...]]:
        """Every column of the recommendation and of all that hangs on it."""
        return [columns_of(part) for part in self.parts_of(record)]

    def check_nothing_happened(self, before: Mark, record: Any, whole: list[tuple[Any, ...]]) -> None:
        assert self.world.writes == before.writes, "a refused step wrote"
        assert not db.session.new
        assert not any(db.session.is_modified(one) for one in db.session.dirty), "a refused step left something changed"
        assert self.whole_of(record) == whole

    def check_all_of_it(self, before: Mark, record: Any, was: dict[tuple[str, int], str], expected: Outcome) -> None:
        db.session.flush()
        told = [(e.subject_kind, e.subject_id, e.action) for e in self.world.events_since(before)]
        told = [(kind, id if (kind, id) in was else 0, action) for kind, id, action in told]
        assert told == expected.events, f"events {told}, not {expected.events}"
        recommendation = reports.recommendation_of(record)
        now = {(part.__kind__, part.id): part.state for part in reports.parts_of(recommendation)}
        assert {key: state for key, state in now.items() if key in was} == was | expected.states
        assert all(state in STATES[kind] for (kind, _id), state in now.items())
        check_whole(recommendation, self.world.oracle)

    def note_refusal(self, attempt: Attempt, refusal: Exception) -> None:
        self.tally.outcomes[type(refusal).__name__] += 1
        row = BY_STEP[attempt.record.__kind__, attempt.step]
        roles = self.world.oracle.roles_on(attempt.person, attempt.record)
        if isinstance(refusal, Forbidden) and not roles & set(row.by):
            self.tally.refused |= {(row.kind, row.step, role) for role in roles}

    def note_step(self, record: Any, step: str, was: dict[tuple[str, int], str], expected: Outcome) -> None:
        """The arrows that were taken: each event's own, from the state before to the one after."""
        self.tally.outcomes["done"] += 1
        for kind, id, action in expected.events:
            if (kind, action) in BY_STEP:
                self.tally.arrows[kind, action, was[kind, id], expected.states.get((kind, id), was[kind, id])] += 1
        if (record.__kind__, step) == ("assignment", "amend"):
            made = db.session.get(Recommendation, record.recommendation.replaced_by_id)
            assert made is not None
            assert made.state == "draft"
            self.live.append(made)

    def told(self, words: str) -> None:
        self.said.append(f"{clock.today():%d/%m/%Y} {words}")
        del self.said[:-25]


def leave(arrows: list[tuple[str, str, str, str]], states: set[str]) -> bool:
    """Does a task leave one of these states?"""
    return any(kind == "assignment" and source in states and target != source for kind, _step, source, target in arrows)


def situation_of(record: Any, row: Row) -> tuple[str, ...]:
    """Where the record stands, and what it hangs on."""
    recommendation = reports.recommendation_of(record)
    task = getattr(record, "assignment", None)
    newer = task is not None and row.kind == "update" and record is not task.updates[-1]
    return (row.kind, row.step, record.state, recommendation.state, task.state if task else "", str(newer))


def refusal_of(record: Any, step: str, actor: Actor, given: dict[str, Any], version: int) -> Exception | None:
    """Take the step; the error with which it was refused, None where it was done."""
    try:
        engine.perform(record, step, actor, given, version=version)
    except REFUSALS as refusal:
        return refusal
    return None


def columns_of(record: Any) -> tuple[Any, ...]:
    values: tuple[Any, ...] = reader_of(type(record))(record)
    return values


@cache
def reader_of(kind: type[Any]) -> Any:
    return attrgetter(*(column.key for column in kind.__mapper__.column_attrs))


@dataclass(frozen=True)
class Mark:
    writes: int
    last_event: int


class World:
    """The people, and what the database is asked to write."""

    def __init__(self, people: Cast, session: Session) -> None:
        self.session = session
        self.people = tuple(ROLES_OF)
        ids = {name: people.users[name].id for name in self.people}
        agencies = {name: people.agencies[key].id for name, key in AGENCY_OF.items()}
        self.oracle = Oracle(ROLES_OF, agencies, ids)
        self.actors: dict[str, Actor] = {name: accounts.actor_of(people.users[name]) for name in self.people}
        self.writes = 0
        self.connection: Connection = session.connection()
        event.listen(self.connection, "before_cursor_execute", self.note)

    def note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.writes += statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")

    def mark(self) -> Mark:
        return Mark(self.writes, self.session.scalar(select(func.max(AuditEvent.id))) or 0)

    def events_since(self, mark: Mark) -> list[AuditEvent]:
        query = select(AuditEvent).where(AuditEvent.id > mark.last_event, AuditEvent.subject_kind.in_(sorted(STATES)))
        return list(self.session.scalars(query.order_by(AuditEvent.id)))

    def stop(self) -> None:
        event.remove(self.connection, "before_cursor_execute", self.note)


ROLES_OF: dict[str, tuple[str, ...]] = {
    "admin": ("admin",),
    "office": ("office",),
    "other_office": ("office",),
    "standing": ("standing",),
    "deputy": ("deputy",),
    "leader": ("leader",),
    "other_leader": ("other_leader",),
    "head": ("head",),
    "deputy_head": ("deputy_head",),
    "secretary": ("secretary",),
    "member": ("member",),
    "officer_a": ("agency_officer",),
    "leader_a": ("agency_leader",),
    "officer_b": ("agency_officer",),
    "leader_b": ("agency_leader",),
    "officer_c": ("agency_officer",),
    "leader_c": ("agency_leader",),
    "both_sides": ("office", "agency_leader"),
    "stranger": ("stranger",),
    "foreigner": ("foreigner",),
}
"""`both_sides` is an officer of the Council's office and leads agency B."""
AGENCY_OF = {f"{who}_{key}": key for who in ("officer", "leader") for key in "abc"} | {"both_sides": "b"}
assert set(ROLES) <= {role for roles in ROLES_OF.values() for role in roles} | {"other_officer", "other_agency_leader"}
assert set(AGENCY) <= set(ROLES)
