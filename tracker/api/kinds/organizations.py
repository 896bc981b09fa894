"""/agencies: read by everybody who has something to do with the council; what becomes of them is written by the office,
what they leave open is handed over by the office and the Standing Committee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_choice, by_words
from tracker.api.kinds.common import order_by, person
from tracker.api.resources import Case, Part, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, named, nested
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _, _l
from tracker.organizations import fields, handing, queries, service
from tracker.organizations.forms import (
    DECISION,
    EndForm,
    ItemForm,
    MergeForm,
    RenameForm,
    RuleForm,
    SplitForm,
)
from tracker.organizations.handing import Given, Pick
from tracker.organizations.models import (
    AGENCY_KINDS,
    SUCCESSION_KINDS,
    Agency,
    AgencyChange,
    AgencyName,
    AgencySuccession,
    Handover,
)

Facts = dict[str, Any]


def tie(names: str) -> tuple[Shown, ...]:
    """One end of a succession: whose, since when, by what."""
    return (
        computed("agency_id", "integer", lambda row, _actor: getattr(row, names).id),
        computed("name", "text", lambda row, _actor: getattr(row, names).name),
        *columns(AgencySuccession, "kind"),
        label("kind_label", SUCCESSION_KINDS, "kind"),
        *columns(AgencySuccession, "on"),
    )


# --- changes of organisation ------------------------------------------------------------------------------------------


def agency_of(case: Case) -> Agency:
    agency: Agency = case.parents["agency"]
    return agency


def require_keeper(case: Case) -> None:
    service.require_office(case.actor, agency_of(case).council_id)


def require_alive(case: Case) -> None:
    require_keeper(case)
    service.require_alive(agency_of(case))


def about(case: Case) -> dict[str, Any]:
    agency = agency_of(case)
    return {"council_id": agency.council_id, "agencies": offered_beside(agency)}


def offered_beside(agency: Agency) -> list[tuple[str, str]]:
    """The other agencies of its council."""
    return [(id, name) for id, name in fields.offered(agency.council_id) if id != str(agency.id)]


def found(case: Case, id: int) -> Agency:
    agency: Agency = access.find("agency", id, case.actor)
    return agency


def decision(answers: Facts) -> Facts:
    return {name: answers.get(name) for name in DECISION}


def rename(case: Case, answers: Facts) -> AgencyChange:
    name, short_name = answers["name"], answers.get("short_name") or ""
    facts = decision(answers)
    return service.rename(agency_of(case), name, short_name, answers["from_day"], case.actor, facts=facts)


def merge(case: Case, answers: Facts) -> AgencyChange:
    beside = [found(case, id) for id in answers.get("beside_ids") or []]
    heir: Agency | Facts = {name: answers.get(f"new_{name}") or "" for name in ("name", "short_name", "code")}
    if answers.get("successor_id"):
        heir = found(case, answers["successor_id"])
    return service.merge(agency_of(case), beside, heir, decision(answers), case.actor)


def split(case: Case, answers: Facts) -> AgencyChange:
    heirs: list[Agency | Facts] = [found(case, id) for id in answers.get("successor_ids") or []]
    lines = [SplitForm.read(line) for line in answers.get("new_agencies") or []]
    heirs += [{"code": code, "name": name} for code, name in lines]
    return service.split(agency_of(case), heirs, decision(answers), case.actor)


def close(case: Case, answers: Facts) -> AgencyChange:
    heir = found(case, answers["successor_id"]) if answers.get("successor_id") else None
    return service.close(agency_of(case), heir, decision(answers), case.actor)


def told(part: str) -> Callable[[AgencyChange, Actor], list[int]]:
    return lambda change, _actor: [agency.id for agency in change.agencies(part)]


CHANGE = (
    *columns(AgencyChange, "kind"),
    label("kind_label", SUCCESSION_KINDS, "kind"),
    *columns(AgencyChange, "from_day document_number document_date reason attachment_id"),
    computed("old_agency_ids", "ids", told("old")),
    computed("new_agency_ids", "ids", told("new")),
)


def changes(kind: str) -> Callable[[Agency, Actor], Sequence[AgencyChange]]:
    def rows(agency: Agency, _actor: Actor) -> list[AgencyChange]:
        return [change for change in queries.changes_of(agency.id) if change.kind == kind]

    return rows


def part(path: str, words: Any, kind: str, writing: Writing) -> Part:
    return Part(path, words, AgencyChange, CHANGE, changes(kind), add=writing, require=require_alive)


CHANGES = (
    part("renames", _l("Đổi tên"), "rename", Writing(RenameForm, rename)),
    part("mergers", _l("Sáp nhập"), "merge", Writing(MergeForm, merge, about=about)),
    part("splits", _l("Chia tách"), "split", Writing(SplitForm, split, about=about)),
    part("closures", _l("Giải thể"), "end", Writing(EndForm, close, about=about)),
)

# --- handing over -----------------------------------------------------------------------------------------------------


def require_giver(case: Case) -> None:
    handing.require_may_give(case.actor, agency_of(case))


def heirs(case: Case) -> dict[str, Any]:
    found = handing.heirs_for(agency_of(case), case.actor)
    return {"heirs": [(str(heir.id), heir.name) for heir, _since in found]}


def given_one(agency: Agency, pick: Pick, answers: Facts, actor: Actor, *, back: bool = False) -> Given:
    """What is wrong with the choice is said beside `item`, which names it here."""
    try:
        return handing.give(agency, [pick], answers, actor, back=back)
    except Invalid as wrong:
        raise Invalid({"item" if name == "picked" else name: texts for name, texts in wrong.errors.items()}) from wrong


def hand_over(case: Case, answers: Facts) -> Handover:
    """One record: it changes hands, or a sentence says why it does not."""
    pick = Pick(answers["item"], answers["heir_id"], answers.get("item_version"))
    given = given_one(agency_of(case), pick, answers, case.actor)
    if not given.rows:
        raise Impossible(" ".join(given.left) or _("Bản ghi đang ở trạng thái không cho phép việc này."))
    return given.rows[0]


def handed(agency: Agency, actor: Actor) -> Sequence[Handover]:
    """What the agency has handed over; its codes are none of another agency's business."""
    handing.require_may_give(actor, agency)
    return queries.handovers_from(agency.id)


HANDOVERS = Part(
    path="handovers",
    label=_l("Bàn giao"),
    model=Handover,
    shows=(
        *columns(Handover, "subject_kind subject_id subject_code from_agency_id from_name to_agency_id to_name since"),
        *columns(Handover, "document_number document_date reason remark handed_at"),
        person("handed_by", "handed_by_id"),
    ),
    rows=handed,
    add=Writing(ItemForm, hand_over, about=heirs),
    require=require_giver,
)


def agency_or_office(agency: Agency, actor: Actor) -> bool:
    return agency.id in actor.agency_ids or service.may_set_rule(agency, actor)


def set_rule(case: Case, answers: Facts) -> None:
    allowed = answers.get("leader_sends_own", case.record.leader_sends_own)
    service.set_rule(case.record, case.actor, leader_sends_own=bool(allowed))


AGENCIES = resources.add(
    Resource(
        kind="agency",
        shows=(
            *columns(Agency, "name short_name kind"),
            label("kind_label", AGENCY_KINDS, "kind"),
            *columns(Agency, "parent_id"),
            named("parent", "parent.name"),
            *columns(Agency, "valid_from valid_to"),
            *columns(Agency, "leader_sends_own", to=agency_or_office),
            nested("names", columns(AgencyName, "name short_name valid_from valid_to"), "names"),
            nested("successors", tie("successor"), "successions"),
            nested("predecessors", tie("predecessor"), "inheritances"),
            computed("aliases", "texts", lambda agency, _actor: [alias.alias for alias in agency.aliases]),
        ),
        edit=Writing(
            RuleForm,
            set_rule,
            initial=lambda case: {"leader_sends_own": case.record.leader_sends_own},
            require=lambda case: service.require_may_set_rule(case.record, case.actor),
        ),
        filters=(by_choice("kind", Agency.kind, AGENCY_KINDS), by_words("agency", Agency)),
        sorts=(("name", order_by(Agency, "sort_key")),),
        load=(
            joinedload(Agency.parent),
            selectinload(Agency.names),
            selectinload(Agency.aliases),
            selectinload(Agency.successions).joinedload(AgencySuccession.successor),
            selectinload(Agency.inheritances).joinedload(AgencySuccession.predecessor),
        ),
        parts=(*CHANGES, HANDOVERS),
        threads=False,
    )
)
