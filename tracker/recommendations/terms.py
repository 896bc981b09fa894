"""Of which terms of the council a recommendation is: issued in one, carried over into later ones (features F35)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ForeignKey,
    ScalarSelect,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.i18n import _
from tracker.core.models import Identified
from tracker.extensions import db
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.recommendations.models import Recommendation
from tracker.workflow.definition import Answers

OPEN = "issued"
"""The state of what is neither a draft, nor closed, nor withdrawn."""


class CarriedOver(Identified):
    """The term that follows goes on following it, by a decision; never changed."""

    __tablename__ = "recommendation_carried"
    __table_args__ = (UniqueConstraint("recommendation_id", "term_id"),)

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("council_term.id"), index=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("term_handover.id"), index=True)
    oversee_again: Mapped[bool] = mapped_column(default=False)
    """The ending term asks the next one to oversee the matter again."""
    carried_at: Mapped[datetime] = mapped_column(default=clock.now)


R, T, LATER = aliased(Recommendation), aliased(CouncilTerm), aliased(CouncilTerm)


def belonging(term_id: int, moment: datetime | None = None) -> CompoundSelect[Any]:
    """Ids of the recommendations issued in the term, or carried into it by then. One issued between two terms is of the
    first."""
    ends = select(func.min(LATER.from_on)).where(LATER.council_id == T.council_id, LATER.from_on > T.from_on)
    until = ends.correlate(T).scalar_subquery()
    issued = (
        select(R.id)
        .join(T, T.council_id == R.council_id)
        .where(T.id == term_id, R.issued_on >= T.from_on, or_(until.is_(None), R.issued_on < until))
    )
    return union(issued, carried_into(term_id, moment))


def carried_into(term_id: int, moment: datetime | None = None) -> Any:
    return select(CarriedOver.recommendation_id).where(CarriedOver.term_id == term_id, known_at(moment))


def known_at(moment: datetime | None) -> ColumnElement[bool]:
    return true() if moment is None else CarriedOver.carried_at <= moment


def last_carried(recommendations: Any, moment: datetime | None = None) -> ScalarSelect[str]:
    """The number of the last term into which a recommendation of this table was carried by then."""
    return (
        select(CouncilTerm.number)
        .join(CarriedOver, CarriedOver.term_id == CouncilTerm.id)
        .where(CarriedOver.recommendation_id == recommendations.id, known_at(moment))
        .order_by(CouncilTerm.from_on.desc())
        .limit(1)
        .correlate(recommendations)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class OfTerms:
    """The term in which it was issued, and those into which it was carried, in their order."""

    issued: CouncilTerm | None
    carried: Sequence[tuple[CouncilTerm, CarriedOver]]


def of_many(recommendations: Iterable[Recommendation]) -> dict[int, OfTerms]:
    """By the recommendation's id; two queries."""
    listed = [one for one in recommendations if one.issued_on is not None]
    if not listed:
        return {}
    of_council: dict[int, list[CouncilTerm]] = {}
    known = select(CouncilTerm).where(CouncilTerm.council_id.in_(sorted({one.council_id for one in listed})))
    for term in db.session.scalars(known):
        of_council.setdefault(term.council_id, []).append(term)
    carried: dict[int, list[tuple[CouncilTerm, CarriedOver]]] = {}
    for term, mark in db.session.execute(marks([one.id for one in listed])):
        carried.setdefault(mark.recommendation_id, []).append((term, mark))
    return {
        one.id: OfTerms(
            terms.at(of_council.get(one.council_id, []), one.issued_on or date.min), carried.get(one.id, [])
        )
        for one in listed
    }


def marks(ids: Sequence[int]) -> Any:
    joined = select(CouncilTerm, CarriedOver).join(CarriedOver, CarriedOver.term_id == CouncilTerm.id)
    return joined.where(CarriedOver.recommendation_id.in_(ids)).order_by(CouncilTerm.from_on, CarriedOver.id)


def of_one(recommendation: Recommendation) -> OfTerms:
    """One query."""
    beside = and_(CarriedOver.term_id == CouncilTerm.id, CarriedOver.recommendation_id == recommendation.id)
    query = (
        select(CouncilTerm, CarriedOver)
        .outerjoin(CarriedOver, beside)
        .where(or_(CouncilTerm.council_id == recommendation.council_id, CarriedOver.id.is_not(None)))
        .order_by(CouncilTerm.from_on)
    )
    rows: Any = db.session.execute(query).all()
    own = [term for term, _mark in rows if term.council_id == recommendation.council_id]
    issued = terms.at(own, recommendation.issued_on) if recommendation.issued_on else None
    return OfTerms(issued, [(term, mark) for term, mark in rows if mark is not None])


def carry(recommendation: Recommendation, answers: Answers, _actor: Actor) -> None:
    """From now on the next term follows it, with the officer named, if one is."""
    mark = CarriedOver(
        recommendation_id=recommendation.id,
        term_id=answers["term_id"],
        handover_id=answers["handover_id"],
        oversee_again=answers["oversee_again"],
    )
    db.session.add(mark)
    if officer := answers.get("followed_by_id"):
        recommendation.followed_by_id = officer


def in_words(found: OfTerms) -> str:
    """ "khóa XVI, chuyển sang khóa XVII" """
    issued = _("khóa %(number)s", number=found.issued.number) if found.issued else ""
    onward = [_("chuyển sang khóa %(number)s", number=term.number) for term, _mark in found.carried]
    return ", ".join([issued, *onward] if issued else onward)
