"""`?as_of=`: what was known at a past moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tracker.api import represent
from tracker.api.auth import me
from tracker.api.fill import checked
from tracker.api.operations import Operation, query
from tracker.api.resources import Resource
from tracker.api.shows import show
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


def moment(given: Mapping[str, str]) -> datetime | None:
    """None: now. Raises Invalid. `on`, a day, is the older name."""
    name = "as_of" if given.get("as_of") else "on"
    if not given.get(name):
        return None
    asked = {"as_of": given[name]}
    try:
        form = checked(AsOf(asked, wire="json", councils=me().council_ids), asked)
    except Invalid as wrong:
        raise Invalid({name: wrong.errors["as_of"]}) from wrong
    at: datetime = form.answers["as_of"].at
    return at


def many(resource: Resource, records: Sequence[Any], at: datetime) -> list[dict[str, Any]]:
    """Records as they were known; version 0, for nothing is changed in the past."""
    beside = resource.beside(records) if resource.beside else ()
    shown = [one(resource, record, at) for record in records]
    del beside
    return shown


def one(resource: Resource, record: Any, at: datetime) -> dict[str, Any]:
    """Links lead to what is known now, so only the record itself is linked, at that moment."""
    there = Moment(at)
    links: dict[str, Any] = {"self": f"{resource.url(record)}?{urlencode({'as_of': there.address})}"}
    if resource.threads:
        links |= {"sources": [], "targets": []}
    body = represent.base(resource, record) | show(resource.shows, record, me())
    return body | {"as_of": clock.local(at), "links": links}


def parameter() -> Operation:
    return query("as_of", SCHEMA, str(ABOUT))


def described() -> list[Operation]:
    day = {"type": "string", "format": "date"}
    return [parameter(), query("on", day, _("Tên cũ của as_of, chỉ nhận một ngày"))]
