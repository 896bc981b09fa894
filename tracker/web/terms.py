"""The terms of the council: what each did and left, and where it was handed over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations.models import CouncilTerm
from tracker.recommendations.models import Recommendation
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Scope
from tracker.recommendations.terms import OPEN, belonging, carried_into
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.terms import queries, service
from tracker.terms.models import TermHandover
from tracker.terms.workflow import TERM_HANDOVER, title
from tracker.web import follow_up, kit, paging
from tracker.web.kit import me
from tracker.web.rates import told
from tracker.workflow import engine

pages = Blueprint("terms", __name__, url_prefix="/terms")


@pages.route("")
def index() -> Response:
    require_council_side()
    number, size = paging.number(), paging.size()
    query = queries.listing(me())
    rows = db.session.scalars(query.limit(size + 1).offset((number - 1) * size)).all()
    page = paging.page(rows, db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0)
    return kit.show(
        "terms/index.html",
        terms=follow_up.known_terms(),
        spell=follow_up.spell_term,
        page=page,
        address=paging.address,
        handovers=[handover_row(row) for row in page.rows],
        may_begin=service.may_begin(me()),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    """What was issued in it or carried into it, as far as the reader may read that."""
    term: CouncilTerm = access.find("council_term", id, me())
    require_council_side()
    after = queries.following(term)
    scope = Scope(term=term.id)
    found = rates.of(me(), scope)
    counted = counts(term)
    may_begin = term.council_id in me().councils_as(*TERM_HANDOVER.create)
    return kit.show(
        "terms/show.html",
        term=term,
        after=after,
        name=follow_up.spell_term(term),
        council=term.council,
        counts=[
            (_("Còn mở") if state.name == OPEN else state.label, counted.get(state.name, 0))
            for state in RECOMMENDATION.states
            if state.name != RECOMMENDATION.start
        ],
        total=sum(counted.values()),
        carried_in=carried_in(term),
        left=queries.count_open(term, after) if may_begin and (after or term.to_on) else 0,
        rates=told(found, scope, None),
        on=found.on,
        handovers=[handover_row(row) for row in queries.of_term(term.id, me())],
        begin_url=url_for("term_handovers.new", term=term.id) if may_begin and after else "",
        lacks_next=may_begin and after is None,
    )


def require_council_side() -> None:
    """Agencies and the administrator have no part in it."""
    if not queries.is_council_side(me()):
        raise Forbidden


def counts(term: CouncilTerm) -> dict[str, int]:
    query = select(Recommendation.state, func.count()).where(
        Recommendation.id.in_(belonging(term.id)), access.visible("recommendation", me())
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Recommendation.state))}


def carried_in(term: CouncilTerm) -> int:
    mine = (Recommendation.id.in_(carried_into(term.id)), access.visible("recommendation", me()))
    return db.session.scalar(select(func.count()).select_from(Recommendation).where(*mine)) or 0


def handover_row(handover: TermHandover) -> dict[str, Any]:
    return {
        "code": handover.code,
        "url": url_for("term_handovers.show", id=handover.id),
        "title": title(handover),
        "state": engine.state_of(handover),
        "listed": handover.listed,
        "number": handover.number,
        "issued_on": handover.issued_on,
    }
