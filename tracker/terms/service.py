"""Preparing a handover: begun by the office, decided about item by item or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.accounts import people
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.dates import format_moment
from tracker.core.errors import Impossible, Invalid, NotFound
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.terms import deciding, queries
from tracker.terms.models import DECISIONS, WAIVE, HandoverItem, TermHandover
from tracker.terms.workflow import TERM_HANDOVER
from tracker.workflow import engine
from tracker.workflow.asks import at_least_ten

FACTS = ("decision", "reason", "note", "followed_by_id")


# --- beginning --------------------------------------------------------------------------------------------------------


def may_begin(actor: Actor) -> bool:
    return bool(actor.councils_as(*TERM_HANDOVER.create))


def require_begin(actor: Actor, council_id: int) -> None:
    engine.require_create(TERM_HANDOVER, actor.roles_on(Place(council_id=council_id)))


def pairs(actor: Actor) -> list[tuple[CouncilTerm, CouncilTerm]]:
    """Terms of the person's councils with the one that follows each, the newest first."""
    ending = [
        term for council in sorted(actor.councils_as(*TERM_HANDOVER.create)) for term in terms.of_council(council)
    ]
    found = [(term, queries.following(term)) for term in ending]
    return [(term, after) for term, after in found if after is not None]


def begin(answers: Mapping[str, Any], actor: Actor) -> TermHandover:
    """answers: from_term_id, note. Its list holds every recommendation that is open now: Invalid where
    there is none. Impossible while another one from this term is being prepared."""
    before = db.session.get(CouncilTerm, answers["from_term_id"])
    if before is None:
        raise NotFound
    require_begin(actor, before.council_id)
    after = queries.following(before)
    if after is None:
        sentence = _("Chưa có khóa sau khóa %(number)s. Quản trị hệ thống ghi các khóa.", number=before.number)
        raise Invalid({"from_term_id": [sentence]})
    require_none_prepared(before)
    handover = TermHandover(
        council_id=before.council_id,
        code=next_code(before.council_id),
        from_term=before,
        to_term=after,
        state=TERM_HANDOVER.start,
        note=answers.get("note") or "",
        created_by_id=actor.id,
    )
    db.session.add(handover)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        require_none_prepared(before)
        raise
    deciding.bring_up_to_date(handover, {}, actor)
    if not handover.listed:
        raise Invalid({"from_term_id": [_("Không có kiến nghị nào còn mở: không có gì để bàn giao.")]})
    engine.created(handover, actor)
    return handover


def require_none_prepared(term: CouncilTerm) -> None:
    known = queries.prepared_from(term.id)
    if known is not None:
        raise Impossible(_("Bàn giao %(code)s từ khóa này đang được chuẩn bị.", code=known.code))


def next_code(council_id: int) -> str:
    year, among = clock.today().year, TermHandover.council_id == council_id
    return sequences.next_code(
        db.session, f"BGNK/{council_id}/{year}", f"BGNK-{year}-{{:02}}", TermHandover.code, among
    )


def edit(handover: TermHandover, answers: Mapping[str, Any], actor: Actor) -> None:
    engine.require_edit(handover, actor)
    earlier = audit.snapshot(handover)
    if "note" in answers:
        handover.note = answers["note"] or ""
    engine.edited(handover, actor, earlier)


# --- deciding about items ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pick:
    """One row that was ticked, and the version of it that was shown."""

    id: int
    version: int | None


def officers(handover: TermHandover) -> list[tuple[str, str]]:
    """(id, name) of those who may follow in the next term: the offices of the council and of the one that takes over."""
    councils = {handover.council_id, handover.to_term.council_id}
    ids = {id for council in councils for id in people.holders(Role.OFFICE, Place(council_id=council))}
    query = select(User.id, User.full_name).where(User.id.in_(sorted(ids))).order_by(User.sort_key, User.id)
    return [(str(id), name) for id, name in db.session.execute(query)]


def decide_about(handover: TermHandover, picks: Sequence[Pick], answers: Mapping[str, Any], actor: Actor) -> int:
    """The same for all that were ticked, or nothing: Invalid names the rows that somebody else has decided about since
    the page was shown. Returns how many were changed."""
    engine.require_edit(handover, actor)
    wanted = sound(handover, answers)
    if not picks:
        raise Invalid({"picked": [_("Hãy đánh dấu ít nhất một kiến nghị.")]})
    lock(handover, actor)
    found = rows(handover, picks)
    if sentences := [was_changed(found[pick.id]) for pick in picks if was_touched(found.get(pick.id), pick)]:
        raise Invalid({"picked": sentences})
    changed = [item for item in found.values() if write(item, wanted, actor)]
    if changed:
        engine.touch(handover, actor)
        db.session.flush()
    return len(found)


def lock(handover: TermHandover, actor: Actor) -> None:
    """The second of two waits here for the first, and then sees what that one has written."""
    db.session.refresh(handover, with_for_update=True)
    engine.require_edit(handover, actor)


def rows(handover: TermHandover, picks: Sequence[Pick]) -> dict[int, HandoverItem]:
    query = select(HandoverItem).where(
        HandoverItem.handover_id == handover.id, HandoverItem.id.in_([pick.id for pick in picks])
    )
    loaded = query.options(*queries.LOADED).execution_options(populate_existing=True)
    return {item.id: item for item in db.session.scalars(loaded.order_by(HandoverItem.id))}


def was_touched(item: HandoverItem | None, pick: Pick) -> bool:
    return item is not None and pick.version is not None and pick.version != item.row_version


def was_changed(item: HandoverItem) -> str:
    who = people.get(item.updated_by_id) if item.updated_by_id else None
    return _(
        "%(code)s: %(who)s đã chọn “%(decision)s” lúc %(at)s. Hãy xem lại rồi gửi nếu vẫn muốn đổi.",
        code=item.code,
        who=who.full_name if who else "",
        decision=str(DECISIONS[item.decision]) if item.decision else "",
        at=format_moment(item.updated_at),
    )


def decide_item(item: HandoverItem, answers: Mapping[str, Any], actor: Actor) -> None:
    """One item; what is absent stays. Its version is checked by the caller."""
    lock(item.handover, actor)
    held = {name: getattr(item, name) for name in FACTS}
    if write(item, sound(item.handover, held | dict(answers)), actor):
        engine.touch(item.handover, actor)
        db.session.flush()


def sound(handover: TermHandover, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, with what does not belong to the decision left out; Invalid beside its field."""
    decision, reason = answers.get("decision"), (answers.get("reason") or "").strip()
    if decision not in DECISIONS:
        raise Invalid({"decision": [_("Hãy chọn cách xử lý.")]})
    if decision == WAIVE:
        if not reason:
            raise Invalid({"reason": [_("Miễn thực hiện thì phải ghi lý do khách quan.")]})
        if sentence := at_least_ten(reason, None):
            raise Invalid({"reason": [str(sentence)]})
    chosen = answers.get("followed_by_id") if decision != WAIVE else None
    if chosen is not None and str(chosen) not in dict(officers(handover)):
        raise Invalid({"followed_by_id": [_("Hãy chọn một chuyên viên Văn phòng trong danh sách.")]})
    return {
        "decision": decision,
        "reason": reason if decision == WAIVE else "",
        "note": answers.get("note") or "",
        "followed_by_id": chosen,
    }


def write(item: HandoverItem, wanted: Mapping[str, Any], actor: Actor) -> bool:
    """With its event; False where nothing is new."""
    earlier = audit.snapshot(item)
    for name in FACTS:
        setattr(item, name, wanted[name])
    before, after = audit.difference(earlier, item)
    if not after:
        return False
    engine.touch(item, actor)
    db.session.flush()
    audit.record(item, "edited", actor, role=Role.OFFICE, before=before, after=after, audience="council")
    return True
