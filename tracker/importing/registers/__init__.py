"""What each kind of register holds: its columns, by which headings they are known, what a template shows."""

from __future__ import annotations

from tracker.importing.registers.agencies import AGENCIES
from tracker.importing.registers.delegations import DELEGATIONS
from tracker.importing.registers.people import PEOPLE
from tracker.importing.registers.recommendations import RECOMMENDATIONS
from tracker.importing.registers.register import IGNORED, NOTE, Column, Register

KNOWN = {register.name: register for register in (RECOMMENDATIONS, AGENCIES, DELEGATIONS, PEOPLE)}

__all__ = ["IGNORED", "KNOWN", "NOTE", "Column", "Register"]
