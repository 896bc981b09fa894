"""What about the figures of a series needs a look: computed each time, never kept, mended or guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import combinations, pairwise
from typing import Any

from tracker.comparing.readings import Reading, folded
from tracker.reporting.checks import Sum
from tracker.reporting.periods import Period

COMPARABLE = ("exactly", "nearly", "about")
"""Qualifiers of numbers that a jump may be measured with; "over" and "under" only give a bound."""
DIGITS = 12


@dataclass(frozen=True)
class Flag:
    """`about` says which flag of the delegation it is, whatever the numbers; `values` the numbers it speaks of."""

    kind: str
    series: str
    about: tuple[Any, ...]
    readings: tuple[Reading, ...] = ()
    agencies: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    is_soft: bool = False
    """Worth saying, but nothing to explain."""
    said: str = ""
    """What the report itself says about it."""
    change: Decimal | None = None
    """Of a jump: percent, with its sign."""
    sum: Sum | None = None
    gap: Gap | None = None

    @property
    def key(self) -> str:
        return digest(self.kind, self.series, *self.about)

    @property
    def ref(self) -> str:
        """In an address: series, flag, and the numbers that the person has seen."""
        return f"{slug(self.series)}-{self.key}-{digest(*sorted(self.values))}"


@dataclass(frozen=True)
class Gap:
    """Periods of one line of an outline's table for which an agency's report gives no number."""

    request_id: int
    line: int
    item: int
    report_id: int
    agency_id: int
    indicator: str
    unit: str
    series: str
    periods: tuple[str, ...]
    """The key of each; its words are found when somebody reads them."""
    page: str = ""
    """The number of the item in the outline."""
    note: str = field(default="", compare=False)
    """Why, in the agency's words; where it says so for all of them."""


def digest(*parts: Any) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:DIGITS]


def slug(series: str) -> str:
    """The series in an address."""
    return digest("series", series)


def found(
    own: Sequence[Reading],
    earlier: Sequence[Reading] = (),
    *,
    sums: Iterable[Sum] = (),
    gaps: Iterable[Gap] = (),
    limit: int | None,
) -> list[Flag]:
    """The flags of one series on one delegation, in the order of FLAG_KINDS.

    own: the delegation's readings, also those of earlier versions of its reports; earlier: of earlier delegations;
    sums: declared totals of the series with their parts; limit: per cent, beyond which a change is a jump;
    without one jumps are not looked for.
    """
    current = [item for item in own if item.version_of is None]
    return [
        *(of_sum(item) for item in sums if not item.holds),
        *(jumps(current, earlier, limit) if limit is not None else ()),
        *(of_gap(gap) for gap in gaps),
        *disagreements(current),
        *twice(own, earlier),
    ]


def of_sum(item: Sum) -> Flag:
    """A total that its declared parts do not make (domain.md 6.5)."""
    rows = [item.total, *item.parts]
    return Flag(
        kind="sum",
        series=item.total.series_key,
        about=(item.total.id,),
        agencies=tuple(entry.agency_id for entry in item.total.agencies),
        values=tuple(f"{row.id}={row.value.normalize():f}" for row in rows),
        said=item.total.difference_note,
        sum=item,
    )


def of_gap(gap: Gap) -> Flag:
    return Flag(
        kind="missing",
        series=gap.series,
        about=(gap.request_id, gap.line),
        agencies=(gap.agency_id,),
        values=gap.periods,
        said=gap.note,
        gap=gap,
    )


# --- one agency against itself ----------------------------------------------------------------------------------------


def jumps(own: Sequence[Reading], earlier: Sequence[Reading], limit: int) -> Iterator[Flag]:
    """A change of more than `limit` per cent against the last earlier period of the same agency, scope and length."""
    known = {item.id for item in own}
    told: set[tuple[int, int]] = set()
    for line in lines_of([*earlier, *own]).values():
        for before, after in pairwise(line):
            pair = (before.id, after.id)
            if after.id in known and pair not in told and (flag := jump(before, after, limit)):
                told.add(pair)
                yield flag


def lines_of(readings: Sequence[Reading]) -> dict[tuple[Any, ...], list[Reading]]:
    """By agency, scope, kind and length of period: one reading a period, in order; the last one given counts."""
    lines: dict[tuple[Any, ...], dict[Period, Reading]] = defaultdict(dict)
    for item in readings:
        if item.period.kind != "cumulative" and item.qualifier in COMPARABLE:
            for agency in item.agencies:
                lines[agency, folded(item.scope), item.period.kind, length(item.period)][item.period] = item
    return {
        at: [line[period] for period in sorted(line, key=lambda period: period.order)] for at, line in lines.items()
    }


def length(period: Period) -> int:
    """Years of a span; periods of different lengths are not compared."""
    return (period.last or 0) - (period.first or 0) if period.kind == "span" else 1


def jump(before: Reading, after: Reading, limit: int) -> Flag | None:
    difference = after.value - before.value
    if abs(difference) * 100 <= limit * abs(before.value):
        return None
    return Flag(
        kind="jump",
        series=after.series,
        about=("jump", *after.about, *after.agencies),
        readings=(before, after),
        agencies=after.agencies,
        values=(before.as_value, after.as_value),
        is_soft=before.value == 0,
        change=difference * 100 / abs(before.value) if before.value else None,
    )


def twice(own: Sequence[Reading], earlier: Sequence[Reading]) -> Iterator[Flag]:
    """One agency gives different exact numbers for the same period and scope, in two places.

    What is counted "until now" differs from day to day and is left out.
    """
    known = {item.id for item in own}
    groups: dict[tuple[Any, ...], list[Reading]] = defaultdict(list)
    for item in (*earlier, *own):
        if item.is_exact and item.period.kind != "cumulative":
            for agency in item.agencies:
                groups[agency, *item.about].append(item)
    together: dict[tuple[Reading, ...], list[int]] = defaultdict(list)
    for (agency, *_about), items in groups.items():
        if len({item.value for item in items}) > 1 and any(item.id in known for item in items):
            together[tuple(items)].append(agency)
    for read, agencies in together.items():
        yield flag_of("twice", read, (*agencies, *read[0].about), tuple(agencies))


# --- agencies against each other --------------------------------------------------------------------------------------


def disagreements(own: Sequence[Reading]) -> Iterator[Flag]:
    """Two agencies have no number in common for the same period and scope; only exact numbers disagree."""
    groups: dict[tuple[Any, ...], list[Reading]] = defaultdict(list)
    for item in own:
        if item.is_exact:
            groups[item.about].append(item)
    for about, items in groups.items():
        if any_apart(items):
            yield flag_of(
                "disagreement", items, about, tuple(dict.fromkeys(a for item in items for a in item.agencies))
            )


def any_apart(items: Sequence[Reading]) -> bool:
    """Is there a pair of agencies of which neither ever says what the other says?"""
    said: dict[int, set[Decimal]] = defaultdict(set)
    for item in items:
        for agency in item.agencies:
            said[agency].add(item.value)
    apart = {frozenset(values) for values in said.values()}
    return any(not one & other for one, other in combinations(apart, 2))


def flag_of(kind: str, items: Sequence[Reading], about: tuple[Any, ...], agencies: tuple[int, ...]) -> Flag:
    return Flag(
        kind=kind,
        series=items[0].series,
        about=about,
        readings=tuple(items),
        agencies=agencies,
        values=tuple(item.as_value for item in items),
    )
