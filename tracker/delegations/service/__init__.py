"""Setting up a delegation: its facts, members, agencies, documents, and who may work on it."""

from tracker.delegations.service.agencies import (
    add_agency,
    change_agency_role,
    heir,
    named,
    named_in_scope,
    remove_agency,
)
from tracker.delegations.service.facts import create, edit, enter_old
from tracker.delegations.service.finding import index
from tracker.delegations.service.grants import end_grant, grant, may_give_access, require_giving_access
from tracker.delegations.service.members import add_member, edit_member, leave, remove_member
from tracker.delegations.service.papers import add_document
from tracker.delegations.service.rights import (
    is_draft,
    is_over,
    may_complete,
    may_create,
    may_edit,
    may_enter_old,
    may_file,
    require_begin,
    require_begin_old,
    require_edit,
    require_filing,
    require_running,
)

__all__ = [
    "add_agency",
    "add_document",
    "add_member",
    "change_agency_role",
    "create",
    "edit",
    "edit_member",
    "end_grant",
    "enter_old",
    "grant",
    "heir",
    "index",
    "is_draft",
    "is_over",
    "leave",
    "may_complete",
    "may_create",
    "may_edit",
    "may_enter_old",
    "may_file",
    "may_give_access",
    "named",
    "named_in_scope",
    "remove_agency",
    "remove_member",
    "require_begin",
    "require_begin_old",
    "require_edit",
    "require_filing",
    "require_giving_access",
    "require_running",
]
