"""Which steps each kind of resolution passes: everybody reads it, administrators correct it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.i18n import _
from tracker.deadlines.changes import is_keeper, require_keeper
from tracker.policies import route
from tracker.policies.models import PROCEDURES, RULESETS
from tracker.policies.route import BETWEEN, RouteStep
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("policy_route", __name__, url_prefix="/policy-route")


@pages.route("")
def index() -> Response:
    return kit.show(
        "policies/route.html",
        laws=[
            {"label": RULESETS[ruleset], "kinds": kinds(list(rows))}
            for ruleset, rows in groupby(ordered(), key=attrgetter("ruleset"))
        ],
        between=BETWEEN,
        may_keep=is_keeper(me()),
    )


def ordered() -> list[RouteStep]:
    """The newest law first, then by kind of resolution, then step after step."""
    laws, procedures = list(RULESETS), list(PROCEDURES)
    return sorted(route.steps(), key=lambda row: (-laws.index(row.ruleset), procedures.index(row.procedure)))


def kinds(rows: Sequence[RouteStep]) -> list[dict[str, Any]]:
    """One row a kind of resolution: its steps in their order, and on what they rest."""
    found = []
    for procedure, words in PROCEDURES.items():
        own = [row for row in rows if row.procedure == procedure]
        bases = list(dict.fromkeys(row.legal_basis for row in own))
        found.append({"label": words, "steps": own, "bases": bases})
    return found


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    row: RouteStep = access.find("policy_route_step", id, me())
    require_keeper(me())
    form = kit.form(route.RouteStepForm, route.answers_of(row), record=row)
    if kit.sent(form):
        with kit.trying(form):
            route.edit(row, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu quy định."))
    return kit.show(
        "policies/route_edit.html",
        form=form,
        name=route.title(row),
        law=RULESETS[row.ruleset],
        events=kit.timeline("policy_route_step", row),
        back=url_for(".index"),
    )
