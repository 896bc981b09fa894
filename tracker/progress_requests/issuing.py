"""Many prepared requests sent with one document: what is asked, and which of them may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.core.forms import BaseForm, Choices, Needed
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.progress_requests.models import ProgressRequest
from tracker.progress_requests.workflow import PROGRESS_REQUEST
from tracker.workflow.definition import Transition
from tracker.workflow.forms import form_for, initial_answers

ISSUE = "issue"


def step() -> Transition:
    found = PROGRESS_REQUEST.transition(ISSUE)
    assert found is not None  # noqa: S101 - the definition is checked when it is made
    return found


def form_of(waiting: Sequence[ProgressRequest]) -> type[BaseForm]:
    """The form of the step, with the requests to choose from."""
    first = waiting[0] if waiting else None
    made: type[BaseForm] = type("IssueManyForm", (form_for(step(), first),), {"requests": choice_of(waiting)})
    return made


def first_answers(waiting: Sequence[ProgressRequest]) -> dict[str, Any]:
    """All of them are chosen."""
    return {**initial_answers(step(), waiting[0]), "requests": [one.id for one in waiting]}


def choice_of(waiting: Sequence[ProgressRequest]) -> Choices:
    options = [
        (str(one.id), f"{one.code} · {one.assignment.answering}: {one.assignment.recommendation.text[:120]}")
        for one in waiting
    ]
    return Choices(_l("Gửi các yêu cầu"), [Needed()], coerce=row_number, choices=options)
