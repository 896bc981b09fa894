"""The scorecard of one agency, with its method: for itself and for the Council's side (R6, U23)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.errors import Forbidden
from tracker.core.i18n import _, _l
from tracker.organizations.models import Agency
from tracker.recommendations.queries import statistics
from tracker.recommendations.queries.rates import Rate, Scope
from tracker.recommendations.queries.statistics import Group
from tracker.web import as_of, kit
from tracker.web import statistics as pages_of_all
from tracker.web.kit import me

OF_AGENCY = _l("Đếm mọi nhiệm vụ của cơ quan này, chủ trì hay phối hợp, như đã biết vào thời điểm nêu trên.")
pages = Blueprint("scorecards", __name__, url_prefix="/agencies")


@pages.route("/<int:id>/scorecard")
def show(id: int) -> Response:
    agency = find(id)
    standing = as_of.asked()
    return kit.show(
        "statistics/scorecard.html",
        agency=agency,
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        method=method(),
        back=url_for("organizations.show", id=id),
        **({} if standing.is_wrong else counted(agency, standing)),
    )


def method() -> list[str]:
    completion, on_time, left_out, _council, days, _known = map(str, pages_of_all.METHOD)
    return [str(OF_AGENCY), left_out, completion, on_time, days]


def small_warning() -> str:
    return _(
        "Ít hơn %(n)s việc đã đến hạn: tỷ lệ chưa nói lên nhiều, đừng dùng để xếp hạng.", n=kit.settings().small_number
    )


def find(id: int) -> Agency:
    """Of another agency nobody but the Council's side is told."""
    agency: Agency = access.find("agency", id, me())
    if not is_readable(id):
        raise Forbidden
    return agency


def is_readable(agency_id: int) -> bool:
    return bool(me().roles & set(COUNCIL_SIDE)) or agency_id in me().agency_ids


def counted(agency: Agency, standing: as_of.Standing) -> dict[str, Any]:
    moment, scope = standing.exactly.at, Scope(agency=agency.id)
    own = statistics.whole(me(), scope, moment)
    urls = pages_of_all.urls(scope, standing.exactly.address)
    return {
        "rows": rows(own, urls),
        "warning": small_warning() if pages_of_all.is_small(own.completion) else "",
        "days": pages_of_all.days_words(own.days),
        "tasks": own.tasks,
        "tasks_url": url_for("recommendations.index", agency=agency.id, as_of=standing.exactly.address),
        "extended": own.extended,
        "extensions": own.extensions,
        "everybody": everybody(standing) if me().roles & set(COUNCIL_SIDE) else None,
    }


def rows(own: Group, urls: dict[str, str]) -> list[dict[str, Any]]:
    return [
        row(_("Hoàn thành theo hạn đang áp dụng"), own.completion, urls["done"], urls["due"]),
        row(_("Đúng hạn gốc"), own.on_time, urls["in_time"], urls["first_due"]),
    ]


def row(label: str, rate: Rate, part_url: str, whole_url: str) -> dict[str, Any]:
    return {"label": label, "rate": rate, "part_url": part_url, "whole_url": whole_url}


def everybody(standing: as_of.Standing) -> dict[str, Any]:
    """The same of all recommendations, to compare with."""
    found = statistics.whole(me(), Scope(), standing.exactly.at)
    return {"completion": found.completion, "on_time": found.on_time, "days": pages_of_all.days_words(found.days)}
