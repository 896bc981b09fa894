"""The list of /recommendations: the follow-up table of the pages, with its filters, its order and its rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api.filters import INTEGER, Filter
from tracker.api.kinds.tasks import keep
from tracker.api.lists import Page, opened_words, sealed_words
from tracker.core import clock
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.recommendations import filters
from tracker.recommendations.models import Addressee, Assignment, Recommendation
from tracker.recommendations.queries import cursors, follow_up, looking_back
from tracker.recommendations.queries.counting import COUNTED
from tracker.recommendations.queries.follow_up import Reach

SORTS = follow_up.SORTS
STATUS = {"enum": list(filters.STATUSES)}
TEXT = {"type": "string"}
FILTERS = (
    Filter("agency", str, None, INTEGER, _l("Bất kỳ cơ quan nào được giao")),
    Filter("status", str, None, STATUS, _l("Trạng thái của cơ quan, hoặc của chủ trì")),
    Filter("due", str, None, TEXT, _l("overdue, soon, beside (cơ quan phối hợp quá hạn), hoặc 2026-01-01..2026-03-31")),
    Filter("delegation", str, None, INTEGER),
    Filter("counted", str, None, {"enum": list(COUNTED)}, _l("Đúng các nhiệm vụ đứng sau một con số của tỷ lệ")),
    Filter("term", str, None, INTEGER, _l("Ban hành trong khóa này, hoặc được chuyển sang khóa này theo dõi")),
    Filter("field", str, None, TEXT, _l("Lĩnh vực của chuyên đề giám sát; - là không ghi")),
    Filter("year", str, None, INTEGER, _l("Năm ban hành")),
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
    return page_of(reached(actor, given, None, sort, after, size), rows)


def past_table(
    actor: Actor, given: MultiDict[str, str], moment: datetime, *, sort: str, after: str | None, size: int
) -> Page:
    """The same as known at a moment."""
    return page_of(
        reached(actor, given, moment, sort, after, size), lambda ids: looking_back.many(rows(ids), actor, moment, keep)
    )


def reached(
    actor: Actor, given: MultiDict[str, str], moment: datetime | None, sort: str, after: str | None, size: int
) -> Reach:
    wanted, strange = filters.read({item.name: given[item.name] for item in FILTERS if item.name in given})
    if strange:
        raise Invalid({name: [_("Không hiểu giá trị này. Hãy xem /api/docs.")] for name in strange})
    after = opened_words(after, name_of(sort)) if after else ""
    moment = moment or (clock.now() if wanted.counted else None)
    return Reach(actor, replace(wanted, sort=sort, size=size, after=after, as_of=moment, has_drafts=True))


def page_of(reach: Reach, read: Callable[[list[int]], list[Recommendation]]) -> Page:
    size, keys, total = reach.wanted.size, reach.keys(), reach.count()
    more = len(keys) > size
    return Page(
        rows=read(reach.recommendation_ids(keys[:size])),
        next=sealed_words(cursors.spell(keys[size - 1]), name_of(reach.wanted.sort)) if more else None,
        total=total if total <= follow_up.COUNTED else None,
    )


def name_of(sort: str) -> str:
    return f"recommendations {sort}"


def past_one(recommendation: Recommendation, actor: Actor, moment: datetime) -> Recommendation:
    found = looking_back.many([recommendation], actor, moment, keep)
    if not found:
        raise NotFound
    return found[0]


def rows(ids: list[int]) -> list[Recommendation]:
    """These recommendations, in this order."""
    query = select(Recommendation).where(Recommendation.id.in_(ids)).options(*LOAD)
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[id] for id in ids]
