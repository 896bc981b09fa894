"""Agencies on a delegation: supervised or taking part, by the name they bore then."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import AGENCY_ROLES, Delegation, DelegationAgency
from tracker.delegations.service.finding import index
from tracker.delegations.service.rights import require_draft, require_edit
from tracker.extensions import db
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.workflow import engine


def add_agency(delegation: Delegation, agency: Agency, role: str, actor: Actor) -> DelegationAgency:
    """An agency that is supervised or takes part; one that has ended is refused, with its successor."""
    require_edit(delegation, actor)
    require_alive(delegation, agency)
    return put_agency(delegation, agency, role, actor)


def put_agency(delegation: Delegation, agency: Agency, role: str, actor: Actor) -> DelegationAgency:
    if agency.council_id != delegation.council_id:
        raise Invalid({"agency": [_("Cơ quan này không thuộc Hội đồng nhân dân của đoàn.")]})
    if any(entry.agency_id == agency.id for entry in delegation.agencies):
        raise Invalid({"agency": [_("“%(name)s” đã có trong đoàn.", name=agency.name)]})
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    entry = DelegationAgency(agency=agency, role=role, name_then=agency.name_on(day_of(delegation)))
    delegation.agencies.append(entry)
    agencies_changed(delegation, actor, earlier, before)
    return entry


def change_agency_role(entry: DelegationAgency, role: str, actor: Actor) -> None:
    delegation = entry.delegation
    require_edit(delegation, actor)
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    entry.role = role
    agencies_changed(delegation, actor, earlier, before)


def remove_agency(entry: DelegationAgency, actor: Actor) -> None:
    """Strike an agency from a draft; once the delegation is established the agency has been told."""
    delegation = entry.delegation
    require_edit(delegation, actor)
    require_draft(delegation)
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    delegation.agencies.remove(entry)
    db.session.delete(entry)
    agencies_changed(delegation, actor, earlier, before)


def agencies_changed(delegation: Delegation, actor: Actor, earlier: dict[str, Any], before: list[str]) -> None:
    db.session.flush()
    engine.edited(delegation, actor, earlier, also={"agencies": (before, agencies_in_words(delegation))})
    index(delegation)


def agencies_in_words(delegation: Delegation) -> list[str]:
    return [f"{entry.name_then} ({AGENCY_ROLES[entry.role]})" for entry in delegation.agencies]


def named(council_id: int, words: str, field: str = "agency") -> Agency:
    """The agency that these words mean; Invalid, beside `field`, when there is none."""
    agency = organizations.resolve(council_id, words)
    if agency is None:
        sentence = _(
            "Không tìm thấy cơ quan “%(words)s”. Hãy xem danh mục cơ quan, hoặc nhờ Văn phòng thêm.", words=words
        )
        raise Invalid({field: [sentence]})
    return agency


def named_in_scope(delegation: Delegation) -> list[Agency]:
    """The agencies that its scope, or the object of its topic, speaks of and that it does not have yet."""
    text = f"{delegation.scope}\n{delegation.topic.object if delegation.topic else ''}"
    has = {entry.agency_id for entry in delegation.agencies}
    named = organizations.named_in(delegation.council_id, text, day_of(delegation))
    return [agency for agency in named if agency.id not in has]


def heir(delegation: Delegation, agency: Agency) -> Agency | None:
    """Who answers today for an agency that has ended; None when it has not, or when somebody must choose."""
    day = day_of(delegation)
    return None if agency.is_valid_on(day) else organizations.successor_on(agency, day)


def require_alive(delegation: Delegation, agency: Agency) -> None:
    """An old record keeps the agencies of its time; elsewhere an ended agency gives way to its successor."""
    if delegation.old_record or agency.is_valid_on(day_of(delegation)):
        return
    if agency.valid_to is None:
        raise Invalid({"agency": [_("“%(name)s” chưa hoạt động vào ngày đó.", name=agency.name)]})
    successor = heir(delegation, agency)
    sentence = _("“%(name)s” đã kết thúc ngày %(day)s.", name=agency.name, day=format_vi(agency.valid_to))
    if successor is not None:
        sentence += " " + _("Cơ quan kế thừa là “%(name)s”.", name=successor.name)
    raise Invalid({"agency": [sentence]})


def day_of(delegation: Delegation) -> date:
    """The day whose names count: that of the establishing document, or today."""
    return delegation.established_on or clock.today()
