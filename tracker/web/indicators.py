"""The indicators reported to a delegation: agencies beside each other, periods after each other, what needs a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.comparing import flags, looking, queries, readings, sources, telling
from tracker.comparing import series as known_series
from tracker.comparing.readings import Reading
from tracker.comparing.sources import Sources
from tracker.core.errors import NotFound
from tracker.core.numbers import format_vi
from tracker.delegations.models import Delegation
from tracker.reporting import wording
from tracker.reporting.periods import Period
from tracker.web import charts, kit, looks, paging
from tracker.web.comparison import of_council
from tracker.web.kit import me

pages = Blueprint("indicators", __name__, url_prefix="/delegations/<int:id>")

MOST_COLUMNS = 12


# --- the list ---------------------------------------------------------------------------------------------------------


@pages.route("/indicators")
def index(id: int) -> Response:
    """Every indicator with how many agencies report it and what needs a look; `?flags=open` only those that do."""
    delegation = of_council(id)
    listed = series(delegation)
    only_open = request.args.get("flags") == "open"
    size, number = paging.size(), paging.number()
    if only_open:
        by_key = looks.by_series(delegation, None)
        listed = [row for row in listed if any(item.is_open for item in by_key.get(row["key"], ()))]
    shown = listed[(number - 1) * size : number * size + 1]
    if not only_open:
        by_key = looks.by_series(delegation, [row["key"] for row in shown])
    return kit.show(
        "indicators/index.html",
        delegation=delegation,
        only_open=only_open,
        rows=[row | looks.summary(by_key.get(row["key"], ())) for row in shown[:size]],
        page=paging.page(shown, len(listed)),
        address=paging.address,
    )


def series(delegation: Delegation) -> list[dict[str, Any]]:
    return [
        {
            "key": about.key,
            "indicator": about.indicator,
            "unit": about.unit,
            "agencies": about.agencies,
            "figures": about.figures,
            "url": url_for(".show", id=delegation.id, series=about.slug),
            "other_units": [other.unit for other in about.other_units],
        }
        for about in known_series.of_delegation(delegation, me())
    ]


# --- one indicator ----------------------------------------------------------------------------------------------------


@pages.route("/indicators/<series>")
def show(id: int, series: str) -> Response:
    delegation = of_council(id)
    key = queries.series_named(delegation, series, me())
    if key is None:
        raise NotFound
    read = readings.of_series(delegation, key, me())
    own, earlier = queries.apart(read, delegation)
    seen = looks.by_series(delegation, [key]).get(key, [])
    names = looking.names_of(delegation, [*own, *earlier])
    known = sources.of([*own, *earlier], me(), [item.flag for item in seen])
    indicator, unit = known_series.named(own, seen)
    return kit.show(
        "indicators/show.html",
        delegation=delegation,
        indicator=indicator,
        unit=unit,
        flags=[looks.told(item, delegation, names, known) for item in seen],
        waiting=sum(item.is_open for item in seen),
        drawn=drawn(own, earlier, names),
        bounds=any(item.qualifier not in flags.COMPARABLE for item in own),
        others=other_units(delegation, indicator, unit),
        **grid(own, names, known),
        **history(earlier, names, known),
    )


def other_units(delegation: Delegation, indicator: str, unit: str) -> list[dict[str, str]]:
    return [
        {"unit": other.unit, "url": url_for(".show", id=delegation.id, series=other.slug)}
        for other in known_series.reported_in_other_units(delegation, indicator, unit, me())
    ]


def grid(own: Sequence[Reading], names: Mapping[int, str], known: Sources) -> dict[str, Any]:
    """Agency × period, the last periods first to be kept; a cell holds every number that was given for it."""
    periods = sorted({item.period for item in own}, key=lambda period: period.order)
    shown = periods[-MOST_COLUMNS:]
    lines: dict[tuple[str, str, int], list[Reading]] = defaultdict(list)
    for item in own:
        for agency in item.agencies:
            lines[names.get(agency, ""), item.scope, agency].append(item)
    return {
        "periods": [period.words for period in shown],
        "columns": [{"label": period.words, "num": True} for period in shown],
        "hidden_periods": len(periods) - len(shown),
        "grid": [
            {"agency": name, "scope": scope, **row_of(lines[name, scope, agency], shown, known)}
            for name, scope, agency in sorted(lines)
        ],
    }


def row_of(given: Sequence[Reading], shown: Sequence[Period], known: Sources) -> dict[str, Any]:
    """The cells of one line; where all its numbers come from one place, that is said once."""
    numbers = {item.id: number(item, known) for item in given}
    places = {(item.source_kind, item.source_id) for item in given}
    return {
        "source": numbers[given[0].id] if len(places) == 1 else None,
        "cells": [[numbers[item.id] for item in given if item.period == period] for period in shown],
    }


def number(item: Reading, known: Sources) -> dict[str, Any]:
    source = telling.source(item, known)
    return {
        "amount": wording.amount(item.qualifier, item.value, item.unit),
        "bare": wording.qualified(item.qualifier, format_vi(item.value)),
        "source": source.words,
        "day": source.day,
        "url": url_of(item, source.id),
    }


def url_of(item: Reading, source_id: int | None) -> str:
    """The session or report that gave it; where that has no page for this reader, the sheet of figures."""
    if source_id is not None and item.source_kind in kit.PAGES:
        return kit.url_of(item.source_kind, source_id)
    return url_for("figures.show", id=item.id)


def history(earlier: Sequence[Reading], names: Mapping[int, str], known: Sources) -> dict[str, Any]:
    """What earlier delegations were told of the same indicator, newest first."""
    codes = known_series.delegation_codes({item.delegation_id for item in earlier})
    newest = known_series.newest(earlier)
    return {
        "earlier": [
            number(item, known)
            | {
                "period": item.period.words,
                "scope": item.scope,
                "agencies": [names.get(agency, "") for agency in item.agencies],
                "delegation": codes.get(item.delegation_id, ""),
                "delegation_url": kit.url_of("delegation", item.delegation_id),
            }
            for item in newest[: known_series.MOST_EARLIER]
        ],
        "earlier_more": max(0, len(newest) - known_series.MOST_EARLIER),
    }


def drawn(own: Sequence[Reading], earlier: Sequence[Reading], names: Mapping[int, str]) -> charts.Chart | None:
    """A line for each agency and scope, of the length of period for which there is most; earlier reports go before."""
    reporters = {agency for item in own for agency in item.agencies}
    by_length: dict[tuple[Any, ...], list[charts.Series]] = defaultdict(list)
    for (agency, _scope, *length), line in flags.lines_of([*earlier, *own]).items():
        if agency in reporters:
            label = ", ".join(part for part in (names.get(agency, ""), line[-1].scope) if part)
            by_length[tuple(length)].append(charts.Series(label, {item.period: item.value for item in line}))
    if not by_length:
        return None
    most = max(by_length.values(), key=lambda lines: sum(len(line.values) for line in lines))
    return charts.chart(sorted(most, key=lambda line: line.label))
