"""By when the programme of a working session has to reach the agencies: GUI_CHUONG_TRINH of domain.md 6.3."""

from __future__ import annotations

from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Source
from tracker.extensions import db
from tracker.sessions import queries
from tracker.sessions.models import WorkingSession

LABEL = _l("Gửi chương trình làm việc, thành phần Đoàn")


def programme(session: WorkingSession, basis: Basis) -> Computed | None:
    """Counted back from the day of the session: never later than the day found. A deputies' group gives notice by a rule
    of its own (Điều 86 Luật 87/2015/QH13)."""
    key = "group_notice" if session.delegation.owner_kind == "deputy_group" else "send_programme"
    return basis.by_law(key, session.delegation.ruleset, session.held_on)


registry.register(
    Source(
        name="programme_due_on",
        label=LABEL,
        kind="session",
        running=lambda _difference: db.session.scalars(queries.notices_awaited()),
        computed=programme,
        of_delegation=lambda delegation, actor: queries.of_delegation(delegation.id, actor),
        done_on=lambda session: session.notice_sent_on,
        is_open=lambda session: session.state in queries.NOTICE_AWAITED,
    )
)
