"""Councils and their bodies, kept by administrators: a new installation begins here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, false, select, true

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.models import BODY_KINDS, LEVELS, Council, CouncilBody
from tracker.workflow import engine

FACTS = ("name", "level", "unit_code", "valid_from", "valid_to", "successor_id")
NAMES = {
    "code": _l("Mã"),
    "name": _l("Tên"),
    "level": _l("Cấp"),
    "unit_code": _l("Mã đơn vị hành chính"),
    "valid_from": _l("Từ ngày"),
    "valid_to": _l("Đến ngày"),
    "successor_id": _l("Hội đồng kế thừa"),
    "bodies": _l("Ban, Tổ đại biểu"),
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Administrators alone keep councils; others read their name on every page."""
    return true() if actor.is_admin else false()


def listing() -> Sequence[Council]:
    return db.session.scalars(select(Council).order_by(Council.level.desc(), Council.name, Council.id)).all()


def bodies(council_id: int) -> Sequence[CouncilBody]:
    query = select(CouncilBody).where(CouncilBody.council_id == council_id)
    return db.session.scalars(query.order_by(CouncilBody.kind, CouncilBody.name, CouncilBody.id)).all()


def successors(council: Council | None = None) -> list[tuple[str, str]]:
    """(id, name) of the councils that may go on for this one."""
    return [(str(one.id), one.name) for one in listing() if council is None or one.id != council.id]


def add(answers: Mapping[str, Any], actor: Actor) -> Council:
    """A council that nothing hangs on yet; Invalid when its code is taken or it ends before it begins."""
    require_keeper(actor)
    require_free(exists().where(Council.code == answers["code"]))
    council = Council(code=answers["code"])
    write(council, answers)
    db.session.add(council)
    db.session.flush()
    audit.record(council, "created", actor, role=Role.ADMIN, after=audit.facts_of(council))
    return council


def edit(council: Council, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(actor)
    earlier = audit.snapshot(council)
    write(council, answers)
    tell(council, earlier, actor)


def add_body(council: Council, answers: Mapping[str, Any], actor: Actor) -> CouncilBody:
    """A committee or a deputies' group of the council."""
    require_keeper(actor)
    require_free(exists().where(CouncilBody.council_id == council.id, CouncilBody.code == answers["code"]))
    before = in_words(council)
    body = CouncilBody(
        council_id=council.id, **{name: answers[name] for name in ("code", "name", "kind", "valid_from")}
    )
    db.session.add(body)
    tell_bodies(council, before, actor)
    return body


def edit_body(council: Council, body: CouncilBody, answers: Mapping[str, Any], actor: Actor) -> None:
    """Another name, or the day on which it ends; what stands on it keeps it."""
    require_keeper(actor)
    if answers["valid_from"] and answers["valid_to"] and answers["valid_from"] > answers["valid_to"]:
        raise Invalid({"valid_to": [_("Ngày cuối phải từ ngày đầu trở đi.")]})
    before = in_words(council)
    for name in ("name", "valid_from", "valid_to"):
        setattr(body, name, answers[name])
    tell_bodies(council, before, actor)


def write(council: Council, answers: Mapping[str, Any]) -> None:
    for name in FACTS:
        setattr(council, name, answers.get(name))
    council.unit_code = council.unit_code or ""
    if council.valid_from and council.valid_to and council.valid_from > council.valid_to:
        raise Invalid({"valid_to": [_("Ngày cuối phải từ ngày đầu trở đi.")]})
    require_no_ring(council)


def require_no_ring(council: Council) -> None:
    """No council goes on for itself, neither at once nor round about."""
    seen, heir_id = {council.id}, council.successor_id
    while heir_id is not None:
        if heir_id in seen:
            raise Invalid({"successor_id": [_("Hội đồng không kế thừa vòng chính mình được. Hãy chọn lại.")]})
        seen.add(heir_id)
        heir = db.session.get(Council, heir_id)
        heir_id = heir.successor_id if heir else None


def require_keeper(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden


def require_free(taken: ColumnElement[bool]) -> None:
    if db.session.scalar(select(taken)):
        raise Invalid({"code": [_("Mã này đã có. Hãy chọn mã khác.")]})


def tell(council: Council, earlier: dict[str, Any], actor: Actor) -> None:
    before, after = audit.difference(earlier, council)
    if after:
        db.session.flush()
        audit.record(council, "edited", actor, role=Role.ADMIN, before=before, after=after)


def tell_bodies(council: Council, before: list[str], actor: Actor) -> None:
    db.session.flush()
    after = in_words(council)
    if after != before:
        audit.record(council, "edited", actor, role=Role.ADMIN, before={"bodies": before}, after={"bodies": after})


def in_words(council: Council) -> list[str]:
    return [
        f"{body.code}: {body.name}" + (f" → {body.valid_to}" if body.valid_to else "") for body in bodies(council.id)
    ]


KIND = engine.register(
    Kind(
        name="council",
        model=Council,
        label=_l("Hội đồng nhân dân"),
        plural="councils",
        visible=visible,
        place=lambda council: Place(council_id=council.id),
        title=lambda council: council.name,
        names=lambda: NAMES,
    )
)

__all__ = ["BODY_KINDS", "LEVELS", "add", "add_body", "bodies", "edit", "edit_body", "listing"]
