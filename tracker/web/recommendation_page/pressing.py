"""The steps against delay: those taken, and the one that the law offers next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from tracker.attachments import queries as attachments
from tracker.core import clock
from tracker.recommendations import effects
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures import service as measures
from tracker.recommendations.measures.ladder import Next, Rung
from tracker.recommendations.models import Assignment, Measure
from tracker.recommendations.queries.reading import Part
from tracker.web import documents, kit
from tracker.web.kit import me


def ladders(parts: Sequence[Part], taken: Sequence[Measure], *, is_past: bool) -> list[dict[str, Any]]:
    """For each task that the reader knows whole and that is late or was urged: the steps taken, and the next one."""
    rungs = ladder.rungs() if taken or any(effects.is_overdue(part.assignment) for part in parts) else []
    files = attachments.of_many("measure", [measure.id for measure in taken]) if taken else {}
    found = []
    for part in parts:
        own = [measure for measure in taken if measure.assignment_id == part.assignment.id]
        if part.level == "all" and rungs and (own or effects.is_overdue(part.assignment)):
            found.append(ladder_of(part.assignment, rungs, own, files, is_past=is_past))
    return found


def ladder_of(
    task: Assignment, rungs: Sequence[Rung], own: Sequence[Measure], files: Mapping[int, Any], *, is_past: bool
) -> dict[str, Any]:
    """The steps in their order: what was taken on each, which stands next and from when, which was left out."""
    is_running = effects.is_overdue(task) and not is_past
    following = ladder.following(rungs, task.due_ends_on, own) if is_running else None
    on_steps = ladder.climbed(rungs, own)
    top = ladder.reached(rungs, own)
    times: Counter[str] = Counter()
    rows = []
    for place, rung in enumerate(rungs):
        told_here = []
        for measure in on_steps[rung.key]:
            times[measure.kind] += 1
            told_here.append(
                measure_told(measure, task, times[measure.kind], files.get(measure.id, []), is_past=is_past)
            )
        is_next = following is not None and following.rung == rung
        rows.append(
            {
                "name": rung.name,
                "legal_basis": rung.legal_basis,
                "verified": rung.verified,
                "taken": told_here,
                "left_out": place < top and not told_here,
                "next": offer(task, following) if is_next and following else None,
            }
        )
    return {"agency": task.answering, "rows": rows}


def offer(task: Assignment, following: Next) -> dict[str, Any]:
    url = url_for("measures.new", assignment_id=task.id) if measures.may_take(task, me()) else ""
    return {"from_on": following.from_on, "is_due": following.from_on <= clock.today(), "url": url}


def measure_told(
    measure: Measure, task: Assignment, times: int, files: Sequence[Any], *, is_past: bool
) -> dict[str, Any]:
    """One measure on its step; urging is counted."""
    computed = None if is_past else measures.explained(measure)
    answer = 0 if is_past else measure.answer_update_id
    return {
        "times": times if measure.kind == "urge" else 0,
        "agency": task.name_at(measure.created_at),
        "id": measure.id,
        "number": measure.document_number,
        "day": measure.taken_on,
        "answer_due_on": measure.answer_due_on,
        "computed": computed,
        "kept": measure.answer_due_on if computed and computed.ends_on != measure.answer_due_on else None,
        "answered_on": measure.answered_on,
        "answered_with": measure.answered_with,
        "answer_url": url_for("updates.show", id=answer) if answer else "",
        "reopened_on": measure.reopened_on,
        "note": measure.note,
        "skip_reason": measure.skip_reason,
        "files": [{"label": file.name, "url": url_for("attachments.download", id=file.id)} for file in files],
        "letters": [] if is_past else documents.of(measure),
        "doing": [] if is_past else kit.actions(measure),
    }
