"""Where a figure was given: the session or the report, in words and with its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.access import visible
from tracker.accounts.actor import Actor
from tracker.comparing.flags import Flag
from tracker.comparing.readings import Reading
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.reporting.models import SOURCE_KINDS
from tracker.requests.models import AgencyReport
from tracker.sessions.models import WorkingSession


@dataclass(frozen=True)
class Source:
    """`id` is None where the source is no record, or none that this person may read."""

    kind: str
    id: int | None = None
    words: str = ""
    day: date | None = None


Sources = Mapping[tuple[str, int | None], Source]


def of(readings: Iterable[Reading], actor: Actor, flags: Iterable[Flag] = ()) -> Sources:
    """The sources of these readings and of what these flags speak of; at most two questions to the database."""
    wanted = {(item.source_kind, item.source_id) for item in readings}
    for flag in flags:
        wanted |= {(item.source_kind, item.source_id) for item in flag.readings}
        if flag.gap is not None:
            wanted.add(("report", flag.gap.report_id))
        if flag.sum is not None:
            wanted.add((flag.sum.total.source_kind, flag.sum.total.source_id))
    found: dict[tuple[str, int | None], Source] = {at: Source(at[0], words=str(SOURCE_KINDS[at[0]])) for at in wanted}
    sessions = {id for kind, id in wanted if kind == "session" and id}
    if sessions:
        query = select(WorkingSession.id, WorkingSession.code, WorkingSession.held_on)
        query = query.where(WorkingSession.id.in_(sorted(sessions)), visible("session", actor))
        for id, code, day in db.session.execute(query):
            found["session", id] = Source("session", id, f"{code}, {format_vi(day)}", day)
    return found | reports(sorted(id for kind, id in wanted if kind == "report" and id), actor)


def reports(ids: Sequence[int], actor: Actor) -> dict[tuple[str, int | None], Source]:
    """Versions of a report that bear the same number and day are told apart."""
    if not ids:
        return {}
    query = select(AgencyReport.id, AgencyReport.number, AgencyReport.issued_on, AgencyReport.version)
    rows = db.session.execute(query.where(AgencyReport.id.in_(ids), visible("report", actor))).all()
    bearers = Counter((row.number, row.issued_on) for row in rows)
    found: dict[tuple[str, int | None], Source] = {}
    for id, number, day, version in rows:
        words = _("báo cáo %(number)s, %(day)s", number=number, day=format_vi(day))
        if bearers[number, day] > 1:
            words = _("%(report)s, bản %(version)s", report=words, version=version)
        found["report", id] = Source("report", id, words, day)
    return found
