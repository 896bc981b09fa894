"""The filter line of lists: what to choose from, and chips that take one filter away."""

from __future__ import annotations

from typing import Any

from tracker.core import clock
from tracker.core.text import clean
from tracker.delegations import queries as delegations
from tracker.organizations import queries as organizations
from tracker.recommendations.queries import former
from tracker.web import kit, paging
from tracker.web.kit import me

LONGEST = 60


def agencies() -> list[tuple[str, str]]:
    return organizations.choices(kit.sole_council(), clock.today())


def agencies_followed() -> list[tuple[str, str]]:
    """With those that have ended while something is still followed up or counted under their name."""
    return [*agencies(), *former.choices(kit.sole_council(), clock.today())]


def has_predecessors(agency_id: Any) -> bool:
    """Does the filter by this agency find what its predecessors had too?"""
    return bool(agency_id) and len(organizations.with_predecessors(agency_id)) > 1


def delegation_options() -> list[tuple[str, str]]:
    return [(str(row.id), f"{row.code} {row.title}") for row in delegations.choices(me())]


def chips(form: Any) -> list[dict[str, Any]]:
    """One for each filter that is set: its words, and the address without it."""
    found = []
    for field in form:
        words = words_of(field)
        if words:
            found.append({"label": words, "url": paging.address(**{field.short_name: None})})
    return found


def words_of(field: Any) -> str:
    if field.data in (None, "", []) or field.short_name == "csrf_token":
        return ""
    offered = {str(item["value"]): str(item["label"]) for item in field.options()} if hasattr(field, "options") else {}
    label = offered.get(str(field.data), clean(str(field.data)))
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def value(field: Any) -> Any:
    """What the filter asks for; what is none of the choices finds nothing, and its chip says so. What cannot be read is
    left out, and the filter line names it."""
    is_number = isinstance(field.data, int) and not isinstance(field.data, bool)
    return field.data if field.data or is_number else None


def values(form: Any, *names: str) -> dict[str, Any]:
    """The same of several filters, by name, without those that ask for nothing."""
    return {name: wanted for name in names if (wanted := value(form[name])) is not None}
