"""Follows what a People's Council finds and recommends, up to the resolution in force."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask

from tracker import config, logs
from tracker.core import clock, database
from tracker.core.addresses import RowNumber
from tracker.extensions import csrf, db, login_manager

ROOMS = (
    "tracker.history.writing",
    "tracker.attachments.models",
    "tracker.search.models",
    "tracker.notifications.nightly",
    "tracker.links.models",
    "tracker.core.sequences",
    "tracker.calendar.rules",
    "tracker.deadlines.kinds",
    "tracker.organizations.kind",
    "tracker.organizations.councils",
    "tracker.organizations.history",
    "tracker.organizations.terms",
    "tracker.administration.kind",
    "tracker.administration.stand_ins.workflow",
    "tracker.jobs.nightly",
    "tracker.administration.jobs",
    "tracker.administration.nightly",
    "tracker.planning.workflow",
    "tracker.delegations.workflow",
    "tracker.delegations.head_rules",
    "tracker.delegations.deadlines",
    "tracker.reporting.kind",
    "tracker.reporting.history",
    "tracker.outlines.workflow",
    "tracker.plans.kind",
    "tracker.plans.plans",
    "tracker.requests.workflow",
    "tracker.requests.deadlines",
    "tracker.requests.succession",
    "tracker.requests.milestones",
    "tracker.sessions.workflow",
    "tracker.sessions.milestones",
    "tracker.sessions.deadlines",
    "tracker.schedule.kind",
    "tracker.sessions.amendments.workflow",
    "tracker.comparing.kind",
    "tracker.findings.workflow",
    "tracker.findings.deadlines",
    "tracker.proposals.workflow",
    "tracker.recommendations.workflow",
    "tracker.recommendations.history",
    "tracker.recommendations.amending",
    "tracker.recommendations.extensions.workflow",
    "tracker.recommendations.measures.workflow",
    "tracker.recommendations.measures.keeping",
    "tracker.recommendations.control.keeping",
    "tracker.recommendations.deadlines",
    "tracker.recommendations.succession",
    "tracker.recommendations.reminding",
    "tracker.recommendations.milestone_reminding",
    "tracker.recommendations.measures.reminding",
    "tracker.requests.reminding",
    "tracker.progress_requests.reminding",
    "tracker.views.service",
    "tracker.progress_requests.service",
    "tracker.policies.workflow",
    "tracker.policies.joining",
    "tracker.policies.succession",
    "tracker.policies.deadlines",
    "tracker.policies.nightly",
    "tracker.policies.reminding",
    "tracker.terms.workflow",
    "tracker.oversight_reports.kind",
    "tracker.documents.kind",
    "tracker.importing.jobs",
    "tracker.task_sheets.workflow",
)
"""Imported at start, lowest first: each hands its kinds of records and its workflows up to the engine."""


def create_app(settings: config.Settings | None = None) -> Flask:
    """An application: settings, extensions, rooms, faces, in that order."""
    settings = settings or config.load(os.environ)
    app = Flask(__name__, template_folder=str(config.ROOT / "templates"), static_folder=None)
    app.config.update(config.flask_config(settings))
    app.url_map.converters["int"] = RowNumber
    app.extensions["settings"] = settings
    clock.use_file(settings.clock_file)
    open_extensions(app)
    open_rooms()
    open_faces(app, settings)
    return app


def open_extensions(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    with app.app_context():
        database.prepare(db.engine)


def open_rooms() -> None:
    from tracker.workflow import consequences, guards, offers

    for room in ROOMS:
        import_module(room)
    guards.require_all_answered()
    consequences.require_all_answered()
    offers.require_all_answered()


def open_faces(app: Flask, settings: config.Settings) -> None:
    from tracker import api, web

    logs.init_app(app)
    web.init_app(app, settings)
    api.init_app(app)
