"""/programmes and /topics: what will be overseen in a year, and what a topic may repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.auth import settings
from tracker.api.filters import INTEGER, Filter, by_choice, by_id, by_state, by_words, number
from tracker.api.kinds.common import order_by
from tracker.api.kinds.delegations import council_of
from tracker.api.past import left
from tracker.api.resources import PREFIX, Case, Resource, Writing
from tracker.api.retold import Told, looking_back
from tracker.api.shows import TYPES, Shown, columns, computed, label, named
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import _l
from tracker.delegations import likeness
from tracker.delegations.likeness import Other
from tracker.planning import forms, service
from tracker.planning.models import PROGRAMME_OWNERS, PROPOSER_KINDS, Programme, Topic
from tracker.planning.workflow import PROGRAMME, TOPIC
from tracker.workflow import engine

WARNING = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "kind": {"enum": ["topic", "delegation"]},
            "id": TYPES["integer"],
            "code": TYPES["text"],
            "title": TYPES["text"],
            "percent": TYPES["integer"],
            "href": TYPES["text"],
        },
    },
}
PLURALS = {"topic": "topics", "delegation": "delegations"}


def committees(case: Case) -> dict[str, Any]:
    return {"committees": service.options(council_of(case))}


def bodies(case: Case) -> dict[str, Any]:
    programme = case.parents.get("programme") or case.record
    return {"bodies": service.options(programme.council_id)}


def require_create(case: Case) -> None:
    if not service.may_create(case.actor, council_of(case)):
        raise Forbidden


def warnings(topic: Topic, actor: Actor) -> list[dict[str, Any]]:
    """What the topic may repeat, as far as the caller may read it."""
    least = settings().similar_topic_share
    return [warning(other) for other in likeness.alike_to(topic, recent(topic.council_id, actor), least)]


def recent(council_id: int, actor: Actor) -> Sequence[Other]:
    """What topics are compared with, read once a request and council."""
    known: dict[int, Sequence[Other]] = g.setdefault("recent_topics", {})
    if council_id not in known:
        months = settings().similar_topic_months
        known[council_id] = likeness.recent(actor, council_id, clock.today(), months)
    return known[council_id]


def warning(other: Other) -> dict[str, Any]:
    return {
        "kind": other.kind,
        "id": other.id,
        "code": other.code,
        "title": other.title,
        "percent": other.percent,
        "href": f"{PREFIX}/{PLURALS[other.kind]}/{other.id}",
    }


def of_year(year: int, _actor: Actor) -> ColumnElement[bool]:
    return Topic.programme_id.in_(select(Programme.id).where(Programme.year == year))


def topic_saved(case: Case) -> dict[str, Any]:
    return forms.answers_of(case.record)


PROGRAMME_SHOWS: tuple[Shown, ...] = (
    computed("title", "text", lambda programme, _actor: programme.title),
    *columns(Programme, "year owner_kind"),
    label("owner_kind_label", PROGRAMME_OWNERS, "owner_kind"),
    *columns(Programme, "body_id"),
    named("body", "body.name"),
    *columns(Programme, "adopted_number adopted_on signer"),
    computed("topic_ids", "ids", lambda programme, _actor: [topic.id for topic in programme.topics]),
)
PROGRAMME_FILTERS: tuple[Filter, ...] = (
    by_id("year", Programme.year),
    by_choice("owner_kind", Programme.owner_kind, PROGRAMME_OWNERS),
    by_id("body", Programme.body_id),
    by_state(Programme, PROGRAMME),
    by_words("programme", Programme),
)
PROGRAMME_SORTS = (("year", order_by(Programme, "-year")),)
PROGRAMME_THEN = Told(
    "programme",
    PROGRAMME_FILTERS,
    relations={"body": ()},
    orders=dict(PROGRAMME_SORTS),
)
PROGRAMMES = resources.add(
    Resource(
        kind="programme",
        shows=PROGRAMME_SHOWS,
        create=Writing(
            forms.ProgrammeForm,
            lambda case, answers: service.create(answers, case.actor, council_id=council_of(case)),
            about=committees,
            require=require_create,
        ),
        edit=Writing(
            forms.ProgrammeForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=committees,
            initial=lambda case: {name: getattr(case.record, name) for name in ("year", "owner_kind", "body_id")},
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=PROGRAMME_FILTERS,
        sorts=PROGRAMME_SORTS,
        past=looking_back(PROGRAMME_THEN, left(PROGRAMME_SHOWS, out="topic_ids")),
        load=(joinedload(Programme.body), selectinload(Programme.topics)),
        threads=False,
        files=True,
    )
)

TOPIC_SHOWS: tuple[Shown, ...] = (
    *columns(Topic, "programme_id"),
    named("programme", "programme.code"),
    *columns(Topic, "title field reason content scope object proposed_by_kind"),
    label("proposed_by_kind_label", PROPOSER_KINDS, "proposed_by_kind"),
    *columns(Topic, "proposed_by lead_body_id"),
    named("lead_body", "lead_body.name"),
    Shown(
        "warnings",
        "objects",
        warnings,
        about=_l("Chuyên đề, đoàn giám sát gần đây mà chuyên đề này có thể trùng."),
        schema=WARNING,
    ),
)
TOPIC_FILTERS: tuple[Filter, ...] = (
    by_id("programme", Topic.programme_id),
    Filter("year", number, of_year, INTEGER),
    by_choice("proposed_by_kind", Topic.proposed_by_kind, PROPOSER_KINDS),
    by_state(Topic, TOPIC),
    by_words("topic", Topic),
)
TOPIC_THEN = Told(
    "topic",
    TOPIC_FILTERS,
    relations={"programme": (), "lead_body": ()},
)
TOPICS = resources.add(
    Resource(
        kind="topic",
        parents=(("programme_id", "programme"),),
        shows=TOPIC_SHOWS,
        create=Writing(
            forms.AdjustingTopicForm,
            lambda case, answers: service.add_topic(case.parents["programme"], answers, case.actor),
            about=bodies,
            require=lambda case: service.require_begin(case.parents["programme"], case.actor),
            form_for=lambda case: forms.form_for(case.parents["programme"]),
        ),
        edit=Writing(
            forms.AdjustingTopicForm,
            lambda case, answers: service.edit_topic(case.record, answers, case.actor),
            about=bodies,
            initial=topic_saved,
            require=lambda case: service.require_edit(case.record, case.actor),
            form_for=lambda case: forms.form_for(case.record.programme),
        ),
        filters=TOPIC_FILTERS,
        past=looking_back(TOPIC_THEN, left(TOPIC_SHOWS, out="warnings")),
        load=(joinedload(Topic.programme), joinedload(Topic.lead_body)),
        threads=False,
    )
)
