"""The two rates of a day: completion by the deadline that holds, on time by the original one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock
from tracker.core.i18n import _
from tracker.recommendations.forms import RatesFilter
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Rate, Rates, Scope
from tracker.web import filtering, follow_up, kit
from tracker.web.kit import me

pages = Blueprint("rates", __name__, url_prefix="/recommendations")


@pages.route("/rates")
def show() -> Response:
    asked = RatesFilter(request.args)
    if me().roles & set(COUNCIL_SIDE):
        asked.agency.choices = filtering.agencies()
    else:
        del asked.agency
    asked.delegation.choices = filtering.delegation_options()
    asked.term.choices = [(str(term.id), follow_up.spell_term(term)) for term in follow_up.known_terms()]
    asked.validate()
    on = asked.on.data if asked.on.data and not asked.on.errors else clock.today()
    agency = asked.agency.data if "agency" in asked else None
    found = rates.of(me(), Scope(agency or None, asked.delegation.data or None, asked.term.data or None), on)
    return kit.show(
        "recommendations/rates.html",
        filter=asked,
        chips=filtering.chips(asked),
        rates=found,
        rows=told(found),
        table_url=url_for(
            "recommendations.index",
            agency=agency or None,
            delegation=asked.delegation.data or None,
            term=asked.term.data or None,
        ),
    )


def told(found: Rates) -> list[dict[str, object]]:
    return [
        row(_("Hoàn thành"), _("theo hạn đang áp dụng, kể cả gia hạn"), found.completion),
        row(_("Đúng hạn"), _("theo hạn gốc, không kể gia hạn"), found.on_time),
    ]


def row(label: str, hint: str, rate: Rate) -> dict[str, object]:
    return {"label": label, "hint": hint, "rate": rate, "percent": rate.percent}
