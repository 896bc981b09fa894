"""What hangs on a record and has no life of its own. Its version is its record's: every change is a change of that."""

from __future__ import annotations

from typing import Any

from flask import Response

from tracker.api import once
from tracker.api.answers import Answer, respond
from tracker.api.auth import me
from tracker.api.bodies import body
from tracker.api.records import fill_and_do, find, require_open
from tracker.api.resources import Case, Part, Resource
from tracker.api.shows import show
from tracker.api.versions import tag_of
from tracker.core.errors import Forbidden, NotFound
from tracker.extensions import db


def listed(resource: Resource, part: Part, id: int) -> Response:
    owner = find(resource, id)
    items = [told(resource, part, owner, row) for row in part.rows(owner, me())]
    return respond(Answer({"items": items, "next": None, "total": len(items)}, tag=tag_of(owner)))


def told(resource: Resource, part: Part, owner: Any, row: Any) -> dict[str, Any]:
    links = {"self": url(resource, part, owner, row), resource.kind: resource.url(owner)}
    return {"id": row.id, **show(part.shows, row, me()), "version": owner.row_version, "links": links}


def url(resource: Resource, part: Part, owner: Any, row: Any) -> str:
    return f"{resource.url(owner)}/{part.path}/{row.id}"


def row_of(part: Part, owner: Any, row_id: int) -> Any:
    row = next((row for row in part.rows(owner, me()) if row.id == row_id), None)
    if row is None:
        raise NotFound
    return row


def read(resource: Resource, part: Part, id: int, row_id: int) -> Response:
    owner = find(resource, id)
    return respond(answer(resource, part, owner, row_of(part, owner, row_id)))


def answer(resource: Resource, part: Part, owner: Any, row: Any, *, status: int = 200) -> Answer:
    db.session.flush()
    location = url(resource, part, owner, row) if status == 201 else ""
    return Answer(told(resource, part, owner, row), status=status, location=location, tag=tag_of(owner))


def added(resource: Resource, part: Part, id: int) -> Response:
    owner = find(resource, id)
    sent = body()
    return once.perform(lambda: add(resource, part, owner, sent))


def add(resource: Resource, part: Part, owner: Any, sent: dict[str, Any]) -> Answer:
    if part.add is None:
        raise Forbidden
    case = Case(me(), parents={resource.kind: owner})
    if part.require is not None:
        part.require(case)
    row = fill_and_do(part.add, case, sent)
    return answer(resource, part, owner, row, status=201)


def changed(resource: Resource, part: Part, id: int, row_id: int) -> Response:
    owner = find(resource, id)
    row = row_of(part, owner, row_id)
    sent = body()
    if part.change is None:
        raise Forbidden
    case = Case(me(), record=row, parents={resource.kind: owner})
    require_open(case, part.require, owner)
    fill_and_do(part.change, case, sent)
    done = answer(resource, part, owner, row)
    db.session.commit()
    return respond(done)


def removed(resource: Resource, part: Part, id: int, row_id: int) -> Response:
    """204; only while nobody outside has been told of it."""
    owner = find(resource, id)
    row = row_of(part, owner, row_id)
    if part.remove is None:
        raise Forbidden
    case = Case(me(), record=row, parents={resource.kind: owner})
    require_open(case, part.require, owner)
    part.remove(case)
    db.session.commit()
    return Response(status=204)
