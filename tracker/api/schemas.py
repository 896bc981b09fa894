"""Forms and steps as JSON schemas: what a body may hold, read from the very definitions that check it."""

from __future__ import annotations

from typing import Any

from tracker.api.shows import Schema
from tracker.core.forms import BaseForm, is_hidden
from tracker.workflow.definition import CONFIRMED, Ask, Transition

DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d{1,30}(\.\d{1,30})?$"}
BY_TYPE: dict[str, Schema] = {
    "text": {"type": "string"},
    "code": {"type": "string"},
    "password": {"type": "string"},
    "longtext": {"type": "string"},
    "lines": {"type": "array", "items": {"type": "string"}},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "examples": ["14:00"]},
    "decimal": DECIMAL,
    "integer": {"type": "integer"},
    "number": {"type": "integer", "minimum": 0},
    "percent": {"type": "integer", "minimum": 0, "maximum": 100},
    "boolean": {"type": "boolean"},
    "yesno": {"type": "boolean"},
    "choice": {"type": "string"},
    "radio": {"type": "string"},
    "choices": {"type": "array", "items": {"type": "string"}},
    "days": {"type": "object", "additionalProperties": {"type": "string", "format": "date"}},
    "files": {"type": "array", "items": {"type": "integer"}, "description": "Ids from POST /attachments"},
}


def of_form(form: type[BaseForm], *, required: bool, extra: dict[str, Schema] | None = None) -> Schema:
    """The body that a form reads. For PATCH nothing is required."""
    fields = [field for field in form(None, wire="json") if not is_hidden(field)]
    needed = [field.short_name for field in fields if field.flags.required and field.default is None]
    properties = dict(extra or {}) | {field.short_name: of_field(field) for field in fields}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    names = sorted({*needed, *(extra or {})})
    return {**schema, "required": names} if required and names else schema


def of_field(field: Any) -> Schema:
    kind = getattr(field, "json_type", "text")
    schema = dict(BY_TYPE.get(kind, {"type": "array", "items": {"type": "object"}}))
    if kind in ("choice", "choices"):
        schema = of_choices(field, kind)
    if getattr(field, "longest", None) and kind in ("text", "code", "longtext"):
        schema["maxLength"] = field.longest
    if not field.flags.required and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    words = " – ".join(str(text) for text in (field.label.text, field.description) if str(text))
    return {**schema, "title": words}


def of_choices(field: Any, kind: str) -> Schema:
    """The fixed choices by name; where they depend on data, only their type."""
    names = [item["value"] for item in field.options() if item["value"] != ""]
    coerced = coerced_by(field)
    one: Schema = {"enum": names} if names and not coerced else {"type": "integer" if coerced else "string"}
    if kind == "choices":
        return {"type": "array", "items": one}
    if "enum" in one:
        return {"enum": [*names, *([] if field.flags.required else [None])]}
    return one


def coerced_by(field: Any) -> bool:
    """Are the values numbers?"""
    return isinstance(field.coerce("1"), int)


def of_step(step: Transition) -> Schema:
    """`{"transition": name, "answers": {…}}`"""
    answers: Schema = {
        "type": "object",
        "properties": {ask.name: of_ask(ask) for ask in step.asks} | of_confirmation(step),
        "additionalProperties": False,
    }
    if step.more:
        answers["patternProperties"] = {
            f"^({'|'.join(step.more.names)})_[0-9]+$": {"description": str(step.more.label)}
        }
    needed = [ask.name for ask in step.asks if ask.required and ask.fits is None]
    if needed:
        answers["required"] = needed
    return {
        "title": str(step.label),
        "type": "object",
        "properties": {"transition": {"const": step.name}, "answers": answers},
        "required": ["transition", *(["answers"] if needed else [])],
        "additionalProperties": False,
    }


def of_confirmation(step: Transition) -> dict[str, Schema]:
    """Asked for only while there is something to confirm: a refusal says what."""
    if step.confirm is None:
        return {}
    return {CONFIRMED: {"type": "boolean", "title": f"{step.confirm.heading} {step.confirm.label}"}}


def of_ask(ask: Ask) -> Schema:
    schema = dict(BY_TYPE[ask.kind])
    if ask.kind in ("choice", "radio") and isinstance(ask.choices, tuple) and ask.choices:
        schema = {"enum": [str(value) for value, _label in ask.choices] + ([] if ask.required else [None])}
    elif not ask.required and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    words = " – ".join(str(text) for text in (ask.label, ask.hint) if str(text))
    return {**schema, "title": words}
