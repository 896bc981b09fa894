"""The steps of a record's life: what the caller may do now and what each step asks, and doing it."""

from __future__ import annotations

from typing import Any

from flask import Response

from tracker.accounts.actor import NO_COUNCIL
from tracker.api import once
from tracker.api.answers import Answer, respond
from tracker.api.auth import me
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.problems import Problem
from tracker.api.records import find, shown
from tracker.api.resources import Resource
from tracker.api.versions import require_match, tag_of
from tracker.core.errors import Impossible, Invalid
from tracker.core.forms import describe
from tracker.core.i18n import _
from tracker.workflow import engine
from tracker.workflow.definition import Transition
from tracker.workflow.forms import form_for

PARTS = frozenset({"transition", "answers"})


def offered(resource: Resource, id: int) -> Response:
    """The same steps, in the same order, as the buttons of the page."""
    record = find(resource, id)
    items = [described(step, record) for step in engine.available(record, me())]
    return respond(Answer({"items": items}, tag=tag_of(record)))


def described(step: Transition, record: Any) -> dict[str, Any]:
    """`in_the_way`: what must be put right before the step can be taken, as the page says it."""
    return {
        "name": step.name,
        "label": str(step.label),
        "fields": describe(form_for(step, record)),
        "in_the_way": engine.unmet(step, record),
    }


def taken(resource: Resource, id: int) -> Response:
    record = find(resource, id)
    sent = body()
    return once.perform(lambda: take(resource, record, sent))


def take(resource: Resource, record: Any, sent: dict[str, Any]) -> Answer:
    """Forbidden, then the version, then the state, then the answers."""
    name = sent.get("transition")
    known = resource.about.workflow.transition(name) if isinstance(name, str) else None
    if known is None or known.auto:
        require_match(record)
        raise Invalid({"transition": [_("Hãy nêu tên một bước; xem GET …/transitions.")]})
    step = engine.step_named(record, known.name, me())
    require_match(record)
    require_possible(step, record)
    answers = answered(step, record, sent)
    engine.perform(record, step.name, me(), answers)
    return shown(resource, record)


def require_possible(step: Transition, record: Any) -> None:
    try:
        engine.require_possible(step, record)
    except Impossible as error:
        workflow = engine.workflow_of(record)
        wanted = step.target or (step.among[0] if step.among else step.source[0])
        states = {
            name: {"name": state, "label": str(workflow.state(state).label)}
            for name, state in (("current", record.state), ("wanted", wanted))
        }
        raise Problem("impossible", error.sentence, states=states) from error


def answered(step: Transition, record: Any, sent: dict[str, Any]) -> dict[str, Any]:
    strange = {str(name)[:60]: [_("Chỉ nêu transition và answers.")] for name in sent if name not in PARTS}
    given = {} if sent.get("answers") is None else sent["answers"]
    if not isinstance(given, dict):
        strange["answers"] = [_("Hãy gửi một đối tượng: tên mục → câu trả lời.")]
    if strange:
        raise Invalid(strange)
    form = checked(form_for(step, record)(given, wire="json"), given)
    return with_files(form, dict(form.answers), me(), getattr(record, "council_id", NO_COUNCIL))
