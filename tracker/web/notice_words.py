"""Notices in words: what happened, from what to what, who acts next, and where to go; for the page, mails and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor
from tracker.accounts.roles import LABELS
from tracker.audit.models import AuditEvent
from tracker.calendar import rules
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l, _n, _p
from tracker.extensions import db
from tracker.notifications import queries
from tracker.notifications.models import Notice
from tracker.notifications.topics import TOPICS
from tracker.organizations import queries as organizations
from tracker.proposals.workflow import OUTCOMES
from tracker.web import kit, telling
from tracker.workflow import engine

Records = dict[tuple[str, int], Any]
LONGEST_TITLE = 160
FOUND: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "due": lambda facts: about(facts, time_left(facts["days"], day_of(facts))),
    "overdue": lambda facts: about(facts, _("đã quá hạn %(due)s", due=day_of(facts))),
    "posted": lambda facts: _("đã đăng tải đủ ngày từ %(due)s, chuyển bước được", due=day_of(facts)),
    "prepared": lambda facts: _n(
        "%(num)s yêu cầu báo cáo tiến độ chờ ký gửi", "%(num)s yêu cầu báo cáo tiến độ chờ ký gửi", facts["count"]
    ),
    "no_follower": lambda _facts: _("chưa có chuyên viên theo dõi"),
    "no_deadline": lambda _facts: _("chưa có thời hạn"),
    "lapsed": lambda facts: _(
        "minh chứng chỉ có giá trị đến %(due)s, nay đã hết: xem có cần giám sát lại không", due=day_of(facts)
    ),
    "nobody_told": lambda _facts: _("cơ quan chưa có tài khoản nào để nhận nhắc"),
}
"""What the nightly scan has found, by the last part of the notice's name."""


IN_FORCE = _l("Nghị quyết có hiệu lực")
OF_A_TASK = {
    "roadmap": _l("Mốc của lộ trình nhiều năm"),
    "agency_plan": _l("Mốc trong kế hoạch của cơ quan"),
    "return": _l("Bổ sung, trả lời sau khi bị trả lại"),
}
"""Days that a task has besides its deadline."""


def about(facts: Mapping[str, Any], words: str) -> str:
    """Of which of its days, where a record has several."""
    key = facts.get("about")
    if not key:
        return words
    label = rules.about(key).label if key in rules.RULES else OF_A_TASK.get(key, IN_FORCE)
    return f"{label}: {words}"


def day_of(facts: Mapping[str, Any]) -> str:
    return format_vi(date.fromisoformat(facts["due_on"]))


def time_left(days: int, due: str) -> str:
    if days <= 0:
        return _("đến hạn hôm nay (%(due)s)", due=due)
    return _n("còn %(num)s ngày làm việc đến hạn %(due)s", "còn %(num)s ngày làm việc đến hạn %(due)s", days, due=due)


OF_THE_LIFE = ("state", "due_on", "due_ends_on", "new_due_on", "proposed_due_on", "answer_due_on", "comment_due_on")
"""Changes that a mail may tell: where a record stands and by when, nothing of what it says."""


def told(notices: Sequence[Notice], actor: Actor) -> list[dict[str, Any]]:
    """In the order given; of records that the reader may not read (any more) only what happened is said."""
    events = queries.events_of(notices)
    records = readable(notices, events, actor)
    names, agencies = telling.Names(list(events.values())), agencies_of(notices, events, actor)
    found = [tell(notice, events.get(notice.event_id or 0), records, names) for notice in notices]
    for item in found:
        agency = agencies.get(item["id"], "")
        item["agency"] = "" if agency in item["title"] else agency
    return found


def agencies_of(notices: Sequence[Notice], events: dict[int, AuditEvent], actor: Actor) -> dict[int, str]:
    """By notice the agency that it concerns, by the name it bore that day, for those who are not of it: one query."""
    wanted: dict[int, tuple[int, date]] = {}
    for notice in notices:
        event = events.get(notice.event_id or 0)
        agency = event.agency_id if event is not None else notice.facts.get("agency_id")
        if agency and agency not in actor.agency_ids:
            wanted[notice.id] = (agency, clock.local(notice.created_at).date())
    names = organizations.names_on(wanted.values())
    return {id: names.get(pair, "") for id, pair in wanted.items()}


def readable(notices: Sequence[Notice], events: dict[int, AuditEvent], actor: Actor) -> Records:
    """The records they speak of, and those on whose pages these are read, as far as the reader may: one query a kind."""
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        wanted.setdefault(notice.subject_kind, set()).add(notice.subject_id)
    for event in events.values():
        wanted.setdefault(event.thread_kind, set()).add(event.thread_id)
    found = read(wanted, actor)
    # What the nightly scan speaks of is read on the page of a record that no event names.
    pages = {kit.page_of(record) for record in found.values()} - set(found)
    return found | read(by_kind(pages), actor)


def by_kind(keys: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for kind, id in keys:
        found.setdefault(kind, set()).add(id)
    return found


def read(wanted: Mapping[str, set[int]], actor: Actor) -> Records:
    found: Records = {}
    for kind in sorted(set(wanted) & set(KINDS)):
        model = KINDS[kind].model
        query = select(model).where(model.id.in_(sorted(wanted[kind])), access.visible(kind, actor))
        found |= {(kind, record.id): record for record in db.session.scalars(query)}
    return found


def tell(notice: Notice, event: AuditEvent | None, records: Records, names: telling.Names) -> dict[str, Any]:
    subject = records.get((notice.subject_kind, notice.subject_id))
    page = (event.thread_kind, event.thread_id) if event else kit.page_of(subject) if subject is not None else None
    thread = records.get(page) if page else None
    shown = thread if thread is not None else subject
    return {
        "id": notice.id,
        "at": notice.created_at,
        "is_read": notice.seen_at is not None,
        "topic": notice.topic,
        "label": str(TOPICS[notice.topic].label),
        "who": (event.actor_name or _("Hệ thống")) if event else "",
        "what": what(notice, event, subject, names),
        "code": getattr(shown, "code", "") or notice.facts.get("code", "") if shown is not None else "",
        "title": KINDS[shown.__kind__].title(shown)[:LONGEST_TITLE] if shown is not None else "",
        "url": address(shown),
        "reason": event.reason if event and subject is not None else "",
        "changes": telling.changes(event, names) if event and subject is not None else [],
        "moves": moves(event, names) if event and subject is not None else [],
        "now": stands(event, subject) if event and subject is not None else "",
        "next": following(subject),
        "until": until(subject) if event else "",
    }


UNTIL = ("answer_due_on", "due_on")


def until(subject: Any) -> str:
    """By when it is to be done or answered, where the record says so and its life goes on."""
    if subject is None or KINDS[subject.__kind__].workflow is None or engine.state_of(subject).final:
        return ""
    day = next((day for name in UNTIL if (day := getattr(subject, name, None)) is not None), None)
    return format_vi(day) if day else ""


def what(notice: Notice, event: AuditEvent | None, subject: Any, names: telling.Names) -> str:
    if event is not None:
        say = SAID.get(notice.name) if subject is not None else None
        return say(event, names) if say else telling.words(event)
    found = FOUND.get(notice.name.rpartition(".")[2])
    return found(notice.facts) if found else notice.name


def is_settled(item: Mapping[str, Any]) -> bool:
    """It asks its reader to look at what has moved on since."""
    return item["topic"] == "review" and bool(item["now"])


def measure_words(event: AuditEvent, names: telling.Names) -> str:
    """What the agency is urged by, and until when it is to answer."""
    facts = event.after or {}
    step, number = names.value(event, "kind", facts.get("kind")), facts.get("document_number")
    said = _("đã gửi văn bản số %(number)s (%(step)s)", number=number, step=lower(step))
    day = facts.get("answer_due_on")
    return said + (_(", trả lời trước %(day)s", day=format_vi(date.fromisoformat(day))) if day else "")


def policy_words(event: AuditEvent, _names: telling.Names) -> str:
    """What became of the policy that carries a proposal, by which vote or resolution, and from when; why it was withdrawn
    stands apart, as a reason."""
    facts = (event.after or {}).get("answers") or {}
    title = str(facts.get("title") or "")[:LONGEST_TITLE]
    policy = f"{facts['policy']} “{title}”" if title else facts["policy"]
    outcome = ", ".join([str(OUTCOMES[facts["outcome"]]), *filter(None, details(facts))])
    return _("đã báo kết quả của chính sách %(policy)s: %(outcome)s", policy=policy, outcome=outcome)


def details(facts: Mapping[str, Any]) -> list[str]:
    """Of an outcome, what is known; empty where something is not."""
    number, on, effective_on = (facts.get(name) for name in ("number", "on", "effective_on"))
    return [
        _("số %(number)s", number=number) if number else "",
        _p("outcome", "ngày %(day)s") % {"day": format_vi(date.fromisoformat(on))} if on else "",
        votes(facts) if facts.get("total") else "",
        _("có hiệu lực từ %(day)s", day=format_vi(date.fromisoformat(effective_on))) if effective_on else "",
    ]


def votes(facts: Mapping[str, Any]) -> str:
    """More than half of all deputies pass a resolution."""
    counted = {"yes": facts.get("yes") or 0, "total": facts["total"]}
    if facts["outcome"] == "not_passed":
        return _("chỉ %(yes)s trên %(total)s đại biểu tán thành, không quá nửa", **counted)
    return _("%(yes)s trên %(total)s đại biểu tán thành", **counted)


SAID: dict[str, Callable[[AuditEvent, telling.Names], str]] = {
    "measure.created": measure_words,
    "proposal.hear_of_policy": policy_words,
}
"""By the notice's name, where the words of the step alone would leave out what its reader wants to know."""


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def stands(event: AuditEvent, subject: Any) -> str:
    """The state in which the record is now, where it has left the one that is told of."""
    then = (event.after or {}).get("state")
    if not then or KINDS[subject.__kind__].workflow is None or subject.__kind__ != event.subject_kind:
        return ""
    return "" if subject.state == then else str(engine.state_of(subject).label)


def moves(event: AuditEvent, names: telling.Names) -> list[dict[str, str]]:
    labels = KINDS[event.subject_kind].names
    known = labels() if labels else {}
    told_of = {str(known[name]) for name in OF_THE_LIFE if name in known}
    return [change for change in telling.changes(event, names) if change["label"] in told_of]


def address(record: Any) -> str:
    """Its page, or nothing where it has none."""
    if record is None:
        return ""
    kind, id = kit.page_of(record)
    return url_for(kit.PAGES[kind], id=id) if kind in kit.PAGES else ""


def following(subject: Any) -> str:
    """Who acts next, and what they are to do."""
    if subject is None or KINDS[subject.__kind__].workflow is None:
        return ""
    state = engine.state_of(subject)
    if not state.todo:
        return ""
    who = ", ".join(str(LABELS[role]) for role in state.waits_for)
    return f"{who}: {state.todo}"


HEADINGS = {
    "assignment": _l("Nhận việc mới"),
    "return": _l("Bổ sung, trả lời theo yêu cầu"),
    "decision": _l("Xem quyết định"),
    "reminder": _l("Làm trước hạn, gỡ việc quá hạn"),
    "review": _l("Xem, xác nhận, trả lời"),
    "warning": _l("Bổ sung người theo dõi, thời hạn"),
    "news": _l("Để biết"),
}
"""What a group of notices asks of its reader."""


def grouped(items: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """(heading, notices), in the order in which they come."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(heading(item), []).append(item)
    return list(groups.items())


def heading(item: Mapping[str, Any]) -> str:
    """What the notice asks for."""
    return str(HEADINGS[item["topic"]])
