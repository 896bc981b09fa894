"""Pages for council members, the office and agencies."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from tracker.config import Settings
from tracker.web import assets, downloads, errors, frame, kit, languages, looking_back, new_day, security, sign_in, ways

AREAS = (
    "sign_in",
    "my_work",
    "notices",
    "programmes",
    "topics",
    "delegations",
    "delegation_lists",
    "dossiers",
    "outlines",
    "requests",
    "request_dates",
    "delegation_start",
    "delegation_templates",
    "plans",
    "head_rules",
    "sessions",
    "statements",
    "schedule",
    "feeds",
    "invitations",
    "minutes",
    "amendments",
    "figures",
    "comparison",
    "indicators",
    "looks",
    "findings",
    "delegation_findings",
    "proposals",
    "policy_board",
    "policies",
    "policy_route",
    "council_sessions",
    "rates",
    "control_room",
    "statistics",
    "scorecards",
    "reports",
    "waiting",
    "tasks_together",
    "saved_views",
    "recommendations",
    "oversight_reports",
    "updates",
    "extensions",
    "measures",
    "progress_requests",
    "terms",
    "term_handovers",
    "ladder",
    "wording",
    "documents",
    "document_templates",
    "imports",
    "task_sheets",
    "organizations",
    "stand_ins",
    "agency_plans",
    "agency_grid",
    "councils",
    "succession",
    "people",
    "jobs",
    "calendar",
    "rules",
    "deadlines",
    "search",
    "attachments",
    "audit",
    "drafts",
    "health",
    "steps",
)


def init_app(app: Flask, settings: Settings) -> None:
    """Assets, languages, a new day, who is asking, the frame, the areas, errors; the guard goes around everything."""
    assets.init_app(app, settings)
    languages.init_app(app)
    app.before_request(new_day.begin)
    sign_in.init_app(app)
    app.before_request(kit.answer_again)
    looking_back.init_app(app)
    downloads.init_app(app)
    frame.init_app(app)
    ways.init_app(app)
    for area in AREAS:
        app.register_blueprint(import_module(f"tracker.web.{area}").pages)
    if not settings.is_production:
        app.register_blueprint(import_module("tracker.web.design").pages)
    errors.init_app(app)
    security.init_app(app, settings)
