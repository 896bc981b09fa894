"""Who may set up a delegation, and until when."""

from __future__ import annotations

from tracker.accounts import access
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core.errors import Forbidden, Impossible
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import DELEGATION
from tracker.workflow import engine
from tracker.workflow.definition import Workflow

KEEPERS = (Role.OFFICE, Role.SECRETARY, Role.LEADER, Role.STANDING)
"""Who files documents (domain.md 6.2: plan, outline, requests)."""


def require_right_to_create(actor: Actor, council_id: int, body_id: int | None) -> None:
    engine.require_create(DELEGATION, actor.roles_on(Place(council_id=council_id, body_id=body_id)))


def may_create(actor: Actor, council_id: int) -> bool:
    """Office and Standing Committee, or leaders of a committee (for their own: `require_right_to_create`)."""
    return council_id in actor.councils_as(*DELEGATION.create)


def may_enter_old(actor: Actor, council_id: int) -> bool:
    """Old dossiers are entered by the office (domain.md 7.1)."""
    return Role.OFFICE in actor.roles_on(Place(council_id=council_id))


def require_begin(workflow: Workflow, delegation: Delegation, actor: Actor) -> None:
    """Forbidden to those who may not begin a record of this kind here; Impossible once the delegation has ended."""
    engine.require_create(workflow, access.roles_on(actor, delegation))
    require_running(delegation)


def require_begin_old(delegation: Delegation, actor: Actor) -> None:
    """The same for a record that is entered from an old dossier."""
    if not may_enter_old(actor, delegation.council_id):
        raise Forbidden
    require_running(delegation)


def require_running(delegation: Delegation) -> None:
    state = engine.state_of(delegation)
    if state.final:
        raise Impossible(_("Đoàn ở trạng thái “%(state)s” nên không ghi thêm được.", state=state.label))


def may_complete(delegation: Delegation, actor: Actor) -> bool:
    """The office goes on filling in an old record, whatever state it was entered in, until it has ended."""
    return (
        delegation.old_record and may_enter_old(actor, delegation.council_id) and not engine.state_of(delegation).final
    )


def may_edit(delegation: Delegation, actor: Actor) -> bool:
    return may_complete(delegation, actor) or engine.may_edit(delegation, actor)


def require_edit(delegation: Delegation, actor: Actor) -> None:
    if not may_complete(delegation, actor):
        engine.require_edit(delegation, actor)


def is_draft(delegation: Delegation) -> bool:
    """Nobody outside the Council's side knows of it yet."""
    return not engine.state_of(delegation).shared


def require_draft(delegation: Delegation) -> None:
    if not is_draft(delegation):
        raise Impossible(_("Đoàn đã thành lập nên danh sách này không xóa được nữa."))


def may_file(delegation: Delegation, actor: Actor) -> bool:
    return bool(access.roles_on(actor, delegation) & set(KEEPERS)) and not is_over(delegation)


def require_filing(delegation: Delegation, actor: Actor) -> None:
    if not access.roles_on(actor, delegation) & set(KEEPERS):
        raise Forbidden
    if is_over(delegation):
        raise Impossible(_("“%(state)s” thì không thêm văn bản được nữa.", state=engine.state_of(delegation).label))


def is_over(delegation: Delegation) -> bool:
    return engine.state_of(delegation).final
