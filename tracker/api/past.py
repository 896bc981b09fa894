"""`?as_of=`: what was known at a past moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api import represent
from tracker.api.auth import me
from tracker.api.fill import checked
from tracker.api.filters import Condition, Filter, conditions
from tracker.api.operations import Operation, query
from tracker.api.resources import Resource
from tracker.api.shows import Shown, show
from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _l
from tracker.core.moments import Moment
from tracker.recommendations.history.asking import AsOf

SCHEMA = {
    "type": "string",
    "examples": ["2026-03-31", "2026-03-31T16:05:00+07:00"],
}
ABOUT = _l("Như đã biết vào cuối ngày ấy, hoặc vào thời điểm ấy (có múi giờ); không nêu là hiện tại")


def parameters(resource: Resource) -> tuple[str, ...]:
    """On the kinds that can look back."""
    return ("as_of",) if resource.past else ()


def is_asked(given: Mapping[str, str]) -> bool:
    return bool(given.get("as_of"))


def moment(given: Mapping[str, str]) -> datetime | None:
    """None: now. Raises Invalid. `on`, a day, is the older name."""
    found = named(given)
    return found.at if found is not None else None


def named(given: Mapping[str, str]) -> Moment | None:
    """The same as it was named: a whole day or a time of it."""
    name = "as_of" if given.get("as_of") else "on"
    if not given.get(name):
        return None
    asked = {"as_of": given[name]}
    try:
        form = checked(AsOf(asked, wire="json", councils=me().council_ids), asked)
    except Invalid as wrong:
        raise Invalid({name: wrong.errors["as_of"]}) from wrong
    found: Moment = form.answers["as_of"]
    return found


def narrowed(
    filters: Iterable[Filter], then: Mapping[str, Condition], given: MultiDict[str, str], actor: Actor
) -> list[ColumnElement[bool]]:
    """The conditions of the filters that can be asked of then. Raises Invalid for the others."""
    known = list(filters)
    if strange := [item.name for item in known if item.name in given and item.name not in then]:
        raise Invalid({name: [_("Không lọc được theo mục này tại một thời điểm đã qua.")] for name in strange})
    return conditions([replace(item, where=then[item.name]) for item in known if item.name in then], given, actor)


def many(resource: Resource, rows: Sequence[Any], at: datetime) -> list[dict[str, Any]]:
    """Records as they were known; version 0, for nothing is changed in the past."""
    records = [of(resource, row) for row in rows]
    beside = resource.beside(records) if resource.beside else ()
    shown = [one(resource, row, at) for row in rows]
    del beside
    return shown


def one(resource: Resource, row: Any, at: datetime) -> dict[str, Any]:
    """Links lead to what is known now, so only the record itself is linked, at that moment."""
    there, record = Moment(at), of(resource, row)
    links: dict[str, Any] = {"self": f"{resource.url(record)}?{urlencode({'as_of': there.address})}"}
    if resource.threads and not shows_less(resource):
        links |= {"sources": [], "targets": []}
    body = represent.base(resource, record) | show(shows(resource), row, me())
    return body | {"as_of": clock.local(at), "links": links}


def of(resource: Resource, row: Any) -> Any:
    return resource.past.record(row) if resource.past else row


def shows(resource: Resource) -> tuple[Shown, ...]:
    return (resource.past.shows if resource.past else ()) or resource.shows


def shows_less(resource: Resource) -> bool:
    """Is what is told of then described apart from what is told of now?"""
    return bool(resource.past and resource.past.shows)


def left(rows: Iterable[Shown], *, out: str) -> tuple[Shown, ...]:
    """What is shown now, without what no event tells of."""
    return tuple(row for row in rows if row.name not in out.split())


def parameter() -> Operation:
    return query("as_of", SCHEMA, str(ABOUT))


def described() -> list[Operation]:
    day = {"type": "string", "format": "date"}
    return [parameter(), query("on", day, _("Tên cũ của as_of, chỉ nhận một ngày"))]
