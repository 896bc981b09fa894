"""Entering programmes and topics, and changing them; an adopted programme is adjusted, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.actor import Actor, Place
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import queries as organizations
from tracker.organizations.models import CouncilBody
from tracker.planning import queries
from tracker.planning.indexing import index, index_topic
from tracker.planning.models import SIGNS, Programme, Topic
from tracker.planning.workflow import (
    PROGRAMME,
    TOPIC,
    adjust_programme,
    is_adopted,
    is_over,
    may_have_delegations,
    place,
)
from tracker.workflow import engine

TEXTS = ("title", "field", "reason", "content", "scope", "object", "proposed_by_kind", "proposed_by")


def may_create(actor: Actor, council_id: int) -> bool:
    """The office enters programmes (domain.md 6.2)."""
    return bool(actor.roles_on(Place(council_id=council_id)) & set(PROGRAMME.create))


def create(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Programme:
    """A draft; answers: year, owner_kind, body_id. Invalid when this owner has a programme for the year already."""
    engine.require_create(PROGRAMME, actor.roles_on(Place(council_id=council_id)))
    body = sound_body(answers["owner_kind"], answers.get("body_id"), council_id)
    programme = Programme(
        council_id=council_id,
        code=free_code(council_id, answers["year"], answers["owner_kind"], body),
        year=answers["year"],
        owner_kind=answers["owner_kind"],
        body=body,
        state=PROGRAMME.start,
        created_by_id=actor.id,
    )
    db.session.add(programme)
    engine.created(programme, actor, also={"body": body.name if body else ""})
    index(programme)
    return programme


def edit(programme: Programme, answers: Mapping[str, Any], actor: Actor) -> None:
    """Correct whose and of which year a draft is; once it has topics the year stays, for their codes name it."""
    engine.require_edit(programme, actor)
    facts = {name: answers.get(name, getattr(programme, name)) for name in ("year", "owner_kind", "body_id")}
    body = sound_body(facts["owner_kind"], facts["body_id"], programme.council_id)
    if facts["year"] != programme.year and queries.any_topic(programme):
        raise Invalid({"year": [_("Chương trình đã có chuyên đề nên không đổi năm được nữa.")]})
    code = free_code(programme.council_id, facts["year"], facts["owner_kind"], body, but=programme.id)
    earlier, known = audit.snapshot(programme), programme.body
    programme.year, programme.owner_kind, programme.body, programme.code = (
        facts["year"],
        facts["owner_kind"],
        body,
        code,
    )
    db.session.flush()
    named = (known.name if known else "", body.name if body else "")
    engine.edited(programme, actor, earlier, also={"body": named})
    index(programme)


def sound_body(owner_kind: str, body_id: int | None, council_id: int) -> CouncilBody | None:
    """The committee that the owner needs, and only then; Invalid beside the field."""
    if owner_kind != "committee":
        if body_id:
            raise Invalid({"body_id": [_("Chủ thể này không gắn với Ban nào. Hãy bỏ chọn.")]})
        return None
    known = {body.id: body for body in organizations.bodies(council_id) if body.kind == "committee"}
    if body_id not in known:
        raise Invalid({"body_id": [_("Hãy chọn Ban có chương trình này.")]})
    return known[body_id]


def free_code(council_id: int, year: int, owner_kind: str, body: CouncilBody | None, *, but: int | None = None) -> str:
    """CTGS-2026-KTNS; Invalid when this owner has a programme for the year already."""
    code = f"CTGS-{year}-{body.code if body else SIGNS[owner_kind]}"
    if queries.same_owner(council_id, code, but=but) is not None:
        sentence = _(
            "Chủ thể này đã có chương trình năm %(year)s (%(code)s). Hãy mở chương trình đó.", year=year, code=code
        )
        raise Invalid({"year": [sentence]})
    return code


# --- topics -----------------------------------------------------------------------------------------------------------


def require_begin(programme: Programme, actor: Actor) -> None:
    """Forbidden to all but the office; Impossible once the year of an adopted programme has passed."""
    engine.require_create(TOPIC, actor.roles_on(place(programme)))
    require_open(programme)


def require_edit(topic: Topic, actor: Actor) -> None:
    engine.require_edit(topic, actor)
    require_open(topic.programme)


def may_edit(topic: Topic, actor: Actor) -> bool:
    return engine.may_edit(topic, actor) and not is_over(topic.programme)


def may_add(programme: Programme, actor: Actor) -> bool:
    return bool(actor.roles_on(place(programme)) & set(TOPIC.create)) and not is_over(programme)


def require_open(programme: Programme) -> None:
    if is_over(programme):
        raise Impossible(_("Năm %(year)s đã qua nên chương trình này không điều chỉnh được nữa.", year=programme.year))


def add_topic(programme: Programme, answers: Mapping[str, Any], actor: Actor) -> Topic:
    """Propose a topic; answers as TopicForm gives them, and `adjustment_reason` once the programme is adopted."""
    require_begin(programme, actor)
    reason = required_reason(programme, answers)
    lead = lead_body(answers.get("lead_body_id"), programme.council_id)
    series, among = f"CĐ/{programme.council_id}/{programme.year}", Topic.council_id == programme.council_id
    topic = Topic(
        council_id=programme.council_id,
        programme=programme,
        code=sequences.next_code(db.session, series, f"CĐ-{programme.year}-{{:02}}", Topic.code, among),
        lead_body=lead,
        state=TOPIC.start,
        created_by_id=actor.id,
        **{name: answers.get(name) or "" for name in TEXTS},
    )
    db.session.add(topic)
    engine.created(topic, actor, also={"lead_body": lead.name if lead else ""})
    index_topic(topic)
    if is_adopted(programme):
        engine.follow(topic, "adopt", actor)
        adjust_programme(topic, reason, actor)
    return topic


def edit_topic(topic: Topic, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what the answers name; the event keeps the old words, and the reason once the programme is adopted."""
    require_edit(topic, actor)
    reason = required_reason(topic.programme, answers)
    known = topic.lead_body
    lead = lead_body(answers.get("lead_body_id", topic.lead_body_id), topic.council_id, known)
    earlier = audit.snapshot(topic)
    for name in TEXTS:
        if name in answers:
            setattr(topic, name, answers[name] or "")
    topic.lead_body = lead
    db.session.flush()
    named = (known.name if known else "", lead.name if lead else "")
    event = engine.edited(topic, actor, earlier, reason=reason["reason"], also={"lead_body": named})
    index_topic(topic)
    if event is not None:
        adjust_programme(topic, reason, actor)


def required_reason(programme: Programme, answers: Mapping[str, Any]) -> dict[str, str]:
    """Why an adopted programme is changed, as its step asks it."""
    reason = (answers.get("adjustment_reason") or "").strip()
    if is_adopted(programme) and not reason:
        raise Invalid({"adjustment_reason": [_("Chương trình đã thông qua: hãy ghi lý do điều chỉnh.")]})
    return {"reason": reason, "number": answers.get("adjustment_number") or ""}


def for_delegation(topic: Topic) -> dict[str, Any]:
    """What a delegation under the topic takes from it; what the topic does not say is left out.

    Impossible when no programme with the topic has been adopted.
    """
    if not may_have_delegations(topic):
        raise Impossible(_("Chuyên đề này chưa ở trong chương trình đã thông qua nên chưa lập đoàn theo đó được."))
    words = {
        "title": topic.title,
        "scope": "\n".join(part for part in (topic.scope, topic.object) if part),
        "content": topic.content,
    }
    return {
        "topic_id": topic.id,
        "owner_kind": topic.programme.owner_kind,
        "body_id": topic.programme.body_id,
        **{name: text for name, text in words.items() if text},
    }


def lead_body(id: int | None, council_id: int, known: CouncilBody | None = None) -> CouncilBody | None:
    if id is None or (known is not None and known.id == id):
        return known if id is not None else None
    body = db.session.get(CouncilBody, id)
    if body is None or body.council_id != council_id:
        raise Invalid({"lead_body_id": [_("Hãy chọn Ban trong danh sách.")]})
    return body


def options(council_id: int) -> list[tuple[str, str]]:
    """(id, name) of the committees that a topic or a programme may be given to."""
    return [
        (str(body.id), body.name)
        for body in organizations.bodies(council_id)
        if body.kind == "committee" and body.valid_to is None
    ]
