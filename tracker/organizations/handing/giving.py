"""Handing open records over: each with its own event and notices, or with a sentence that says why it stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor, Place
from tracker.accounts.people import holders
from tracker.accounts.roles import OF_AGENCY
from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.core.dates import format_moment, format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.rows import row_number_or_none
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.organizations import queries
from tracker.organizations.handing.open_work import GIVERS, may_give
from tracker.organizations.handing.registry import HOLDINGS, Handing, Holding
from tracker.organizations.models import Agency, Handover
from tracker.workflow import engine


@dataclass(frozen=True)
class Pick:
    """One open record, the agency that is to have it, and the version that was shown."""

    key: str
    heir_id: int
    version: int | None = None


@dataclass
class Given:
    """What has changed hands, and in sentences what has not."""

    rows: list[Handover] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def require_may_give(actor: Actor, agency: Agency) -> None:
    if not may_give(actor, agency.council_id):
        raise Forbidden


def give(agency: Agency, picks: Sequence[Pick], facts: Mapping[str, Any], actor: Actor, *, back: bool = False) -> Given:
    """Hand each to its heir; with `back`, take each from its present holder back to `agency`.

    facts: document_number, document_date, reason. What has been handed over, has ended or was changed in the meantime
    is left as it is, and told of. Raises Impossible before the agency has ended, Invalid for an heir that is none.
    """
    require_may_give(actor, agency)
    heirs = {} if back else heirs_of(agency)
    given = Given()
    for pick in picks:
        holding, record = found(agency, pick)
        if record is None:
            given.left.append(f"{code_of(pick)}: {why_gone(agency, pick)}")
            continue
        try:
            handing = taking_back(agency, pick, actor) if back else handing_over(agency, pick, heirs, actor)
            given.rows.append(hand(holding, record, handing, pick, facts))
        except Impossible as reason:
            given.left.append(f"{holding.tell(record).code}: {reason}")
    return given


def heirs_for(agency: Agency, actor: Actor) -> list[tuple[Agency, date]]:
    """Who may be given what this agency leaves, and since when each answers; as `heirs_of`, for those who may give."""
    require_may_give(actor, agency)
    return list(heirs_of(agency).values())


def heirs_of(agency: Agency) -> dict[int, tuple[Agency, date]]:
    """Who may be given what this agency leaves; Impossible before it has ended or while nobody is named."""
    if agency.valid_to is None:
        raise Impossible(_("Cơ quan này chưa kết thúc. Hãy ghi thay đổi tổ chức trước."))
    if agency.valid_to >= clock.today():
        raise Impossible(_("Bàn giao được sau ngày %(day)s.", day=format_vi(agency.valid_to)))
    found = {heir.id: (heir, since) for heir, since in queries.heirs(agency, clock.today())}
    if not found:
        raise Impossible(_("Chưa ghi cơ quan kế thừa. Hãy ghi cơ quan kế thừa trước."))
    return found


def found(agency: Agency, pick: Pick) -> tuple[Holding, Any]:
    """The record while it is open, locked until the end of this act; None when it is not."""
    kind, _dash, id = pick.key.rpartition("-")
    holding = HOLDINGS.get(kind)
    number = row_number_or_none(id)
    if holding is None or number is None:
        raise Invalid({"picked": [_("Hãy chọn trong danh sách.")]})
    model = KINDS[kind].model
    mine = (model.id == number, model.council_id == agency.council_id)
    if db.session.scalar(select(model.id).where(*mine).with_for_update()) is None:
        raise Invalid({"picked": [_("Hãy chọn trong danh sách.")]})
    query = holding.rows.where(*mine).execution_options(populate_existing=True)
    return holding, db.session.scalars(query).unique().first()


def handing_over(agency: Agency, pick: Pick, heirs: Mapping[int, tuple[Agency, date]], actor: Actor) -> Handing:
    if pick.heir_id not in heirs:
        raise Invalid({"heir_id": [_("Hãy chọn một cơ quan kế thừa của %(name)s.", name=agency.name)]})
    heir, since = heirs[pick.heir_id]
    return Handing(agency, heir, since, actor)


def taking_back(agency: Agency, pick: Pick, actor: Actor) -> Handing:
    """From whoever got it from this agency last."""
    last = last_handover(pick.key)
    if last is None or last.from_agency_id != agency.id:
        raise Invalid({"picked": [_("Hãy chọn trong danh sách.")]})
    return Handing(db.session.get_one(Agency, last.to_agency_id), agency, clock.today(), actor)


def hand(holding: Holding, record: Any, handing: Handing, pick: Pick, facts: Mapping[str, Any]) -> Handover:
    """Change, event, the row that keeps both names, notices; in this order."""
    require_held(holding, record, handing, pick)
    if pick.version is not None and pick.version != record.row_version:
        at = format_moment(record.updated_at)
        raise Impossible(_("đã được sửa lúc %(at)s; hãy xem lại rồi bàn giao.", at=at))
    names = (handing.old.name, handing.heir.name)
    remark = holding.move(record, handing)
    engine.touch(record, handing.actor)
    db.session.flush()
    event = told(record, handing, names, facts, remark)
    row = Handover(
        council_id=handing.old.council_id,
        subject_kind=holding.kind,
        subject_id=record.id,
        subject_code=holding.tell(record).code,
        from_agency_id=handing.old.id,
        from_name=names[0],
        to_agency_id=handing.heir.id,
        to_name=names[1],
        since=handing.since,
        document_number=facts.get("document_number") or "",
        document_date=facts.get("document_date"),
        reason=facts.get("reason") or "",
        remark=remark,
        handed_by_id=handing.actor.id,
        event_id=event.id,
    )
    db.session.add(row)
    db.session.flush()
    old, heir = people_of(handing.old), people_of(handing.heir)
    notifications.queue(event, old | heir, bystanders=old - heir)
    return row


def people_of(agency: Agency) -> set[int]:
    place = Place(agency.council_id, agency_ids=frozenset({agency.id}))
    return {person for role in OF_AGENCY for person in holders(role, place)}


def require_held(holding: Holding, record: Any, handing: Handing, pick: Pick) -> None:
    """Impossible when the record is open, but with another agency."""
    model = KINDS[holding.kind].model
    held = db.session.scalars(holding.at(handing.old.id).where(model.id == record.id)).unique().first()
    if held is None:
        raise Impossible(why_gone(handing.old, pick))


def told(record: Any, handing: Handing, names: tuple[str, str], facts: Mapping[str, Any], remark: str) -> AuditEvent:
    kind = KINDS[record.__kind__]
    state = kind.workflow.state(record.state) if kind.workflow else None
    held = handing.actor.roles_on(kind.place(record))
    return audit.record(
        record,
        "handed_over",
        handing.actor,
        role=next((role for role in GIVERS if role in held), ""),
        before={"agency_name": names[0]},
        after={
            "agency_name": names[1],
            "handover": {"from": handing.old.id, "to": handing.heir.id, "since": handing.since.isoformat()},
            **{name: audit.plain(facts[name]) for name in ("document_number", "document_date") if facts.get(name)},
            **({"remark": remark} if remark else {}),
        },
        reason=facts.get("reason") or "",
        audience="all" if state is None or state.shared else "council",
        agency_id=handing.old.id,
    )


def last_handover(key: str) -> Handover | None:
    kind, _dash, id = key.rpartition("-")
    query = select(Handover).where(Handover.subject_kind == kind, Handover.subject_id == int(id))
    return db.session.scalar(query.order_by(Handover.id.desc()).limit(1))


def code_of(pick: Pick) -> str:
    """The code of a record that is not open any more."""
    kind, _dash, id = pick.key.rpartition("-")
    record = db.session.get(KINDS[kind].model, int(id))
    return str(getattr(record, "code", "") or pick.key)


def why_gone(agency: Agency, pick: Pick) -> str:
    """Why a record that was picked does not stand with the agency any more."""
    last = last_handover(pick.key)
    if last is not None and last.from_agency_id == agency.id:
        day = format_vi(clock.local(last.handed_at).date())
        return _("đã bàn giao cho %(name)s ngày %(day)s.", name=last.to_name, day=day)
    return _("đã kết thúc hoặc không còn ở %(name)s.", name=agency.name)
