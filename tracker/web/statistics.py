"""Statistics of follow-up: the two rates and how they moved, by agency, delegation, field or year, and how late what is open
is (R2, R3 of domain.md 6.6; F69, F70). Every number opens the list behind it, as known at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock, moments
from tracker.core.errors import Forbidden
from tracker.core.i18n import _, _l
from tracker.core.numbers import format_vi
from tracker.recommendations.control import keeping
from tracker.recommendations.history.asking import first_moment
from tracker.recommendations.queries import follow_up, statistics
from tracker.recommendations.queries.control_room import BANDS, Asked, Room
from tracker.recommendations.queries.follow_up import NO_FIELD, Wanted
from tracker.recommendations.queries.rates import Rate, Scope
from tracker.recommendations.queries.statistics import DIMENSIONS, Group
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.reporting.periods import Period
from tracker.web import as_of, charts, control_room, filtering, kit, paging, rates
from tracker.web.as_of import Standing
from tracker.web.kit import me

pages = Blueprint("statistics", __name__, url_prefix="/dashboard")
QUARTERS = 8
LABELS = {
    "agency": _l("Cơ quan"),
    "delegation": _l("Đoàn giám sát"),
    "field": _l("Lĩnh vực"),
    "year": _l("Năm ban hành"),
}
METHOD = (
    _l("Hoàn thành: HĐND đã xác nhận xong, chia cho số việc đã đến hạn theo hạn đang áp dụng (kể cả gia hạn)."),
    _l(
        "Đúng hạn gốc: báo cáo được chấp nhận đã gửi trong hạn gốc, chia cho số việc đã đến hạn gốc."
        " Việc của sổ cũ không ghi ngày hoàn thành thì không được tính là đúng hạn."
    ),
    _l("Không tính: chưa đến hạn, được miễn bằng văn bản, có lộ trình nhiều năm, kiến nghị với trung ương."),
    _l("Toàn Hội đồng thì đếm theo cơ quan chủ trì; một cơ quan thì đếm mọi nhiệm vụ của cơ quan đó."),
    _l("Số ngày: từ ngày ban hành đến ngày xác nhận, của việc đã xong; trung vị là giá trị đứng giữa."),
    _l("Chỉ tính những gì đã biết đến thời điểm nêu trên."),
)
"""How the two rates are counted (domain.md 2.3, 6.6)."""


@pages.route("/statistics")
def show() -> Response:
    require_council_side()
    standing, scope = asked_for()
    return kit.show(
        "statistics/show.html",
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        chips=[chip for chip in filtering.chips(standing.form) if not standing.is_wrong],
        watches=keeping.may_watch(me()),
        by=dimension(),
        dimensions=[{"name": name, "label": label, "url": paging.address(by=name)} for name, label in LABELS.items()],
        address=paging.address,
        **({} if standing.is_wrong else counted(standing, scope)),
    )


def require_council_side() -> None:
    """What is compared here is other agencies' work."""
    if not me().roles & set(COUNCIL_SIDE):
        raise Forbidden


def asked_for() -> tuple[Standing, Scope]:
    standing = as_of.asked(rates.questions())
    return standing, rates.scope_of(standing.form)


def dimension() -> str:
    asked = request.args.get("by", "")
    return asked if asked in DIMENSIONS else DIMENSIONS[0]


def counted(standing: Standing, scope: Scope) -> dict[str, Any]:
    moment = standing.exactly.at
    points = trend(scope, moment)
    found, total = statistics.groups(me(), scope, dimension(), moment, page=paging.number(), size=paging.size())
    rows = [group_row(group, scope, standing.exactly.address) for group in found[: paging.size()]]
    return {
        "trend": points,
        "trend_chart": trend_chart(points),
        "trend_title": trend_title(points),
        "rows": rows,
        "chart": rates_chart(found[: paging.size()]),
        "page": paging.page([*rows, *found[paging.size() :]], total),
        "states": states(standing, scope),
        **(ageing(scope) if is_of_now(standing, scope) else {}),
    }


# --- how the rates moved ----------------------------------------------------------------------------------------------


def trend(scope: Scope, moment: datetime) -> list[dict[str, Any]]:
    """At the end of the last quarters of which something is known, and at the moment itself."""
    first = first_moment(me().council_ids)
    ends = [end for end in quarter_ends(moment) if first is not None and end >= first]
    return [
        {
            "period": quarter_of(at),
            "words": quarter_of(at).words,
            "completion": completion,
            "on_time": on_time,
            "urls": urls(scope, moments.Moment(at).address),
        }
        for at, completion, on_time in statistics.trend(me(), scope, [*ends, moment])
    ]


def quarter_ends(moment: datetime) -> list[datetime]:
    """The last moments of the quarters before this one, the oldest first."""
    begins = first_day(clock.local(moment).date())
    found = []
    for _n in range(QUARTERS - 1):
        found.append(moments.end_of(begins - timedelta(days=1)))
        begins = first_day(begins - timedelta(days=1))
    return found[::-1]


def first_day(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_of(moment: datetime) -> Period:
    day = clock.local(moment).date()
    return Period("quarter", day.year, None, (day.month - 1) // 3 + 1)


def trend_chart(points: Sequence[dict[str, Any]]) -> charts.Chart | None:
    lines = [
        charts.Series(
            label, {point["period"]: point[name].percent for point in points if point[name].percent is not None}
        )
        for name, label in (("completion", _("Hoàn thành")), ("on_time", _("Đúng hạn gốc")))
    ]
    return charts.chart([line for line in lines if line.values])


def trend_title(points: Sequence[dict[str, Any]]) -> str:
    """What the drawing says, in words."""
    known = [point for point in points if point["completion"].percent is not None]
    if not known:
        return _("Chưa có kiến nghị nào đến hạn")
    now = known[-1]["completion"].percent
    if len(known) == 1 or known[0]["completion"].percent == now:
        return _("Đã hoàn thành %(now)s %% số việc đến hạn", now=format_vi(now))
    return _(
        "Tỷ lệ hoàn thành đi từ %(then)s %% (%(quarter)s) đến %(now)s %%",
        then=format_vi(known[0]["completion"].percent),
        quarter=known[0]["words"],
        now=format_vi(now),
    )


# --- by what ----------------------------------------------------------------------------------------------------------


def group_row(group: Group, scope: Scope, moment: str) -> dict[str, Any]:
    return {
        "label": label_of(group, dimension()),
        "more": group.more,
        "completion": group.completion,
        "on_time": group.on_time,
        "is_small": is_small(group.completion),
        "extended": group.extended,
        "days": days_words(group.days),
        "urls": urls(scope, moment, **narrowed(group)),
        "scorecard": url_for("scorecards.show", id=group.key, as_of=moment) if dimension() == "agency" else None,
    }


def label_of(group: Group, by: str) -> str:
    if by == "year":
        return str(int(group.key)) if group.key else _("chưa có thông tin")
    return group.label or _("Không ghi lĩnh vực")


def narrowed(group: Group) -> dict[str, Any]:
    """What narrows the list to this group."""
    by = dimension()
    if by == "year":
        return {"year": int(group.key) if group.key else None}
    return {by: group.key or (NO_FIELD if by == "field" else None)}


def urls(scope: Scope, moment: str, **more: Any) -> dict[str, str]:
    """The lists behind the four numbers of the two rates."""
    about = {"agency": scope.agency, "delegation": scope.delegation, "term": scope.term, **more}
    return {
        name: url_for("recommendations.index", **about, counted=name, as_of=moment)
        for name in ("done", "due", "in_time", "first_due")
    }


def is_small(rate: Rate) -> bool:
    """Too few to say much (U23)."""
    number: int = kit.settings().small_number
    return 0 < rate.denominator < number


def days_words(days: float | None) -> str:
    return "–" if days is None else format_vi(Decimal(days).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize() + 0)


def rates_chart(groups: Sequence[Group]) -> dict[str, Any] | None:
    """Of the groups with most due."""
    known = [group for group in groups if group.completion.percent is not None][: charts.MOST_LINES]
    if len(known) < 2:
        return None
    pairs = [(label_of(group, dimension()), group.completion.percent or Decimal(0)) for group in known]
    best = max(pairs, key=lambda pair: pair[1])
    return {
        "drawn": charts.bars(pairs, unit=" %"),
        "title": _("%(label)s hoàn thành cao nhất: %(percent)s %%", label=best[0], percent=format_vi(best[1])),
    }


# --- by state ---------------------------------------------------------------------------------------------------------


def states(standing: Standing, scope: Scope) -> list[dict[str, Any]]:
    """How many recommendations stand where, in the order of the life; the numbers are those of the lists."""
    about: dict[str, Any] = {"agency": scope.agency, "delegation": scope.delegation, "term": scope.term}
    names = [state.name for state in ASSIGNMENT.states]
    found = follow_up.totals(me(), Wanted(**about, as_of=standing.at), names)
    return [
        {
            "state": state,
            "number": found[state.name],
            "url": url_for("recommendations.index", **about, status=state.name, as_of=standing.address),
        }
        for state in ASSIGNMENT.states
        if found[state.name]
    ]


# --- how late what is open is -----------------------------------------------------------------------------------------


def is_of_now(standing: Standing, scope: Scope) -> bool:
    """May the bands of delay be shown: the lists behind them are of now, of no term, and of those who look over tasks."""
    return standing.moment is None and not scope.term and keeping.may_watch(me())


def ageing(scope: Scope) -> dict[str, Any]:
    """R3, of now: by the bands of the control room, where the lists are."""
    counting = keeping.counting(me())
    asked = Asked(agency=scope.agency, delegation=scope.delegation)
    state, words = Room(me(), asked, counting).state(), control_room.Words(counting)
    numbers = [(words.days(band), getattr(state, band), control_room.tasks_url(band, asked)) for band in BANDS]
    longest = numbers[-1]
    return {
        "ageing": [{"label": label, "number": number, "url": url} for label, number, url in numbers],
        "ageing_total": {"number": state.overdue, "url": control_room.tasks_url("overdue", asked)},
        "ageing_chart": charts.bars([(label, Decimal(number)) for label, number, _url in numbers])
        if state.overdue
        else None,
        "ageing_title": _(
            "%(late)s nhiệm vụ quá hạn, %(long)s việc %(days)s", late=state.overdue, long=longest[1], days=longest[0]
        ),
    }
