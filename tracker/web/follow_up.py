"""The follow-up table as a page: filters, rows in words, the way to the next page. Nothing is looked up for a row."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_BUSINESS
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l, _n
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.recommendations import effects, filters, lateness
from tracker.recommendations.deadlines import days_left
from tracker.recommendations.measures.workflow import TAKERS
from tracker.recommendations.models import CLAIMS
from tracker.recommendations.naming import with_present
from tracker.recommendations.queries import follow_up, rollup
from tracker.recommendations.queries.counting import COUNTED as RATE_PARTS
from tracker.recommendations.queries.follow_up import COUNTED, NO_FIELD, Found, Wanted
from tracker.recommendations.wording import reading as wording
from tracker.recommendations.workflow import ASSIGNMENT, RECOMMENDATION
from tracker.web import as_of, filtering, kit, late_beside, late_words, paging, saved_views, task_sheets, ways
from tracker.web.kit import me

LONGEST_TEXT = 220
LONGEST_TITLE = 60
SEVERAL = 2
DELEGATIONS_SHOWN = 100
CLAIM_MARKS = {"in_progress": ("circle-half", "info"), "partly": ("pie-chart", "info"), "done": ("check-lg", "done")}
SORT_WORDS = {"due": _l("hạn"), "code": _l("mã"), "agency": _l("cơ quan chủ trì"), "status": _l("trạng thái")}
FILTERS = {
    "agency": _l("cơ quan"),
    "status": _l("trạng thái"),
    "delegation": _l("đoàn"),
    "term": _l("khóa"),
    "field": _l("lĩnh vực"),
    "year": _l("năm ban hành"),
    "due": _l("hạn"),
    "counted": _l("số liệu của tỷ lệ"),
    "q": _l("từ khóa"),
    "sort": _l("cách xếp"),
    "size": _l("số dòng"),
    "page": _l("trang"),
    "after": _l("dòng bắt đầu"),
}


def claimed(claim: str, words: str, percent: int | None) -> dict[str, str]:
    """What an agency says of itself, for a tag: a word, with how far it has come."""
    icon, tone = CLAIM_MARKS[claim]
    if percent is not None and claim != "done":
        words = f"{words}, {percent}\N{NO-BREAK SPACE}%"
    return {"label": words, "icon": icon, "tone": tone}


def index() -> Response:
    """Now, or `?as_of=` as known then; a moment that cannot be looked back to shows nothing but what is wrong with it."""
    standing = as_of.asked()
    wanted, strange = filters.read(request.args)
    saved = saved_views.bar("recommendations")
    if saved.leads_to:
        return redirect(saved.leads_to, 303)
    moment = standing.exactly.at if wanted.counted else standing.at
    wanted = replace(wanted, as_of=moment)
    with standing.known():
        found = NOTHING if standing.is_wrong else follow_up.find(me(), wanted)
        lists = Lists(wanted)
        rolled = rollup.done_at([row.id for row in found.rows], moment) if lists.is_council_side else {}
        late = late_beside.of_rows(wanted, [row.id for row in found.rows])
        teller = Teller(rolled, remarks_on(found) if standing.moment is None else {}, lists.known_terms, late)
        rows = [teller.row(row) for row in found.rows]
        written = list(ways.written((row.code, row.due_on or row.draft_due_on) for row in found.rows))
    acts = standing.moment is None
    return kit.show(
        "recommendations/index.html",
        saved=saved,
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        rows=rows,
        ways=written,
        states=shown_states(found),
        found=found,
        wanted=wanted,
        lists=lists,
        chips=lists.chips(),
        strange=[str(FILTERS[name]) for name in strange],
        count="" if standing.is_wrong else counted(found, wanted),
        with_predecessors=found.with_predecessors,
        page=Pages(found, wanted),
        address=address,
        beside=late_beside.of_table(wanted) if acts else None,
        has_reports=bool(me().roles & OF_BUSINESS),
        takes_tasks_along=acts and task_sheets.is_offered(),
        may_draft=acts and bool(me().roles & set(RECOMMENDATION.create)),
        may_urge=acts and wanted.due == "overdue" and bool(me().roles & set(TAKERS)),
    )


NOTHING = Found(rows=(), total=0, next_page=None, next_after="")


def address(**changes: Any) -> str:
    return paging.address(**{"after": None, **changes})


def counted(found: Found, wanted: Wanted) -> str:
    number = "1.000" if found.total >= COUNTED else str(found.total)
    words = _n("%(n)s kiến nghị", "%(n)s kiến nghị", found.total, n=number)
    if found.total > COUNTED:
        words = _("hơn %(n)s kiến nghị", n=number)
    return _("%(many)s, xếp theo %(order)s", many=words[0].upper() + words[1:], order=SORT_WORDS[wanted.order])


def remarks_on(found: Found) -> dict[int, int]:
    """How many remarks there are on the wording of each draft of this page."""
    return wording.counts(r.id for r in found.rows if r.state == RECOMMENDATION.start)


# --- rows -------------------------------------------------------------------------------------------------------------


class Teller:
    """Rows in words. What rows have in common is put into the reader's language once."""

    def __init__(
        self,
        rolled: Mapping[int, rollup.Done],
        remarks: Mapping[int, int],
        known_terms: Sequence[CouncilTerm],
        late_beside: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        self.late_beside = late_beside or {}
        """The co-operating agencies that are late, where it is asked for them."""
        self.rolled, self.remarks = rolled, remarks
        """How far all agencies have come, where the reader may know; how much is remarked on a draft."""
        self.today, self.known_terms = clock.today(), known_terms
        self.claims = {name: str(words) for name, words in CLAIMS.items()}
        self.over, self.in_time, self.now_due = _("Không còn việc"), _("đã gửi đúng hạn"), _("hôm nay")
        self.steps = cache(self.step)
        self.late = cache(lambda n: _n("Quá %(num)s ngày làm việc", "Quá %(num)s ngày làm việc", n))
        self.left = cache(
            lambda n: _n("còn %(num)s ngày làm việc", "còn %(num)s ngày làm việc", n) if n else self.now_due
        )
        self.day = cache(format_vi)
        self.remarked = cache(
            lambda n: _n("%(num)s nhận xét về câu chữ", "%(num)s nhận xét về câu chữ", n) if n else ""
        )

    def row(self, r: Any) -> dict[str, Any]:
        """One recommendation in words."""
        text: str = r.text
        due_on = r.due_on or r.draft_due_on
        return {
            "id": r.id,
            "code": r.code,
            "text": text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip() + "…",
            "term": self.term(r),
            "lead": with_present(r.lead_name, r.lead_now, r.lead_since),
            "beside": self.beside(r),
            "due_on": due_on,
            "due": self.day(due_on) if due_on else "",
            "until": self.until(due_on, r.due_ends_on),
            **self.time_left(r),
            "extended": self.extended(r),
            "claim": self.claim(r),
            "claimed": self.day(clock.local(r.claimed_at).date()) if r.claimed_at else "",
            "state": r.assignment_state or f"recommendation.{r.state}",
            "verified": self.day(clock.local(r.verified_at).date()) if r.verified_at else "",
            "next": self.following(r),
            "remarks": self.remarked(self.remarks.get(r.id, 0)),
            **self.of_all(r),
        }

    def beside(self, r: Any) -> str:
        """The co-operating agency whose task is told of; or those that are late."""
        if r.role == "support":
            return _("phối hợp: %(agency)s", agency=r.taken_over_by or r.agency_name)
        late = ", ".join(self.late_beside.get(r.id, ()))
        return _("phối hợp quá hạn: %(agencies)s", agencies=late) if late else ""

    def of_all(self, r: Any) -> dict[str, str]:
        """Of how many agencies how many say they are done, and how many were found to be; where there are several."""
        rolled = self.rolled.get(r.id)
        if rolled is None or rolled.tasks < SEVERAL:
            return {}
        return {
            "all_claim": _("%(done)s/%(all)s cơ quan báo xong", done=rolled.claimed_done, all=rolled.tasks),
            "all_verified": _("%(done)s/%(all)s cơ quan đã xong", done=rolled.verified_done, all=rolled.tasks),
        }

    def term(self, r: Any) -> str:
        """The term in which it was issued and the last one into which it was carried; nothing while there is but one."""
        own = [term for term in self.known_terms if term.council_id == r.council_id]
        issued = terms.at(own, r.issued_on) if r.issued_on else None
        if r.carried_into:
            first = issued.number if issued else "…"
            return _("khóa %(first)s, chuyển sang khóa %(last)s", first=first, last=r.carried_into)
        return _("khóa %(number)s", number=issued.number) if issued and len(own) > 1 else ""

    def until(self, due_on: date | None, ends_on: date | None) -> str:
        """The day that counts, where it is another than the one written."""
        if due_on is None:
            return ""
        ends_on = ends_on or working_days().end_of(due_on)
        return _("đến hết %(day)s", day=self.day(ends_on)) if ends_on != due_on else ""

    def time_left(self, r: Any) -> dict[str, str]:
        """Days late, or days left in words; of what was done how late; nothing where no date counts."""
        if r.due_ends_on is None or r.assignment_state in TIMELESS:
            return {"late": "", "left": late_words.told(lateness.of_done(r))}
        left = days_left(r.due_ends_on, self.today)
        if effects.waits_in_time(r.assignment_state, r.sent_on, r.due_ends_on):
            return {"late": "", "left": self.in_time}
        return {"late": self.late(-left), "left": ""} if left < 0 else {"late": "", "left": self.left(left)}

    def extended(self, r: Any) -> str:
        """The day first given, and how often it was moved; nothing where it never was."""
        if not r.extension_count:
            return ""
        return _n(
            "hạn gốc %(day)s, gia hạn %(num)s lần",
            "hạn gốc %(day)s, gia hạn %(num)s lần",
            r.extension_count,
            day=self.day(r.original_due_on),
        )

    def claim(self, r: Any) -> dict[str, str] | None:
        return None if r.claim is None else claimed(r.claim, self.claims[r.claim], r.percent)

    def following(self, r: Any) -> str:
        """Who does what next."""
        if r.assignment_state is None:
            return self.following_draft(r)
        who, words = self.steps(r.assignment_state)
        return f"{who or r.taken_over_by or r.agency_name}: {words}" if words else self.over

    def step(self, name: str) -> tuple[str, str]:
        """Who acts in this state, where it is not the agency, and what is to be done."""
        words = str(ASSIGNMENT.state(name).todo)
        return str(WHO.get(name, "")), words[:1].lower() + words[1:]

    def following_draft(self, r: Any) -> str:
        if r.state != RECOMMENDATION.start:
            return self.over
        return _("Văn phòng: ban hành") if r.approved_at else _("Trưởng đoàn: duyệt dự thảo")


TIMELESS = (*ASSIGNMENT.finals, "multi_year")
WHO = {"awaiting_verification": _l("HĐND"), "under_reconsideration": _l("Thường trực HĐND")}
"""Elsewhere the agency acts."""


def shown_states(found: Found) -> dict[str, Any]:
    """The states that stand on this page, by the name that a row gives."""
    names = {r.assignment_state for r in found.rows if r.assignment_state}
    drafts = {r.state for r in found.rows if not r.assignment_state}
    return {
        **{name: ASSIGNMENT.state(name) for name in names},
        **{f"recommendation.{name}": RECOMMENDATION.state(name) for name in drafts},
    }


# --- filters ----------------------------------------------------------------------------------------------------------


class Lists:
    """What each filter offers: (value, words), and which is chosen."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.is_council_side = bool(me().roles & set(COUNCIL_SIDE))
        self.agencies = filtering.agencies_followed()
        self.delegations = delegations(wanted.delegation)
        self.known_terms = known_terms()
        self.terms = [(str(term.id), spell_term(term)) for term in self.known_terms]
        self.statuses = [(name, label) for name, label in filters.STATUSES.items() if self.may_ask(name)]
        self.dues = dues(wanted)

    def may_ask(self, status: str) -> bool:
        return self.is_council_side or status != "draft"

    @property
    def due(self) -> str:
        if self.wanted.due:
            return self.wanted.due
        first, last = self.wanted.due_from, self.wanted.due_to
        return filters.spelled(first, last) if first or last else ""

    def chips(self) -> list[dict[str, Any]]:
        wanted = self.wanted
        found = [
            ("agency", dict(self.agencies).get(str(wanted.agency)) if wanted.agency else None),
            ("status", filters.STATUSES.get(wanted.status)),
            ("delegation", dict(self.delegations).get(str(wanted.delegation)) if wanted.delegation else None),
            ("term", dict(self.terms).get(str(wanted.term)) if wanted.term else None),
            ("field", _("Không ghi lĩnh vực") if wanted.field == NO_FIELD else wanted.field),
            ("year", _("ban hành năm %(year)s", year=wanted.year) if wanted.year else None),
            ("due", dict(self.dues).get(self.due) if self.due else None),
            ("counted", RATE_PARTS.get(wanted.counted)),
            ("q", f"“{wanted.q}”" if wanted.q else None),
        ]
        known = {"agency": wanted.agency, "delegation": wanted.delegation, "term": wanted.term}
        return [
            {"label": words or known[name], "url": address(**{name: None})}
            for name, words in found
            if words or known.get(name)
        ]


def delegations(chosen: int | None) -> list[tuple[str, str]]:
    """The newest, and the chosen one."""
    short = func.substr(Delegation.title, 1, LONGEST_TITLE + 1)
    query = select(Delegation.id, Delegation.code, short).where(access.visible("delegation", me()))
    rows = list(db.session.execute(query.order_by(Delegation.id.desc()).limit(DELEGATIONS_SHOWN)))
    if chosen and chosen not in {row[0] for row in rows}:
        rows += list(db.session.execute(query.where(Delegation.id == chosen)))
    return [(str(id), f"{code} {cut(title)}") for id, code, title in rows]


def known_terms() -> Sequence[CouncilTerm]:
    """The terms of the reader's councils, newest first."""
    query = select(CouncilTerm).where(access.visible("council_term", me()))
    return db.session.scalars(query.order_by(CouncilTerm.from_on.desc(), CouncilTerm.id)).all()


def spell_term(term: CouncilTerm) -> str:
    last = term.to_on.year if term.to_on else "…"
    return _("Khóa %(number)s (%(first)s–%(last)s)", number=term.number, first=term.from_on.year, last=last)


def cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…"


def dues(wanted: Wanted) -> list[tuple[str, str]]:
    """Overdue, soon, this month, the next, this year; and the range in the address when it is none of these."""
    today = clock.today()
    month, after = whole_month(today.year, today.month), whole_month(*next_month(today))
    year = (date(today.year, 1, 1), date(today.year, 12, 31))
    options = [(name, str(label)) for name, label in filters.DUES.items()]
    options += [
        (filters.spelled(*month), _("Tháng này")),
        (filters.spelled(*after), _("Tháng sau")),
        (filters.spelled(*year), _("Năm nay")),
    ]
    asked = filters.spelled(wanted.due_from, wanted.due_to)
    if asked != ".." and asked not in dict(options):
        first = format_vi(wanted.due_from) if wanted.due_from else "…"
        last = format_vi(wanted.due_to) if wanted.due_to else "…"
        options.append((asked, _("%(first)s đến %(last)s", first=first, last=last)))
    return options


def whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pages:
    """What the pager macro draws."""

    found: Found
    wanted: Wanted

    @property
    def size(self) -> int:
        return self.wanted.size

    @property
    def total(self) -> int | None:
        return None if self.found.total > COUNTED else self.found.total

    @property
    def first(self) -> int | None:
        return None if self.wanted.after or not self.found.rows else (self.wanted.page - 1) * self.size + 1

    @property
    def last(self) -> int | None:
        return None if self.first is None else self.first + len(self.found.rows) - 1

    @property
    def previous_url(self) -> str | None:
        number = self.wanted.page
        if self.wanted.after or number == 1:
            return None
        return address(page=number - 1 if number > 2 else None)

    @property
    def next_url(self) -> str | None:
        if self.found.next_page:
            return address(page=self.found.next_page)
        return address(page=None, after=self.found.next_after) if self.found.next_after else None


def prefix() -> str:
    """The address of a record's page without its id."""
    return url_for("recommendations.show", id=0).removesuffix("0")
