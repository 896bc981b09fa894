"""What people make on a task besides taking steps: reports with their evidence, requests for a later day, measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from tests.cast import Cast
from tests.sm5.oracle import re_oversights
from tests.sm5.table import FINAL, OPEN, REPORTED_FROM
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.recommendations import service
from tracker.recommendations.models import Assignment, Recommendation

if TYPE_CHECKING:
    from tests.sm5.walk import World

KEYS = "abc"


def recommendation_of(record: Any) -> Recommendation:
    """The recommendation that everything hangs on."""
    if isinstance(record, Recommendation):
        return record
    task = record if isinstance(record, Assignment) else record.assignment
    found: Recommendation = task.recommendation
    return found


def parts_of(recommendation: Recommendation) -> Iterator[Any]:
    yield recommendation
    for task in recommendation.assignments:
        yield task
        yield from task.updates
        yield from task.extensions
        yield from task.measures
        for update in task.updates:
            yield from update.evidence


def key_of(task: Assignment, people: Cast) -> str:
    return next(key for key in KEYS if people.agencies[key].id == task.agency_id)


def work_on(task: Assignment, people: Cast, world: World, chance: Random) -> None:
    """One thing that somebody may do now on the task."""
    if world.oracle.is_overdue(task) and chance.random() < 0.7:
        press(task, world, chance)
        return
    possible = [do for may, do in WORKS if may(task)]
    if possible:
        chance.choice(possible)(task, people, world, chance)


# --- reports --------------------------------------------------------------------------------------------------------------


def may_report(task: Assignment) -> bool:
    return task.state in ("assigned", *REPORTED_FROM) and not any(u.state == "draft" for u in task.updates)


def report(task: Assignment, people: Cast, world: World, chance: Random) -> None:
    """A report as an agency writes it, or one that the office enters from paper; proper for the most part, so that it can be
    accepted: a piece of evidence for each closing condition. Whether its pieces are looked at is left to the walk."""
    on_paper = chance.random() < 0.25
    writer = chance.choice(("office", "other_office")) if on_paper else f"officer_{key_of(task, people)}"
    claim = chance.choice(("done", "done", "partly", "in_progress"))
    facts: dict[str, Any] = {
        "claim": claim,
        "text": "Đã trình và được phê duyệt",
        "completed_on": clock.today() if claim == "done" else None,
        "proofs": proofs(task) if chance.random() < 0.85 else [],
    }
    service.create_update(facts, world.actors[writer], assignment=task, on_paper=on_paper)


def proofs(task: Assignment) -> list[service.Proof]:
    """Evidence for everything that closes the task."""
    conditions = task.recommendation.conditions if task.role == "lead" else []
    return [service.Proof(number="1234/QĐ-UBND", condition_id=c.id) for c in conditions] or [
        service.Proof(number="9/BC")
    ]


# --- later days, and steps against delay ------------------------------------------------------------------------------------


def may_ask_for_more_time(task: Assignment) -> bool:
    runs = task.due_on is not None and task.state in (*OPEN, "under_reconsideration")
    return runs and not any(extension.state in ("draft", "requested") for extension in task.extensions)


def ask_for_more_time(task: Assignment, people: Cast, world: World, chance: Random) -> None:
    assert task.due_on is not None
    later = working_days().end_of(task.due_on) + timedelta(days=chance.randrange(1, 40))
    actor = world.actors[f"officer_{key_of(task, people)}"]
    service.create_extension({"proposed_due_on": later, "reason": "Chờ ý kiến của Bộ"}, actor, assignment=task)


def measure(task: Assignment, _people: Cast, world: World, chance: Random) -> None:
    """Urged, asked to explain; or, once verified, looked at again."""
    take(task, world, chance, "re_oversight" if task.state == "implemented" else chance.choice(("urge", "explanation")))


def press(task: Assignment, world: World, chance: Random) -> None:
    """What is late is urged, and then asked to explain."""
    taken = {one.kind for one in task.measures}
    missing = [kind for kind in ("urge", "explanation") if kind not in taken]
    if missing:
        take(task, world, chance, missing[0])


def take(task: Assignment, world: World, chance: Random, kind: str) -> None:
    number = f"{301 + len(task.measures)}/HĐND-VP"
    facts = {"kind": kind, "document_number": number, "taken_on": clock.today(), "skip_reason": "Việc gấp"}
    if kind == "explanation":
        facts["answer_due_on"] = clock.today() + timedelta(days=1)  # so that its day is over while the walk goes on
    service.record_measure(facts, world.actors[chance.choice(("office", "standing", "leader"))], assignment=task)


def may_be_measured(task: Assignment) -> bool:
    if task.state == "implemented":
        return not re_oversights(task)
    return task.state not in FINAL and len(task.measures) < 8


WORKS = (
    (may_report, report),
    (may_report, report),
    (may_ask_for_more_time, ask_for_more_time),
    (may_be_measured, measure),
)
