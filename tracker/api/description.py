"""What the API says of itself, to anybody: OpenAPI as JSON, a page to read it on, and the types of problems."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from tracker.api.answers import Answer, respond
from tracker.api.openapi import document
from tracker.api.problems import BY_NAME, CATALOGUE, TYPES, Type, init
from tracker.core.errors import NotFound

METHODS = ("get", "post", "patch", "delete")


def blueprint() -> Blueprint:
    pages = Blueprint("api_description", __name__, url_prefix="/api")
    init(pages, everywhere=False)
    pages.add_url_rule("/v1/openapi.json", view_func=openapi)
    pages.add_url_rule("/docs", view_func=docs)
    pages.add_url_rule("/problems/<name>", view_func=problem)
    return pages


def openapi() -> Response:
    return respond(Answer(document()))


def docs() -> str:
    """Readable without JavaScript; with it, each operation unfolds and can be tried out."""
    return render_template("api/docs.html", groups=groups(), problems=[told(kind) for kind in CATALOGUE])


def groups() -> list[dict[str, Any]]:
    """The operations by resource, in the order of the description."""
    described = document()
    found: dict[str, list[dict[str, str]]] = {}
    for path, operations in described["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                row = {"method": method.upper(), "path": path, "words": operation["summary"]}
                found.setdefault(operation["tags"][0], []).append(row)
    labels = {tag["name"]: tag["description"] for tag in described["tags"]}
    return [{"name": name, "label": labels.get(name, ""), "rows": rows} for name, rows in found.items()]


def problem(name: str) -> Response:
    """What a `type` stands for."""
    if name not in BY_NAME:
        raise NotFound
    return respond(Answer(told(BY_NAME[name])))


def told(kind: Type) -> dict[str, Any]:
    return {"type": TYPES + kind.name, "status": kind.status, "title": str(kind.title)}
