"""OpenAPI 3.1, made from the resources, their forms and the workflows; nothing is described by hand twice."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from apispec import APISpec

from tracker.accounts import access
from tracker.api import past, represent, schemas
from tracker.api.faces import FACES
from tracker.api.operations import (
    ID,
    ROW,
    TRANSITIONS,
    act,
    created,
    form_of,
    ok,
    operation,
    page,
    paging,
    query,
    ref,
    sent,
    title,
)
from tracker.api.problems import CATALOGUE, TYPES
from tracker.api.represent import FILE
from tracker.api.resources import PREFIX, RESOURCES, Part, Resource, Writing
from tracker.api.shows import Schema, object_of
from tracker.core.i18n import _, language


def document() -> dict[str, Any]:
    """The description in the reader's language."""
    return made(language())


@lru_cache(maxsize=4)
def made(_language: str) -> dict[str, Any]:
    spec = APISpec(
        title=_("Giám sát của HĐND: API"),
        version=version("tracker"),
        openapi_version="3.1.0",
        info={"description": about()},
        servers=[{"url": PREFIX}],
        security=[{"bearer": []}],
        tags=[{"name": resource.path, "description": resource.label} for resource in RESOURCES.values()],
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", problem())
    spec.components.parameter("IfMatch", "header", header("If-Match", _("ETag của lần đọc trước"), required=True))
    spec.components.parameter("IdempotencyKey", "header", header("Idempotency-Key", _("Gửi lại mà chỉ làm một lần")))
    spec.components.parameter("Language", "header", header("Accept-Language", _("vi (mặc định) hoặc en")))
    add_own(spec)
    for resource in RESOURCES.values():
        add_resource(spec, resource)
    made: dict[str, Any] = spec.to_dict()
    return made


def about() -> str:
    return _(
        "Mỗi mã truy cập hành động như người của nó. Mọi quy tắc giống hệt trên trang: cùng biểu mẫu, cùng các bước. "
        "Đọc thì nhận ETag; sửa hoặc chuyển bước thì gửi lại trong If-Match. "
        "Lỗi là application/problem+json, có “errors” theo từng mục; mục “” nói về cả biểu mẫu."
    )


def header(name: str, words: str, *, required: bool = False) -> Schema:
    return {"name": name, "description": words, "required": required, "schema": {"type": "string"}}


def problem() -> Schema:
    states = {"type": "object", "description": "409: current and wanted state, each with name and label"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"enum": [TYPES + kind.name for kind in CATALOGUE]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "request_id": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            "states": states,
            "current_version": {"type": "integer"},
        },
    }


def add_own(spec: APISpec) -> None:
    """/me and /attachments, which are no records with forms."""
    person = {"type": "object", "required": ["id", "username", "name", "roles", "scopes"]}
    spec.components.schema("Me", person)
    spec.components.schema("Attachment", FILE)
    spec.path("/me", operations={"get": operation("me", _("Tôi là ai, được làm gì"), "me", ok(ref("Me")))})
    upload = {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "caption": {"type": "string"}},
                }
            }
        }
    }
    spec.path(
        "/attachments",
        operations={
            "get": operation(
                "attachments_list",
                _("Tệp đã gửi mà chưa dùng; hoặc tệp của một bản ghi"),
                "attachments",
                ok(page(ref("Attachment"))),
                [*paging(None), query("kind", {"type": "string"}), query("record", {"type": "integer"})],
            ),
            "post": operation(
                "attachments_create",
                _("Gửi một tệp lên, để nêu số của nó sau đó"),
                "attachments",
                created(ref("Attachment")),
                ["IdempotencyKey"],
                upload,
            ),
        },
    )
    one = operation("attachments_read", _("Đọc"), "attachments", ok(ref("Attachment")), [ID])
    spec.path("/attachments/{id}", operations={"get": one})
    bytes_ = {"200": {"description": _("Tệp"), "content": {"application/octet-stream": {}}}}
    content = operation("attachments_content", _("Tải tệp về"), "attachments", bytes_, [ID])
    spec.path("/attachments/{id}/content", operations={"get": content})
    for face in FACES:
        for name, schema in getattr(face, "SCHEMAS", {}).items():
            spec.components.schema(name, schema)
        for path, operations in face.described().items():
            spec.path(path, operations=operations)


def add_resource(spec: APISpec, resource: Resource) -> None:
    name, path = title(resource.kind), f"/{resource.path}"
    spec.components.schema(name, represent.schema(resource))
    listed = [*paging(resource), *(query(f.name, f.schema, str(f.about)) for f in resource.filters)]
    looking_back = [past.parameter()] if resource.past else []
    told = read_as(spec, resource, name)
    many = {"get": act(resource, "list", _("Danh sách"), ok(page(told)), [*listed, *looking_back])}
    one = {"get": act(resource, "read", _("Đọc"), ok(told), [ID, *looking_back])}
    if resource.create is not None:
        body = sent(*bodies(resource))
        keys = ["IdempotencyKey"]
        many["post"] = act(resource, "create", _("Thêm"), created(ref(name)), keys, body)
    if resource.edit is not None:
        schema = schemas.of_form(resource.edit.form, required=False)
        one["patch"] = act(resource, "change", _("Sửa"), ok(ref(name)), [ID, "IfMatch"], sent(schema))
    if resource.remove is not None:
        gone = {"204": {"description": _("Đã bỏ")}}
        reason = query("reason", {"type": "string"}, _("Lý do"))
        one["delete"] = act(resource, "remove", _("Bỏ"), gone, [ID, "IfMatch", reason])
    spec.path(path, operations=many)
    spec.path(f"{path}/{{id}}", operations=one)
    if resource.about.workflow is not None:
        add_steps(spec, resource, name)
    for part in resource.parts:
        add_part(spec, resource, part)


def read_as(spec: APISpec, resource: Resource, name: str) -> Schema:
    """The record; or what is known of it at a past moment, where that is less."""
    if resource.past is None or not resource.past.shows:
        return ref(name)
    spec.components.schema(f"{name}AsOf", represent.past_schema(resource, resource.past.shows))
    return {"anyOf": [ref(name), ref(f"{name}AsOf")]}


def bodies(resource: Resource) -> list[Schema]:
    parents: dict[str, Schema] = {name: {"type": "integer"} for name, _kind in resource.parents}
    ways = [schemas.of_form(resource.create.form, required=True, extra=parents)] if resource.create else []
    return ways + [way(name, writing, parents) for name, writing in resource.variants]


def way(name: str, writing: Writing, parents: dict[str, Schema]) -> Schema:
    """Another way to create. One that begins from a record asks for nothing else: the record proposes the rest."""
    if writing.begins_at is not None:
        named: dict[str, Schema] = {**parents, name: {"type": "string"}}
        return {**schemas.of_form(writing.form, required=False, extra=named), "required": sorted(named)}
    if not writing.begins_from:
        return schemas.of_form(writing.form, required=True, extra={**parents, name: {"const": True}})
    asked: dict[str, Schema] = {
        **parents,
        name: {"type": "integer", "title": str(access.KINDS[writing.begins_from].label)},
    }
    return {**schemas.of_form(writing.form, required=False, extra=asked), "required": sorted(asked)}


def add_steps(spec: APISpec, resource: Resource, name: str) -> None:
    steps = [schemas.of_step(step) for step in resource.about.workflow.transitions if not step.auto]
    keys = [ID, "IfMatch", "IdempotencyKey"]
    spec.path(
        f"/{resource.path}/{{id}}/transitions",
        operations={
            "get": act(resource, "transitions", _("Các bước làm được lúc này"), ok(TRANSITIONS), [ID]),
            "post": act(resource, "transition", _("Làm một bước"), ok(ref(name)), keys, sent(*steps)),
        },
    )


def add_part(spec: APISpec, resource: Resource, part: Part) -> None:
    path = f"/{resource.path}/{{id}}/{part.path}"
    row: Schema = object_of(part.shows)
    row["properties"] = {"id": {"type": "integer"}, **row["properties"]}
    label = str(part.label)
    many = {"get": act(resource, f"{part.path}_list", label, ok(page(row)), [ID])}
    one = {"get": act(resource, f"{part.path}_read", label, ok(row), [ID, ROW])}
    if part.add is not None:
        keys = [ID, "IdempotencyKey"]
        words = _("%(what)s: thêm", what=label)
        many["post"] = act(resource, f"{part.path}_add", words, created(row), keys, form_of(part.add, required=True))
    if part.change is not None:
        keys = [ID, ROW, "IfMatch"]
        words = _("%(what)s: sửa", what=label)
        one["patch"] = act(resource, f"{part.path}_change", words, ok(row), keys, form_of(part.change, required=False))
    if part.remove is not None:
        gone = {"204": {"description": _("Đã bỏ")}}
        words = _("%(what)s: bỏ", what=label)
        one["delete"] = act(resource, f"{part.path}_remove", words, gone, [ID, ROW, "IfMatch"])
    spec.path(path, operations=many)
    spec.path(f"{path}/{{row_id}}", operations=one)
