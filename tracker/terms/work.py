"""What waits for somebody when a term ends: handovers being prepared, and terms that nobody hands over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import pairwise

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi, months_from
from tracker.core.i18n import _, _n
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.terms import queries
from tracker.terms.models import TermHandover
from tracker.terms.workflow import title
from tracker.workflow.work import Group, Work, WorkItem


def work_for(actor: Actor, *, months: int) -> Work:
    """`months` before a term ends its office is reminded; after it has ended until nothing is left open."""
    work = Work()
    offices, standing = actor.councils_as(Role.OFFICE), actor.councils_as(Role.STANDING)
    under_way = queries.prepared(offices | standing) if offices or standing else []
    for handover, waiting in under_way:
        add_prepared(work, handover, waiting, is_office=handover.council_id in offices)
    begun = {handover.from_term_id for handover, _waiting in under_way}
    for council_id in sorted(offices):
        add_ending(work, council_id, months, begun)
    return work


def add_prepared(work: Work, handover: TermHandover, waiting: int, *, is_office: bool) -> None:
    """The office decides about what is undecided; then the Standing Committee decides the whole."""
    if waiting and is_office:
        words = _n("%(num)s kiến nghị chưa chọn cách xử lý", "%(num)s kiến nghị chưa chọn cách xử lý", waiting)
        work.add([item(handover, "todo", words, _("Chọn cách xử lý"))])
    elif not waiting and is_office:
        work.add([item(handover, "waiting", _("chờ Thường trực quyết định"), _("Xem"))])
    elif not waiting:
        work.add([item(handover, "todo", _("đã chuẩn bị xong"), _("Xem và quyết định"))])


def item(handover: TermHandover, group: Group, why: str, action: str) -> WorkItem:
    return WorkItem(
        kind="term_handover",
        id=handover.id,
        code=handover.code,
        title=title(handover),
        group=group,
        thread_kind="term_handover",
        thread_id=handover.id,
        why=why,
        action=action,
    )


def add_ending(work: Work, council_id: int, months: int, begun: Collection[int]) -> None:
    """Terms that end soon or have ended, with open recommendations and no handover being prepared."""
    known = sorted(terms.of_council(council_id), key=lambda term: term.from_on)
    nexts = {before.id: after for before, after in pairwise(known)}
    for term in known[-2:]:
        last = terms.last_day(term, nexts.get(term.id))
        if last is None or last > months_from(clock.today(), months) or term.id in begun:
            continue
        number = queries.count_open(term, nexts.get(term.id) or queries.following(term))
        if number:
            work.add([ending(term, last, number)])


def ending(term: CouncilTerm, last: date, number: int) -> WorkItem:
    words = _n("%(num)s kiến nghị còn mở chưa bàn giao", "%(num)s kiến nghị còn mở chưa bàn giao", number)
    today = clock.today()
    has_ended = last < today
    day = (
        _("đã kết thúc ngày %(day)s", day=format_vi(last))
        if has_ended
        else _("kết thúc ngày %(day)s", day=format_vi(last))
    )
    return WorkItem(
        kind="council_term",
        id=term.id,
        code="",
        title=_("Bàn giao nhiệm kỳ khóa %(number)s", number=term.number),
        group="todo",
        thread_kind="council_term",
        thread_id=term.id,
        why=f"{day} · {words}",
        action=_("Chuẩn bị bàn giao"),
    )
