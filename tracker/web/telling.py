"""Events in words: who, in which role, did what, why, and what changed from what to what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from flask import url_for
from sqlalchemy import Table, literal, select, union_all

from tracker.accounts import people
from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.accounts.roles import LABELS, Role
from tracker.audit.models import AuditEvent
from tracker.core import clock, dates
from tracker.core.i18n import _, _l
from tracker.core.models import ExactDecimal
from tracker.core.numbers import format_vi
from tracker.extensions import db
from tracker.notifications.topics import CHANNELS, TOPICS
from tracker.organizations import queries as organizations
from tracker.recommendations.wording.checking import REMARK_KINDS
from tracker.sessions.models import REPLIES

PLAIN_WORDS = {
    "created": _l("đã tạo"),
    "edited": _l("đã sửa"),
    "entered_old": _l("đã nhập hồ sơ cũ"),
    "outline_changed": _l("đã gửi bản đề cương mới cho"),
    "renamed": _l("đã đổi tên"),
    "ended": _l("đã ghi kết thúc"),
    "merged": _l("đã ghi sáp nhập"),
    "split": _l("đã ghi chia tách"),
    "took_over": _l("đã ghi bên tiền thân của"),
    "name_borne": _l("đã chuyển sang tên mới của"),
    "change_undone": _l("đã hủy thay đổi tổ chức của"),
    "handed_over": _l("đã bàn giao"),
    "alias_added": _l("đã thêm tên khác cho"),
    "successor_added": _l("đã ghi bên kế thừa của"),
    "deleted": _l("đã xóa"),
    "confirmed": _l("đã xác nhận"),
    "reopened": _l("đã bỏ xác nhận"),
    "deadline_moved": _l("đã dời thời hạn của"),
    "replied": _l("đã trả lời mời dự"),
    "looked_through": _l("đã xem lại"),
    "explained": _l("đã giải thích"),
    "disabled": _l("đã khóa"),
    "enabled": _l("đã mở lại"),
    "password_set": _l("đã đặt mật khẩu cho"),
    "role_given": _l("đã giao vai trò cho"),
    "role_ended": _l("đã thu vai trò của"),
    "link_made": _l("đã tạo đường dẫn đăng nhập cho"),
    "token_made": _l("đã tạo mã truy cập cho"),
    "token_revoked": _l("đã thu hồi mã truy cập của"),
    "feed_made": _l("đã tạo"),
    "feed_revoked": _l("đã thu hồi"),
    "notices_chosen": _l("đã đổi cách nhận thông báo của"),
    "old_notes_kept": _l("đã ghi phần còn lại của sổ cũ cho"),
    "issued_as_worded": _l("đã ban hành, dù còn nhận xét về câu chữ,"),
}
HIDDEN = {"due_key", "lead_state", "answers", "answered_in_id", "updated_at", "delegation_id"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d$")
BEARERS = ("full_name", "name", "code", "number", "text")
"""The columns by which people know a row, the first that a table has."""


def told(events: Iterable[AuditEvent], actor: Actor) -> list[dict[str, Any]]:
    """Events for the timeline macro; at most two look-ups of names for all of them."""
    listed = list(events)
    names = Names(listed)
    return [tell(event, names) for event in listed]


def tell(event: AuditEvent, names: Names) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": event.actor_name or _("Hệ thống"),
        "role": role_words(event),
        "behalf": event.on_behalf_of,
        "what": words(event),
        "note": names.agency(event.agency_id, event) if event.agency_id else "",
        "reason": event.reason,
        "changes": changes(event, names),
        "files": files(event),
        "answers": answers(event),
    }


def role_words(event: AuditEvent) -> str:
    return str(LABELS[Role(event.role)]) if event.role else ""


def words(event: AuditEvent) -> str:
    """What was done, in the past tense of the workflow, or in plain words with the kind of record."""
    kind = KINDS[event.subject_kind]
    step = kind.workflow.transition(event.action) if kind.workflow else None
    if step is not None:
        return str(step.past)
    plain = PLAIN_WORDS.get(event.action)
    if plain is None:
        return event.action
    is_part = (event.subject_kind, event.subject_id) != (event.thread_kind, event.thread_id)
    which = f"{str(kind.label).lower()} {event.subject_code if is_part and not kind.workflow else ''}".strip()
    return _("%(did)s %(kind)s", did=plain, kind=which)


def changes(event: AuditEvent, names: Names) -> list[dict[str, str]]:
    """Field by field, old → new; a new record shows what it held."""
    known = labels_of(event)
    before, after = event.before or {}, event.after or {}
    keys = [key for key in after if key in known]
    return [
        {
            "label": str(known[key]),
            "old": names.value(event, key, before.get(key)),
            "new": names.value(event, key, after.get(key)),
        }
        for key in keys
        if before.get(key) != after.get(key)
    ]


def labels_of(event: AuditEvent) -> dict[str, Any]:
    """What is told of the event's facts, by name, with its label."""
    labels = KINDS[event.subject_kind].names
    return {name: label for name, label in (labels() if labels else {}).items() if name not in HIDDEN}


def answers(event: AuditEvent) -> list[dict[str, str]]:
    """What the step asked and was answered, without reason and files, which stand apart."""
    given = (event.after or {}).get("answers") or {}
    workflow = KINDS[event.subject_kind].workflow
    step = workflow.transition(event.action) if workflow else None
    if step is None:
        return []
    shown = [ask for ask in step.asks if ask.name in given and ask.name != "reason" and ask.kind != "files"]
    return [{"label": str(ask.label), "value": spoken(given[ask.name], ask)} for ask in shown]


def spoken(value: Any, ask: Any) -> str:
    if isinstance(value, list):
        return "; ".join(spoken(item, ask) for item in value)
    choices = dict(ask.choices) if isinstance(ask.choices, tuple) else {}
    return str(choices.get(value, readable(value)))


def files(event: AuditEvent) -> list[dict[str, str]]:
    given = (event.after or {}).get("answers") or {}
    found = [item for value in given.values() if isinstance(value, list) for item in value]
    return [
        {"label": item["name"], "url": url_for("attachments.download", id=item["id"])}
        for item in found
        if isinstance(item, dict) and "sha256" in item
    ]


def readable(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(readable(item) for item in value)
    if isinstance(value, str) and MOMENT.match(value):
        return dates.format_moment(datetime.fromisoformat(value))
    if isinstance(value, str) and DAY.match(value):
        return dates.format_vi(date.fromisoformat(value))
    return str(value)


def person(id: int | None) -> str:
    user = people.get(id) if id else None
    return user.full_name if user else ""


def fields(event: AuditEvent, names: list[str]) -> str:
    """Other fields, by name."""
    known = KINDS[event.subject_kind].names
    labels = known() if known else {}
    return ", ".join(str(labels.get(name, name)) for name in names)


def remarked(_event: AuditEvent, names: list[str]) -> str:
    """ "deadline", "vague: tăng cường" in words."""
    parts = [name.partition(": ") for name in names]
    return "; ".join(f"{REMARK_KINDS.get(kind, kind)}" + (f" “{term}”" if term else "") for kind, _colon, term in parts)


LISTS: dict[str, Callable[[AuditEvent, list[str]], str]] = {
    "waived_facts": fields,
    "inferred": fields,
    "remarks": remarked,
}
"""What an old source lacks, what was inferred, what was remarked on the wording."""

OF_PARTS: dict[str, Any] = {"reply": REPLIES, **{f"notices_{name}": CHANNELS for name in TOPICS}}
"""Choices of what hangs on a record and has no columns in it."""


class Names:
    """The names behind the numbers that events hold, looked up together; agencies by the names they bore then."""

    def __init__(self, events: list[AuditEvent]) -> None:
        self.agencies = organizations.names_on(
            (id, day_of(event)) for event in events for id in (event.agency_id, *numbers([event], "agency"))
        )
        self.rows = names_of_rows(events)

    def agency(self, id: int | None, event: AuditEvent) -> str:
        return self.agencies.get((id or 0, day_of(event)), "")

    def value(self, event: AuditEvent, key: str, value: Any) -> str:
        if key in ("state", "state_before") and value and KINDS[event.subject_kind].workflow:
            return str(KINDS[event.subject_kind].workflow.state(value).label)
        if event.subject_kind == "user" and key == "role" and value:
            return str(LABELS[Role(value)])
        if key in LISTS and value:
            return LISTS[key](event, value)
        column = KINDS[event.subject_kind].model.__table__.columns.get(key)
        choices = OF_PARTS.get(key) or (column.info.get("choices", {}) if column is not None else {})
        if isinstance(value, str) and value in choices:
            return str(choices[value])
        if column is not None and isinstance(column.type, ExactDecimal) and value:
            return format_vi(Decimal(value))
        return self.row(event, key, value) if isinstance(value, int) else readable(value)

    def row(self, event: AuditEvent, key: str, id: int) -> str:
        """Where a number names an agency, a person or another row: its name."""
        if "agency" in key:
            return self.agency(id, event) or str(id)
        table = table_of(event, key)
        return readable(id) if table is None else self.rows.get((table.name, id), str(id))


def table_of(event: AuditEvent, key: str) -> Table | None:
    """The table whose row a fact names by its number; agencies are named apart, by their names of the day."""
    if "agency" in key:
        return None
    column = KINDS[event.subject_kind].model.__table__.columns.get(key)
    table = next((known.column.table for known in column.foreign_keys), None) if column is not None else None
    if table is None and (key.endswith("_by_id") or key == "author_id"):
        table = cast("Table", User.__table__)
    return table if table is not None and bearer(table) is not None else None


def bearer(table: Table) -> Any:
    """The column by which people know a row."""
    return next((table.columns[name] for name in BEARERS if name in table.columns), None)


def names_of_rows(events: list[AuditEvent]) -> dict[tuple[str, int], str]:
    """(table, id) → name; one look-up for all of them."""
    wanted: dict[Table, set[int]] = defaultdict(set)
    for event in events:
        shown = labels_of(event)
        for facts in (event.before, event.after):
            for key, value in (facts or {}).items():
                is_number = isinstance(value, int) and not isinstance(value, bool)
                if is_number and key in shown and (table := table_of(event, key)) is not None:
                    wanted[table].add(value)
    if not wanted:
        return {}
    rows = [
        select(literal(table.name), table.c.id, bearer(table)).where(table.c.id.in_(sorted(ids)))
        for table, ids in wanted.items()
    ]
    return {(table, id): name for table, id, name in db.session.execute(union_all(*rows))}


def day_of(event: AuditEvent) -> date:
    return clock.local(event.at).date()


def numbers(events: list[AuditEvent], part: str) -> Iterable[int]:
    for event in events:
        for facts in (event.before, event.after):
            for key, value in (facts or {}).items():
                if part in key and isinstance(value, int) and not isinstance(value, bool):
                    yield value
