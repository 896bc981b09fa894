"""List, read, create and change, for every resource alike. Checked in this order: 404, 403, 428 or 412, 409, 422."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.api import once, past, represent
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import filled, with_files
from tracker.api.filters import conditions, refuse_unknown, require_one
from tracker.api.lists import LARGEST_SIZE, MOST_COUNTED, SIZE, Page, page_of, reverse
from tracker.api.problems import Problem
from tracker.api.resources import Case, Resource, Rule, Writing
from tracker.api.versions import require_match, tag_of
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.rows import LARGEST, row_number_or_none
from tracker.core.text import clean
from tracker.extensions import db
from tracker.recommendations.history.knowing import as_known
from tracker.workflow import engine

PAGING = ("after", "size", "sort")
LONGEST_REASON = 1000


def listed(resource: Resource) -> Response:
    """A page of the records that the caller may read."""
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING, *(item.name for item in resource.filters), *past.parameters(resource)])
    require_one(given, resource.needs)
    moment = past.moment(given) if resource.past else None
    with as_known(moment):
        page = page_asked(resource, given, moment)
        rows = represent.many(resource, page.rows, me()) if moment is None else past.many(resource, page.rows, moment)
    return respond(Answer(told(page, rows)))


def page_asked(resource: Resource, given: MultiDict[str, str], moment: datetime | None) -> Page:
    sort, after, size = (
        sort_asked(resource, given.get("sort", "")),
        given.get("after"),
        size_asked(given.get("size", "")),
    )
    if resource.past is not None and moment is not None:
        return resource.past.page(me(), given, moment, sort=sort, after=after, size=size)
    if resource.table is not None:
        return resource.table(me(), given, sort=sort, after=after, size=size)
    order = resource.orders[sort.removeprefix("-")]
    query = select(resource.model).where(
        access.visible(resource.kind, me()), *conditions(resource.filters, given, me())
    )
    return page_of(
        query,
        reverse(order) if sort.startswith("-") else order,
        name=f"{resource.path} {sort}",
        after=after,
        size=size,
        load=resource.load,
    )


def told(page: Page, items: list[dict[str, Any]]) -> dict[str, Any]:
    """`total` is exact to a thousand; beyond that it is null, and `total_at_least` says so."""
    body = {"items": items, "next": page.next, "total": page.total}
    return body if page.total is not None else {**body, "total_at_least": MOST_COUNTED}


def sort_asked(resource: Resource, name: str) -> str:
    """`due`, or `-due` for the other way round."""
    if name.removeprefix("-") not in ("", *resource.sort_names) or name == "-":
        names = ", ".join(resource.sort_names)
        raise Invalid({"sort": [_("Chỉ xếp được theo: %(names)s (thêm dấu - để đảo lại).", names=names)]})
    return name or resource.sort_names[0]


def size_asked(raw: str) -> int:
    if not raw:
        return SIZE
    found = row_number_or_none(raw)
    if found is None or not 1 <= found <= LARGEST_SIZE:
        raise Invalid({"size": [_("Hãy gửi một số từ 1 đến %(most)s.", most=LARGEST_SIZE)]})
    return found


def read(resource: Resource, id: int) -> Response:
    if resource.past is not None and resource.past.find is not None and past.is_asked(request.args):
        return read_then(resource, id, resource.past.find)
    record = find(resource, id)
    refuse_unknown(request.args, past.parameters(resource))
    moment = past.moment(request.args) if resource.past else None
    if resource.past is None or moment is None:
        return respond(shown(resource, record))
    with as_known(moment):
        then = resource.past.one(record, me(), moment)
        return respond(Answer(past.many(resource, [then], moment)[0]))


def read_then(resource: Resource, id: int, found: Callable[[int, Actor, datetime], Any]) -> Response:
    """What the caller may read as it stood, whether or not it is still there."""
    refuse_unknown(request.args, past.parameters(resource))
    moment = past.moment(request.args)
    if moment is None:
        return respond(shown(resource, find(resource, id)))
    row = found(id, me(), moment)
    require_scope()
    return respond(Answer(past.many(resource, [row], moment)[0]))


def find(resource: Resource, id: int) -> Any:
    """404 when the caller may not read it, then 403 when the token does not reach this far."""
    record = access.find(resource.kind, id, me())
    require_scope()
    return record


def shown(resource: Resource, record: Any, *, status: int = 200) -> Answer:
    """The record as it is now, with its version as ETag."""
    db.session.flush()
    location = resource.url(record) if status == 201 else ""
    return Answer(represent.one(resource, record, me()), status=status, location=location, tag=tag_of(record))


def created(resource: Resource) -> Response:
    """201 with Location; the parents are named in the body."""
    sent = body()
    return once.perform(lambda: create(resource, dict(sent)))


def create(resource: Resource, sent: dict[str, Any]) -> Answer:
    writing, begun_from, words = way_asked(resource, sent)
    if writing is None:
        raise Forbidden
    case = Case(me(), parents=begun_from | parents_named(resource, sent), names=frozenset(sent))
    if writing.require is not None:
        writing.require(case)
    if writing.begins_at is not None:
        case = replace(case, begun_at=writing.begins_at(case, words))
    record = fill_and_do(writing, case, without_parents(resource, writing, sent))
    return shown(resource, record, status=201)


def way_asked(resource: Resource, sent: dict[str, Any]) -> tuple[Writing | None, dict[str, Any], str]:
    """How the new record is to be made, the record that it begins from, or the words that name what it begins from; takes
    these out of the body."""
    asked = {name: sent.pop(name) for name, _writing in resource.variants if name in sent}
    chosen = {name: value for name, value in asked.items() if value not in (None, False)}
    if len(chosen) > 1:
        raise Invalid({name: [_("Chỉ nêu một trong: %(names)s.", names=", ".join(chosen))] for name in chosen})
    for name, value in chosen.items():
        writing = dict(resource.variants)[name]
        if writing.begins_at is not None:
            return writing, {}, words_of(name, value)
        if not writing.begins_from:
            return (writing if value is True else resource.create), {}, ""
        if not is_id(value):
            raise Invalid({name: [_("Hãy nêu số (id) của bản ghi này.")]})
        return writing, {writing.begins_from: access.find(writing.begins_from, value, me())}, ""
    return resource.create, {}, ""


def words_of(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid({name: [_("Mục này phải là một chuỗi chữ.")]})
    return value


def parents_named(resource: Resource, sent: dict[str, Any]) -> dict[str, Any]:
    """The records that the new one is entered under; NotFound when the caller may not read one, then the scope."""
    missing = [name for name, _kind in resource.parents if not is_id(sent.get(name))]
    parents = {} if missing else {kind: access.find(kind, sent[name], me()) for name, kind in resource.parents}
    require_scope()
    if missing:
        raise Invalid({name: [_("Hãy nêu số (id) của bản ghi này.")] for name in missing})
    return parents


def is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST


def without_parents(resource: Resource, writing: Writing, sent: dict[str, Any]) -> dict[str, Any]:
    """What is left for the form; a parent that the form itself asks for stays."""
    names = {name for name, _kind in resource.parents if not hasattr(writing.form, name)}
    return {name: value for name, value in sent.items() if name not in names}


def fill_and_do(writing: Writing, case: Case, sent: dict[str, Any]) -> Any:
    """Fill the form and let the room do it."""
    form = filled(writing, case, sent)
    answers = form.answers if case.record is None else form.sent
    return writing.do(case, with_files(form, dict(answers), me(), council_of(case)))


def council_of(case: Case) -> int:
    about = next(iter(case.parents.values()), None) or case.record
    council_id = getattr(about, "council_id", None)  # the calendar belongs to no council
    return int(council_id) if council_id is not None else min(case.actor.council_ids, default=0)


def changed(resource: Resource, id: int) -> Response:
    """PATCH: what is absent stays, null empties."""
    record = find(resource, id)
    sent = body()
    if resource.edit is None:
        raise Forbidden
    case = Case(me(), record=record, names=frozenset(sent))
    require_open(case, resource.edit.require, record)
    fill_and_do(resource.edit, case, sent)
    answer = shown(resource, record)
    db.session.commit()
    return respond(answer)


def removed(resource: Resource, id: int) -> Response:
    """204; `?reason=` says why."""
    record = find(resource, id)
    if resource.remove is None:
        raise Forbidden
    case = Case(me(), record=record)
    require_open(case, resource.require_remove, record)
    refuse_unknown(request.args, ["reason"])
    resource.remove(case, clean(request.args.get("reason", ""))[:LONGEST_REASON])
    db.session.commit()
    return Response(status=204)


def require_open(case: Case, require: Rule | None, owner: Any) -> None:
    """403 before the version of `owner`, 409 after it."""
    stuck = None
    try:
        if require is not None:
            require(case)
    except Impossible as error:
        stuck = error
    require_match(owner)
    if stuck is not None:
        raise Problem("impossible", stuck.sentence, states={"current": state_of(owner)})


def state_of(record: Any) -> dict[str, str] | None:
    if access.kind_of(record).workflow is None:
        return None
    state = engine.state_of(record)
    return {"name": state.name, "label": str(state.label)}
