"""The real working session of 10/5 (domain.md 7.1): what the portal's article states, and nothing else."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.core import clock
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.demo.accounts import OF_DELEGATIONS, acting
from tracker.demo.cast import Cast
from tracker.findings import service as findings
from tracker.links.origins import spelled
from tracker.proposals import service as proposals
from tracker.recommendations import service as recommendations
from tracker.reporting import service as reporting
from tracker.sessions import service as sessions
from tracker.sessions.models import Statement, WorkingSession

FILE = Path(__file__).parent / "data" / "real_session.json"


def facts() -> dict[str, Any]:
    """The repository's own copy of what was read in the article."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def load(cast: Cast, entered_at: datetime) -> Delegation:
    """Enter it as the office would: an old record, the session, figures, what was said, one finding, four proposals,
    and the chair's request as a draft that cannot be issued."""
    told = facts()
    with clock.standing_at(entered_at):
        delegation = enter_delegation(told, cast)
        session = enter_session(told, delegation, cast)
        figures = enter_figures(told, delegation, session, cast)
        statements = enter_statements(told, session, cast)
        enter_finding(told, delegation, figures, cast)
        enter_proposals(told, delegation, session, cast)
        request = statements["PB-03"]
        recommendations.create(
            {"text": request.text, "addressee_text": request.addressed_to, "rests_on": [spelled(request)]},
            acting(cast.users, "thuky"),
            delegation=delegation,
            year=2024,
        )
    return delegation


def enter_delegation(told: dict[str, Any], cast: Cast) -> Delegation:
    about = told["delegation"]
    head = about["head"]
    own = {name: about[name] for name in ("code", "title", "owner_kind", "ruleset", "state")}
    answers = own | {
        "head_name": head["name"],
        "head_office": head["office"],
        "agencies": about["agencies"],
        "source": told["source"],
        "reason": told["reason"],
        "followed_by_id": cast.users["vanphong"].id,
    }
    office = acting(cast.users, "vanphong")
    delegation = delegations.enter_old(answers, office, council_id=cast.city.id)
    grant_access(delegation, cast)
    return delegation


def grant_access(delegation: Delegation, cast: Cast) -> None:
    """Example accounts hold access grants, apart from the list of members."""
    keeper = acting(cast.users, "quantri")
    for username, role in OF_DELEGATIONS.items():
        delegations.grant(delegation, cast.users[username], role, keeper)


def enter_session(told: dict[str, Any], delegation: Delegation, cast: Cast) -> WorkingSession:
    about = told["session"]
    office = acting(cast.users, "vanphong")
    own = {name: about[name] for name in ("title", "part", "chair", "chair_office", "state", "inferred")}
    answers = own | {
        "kind": "working",
        "held_on": date.fromisoformat(about["held_on"]),
        "agency_ids": [entry.agency_id for entry in delegation.agencies],
        "source": told["source"],
        "source_name": told["source"],
        "reason": told["reason"],
    }
    session = sessions.enter_old(answers, office, delegation=delegation)
    for person in about["attendance"]:
        sessions.add_attendance(session, person, office)
    for caption in about["photographs"]:
        sessions.add_photograph(session, {"caption": caption}, office)
    return session


def enter_figures(told: dict[str, Any], delegation: Delegation, session: WorkingSession, cast: Cast) -> dict[str, Any]:
    """Ten figures and three comparisons, each reported by both agencies together. Parts first, then their total."""
    totals: dict[str, list[str]] = told["totals"]
    made: dict[str, Any] = {}
    secretary = acting(cast.users, "thuky")
    for about in told["figures"]:
        answers = figure_answers(about, session)
        made[about["code"]] = reporting.create(answers, secretary, delegation=delegation)
    for code, parts in totals.items():
        reporting.edit(made[code], {"part_ids": [made[part].id for part in parts]}, secretary)
    return made


def figure_answers(about: dict[str, Any], session: WorkingSession) -> dict[str, Any]:
    own = {name: about.get(name) for name in ("indicator", "qualifier", "unit", "period_kind", "verbatim")}
    return own | {
        "value": Decimal(about["value"]),
        "scope": about.get("scope", ""),
        "inferred": about.get("inferred", []),
        "period_from": about.get("period_from"),
        "period_to": about.get("period_to"),
        "source_kind": "session",
        "source_id": session.id,
        "agency_ids": [entry.agency_id for entry in session.agencies],
        "comparisons": [said | {"value": Decimal(said["value"])} for said in about.get("comparisons", [])],
    }


def enter_statements(told: dict[str, Any], session: WorkingSession, cast: Cast) -> dict[str, Statement]:
    chair = told["delegation"]["head"]
    speaker = {"speaker": chair["name"], "speaker_office": "Chủ tịch HĐND thành phố"}
    made = [sessions.add_statement(session, speaker | said, acting(cast.users, "thuky")) for said in told["statements"]]
    return {statement.code: statement for statement in made}


def enter_finding(told: dict[str, Any], delegation: Delegation, figures: dict[str, Any], cast: Cast) -> None:
    """NĐ-01 stays submitted: the article does not say that the delegation has confirmed it."""
    about = told["finding"]
    answers = {name: about[name] for name in ("kind", "text", "evidence")}
    answers["rests_on"] = [spelled(figures[code]) for code in about["rests_on"]]
    member = acting(cast.users, "thanhvien")
    findings.create(answers, member, delegation=delegation, code=about["code"], submit=True)


def enter_proposals(told: dict[str, Any], delegation: Delegation, session: WorkingSession, cast: Cast) -> None:
    """The article says "các đơn vị"; that these are the two reporting agencies is inferred."""
    secretary = acting(cast.users, "thuky")
    for about in told["proposals"]:
        answers = {
            "text": about["text"],
            "addressee_kind": "council",
            "agency_ids": [entry.agency_id for entry in session.agencies],
            "proposers_text": told["proposers_text"],
            "proposers_inferred": True,
        }
        proposals.create(answers, secretary, delegation=delegation, code=about["code"])
