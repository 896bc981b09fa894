"""The lists that office and administrator keep: agencies, people, stand-ins, handovers, events, jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tracker.administration import job_queries as jobs
from tracker.administration import queries as people
from tracker.administration.jobs import title as job_title
from tracker.administration.stand_ins import queries as stand_ins
from tracker.core.errors import Forbidden
from tracker.core.i18n import _, _p
from tracker.extensions import db
from tracker.notifications import queries as notices
from tracker.organizations import queries as organizations
from tracker.organizations.models import AGENCY_KINDS
from tracker.schedule import load, rights
from tracker.schedule import queries as schedule
from tracker.sheets import Column, Sheet
from tracker.sheets.sheet import every
from tracker.terms import queries as terms
from tracker.terms.workflow import title as handover_title
from tracker.web import audit, notice_words, term_handovers
from tracker.web import jobs as job_pages
from tracker.web import notices as notice_pages
from tracker.web import organizations as organization_pages
from tracker.web import people as people_pages
from tracker.web import schedule as schedule_pages
from tracker.web import stand_ins as stand_in_pages
from tracker.web.downloads.offered import sheet_of
from tracker.web.kit import me
from tracker.workflow import engine

MONTHS = range(1, 13)


@sheet_of("organizations.index")
def agency_list() -> Sheet:
    _asked, wanted = organization_pages.asked_for()
    return Sheet(
        name="co-quan",
        title=_("Cơ quan"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Tên"), lambda row: row.name, 50),
            Column(_("Tên viết tắt"), lambda row: row.short_name or "", 24),
            Column(_("Loại"), lambda row: str(AGENCY_KINDS[row.kind]), 24),
            Column(_("Cơ quan cấp trên"), lambda row: row.parent or "", 40),
            Column(_("Hoạt động từ ngày"), lambda row: row.valid_from, 14),
            Column(_("Hoạt động đến ngày"), lambda row: row.valid_to, 14),
        ],
        rows=every(lambda number, size: organizations.search(me(), **wanted, page=number, size=size)),
    )


@sheet_of("notices.index")
def notice_list() -> Sheet:
    query, _everything, _topic = notice_pages.asked_for()

    def read(number: int, size: int) -> Sequence[Any]:
        return notice_words.told(notices.page(query, number=number, size=size), me())

    return Sheet(
        name="thong-bao",
        title=_p("list", "Thông báo"),
        columns=[
            Column(_("Việc cần làm"), notice_words.heading, 24),
            Column(_("Thời điểm"), lambda row: row["at"], 18),
            Column(_("Mã"), lambda row: row["code"], 18),
            Column(_("Hồ sơ"), lambda row: row["title"] or row["label"], 60),
            Column(_("Cơ quan"), lambda row: row["agency"], 30),
            Column(_("Việc đã xảy ra"), lambda row: f"{row['who']} {row['what']}".strip(), 60),
            Column(_("Lý do"), lambda row: row["reason"] or "", 40),
            Column(_("Hiện nay"), lambda row: row["now"], 20),
            Column(_("Tiếp theo"), lambda row: row["next"], 40),
            Column(_("Đã đọc"), lambda row: _("Có") if row["is_read"] else _("Không"), 10),
        ],
        rows=every(read),
    )


@sheet_of("people.index")
def account_list() -> Sheet:
    _asked, wanted = people_pages.asked_for()

    def read(number: int, size: int) -> Sequence[Any]:
        rows = people.search(**wanted, page=number, size=size)
        roles = people_pages.roles_in_words([user.id for user in rows])
        return [(user, roles.get(user.id, ())) for user in rows]

    return Sheet(
        name="tai-khoan",
        title=_("Tài khoản"),
        columns=[
            Column(_("Họ và tên"), lambda row: row[0].full_name, 30),
            Column(_("Chức danh"), lambda row: row[0].title or "", 30),
            Column(_("Tên đăng nhập"), lambda row: row[0].username, 20),
            Column(_("Vai trò"), lambda row: "\n".join(role_words(role) for role in row[1]), 60),
            Column(_("Trạng thái"), lambda row: _("Đang dùng") if row[0].is_active else _("Đã khóa"), 14),
        ],
        rows=every(read),
    )


def role_words(role: dict[str, Any]) -> str:
    return ", ".join(str(part) for part in (role["label"], role["place"]) if part)


@sheet_of("stand_ins.index")
def stand_in_list() -> Sheet:
    over = stand_in_pages.also_over()

    def read(number: int, size: int) -> Sequence[Any]:
        rows = stand_ins.listed(me(), over=over, page=number, size=size)
        names = stand_in_pages.names_of(rows)
        return [stand_in_pages.told(row) | {"agency": names[row.agency_id]} for row in rows]

    return Sheet(
        name="thay-mat-lanh-dao",
        title=_("Thay mặt lãnh đạo cơ quan"),
        columns=[
            Column(_("Người thay mặt"), lambda row: row["user"], 28),
            Column(_("Thay mặt"), lambda row: row["principal"], 28),
            Column(_("Cơ quan"), lambda row: row["agency"], 40),
            Column(_("Từ ngày"), lambda row: row["from_on"], 12),
            Column(_("Đến hết ngày"), lambda row: row["to_on"], 12),
            Column(_("Văn bản"), lambda row: row["paper"], 30),
            Column(_("Trạng thái"), lambda row: str(row["stage"]["label"]), 18),
        ],
        rows=every(read),
    )


@sheet_of("term_handovers.items")
def handover_items(id: int) -> Sheet:
    handover = term_handovers.find(id)
    _asked, query = term_handovers.asked_items(handover)
    return Sheet(
        name="danh-muc-ban-giao",
        title=handover_title(handover),
        columns=[
            Column(_("Mã"), lambda row: row["code"]),
            Column(_("Nội dung"), lambda row: row["text"], 60),
            Column(_("Đoàn giám sát"), lambda row: row["delegation"]),
            Column(_("Cơ quan chủ trì"), lambda row: row["lead"], 36),
            Column(_("Hạn"), lambda row: row["due_on"], 12),
            Column(_("Trạng thái"), lambda row: str(row["verdict"].label) if row["verdict"] else "", 22),
            Column(_("Cách xử lý"), lambda row: str(row["decision"] or ""), 24),
            Column(_("Chuyên viên theo dõi ở khóa sau"), lambda row: row["officer"], 24),
            Column(_("Ghi chú"), lambda row: row["note"] or "", 36),
        ],
        rows=every(lambda number, size: term_handovers.rows_of(terms.page(query, number=number, size=size))),
    )


@sheet_of("schedule.agencies")
def called() -> Sheet:
    """How often each agency is called to sessions, month by month (F09)."""
    if not rights.may_compare(me()):
        raise Forbidden
    year, councils = schedule_pages.year_asked(), me().councils_as(*rights.READS_ALL)

    def read(number: int, size: int) -> Sequence[Any]:
        rows = schedule.called(councils, year, page=number, size=size)
        loads = load.of_year([row.id for row in rows], year, schedule_pages.limits())
        return [(row, loads[row.id]) for row in rows]

    months = [Column(_("Tháng %(month)s", month=month), month_of(month), 8) for month in MONTHS]
    return Sheet(
        name="so-cuoc-lam-viec",
        title=_("Số cuộc làm việc của từng cơ quan năm %(year)s", year=year),
        columns=[
            Column(_("Cơ quan"), lambda row: row[0].name, 40),
            *months,
            Column(_("Cả năm"), lambda row: row[1].total, 10),
        ],
        rows=every(read),
    )


def month_of(month: int) -> Callable[[Any], int]:
    return lambda row: row[1].months[month - 1]


@sheet_of("audit.index")
def events() -> Sheet:
    query, _kind = audit.asked_for()

    def read(number: int, size: int) -> Sequence[Any]:
        rows = db.session.scalars(query.limit(size + 1).offset((number - 1) * size)).all()
        return [audit.row(event) for event in rows]

    return Sheet(
        name="nhat-ky",
        title=_("Nhật ký"),
        columns=[
            Column(_("Lúc"), lambda row: row["at"], 18),
            Column(_("Ai"), lambda row: row["who"], 28),
            Column(_("Vai trò"), lambda row: row["role"], 24),
            Column(_("Việc"), lambda row: row["what"], 40),
            Column(_("Loại hồ sơ"), lambda row: str(row["kind"]), 28),
            Column(_("Mã"), lambda row: str(row["code"]), 18),
            Column(_("Địa chỉ máy"), lambda row: row["address"], 18),
        ],
        rows=every(read),
    )


@sheet_of("jobs.index")
def job_list() -> Sheet:
    _asked, wanted = job_pages.asked_for()
    return Sheet(
        name="viec-he-thong",
        title=_("Việc hệ thống tự làm"),
        columns=[
            Column(_("Việc"), job_title, 40),
            Column(_("Trạng thái"), lambda row: str(engine.state_of(row).label), 20),
            Column(_("Tạo lúc"), lambda row: row.created_at, 18),
            Column(_("Số lần thử"), lambda row: row.attempts, 10),
            Column(_("Lỗi gần nhất"), lambda row: row.error or "", 60),
        ],
        rows=every(lambda number, size: jobs.listing(**wanted, page=number, size=size)),
    )
