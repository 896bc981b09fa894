"""Is the process alive, can it work."""

from __future__ import annotations

from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from tracker import schema
from tracker.extensions import db

pages = Blueprint("health", __name__)


@pages.route("/healthz/live")
def live() -> Response:
    return jsonify(status="ok")


@pages.route("/healthz/ready")
def ready() -> tuple[Response, int]:
    """503 while the database does not answer or its schema is not this version's."""
    try:
        db.session.execute(text("SELECT 1"))
        fits = schema.is_current()
    except SQLAlchemyError:
        fits = False
    return jsonify(status="ok" if fits else "fail"), 200 if fits else 503
