"""Flags in words: one sentence with the numbers, as it stands beside the flag and in the finding made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tracker.comparing.flags import Flag
from tracker.comparing.readings import Reading
from tracker.comparing.sources import Source, Sources
from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.reporting import wording
from tracker.reporting.models import Figure
from tracker.reporting.periods import of as period_of
from tracker.reporting.periods import of_key

Names = Mapping[int, str]
"""Agencies by id, as they are called on the delegation."""
MOST_NAMED = 6


def sentence(flag: Flag, names: Names, sources: Sources) -> str:
    """What is to be looked at, with the numbers."""
    if flag.kind == "sum":
        return of_sum(flag, names)
    if flag.kind == "missing":
        return of_gap(flag, names)
    if flag.kind == "jump":
        return of_jump(flag, names)
    return of_twice(flag, names, sources) if flag.kind == "twice" else of_disagreement(flag, names)


def of_sum(flag: Flag, names: Names) -> str:
    """Sở Công Thương, năm 2023: SL-03 + SL-04 = 18,36 tỷ USD, lệch 0,27 tỷ USD so với SL-02 (18,09 tỷ USD)."""
    if flag.sum is None:
        return ""
    total = flag.sum.total
    about = [named(flag.agencies, names), period_of(total).words, total.scope]
    sentence = _(
        "%(codes)s = %(added)s, %(gap)s so với %(total)s (%(value)s).",
        codes=flag.sum.codes,
        added=wording.measured(flag.sum.added, flag.sum.total.unit),
        gap=flag.sum.gap,
        total=flag.sum.total.code,
        value=wording.figure(flag.sum.total),
    )
    return f"{', '.join(words for words in about if words)}: {sentence}"


def of_gap(flag: Flag, names: Names) -> str:
    if flag.gap is None:
        return ""
    return _(
        "%(agency)s chưa có số liệu: %(periods)s.",
        agency=named(flag.agencies, names),
        periods=", ".join(of_key(key).words for key in flag.gap.periods),
    )


def of_jump(flag: Flag, names: Names) -> str:
    """Sở Công Thương: năm 2024 120 dự án, tăng 140% so với năm 2023 (50 dự án)."""
    before, after = flag.readings
    facts = {
        "agency": named(flag.agencies, names),
        "now": said(after),
        "period": after.period.words,
        "earlier": before.period.words,
        "before": said(before),
    }
    if flag.change is None:
        return _(
            "%(agency)s: %(period)s là %(now)s, %(earlier)s là %(before)s; kỳ trước bằng 0 nên không tính phần trăm.",
            **facts,
        )
    percent = f"{format_vi(rounded(abs(flag.change)))}%"
    if flag.change > 0:
        return _(
            "%(agency)s: %(period)s là %(now)s, tăng %(percent)s so với %(earlier)s (%(before)s).",
            percent=percent,
            **facts,
        )
    return _(
        "%(agency)s: %(period)s là %(now)s, giảm %(percent)s so với %(earlier)s (%(before)s).",
        percent=percent,
        **facts,
    )


def of_twice(flag: Flag, names: Names, sources: Sources) -> str:
    given = "; ".join(f"{said(item)} ({source(item, sources).words})" for item in one_each(flag.readings))
    period = of_what(flag.readings[0])
    return _("%(agency)s, %(period)s: %(given)s.", agency=named(flag.agencies, names), period=period, given=given)


def of_disagreement(flag: Flag, names: Names) -> str:
    by_value: dict[Decimal, list[Reading]] = defaultdict(list)
    for item in flag.readings:
        by_value[item.value].append(item)
    given = [
        f"{named(tuple(dict.fromkeys(agency for item in items for agency in item.agencies)), names)}: {said(items[0])}"
        for items in by_value.values()
    ]
    more = len(given) - MOST_NAMED
    told = "; ".join(given[:MOST_NAMED])
    if more > 0:
        told = _("%(told)s; và %(n)s số khác", told=told, n=more)
    return _("%(period)s: %(given)s.", period=of_what(flag.readings[0]), given=told)


def one_each(readings: Sequence[Reading]) -> list[Reading]:
    """One reading for every place and number."""
    return list({(item.value, item.source_kind, item.source_id): item for item in readings}.values())


def of_what(item: Reading) -> str:
    """năm 2023, KCN và KKT"""
    return ", ".join(part for part in (item.period.words, item.scope) if part)


def said(item: Reading) -> str:
    return wording.amount(item.qualifier, item.value, item.unit)


def rounded(percent: Decimal) -> Decimal:
    """To one place; whole from a hundred on."""
    step = Decimal(1) if percent >= 100 else Decimal("0.1")
    return percent.quantize(step, ROUND_HALF_UP).normalize() + 0


def named(ids: Sequence[int], names: Names) -> str:
    known = [names.get(id, "") for id in ids]
    told = ", ".join(name for name in known[:MOST_NAMED] if name)
    if len(known) > MOST_NAMED:
        return _("%(names)s và %(n)s cơ quan khác", names=told, n=len(known) - MOST_NAMED)
    return told


def source(item: Reading | Figure, sources: Sources) -> Source:
    return sources.get((item.source_kind, item.source_id), Source(item.source_kind))


def indicator(flag: Flag) -> tuple[str, str]:
    """Name and unit of what the flag is about."""
    if flag.sum is not None:
        return flag.sum.total.indicator, flag.sum.total.unit
    if flag.gap is not None:
        return flag.gap.indicator, flag.gap.unit
    return flag.readings[-1].indicator, flag.readings[-1].unit


def finding(flag: Flag, names: Names, sources: Sources) -> str:
    """The words with which a finding begins."""
    name, _unit = indicator(flag)
    return _("Số liệu “%(indicator)s”: %(sentence)s", indicator=name, sentence=sentence(flag, names, sources))


def evidence(flag: Flag, sources: Sources) -> str:
    """Where to look it up."""
    if flag.gap is not None:
        report = sources.get(("report", flag.gap.report_id), Source("report")).words
        return capital(_("%(report)s, mục %(page)s", report=report, page=flag.gap.page))
    given: Sequence[Reading] | list[Figure] = flag.readings if flag.sum is None else [flag.sum.total]
    found = dict.fromkeys(source(item, sources).words for item in given)
    return capital("; ".join(words for words in found if words))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
