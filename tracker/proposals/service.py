"""Entering and changing what agencies propose to the Council."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import origins
from tracker.organizations.models import Agency
from tracker.proposals import queries
from tracker.proposals.indexing import index
from tracker.proposals.models import AgencyProposal, ProposalAgency
from tracker.proposals.workflow import PROPOSAL
from tracker.workflow import engine

TEXTS = ("text", "addressee_kind", "group_name", "proposers_text")


def create(
    answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation, code: str | None = None
) -> AgencyProposal:
    """Enter a proposal; answers: text, agency_ids, proposers_text, proposers_inferred, addressee_kind, group_name,
    rests_on ("statement:12", …)."""
    delegations.require_begin(PROPOSAL, delegation, actor)
    require_proposers(answers)
    sources = statements(answers, actor, delegation)
    proposal = AgencyProposal(
        council_id=delegation.council_id,
        delegation=delegation,
        code=code_for(delegation, code),
        state=PROPOSAL.start,
        proposers_inferred=bool(answers.get("proposers_inferred")),
        created_by_id=actor.id,
        **{name: answers.get(name) or "" for name in TEXTS},
    )
    db.session.add(proposal)
    names = set_agencies(proposal, answers.get("agency_ids") or [])[1]
    told = {"agencies": names, "rests_on": origins.tie_all(proposal, sources, actor)}
    engine.created(proposal, actor, also=told)
    index(proposal)
    return proposal


def edit(proposal: AgencyProposal, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what is given of a proposal, as its state allows."""
    engine.require_edit(proposal, actor)
    known = {"agency_ids": [e.agency_id for e in proposal.agencies], "proposers_text": proposal.proposers_text}
    require_proposers({**known, **answers})
    earlier = audit.snapshot(proposal)
    for name in TEXTS:
        if name in answers:
            setattr(proposal, name, answers[name] or "")
    if "proposers_inferred" in answers:
        proposal.proposers_inferred = bool(answers["proposers_inferred"])
    also: dict[str, tuple[Any, Any]] = {}
    if "agency_ids" in answers:
        also["agencies"] = set_agencies(proposal, answers["agency_ids"] or [])
    if "rests_on" in answers:
        sources = statements(answers, actor, proposal.delegation)
        also["rests_on"] = origins.change(proposal, sources, actor, queries.SOURCES)
    engine.edited(proposal, actor, earlier, also=also)
    index(proposal)


def require_proposers(answers: Mapping[str, Any]) -> None:
    if not answers.get("agency_ids") and not (answers.get("proposers_text") or "").strip():
        sentence = _("Chọn cơ quan đề xuất, hoặc ghi nguồn gọi họ là gì, ví dụ: các đơn vị.")
        raise Invalid({"agency_ids": [sentence]})


def statements(answers: Mapping[str, Any], actor: Actor, delegation: Delegation) -> list[Any]:
    """The statements that the proposal comes from; all of this delegation."""
    found = origins.find_all(answers.get("rests_on") or [], actor, queries.SOURCES, field="rests_on")
    if any(record.delegation_id != delegation.id for record in found):
        raise Invalid({"rests_on": [_("Phát biểu phải thuộc cùng một Đoàn giám sát.")]})
    return found


def set_agencies(proposal: AgencyProposal, ids: list[int]) -> tuple[list[str], list[str]]:
    """From now on these agencies propose it; their names before and after."""
    known = {entry.agency_id: entry for entry in proposal.agencies}
    before = [entry.agency.name for entry in proposal.agencies]
    for id in [id for id in known if id not in ids]:
        proposal.agencies.remove(known[id])
    for id in [id for id in ids if id not in known]:
        proposal.agencies.append(ProposalAgency(agency=agency_of(proposal, id)))
    db.session.flush()
    return before, [entry.agency.name for entry in proposal.agencies]


def agency_of(proposal: AgencyProposal, id: int) -> Agency:
    agency = db.session.get(Agency, id)
    if agency is None or agency.council_id != proposal.council_id:
        raise Invalid({"agency_ids": [_("Hãy chọn cơ quan trong danh sách.")]})
    return agency


def code_for(delegation: Delegation, given: str | None) -> str:
    """ĐX-07, numbered within the delegation; or the code that an old dossier gives, Invalid when it is taken."""
    among = AgencyProposal.delegation_id == delegation.id
    if given is None:
        return sequences.next_code(db.session, f"ĐX/{delegation.id}", "ĐX-{:02}", AgencyProposal.code, among)
    if sequences.is_taken(db.session, given, AgencyProposal.code, among):
        raise Invalid({"code": [_("Đoàn này đã có đề xuất mang mã %(code)s.", code=given)]})
    return given
