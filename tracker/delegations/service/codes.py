"""Codes of delegations: ĐGS-2026-01, a series for each council and year."""

from __future__ import annotations

import re

from sqlalchemy import exists, select

from tracker.core import sequences
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db

CODE = re.compile(r"ĐGS-(\d{4})-(\d+)")


def next_code(council_id: int, year: int) -> str:
    """ĐGS-<year>-<nn>, by the council's series of that year; codes given by hand are passed over."""
    series = f"ĐGS/{council_id}/{year}"
    code = written(year, sequences.take(db.session(), series))
    if is_taken(council_id, code):
        sequences.skip_to(db.session(), series, highest(council_id, year))
        code = written(year, sequences.take(db.session(), series))
    return code


def written(year: int, number: int) -> str:
    return f"ĐGS-{year}-{number:02}"


def is_taken(council_id: int, code: str) -> bool:
    taken = exists().where(Delegation.council_id == council_id, Delegation.code == code)
    return bool(db.session.scalar(select(taken)))


def highest(council_id: int, year: int) -> int:
    """The highest number that a delegation of that year bears."""
    query = select(Delegation.code).where(
        Delegation.council_id == council_id, Delegation.code.startswith(f"ĐGS-{year}-")
    )
    matches = [CODE.fullmatch(code) for code in db.session.scalars(query.order_by(Delegation.id))]
    return max((int(match[2]) for match in matches if match), default=0)


def given_code(council_id: int, code: str) -> str:
    """A code that an old dossier bears already; the series goes on after it."""
    if is_taken(council_id, code):
        raise Invalid({"code": [_("Mã %(code)s đã có đoàn khác dùng.", code=code)]})
    if match := CODE.fullmatch(code):
        sequences.skip_to(db.session(), f"ĐGS/{council_id}/{match[1]}", int(match[2]))
    return code
