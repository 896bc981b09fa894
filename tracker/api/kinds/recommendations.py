"""/recommendations: what is demanded of whom; the list is the follow-up table."""

from __future__ import annotations

from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.access import roles_on
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.api import resources
from tracker.api.filters import INTEGER, Filter, Wrong, asked, number, one_of, span, words
from tracker.api.kinds.common import council_side
from tracker.api.lists import Page, opened_words, sealed_words
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, named, nested
from tracker.core.errors import Forbidden
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.links import origins
from tracker.recommendations import deadlines, forms, service
from tracker.recommendations.effects import FINAL, is_overdue
from tracker.recommendations.models import (
    ADDRESSEE_KINDS,
    ASSIGNMENT_ROLES,
    Addressee,
    Assignment,
    ClosingCondition,
    Recommendation,
)
from tracker.recommendations.queries import cursors, follow_up, reading
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.workflow import engine

FOLLOWER = frozenset({"followed_by_id"})
STATUSES = (*(state.name for state in ASSIGNMENT.states), "open", "draft")


def due(raw: str) -> dict[str, Any]:
    """`overdue`, `soon`, or a range of days."""
    if raw in ("overdue", "soon"):
        return {"due": raw}
    try:
        first, last = span(raw)
    except Wrong as error:
        raise Wrong(_("Hãy gửi overdue, soon hoặc 2026-01-01..2026-03-31.")) from error
    return {"due_from": first, "due_to": last}


FILTERS = (
    Filter("agency", number, None, INTEGER, _l("Bất kỳ cơ quan nào được giao")),
    Filter("status", one_of(STATUSES), None, {"enum": list(STATUSES)}, _l("Trạng thái của cơ quan, hoặc của chủ trì")),
    Filter("due", due, None, {"type": "string"}, _l("overdue, soon, hoặc 2026-01-01..2026-03-31")),
    Filter("delegation", number, None, INTEGER),
    Filter("q", words, None, {"type": "string"}, _l("Từ khóa, có dấu hoặc không dấu")),
)


def table(actor: Actor, given: MultiDict[str, str], *, sort: str, after: str | None, size: int) -> Page:
    """The follow-up table of the pages: same filters, same order, same rights."""
    read = {item.name: asked(given, item.name, item.read) for item in FILTERS if given.get(item.name)}
    spread = read.pop("due", {})
    name = f"recommendations {sort}"
    wanted = follow_up.Wanted(**read, **spread, sort=sort, size=size, after=opened_words(after, name) if after else "")
    reach = follow_up.Reach(actor, wanted)
    keys, total = reach.keys(), reach.count()
    ids = [key[-1] for key in keys[:size]]
    found = {
        row.id: row
        for row in db.session.scalars(select(Recommendation).where(Recommendation.id.in_(ids)).options(*LOAD))
    }
    more = len(keys) > size
    return Page(
        rows=[found[id] for id in ids],
        next=sealed_words(cursors.spell(keys[size - 1]), name) if more else None,
        total=total if total <= follow_up.COUNTED else None,
    )


def about(case: Case) -> dict[str, Any]:
    if case.record is not None and case.names == FOLLOWER:
        return {"officers": reading.officers(case.record.council_id)}
    delegation = case.record.delegation if case.record else case.parents["delegation"]
    return {"delegation": delegation, "actor": case.actor, "recommendation": case.record}


def saved(case: Case) -> dict[str, Any]:
    return forms.answers_of(case.record, origins.of(case.record, case.actor, reading.SOURCES))


def require_change(case: Case) -> None:
    """The office names who follows it, whatever its state; everything else is changed on a draft alone."""
    if case.names != FOLLOWER:
        engine.require_edit(case.record, case.actor)
    elif Role.OFFICE not in roles_on(case.actor, case.record):
        raise Forbidden


def change(case: Case, answers: dict[str, Any]) -> None:
    act = service.follow if case.names == FOLLOWER else service.edit
    act(case.record, answers, case.actor)


def parts(recommendation: Recommendation, actor: Actor) -> list[dict[str, Any]]:
    """One entry an addressee; of others than their own, an agency reads what domain.md 6.2 allows."""
    return [told(part) for part in known_parts(recommendation, actor)]


def known_parts(recommendation: Recommendation, actor: Actor) -> list[reading.Part]:
    """Several fields ask for them: looked up once a representation."""
    kept: dict[int, tuple[int, list[reading.Part]]] = g.setdefault("api_parts", {})
    version, found = kept.get(recommendation.id, (None, []))
    if version != recommendation.row_version:
        found = reading.parts(recommendation, actor)
        kept[recommendation.id] = (recommendation.row_version, found)
    return found


def told(part: reading.Part) -> dict[str, Any]:
    task = part.assignment
    body: dict[str, Any] = {
        "agency_name": task.agency_name,
        "role": task.role,
        "role_label": str(ASSIGNMENT_ROLES[task.role]),
    }
    if part.level in ("all", "state"):
        body |= {"state": task.state, "state_label": str(engine.state_of(task).label)}
    if part.level == "all":
        body |= {
            "id": task.id,
            "agency_id": task.agency_id,
            **due_of(task),
            "claim": task.claim,
            "percent": task.percent,
        }
        body |= {"verified_at": task.verified_at, "href": f"{resources.PREFIX}/assignments/{task.id}"}
    if part.accepted is not None:
        body["accepted_summary"] = part.accepted.text
    return body


def due_of(task: Assignment) -> dict[str, Any]:
    """What is computed of a deadline, never stored (contract.md section 6)."""
    found = deadlines.deadline(task.due_on, task.due_ends_on)
    running = task.state not in FINAL and found is not None
    return {
        "due_on": task.due_on,
        "due_ends_on": task.due_ends_on,
        "days_left": found.days_left if found is not None and running else None,
        "overdue": is_overdue(task),
        "due_soon": bool(found is not None and running and found.is_soon and task.state != "multi_year"),
    }


def own_part(recommendation: Recommendation, actor: Actor) -> Assignment | None:
    """The assignment whose deadline is told of: the reader's own, else the lead's."""
    known = [part.assignment for part in known_parts(recommendation, actor) if part.level == "all"]
    own = [task for task in known if task.agency_id in actor.agency_ids]
    return next(iter(own or [task for task in known if task.role == "lead"]), None)


def deadline_part(name: str, empty: Any) -> Any:
    def value(recommendation: Recommendation, actor: Actor) -> Any:
        task = own_part(recommendation, actor)
        return due_of(task)[name] if task is not None else empty

    return value


def reads_lead(recommendation: Recommendation, actor: Actor) -> bool:
    leads = (part for part in known_parts(recommendation, actor) if part.assignment.role == "lead")
    return any(part.level == "all" for part in leads) or council_side(recommendation, actor)


def lead_label(recommendation: Recommendation, _actor: Actor) -> str | None:
    return str(ASSIGNMENT.state(recommendation.lead_state).label) if recommendation.lead_state else None


def document(recommendation: Recommendation, _actor: Actor) -> dict[str, Any] | None:
    paper = recommendation.document
    if paper is None:
        return None
    return {"id": paper.id, "kind": paper.kind, "number": paper.number, "issued_on": paper.issued_on}


LOAD = (
    joinedload(Recommendation.delegation),
    joinedload(Recommendation.document),
    joinedload(Recommendation.approved_by),
    joinedload(Recommendation.followed_by),
    selectinload(Recommendation.addressees).joinedload(Addressee.agency),
    selectinload(Recommendation.conditions),
    selectinload(Recommendation.assignments),
)
SHOWS: tuple[Shown, ...] = (
    *columns(Recommendation, "delegation_id"),
    named("delegation", "delegation.code"),
    *columns(Recommendation, "text addressee_kind"),
    label("addressee_kind_label", ADDRESSEE_KINDS, "addressee_kind"),
    *columns(Recommendation, "addressee_text deliverable due_on multi_year"),
    computed("due_ends_on", "date", deadline_part("due_ends_on", None)),
    computed("days_left", "integer", deadline_part("days_left", None), about=_l("Số ngày làm việc, âm khi quá hạn")),
    computed("overdue", "boolean", deadline_part("overdue", False)),  # noqa: FBT003
    computed("due_soon", "boolean", deadline_part("due_soon", False)),  # noqa: FBT003
    nested("conditions", columns(ClosingCondition, "id text position"), "conditions"),
    nested(
        "addressees",
        (*columns(Addressee, "agency_id"), named("agency", "agency.name"), *columns(Addressee, "role")),
        "addressees",
        to=council_side,
    ),
    *columns(Recommendation, "lead_agency_id lead_state", to=reads_lead),
    computed("lead_state_label", "text", lead_label, to=reads_lead),
    computed("assignments", "objects", parts),
    *columns(Recommendation, "approved_at", to=council_side),
    named("approved_by", "approved_by.full_name", to=council_side),
    computed("document", "object", document),
    *columns(Recommendation, "issued_on closed_at withdrawal_reason replaced_by_id"),
    *columns(Recommendation, "followed_by_id", to=council_side),
    named("followed_by", "followed_by.full_name", to=council_side),
)
RECOMMENDATIONS = resources.add(
    Resource(
        kind="recommendation",
        parents=(("delegation_id", "delegation"),),
        shows=SHOWS,
        create=Writing(
            forms.RecommendationForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            about=about,
        ),
        edit=Writing(
            forms.RecommendationForm,
            change,
            about=about,
            initial=saved,
            require=require_change,
            form_for=lambda case: forms.FollowerForm if case.names == FOLLOWER else forms.RecommendationForm,
        ),
        filters=FILTERS,
        table=table,
        table_sorts=follow_up.SORTS,
        load=LOAD,
    )
)
