"""Reading handovers: who may read what, what is open, how far the decisions have come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from tracker.accounts.access import council_side, within
from tracker.accounts.access import visible as visible_to
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, COUNCIL_WIDE, OF_DELEGATION, Role
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.recommendations.models import Recommendation
from tracker.recommendations.terms import OPEN, CarriedOver
from tracker.terms.models import HandoverItem, HandoverReport, TermHandover

H, Item, R = TermHandover, HandoverItem, Recommendation
NEXT = aliased(CouncilTerm)
NONE_YET = "none"
"""Filter: what nobody has decided about."""
LEFT_OUT = "left_out"
"""Filter: what had ended before the handover was decided."""
NAMED = 5
"""So many are named one by one."""
PREPARED = "draft"


def visible(actor: Actor) -> ColumnElement[bool]:
    """Who reads the council as a whole; people of a delegation when something of theirs is on the list."""
    theirs = select(Item.handover_id).where(within(Item.delegation_id, actor.delegations_as(*OF_DELEGATION)))
    return or_(reads_whole_sql(actor), H.id.in_(theirs))


def whole(actor: Actor) -> frozenset[int]:
    """Councils that the person reads as a whole."""
    return actor.councils_as(*COUNCIL_WIDE, Role.LEADER)


def reads_whole_sql(actor: Actor) -> ColumnElement[bool]:
    """The council that hands over, and the one that takes over where that is its successor."""
    taking = select(CouncilTerm.id).where(within(CouncilTerm.council_id, whole(actor)))
    return or_(within(H.council_id, whole(actor)), H.to_term_id.in_(taking))


def reads_whole(handover: TermHandover, actor: Actor) -> bool:
    """All of it, not only what belongs to the reader's own delegations?"""
    return bool({handover.council_id, handover.to_term.council_id} & whole(actor))


def item_visible(actor: Actor) -> ColumnElement[bool]:
    """Whoever reads the handover as a whole; people of a delegation their own."""
    return or_(council_side(Item, actor), Item.handover_id.in_(select(H.id).where(reads_whole_sql(actor))))


def is_council_side(actor: Actor) -> bool:
    return bool(actor.roles & set(COUNCIL_SIDE))


# --- what is open -----------------------------------------------------------------------------------------------------


def open_for(before: CouncilTerm, after: CouncilTerm) -> list[ColumnElement[bool]]:
    """Recommendations that the term leaves open: issued before the next one begins, whether in this term or an earlier
    one, neither closed nor withdrawn, and not carried into the next one already."""
    return left_open(before.council_id, after.from_on, after.id)


def left_open(council_id: Any, until: Any, after_id: Any) -> list[ColumnElement[bool]]:
    carried = exists().where(CarriedOver.recommendation_id == R.id, CarriedOver.term_id == after_id)
    return [R.council_id == council_id, R.state == OPEN, R.issued_on < until, ~carried.correlate(R, NEXT)]


def prepared(councils: Iterable[int]) -> Sequence[Any]:
    """Handovers being prepared, each with the number of open recommendations about which nobody has decided."""
    decided = exists().where(Item.handover_id == H.id, Item.recommendation_id == R.id, Item.decision.is_not(None))
    waiting = (
        select(func.count())
        .select_from(R)
        .where(*left_open(H.council_id, NEXT.from_on, NEXT.id), ~decided.correlate(R, H))
    )
    query = select(H, waiting.correlate(H, NEXT).scalar_subquery().label("waiting")).join(NEXT, NEXT.id == H.to_term_id)
    return db.session.execute(query.where(H.state == PREPARED, within(H.council_id, councils)).order_by(H.id)).all()


def count_open(before: CouncilTerm, after: CouncilTerm | None) -> int:
    """How many it leaves; while no later term is recorded, all that is open."""
    if after is None:
        return count(R.council_id == before.council_id, R.state == OPEN)
    return count(*open_for(before, after))


def not_listed(handover: TermHandover) -> list[ColumnElement[bool]]:
    """Open ones that came after the list was made."""
    listed = exists().where(Item.handover_id == handover.id, Item.recommendation_id == R.id)
    return [*open_for(handover.from_term, handover.to_term), ~listed]


def codes(*conditions: ColumnElement[bool]) -> Sequence[str]:
    """The first few codes."""
    return db.session.scalars(select(R.code).where(*conditions).order_by(R.code, R.id).limit(NAMED)).all()


def undecided(handover: TermHandover) -> list[ColumnElement[bool]]:
    """Open ones on the list that nobody has decided about."""
    listed = exists().where(Item.handover_id == handover.id, Item.recommendation_id == R.id, Item.decision.is_(None))
    return [R.state == OPEN, listed]


def count(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(R).where(*conditions)) or 0


# --- handovers --------------------------------------------------------------------------------------------------------


def listing(actor: Actor) -> Select[TermHandover]:
    return select(H).where(visible_to("term_handover", actor)).order_by(H.id.desc())


def of_term(term_id: int, actor: Actor) -> Sequence[TermHandover]:
    """From this term or into it, newest first."""
    query = listing(actor).where(or_(H.from_term_id == term_id, H.to_term_id == term_id))
    return db.session.scalars(query.limit(50)).all()


def prepared_from(term_id: int) -> TermHandover | None:
    return db.session.scalar(select(H).where(H.from_term_id == term_id, H.state == PREPARED))


def following(term: CouncilTerm) -> CouncilTerm | None:
    """The term that goes on: the council's next one, else the first later one of the council that succeeds it."""
    own = terms.following(term)
    if own is not None or term.council.successor_id is None:
        return own
    heirs = select(CouncilTerm).where(
        CouncilTerm.council_id == term.council.successor_id, CouncilTerm.from_on > term.from_on
    )
    return db.session.scalar(heirs.order_by(CouncilTerm.from_on).limit(1))


def readable(ids: Sequence[int], actor: Actor) -> dict[int, str]:
    """Id → code of those of them that the reader may read."""
    query = select(H.id, H.code).where(H.id.in_(ids), visible(actor))
    rows = db.session.execute(query) if ids else ()
    return {row.id: row.code for row in rows}


def report_of(handover: TermHandover) -> HandoverReport | None:
    return db.session.scalar(select(HandoverReport).where(HandoverReport.handover_id == handover.id))


def reports_of(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    query = select(HandoverReport.handover_id, HandoverReport.facts).where(HandoverReport.handover_id.in_(ids))
    return {row.handover_id: row.facts for row in db.session.execute(query)}


# --- items ------------------------------------------------------------------------------------------------------------

LOADED = (joinedload(Item.recommendation), joinedload(Item.followed_by), joinedload(Item.delegation))


@dataclass(frozen=True)
class Wanted:
    """What the list of items is narrowed to: a decision, NONE_YET or LEFT_OUT; one delegation."""

    decision: str = ""
    delegation: int | None = None


def items(handover: TermHandover, actor: Actor, wanted: Wanted) -> Select[HandoverItem]:
    query = select(Item).where(Item.handover_id == handover.id, visible_to("handover_item", actor))
    if wanted.delegation:
        query = query.where(Item.delegation_id == wanted.delegation)
    if wanted.decision:
        query = query.where(decided_as(wanted.decision))
    return query


def decided_as(wanted: str) -> ColumnElement[bool]:
    if wanted == NONE_YET:
        still_open = exists().where(R.id == Item.recommendation_id, R.state == OPEN)
        return Item.decision.is_(None) & ~Item.left_out & still_open
    if wanted == LEFT_OUT:
        return Item.left_out.is_(True)
    return (Item.decision == wanted) & ~Item.left_out


def page(query: Select[HandoverItem], *, number: int, size: int) -> Sequence[HandoverItem]:
    """By delegation, then in the order of issue; one more row than fits."""
    ordered = query.options(*LOADED).order_by(Item.delegation_id, Item.recommendation_id, Item.id)
    return db.session.scalars(ordered.limit(size + 1).offset((number - 1) * size)).all()


def some(handover: TermHandover, ids: Sequence[int]) -> Sequence[HandoverItem]:
    """These items of the handover."""
    query = select(Item).where(Item.handover_id == handover.id, Item.id.in_(ids)).options(*LOADED)
    return db.session.scalars(query.order_by(Item.id)).all() if ids else ()


def total(query: Select[HandoverItem]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def delegations(handover: TermHandover, actor: Actor) -> Sequence[Any]:
    """(id, code, title) of those with something on the list that the reader may read."""
    seen = select(Item.delegation_id).where(Item.handover_id == handover.id, visible_to("handover_item", actor))
    query = select(Delegation.id, Delegation.code, Delegation.title).where(Delegation.id.in_(seen))
    return db.session.execute(query.order_by(Delegation.id)).all()
