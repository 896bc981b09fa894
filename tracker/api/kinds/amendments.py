"""/amendments: what the agency and the members would have the draft minutes say."""

from __future__ import annotations

from typing import Any

from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, named
from tracker.sessions.amendments import forms, service
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.amendments.queries import LOADED
from tracker.sessions.amendments.workflow import AMENDMENT
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine


def session_of(case: Case) -> WorkingSession:
    session: WorkingSession = case.parents["session"] if case.record is None else case.record.session
    return session


def about(case: Case) -> dict[str, Any]:
    return {"session": session_of(case)}


AMENDMENTS = resources.add(
    Resource(
        kind="amendment",
        parents=(("session_id", "session"),),
        shows=(
            *columns(Amendment, "delegation_id session_id"),
            named("session", "session.code"),
            *columns(Amendment, "statement_id"),
            named("statement", "statement.code"),
            *columns(Amendment, "place text reason agency_id"),
            named("agency", "agency.name"),
            *columns(Amendment, "proposed_at answer answered_at"),
        ),
        create=Writing(
            forms.AmendmentForm,
            lambda case, answers: service.create(answers, case.actor, session=session_of(case)),
            about=about,
            require=lambda case: service.require_begin(session_of(case), case.actor),
        ),
        edit=Writing(
            forms.AmendmentForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=about,
            initial=lambda case: forms.answers_of(case.record),
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("delegation", Amendment.delegation_id),
            by_id("session", Amendment.session_id),
            by_id("agency", Amendment.agency_id),
            by_state(Amendment, AMENDMENT),
        ),
        load=LOADED,
    )
)
