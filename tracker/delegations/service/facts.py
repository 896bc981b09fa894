"""Creating a delegation, entering one from an old dossier, changing its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor, Place
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.delegations.models import Delegation, ruleset_on
from tracker.delegations.service.agencies import named, put_agency
from tracker.delegations.service.codes import given_code, next_code
from tracker.delegations.service.finding import index
from tracker.delegations.service.members import put_member
from tracker.delegations.service.rights import may_enter_old, require_edit, require_right_to_create
from tracker.delegations.service.soundness import require_sound
from tracker.delegations.workflow import DELEGATION, EDITORS
from tracker.extensions import db
from tracker.workflow import engine

FACTS = (
    "title", "owner_kind", "body_id", "topic_id", "scope", "content", "period_from", "period_to", "report_due_on",
    "followed_by_id",
)  # fmt: skip
OLD_FACTS = ("established_on", "notified_on", "ended_on", "inferred")
"""Facts that steps fill in, and that are typed only for an old record."""
ASKED_BY_STEPS = ("scope", "content", "period_from", "period_to", "report_due_on")
"""Columns that the guards of the steps ask for; waived, by name, where an old dossier lacks them."""


def create(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Delegation:
    """A draft from the answers of DelegationForm, with a code of this year's series."""
    facts = {name: answers.get(name) for name in FACTS}
    require_right_to_create(actor, council_id, facts["body_id"])
    today = clock.today()
    delegation = made(facts, actor, council_id, code=next_code(council_id, today.year), ruleset=ruleset_on(today))
    engine.created(delegation, actor)
    index(delegation)
    return delegation


def enter_old(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Delegation:
    """A delegation from an old dossier, in the state it had reached: the answers of OldDelegationForm.

    Office only. `reason` and `source` are told in the one event, with the facts that the dossier lacks. `head_name`,
    `head_office` and `agencies` (names, aliases or codes) are added where given.
    """
    if not may_enter_old(actor, council_id):
        raise Forbidden
    established_on: date | None = answers.get("established_on")
    year = (established_on or clock.today()).year
    agencies = [(words, named(council_id, words, "agencies")) for words in answers.get("agencies") or ()]
    delegation = made(
        {name: answers.get(name) for name in FACTS},
        actor,
        council_id,
        code=given_code(council_id, str(answers["code"])) if answers.get("code") else next_code(council_id, year),
        ruleset=ruleset_on(established_on) if established_on else answers.get("ruleset") or ruleset_on(clock.today()),
    )
    for name in OLD_FACTS:
        setattr(delegation, name, answers.get(name) or ([] if name == "inferred" else None))
    engine.enter_old(
        delegation,
        str(answers["state"]),
        actor,
        reason=str(answers.get("reason") or ""),
        source=str(answers.get("source") or ""),
        asked=ASKED_BY_STEPS,
    )
    if answers.get("head_name"):
        head = {"name": answers["head_name"], "office": answers.get("head_office"), "role": "head"}
        put_member(delegation, head, actor)
    for _words, agency in agencies:
        put_agency(delegation, agency, "supervised", actor)
    index(delegation)
    return delegation


def edit(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what the answers name; an answer that is absent stays as it is."""
    require_edit(delegation, actor)
    names = (*FACTS, *OLD_FACTS) if delegation.old_record else FACTS
    facts = {name: answers.get(name, getattr(delegation, name)) for name in names}
    require_sound(facts, delegation.council_id, delegation)
    if not actor.roles_on(Place(council_id=delegation.council_id, body_id=facts["body_id"])) & set(EDITORS):
        raise Forbidden(_("Chỉ sửa được đoàn của Ban mình."))
    earlier = audit.snapshot(delegation)
    for name, value in facts.items():
        setattr(delegation, name, kept(name, value))
    if delegation.old_record:
        if delegation.established_on:
            delegation.ruleset = ruleset_on(delegation.established_on)
        delegation.waived_facts = [name for name in delegation.waived_facts if getattr(delegation, name) in (None, "")]
    engine.edited(delegation, actor, earlier)
    index(delegation)


def made(facts: dict[str, Any], actor: Actor, council_id: int, *, code: str, ruleset: str) -> Delegation:
    require_sound(facts, council_id)
    delegation = Delegation(
        council_id=council_id,
        code=code,
        ruleset=ruleset,
        state=DELEGATION.start,
        created_by_id=actor.id,
        **{name: kept(name, value) for name, value in facts.items()},
    )
    db.session.add(delegation)
    db.session.flush()
    return delegation


def kept(name: str, value: Any) -> Any:
    return value or "" if name in ("scope", "content") else value
