"""Drafting recommendations: text, addressees, deliverable, deadline, closing conditions, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from tracker.accounts import access, people
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.findings.workflow import is_rejected
from tracker.links import origins
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.recommendations.indexing import index
from tracker.recommendations.models import FAR, Addressee, ClosingCondition, Recommendation
from tracker.recommendations.queries.reading import SOURCES
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.workflow import engine

TEXTS = ("text", "addressee_kind", "addressee_text", "deliverable")
BINDING = ("text", "addressee_kind", "addressee_text", "deliverable", "due_on", "multi_year")
"""A change of these, of the agencies or of the closing conditions clears the approval (domain.md 6.4 SM5)."""


def create(
    answers: Mapping[str, Any],
    actor: Actor,
    *,
    delegation: Delegation,
    code: str | None = None,
    year: int | None = None,
) -> Recommendation:
    """A draft. answers: text, addressee_kind, addressee_text, lead_agency_id, support_agency_ids, support_kinds (all
    agencies of these kinds), deliverable, due_on, multi_year, conditions (texts), rests_on ("finding:3",
    "statement:12"). `year`: that of the code, if not today's.
    """
    delegations.require_begin(RECOMMENDATION, delegation, actor)
    sources = grounds(answers, actor, delegation)
    council = delegation.council_id
    recommendation = Recommendation(
        council_id=council,
        delegation=delegation,
        code=code_for(council, year or clock.today().year, code),
        state=RECOMMENDATION.start,
        multi_year=bool(answers.get("multi_year")),
        due_on=answers.get("due_on"),
        due_key=answers.get("due_on") or FAR,
        created_by_id=actor.id,
        **{name: answers.get(name) or "" for name in TEXTS if name != "addressee_kind"},
        addressee_kind=answers.get("addressee_kind") or "department",
    )
    db.session.add(recommendation)
    told: dict[str, Any] = {
        "addressees": set_addressees(recommendation, answers)[1],
        "addressee_ids": addressee_ids(recommendation),
        "conditions": set_conditions(recommendation, answers.get("conditions") or [])[1],
        "rests_on": origins.tie_all(recommendation, sources, actor),
    }
    engine.created(recommendation, actor, also=told)
    index(recommendation)
    return recommendation


def edit(recommendation: Recommendation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what is given of a draft. What the approval was given for clears it, and the event says so."""
    engine.require_edit(recommendation, actor)
    earlier = audit.snapshot(recommendation)
    for name in TEXTS:
        if name in answers:
            setattr(recommendation, name, answers[name] or "")
    if "multi_year" in answers:
        recommendation.multi_year = bool(answers["multi_year"])
    if "due_on" in answers:
        recommendation.due_on, recommendation.due_key = answers["due_on"], answers["due_on"] or FAR
    also: dict[str, tuple[Any, Any]] = {}
    if {"lead_agency_id", "support_agency_ids", "support_kinds"} & set(answers):
        known = addressee_ids(recommendation)
        also["addressees"] = set_addressees(recommendation, answers)
        also["addressee_ids"] = known, addressee_ids(recommendation)
    if "conditions" in answers:
        also["conditions"] = set_conditions(recommendation, answers["conditions"] or [])
    if "rests_on" in answers:
        sources = grounds(answers, actor, recommendation.delegation)
        also["rests_on"] = origins.change(recommendation, sources, actor, SOURCES)
    clear_approval(recommendation, earlier, also)
    engine.edited(recommendation, actor, earlier, also=also)
    index(recommendation)


def clear_approval(
    recommendation: Recommendation, earlier: Mapping[str, Any], also: Mapping[str, tuple[Any, Any]]
) -> None:
    now = audit.snapshot(recommendation)
    beside = [also.get(name, (None, None)) for name in ("addressees", "conditions")]
    changed = any(now[name] != earlier[name] for name in BINDING) or any(old != new for old, new in beside)
    if recommendation.is_approved and changed:
        recommendation.approved_by_id = recommendation.approved_at = None


def follow(recommendation: Recommendation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Name the officer who follows it; the office decides that among its own. answers: followed_by_id, note (why)."""
    if Role.OFFICE not in access.roles_on(actor, recommendation):
        raise Forbidden
    chosen = answers.get("followed_by_id")
    if chosen is not None and chosen not in people.holders(Role.OFFICE, Place(recommendation.council_id)):
        raise Invalid({"followed_by_id": [_("Hãy chọn một chuyên viên Văn phòng trong danh sách.")]})
    earlier = audit.snapshot(recommendation)
    recommendation.followed_by_id = chosen
    engine.edited(recommendation, actor, earlier, reason=answers.get("note") or "")


def grounds(answers: Mapping[str, Any], actor: Actor, delegation: Delegation) -> list[Any]:
    """The findings and statements that the recommendation comes from; all of this delegation."""
    found = origins.find_all(answers.get("rests_on") or [], actor, SOURCES, field="rests_on")
    if any(record.delegation_id != delegation.id for record in found):
        raise Invalid({"rests_on": [_("Căn cứ phải thuộc cùng một Đoàn giám sát.")]})
    refused = [record.code for record in found if isinstance(record, Finding) and is_rejected(record)]
    if refused:
        raise Invalid({"rests_on": [_("Phát hiện %(codes)s đã bị loại.", codes=", ".join(refused))]})
    return found


def set_addressees(recommendation: Recommendation, answers: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """From now on it is addressed to these; their names and roles before and after."""
    before = [told(entry) for entry in recommendation.addressees]
    lead = recommendation.lead
    lead_id = answers.get("lead_agency_id", lead.agency_id if lead else None)
    known = [entry.agency_id for entry in recommendation.addressees if entry.role == "support"]
    support_ids = answers.get("support_agency_ids", known) or []
    if kinds := answers.get("support_kinds"):
        all_of_kind = organizations.of_kinds(recommendation.council_id, kinds, clock.today())
        support_ids = list(dict.fromkeys([*support_ids, *(id for id in all_of_kind if id != lead_id)]))
    if lead_id in support_ids:
        raise Invalid({"support_agency_ids": [_("Cơ quan chủ trì không ghi lại ở phần phối hợp.")]})
    wanted = {**({lead_id: "lead"} if lead_id else {}), **dict.fromkeys(support_ids, "support")}
    if wanted != {entry.agency_id: entry.role for entry in recommendation.addressees}:
        replace_addressees(recommendation, wanted)
    recommendation.lead_agency_id = lead_id
    db.session.flush()
    return before, [told(entry) for entry in recommendation.addressees]


def addressee_ids(recommendation: Recommendation) -> list[int]:
    return [entry.agency_id for entry in recommendation.addressees]


def replace_addressees(recommendation: Recommendation, wanted: Mapping[int, str]) -> None:
    agencies = agencies_of(recommendation, wanted)
    recommendation.addressees.clear()
    db.session.flush()
    for id, role in wanted.items():
        recommendation.addressees.append(Addressee(agency=agencies[id], role=role))


def agencies_of(recommendation: Recommendation, wanted: Mapping[int, str]) -> dict[int, Agency]:
    query = select(Agency).where(Agency.council_id == recommendation.council_id, Agency.id.in_(sorted(wanted)))
    found = {agency.id: agency for agency in db.session.scalars(query)}
    for id, role in wanted.items():
        if id not in found:
            field = "lead_agency_id" if role == "lead" else "support_agency_ids"
            raise Invalid({field: [_("Hãy chọn cơ quan trong danh sách.")]})
    return found


def told(entry: Addressee) -> str:
    from tracker.recommendations.models import ASSIGNMENT_ROLES

    return f"{entry.agency.name} ({ASSIGNMENT_ROLES[entry.role]})"


def set_conditions(recommendation: Recommendation, texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """From now on it closes when there is all this; a condition whose words stay is the same one."""
    before = [condition.text for condition in recommendation.conditions]
    wanted = list(dict.fromkeys(texts))
    for condition in list(recommendation.conditions):
        if condition.text not in wanted:
            recommendation.conditions.remove(condition)
            db.session.delete(condition)
    known = {condition.text: condition for condition in recommendation.conditions}
    for position, text in enumerate(wanted):
        if text in known:
            known[text].position = position
        else:
            recommendation.conditions.append(ClosingCondition(text=text, position=position))
    db.session.flush()
    return before, wanted


def code_for(council_id: int, year: int, given: str | None) -> str:
    """KN-2026-014, numbered within the council and the year; or a code from an old dossier, Invalid when it is taken."""
    among = Recommendation.council_id == council_id
    if given is None:
        series, pattern = f"KN/{council_id}/{year}", f"KN-{year}-{{:03}}"
        return sequences.next_code(db.session, series, pattern, Recommendation.code, among)
    if sequences.is_taken(db.session, given, Recommendation.code, among):
        raise Invalid({"code": [_("Đã có kiến nghị mang mã %(code)s.", code=given)]})
    return given
