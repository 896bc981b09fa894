"""Keeping agencies: adding and correcting them, and what becomes of them on a day. The past keeps the names it had."""

from tracker.organizations.service.changes import (
    add_successor,
    close,
    end,
    merge,
    rename,
    split,
    take_names,
)
from tracker.organizations.service.checks import is_keeper, require_alive, require_office, require_over
from tracker.organizations.service.keeping import add, add_alias, edit
from tracker.organizations.service.rule import may_set_rule, require_may_set_rule, set_rule
from tracker.organizations.service.undoing import change_to_undo, handed_over, is_undoable, undo

__all__ = [
    "add",
    "add_alias",
    "add_successor",
    "change_to_undo",
    "close",
    "edit",
    "end",
    "handed_over",
    "is_keeper",
    "is_undoable",
    "may_set_rule",
    "merge",
    "rename",
    "require_alive",
    "require_may_set_rule",
    "require_office",
    "require_over",
    "set_rule",
    "split",
    "take_names",
    "undo",
]
