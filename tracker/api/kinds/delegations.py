"""/delegations with their members, agencies and documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice, by_id, by_state, by_words
from tracker.api.kinds.common import council_side, order_by, people_in, person
from tracker.api.resources import Case, Part, Resource, Writing
from tracker.api.shows import Shown, columns, label, named
from tracker.core.errors import Forbidden
from tracker.core.forms import BaseForm, Choice, Needed, ViDate
from tracker.core.i18n import _l
from tracker.delegations import forms, queries, service
from tracker.delegations.models import (
    AGENCY_ROLES,
    DOCUMENT_KINDS,
    MEMBER_ROLES,
    OWNER_KINDS,
    RULESETS,
    Delegation,
    DelegationAgency,
    DelegationDocument,
    DelegationMember,
)
from tracker.delegations.workflow import DELEGATION

SAVED = (
    "title owner_kind body_id period_from period_to scope content report_due_on followed_by_id "
    "established_on notified_on ended_on inferred"
)


class AgencyRoleForm(BaseForm):
    """Changing what an agency is on the delegation."""

    role = Choice(_l("Vai trò"), validators=[Needed()], choices=list(AGENCY_ROLES.items()))


class MemberChangeForm(forms.MemberForm):
    """Correcting a member, or writing down that they have left."""

    left_on = ViDate(_l("Thôi tham gia từ ngày"))


def council_of(case: Case) -> int:
    """The council on whose side the caller acts."""
    if case.record is not None:
        return int(case.record.council_id)
    if not case.actor.council_ids:
        raise Forbidden
    return min(case.actor.council_ids)


def options(case: Case) -> dict[str, Any]:
    return dict(queries.options(council_of(case)))


def saved(case: Case) -> dict[str, Any]:
    return {name: getattr(case.record, name) for name in SAVED.split()}


def under(case: Case) -> Delegation:
    delegation: Delegation = case.parents["delegation"]
    return delegation


def require_edit(case: Case) -> None:
    service.require_edit(case.record, case.actor)


def require_edit_above(case: Case) -> None:
    service.require_edit(under(case), case.actor)


def change_member(case: Case, answers: dict[str, Any]) -> None:
    left_on = answers.pop("left_on", None)
    if answers:
        service.edit_member(case.record, answers, case.actor)
    if left_on is not None:
        service.leave(case.record, left_on, case.actor)


def add_agency(case: Case, answers: dict[str, Any]) -> DelegationAgency:
    agency = service.named(under(case).council_id, answers["agency"])
    return service.add_agency(under(case), agency, answers["role"], case.actor)


def change_role(case: Case, answers: dict[str, Any]) -> None:
    service.change_agency_role(case.record, answers.get("role", case.record.role), case.actor)


MEMBERS = Part(
    path="members",
    label=_l("Thành viên"),
    model=DelegationMember,
    shows=(
        *columns(DelegationMember, "name office role"),
        label("role_label", MEMBER_ROLES, "role"),
        *columns(DelegationMember, "position left_on"),
    ),
    rows=lambda delegation, _actor: delegation.members,
    add=Writing(
        forms.MemberForm,
        lambda case, answers: service.add_member(under(case), answers, case.actor),
    ),
    change=Writing(
        MemberChangeForm,
        change_member,
        initial=lambda case: {name: getattr(case.record, name) for name in ("name", "office", "role", "left_on")},
    ),
    remove=lambda case: service.remove_member(case.record, case.actor),
    require=require_edit_above,
)
AGENCIES = Part(
    path="agencies",
    label=_l("Cơ quan"),
    model=DelegationAgency,
    shows=(
        *columns(DelegationAgency, "agency_id"),
        named("agency", "agency.name"),
        *columns(DelegationAgency, "name_then role"),
        label("role_label", AGENCY_ROLES, "role"),
    ),
    rows=lambda delegation, _actor: delegation.agencies,
    add=Writing(forms.DelegationAgencyForm, add_agency),
    change=Writing(
        AgencyRoleForm,
        change_role,
        initial=lambda case: {"role": case.record.role},
    ),
    remove=lambda case: service.remove_agency(case.record, case.actor),
    require=require_edit_above,
)
DOCUMENTS = Part(
    path="documents",
    label=_l("Văn bản"),
    model=DelegationDocument,
    shows=(
        *columns(DelegationDocument, "kind"),
        label("kind_label", DOCUMENT_KINDS, "kind"),
        *columns(DelegationDocument, "number issued_on issuer signer title attachment_id"),
    ),
    rows=lambda delegation, actor: queries.documents_of(delegation.id, actor),
    add=Writing(
        forms.DocumentForm,
        lambda case, answers: service.add_document(under(case), answers, case.actor),
        about=lambda case: {"old_record": under(case).old_record},
    ),
    require=lambda case: service.require_filing(under(case), case.actor),
)
SHOWS: tuple[Shown, ...] = (
    *columns(Delegation, "title owner_kind"),
    label("owner_kind_label", OWNER_KINDS, "owner_kind"),
    *columns(Delegation, "body_id"),
    named("body", "body.name"),
    *columns(Delegation, "ruleset"),
    label("ruleset_label", RULESETS, "ruleset"),
    *columns(Delegation, "scope content period_from period_to report_due_on established_on notified_on"),
    *columns(Delegation, "late_notice_reason ended_on without_recommendations publication publication_reason"),
    *columns(Delegation, "closing_note old_record old_reason old_source waived_facts inferred"),
    *columns(Delegation, "followed_by_id", to=council_side),
    person("followed_by", "followed_by_id", to=council_side),
)
ENTER_OLD = Writing(
    forms.OldDelegationForm,
    lambda case, answers: service.enter_old(answers, case.actor, council_id=council_of(case)),
    about=options,
)
DELEGATIONS = resources.add(
    Resource(
        kind="delegation",
        shows=SHOWS,
        create=Writing(
            forms.DelegationForm,
            lambda case, answers: service.create(answers, case.actor, council_id=council_of(case)),
            about=options,
        ),
        variants=(("old_record", ENTER_OLD),),
        edit=Writing(
            forms.DelegationForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=options,
            initial=saved,
            require=require_edit,
            form_for=lambda case: forms.CompletedForm if case.record.old_record else forms.DelegationForm,
        ),
        filters=(
            by_state(Delegation, DELEGATION),
            by_choice("owner_kind", Delegation.owner_kind, OWNER_KINDS),
            by_id("body", Delegation.body_id),
            by_words("delegation", Delegation),
        ),
        sorts=(("code", order_by(Delegation, "code")),),
        load=(joinedload(Delegation.body), selectinload(Delegation.agencies)),
        beside=people_in("followed_by_id"),
        parts=(MEMBERS, AGENCIES, DOCUMENTS),
    )
)
