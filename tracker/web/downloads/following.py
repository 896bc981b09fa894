"""The follow-up table as an office keeps it (domain.md 2.2), the lists of the control room, the sheet of figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import request

from tracker.accounts import access
from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.documents.nd30 import DOTS
from tracker.organizations.models import Agency
from tracker.progress_requests import queries as progress_requests
from tracker.progress_requests.forms import RequestFilter
from tracker.progress_requests.workflow import PROGRESS_REQUEST
from tracker.recommendations import filters, office_table, office_words
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.models import ASSIGNMENT_ROLES, CLAIMS
from tracker.recommendations.office_table import DONE, NOT_BEGUN, UNDER_WAY, Line
from tracker.recommendations.queries import control_room as room_queries
from tracker.recommendations.queries import grid, rates, reading, statistics
from tracker.recommendations.queries.control_room import Room
from tracker.recommendations.queries.counting import COUNTED
from tracker.recommendations.queries.follow_up import Wanted
from tracker.recommendations.queries.grid import Wanted as GridWanted
from tracker.recommendations.queries.rates import Rate, Scope
from tracker.recommendations.queries.waiting import Queue
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.reporting import queries as figures
from tracker.sessions.models import WorkingSession
from tracker.sheets import Column, Heading, Sheet, Value
from tracker.sheets.sheet import every
from tracker.web import agency_grid, as_of, control_room, filtering, follow_up, scorecards
from tracker.web import figures as figure_pages
from tracker.web import rates as rate_pages
from tracker.web import statistics as statistic_pages
from tracker.web.downloads.offered import sheet_of
from tracker.web.kit import me

# --- the follow-up table ----------------------------------------------------------------------------------------------


@dataclass
class Counted:
    """Rows that are numbered and counted while they pass; where they are grouped, each lead's under its name."""

    lines: Iterator[Line]
    is_grouped: bool = False
    many: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def __iter__(self) -> Iterator[tuple[int, Line] | Heading]:
        lead = None
        for line in self.lines:
            if self.is_grouped and line.lead != lead:
                lead = line.lead
                yield Heading(lead or DOTS)
            self.total += 1
            self.many[line.progress] += 1
            self.left_out[office_words.left_out(line)] += 1
            yield self.total, line

    def last(self) -> list[Value]:
        """Totals, and what they are of all that is followed; what is in no column is told beside the total."""
        shares = office_words.shares(self.many)
        words = _("Tổng số: %(total)s", total=self.total)
        words = ". ".join(filter(None, (words, office_words.not_counted(self.left_out))))
        return ["", words, None, None, None, None, None, *shares, None, None, None]


@sheet_of("recommendations.index")
def follow_up_table() -> Sheet:
    standing, wanted, chips = asked_for_table()
    told = [standing.stamp, *([_("Lọc theo: %(filters)s", filters="; ".join(chips))] if chips else [])]
    return office_sheet(wanted, told)


def asked_for_table() -> tuple[as_of.Standing, Wanted, list[str]]:
    """When, which rows, and the filters in words. A filter that is not understood gives no file."""
    standing = as_of.asked()
    wanted, strange = filters.read(request.args)
    if standing.is_wrong or strange:
        raise DomainError(_("Có điều kiện trong địa chỉ không hiểu được: hãy lọc lại rồi tải về."))
    moment = standing.exactly.at if wanted.counted else standing.at
    chips = [str(chip["label"]) for chip in follow_up.Lists(wanted).chips()]
    return standing, replace(wanted, as_of=moment), chips


BY_LEAD = (Wanted.sort, "agency", "-agency")
"""Orders in which the rows of each lead can stand together: nobody asked for any, or for this one."""


def office_sheet(wanted: Wanted, told: Sequence[str]) -> Sheet:
    """The table of domain.md 2.2 under these filters; `told` says what it holds. Each lead's rows stand together, as in
    the annex in Word, unless the order asked for is another; in Excel under its name."""
    is_grouped = wanted.sort in BY_LEAD
    if wanted.sort == Wanted.sort:
        wanted = replace(wanted, sort="agency")
    rows = Counted(office_table.lines(me(), wanted), is_grouped=is_grouped)
    return Sheet(
        name="bang-theo-doi-kien-nghi",
        title=_("BẢNG TỔNG HỢP THEO DÕI KẾT QUẢ THỰC HIỆN KẾT LUẬN, KIẾN NGHỊ GIÁM SÁT"),
        columns=OFFICE_COLUMNS(),
        rows=rows,
        notes=told,
        last=rows.last,
    )


def OFFICE_COLUMNS() -> list[Column]:  # noqa: N802 - a table, in the reader's language
    """Exactly those of domain.md 2.2, in its order."""
    return [Column(heading, *told) for heading, told in zip(office_words.headings(), CELLS, strict=True)]


CELLS: tuple[tuple[Callable[[Any], Value], int], ...] = (
    (lambda row: row[0], 6),
    (lambda row: office_words.content(row[1]), 48),
    (lambda row: office_words.document(row[1]), 18),
    (lambda row: row[1].lead, 24),
    (lambda row: "; ".join(row[1].support), 24),
    (lambda row: row[1].due_on, 12),
    (lambda row: office_words.result(row[1]), 48),
    (lambda row: office_words.tick(row[1], DONE), 10),
    (lambda row: office_words.tick(row[1], UNDER_WAY), 10),
    (lambda row: office_words.tick(row[1], NOT_BEGUN), 10),
    (lambda row: office_words.difficulties(row[1]), 30),
    (lambda row: office_words.way(row[1]), 30),
    (lambda row: office_words.note(row[1]), 24),
)
"""What stands in each, and how wide it is."""


# --- the control room -------------------------------------------------------------------------------------------------


@sheet_of("control_room.tasks")
def tasks() -> Sheet:
    asked, strange = asking.read(request.args)
    if strange:
        raise DomainError(_("Có điều kiện trong địa chỉ không hiểu được: hãy lọc lại rồi tải về."))
    counting = keeping.counting(me())
    words = control_room.Words(counting)

    def read(number: int, size: int) -> Any:
        room = Room(me(), replace(asked, page=number, size=size), counting)
        return room_queries.rows(room.ids())

    return Sheet(
        name="nhiem-vu",
        title=words.of(asked.what),
        columns=[
            Column(_("Mã"), lambda row: row.code, 16),
            Column(_("Nội dung"), lambda row: row.text, 60),
            Column(_("Cơ quan"), lambda row: row.taken_over_by or row.agency_name, 30),
            Column(_("Hạn"), lambda row: row.due_on, 12),
            Column(_("Trạng thái"), lambda row: str(ASSIGNMENT.state(row.state).label), 24),
            Column(_("Chuyên viên theo dõi"), lambda row: row.follower or "", 24),
            Column(_("Người phụ trách của cơ quan"), lambda row: row.person_in_charge, 24),
            Column(_("Diễn biến cuối"), lambda row: row.touched_at, 18),
        ],
        rows=every(read),
    )


@sheet_of("waiting.index")
def queue() -> Sheet:
    asked, strange = asking.read(request.args)
    if strange:
        raise DomainError(_("Có điều kiện trong địa chỉ không hiểu được: hãy lọc lại rồi tải về."))
    return Sheet(
        name="bao-cao-cho-xac-nhan",
        title=_("Báo cáo chờ xác nhận"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Nội dung"), lambda row: row.text, 60),
            Column(_("Cơ quan"), lambda row: row.agency_name, 30),
            Column(_("Cơ quan báo"), lambda row: str(CLAIMS[row.claim]), 20),
            Column(_("Gửi ngày"), lambda row: row.sent_on, 12),
            Column(_("Hạn"), lambda row: row.due_on, 12),
        ],
        rows=every(lambda number, size: Queue(me(), replace(asked, page=number, size=size)).rows()),
    )


@sheet_of("agency_grid.of_recommendation")
def grid_of_recommendation(id: int) -> Sheet:
    return grid_sheet(GridWanted(recommendation_id=reading.get(id, me()).id))


@sheet_of("agency_grid.of_delegation")
def grid_of_delegation(id: int) -> Sheet:
    return grid_sheet(GridWanted(delegation_id=access.find("delegation", id, me()).id))


def grid_sheet(about: GridWanted) -> Sheet:
    _asked, standing, wanted = agency_grid.asked_for(about)
    moment_of(standing)
    return Sheet(
        name="co-quan-thuc-hien",
        title=_("Các cơ quan thực hiện"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Cơ quan"), lambda row: row.taken_over_by or row.agency_name, 36),
            Column(_("Vai trò"), lambda row: str(ASSIGNMENT_ROLES[row.role]), 12),
            Column(_("Trạng thái"), lambda row: str(ASSIGNMENT.state(row.state).label), 24),
            Column(_("Hạn"), lambda row: row.due_on, 12),
            Column(_("Hạn gốc"), lambda row: row.original_due_on, 12),
            Column(_("Số lần gia hạn"), lambda row: row.extension_count, 10),
        ],
        rows=every(lambda number, size: grid.rows(me(), wanted, page=number, size=size)),
        notes=[standing.stamp],
    )


@sheet_of("progress_requests.index")
def requested() -> Sheet:
    standing = as_of.asked()
    moment_of(standing)
    query = progress_requests.listing(me(), filtering.value(RequestFilter(request.args).status) or "", standing.at)
    return Sheet(
        name="yeu-cau-bao-cao-tien-do",
        title=_("Yêu cầu báo cáo tiến độ"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Kiến nghị"), lambda row: row.assignment.recommendation.code),
            Column(_("Nội dung"), lambda row: row.assignment.recommendation.text, 60),
            Column(_("Cơ quan"), lambda row: row.assignment.answering, 30),
            Column(_("Văn bản"), lambda row: row.number, 18),
            Column(_("Ngày văn bản"), lambda row: row.issued_on, 12),
            Column(_("Trả lời trước ngày"), lambda row: row.answer_due_on, 12),
            Column(_("Trạng thái"), lambda row: str(PROGRESS_REQUEST.state(row.state).label), 20),
        ],
        rows=every(lambda number, size: progress_requests.page(query, number=number, size=size, moment=standing.at)),
        notes=[standing.stamp],
    )


# --- rates (R2, R6) ---------------------------------------------------------------------------------------------------


def rate_columns(of: Callable[[Any], tuple[str, Rate, Rate]], label: str) -> list[Column]:
    return [
        Column(label, lambda row: of(row)[0], 40),
        Column(_("Đã xong"), lambda row: of(row)[1].numerator, 10),
        Column(_("Đã đến hạn"), lambda row: of(row)[1].denominator, 10),
        Column(_("Hoàn thành, %"), lambda row: of(row)[1].percent, 12),
        Column(_("Xong trong hạn gốc"), lambda row: of(row)[2].numerator, 10),
        Column(_("Đã đến hạn gốc"), lambda row: of(row)[2].denominator, 10),
        Column(_("Đúng hạn gốc, %"), lambda row: of(row)[2].percent, 12),
    ]


def moment_of(standing: as_of.Standing) -> datetime:
    if standing.is_wrong:
        raise DomainError(_("Có điều kiện trong địa chỉ không hiểu được: hãy lọc lại rồi tải về."))
    return standing.exactly.at


@sheet_of("statistics.show")
def by_group() -> Sheet:
    statistic_pages.require_council_side()
    standing, scope = statistic_pages.asked_for()
    return rates_by(statistic_pages.dimension(), standing, scope)


def rates_by(by: str, standing: as_of.Standing, scope: Scope) -> Sheet:
    """A row a group; one of which few tasks were due says that its rate tells little (U23)."""
    moment, label = moment_of(standing), str(statistic_pages.LABELS[by])
    return Sheet(
        name="thong-ke-ty-le",
        title=_("Tỷ lệ hoàn thành và đúng hạn theo: %(by)s", by=label.lower()),
        columns=[
            *rate_columns(lambda row: (statistic_pages.label_of(row, by), row.completion, row.on_time), label),
            Column(_("Việc được gia hạn"), lambda row: row.extended, 10),
            Column(_("Số ngày, trung vị"), lambda row: None if row.days is None else Decimal(str(row.days)), 10),
            Column(
                _("Lưu ý"), lambda row: _("ít việc đến hạn") if statistic_pages.is_small(row.completion) else "", 12
            ),
        ],
        rows=every(lambda number, size: statistics.groups(me(), scope, by, moment, page=number, size=size)[0]),
        notes=[standing.stamp],
    )


@sheet_of("rates.show")
def both_rates() -> Sheet:
    standing = as_of.asked(rate_pages.questions())
    return rates_at(standing, rate_pages.scope_of(standing.form))


def rates_at(standing: as_of.Standing, scope: Scope) -> Sheet:
    found = rates.of(me(), scope, moment_of(standing))
    left_out = [_("%(what)s: %(n)s", what=COUNTED[name], n=getattr(found, name)) for name in rate_pages.LEFT_OUT]
    return Sheet(
        name="ty-le",
        title=_("Tỷ lệ hoàn thành và đúng hạn"),
        columns=rate_columns(lambda row: (_("Kiến nghị"), row.completion, row.on_time), _("Phạm vi")),
        rows=[found],
        notes=[standing.stamp, _("Không tính vào tỷ lệ hoàn thành: %(what)s", what="; ".join(left_out))],
    )


@sheet_of("scorecards.show")
def scorecard(id: int) -> Sheet:
    return scorecard_of(scorecards.find(id), as_of.asked())


def scorecard_of(agency: Agency, standing: as_of.Standing) -> Sheet:
    found = statistics.whole(me(), Scope(agency=agency.id), moment_of(standing))
    return Sheet(
        name="phieu-ket-qua",
        title=_("Phiếu kết quả thực hiện: %(agency)s", agency=agency.name),
        columns=[
            *rate_columns(lambda row: (agency.name, row.completion, row.on_time), _("Cơ quan")),
            Column(_("Nhiệm vụ được giao"), lambda row: row.tasks, 10),
            Column(_("Việc được gia hạn"), lambda row: row.extended, 10),
            Column(_("Số lần gia hạn"), lambda row: row.extensions, 10),
            Column(_("Số ngày, trung vị"), lambda row: None if row.days is None else Decimal(str(row.days)), 10),
        ],
        rows=[found],
        notes=[standing.stamp],
    )


# --- figures (R7) -----------------------------------------------------------------------------------------------------


@sheet_of("figures.sheet")
def figure_sheet() -> Sheet:
    delegation, session = figure_pages.asked_for()
    standing = as_of.asked()
    moment_of(standing)
    return figures_of(delegation, session, standing)


def figures_of(delegation: Delegation, session: WorkingSession | None, standing: as_of.Standing) -> Sheet:
    return Sheet(
        name="bieu-so-lieu",
        title=_("Số liệu đúng như cơ quan báo cáo: %(of)s", of=(session or delegation).code),
        columns=[
            Column(_("Mã"), lambda row: row["code"], 10),
            Column(_("Chỉ tiêu"), lambda row: row["name"], 40),
            Column(_("Định tính"), lambda row: str(row["qualifier_word"]), 10),
            Column(_("Giá trị"), lambda row: row["number"], 14),
            Column(_("Đơn vị"), lambda row: row["unit"], 12),
            Column(_("Kỳ"), lambda row: row["period"], 20),
            Column(_("Phạm vi"), lambda row: str(row["scope"]), 20),
            Column(_("So sánh"), lambda row: "\n".join(row["comparisons"]), 36),
            Column(_("Cơ quan báo cáo"), lambda row: "; ".join(row["agencies"]), 30),
            Column(_("Nguồn"), lambda row: ", ".join(str(part) for part in (row["from"], row["page"]) if part), 24),
            Column(_("Nguyên văn"), lambda row: row["verbatim"], 40),
        ],
        rows=every(
            lambda number, _size: figure_pages.shown_at(standing, delegation, session, number), size=figures.PAGE
        ),
        notes=[standing.stamp],
    )
