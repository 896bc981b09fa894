"""What each list may be narrowed to and sorted by, and how a saved query is written and read."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from tracker.recommendations import filters
from tracker.recommendations.control import asking

NOT_KEPT = ("page", "after")
NAMES = {
    "recommendations": [name for name in filters.READERS if name not in NOT_KEPT],
    "room": ["by", *asking.SCOPE],
    "tasks": [name for name in asking.READERS if name not in NOT_KEPT],
    "waiting": [*asking.SCOPE],
}
"""By list: what is kept of its address, in this order."""
LONGEST = 4000


def written(place: str, args: Mapping[str, str]) -> str:
    """What is kept of an address, in one order, so that the same filter is the same words."""
    kept = [(name, args[name].strip()) for name in NAMES[place] if (args.get(name) or "").strip()]
    return urlencode(kept)[:LONGEST]


def opened(query: str) -> dict[str, str]:
    return dict(parse_qsl(query))


def strange(place: str, query: str) -> list[str]:
    """Names of what the list would not understand today."""
    asked = opened(query)
    read = filters.read if place == "recommendations" else asking.read
    unknown = [name for name in asked if name not in NAMES[place]]
    return [*unknown, *read({name: value for name, value in asked.items() if name not in unknown})[1]]
