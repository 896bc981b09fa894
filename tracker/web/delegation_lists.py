"""What hangs on a delegation's own lists: members, agencies, documents, and the accounts that work on it."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access, people
from tracker.accounts.roles import LABELS, OF_DELEGATION, Role
from tracker.administration import queries as accounts
from tracker.administration import service as administration
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.delegations import documents as papers
from tracker.delegations import service
from tracker.delegations.eligibility import head_warning, who_may_head
from tracker.delegations.forms import AccessForm, DelegationAgencyForm, DocumentForm, LeaveForm, MemberForm
from tracker.delegations.models import Delegation, DelegationAgency, DelegationDocument, DelegationMember
from tracker.organizations import queries as organizations
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("delegation_lists", __name__, url_prefix="/delegations/<int:id>")


def find(id: int) -> Delegation:
    delegation: Delegation = access.find("delegation", id, me())
    return delegation


def back_to(id: int, section: str) -> str:
    return url_for("delegations.show", id=id, _anchor=section)


# --- members ----------------------------------------------------------------------------------------------------------


@pages.route("/members/new", methods=["GET", "POST"])
def add_member(id: int) -> Response:
    delegation = find(id)
    service.require_edit(delegation, me())
    form = kit.form(MemberForm, {"role": "member" if delegation.head else "head"})
    if kit.sent(form):
        with kit.trying(form):
            service.add_member(delegation, form.answers, me())
            return kit.done(back_to(id, "members"), saved_member(delegation))
    return asked("member", form, delegation)


@pages.route("/members/<int:member_id>/edit", methods=["GET", "POST"])
def edit_member(id: int, member_id: int) -> Response:
    delegation, member = with_member(id, member_id)
    initial = {"name": member.name, "office": member.office, "role": member.role}
    form = kit.form(MemberForm, initial, record=delegation)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_member(member, form.answers, me())
            return kit.done(back_to(id, "members"), saved_member(delegation))
    return asked("member", form, delegation, member)


@pages.route("/members/<int:member_id>/leave", methods=["GET", "POST"])
def leave(id: int, member_id: int) -> Response:
    delegation, member = with_member(id, member_id)
    form = kit.form(LeaveForm, {"left_on": clock.today()}, record=delegation)
    if kit.sent(form):
        with kit.trying(form):
            service.leave(member, form.answers["left_on"], me())
            return kit.done(back_to(id, "members"), _("Đã ghi người thôi tham gia."))
    return kit.show(
        "delegations/leave.html", form=form, delegation=delegation, member=member, back=back_to(id, "members")
    )


@pages.route("/members/<int:member_id>/remove", methods=["POST"])
def remove_member(id: int, member_id: int) -> Response:
    _delegation, member = with_member(id, member_id)
    service.remove_member(member, me())
    return kit.done(back_to(id, "members"), _("Đã bỏ khỏi danh sách."))


def asked(template: str, form: Any, delegation: Delegation, member: DelegationMember | None = None) -> Response:
    back = back_to(delegation.id, "members")
    is_head = member is not None and member is delegation.head
    return kit.show(
        f"delegations/{template}.html",
        form=form,
        delegation=delegation,
        member=member,
        may_head=who_may_head(delegation.owner_kind, delegation.ruleset),
        warning=head_warning(delegation) if is_head else None,
        back=back,
    )


def with_member(id: int, member_id: int) -> tuple[Delegation, DelegationMember]:
    delegation = find(id)
    service.require_edit(delegation, me())
    member = next((member for member in delegation.members if member.id == member_id), None)
    if member is None:
        raise NotFound
    return delegation, member


def saved_member(delegation: Delegation) -> str:
    warning = head_warning(delegation)
    return _("Đã lưu.") + (f" {_('Lưu ý:')} {warning}" if warning else "")


# --- agencies ---------------------------------------------------------------------------------------------------------


@pages.route("/agencies/new", methods=["GET", "POST"])
def add_agency(id: int) -> Response:
    delegation = find(id)
    service.require_edit(delegation, me())
    form = kit.form(DelegationAgencyForm)
    if kit.sent(form):
        with kit.trying(form):
            agency = service.named(delegation.council_id, form.answers["agency"])
            service.add_agency(delegation, agency, form.answers["role"], me())
            return kit.done(back_to(id, "agencies"), _("Đã thêm cơ quan."))
    return kit.show(
        "delegations/agency.html",
        form=form,
        delegation=delegation,
        known=[name for _id, name in organizations.choices(delegation.council_id, clock.today())],
        heir=heir_of(form, delegation),
        proposed=[(agency, secrets.token_urlsafe(16)) for agency in service.named_in_scope(delegation)],
        once=secrets.token_urlsafe(16),
        back=back_to(id, "agencies"),
    )


def heir_of(form: Any, delegation: Delegation) -> Any:
    """The successor of the agency that was refused because it has ended."""
    if not form.errors.get("agency"):
        return None
    agency = organizations.resolve(delegation.council_id, form.agency.data or "")
    return service.heir(delegation, agency) if agency else None


@pages.route("/agencies/<int:entry_id>/remove", methods=["POST"])
def remove_agency(id: int, entry_id: int) -> Response:
    service.remove_agency(with_agency(id, entry_id), me())
    return kit.done(back_to(id, "agencies"), _("Đã bỏ khỏi danh sách."))


@pages.route("/agencies/<int:entry_id>/role", methods=["POST"])
def change_agency(id: int, entry_id: int) -> Response:
    """Supervised ↔ taking part."""
    entry = with_agency(id, entry_id)
    service.change_agency_role(entry, "participating" if entry.role == "supervised" else "supervised", me())
    return kit.done(back_to(id, "agencies"), _("Đã đổi vai trò của cơ quan."))


def with_agency(id: int, entry_id: int) -> DelegationAgency:
    delegation = find(id)
    service.require_edit(delegation, me())
    entry = next((entry for entry in delegation.agencies if entry.id == entry_id), None)
    if entry is None:
        raise NotFound
    return entry


# --- documents --------------------------------------------------------------------------------------------------------


@pages.route("/documents/new", methods=["GET", "POST"])
def add_document(id: int) -> Response:
    delegation = find(id)
    service.require_filing(delegation, me())
    form = kit.form(DocumentForm, old_record=delegation.old_record)
    if kit.sent(form):
        with kit.trying(form):
            answers = {**form.answers, "files": kit.uploads(form.answers["files"])}
            service.add_document(delegation, answers, me())
            return kit.done(back_to(id, "documents"), _("Đã thêm văn bản."))
    return kit.show(
        "delegations/document.html",
        form=form,
        delegation=delegation,
        double=double_of(form, delegation),
        back=back_to(id, "documents"),
    )


def double_of(form: Any, delegation: Delegation) -> DelegationDocument | None:
    """The document that bears this number already, where the reader may know it."""
    if not form.errors.get("number") or not form.number.data or not form.issued_on.data:
        return None
    known = papers.same_number(delegation.council_id, form.number.data, form.issued_on.data, form.issuer.data or "")
    if known is None:
        return None
    try:
        document: DelegationDocument = access.find("document", known.id, me())
    except NotFound:
        return None
    return document


# --- access -----------------------------------------------------------------------------------------------------------


@pages.route("/access", methods=["GET", "POST"])
def grants(id: int) -> Response:
    """Which accounts work on the delegation: apart from the list of members, never printed."""
    delegation = find(id)
    service.require_giving_access(delegation, me())
    form = kit.form(AccessForm, people=choices_of_people(delegation), roles=roles_to_give(delegation))
    if kit.sent(form):
        with kit.trying(form):
            user = people.get(form.answers["user_id"])
            if user is None:
                raise NotFound
            service.grant(delegation, user, Role(form.answers["role"]), me())
            return kit.done(url_for(".grants", id=id), _("Đã giao quyền. Người này phải đăng nhập lại."))
    given = accounts.with_access(id)
    return kit.show(
        "delegations/access.html",
        form=form,
        delegation=delegation,
        has_head=any(held.role == Role.HEAD for held, _user in given),
        gives_head=Role.HEAD in roles_to_give(delegation),
        rows=[
            {"id": held.id, "name": user.full_name, "title": user.title, "role": LABELS[Role(held.role)],
             "since": held.valid_from, "may_end": administration.may_give(Role(held.role), me(), held.council_id)}
            for held, user in given
        ],
        back=back_to(id, "members"),
    )  # fmt: skip


@pages.route("/access/<int:role_id>/end", methods=["POST"])
def end_grant(id: int, role_id: int) -> Response:
    delegation = find(id)
    service.require_giving_access(delegation, me())
    held = accounts.membership(role_id)
    if held is None or held.delegation_id != id:
        raise NotFound
    service.end_grant(delegation, held, me())
    return kit.done(url_for(".grants", id=id), _("Đã thu quyền."))


def choices_of_people(delegation: Delegation) -> list[tuple[str, str]]:
    there = accounts.of_council_side(delegation.council_id)
    return [(str(user.id), f"{user.full_name} ({user.username})") for user in there]


def roles_to_give(delegation: Delegation) -> list[Role]:
    return [role for role in OF_DELEGATION if administration.may_give(role, me(), delegation.council_id)]
