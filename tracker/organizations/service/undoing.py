"""Taking back a change that was recorded wrongly, as long as nothing has followed from it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

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


def handed_over(agency: Agency) -> int:
    """How many records stand in the way: handed over by those that ended together, and not handed back."""
    if agency.valid_to is None:
        return 0
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
    left = outstanding([agency.id for agency in old])
    if left:
        raise Impossible(
            _n(
                "Đã bàn giao %(num)s việc cho cơ quan kế thừa nên chưa hủy được. Hãy giao lại các việc đó trước.",
                "Đã bàn giao %(num)s việc cho cơ quan kế thừa nên chưa hủy được. Hãy giao lại các việc đó trước.",
                left,
            )
        )


def outstanding(agency_ids: Sequence[int]) -> int:
    """How many records these agencies have handed over, and not got back. What was joined to another has ended."""
    later = aliased(Handover)
    back = (
        select(later.id)
        .where(later.subject_kind == Handover.subject_kind, later.subject_id == Handover.subject_id)
        .where(later.id > Handover.id)
    )
    query = select(Handover.id).where(
        Handover.from_agency_id.in_(sorted(agency_ids)), Handover.remark == "", ~back.exists()
    )
    return len(db.session.scalars(query).all())


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
