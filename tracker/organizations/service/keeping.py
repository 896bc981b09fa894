"""Adding and correcting agencies, and the ways of writing them."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import fold, sort_key
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias, AgencyName
from tracker.organizations.service.checks import (
    require_free_code,
    require_office,
    require_own_meaning,
    require_parent,
)
from tracker.search import service as search
from tracker.workflow import engine


def add(council_id: int, facts: dict[str, Any], actor: Actor) -> Agency:
    """`facts`: code, name, short_name, kind, parent_id, valid_from."""
    require_office(actor, council_id)
    require_free_code(council_id, facts["code"])
    require_own_meaning(council_id, facts["name"])
    require_parent(council_id, facts.get("parent_id"))
    agency = Agency(
        council_id=council_id,
        code=facts["code"],
        name=facts["name"],
        short_name=facts.get("short_name") or "",
        sort_key=sort_key(facts["name"]),
        kind=facts["kind"],
        parent_id=facts.get("parent_id"),
        valid_from=facts.get("valid_from"),
        created_by_id=actor.id,
    )
    agency.names.append(AgencyName(name=agency.name, short_name=agency.short_name, valid_from=facts.get("valid_from")))
    db.session.add(agency)
    db.session.flush()
    for words in (agency.code, agency.name, agency.short_name):
        remember(agency, words)
    audit.record(agency, "created", actor, role=Role.OFFICE, after=audit.facts_of(agency))
    index(agency)
    return agency


def edit(agency: Agency, facts: dict[str, Any], actor: Actor) -> None:
    """Correct a misspelt name, the short name, kind, parent or first day; a name that changes has its own act."""
    require_office(actor, agency.council_id)
    require_own_meaning(agency.council_id, facts.get("name") or agency.name, agency)
    require_parent(agency.council_id, facts.get("parent_id"), agency)
    if agency.valid_to and facts.get("valid_from") and facts["valid_from"] > agency.valid_to:
        raise Invalid({"valid_from": [_("Ngày bắt đầu phải từ ngày kết thúc trở về trước.")]})
    earlier = audit.snapshot(agency)
    if "valid_from" in facts and agency.names[0].valid_from == agency.valid_from:
        agency.names[0].valid_from = facts["valid_from"]
    for key in ("name", "short_name", "kind", "parent_id", "valid_from"):
        if key in facts:
            setattr(agency, key, facts[key])
    agency.sort_key = sort_key(agency.name)
    borne = agency.named_on(clock.today())
    borne.name, borne.short_name = agency.name, agency.short_name
    for words in (agency.name, agency.short_name):
        remember(agency, words)
    changed(agency, earlier, "edited", actor)


def add_alias(agency: Agency, words: str, actor: Actor) -> None:
    """Another way people write it; refused when it already means another agency."""
    require_office(actor, agency.council_id)
    require_own_meaning(agency.council_id, words, agency, field="alias")
    if not fold(words):
        raise Invalid({"alias": [_("Hãy nhập tên khác của cơ quan.")]})
    if remember(agency, words):
        audit.record(agency, "alias_added", actor, role=Role.OFFICE, after={"aliases": words})
        index(agency)


def remember(agency: Agency, words: str) -> bool:
    """Keep one more way of writing the agency; False when it is known or empty."""
    folded = fold(words)
    if not folded:
        return False
    if any(known.folded == folded for known in agency.aliases):
        return False
    agency.aliases.append(AgencyAlias(alias=words, folded=folded))
    db.session.flush()
    return True


def changed(agency: Agency, earlier: dict[str, Any], action: str, actor: Actor, *, reason: str = "") -> None:
    before, after = audit.difference(earlier, agency)
    if not after and action == "edited":
        return
    engine.touch(agency, actor)
    db.session.flush()
    audit.record(agency, action, actor, role=Role.OFFICE, before=before, after=after, reason=reason)
    index(agency)


def index(agency: Agency) -> None:
    search.index(
        kind="agency",
        subject_id=agency.id,
        council_id=agency.council_id,
        code=agency.code,
        title=agency.name,
        texts=[agency.short_name, *(alias.alias for alias in agency.aliases)],
    )
