"""The pieces of which the description is made: an operation, its parameters, its bodies, its answers."""

from __future__ import annotations

from typing import Any

from tracker.api import schemas
from tracker.api.lists import LARGEST_SIZE, SIZE
from tracker.api.problems import MEDIA_TYPE
from tracker.api.resources import Resource, Writing
from tracker.api.shows import Schema
from tracker.core.i18n import _

Operation = dict[str, Any]

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
ROW = {"name": "row_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
TRANSITIONS: Schema = {
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "label", "fields", "in_the_way"],
                "properties": {
                    "name": {"type": "string"},
                    "label": {"type": "string"},
                    "in_the_way": {"type": "array", "items": {"type": "string"}},
                    "fields": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["name", "label", "type", "required", "choices"],
                            "properties": {
                                "name": {"type": "string"},
                                "label": {"type": "string"},
                                "type": {"type": "string"},
                                "required": {"type": "boolean"},
                                "choices": {
                                    "type": ["array", "null"],
                                    "items": {
                                        "type": "object",
                                        "properties": {"value": {"type": "string"}, "label": {"type": "string"}},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        }
    },
}


def form_of(writing: Writing, *, required: bool) -> Operation:
    return sent(schemas.of_form(writing.form, required=required))


def act(
    resource: Resource,
    name: str,
    words: str,
    answers: Operation,
    parameters: list[Any],
    body: Operation | None = None,
) -> Operation:
    return operation(f"{resource.path}_{name}", words, resource.path, answers, parameters, body)


def operation(
    name: str,
    words: str,
    tag: str,
    answers: Operation,
    parameters: list[Any] | None = None,
    body: Operation | None = None,
) -> Operation:
    made: Operation = {
        "operationId": name,
        "summary": words,
        "tags": [tag],
        "parameters": [*(parameters or []), "Language"],
        "responses": {**answers, "default": refusal()},
    }
    return {**made, "requestBody": body} if body else made


def refusal() -> Operation:
    return {"description": _("Không làm được, kèm lý do"), "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}


def ok(schema: Schema) -> Operation:
    etag = {"ETag": {"schema": {"type": "string"}}}
    return {"200": {"description": "OK", "headers": etag, "content": {"application/json": {"schema": schema}}}}


def created(schema: Schema) -> Operation:
    headers = {name: {"schema": {"type": "string"}} for name in ("Location", "ETag")}
    body = {"application/json": {"schema": schema}}
    return {"201": {"description": _("Đã thêm"), "headers": headers, "content": body}}


def sent(*ways: Schema) -> Operation:
    schema: Schema = ways[0] if len(ways) == 1 else {"oneOf": list(ways)}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def page(row: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["items", "next", "total"],
        "properties": {
            "items": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "`after`"},
            "total": {"type": ["integer", "null"]},
            "total_at_least": {"type": "integer"},
        },
    }


def paging(resource: Resource | None) -> list[Operation]:
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": SIZE}
    found = [query("after", {"type": "string"}, _("“next” của trang trước")), query("size", size)]
    if resource is not None:
        names = [sign + name for name in resource.sort_names for sign in ("", "-")]
        found.append(query("sort", {"enum": names}))
    return found


def query(name: str, schema: Schema, words: str = "") -> Operation:
    made: Operation = {"name": name, "in": "query", "schema": schema}
    return {**made, "description": words} if words else made


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def title(kind: str) -> str:
    return kind.title().replace("_", "")
