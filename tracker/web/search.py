"""One box for everything: with or without marks, by words or by code; what one may not read does not show."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from tracker.accounts.access import KINDS
from tracker.links import queries as links
from tracker.search import queries
from tracker.search.queries import Found
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("search", __name__)
SIZE = 20


@pages.route("/search")
def index() -> Response:
    question = request.args.get("q", "")[:400]
    kind = request.args.get("kind", "")
    kinds = {kind} if kind in KINDS else None
    found = queries.search(question, me(), kinds=kinds, page=kit.page_number(), size=SIZE)
    records = links.resolve({(row.kind, row.subject_id) for row in found.rows}, me())
    return kit.show(
        "search/index.html",
        question=question,
        kind=kind,
        kinds=[(name, known.label) for name, known in KINDS.items() if name not in HIDDEN_KINDS],
        found=found,
        results=[result(row, records.get((row.kind, row.subject_id))) for row in found.rows],
    )


HIDDEN_KINDS = ("user", "feed", "evidence", "measure", "assignment")


def result(row: Found, end: links.End | None) -> dict[str, Any]:
    """The shape of the results macro."""
    kind = KINDS[row.kind]
    record = end.record if end else None
    page = kit.page_of(record) if record is not None else (row.kind, row.subject_id)
    return {
        "kind": kind.label,
        "code": row.code,
        "title": marked(row.title),
        "snippet": marked(row.snippet) if row.snippet != row.title else None,
        "url": kit.url_of(*page),
        "state": kind.workflow.state(record.state) if record is not None and kind.workflow else None,
    }


def marked(pieces: Any) -> Markup:
    """The words that were found, marked; everything else as plain text."""
    parts = [Markup("<mark>{}</mark>").format(piece.text) if piece.found else escape(piece.text) for piece in pieces]
    return Markup("").join(parts)
