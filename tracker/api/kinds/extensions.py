"""/extensions: requests for a later deadline, and what was decided on them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.kinds.common import INSIDE, STAND_IN, people_in, person
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, named
from tracker.recommendations import forms
from tracker.recommendations.extensions import service
from tracker.recommendations.extensions.workflow import EXTENSION
from tracker.recommendations.models import Assignment, Extension
from tracker.workflow import engine


def document(extension: Extension, _actor: Actor) -> dict[str, Any] | None:
    paper = extension.document
    if paper is None:
        return None
    return {"id": paper.id, "number": paper.number, "issued_on": paper.issued_on, "signer": paper.signer}


def create(case: Case, answers: dict[str, Any]) -> Extension:
    return service.create_extension(answers, case.actor, assignment=case.parents["assignment"])


EXTENSIONS = resources.add(
    Resource(
        kind="extension",
        parents=(("assignment_id", "assignment"),),
        shows=(
            *columns(Extension, "assignment_id"),
            computed("recommendation_id", "integer", lambda item, _actor: item.assignment.recommendation_id),
            *columns(Extension, "delegation_id"),
            computed("agency_id", "integer", lambda item, _actor: item.assignment.agency_id),
            named("agency_name", "agency_name"),
            named("original_due_on", "assignment.original_due_on"),
            *columns(Extension, "old_due_on proposed_due_on reason requested_at"),
            person("requested_by", "requested_by_id"),
            STAND_IN,
            *INSIDE,
            *columns(Extension, "new_due_on decided_at"),
            person("decided_by", "decided_by_id"),
            *columns(Extension, "decision_note"),
            computed("document", "object", document),
        ),
        create=Writing(
            forms.ExtensionForm,
            create,
            require=lambda case: service.require_right_to_ask(case.parents["assignment"], case.actor),
        ),
        edit=Writing(
            forms.ExtensionForm,
            lambda case, answers: service.edit_extension(case.record, answers, case.actor),
            initial=lambda case: {name: getattr(case.record, name) for name in ("proposed_due_on", "reason")},
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("assignment", Extension.assignment_id),
            by_id("delegation", Extension.delegation_id),
            by_state(Extension, EXTENSION),
        ),
        load=(
            joinedload(Extension.assignment).joinedload(Assignment.recommendation),
            joinedload(Extension.assignment).selectinload(Assignment.handovers),
            joinedload(Extension.document),
        ),
        beside=people_in("requested_by_id", "decided_by_id"),
        threads=False,
        files=True,
    )
)
