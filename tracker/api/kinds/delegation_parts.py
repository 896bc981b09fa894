"""What hangs on a delegation: members, agencies, documents, the steps of its plan and the documents it is to have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.api.kinds.common import council_side
from tracker.api.resources import Case, Part, Writing
from tracker.api.shows import columns, computed, label, named
from tracker.core.errors import Forbidden, Invalid
from tracker.core.forms import BaseForm, Choice, Needed, ViDate
from tracker.core.i18n import _l
from tracker.delegations import forms, queries, service
from tracker.delegations.models import (
    AGENCY_ROLES,
    DOCUMENT_KINDS,
    MEMBER_ROLES,
    Delegation,
    DelegationAgency,
    DelegationDocument,
    DelegationMember,
)
from tracker.plans import plans as planning
from tracker.plans import queries as plans
from tracker.plans import resetting
from tracker.plans.forms import ExpectedForm, PlannedStepForm, StepDayForm
from tracker.plans.models import EXPECTED_KINDS, ExpectedDocument, PlannedStep


class AgencyRoleForm(BaseForm):
    """Changing what an agency is on the delegation."""

    role = Choice(_l("Vai trò"), validators=[Needed()], choices=list(AGENCY_ROLES.items()))


class MemberChangeForm(forms.MemberForm):
    """Correcting a member, or writing down that they have left."""

    left_on = ViDate(_l("Thôi tham gia từ ngày"))


def under(case: Case) -> Delegation:
    delegation: Delegation = case.parents["delegation"]
    return delegation


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


def of_plan(read: Callable[[int], Sequence[Any]]) -> Callable[[Delegation, Actor], Sequence[Any]]:
    """The plan is the Council's own: Forbidden to an agency."""

    def rows(delegation: Delegation, actor: Actor) -> Sequence[Any]:
        if not council_side(delegation, actor):
            raise Forbidden
        return read(delegation.id)

    return rows


def require_planning(case: Case) -> None:
    planning.require_keeping(under(case), case.actor)


def change_day(case: Case, answers: dict[str, Any]) -> None:
    """The day of one step; what the room says of any day of the plan is said beside it."""
    if "planned_on" not in answers:
        return
    try:
        planning.set_days(under(case), resetting.with_day(under(case), case.record, answers["planned_on"]), case.actor)
    except Invalid as wrong:
        raise Invalid({"planned_on": [text for texts in wrong.errors.values() for text in texts]}) from wrong


PLANNED_STEPS = Part(
    path="planned-steps",
    label=_l("Kế hoạch các bước"),
    model=PlannedStep,
    shows=(
        *columns(PlannedStep, "position key label"),
        computed("planned_on", "date", lambda step, _actor: planning.day_of(queries.get(step.delegation_id), step)),
    ),
    rows=of_plan(plans.steps_of),
    add=Writing(PlannedStepForm, lambda case, answers: planning.add_step(under(case), answers, case.actor)),
    change=Writing(
        StepDayForm,
        change_day,
        initial=lambda case: {"planned_on": planning.day_of(under(case), case.record)},
    ),
    remove=lambda case: planning.remove_step(under(case), case.record.id, case.actor),
    require=require_planning,
)
EXPECTED_DOCUMENTS = Part(
    path="expected-documents",
    label=_l("Văn bản cần có"),
    model=ExpectedDocument,
    shows=(
        *columns(ExpectedDocument, "position kind"),
        label("kind_label", EXPECTED_KINDS, "kind"),
        *columns(ExpectedDocument, "title step"),
    ),
    rows=of_plan(plans.expected_of),
    add=Writing(ExpectedForm, lambda case, answers: planning.expect(under(case), answers, case.actor)),
    remove=lambda case: planning.expect_no_more(under(case), case.record.id, case.actor),
    require=require_planning,
)
