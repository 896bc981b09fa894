"""All that a delegation's report is made of, read once for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tracker.accounts.actor import Actor
from tracker.comparing import queries as comparing
from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.delegations.models import Delegation
from tracker.findings.models import Finding
from tracker.oversight_reports import queries
from tracker.oversight_reports.sources import Source, known_by, told
from tracker.oversight_reports.writing.doubts import Standing
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Recommendation
from tracker.reporting.models import Figure
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.sessions.models import Statement, WorkingSession
from tracker.sessions.workflow import is_signed


@dataclass(frozen=True)
class Dossier:
    """The records in the order of their codes, and each as a source that the report may name."""

    delegation: Delegation
    requests: Sequence[ReportRequest]
    reports: Sequence[AgencyReport]
    sessions: Sequence[WorkingSession]
    statements: Sequence[Statement]
    figures: Sequence[Figure]
    findings: Sequence[Finding]
    proposals: Sequence[AgencyProposal]
    recommendations: Sequence[Recommendation]
    sources: Sequence[Source]
    by_name: Mapping[str, Source]
    """By every name under which it may be typed, folded (`marks.name_of`)."""

    @cached_property
    def reporters(self) -> frozenset[str]:
        """The names of all agencies that reported a figure."""
        return frozenset(name for source in self.sources for name in source.reporters)

    def source(self, record: object) -> Source:
        """The source that this record is."""
        return next(source for source in self.sources if source.record is record)


def read(delegation: Delegation, actor: Actor) -> Dossier:
    """The delegation's records as this person of the Council's side may read them."""
    id = delegation.id
    said, followed = queries.statements_of(id, actor)
    records: dict[str, Sequence[Any]] = {
        "requests": queries.requests_of(id, actor),
        "reports": queries.reports_of(id, actor),
        "sessions": queries.sessions_of(id, actor),
        "statements": said,
        "figures": queries.figures_of(id, actor),
        "findings": queries.findings_of(id, actor),
        "proposals": queries.proposals_of(id, actor),
        "recommendations": queries.recommendations_of(id, actor),
    }
    with in_vietnamese():
        sources = told(delegation, records, standing_of(delegation, records, followed, actor))
    return Dossier(delegation=delegation, sources=sources, by_name=known_by(sources), **records)


def standing_of(
    delegation: Delegation, records: Mapping[str, Sequence[Any]], followed: frozenset[int], actor: Actor
) -> Standing:
    held = records["sessions"]
    reports = sorted(records["reports"], key=lambda report: (report.request_id, report.version))
    return Standing(
        resting=queries.findings_by_figure(delegation.id, records["findings"]),
        disputes=comparing.disputes(delegation, reports, actor) if records["figures"] else {},
        amendments=queries.amendments_by_statement(delegation.id, actor) if records["statements"] else {},
        followed=followed,
        unsigned=frozenset(session.id for session in held if not is_signed(session)),
        names={entry.agency_id: entry.name_then for entry in delegation.agencies},
        members=frozenset(fold(member.name) for member in delegation.members),
    )
