"""By when an agency says what it thinks of a finding sent to it: Y_KIEN_PHAT_HIEN of domain.md 6.3."""

from __future__ import annotations

from datetime import date

from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Source
from tracker.extensions import db
from tracker.findings import queries
from tracker.findings.models import Finding

LABEL = _l("Cơ quan nêu ý kiến về phát hiện")


def comment(finding: Finding, basis: Basis) -> Computed | None:
    """Counted from the day it was sent."""
    if finding.sent_to_agency_at is None:
        return None
    sent_on = clock.local(finding.sent_to_agency_at).date()
    return basis.by_law("comment_on_finding", finding.delegation.ruleset, sent_on)


def heard_on(finding: Finding) -> date | None:
    said = finding.sent_comment
    return clock.local(said.sent_at).date() if said is not None and said.sent_at else None


def keep(finding: Finding, computed: Computed) -> None:
    finding.comment_due_on = computed.ends_on


registry.register(
    Source(
        name="comment_due_on",
        label=LABEL,
        kind="finding",
        running=lambda _difference: db.session.scalars(queries.comments_awaited()),
        computed=comment,
        of_delegation=lambda delegation, actor: queries.asked_on(delegation.id, actor),
        done_on=heard_on,
        is_open=lambda finding: finding.state in queries.COMMENT_AWAITED and finding.sent_comment is None,
        told=lambda finding: finding.comment_due_on,
        store=keep,
    )
)
