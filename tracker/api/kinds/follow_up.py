"""The list of /recommendations: the follow-up table of the pages, with its filters, its order and its rights."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api.filters import INTEGER, Filter, Wrong, asked, number, one_of, span, words
from tracker.api.lists import Page, opened_words, sealed_words
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.recommendations.models import Addressee, Recommendation
from tracker.recommendations.queries import cursors, follow_up
from tracker.recommendations.workflow import ASSIGNMENT

SORTS = follow_up.SORTS
STATUSES = (*(state.name for state in ASSIGNMENT.states), "open", "draft")


LOAD = (
    joinedload(Recommendation.delegation),
    joinedload(Recommendation.document),
    joinedload(Recommendation.approved_by),
    joinedload(Recommendation.followed_by),
    selectinload(Recommendation.addressees).joinedload(Addressee.agency),
    selectinload(Recommendation.conditions),
    selectinload(Recommendation.assignments),
)


def due(raw: str) -> dict[str, Any]:
    """`overdue`, `soon`, or a range of days."""
    if raw in ("overdue", "soon"):
        return {"due": raw}
    try:
        first, last = span(raw)
    except Wrong as error:
        raise Wrong(_("Hãy gửi overdue, soon hoặc 2026-01-01..2026-03-31.")) from error
    return {"due_from": first, "due_to": last}


FILTERS = (
    Filter("agency", number, None, INTEGER, _l("Bất kỳ cơ quan nào được giao")),
    Filter("status", one_of(STATUSES), None, {"enum": list(STATUSES)}, _l("Trạng thái của cơ quan, hoặc của chủ trì")),
    Filter("due", due, None, {"type": "string"}, _l("overdue, soon, hoặc 2026-01-01..2026-03-31")),
    Filter("delegation", number, None, INTEGER),
    Filter("q", words, None, {"type": "string"}, _l("Từ khóa, có dấu hoặc không dấu")),
)


def table(actor: Actor, given: MultiDict[str, str], *, sort: str, after: str | None, size: int) -> Page:
    """The follow-up table of the pages: same filters, same order, same rights."""
    read = {item.name: asked(given, item.name, item.read) for item in FILTERS if given.get(item.name)}
    spread = read.pop("due", {})
    name = f"recommendations {sort}"
    wanted = follow_up.Wanted(**read, **spread, sort=sort, size=size, after=opened_words(after, name) if after else "")
    reach = follow_up.Reach(actor, wanted)
    keys, total = reach.keys(), reach.count()
    ids = [key[-1] for key in keys[:size]]
    found = {
        row.id: row
        for row in db.session.scalars(select(Recommendation).where(Recommendation.id.in_(ids)).options(*LOAD))
    }
    more = len(keys) > size
    return Page(
        rows=[found[id] for id in ids],
        next=sealed_words(cursors.spell(keys[size - 1]), name) if more else None,
        total=total if total <= follow_up.COUNTED else None,
    )
