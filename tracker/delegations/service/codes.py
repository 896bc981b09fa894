"""Codes of delegations: ĐGS-2026-01, a series for each council and year."""

from __future__ import annotations

import re

from sqlalchemy import select

from tracker.core import sequences
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db

CODE = re.compile(r"ĐGS-(\d{4})-(\d+)")


def next_code(council_id: int, year: int) -> str:
    """ĐGS-<year>-<nn>, by the council's series of that year."""
    return f"ĐGS-{year}-{sequences.take(db.session(), f'ĐGS/{council_id}/{year}'):02}"


def given_code(council_id: int, code: str) -> str:
    """A code that an old dossier bears already; the series goes on after it."""
    if db.session.scalar(select(Delegation.id).where(Delegation.council_id == council_id, Delegation.code == code)):
        raise Invalid({"code": [_("Mã %(code)s đã có đoàn khác dùng.", code=code)]})
    if match := CODE.fullmatch(code):
        sequences.skip_to(db.session(), f"ĐGS/{council_id}/{match[1]}", int(match[2]))
    return code
