"""Keeping accounts: making and locking them, passwords, roles. Each change is an event and ends the person's sessions."""

from tracker.administration.service.accounts import (
    FACTS,
    change_own_password,
    create,
    disable,
    edit,
    enable,
    make_link,
    set_password,
)
from tracker.administration.service.roles import end_role, give_role, may_give, needs
from tracker.administration.service.telling import is_keeper

__all__ = [
    "FACTS",
    "change_own_password",
    "create",
    "disable",
    "edit",
    "enable",
    "end_role",
    "give_role",
    "is_keeper",
    "make_link",
    "may_give",
    "needs",
    "set_password",
]
