"""Codes of delegations: ĐGS-2026-01, a series for each council and year."""

from __future__ import annotations

import re

from tracker.core import sequences
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db

CODE = re.compile(r"ĐGS-(\d{4})-(\d+)")


def next_code(council_id: int, year: int) -> str:
    series, among = f"ĐGS/{council_id}/{year}", Delegation.council_id == council_id
    return sequences.next_code(db.session, series, f"ĐGS-{year}-{{:02}}", Delegation.code, among)


def given_code(council_id: int, code: str) -> str:
    """A code that an old dossier bears already; the series goes on after it."""
    if sequences.is_taken(db.session, code, Delegation.code, Delegation.council_id == council_id):
        raise Invalid({"code": [_("Mã %(code)s đã có đoàn khác dùng.", code=code)]})
    if match := CODE.fullmatch(code):
        sequences.skip_to(db.session, f"ĐGS/{council_id}/{match[1]}", int(match[2]))
    return code
