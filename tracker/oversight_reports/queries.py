"""Reading drafts of reports, and all the records that a report is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.findings import queries as findings
from tracker.findings.models import Finding
from tracker.links.models import Link
from tracker.oversight_reports.models import SECTIONS, OversightReport, ReportSection
from tracker.proposals import queries as proposals
from tracker.proposals.models import AgencyProposal, ProposalAgency
from tracker.recommendations.models import Addressee, Recommendation
from tracker.recommendations.queries import rights as recommendations
from tracker.reporting import queries as figures
from tracker.reporting.models import Figure, FigureAgency
from tracker.requests import queries as requests
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.sessions import queries as sessions
from tracker.sessions.amendments import queries as amendments
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement, WorkingSession


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's own working paper: no agency reads it."""
    return council_side_of(OversightReport, actor)


def section_visible(actor: Actor) -> ColumnElement[bool]:
    return council_side_of(ReportSection, actor)


def of_delegation(delegation_id: int, actor: Actor) -> OversightReport | None:
    """The delegation's draft with its sections, if it has been begun."""
    query = select(OversightReport).where(OversightReport.delegation_id == delegation_id, visible(actor))
    delegation = joinedload(OversightReport.delegation).joinedload(Delegation.council)
    together = query.options(delegation, joinedload(OversightReport.sections))
    return db.session.scalars(together).unique().one_or_none()


def section(delegation_id: int, id: int, actor: Actor) -> ReportSection:
    """One section of the delegation's draft; NotFound as `access.find`."""
    query = select(ReportSection).where(
        ReportSection.id == id, ReportSection.delegation_id == delegation_id, section_visible(actor)
    )
    found = db.session.scalar(
        query.options(
            joinedload(ReportSection.delegation),
            joinedload(ReportSection.report).selectinload(OversightReport.sections),
        )
    )
    if found is None:
        raise NotFound
    return found


def progress(delegation_id: int, actor: Actor) -> tuple[int, int] | None:
    """(4, 7): sections written, and all of them; None when there is no draft."""
    query = select(func.count(), func.count(ReportSection.text)).where(
        ReportSection.delegation_id == delegation_id, section_visible(actor)
    )
    total, written = db.session.execute(query).one()
    return (written, len(SECTIONS)) if total else None


# --- what a report is made of ------------------------------------------------------------------------------------------


def requests_of(delegation_id: int, actor: Actor) -> Sequence[ReportRequest]:
    """Requests that have been sent, by agency."""
    query = (
        select(ReportRequest)
        .where(ReportRequest.delegation_id == delegation_id, ReportRequest.state != "draft", requests.visible(actor))
        .order_by(ReportRequest.agency_name, ReportRequest.round, ReportRequest.id)
    )
    return db.session.scalars(query).all()


was_waived = requests.was_waived
was_not_submitted = requests.was_not_submitted


def reports_of(delegation_id: int, actor: Actor) -> Sequence[AgencyReport]:
    """Every version of every report, oldest first."""
    query = select(AgencyReport).where(AgencyReport.delegation_id == delegation_id, requests.report_visible(actor))
    return db.session.scalars(query.options(joinedload(AgencyReport.request)).order_by(AgencyReport.id)).all()


def sessions_of(delegation_id: int, actor: Actor) -> Sequence[WorkingSession]:
    query = (
        select(WorkingSession)
        .where(WorkingSession.delegation_id == delegation_id, sessions.visible(actor))
        .order_by(WorkingSession.held_on, WorkingSession.id)
    )
    return db.session.scalars(query).all()


def took_place(session: WorkingSession) -> bool:
    return session.state in sessions.MET


def statements_of(delegation_id: int, actor: Actor) -> tuple[list[Statement], frozenset[int]]:
    """What was said, and the ids of that from which something came: a finding, a proposal, a recommendation."""
    led = select(Link.id).where(Link.source_kind == "statement", Link.source_id == Statement.id).exists()
    query = select(Statement, led).where(Statement.delegation_id == delegation_id, sessions.statement_visible(actor))
    rows = db.session.execute(query.order_by(Statement.session_id, Statement.position, Statement.id)).all()
    return [said for said, _followed in rows], frozenset(said.id for said, followed in rows if followed)


def figures_of(delegation_id: int, actor: Actor) -> Sequence[Figure]:
    query = (
        select(Figure)
        .where(Figure.delegation_id == delegation_id, figures.visible(actor))
        .options(selectinload(Figure.comparisons), joinedload(Figure.agencies).joinedload(FigureAgency.agency))
        .order_by(Figure.id)
    )
    return db.session.scalars(query).unique().all()


def findings_by_figure(delegation_id: int, found: Sequence[Finding]) -> dict[int, list[Finding]]:
    """Figure id → those of these findings of the delegation that rest on it."""
    own = select(Finding.id).where(Finding.delegation_id == delegation_id)
    query = select(Link.source_id, Link.target_id).where(
        Link.source_kind == "figure", Link.target_kind == "finding", Link.target_id.in_(own)
    )
    by_id = {finding.id: finding for finding in found}
    resting: dict[int, list[Finding]] = defaultdict(list)
    for figure_id, finding_id in db.session.execute(query.order_by(Link.id)):
        if finding_id in by_id:
            resting[figure_id].append(by_id[finding_id])
    return resting


def amendments_by_statement(delegation_id: int, actor: Actor) -> dict[int, list[Amendment]]:
    """Statement id → the amendments to it that have no answer yet."""
    asked: dict[int, list[Amendment]] = defaultdict(list)
    for amendment in amendments.open_of_delegation(delegation_id, actor):
        if amendment.statement_id is not None:
            asked[amendment.statement_id].append(amendment)
    return asked


def findings_of(delegation_id: int, actor: Actor) -> Sequence[Finding]:
    """All but somebody's unsent notes."""
    query = (
        select(Finding)
        .where(Finding.delegation_id == delegation_id, Finding.state != "draft", findings.visible(actor))
        .options(joinedload(Finding.agency), joinedload(Finding.comments))
        .order_by(Finding.id)
    )
    return db.session.scalars(query).unique().all()


ESTABLISHED = ("confirmed", "corrected")


def is_established(finding: Finding) -> bool:
    """Has the head confirmed it? Only then does the report state it."""
    return finding.state in ESTABLISHED


def was_rejected(finding: Finding) -> bool:
    return finding.state == "rejected"


def proposals_of(delegation_id: int, actor: Actor) -> Sequence[AgencyProposal]:
    query = (
        select(AgencyProposal)
        .where(AgencyProposal.delegation_id == delegation_id, proposals.visible(actor))
        .options(joinedload(AgencyProposal.agencies).joinedload(ProposalAgency.agency))
        .order_by(AgencyProposal.id)
    )
    return db.session.scalars(query).unique().all()


def recommendations_of(delegation_id: int, actor: Actor) -> Sequence[Recommendation]:
    query = (
        select(Recommendation)
        .where(Recommendation.delegation_id == delegation_id, recommendations.visible(actor))
        .options(joinedload(Recommendation.addressees).joinedload(Addressee.agency))
        .order_by(Recommendation.id)
    )
    return db.session.scalars(query).unique().all()


def was_withdrawn(recommendation: Any) -> bool:
    return bool(recommendation.state == "withdrawn")
