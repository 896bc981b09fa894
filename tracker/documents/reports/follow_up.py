"""R1: the follow-up table across delegations, as the annex that an office files (domain.md 2.2, 6.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.core.moments import Moment
from tracker.delegations.models import Delegation
from tracker.documents import making, queries
from tracker.documents.kinds import annex, issuers
from tracker.documents.kinds.frame import Frame
from tracker.documents.limits import held
from tracker.documents.reports.laying import SIGN
from tracker.documents.reports.paper import Paper
from tracker.documents.reports.report import Around
from tracker.extensions import db
from tracker.recommendations import office_table
from tracker.recommendations.office_table import Line
from tracker.recommendations.queries.follow_up import Wanted

ELSEWHERE = "Kiến nghị khác"
"""Of a delegation that the reader does not read."""


def of(actor: Actor, wanted: Wanted, moment: Moment, filters: Sequence[str], around: Around, council_id: int) -> Paper:
    """Under these filters, by delegation and addressee whatever the order on screen; in the office's own template where
    it keeps one. DomainError where there are more rows than a paper holds."""
    lines = held(office_table.lines(actor, replace(wanted, sort="agency")))
    told = [annex.as_of(moment), *([f"Phạm vi: {'; '.join(filters)}"] if filters else [])]
    head = Frame(
        issuer=issuers.standing(around.council),
        council=around.council,
        sign=SIGN,
        kind="PHỤ LỤC",
        about="Kết quả thực hiện kết luận, kiến nghị giám sát",
    )
    own = queries.current(council_id, annex.KIND.name)
    return Paper(
        name="phu-luc-theo-doi-kien-nghi",
        title=str(annex.KIND.label),
        layout=annex.LAYOUT,
        facts=head.facts()
        | annex.table_facts(by_delegation(lines, actor), told)
        | {"dia_chi": around.address, "ma_qr": ""},
        template=making.template_bytes(annex.KIND, own) if own is not None else None,
    )


def by_delegation(lines: Sequence[Line], actor: Actor) -> dict[str, list[Line]]:
    """In the order of their codes; one question, however many."""
    under: dict[int, list[Line]] = {}
    for line in lines:
        under.setdefault(line.row.delegation_id, []).append(line)
    query = select(Delegation.id, Delegation.code, Delegation.title).where(
        Delegation.id.in_(under), access.visible("delegation", actor)
    )
    found = {
        f"{code}. {title}": under.pop(id) for id, code, title in db.session.execute(query.order_by(Delegation.code))
    }
    return found | ({ELSEWHERE: [line for ones in under.values() for line in ones]} if under else {})
