"""The addresses under /api/v1: the same few for every resource."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response

from tracker.api import (
    auth,
    bodies,
    control_room,
    deadlines,
    notices,
    parts,
    people,
    problems,
    rates,
    records,
    transitions,
    uploads,
)
from tracker.api.resources import PREFIX, RESOURCES, Part, Resource

ID = "<int(max=2147483647):id>"
ROW = "<int(max=2147483647):row_id>"

View = Callable[..., Response]


def blueprint() -> Blueprint:
    """All resources, as they are known now."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    api.before_request(bodies.receive)
    api.before_request(auth.identify)
    api.after_request(say_what_it_depends_on)
    problems.init(api)
    route(api, "/me", "me", GET=people.read)
    route(api, "/attachments", "attachments", GET=uploads.listed, POST=uploads.created)
    route(api, f"/attachments/{ID}", "attachment", GET=uploads.read)
    route(api, f"/attachments/{ID}/content", "attachment_content", GET=uploads.download)
    route(api, f"/delegations/{ID}/deadlines", "delegation_deadlines", GET=deadlines.of_delegation)
    route(api, "/dashboard", "dashboard", GET=control_room.read)
    route(api, "/assignments/together", "assignments_together", POST=control_room.act)
    route(api, "/recommendations/rates", "recommendation_rates", GET=rates.read)
    route(api, "/calendar-days/moves", "calendar_day_moves", GET=deadlines.day_moves)
    route(api, "/rules/moves", "day_rule_moves", GET=deadlines.rule_moves)
    route(api, "/notices", "notices", GET=notices.listed)
    route(api, "/notices/read", "notices_read", POST=notices.read)
    route(api, "/notice-settings", "notice_settings", GET=notices.settings, POST=notices.change_settings)
    for resource in RESOURCES.values():
        add_resource(api, resource)
    return api


def add_resource(api: Blueprint, resource: Resource) -> None:
    path, name = f"/{resource.path}", resource.kind
    one = f"{path}/{ID}"
    writes: dict[str, View] = {"POST": partial(records.created, resource)} if resource.create else {}
    changes: dict[str, View] = {"PATCH": partial(records.changed, resource)} if resource.edit else {}
    if resource.remove:
        changes["DELETE"] = partial(records.removed, resource)
    route(api, path, f"{name}_list", GET=partial(records.listed, resource), **writes)
    route(api, one, name, GET=partial(records.read, resource), **changes)
    if resource.about.workflow is not None:
        route(
            api,
            f"{one}/transitions",
            f"{name}_transitions",
            GET=partial(transitions.offered, resource),
            POST=partial(transitions.taken, resource),
        )
    for part in resource.parts:
        add_part(api, resource, part)


def add_part(api: Blueprint, resource: Resource, part: Part) -> None:
    path, name = f"/{resource.path}/{ID}/{part.path}", f"{resource.kind}_{part.path}"
    adds: dict[str, View] = {"POST": partial(parts.added, resource, part)} if part.add else {}
    route(api, path, f"{name}_list", GET=partial(parts.listed, resource, part), **adds)
    changes: dict[str, View] = {"PATCH": partial(parts.changed, resource, part)} if part.change else {}
    if part.remove:
        changes["DELETE"] = partial(parts.removed, resource, part)
    route(api, f"{path}/{ROW}", name, GET=partial(parts.read, resource, part), **changes)


def route(api: Blueprint, path: str, endpoint: str, **views: View) -> None:
    """One address; a view a method."""
    for method, view in views.items():
        api.add_url_rule(path, f"{endpoint}_{method.lower()}", view, methods=[method])


def say_what_it_depends_on(response: Response) -> Response:
    response.vary.update(("Authorization", "Accept-Language"))
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
