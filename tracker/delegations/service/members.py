"""The list of members: who, in which office at the time, in which role. Accounts are granted access elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core.dates import format_vi
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.delegations.models import MEMBER_ROLES, Delegation, DelegationMember
from tracker.delegations.service.finding import index
from tracker.delegations.service.rights import require_draft, require_edit
from tracker.extensions import db
from tracker.workflow import engine


def add_member(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationMember:
    """Somebody on the list: name, office at the time, role. One head at a time."""
    require_edit(delegation, actor)
    return put_member(delegation, answers, actor)


def put_member(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationMember:
    require_one_head(delegation, answers["role"])
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    member = DelegationMember(
        name=answers["name"],
        office=answers.get("office") or "",
        role=answers["role"],
        position=1 + max((member.position for member in delegation.members), default=0),
    )
    delegation.members.append(member)
    members_changed(delegation, actor, earlier, before)
    return member


def edit_member(member: DelegationMember, answers: Mapping[str, Any], actor: Actor) -> None:
    """Correct a name, an office or a role."""
    delegation = member.delegation
    require_edit(delegation, actor)
    if answers.get("role", member.role) == "head" and member.left_on is None:
        require_one_head(delegation, "head", but=member)
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    for name in ("name", "office", "role"):
        if answers.get(name) is not None:
            setattr(member, name, answers[name])
    members_changed(delegation, actor, earlier, before)


def leave(member: DelegationMember, on: date, actor: Actor) -> None:
    """From that day the person is no longer on the delegation; the list keeps the name."""
    delegation = member.delegation
    require_edit(delegation, actor)
    if member.left_on is not None:
        raise Impossible(_("Người này đã thôi tham gia từ ngày %(day)s.", day=format_vi(member.left_on)))
    if delegation.established_on and on < delegation.established_on:
        raise Invalid({"left_on": [_("Ngày này phải từ ngày thành lập đoàn trở đi.")]})
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    member.left_on = on
    members_changed(delegation, actor, earlier, before)


def remove_member(member: DelegationMember, actor: Actor) -> None:
    """Strike a name from a draft list; once the delegation is established a member leaves instead."""
    delegation = member.delegation
    require_edit(delegation, actor)
    require_draft(delegation)
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    delegation.members.remove(member)
    db.session.delete(member)
    members_changed(delegation, actor, earlier, before)


def members_changed(delegation: Delegation, actor: Actor, earlier: dict[str, Any], before: list[str]) -> None:
    db.session.flush()
    engine.edited(delegation, actor, earlier, also={"members": (before, members_in_words(delegation))})
    index(delegation)


def require_one_head(delegation: Delegation, role: str, but: DelegationMember | None = None) -> None:
    head = delegation.head
    if role == "head" and head is not None and head is not but:
        sentence = _("Đoàn đã có Trưởng đoàn là %(name)s. Hãy ghi người đó thôi tham gia trước.", name=head.name)
        raise Invalid({"role": [sentence]})


def members_in_words(delegation: Delegation) -> list[str]:
    """The list as an event keeps it: one text a member."""
    return [
        f"{member.name} ({MEMBER_ROLES[member.role]})"
        + (f", {member.office}" if member.office else "")
        + (f" → {format_vi(member.left_on)}" if member.left_on else "")
        for member in delegation.members
    ]
