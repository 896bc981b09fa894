"""What is sent back: JSON in UTF-8, dates ISO 8601, figures as decimal strings with a point."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from flask import Response


@dataclass(frozen=True)
class Answer:
    body: Any
    status: int = 200
    location: str = ""
    tag: str = ""
    shown_once: Mapping[str, str] = field(default_factory=dict)
    """Secrets in place of members of the body: told now, and never kept to be told again (see `once`)."""

    @property
    def plain(self) -> Any:
        return plain(self.body)


def respond(answer: Answer) -> Response:
    told = {**answer.plain, **answer.shown_once} if answer.shown_once else answer.plain
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    response = Response(text, status=answer.status, mimetype="application/json")
    if answer.location:
        response.headers["Location"] = answer.location
    if answer.tag:
        response.set_etag(answer.tag)
    return response


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, str | int | float | None) else str(value)
