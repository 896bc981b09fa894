"""/figures?as_of=: what each figure said at a past moment, and who reported it in the words of then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api.filters import Condition, Filter
from tracker.api.kinds.common import order_by
from tracker.api.lists import Key, Order, Page, page_of, reverse
from tracker.api.past import narrowed
from tracker.api.resources import Past
from tracker.api.shows import Shown, computed
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.history.records import tell
from tracker.reporting import history
from tracker.reporting.history import FigureSpan, Then
from tracker.reporting.models import Figure

NEWEST: Order = (Key(FigureSpan.id, attrgetter("id"), descending=True),)
THEN: dict[str, Condition] = {
    "delegation": lambda asked, _actor: FigureSpan.delegation_id == asked,
    "source_kind": lambda asked, _actor: FigureSpan.source_kind == asked,
    "source": lambda asked, _actor: FigureSpan.source_id == asked,
}
"""What may be asked of figures as they stood; words and series are looked up among those of now."""
IN_WORDS = (
    computed("agencies", "texts", lambda then, _actor: list(then.agencies)),
    computed("comparisons_in_words", "texts", lambda then, _actor: list(then.comparisons)),
)
"""Events keep these by name and as sentences, not by number."""
APART = ("agency_ids", "agencies", "comparisons", "comparisons_in_words", "flags")


def looking_back(shows: Sequence[Shown], filters: Sequence[Filter]) -> Past:
    """`shows`, `filters`: those of now."""

    def page(
        actor: Actor, given: MultiDict[str, str], moment: datetime, *, sort: str, after: str | None, size: int
    ) -> Page:
        conditions = (*history.readable(actor, moment), *narrowed(filters, THEN, given, actor))
        order = NEWEST if sort.removeprefix("-") == "newest" else order_by(FigureSpan, "delegation_id", "code")
        found = page_of(
            select(FigureSpan).where(*conditions),
            reverse(order) if sort.startswith("-") else order,
            name=f"figures {sort} then",
            after=after,
            size=size,
        )
        return replace(found, rows=with_delegations(history.retell(found.rows, moment)))

    return Past(page=page, one=one, find=find, shows=told(shows), record=attrgetter("figure"))


def one(figure: Figure, actor: Actor, moment: datetime) -> Then:
    return find(figure.id, actor, moment)


def find(id: int, actor: Actor, moment: datetime) -> Then:
    return with_delegations([history.get(id, actor, moment)])[0]


def with_delegations(figures: list[Then]) -> list[Then]:
    """Each with its delegation, of which the code alone is told: it does not change."""
    ids = {then.figure.delegation_id for then in figures}
    query = select(Delegation).where(Delegation.id.in_(sorted(ids)))
    known = {delegation.id: delegation for delegation in db.session.scalars(query)} if ids else {}
    for then in figures:
        tell(then.figure, delegation=known[then.figure.delegation_id])
    return figures


def told(shows: Sequence[Shown]) -> tuple[Shown, ...]:
    return tuple(of_figure(row) for row in shows if row.name not in APART) + IN_WORDS


def of_figure(row: Shown) -> Shown:
    """The same field, read from the figure of then."""
    return replace(row, value=lambda then, actor: row.value(then.figure, actor))
