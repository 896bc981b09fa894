"""Agencies that have ended and still have tasks to their name, for the filters of what is counted and followed up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, or_, select

from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencySuccession, Handover
from tracker.recommendations.models import Assignment

ENDED = {"merge": _l("đã sáp nhập"), "split": _l("đã chia tách")}
OTHERWISE = _l("đã kết thúc")


def choices(council_id: int, day: date) -> list[tuple[str, str]]:
    """(id, name and how it ended) in Vietnamese alphabetical order: those that hold a task, or have handed one over."""
    holds = exists().where(Assignment.agency_id == Agency.id)
    gave = exists().where(Handover.from_agency_id == Agency.id, Handover.subject_kind == "assignment")
    how = select(AgencySuccession.kind).where(AgencySuccession.predecessor_id == Agency.id).limit(1).scalar_subquery()
    query = (
        select(Agency.id, Agency.name, how)
        .where(Agency.council_id == council_id, Agency.valid_to < day, or_(holds, gave))
        .order_by(Agency.sort_key, Agency.id)
    )
    return [
        (str(id), _("%(agency)s (%(how)s)", agency=name, how=ENDED.get(kind, OTHERWISE)))
        for id, name, kind in db.session.execute(query)
    ]
