"""What other records tell of a step before it is taken: it stands in the form already, and is not typed a second time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.delegations.models import Delegation
from tracker.requests import queries as requests


def of(kind: str, step: str, record: Any) -> dict[str, Any]:
    """Answers by name; what nobody knows yet is left out."""
    told = KNOWN.get((kind, step))
    return {name: value for name, value in told(record).items() if value is not None} if told else {}


def of_sending(delegation: Delegation) -> dict[str, Any]:
    """The outline has gone out to the agencies: the delegation sent it on that day."""
    return {"sent_on": requests.first_sent_on(delegation.id)}


KNOWN: dict[tuple[str, str], Callable[[Any], dict[str, Any]]] = {("delegation", "notify"): of_sending}
