"""Agency × state for a recommendation or a delegation with many addressees: counts on top, each leading to its rows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock
from tracker.core.i18n import _, _l
from tracker.delegations.models import Delegation
from tracker.recommendations.deadlines import days_left
from tracker.recommendations.effects import waits_in_time
from tracker.recommendations.forms import GridFilter
from tracker.recommendations.models import ASSIGNMENT_ROLES
from tracker.recommendations.queries import grid, reading, rollup
from tracker.recommendations.queries.grid import Wanted
from tracker.recommendations.workflow import ASSIGNMENT, TIMELESS
from tracker.web import as_of, filtering, kit, paging
from tracker.web.as_of import Standing
from tracker.web.kit import me

pages = Blueprint("agency_grid", __name__)
LATE = {"label": _l("Quá hạn"), "icon": "exclamation-triangle-fill", "tone": "danger"}


@pages.route("/recommendations/<int:id>/agencies")
def of_recommendation(id: int) -> Response:
    recommendation = reading.get(id, me())
    about = {"label": f"{_('Kiến nghị')} {recommendation.code}", "url": url_for("recommendations.show", id=id)}
    return draw(Wanted(recommendation_id=id), about, recommendation.text)


@pages.route("/delegations/<int:id>/agencies")
def of_delegation(id: int) -> Response:
    delegation: Delegation = access.find("delegation", id, me())
    about = {"label": f"{_('Đoàn')} {delegation.code}", "url": url_for("delegations.show", id=id)}
    return draw(Wanted(delegation_id=id), about, delegation.title)


def asked_for(about: Wanted) -> tuple[GridFilter, Standing, Wanted]:
    """The filter line, when the grid stands, and what it is narrowed to."""
    asked, standing = GridFilter(request.args), as_of.asked()
    status = filtering.value(asked.status) or ""
    wanted = Wanted(
        recommendation_id=about.recommendation_id,
        delegation_id=about.delegation_id,
        status=status,
        overdue=filtering.value(asked.overdue) is not None,
        q=filtering.value(asked.q) or "",
        as_of=standing.at,
    )
    return asked, standing, wanted


def draw(about: Wanted, crumb: dict[str, Any], words: str) -> Response:
    """Now, or `?as_of=` as known then; of then no percents, which the spans do not hold."""
    asked, standing, wanted = asked_for(about)
    with standing.known():
        found = [] if standing.is_wrong else grid.rows(me(), wanted, page=paging.number(), size=paging.size())
        page = paging.page(found, 0 if standing.is_wrong else grid.total(me(), wanted))
        counts = [] if standing.is_wrong else counted(grid.counts(me(), wanted))
        progress = {} if standing.moment else rollup.of_tasks(readable(page.rows))
        rows = [told(row, progress.get(row.id), standing.address) for row in page.rows]
    return kit.show(
        "recommendations/agencies.html",
        crumb=crumb,
        words=words,
        filter=asked,
        standing=standing,
        form=standing.form,
        print_url=standing.print_url,
        chips=filtering.chips(asked),
        counts=counts,
        page=page,
        rows=rows,
        of_delegation=about.delegation_id is not None,
        clear_url=request.path,
        address=paging.address,
    )


def readable(rows: Any) -> list[int]:
    """Of these the tasks of which the reader may know more than the state."""
    if me().roles & set(COUNCIL_SIDE):
        return [row.id for row in rows]
    return [row.id for row in rows if row.agency_id in me().agency_ids]


def counted(counts: grid.Counts) -> list[dict[str, Any]]:
    """Each state that occurs, in the order of the life, then what is overdue: with its number and the list behind it."""
    found = [
        {"state": state, "count": counts.states[state.name], "url": paging.address(status=state.name, overdue=None)}
        for state in ASSIGNMENT.states
        if state.name in counts.states
    ]
    late = {"state": LATE, "count": counts.overdue, "url": paging.address(overdue="1", status=None)}
    return [*found, late] if counts.overdue else found


def told(row: Any, progress: rollup.OfTask | None, moment: str | None) -> dict[str, Any]:
    left = None if row.due_ends_on is None else days_left(row.due_ends_on, clock.today())
    is_timed = row.state not in TIMELESS and not waits_in_time(row.state, row.sent_on, row.due_ends_on or clock.today())
    return {
        "url": url_for("recommendations.show", id=row.recommendation_id, as_of=moment),
        "code": row.code,
        "agency": row.taken_over_by or row.agency_name,
        "role": ASSIGNMENT_ROLES[row.role],
        "state": ASSIGNMENT.state(row.state),
        "due_on": row.due_on,
        "ends_on": row.due_ends_on,
        "original_due_on": row.original_due_on,
        "extensions": row.extension_count,
        "days_left": left if is_timed else None,
        "progress": progress,
    }
