"""A record as JSON: what every record has, what its kind shows, and where to go from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.api.resources import PREFIX, Resource, by_kind
from tracker.api.shows import Schema, Shown, object_of, show
from tracker.attachments import queries as attachments
from tracker.attachments.models import Attachment
from tracker.links import queries as links
from tracker.links.queries import End


def one(resource: Resource, record: Any, actor: Actor) -> dict[str, Any]:
    return many(resource, [record], actor)[0]


def many(resource: Resource, records: Sequence[Any], actor: Actor) -> list[dict[str, Any]]:
    """Records of one kind; threads and files of all of them are looked up together."""
    ids = [record.id for record in records]
    beside = resource.beside(records) if resource.beside else ()  # held, for the session forgets what nobody holds
    origins = links.sources(resource.kind, ids, actor) if resource.threads and ids else {}
    consequences = links.targets(resource.kind, ids, actor) if resource.threads and ids else {}
    files = attachments.of_many(resource.kind, ids) if resource.files and ids else {}
    known = {row.name: row.together(records, actor) for row in resource.shows if row.together and records}
    shown = []
    for record in records:
        body = base(resource, record) | show(resource.shows, record, actor)
        body |= {name: values[record.id] for name, values in known.items() if name in body and record.id in values}
        if resource.files:
            body["files"] = [file(item) for item in files.get(record.id, [])]
        body["links"] = ways(resource, record)
        if resource.threads:
            body["links"]["sources"] = [end(item) for item in origins.get(record.id, [])]
            body["links"]["targets"] = [end(item) for item in consequences.get(record.id, [])]
        shown.append(body)
    del beside
    return shown


def base(resource: Resource, record: Any) -> dict[str, Any]:
    workflow = resource.about.workflow
    state = workflow.state(record.state) if workflow else None
    return {
        "id": record.id,
        "code": resource.code(record),
        "state": state.name if state else None,
        "state_label": str(state.label) if state else None,
        "version": record.row_version,
        "created_at": getattr(record, "created_at", None),
        "updated_at": getattr(record, "updated_at", None),
    }


def ways(resource: Resource, record: Any) -> dict[str, Any]:
    own = resource.url(record)
    found: dict[str, Any] = {"self": own}
    if resource.about.workflow:
        found["transitions"] = f"{own}/transitions"
    for name, kind in resource.parents:
        parent = by_kind(kind)
        id = getattr(record, name, None)
        if parent is not None and id is not None:
            found[kind] = f"{PREFIX}/{parent.path}/{id}"
    for part in resource.parts:
        found[part.path] = f"{own}/{part.path}"
    return found


def end(item: End) -> dict[str, Any]:
    """The other end of a thread."""
    known = by_kind(item.kind)
    href = f"{PREFIX}/{known.path}/{item.id}" if known else None
    return {"kind": item.kind, "id": item.id, "code": item.code, "title": item.title, "href": href}


def file(item: Attachment) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "mime": item.mime,
        "size": item.size,
        "sha256": item.sha256,
        "caption": item.caption,
        "purpose": item.purpose,
        "href": f"{PREFIX}/attachments/{item.id}",
    }


AS_OF: Schema = {"type": "string", "format": "date-time"}
END: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "id": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "href": {"type": ["string", "null"]},
    },
}
FILE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "mime": {"type": "string"},
        "size": {"type": "integer"},
        "sha256": {"type": "string"},
        "caption": {"type": "string"},
        "purpose": {"type": "string"},
        "href": {"type": "string"},
    },
}


def schema(resource: Resource) -> Schema:
    """The same as a JSON schema. Fields that not everybody sees are not required."""
    described = schema_of(resource, resource.shows)
    if resource.files:
        described["properties"]["files"] = {"type": "array", "items": FILE}
    if resource.past and not resource.past.shows:
        described["properties"]["as_of"] = AS_OF
    described["properties"]["links"] = links_schema(threads=resource.threads)
    return described


def past_schema(resource: Resource, shows: tuple[Shown, ...]) -> Schema:
    """A record as it stood, where less is known of it than of now."""
    described = schema_of(resource, shows)
    described["properties"] |= {"as_of": AS_OF, "links": links_schema(threads=False)}
    described["required"].append("as_of")
    return described


def schema_of(resource: Resource, shows: tuple[Shown, ...]) -> Schema:
    workflow = resource.about.workflow
    states = [state.name for state in workflow.states] if workflow else None
    properties: dict[str, Schema] = {
        "id": {"type": "integer"},
        "code": {"type": "string"},
        "state": {"enum": states} if states else {"type": "null"},
        "state_label": {"type": ["string", "null"]},
        "version": {"type": "integer"},
        "created_at": moment_of(resource),
        "updated_at": moment_of(resource),
        **object_of(shows)["properties"],
    }
    always = [row.name for row in shows if row.to is None]
    return {
        "type": "object",
        "properties": properties,
        "required": ["id", "code", "state", "state_label", "version", "created_at", "updated_at", "links", *always],
    }


def moment_of(resource: Resource) -> Schema:
    """Of what is never changed no moment is kept with it."""
    return {"type": "string" if hasattr(resource.model, "created_at") else "null", "format": "date-time"}


def links_schema(*, threads: bool) -> Schema:
    properties: dict[str, Schema] = {"self": {"type": "string"}}
    if threads:
        properties |= {"sources": {"type": "array", "items": END}, "targets": {"type": "array", "items": END}}
    return {"type": "object", "properties": properties, "required": list(properties)}
