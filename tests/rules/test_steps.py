"""Every step of every life × everybody × own, other and foreign records, against the sentences of domain.md 6.4."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from tests.rules import matrix
from tests.rules.caller import Caller, class_of
from tests.rules.matrix import ALLOWED, EVERYBODY, FACES, FORBIDDEN, HIDDEN, SIGN_IN, Refusals, Step, expected_of_step
from tracker import open_rooms
from tracker.accounts.access import KINDS
from tracker.api.resources import RESOURCES
from tracker.core import clock
from tracker.policies import route
from tracker.recommendations import evidence
from tracker.requests import joining
from tracker.terms import queries as handovers
from tracker.workflow.definition import Transition

open_rooms()
LIVES = {name: kind.workflow for name, kind in KINDS.items() if kind.workflow}
REFUSED = "refused"
"""A step that the product takes by itself: nobody may ask for it, and whoever reads the record is told so."""
DENIED = (FORBIDDEN, HIDDEN, SIGN_IN)
DOORS = tuple(
    door for face, doors in (("pages", ("GET", "POST")), ("api", ("API",))) for door in doors if face in FACES
)


def taken(kind: str, name: str) -> Transition:
    step = LIVES[kind].transition(name)
    assert step is not None
    return step


def test_the_table_holds_every_step_and_no_other() -> None:
    known = {(kind, step.name) for kind, life in LIVES.items() for step in life.transitions}
    listed = {(step.kind, step.name) for step in matrix.steps()}
    assert sorted(known - listed) == [], "steps that steps.yaml does not list"
    assert sorted(listed - known) == [], "entries of steps.yaml that are no step"


@pytest.mark.parametrize("step", matrix.steps(), ids=lambda step: f"{step.kind}-{step.name}")
def test_a_step_leads_from_where_the_domain_says_to_where_it_says(step: Step) -> None:
    defined = taken(step.kind, step.name)
    targets = {target for state in defined.source for target in defined.targets_from(state)}
    assert (set(defined.source), targets, defined.auto) == (set(step.source), set(step.target), step.auto)


@pytest.mark.parametrize("kind", sorted({step.kind for step in matrix.steps()}))
def test_everybody_may_take_the_steps_that_the_domain_gives_them(caller: Caller, kind: str) -> None:
    counts, problems, refusals = Counter[str](), defaultdict(list), Refusals()
    steps = [step for step in matrix.steps() if step.kind == kind]
    for step, door in product(steps, DOORS):
        for variant, name in product(tried_on(step, door), EVERYBODY):
            wanted = wanted_of(caller, name, step, variant)
            standing = caller.world.standings[kind, variant]
            if wanted in DENIED and refusals.is_known(name, f"{door} {step.name}", (door, variant), standing):
                continue
            counts["cells"] += 1
            counts["allow" if wanted == ALLOWED else "deny"] += 1
            for problem in wrong(caller, name, step, variant, door, wanted):
                problems[f"{door} {kind}/{variant}/{step.name}: {problem}"].append(name)
    unexpected = sum(map(len, problems.values()))
    print(
        f"\nsteps of {kind}: cells={counts['cells']:,} allow={counts['allow']:,} deny={counts['deny']:,} {unexpected=}"
    )
    assert not problems, "\n".join(f"{problem}: {', '.join(names)}" for problem, names in problems.items())


def tried_on(step: Step, door: str) -> tuple[str, ...]:
    """Records that a step is tried on; looking at its page is the same view, so one record is enough for that."""
    if door == "API":
        return step.at if step.kind in RESOURCES else ()
    return step.at if door == "POST" else step.at[:1]


def wanted_of(caller: Caller, name: str, step: Step, variant: str) -> str:
    standing = caller.world.standings[step.kind, variant]
    wanted = expected_of_step(name, step, variant, standing)
    return REFUSED if step.auto and wanted not in (HIDDEN, SIGN_IN) else wanted


def wrong(caller: Caller, name: str, step: Step, variant: str, door: str, wanted: str) -> Iterator[str]:
    record = caller.world.records[step.kind, variant]
    if door == "API":
        method, path = "POST", f"/api/v1/{RESOURCES[step.kind].path}/{record.id}/transitions"
        about = {"json": {"transition": step.name, "answers": {}}, "headers": {"If-Match": f'"{record.row_version}"'}}
    else:
        method, path = door, f"/{step.kind}/{record.id}/do/{step.name}"
        about = {"data": {"version": record.row_version}} if door == "POST" else {}
    with caller.asked(name, method, path, **about) as response:
        found = class_of(response)
        if wanted == REFUSED and response.status_code in (400, 403, 409, 422):
            found = REFUSED
        if found != wanted:
            yield f"{found} ({response.status_code}), not {wanted}"
        if wanted != ALLOWED or door == "GET":
            yield from (f"wrote to {table}" for table in caller.changed())
        yield from (f"showed {word}" for word in sorted(caller.leaked(name, response)))


def is_late(record: Any) -> bool:
    due = record.due_ends_on if hasattr(record, "due_ends_on") else record.due_on
    return due is not None and due < clock.today()


WHEN: dict[str, Callable[[Any], bool]] = {
    "": lambda _record: True,
    "late": is_late,
    "succeeded": joining.is_answered_elsewhere,
    "laid": lambda draft: draft.ready_at is not None,
    "comment_laid": lambda finding: finding.draft_comment is not None and finding.draft_comment.ready_at is not None,
    "unlisted": lambda handover: bool(handovers.count(*handovers.not_listed(handover))),
    "signed": lambda session: session.secretary_signed_at is not None,
    "lapsed": evidence.is_renewable,
    "posting_next": lambda policy: route.following(policy) == "consultation",
    "appraisal_next": lambda policy: route.following(policy) == "appraisal",
    "submission_next": lambda policy: route.following(policy) == "submitted_to_people_committee",
    "review_next": lambda policy: route.following(policy) == "committee_review",
    "tabling_next": lambda policy: route.following(policy) == "tabled",
}


def test_a_reader_is_offered_exactly_the_steps_that_are_theirs_now(caller: Caller) -> None:
    """What the API offers is a part of what the table gives, and what it does not offer from this state it refuses."""
    problems = []
    for (kind, variant), record in caller.world.records.items():
        if kind not in LIVES or kind not in RESOURCES:
            continue
        path = f"/api/v1/{RESOURCES[kind].path}/{record.id}/transitions"
        for name in EVERYBODY:
            response = caller.ask(name, "GET", path)
            if response.status_code != 200:
                continue
            offered = {item["name"] for item in response.json["items"]}
            possible = {
                step.name
                for step in matrix.steps()
                if step.kind == kind
                and variant in step.at
                and record.state in step.source
                and WHEN[step.when](record)
                and wanted_of(caller, name, step, variant) == ALLOWED
            }
            if offered != possible:
                problems.append(f"{kind}/{variant} as {name}: {sorted(offered)}, not {sorted(possible)}")
    assert problems == []
