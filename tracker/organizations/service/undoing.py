"""Taking back a change that was recorded wrongly, as long as nothing has followed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _, _n
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyChange, AgencyName, AgencySuccession, Handover
from tracker.organizations.service.changes import ENDINGS, bear, change_of
from tracker.organizations.service.checks import require_office
from tracker.organizations.service.keeping import index
from tracker.workflow import engine


def is_undoable(agency: Agency) -> bool:
    """Is there something to take back: an end, or a new name?"""
    return agency.valid_to is not None or len(agency.names) > 1


def undo(agency: Agency, actor: Actor, *, reason: str = "") -> None:
    """The agency, and those that ended with it, exist on as before; or it bears its name of before.

    Impossible once open records have been handed over: they are handed back first, each with its event.
    """
    require_office(actor, agency.council_id)
    if not reason.strip():
        raise Invalid({"reason": [_("Hãy ghi lý do hủy.")]})
    if agency.valid_to is not None:
        undo_end(agency, actor, reason=reason)
    elif len(agency.names) > 1:
        undo_name(agency, actor, reason=reason)
    else:
        raise Impossible(_("Cơ quan này không có thay đổi nào để hủy."))


def change_to_undo(agency: Agency) -> AgencyChange | None:
    """What would be taken back; None for an end that was recorded without its document."""
    return change_of(agency, ENDINGS if agency.valid_to is not None else ("rename",))


@dataclass(frozen=True)
class HandedOver:
    """What agencies that ended together have handed over and not got back. `open`: stands in the way, and can be handed
    back; `joined`: went into another of the heir's and has ended by that."""

    open: int = 0
    joined: int = 0

    @property
    def total(self) -> int:
        return self.open + self.joined


def handed_over(agency: Agency) -> HandedOver:
    if agency.valid_to is None:
        return HandedOver()
    return outstanding([one.id for one in ended_together(agency)])


def ended_together(agency: Agency) -> list[Agency]:
    change = change_of(agency, ENDINGS)
    return change.agencies("old") if change else [agency]


def undo_end(agency: Agency, actor: Actor, *, reason: str) -> None:
    change = change_of(agency, ENDINGS)
    old = ended_together(agency)
    require_nothing_handed_over(old)
    require_free_names(old)
    for one in old:
        ended_on, one.valid_to, one.names[-1].valid_to = one.valid_to, None, None
        db.session.execute(delete(AgencySuccession).where(AgencySuccession.predecessor_id == one.id))
        note(one, actor, before={"valid_to": audit.plain(ended_on)}, reason=reason)
    for heir in change.agencies("new") if change else []:
        note(heir, actor, before={"predecessors": [one.name for one in old]}, reason=reason)
    forget(change)


def undo_name(agency: Agency, actor: Actor, *, reason: str) -> None:
    wrong, right = agency.names[-1], agency.names[-2]
    agency.names.remove(wrong)
    db.session.delete(wrong)
    right.valid_to = None
    bear(agency, agency.named_on(clock.today()))
    note(agency, actor, before={"name": wrong.name}, after={"name": right.name}, reason=reason)
    forget(change_of(agency, ("rename",)))


def note(
    agency: Agency,
    actor: Actor,
    *,
    before: dict[str, object],
    reason: str,
    after: dict[str, object] | None = None,
) -> None:
    engine.touch(agency, actor)
    db.session.flush()
    now: dict[str, object] = after or dict.fromkeys(before)
    audit.record(agency, "change_undone", actor, role=Role.OFFICE, before=before, after=now, reason=reason)
    index(agency)


def forget(change: AgencyChange | None) -> None:
    """The events of the agencies keep what it said; its file stays with the agency."""
    if change is not None:
        db.session.delete(change)
        db.session.flush()


def require_nothing_handed_over(old: Sequence[Agency]) -> None:
    given = outstanding([agency.id for agency in old])
    if given.open:
        raise Impossible(
            _n(
                "Đã bàn giao %(num)s việc cho cơ quan kế thừa nên chưa hủy được. Hãy giao lại các việc đó trước.",
                "Đã bàn giao %(num)s việc cho cơ quan kế thừa nên chưa hủy được. Hãy giao lại các việc đó trước.",
                given.total,
            )
        )


def outstanding(agency_ids: Sequence[int]) -> HandedOver:
    """By the last handover of each record."""
    later = aliased(Handover)
    back = (
        select(later.id)
        .where(later.subject_kind == Handover.subject_kind, later.subject_id == Handover.subject_id)
        .where(later.id > Handover.id)
    )
    query = select(Handover).where(Handover.from_agency_id.in_(sorted(agency_ids)), ~back.exists())
    last = db.session.scalars(query).all()
    joined = sum(was_joined(handover) for handover in last)
    return HandedOver(open=len(last) - joined, joined=joined)


def was_joined(handover: Handover) -> bool:
    """Did the record end by being joined to another of the heir's? Then it is still the old agency's."""
    if not handover.remark:
        return False
    record = db.session.get(KINDS[handover.subject_kind].model, handover.subject_id)
    return getattr(record, "agency_id", None) == handover.from_agency_id


def require_free_names(old: Sequence[Agency]) -> None:
    """Its name may be borne by another agency by now."""
    for agency in old:
        taken = db.session.scalar(
            select(Agency)
            .join(AgencyName, AgencyName.agency_id == Agency.id)
            .where(Agency.council_id == agency.council_id, Agency.valid_to.is_(None), Agency.id != agency.id)
            .where(AgencyName.valid_to.is_(None), AgencyName.name == agency.name)
            .order_by(Agency.id)
            .limit(1)
        )
        if taken is not None:
            raise Impossible(
                _("Tên “%(name)s” nay do cơ quan khác mang. Hãy đổi tên cơ quan đó trước.", name=agency.name)
            )
