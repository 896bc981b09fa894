"""/leaders: for whoever keeps the accounts, who leads an agency and who there may stand in; naming somebody from there."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.accounts.models import User
from tracker.administration.stand_ins import queries, service
from tracker.administration.stand_ins.forms import StandInForm
from tracker.administration.stand_ins.queries import Led
from tracker.api import once, records, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.filters import refuse_unknown
from tracker.api.lists import numbered
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, page, paging, ref, sent
from tracker.api.records import PAGING, is_id, size_asked
from tracker.api.resources import PREFIX, RESOURCES
from tracker.api.shows import Schema
from tracker.core.errors import Impossible, Invalid, NotFound
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.models import Agency

WORDS = _l("Lãnh đạo cơ quan, người có thể thay mặt; quản trị viên đọc")


def listed() -> Response:
    """One row an agency and leader; to others than the administrator there is no such list."""
    if not me().is_admin:
        raise NotFound
    require_scope()
    given = request.args
    refuse_unknown(given, PAGING[:2])
    size = size_asked(given.get("size", ""))
    found = numbered(
        lambda number: queries.leading(page=number, size=size),
        queries.leading_total(),
        name="leaders",
        after=given.get("after"),
        size=size,
    )
    others = queries.others_at({led.agency_id for led in found.rows})
    return respond(Answer(records.told(found, [told(led, others[led.agency_id]) for led in found.rows])))


def told(led: Led, others: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "user_id": led.user_id,
        "user": led.user,
        "agency_id": led.agency_id,
        "agency": led.agency,
        "may_stand_in": [{"user_id": id, "user": name} for id, name in others],
        "links": {"stand_ins": f"{PREFIX}/leaders/{led.user_id}/stand-ins"},
    }


def named(id: int) -> Response:
    """`agency_id` where this person leads several agencies; the rest as everybody's POST /stand-ins."""
    user: User = access.find("user", id, me())
    require_scope()
    given = body()
    return once.perform(lambda: name(user, dict(given)))


def name(user: User, given: dict[str, Any]) -> Answer:
    agency = agency_of(user, given.pop("agency_id", None))
    service.require_may_name(agency, me())
    given.setdefault("principal_id", user.id)
    principals, others = [(user.id, user.full_name)], queries.people_of(agency.id, leaders=False)
    form = checked(StandInForm(given, wire="json", principals=principals, others=others), given)
    answers = with_files(form, dict(form.answers), me(), agency.council_id)
    return records.shown(RESOURCES["stand_in"], service.name(agency, answers, me()), status=201)


def agency_of(user: User, wanted: Any) -> Agency:
    """The agency that this person leads; Invalid where it is not said which of several, or not theirs."""
    led = queries.led_by(user.id)
    if not led:
        raise Impossible(_("Người này không phải lãnh đạo của cơ quan nào."))
    if wanted is None and len(led) > 1:
        raise Invalid({"agency_id": [_("Người này là lãnh đạo của nhiều cơ quan. Hãy nêu số (id) của cơ quan.")]})
    if wanted is not None and not (is_id(wanted) and wanted in led):
        raise Invalid({"agency_id": [_("Người này không phải lãnh đạo của cơ quan này.")]})
    return db.session.get_one(Agency, wanted or led[0])


ADDRESSES: tuple[Address, ...] = (
    ("/leaders", "leaders", {"GET": listed}),
    (f"/leaders/{ID}/stand-ins", "leader_stand_ins", {"POST": named}),
)
NUMBER: Schema = {"type": "integer"}
TEXT: Schema = {"type": "string"}
PERSON: Schema = {"type": "object", "properties": {"user_id": NUMBER, "user": TEXT}}
LEADER: Schema = {
    "type": "object",
    "required": ["user_id", "user", "agency_id", "agency", "may_stand_in", "links"],
    "properties": {
        "user_id": NUMBER,
        "user": TEXT,
        "agency_id": NUMBER,
        "agency": TEXT,
        "may_stand_in": {"type": "array", "items": PERSON},
        "links": {"type": "object", "properties": {"stand_ins": TEXT}},
    },
}
SCHEMAS = {"Leader": LEADER}


def described() -> dict[str, dict[str, Operation]]:
    asked = schemas.of_form(StandInForm, required=True, extra={"agency_id": NUMBER})
    asked["required"] = [name for name in asked["required"] if name not in ("agency_id", "principal_id")]
    naming = operation(
        "leaders_name_stand_in",
        _("Cử người thay mặt lãnh đạo này, theo văn bản của cơ quan; quản trị viên làm"),
        "stand-ins",
        created(ref("StandIn")),
        [ID_PARAMETER, "IdempotencyKey"],
        sent(asked),
    )
    many = operation("leaders_list", str(WORDS), "stand-ins", ok(page(ref("Leader"))), paging(None))
    return {"/leaders": {"get": many}, "/leaders/{id}/stand-ins": {"post": naming}}
