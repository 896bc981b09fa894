"""What is still open at an agency, and giving it to the successor. Rooms above say what they hold (see `registry`)."""

from tracker.organizations.handing.earlier import earlier_holders
from tracker.organizations.handing.giving import Given, Pick, give, heirs_for, require_may_give
from tracker.organizations.handing.open_work import OpenWork, may_give, work_for
from tracker.organizations.handing.registry import HOLDINGS, Handing, Holding, Told, register

__all__ = [
    "HOLDINGS",
    "Given",
    "Handing",
    "Holding",
    "OpenWork",
    "Pick",
    "Told",
    "earlier_holders",
    "give",
    "heirs_for",
    "may_give",
    "register",
    "require_may_give",
    "work_for",
]
