"""A recommendation's page as known at a past moment: what was known then, as far as the reader may know it today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tracker.accounts.actor import Actor
from tracker.history.records import tell
from tracker.recommendations.history import past
from tracker.recommendations.history.past import Past
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.queries import reading
from tracker.recommendations.queries.reading import Level, Part, Whole

Authors = Mapping[tuple[str, int], int | None]
"""What the reader may read, by kind and id, with whoever wrote it."""
ACCEPTED = ("accepted", "partly_accepted")


def whole(recommendation: Recommendation, actor: Actor, moment: datetime | None) -> Whole | None:
    """Now, where no moment is named. None where it was not known then, to an agency: not issued to it."""
    if moment is None:
        return reading.whole(recommendation, actor)
    then = past.at([recommendation.id], moment).get(recommendation.id)
    return None if then is None else readable(recommendation, then, actor)


def readable(recommendation: Recommendation, then: Past, actor: Actor) -> Whole | None:
    """`recommendation` as it is now says what the reader may know."""
    parts = parts_then(reading.parts(recommendation, actor), then)
    is_council_side = reading.is_council_side(recommendation, actor)
    if not is_council_side and not is_issued_to(parts):
        return None
    may_read = reading.readable(recommendation, actor)
    keep_evidence(then.updates, may_read)
    return Whole(
        recommendation=then.recommendation,
        parts=parts,
        reports=known(reversed(then.updates), "update", may_read, actor, drafts=not is_council_side),
        measures=sorted(
            known(then.measures, "measure", may_read, actor, drafts=True), key=lambda one: (one.taken_on, one.id)
        ),
        extensions=known(reversed(then.extensions), "extension", may_read, actor, drafts=not is_council_side),
        rests_on=then.rests_on if is_council_side else (),
    )


def keep_evidence(updates: Iterable[Update], may_read: Authors) -> None:
    """Of each report what the reader may read today: nothing of what a successor handed in for it."""
    for update in updates:
        tell(update, evidence=[item for item in update.evidence if ("evidence", item.id) in may_read])


def is_issued_to(parts: Iterable[Part]) -> bool:
    """Had an agency that may read one of these tasks whole been given it by then?"""
    return any(part.level == "all" for part in parts)


def many(
    recommendations: Sequence[Recommendation],
    actor: Actor,
    moment: datetime,
    keep: Callable[[Recommendation, list[Part]], None],
) -> list[Recommendation]:
    """Those of them that were known then, as they were; `keep` hears how much of each the reader may know."""
    known_then = past.at([recommendation.id for recommendation in recommendations], moment)
    found = []
    for recommendation in recommendations:
        then = known_then.get(recommendation.id)
        parts = parts_then(reading.parts(recommendation, actor), then) if then else []
        if then and (is_issued_to(parts) or reading.is_council_side(recommendation, actor)):
            keep(then.recommendation, parts)
            found.append(then.recommendation)
    return found


def task(assignment: Assignment, moment: datetime) -> Assignment | None:
    """A task that the reader may read today, as it was known then."""
    then = past.at([assignment.recommendation_id], moment).get(assignment.recommendation_id)
    tasks = then.recommendation.assignments if then else []
    return next((one for one in tasks if one.id == assignment.id), None)


def parts_then(present: Sequence[Part], then: Past) -> list[Part]:
    """The tasks of then, each known as far as it is today."""
    levels: dict[int, Level] = {part.assignment.id: part.level for part in present}
    return [
        Part(task, levels[task.id], accepted(task.id, then) if levels[task.id] == "summary" else None)
        for task in then.recommendation.assignments
    ]


def accepted(task_id: int, then: Past) -> Update | None:
    """The last that was accepted, unless the task was re-opened since."""
    found = [update for update in then.updates if update.assignment_id == task_id and update.state in ACCEPTED]
    reopened = then.reopened.get(task_id)
    stands = [one for one in found if reopened is None or (one.reviewed_at and one.reviewed_at > reopened)]
    return stands[-1] if stands else None


def known(then: Iterable[Any], kind: str, may_read: Authors, actor: Actor, *, drafts: bool) -> list[Any]:
    """Of what there was then, what the reader may read today; a draft of then only by its own side or author."""
    return [
        record
        for record in then
        if (kind, record.id) in may_read
        and (drafts or record.state != "draft" or may_read[kind, record.id] == actor.id)
    ]
