"""What a page does at one press or with one short form to a record, that is no step of a life: `POST …/{id}/<what>`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response

from tracker.accounts import access
from tracker.administration.forms import ReasonForm
from tracker.administration.stand_ins import service as stand_ins
from tracker.api import once, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer
from tracker.api.auth import me
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.kinds.organizations import given_one, offered_beside
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, ref, sent, title
from tracker.api.records import find, require_open, shown
from tracker.api.resources import RESOURCES, Case, Resource, Rule
from tracker.core.errors import Impossible
from tracker.core.forms import BaseForm
from tracker.core.i18n import Words, _, _l
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.organizations.forms import ItemBackForm, SuccessorForm, UndoForm
from tracker.organizations.handing import Pick
from tracker.plans import keeping
from tracker.sessions import invitations
from tracker.workflow import engine

Facts = dict[str, Any]


class NothingAsked(BaseForm):
    """The press alone."""


@dataclass(frozen=True)
class Press:
    """`kind`/{id}/`path`; `do` changes the record, which is answered as it is then."""

    kind: str
    path: str
    words: Words
    do: Callable[[Case, Facts], Any]
    require: Rule
    form: type[BaseForm] = NothingAsked
    about: Callable[[Case], Facts] = lambda _case: {}

    @property
    def resource(self) -> Resource:
        return RESOURCES[self.kind]


def pressed(press: Press, id: int) -> Response:
    """404, 403, 428 or 412, 409, 422, as for a step."""
    record = find(press.resource, id)
    given = body()
    return once.perform(lambda: act(press, record, given))


def act(press: Press, record: Any, given: Facts) -> Answer:
    case = Case(me(), record=record, names=frozenset(given))
    require_open(case, press.require, record)
    form = checked(press.form(given, wire="json", **press.about(case)), given)
    press.do(case, form.answers)
    return shown(press.resource, record)


# --- what they do -----------------------------------------------------------------------------------------------------


def require_preparing(case: Case) -> None:
    engine.require_reword(case.record, case.actor)


def require_office(case: Case) -> None:
    organizations.require_office(case.actor, case.record.council_id)


def require_ended(case: Case) -> None:
    require_office(case)
    organizations.require_over(case.record)


def require_undoable(case: Case) -> None:
    require_office(case)
    if not organizations.is_undoable(case.record):
        raise Impossible(_("Cơ quan này không có thay đổi nào để hủy."))


def require_giver(case: Case) -> None:
    handing.require_may_give(case.actor, case.record)


def name_successor(case: Case, answers: Facts) -> None:
    heir = access.find("agency", answers["successor_id"], case.actor)
    organizations.add_successor(case.record, heir, answers["kind"], case.actor)


def hand_back(case: Case, answers: Facts) -> None:
    """One record goes back to the agency, or a sentence says why it does not."""
    pick = Pick(answers["item"], 0, answers.get("item_version"))
    given = given_one(case.record, pick, answers, case.actor, back=True)
    if not given.rows:
        raise Impossible(" ".join(given.left) or _("Bản ghi đang ở trạng thái không cho phép việc này."))


PRESSES = (
    Press(
        "stand_in",
        "ended",
        _l("Kết thúc thay mặt, do quản trị viên"),
        lambda case, answers: stand_ins.end(case.record.id, case.actor, reason=answers["reason"]),
        lambda case: stand_ins.require_keeps(case.record, case.actor),
        ReasonForm,
    ),
    Press(
        "delegation_template",
        "restore",
        _l("Dùng lại mẫu đã thôi dùng"),
        lambda case, _answers: keeping.restore(case.record, case.actor),
        lambda case: keeping.require_keeper(case.actor, case.record.council_id),
    ),
    Press(
        "session",
        "invitations/proposed",
        _l("Mời các cơ quan và thành viên Đoàn chưa có trong danh sách"),
        lambda case, _answers: invitations.propose(case.record, case.actor),
        require_preparing,
    ),
    Press(
        "session",
        "attendance/filled",
        _l("Ghi những người được mời sẽ dự vào thành phần dự"),
        lambda case, _answers: invitations.fill_attendance(case.record, case.actor),
        require_preparing,
    ),
    Press(
        "agency",
        "successors",
        _l("Ghi thêm cơ quan kế thừa"),
        name_successor,
        require_ended,
        SuccessorForm,
        lambda case: {"agencies": offered_beside(case.record)},
    ),
    Press(
        "agency",
        "undo",
        _l("Hủy thay đổi tổ chức gần nhất"),
        lambda case, answers: organizations.undo(case.record, case.actor, reason=answers["reason"]),
        require_undoable,
        UndoForm,
    ),
    Press(
        "agency",
        "hand-backs",
        _l("Giao lại cho cơ quan cũ một việc đã bàn giao"),
        hand_back,
        require_giver,
        ItemBackForm,
    ),
)


def endpoint(press: Press) -> str:
    return f"{press.kind}_{press.path.replace('/', '_')}"


ADDRESSES: tuple[Address, ...] = tuple(
    (f"/{access.KINDS[press.kind].plural}/{ID}/{press.path}", endpoint(press), {"POST": partial(pressed, press)})
    for press in PRESSES
)


def described() -> dict[str, dict[str, Operation]]:
    return {f"/{press.resource.path}/{{id}}/{press.path}": {"post": told(press)} for press in PRESSES}


def told(press: Press) -> Operation:
    return operation(
        f"{press.resource.path}_{press.path.replace('/', '_')}",
        str(press.words),
        press.resource.path,
        ok(ref(title(press.kind))),
        [ID_PARAMETER, "IfMatch", "IdempotencyKey"],
        sent(schemas.of_form(press.form, required=True)),
    )
