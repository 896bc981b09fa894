"""The description is valid, complete and true: what is answered is what it says."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tests.client import Client
from tracker.accounts import access
from tracker.api.operations import title
from tracker.api.problems import CATALOGUE
from tracker.api.resources import PREFIX, RESOURCES


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.text)
    return found


def test_it_is_valid_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    OPENAPI_31_VALIDATOR.validate(described)
    for schema in described["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    names = [operation["operationId"] for _path, operation in operations(described)]
    assert len(names) == len(set(names))


def test_every_operation_can_be_called(described: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(described)
    made = [result.ok() for result in schema.get_all_operations()]
    assert len(made) == len(list(operations(described)))


def operations(described: dict[str, Any]) -> Any:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "patch", "delete"):
                yield f"{method.upper()} {path}", operation


def test_it_names_every_address_and_no_other(app: Flask, described: dict[str, Any]) -> None:
    routes = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX))
            routes |= {f"{method} {path}" for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert {name for name, _operation in operations(described)} == routes


def test_every_kind_with_a_form_is_tested(described: dict[str, Any]) -> None:
    assert {kind for kind, resource in RESOURCES.items() if resource.edit} == set(records.CHANGEABLE)


def test_the_resources_of_the_contract_are_there(described: dict[str, Any]) -> None:
    promised = (
        "me agencies delegations sessions statements figures findings proposals recommendations assignments updates "
        "attachments"
    )
    assert {f"/{name}" for name in promised.split()} <= set(described["paths"])
    for kind, resource in RESOURCES.items():
        assert (access.KINDS[kind].workflow is not None) == (
            f"/{resource.path}/{{id}}/transitions" in described["paths"]
        )


@pytest.mark.parametrize("kind", records.CHANGEABLE)
def test_what_is_read_is_what_is_described(people: Cast, as_: As, described: dict[str, Any], kind: str) -> None:
    record, who = records.changeable(people, kind)
    resource = RESOURCES[kind]
    schema = described["components"]["schemas"][title(kind)]
    strict = {**schema, "additionalProperties": False}
    caller = as_(who)
    jsonschema_rs.validate(strict, caller.get(f"/{resource.path}/{record.id}").body)
    page = caller.get(records.list_with(record))
    assert page["items"]
    for item in page["items"]:
        jsonschema_rs.validate(strict, item)
    shape = described["paths"][f"/{resource.path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(shape["required"]) == set(page.body)


def test_bodies_are_described_by_the_forms(described: dict[str, Any]) -> None:
    ways = described["paths"]["/findings"]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    body, from_flag = ways
    assert from_flag["required"] == ["delegation_id", "from_flag"]
    assert body["required"] == ["delegation_id", "kind", "text"]
    assert body["properties"]["kind"]["enum"] == ["achievement", "limitation", "difficulty", "violation"]
    assert body["properties"]["files"]["items"] == {"type": "integer"}
    assert body["additionalProperties"] is False
    steps = described["paths"]["/findings/{id}/transitions"]["post"]["requestBody"]["content"]["application/json"]
    comment = next(way for way in steps["schema"]["oneOf"] if way["properties"]["transition"]["const"] == "comment")
    assert comment["properties"]["answers"]["required"] == ["stance"]


def test_problems_are_as_described(people: Cast, as_: As, described: dict[str, Any]) -> None:
    schema = described["components"]["schemas"]["Problem"]
    caller = as_("office")
    for reply in (
        caller.get("/findings/9", 404),
        caller.post("/findings", {}, 422),
        caller.send("DELETE", "/me").gives(405),
    ):
        jsonschema_rs.validate(schema, reply.body)


def test_every_type_of_problem_can_be_looked_up(client: Client, people: Cast) -> None:
    for kind in CATALOGUE:
        response = client.get(f"/api/problems/{kind.name}")
        assert response.json == {
            "type": f"/api/problems/{kind.name}",
            "status": kind.status,
            "title": str(kind.title),
        }
    assert client.get("/api/problems/boredom").status_code == 404


def test_the_page_can_be_read_without_javascript_and_without_signing_in(client: Client, people: Cast) -> None:
    page = client.page("/api/docs")
    assert page.one("h1").text == "API cho phần mềm khác"
    listed = [node.text for node in page.all("code")]
    assert "POST /api/v1/recommendations/{id}/transitions" in listed
    assert page.one("div", id="operations").get("data-openapi") == "/api/v1/openapi.json"
    response = client.get("/api/docs")
    assert "'unsafe" not in response.headers["Content-Security-Policy"]
