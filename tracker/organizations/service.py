"""Adding, renaming, ending and aliasing agencies. The past keeps the names it had."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import fold, sort_key
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias, AgencyName, AgencySuccession
from tracker.search import service as search
from tracker.workflow import engine


def require_office(actor: Actor, council_id: int) -> None:
    if not is_keeper(actor, council_id):
        raise Forbidden


def is_keeper(actor: Actor, council_id: int) -> bool:
    """Agencies are kept by the council's office (and by the product's own commands)."""
    return Role.SYSTEM in actor.roles or Role.OFFICE in actor.roles_on(Place(council_id=council_id))


def add(council_id: int, facts: dict[str, Any], actor: Actor) -> Agency:
    """`facts`: code, name, short_name, kind, parent_id, valid_from."""
    require_office(actor, council_id)
    require_free_code(council_id, facts["code"])
    require_own_meaning(council_id, facts["name"])
    require_parent(council_id, facts.get("parent_id"))
    agency = Agency(
        council_id=council_id,
        code=facts["code"],
        name=facts["name"],
        short_name=facts.get("short_name") or "",
        sort_key=sort_key(facts["name"]),
        kind=facts["kind"],
        parent_id=facts.get("parent_id"),
        valid_from=facts.get("valid_from"),
        created_by_id=actor.id,
    )
    agency.names.append(AgencyName(name=agency.name, short_name=agency.short_name, valid_from=facts.get("valid_from")))
    db.session.add(agency)
    db.session.flush()
    for words in (agency.code, agency.name, agency.short_name):
        remember(agency, words)
    audit.record(agency, "created", actor, role=Role.OFFICE, after=audit.facts_of(agency))
    index(agency)
    return agency


def edit(agency: Agency, facts: dict[str, Any], actor: Actor) -> None:
    """Correct a misspelt name, the short name, kind, parent or first day; a name that changes has its own act."""
    require_office(actor, agency.council_id)
    require_own_meaning(agency.council_id, facts.get("name") or agency.name, agency)
    require_parent(agency.council_id, facts.get("parent_id"), agency)
    if agency.valid_to and facts.get("valid_from") and facts["valid_from"] > agency.valid_to:
        raise Invalid({"valid_from": [_("Ngày bắt đầu phải từ ngày kết thúc trở về trước.")]})
    earlier = audit.snapshot(agency)
    if "valid_from" in facts and agency.names[0].valid_from == agency.valid_from:
        agency.names[0].valid_from = facts["valid_from"]
    for key in ("name", "short_name", "kind", "parent_id", "valid_from"):
        if key in facts:
            setattr(agency, key, facts[key])
    agency.sort_key = sort_key(agency.name)
    agency.names[-1].name, agency.names[-1].short_name = agency.name, agency.short_name
    for words in (agency.name, agency.short_name):
        remember(agency, words)
    changed(agency, earlier, "edited", actor)


def rename(agency: Agency, name: str, short_name: str, from_day: date, actor: Actor, *, reason: str = "") -> None:
    """From that day it bears the new name; what is older keeps printing the old one."""
    require_office(actor, agency.council_id)
    require_alive(agency)
    require_own_meaning(agency.council_id, name, agency)
    last = agency.names[-1]
    if from_day > clock.today():
        raise Invalid({"from_day": [_("Ngày đổi tên chưa đến. Hãy ghi khi tên mới có hiệu lực.")]})
    if last.valid_from is not None and from_day <= last.valid_from:
        raise Invalid({"from_day": [_("Ngày đổi tên phải sau ngày bắt đầu của tên hiện nay.")]})
    earlier = audit.snapshot(agency)
    last.valid_to = from_day - timedelta(days=1)
    agency.names.append(AgencyName(name=name, short_name=short_name, valid_from=from_day))
    agency.name, agency.short_name, agency.sort_key = name, short_name, sort_key(name)
    for words in (name, short_name):
        remember(agency, words)
    changed(agency, earlier, "renamed", actor, reason=reason)


def end(agency: Agency, on: date, successor: Agency | None, kind: str, actor: Actor, *, reason: str = "") -> None:
    """The agency ends on that day; a successor answers for it from the day after."""
    require_office(actor, agency.council_id)
    require_alive(agency)
    last = agency.names[-1]
    if last.valid_from is not None and on < last.valid_from:
        raise Invalid({"on": [_("Ngày kết thúc phải từ ngày bắt đầu của tên hiện nay trở đi.")]})
    if successor is not None:
        require_successor(agency, successor, on)
    earlier = audit.snapshot(agency)
    agency.valid_to = last.valid_to = on
    if successor is not None:
        succeed(agency, successor, kind)
    changed(agency, earlier, "ended", actor, reason=reason)


def add_successor(agency: Agency, successor: Agency, kind: str, actor: Actor) -> None:
    """One more agency that takes over from one that has ended: a split, or a successor named later."""
    require_office(actor, agency.council_id)
    require_successor(agency, successor, require_over(agency))
    succeed(agency, successor, kind)
    db.session.flush()
    audit.record(agency, "successor_added", actor, role=Role.OFFICE, after={"successor": successor.name})


def add_alias(agency: Agency, words: str, actor: Actor) -> None:
    """Another way people write it; refused when it already means another agency."""
    require_office(actor, agency.council_id)
    require_own_meaning(agency.council_id, words, agency, field="alias")
    if not fold(words):
        raise Invalid({"alias": [_("Hãy nhập tên khác của cơ quan.")]})
    if remember(agency, words):
        audit.record(agency, "alias_added", actor, role=Role.OFFICE, after={"aliases": words})
        index(agency)


def remember(agency: Agency, words: str) -> bool:
    """Keep one more way of writing the agency; False when it is known or empty."""
    folded = fold(words)
    if not folded:
        return False
    if any(known.folded == folded for known in agency.aliases):
        return False
    agency.aliases.append(AgencyAlias(alias=words, folded=folded))
    db.session.flush()
    return True


def changed(agency: Agency, earlier: dict[str, Any], action: str, actor: Actor, *, reason: str = "") -> None:
    before, after = audit.difference(earlier, agency)
    if not after and action == "edited":
        return
    engine.touch(agency, actor)
    db.session.flush()
    audit.record(agency, action, actor, role=Role.OFFICE, before=before, after=after, reason=reason)
    index(agency)


def succeed(agency: Agency, successor: Agency, kind: str) -> None:
    first_day = require_over(agency) + timedelta(days=1)
    db.session.add(AgencySuccession(predecessor_id=agency.id, successor_id=successor.id, on=first_day, kind=kind))


def require_alive(agency: Agency) -> None:
    if agency.valid_to is not None:
        raise Impossible(_("Cơ quan này đã kết thúc ngày %(day)s.", day=format_vi(agency.valid_to)))


def require_over(agency: Agency) -> date:
    """Its last day."""
    if agency.valid_to is None:
        raise Impossible(_("Cơ quan này chưa kết thúc. Hãy ghi ngày kết thúc trước."))
    return agency.valid_to


def require_successor(agency: Agency, successor: Agency, last_day: date) -> None:
    """Another agency of the same council, alive on the day after, and not one that this agency took over from."""
    problem = None
    if successor.id == agency.id:
        problem = _("Cơ quan kế thừa phải là cơ quan khác.")
    elif successor.council_id != agency.council_id:
        problem = _("Cơ quan kế thừa phải thuộc cùng Hội đồng nhân dân.")
    elif not successor.is_valid_on(last_day + timedelta(days=1)):
        problem = _("“%(name)s” không hoạt động vào ngày %(day)s.", name=successor.name, day=format_vi(last_day))
    elif exists_succession(agency, successor) or exists_succession(successor, agency):
        problem = _("Hai cơ quan này đã được ghi là kế thừa nhau.")
    if problem:
        raise Invalid({"successor_id": [problem]})


def exists_succession(before: Agency, after: Agency) -> bool:
    pair = (AgencySuccession.predecessor_id == before.id, AgencySuccession.successor_id == after.id)
    return bool(db.session.scalar(select(exists().where(*pair))))


def require_own_meaning(council_id: int, words: str, agency: Agency | None = None, *, field: str = "name") -> None:
    """Refused when these words already mean another agency that still exists."""
    taken = db.session.scalar(
        select(Agency)
        .join(AgencyAlias, AgencyAlias.agency_id == Agency.id)
        .where(Agency.council_id == council_id, AgencyAlias.folded == fold(words), Agency.valid_to.is_(None))
        .where(Agency.id != (agency.id if agency else None))
        .order_by(Agency.id)
        .limit(1)
    )
    if taken is not None:
        raise Invalid({field: [_("Tên này đang chỉ cơ quan “%(name)s”.", name=taken.name)]})


def require_parent(council_id: int, parent_id: int | None, agency: Agency | None = None) -> None:
    """A parent of the same council, and no ring of parents."""
    seen = {agency.id} if agency else set()
    while parent_id is not None:
        parent = db.session.get(Agency, parent_id)
        if parent is None or parent.council_id != council_id or parent_id in seen:
            raise Invalid({"parent_id": [_("Cơ quan cấp trên không hợp lý. Hãy chọn lại.")]})
        seen.add(parent_id)
        parent_id = parent.parent_id


def require_free_code(council_id: int, code: str) -> None:
    if db.session.scalar(select(exists().where(Agency.council_id == council_id, Agency.code == code))):
        raise Invalid({"code": [_("Mã này đã có cơ quan khác dùng.")]})


def index(agency: Agency) -> None:
    search.index(
        kind="agency",
        subject_id=agency.id,
        council_id=agency.council_id,
        code=agency.code,
        title=agency.name,
        texts=[agency.short_name, *(alias.alias for alias in agency.aliases)],
    )
