"""What becomes of agencies on a day: a new name, a merger, a split, an end. Each is one decision with its document.

A day to come may be recorded ahead: validity goes by date. `facts` of every change: from_day (the first day of the new
order), document_number, document_date, reason, files (attachments).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import SYSTEM, Actor
from tracker.accounts.roles import Role
from tracker.attachments import service as attachments
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import sort_key
from tracker.extensions import db
from tracker.organizations import queries
from tracker.organizations.models import Agency, AgencyChange, AgencyChangePart, AgencyName, AgencySuccession
from tracker.organizations.service.checks import (
    require_alive,
    require_begun,
    require_last_day,
    require_office,
    require_over,
    require_own_meaning,
    require_successors,
)
from tracker.organizations.service.keeping import add, index, remember
from tracker.workflow import engine

Facts = Mapping[str, Any]


def rename(
    agency: Agency,
    name: str,
    short_name: str,
    from_day: date,
    actor: Actor,
    *,
    reason: str = "",
    facts: Facts | None = None,
) -> AgencyChange:
    """From that day it bears the new name; what is older keeps printing the old one. `facts`: the document."""
    require_office(actor, agency.council_id)
    require_alive(agency)
    require_own_meaning(agency.council_id, name, agency)
    require_begun(agency, from_day, "from_day")
    before = agency.names[-1]
    require_other_name(before, name, short_name)
    before.valid_to = from_day - timedelta(days=1)
    agency.names.append(AgencyName(name=name, short_name=short_name, valid_from=from_day))
    change = decided("rename", from_day, [agency], [], {"reason": reason, **(facts or {})}, actor)
    if from_day <= clock.today():
        bear(agency, agency.names[-1])
    for words in (name, short_name):
        remember(agency, words)
    tell(agency, change, "renamed", actor, before={"name": before.name}, after={"name": name, "short_name": short_name})
    return change


def require_other_name(before: AgencyName, name: str, short_name: str) -> None:
    """Its own name again, or nothing in place of its short one, is no renaming."""
    if name == before.name and short_name in ("", before.short_name):
        raise Invalid({"name": [_("Cơ quan đang mang tên này.")]})


def merge(agency: Agency, beside: Sequence[Agency], heir: Agency | Facts, facts: Facts, actor: Actor) -> AgencyChange:
    """The agency, with those `beside` it, becomes part of one that exists or is new (`heir`: code, name, short_name)."""
    fields = {"name": "new_name", "code": "new_code"}
    return conclude("merge", [agency, *beside], [heir], facts, actor, fields=fields)


def split(agency: Agency, heirs: Sequence[Agency | Facts], facts: Facts, actor: Actor) -> AgencyChange:
    """The agency is divided among two or more, existing or new."""
    if len(heirs) < 2:
        sentence = _("Chia tách thì phải có ít nhất hai cơ quan kế thừa. Nếu chỉ có một, hãy dùng “Sáp nhập”.")
        raise Invalid({"successor_ids": [sentence]})
    fields = {"successor_id": "successor_ids", "name": "new_agencies", "code": "new_agencies"}
    return conclude("split", [agency], heirs, facts, actor, fields=fields)


def close(agency: Agency, heir: Agency | None, facts: Facts, actor: Actor) -> AgencyChange:
    """The agency is abolished; one that exists may answer for what it leaves."""
    return conclude("end", [agency], [heir] if heir else [], facts, actor)


def end(agency: Agency, on: date, successor: Agency | None, kind: str, actor: Actor, *, reason: str = "") -> None:
    """The agency exists on that day for the last time; a successor answers for it from the day after."""
    facts = {"from_day": on + timedelta(days=1), "reason": reason}
    conclude(kind, [agency], [successor] if successor else [], facts, actor)


def conclude(
    kind: str,
    old: Sequence[Agency],
    new: Sequence[Agency | Facts],
    facts: Facts,
    actor: Actor,
    *,
    fields: Mapping[str, str] | None = None,
) -> AgencyChange:
    """The old ones end on the eve of `from_day`, the new ones answer for them from then on; one event on each.

    `fields`: beside which fields of the form it is said what is wrong with successor_id, name and code.
    """
    beside = fields or {}
    from_day: date = facts["from_day"]
    for agency in old:
        require_office(actor, agency.council_id)
        require_alive(agency)
    last_day = min(require_last_day(agency, from_day) for agency in old)
    known = [heir for heir in new if isinstance(heir, Agency)]
    require_successors(old, known, from_day, field=beside.get("successor_id", "successor_id"))
    for agency in old:
        agency.valid_to = agency.names[-1].valid_to = last_day
    db.session.flush()
    heirs = [heir if isinstance(heir, Agency) else begin(old[0], heir, from_day, actor, beside) for heir in new]
    change = decided(kind, from_day, old, heirs, facts, actor)
    for agency in old:
        for heir in heirs:
            succeed(agency, heir, kind, from_day)
        named = {"successors": [heir.name for heir in heirs], "successor_ids": [heir.id for heir in heirs]}
        facts_now = {"valid_to": last_day, **named}
        tell(agency, change, ENDED[kind], actor, before={"valid_to": None}, after=facts_now)
    for heir in heirs:
        tell(heir, change, "took_over", actor, after={"predecessors": [agency.name for agency in old]})
    return change


ENDED = {"merge": "merged", "split": "split", "end": "ended"}
"""What the event on an agency that ends is called."""
ENDINGS = tuple(ENDED)


def begin(model: Agency, facts: Facts, from_day: date, actor: Actor, beside: Mapping[str, str]) -> Agency:
    """A new agency of the same kind and under the same parent as the one it comes from."""
    own = {"kind": model.kind, "parent_id": model.parent_id, "valid_from": from_day, "short_name": ""}
    try:
        return add(model.council_id, {**own, **facts}, actor)
    except Invalid as wrong:
        raise Invalid({beside.get(name, name): sentences for name, sentences in wrong.errors.items()}) from wrong


def add_successor(agency: Agency, successor: Agency, kind: str, actor: Actor) -> None:
    """One more agency that takes over from one that has ended: a split, or a successor named later."""
    require_office(actor, agency.council_id)
    first_day = require_over(agency) + timedelta(days=1)
    require_successors([agency], [successor], first_day)
    succeed(agency, successor, kind, first_day)
    change = change_of(agency, ENDINGS)
    if change is not None:
        change.parts.append(AgencyChangePart(agency_id=successor.id, part="new"))
    engine.touch(agency, actor)
    db.session.flush()
    named = {"successor": successor.name, "successor_ids": [successor.id]}
    audit.record(agency, "successor_added", actor, role=Role.OFFICE, after=named)


def succeed(agency: Agency, successor: Agency, kind: str, from_day: date) -> None:
    db.session.add(AgencySuccession(predecessor_id=agency.id, successor_id=successor.id, on=from_day, kind=kind))


def change_of(agency: Agency, kinds: Sequence[str]) -> AgencyChange | None:
    """The newest change of these kinds that this agency went into."""
    query = (
        select(AgencyChange)
        .join(AgencyChangePart, AgencyChangePart.change_id == AgencyChange.id)
        .where(AgencyChangePart.agency_id == agency.id, AgencyChangePart.part == "old", AgencyChange.kind.in_(kinds))
    )
    return db.session.scalar(query.order_by(AgencyChange.id.desc()).limit(1))


def decided(
    kind: str, from_day: date, old: Sequence[Agency], new: Sequence[Agency], facts: Facts, actor: Actor
) -> AgencyChange:
    """Keep the decision with its document; the file hangs on the agency that it was recorded on."""
    files = list(facts.get("files") or [])
    change = AgencyChange(
        council_id=old[0].council_id,
        kind=kind,
        from_day=from_day,
        document_number=facts.get("document_number") or "",
        document_date=facts.get("document_date"),
        reason=facts.get("reason") or "",
        attachment_id=files[0].id if files else None,
        made_by_id=actor.id,
    )
    sides = [*((agency, "old") for agency in old), *((agency, "new") for agency in new)]
    change.parts = [AgencyChangePart(agency=agency, part=part) for agency, part in sides]
    db.session.add(change)
    for file in files:
        attachments.bind(file, "agency", old[0].id, "decision")
    db.session.flush()
    return change


def tell(
    agency: Agency,
    change: AgencyChange,
    action: str,
    actor: Actor,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
) -> None:
    """A new version of the agency, its event with the document, and its words in the index."""
    engine.touch(agency, actor)
    db.session.flush()
    told = {"from_day": change.from_day, "document": change.document_number, "document_date": change.document_date}
    facts = {name: audit.plain(value) for name, value in {**after, **told}.items() if value}
    audit.record(agency, action, actor, role=Role.OFFICE, before=before, after=facts, reason=change.reason)
    index(agency)


def bear(agency: Agency, name: AgencyName) -> None:
    """Today's name stands on the agency itself, where lists read it."""
    agency.name, agency.short_name, agency.sort_key = name.name, name.short_name, sort_key(name.name)


def take_names(today: date) -> int:
    """Names recorded ahead whose day has come are borne from now on; returns how many."""
    due = [name for name in db.session.scalars(queries.names_due(today)) if name.agency.named_on(today) is name]
    for name in due:
        earlier = audit.snapshot(name.agency)
        bear(name.agency, name)
        before, after = audit.difference(earlier, name.agency)
        db.session.flush()
        audit.record(name.agency, "name_borne", SYSTEM, role=Role.SYSTEM, before=before, after=after)
        index(name.agency)
    return len(due)
