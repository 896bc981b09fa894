"""The terms (khóa) of a council, kept by administrators: when one ends, what is open is handed to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select, true

from tracker.accounts.access import Kind, within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.councils import require_keeper
from tracker.organizations.models import Council, CouncilTerm
from tracker.workflow import engine

FACTS = ("number", "from_on", "to_on", "deputies_total")
NAMES = {
    "number": _l("Khóa"),
    "from_on": _l("Từ ngày"),
    "to_on": _l("Đến ngày"),
    "deputies_total": _l("Số đại biểu"),
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Known to the administrator and to everybody who has something to do with the council."""
    return true() if actor.is_admin else within(CouncilTerm.council_id, actor.council_ids)


def of_council(council_id: int) -> Sequence[CouncilTerm]:
    """Newest first."""
    query = select(CouncilTerm).where(CouncilTerm.council_id == council_id)
    return db.session.scalars(query.order_by(CouncilTerm.from_on.desc(), CouncilTerm.id.desc())).all()


def following(term: CouncilTerm) -> CouncilTerm | None:
    """The council's next term, if it is recorded."""
    later = select(CouncilTerm).where(CouncilTerm.council_id == term.council_id, CouncilTerm.from_on > term.from_on)
    return db.session.scalar(later.order_by(CouncilTerm.from_on).limit(1))


def at(terms: Sequence[CouncilTerm], day: date) -> CouncilTerm | None:
    """Of one council's terms the one that had begun last by that day."""
    begun = [term for term in terms if term.from_on <= day]
    return max(begun, key=lambda term: term.from_on, default=None)


def last_day(term: CouncilTerm, following: CouncilTerm | None) -> date | None:
    """The last day of a term: as recorded, or the day before the next one begins; None while nobody knows it."""
    return term.to_on or (following.from_on - timedelta(days=1) if following else None)


def add(council: Council, answers: Mapping[str, Any], actor: Actor) -> CouncilTerm:
    """Invalid beside the field when the number is taken or the days overlap another term of the council."""
    require_keeper(actor)
    require_sound(council.id, answers)
    term = CouncilTerm(council_id=council.id, created_by_id=actor.id, **{name: answers.get(name) for name in FACTS})
    db.session.add(term)
    db.session.flush()
    audit.record(term, "created", actor, role=Role.ADMIN, after=audit.facts_of(term))
    return term


def edit(term: CouncilTerm, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(actor)
    wanted = {name: getattr(term, name) for name in FACTS} | dict(answers)
    require_sound(term.council_id, wanted, term)
    earlier = audit.snapshot(term)
    for name in FACTS:
        setattr(term, name, wanted[name])
    before, after = audit.difference(earlier, term)
    if after:
        engine.touch(term, actor)
        db.session.flush()
        audit.record(term, "edited", actor, role=Role.ADMIN, before=before, after=after)


def require_sound(council_id: int, facts: Mapping[str, Any], term: CouncilTerm | None = None) -> None:
    own = term.id if term else 0
    taken = exists().where(
        CouncilTerm.council_id == council_id, CouncilTerm.number == facts["number"], CouncilTerm.id != own
    )
    if db.session.scalar(select(taken)):
        raise Invalid({"number": [_("Hội đồng này đã có khóa %(number)s.", number=facts["number"])]})
    first, last = facts["from_on"], facts["to_on"]
    if last and last < first:
        raise Invalid({"to_on": [_("Ngày cuối phải từ ngày đầu trở đi.")]})
    for other in reversed(of_council(council_id)):
        if other.id != own:
            require_apart(first, last or date.max, other)


def require_apart(first: date, last: date, other: CouncilTerm) -> None:
    """Invalid beside the day that lies in the other term."""
    end = other.to_on or date.max
    if last < other.from_on or first > end:
        return
    if other.to_on is None and first > other.from_on:
        sentence = _(
            "Khóa %(number)s chưa ghi ngày kết thúc. Hãy ghi ngày kết thúc của khóa đó trước.", number=other.number
        )
        raise Invalid({"from_on": [sentence]})
    until = format_vi(other.to_on) if other.to_on else "…"
    sentence = _(
        "Trùng thời gian với khóa %(number)s (%(first)s đến %(last)s).",
        number=other.number,
        first=format_vi(other.from_on),
        last=until,
    )
    raise Invalid({"from_on" if other.from_on <= first <= end else "to_on": [sentence]})


KIND = engine.register(
    Kind(
        name="council_term",
        model=CouncilTerm,
        label=_l("Khóa"),
        plural="council-terms",
        visible=visible,
        place=lambda term: Place(council_id=term.council_id),
        title=lambda term: _("Khóa %(number)s", number=term.number),
        thread=lambda term: ("council", term.council_id),
        names=lambda: NAMES,
    )
)
