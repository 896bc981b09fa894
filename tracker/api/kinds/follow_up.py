"""The list of /recommendations: the follow-up table of the pages, with its filters, its order and its rights."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api.filters import INTEGER, Filter
from tracker.api.lists import Page, opened_words, sealed_words
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.recommendations import filters
from tracker.recommendations.models import Addressee, Assignment, Recommendation
from tracker.recommendations.queries import cursors, follow_up

SORTS = follow_up.SORTS
STATUS = {"enum": list(filters.STATUSES)}
TEXT = {"type": "string"}
FILTERS = (
    Filter("agency", str, None, INTEGER, _l("Bất kỳ cơ quan nào được giao")),
    Filter("status", str, None, STATUS, _l("Trạng thái của cơ quan, hoặc của chủ trì")),
    Filter("due", str, None, TEXT, _l("overdue, soon, hoặc 2026-01-01..2026-03-31")),
    Filter("delegation", str, None, INTEGER),
    Filter("term", str, None, INTEGER, _l("Ban hành trong khóa này, hoặc được chuyển sang khóa này theo dõi")),
    Filter("q", str, None, TEXT, _l("Từ khóa, có dấu hoặc không dấu")),
)
LOAD = (
    joinedload(Recommendation.delegation),
    joinedload(Recommendation.document),
    joinedload(Recommendation.approved_by),
    joinedload(Recommendation.followed_by),
    selectinload(Recommendation.addressees).joinedload(Addressee.agency).selectinload(Agency.names),
    selectinload(Recommendation.conditions),
    selectinload(Recommendation.assignments).selectinload(Assignment.handovers),
)


def table(actor: Actor, given: MultiDict[str, str], *, sort: str, after: str | None, size: int) -> Page:
    """Read by the pages' own reader; what it cannot understand is named, not left out."""
    wanted, strange = filters.read({item.name: given[item.name] for item in FILTERS if item.name in given})
    if strange:
        raise Invalid({name: [_("Không hiểu giá trị này. Hãy xem /api/docs.")] for name in strange})
    name = f"recommendations {sort}"
    wanted = replace(wanted, sort=sort, size=size, after=opened_words(after, name) if after else "")
    reach = follow_up.Reach(actor, wanted)
    keys, total = reach.keys(), reach.count()
    more = len(keys) > size
    return Page(
        rows=rows([key[-1] for key in keys[:size]]),
        next=sealed_words(cursors.spell(keys[size - 1]), name) if more else None,
        total=total if total <= follow_up.COUNTED else None,
    )


def rows(ids: list[int]) -> list[Recommendation]:
    """These recommendations, in this order."""
    query = select(Recommendation).where(Recommendation.id.in_(ids)).options(*LOAD)
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[id] for id in ids]
