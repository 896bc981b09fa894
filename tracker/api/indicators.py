"""/delegations/{id}/indicators: the series of a delegation, and one with every agency's figures by period."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.api import flags as flag_face
from tracker.api.addresses import ID, SERIES, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, one_of, refuse_unknown
from tracker.api.flags import SCHEMA as FLAG
from tracker.api.flags import TEXT
from tracker.api.lists import held
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, paging, query, ref
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.api.resources import PREFIX, by_kind
from tracker.api.shows import TYPES, Schema
from tracker.comparing import looking, queries, readings, series, sources, telling
from tracker.comparing.flags import slug
from tracker.comparing.models import FLAG_KINDS
from tracker.comparing.queries import Seen
from tracker.comparing.readings import Reading
from tracker.comparing.series import MOST_EARLIER, Series
from tracker.comparing.sources import Source, Sources
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.reporting import wording
from tracker.reporting.models import PERIOD_KINDS, QUALIFIERS


def listed(id: int) -> Response:
    """What was reported, then what was only asked for; `?flags=open` only those that somebody still has to look at."""
    delegation = looking.of_council(id, me())
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "flags"])
    only_open = "flags" in given and asked(given, "flags", one_of(["open"])) == "open"
    size = size_asked(given.get("size", ""))
    every = series.of_delegation(delegation, me())
    if only_open:
        seen = flag_face.seen_of(delegation)
        every = [about for about in every if any(item.is_open for item in seen.get(about.key, ()))]
    shown = held(every, name=f"indicators {id} {only_open}", after=given.get("after"), size=size)
    if not only_open:
        seen = flag_face.seen_of(delegation, [about.key for about in shown.rows]) if shown.rows else {}
    items = [told(about, id) | {"flags": counted(seen.get(about.key, []))} for about in shown.rows]
    return respond(Answer(page_told(shown, items)))


def told(about: Series, delegation_id: int) -> dict[str, Any]:
    return {
        "series": about.slug,
        "indicator": about.indicator,
        "unit": about.unit,
        "agencies": about.agencies,
        "figures": about.figures,
        "other_units": [other.unit for other in about.other_units],
        "href": f"{PREFIX}/delegations/{delegation_id}/indicators/{about.slug}",
    }


def counted(seen: list[Seen]) -> dict[str, Any]:
    return {
        "open": sum(item.is_open for item in seen),
        "kinds": looking.open_kinds(seen),
        "settled": looking.settled(seen),
    }


def read(id: int, series: str) -> Response:
    delegation = looking.of_council(id, me())
    require_scope()
    refuse_unknown(request.args, [])
    key = queries.series_named(delegation, series, me())
    if key is None:
        raise NotFound
    return respond(Answer(one(delegation, key)))


def one(delegation: Delegation, key: str) -> dict[str, Any]:
    """Every number of the delegation, what earlier ones were told (the newest first), and what needs a look."""
    own, earlier = queries.apart(readings.of_series(delegation, key, me()), delegation)
    seen = flag_face.seen_of(delegation, [key]).get(key, [])
    names = looking.names_of(delegation, [*own, *earlier])
    known = sources.of([*own, *earlier], me(), [item.flag for item in seen])
    indicator, unit = series.named(own, seen)
    newest = series.newest(earlier)
    codes = series.delegation_codes({item.delegation_id for item in earlier})
    about = flag_face.Telling(delegation, names, known, me())
    ordered = sorted(own, key=lambda item: (item.period.order, item.id))
    return {
        "series": slug(key),
        "indicator": indicator,
        "unit": unit,
        "other_units": [
            told(other, delegation.id) for other in series.reported_in_other_units(delegation, indicator, unit, me())
        ],
        "figures": [figure(item, names, known) for item in ordered],
        "earlier": [figure(item, names, known) | in_delegation(item, codes) for item in newest[:MOST_EARLIER]],
        "earlier_more": max(0, len(newest) - MOST_EARLIER),
        "flags": [flag_face.told(item, about) for item in seen],
        "links": {
            "self": flag_face.series_url(delegation.id, slug(key)),
            "delegation": f"{PREFIX}/delegations/{delegation.id}",
        },
    }


def figure(item: Reading, names: dict[int, str], known: Sources) -> dict[str, Any]:
    return {
        "id": item.id,
        "code": item.code,
        "agency_ids": list(item.agencies),
        "agencies": [names.get(agency, "") for agency in item.agencies],
        **item.period.facts,
        "period": item.period.words,
        "scope": item.scope,
        "qualifier": item.qualifier,
        "value": item.value,
        "unit": item.unit,
        "amount": wording.amount(item.qualifier, item.value, item.unit),
        "source": source(telling.source(item, known)),
        "href": f"{PREFIX}/figures/{item.id}",
    }


def source(given: Source) -> dict[str, Any]:
    """Where the number was given; without a number and an address where the caller may not read that."""
    resource = by_kind(given.kind)
    href = f"{PREFIX}/{resource.path}/{given.id}" if resource and given.id else None
    return {"kind": given.kind, "id": given.id, "words": given.words, "day": given.day, "href": href}


def in_delegation(item: Reading, codes: dict[int, str]) -> dict[str, Any]:
    return {"delegation_id": item.delegation_id, "delegation": codes.get(item.delegation_id, "")}


ADDRESSES: tuple[Address, ...] = (
    (f"/delegations/{ID}/indicators", "delegation_indicators", {"GET": listed}),
    (f"/delegations/{ID}/indicators/{SERIES}", "delegation_indicator", {"GET": read}),
)


# --- the description --------------------------------------------------------------------------------------------------


INTEGER: Schema = {"type": "integer"}
YEAR: Schema = {"type": ["integer", "null"]}
COUNTED: Schema = {
    "type": "object",
    "properties": {
        "open": INTEGER,
        "settled": INTEGER,
        "kinds": {"type": "array", "items": {"enum": list(FLAG_KINDS)}},
    },
}
INDICATOR: dict[str, Schema] = {
    **dict.fromkeys(("series", "indicator", "unit", "href"), TEXT),
    "agencies": INTEGER,
    "figures": INTEGER,
    "other_units": {"type": "array", "items": TEXT},
}
ROW: Schema = {
    "type": "object",
    "required": [*INDICATOR, "flags"],
    "properties": {**INDICATOR, "flags": COUNTED},
}
SOURCE: Schema = {
    "type": "object",
    "properties": {
        "kind": TEXT,
        "id": YEAR,
        "words": TEXT,
        "day": {"type": ["string", "null"], "format": "date"},
        "href": {"type": ["string", "null"]},
    },
}
FIGURE: dict[str, Schema] = {
    "id": INTEGER,
    **dict.fromkeys(("code", "period", "scope", "unit", "amount", "href"), TEXT),
    "agency_ids": {"type": "array", "items": INTEGER},
    "agencies": {"type": "array", "items": TEXT},
    "period_kind": {"enum": list(PERIOD_KINDS)},
    "period_from": YEAR,
    "period_to": YEAR,
    "quarter": YEAR,
    "qualifier": {"enum": list(QUALIFIERS)},
    "value": TYPES["decimal"],
    "source": SOURCE,
}
EARLIER: dict[str, Schema] = {**FIGURE, "delegation_id": INTEGER, "delegation": TEXT}
ONE: Schema = {
    "type": "object",
    "required": ["series", "indicator", "unit", "figures", "earlier", "earlier_more", "flags"],
    "properties": {
        **dict.fromkeys(("series", "indicator", "unit"), TEXT),
        "other_units": {"type": "array", "items": {"type": "object", "properties": INDICATOR}},
        "figures": {"type": "array", "items": {"type": "object", "properties": FIGURE}},
        "earlier": {"type": "array", "items": {"type": "object", "properties": EARLIER}},
        "earlier_more": INTEGER,
        "flags": {"type": "array", "items": FLAG},
        "links": {"type": "object"},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    named = {"name": "series", "in": "path", "required": True, "schema": TEXT}
    several, single = _("Các chỉ tiêu của Đoàn, kèm số điểm cần xem"), _("Một chỉ tiêu: số liệu của mọi cơ quan")
    only = query("flags", {"enum": ["open"]}, _("Chỉ những chỉ tiêu còn điểm cần xem"))
    return {
        "/delegations/{id}/indicators": {
            "get": operation(
                "delegations_indicators",
                several,
                "delegations",
                ok(page(ref("IndicatorRow"))),
                [ID_PARAMETER, *paging(None), only],
            )
        },
        "/delegations/{id}/indicators/{series}": {
            "get": operation(
                "delegations_indicator", single, "delegations", ok(ref("Indicator")), [ID_PARAMETER, named]
            )
        },
    }


SCHEMAS: dict[str, Schema] = {"Flag": FLAG, "Indicator": ONE, "IndicatorRow": ROW}
