"""The two rates of a moment: completion by the deadline that held, on time by the original one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.i18n import _
from tracker.recommendations.forms import RatesFilter
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.counting import COUNTED
from tracker.recommendations.queries.rates import Rate, Rates, Scope
from tracker.web import as_of, filtering, follow_up, kit
from tracker.web.as_of import Standing
from tracker.web.kit import me

pages = Blueprint("rates", __name__, url_prefix="/recommendations")

LEFT_OUT = ("not_due", "waived", "multi_year", "central")


@pages.route("/rates")
def show() -> Response:
    standing = as_of.asked(questions())
    scope = scope_of(standing.form)
    found = None if standing.is_wrong else rates.of(me(), scope, standing.exactly.at)
    return kit.show(
        "recommendations/rates.html",
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        chips=[chip for chip in filtering.chips(standing.form) if not standing.is_wrong],
        rows=told(found, scope, standing.exactly.address) if found else [],
        left_out=left_out(found, scope, standing) if found else [],
        table_url=list_url(scope, standing.address),
        may_compare=bool(me().roles & set(COUNCIL_SIDE)),
    )


def questions() -> RatesFilter:
    asked = RatesFilter(as_of.given(), councils=me().council_ids)
    if me().roles & set(COUNCIL_SIDE):
        asked.agency.choices = filtering.agencies_followed()
    else:
        del asked.agency
    asked.delegation.choices = filtering.delegation_options()
    asked.term.choices = [(str(term.id), follow_up.spell_term(term)) for term in follow_up.known_terms()]
    return asked


def scope_of(asked: Any) -> Scope:
    agency = asked.agency.data if "agency" in asked else None
    return Scope(agency or None, asked.delegation.data or None, asked.term.data or None)


def list_url(scope: Scope, moment: str | None, counted: str | None = None) -> str:
    """The recommendations behind a number, as known at the very moment of the number."""
    return url_for(
        "recommendations.index",
        agency=scope.agency,
        delegation=scope.delegation,
        term=scope.term,
        counted=counted,
        as_of=moment,
    )


def told(found: Rates, scope: Scope, moment: str | None) -> list[dict[str, Any]]:
    completion = row(_("Hoàn thành"), _("theo hạn đang áp dụng, kể cả gia hạn"), found.completion)
    on_time = row(_("Đúng hạn"), _("theo hạn gốc, không kể gia hạn"), found.on_time)
    links = {name: list_url(scope, moment, name) for name in COUNTED}
    return [
        completion | {"band": band(found.completion), "done_url": links["done"], "due_url": links["due"]},
        on_time | {"band": "", "done_url": links["in_time"], "due_url": links["first_due"]},
    ]


def row(label: str, hint: str, rate: Rate) -> dict[str, Any]:
    return {"label": label, "hint": hint, "rate": rate, "percent": rate.percent}


def band(rate: Rate) -> str:
    """The band that a completion rate falls into (domain.md 2.3); the bounds are a setting."""
    bounds: tuple[int, ...] = current_app.extensions["settings"].rate_bands
    if not rate.denominator:
        return ""
    if rate.reaches(bounds[0]):
        return _("từ %(low)s %% trở lên", low=bounds[0])
    for high, low in pairwise(bounds):
        if rate.reaches(low):
            return _("từ %(low)s %% đến dưới %(high)s %%", low=low, high=high)
    return _("dưới %(high)s %%", high=bounds[-1])


def left_out(found: Rates, scope: Scope, standing: Standing) -> list[dict[str, Any]]:
    """What the completion rate leaves out, and why."""
    return [
        {
            "label": COUNTED[name],
            "number": getattr(found, name),
            "url": list_url(scope, standing.exactly.address, name),
        }
        for name in LEFT_OUT
    ]
