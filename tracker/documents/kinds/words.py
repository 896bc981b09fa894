"""Facts of records as documents print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.core.dates import format_vi
from tracker.core.i18n import _l
from tracker.delegations.models import MEMBER_ROLES, Delegation
from tracker.documents.nd30 import DOTS, day_of, filled, hour_of
from tracker.documents.placeholders import Facts, groups, text
from tracker.sessions.models import WorkingSession

MEMBERS = groups(
    "thanh_vien",
    _l("Thành viên Đoàn giám sát"),
    text("stt", _l("Số thứ tự"), "1"),
    text("ho_ten", _l("Họ và tên"), "Nguyễn Văn Mẫu"),
    text("chuc_vu", _l("Chức vụ, nơi công tác"), "Phó Chủ tịch HĐND thành phố"),
    text("vai_tro", _l("Vai trò trong Đoàn"), "Trưởng đoàn"),
)
TOPIC = text("chuyen_de", _l("Chuyên đề giám sát"), "Quản lý, phát triển công nghiệp trên địa bàn")
SCOPE = text("pham_vi", _l("Phạm vi giám sát"), "Trên địa bàn thành phố")
PERIOD = text("thoi_ky", _l("Thời kỳ giám sát"), "từ ngày 01/01/2021 đến ngày 31/12/2023")


def members(record: Delegation) -> list[Facts]:
    here = [member for member in record.members if member.left_on is None]
    return [
        {
            "stt": str(place),
            "ho_ten": filled(member.name),
            "chuc_vu": filled(member.office),
            "vai_tro": str(MEMBER_ROLES[member.role]),
        }
        for place, member in enumerate(here, start=1)
    ] or [{"stt": "1", "ho_ten": DOTS, "chuc_vu": DOTS, "vai_tro": DOTS}]


def agencies(record: Delegation, role: str = "supervised") -> list[str]:
    """By the names they bore then."""
    return [entry.name_then for entry in record.agencies if entry.role == role] or [DOTS]


def period(first: date | None, last: date | None) -> str:
    """từ ngày 01/01/2021 đến ngày 31/12/2023"""
    return f"từ ngày {day(first)} đến ngày {day(last)}"


def day(known: date | None) -> str:
    return format_vi(known) if known else DOTS


def listed(known: Iterable[str]) -> str:
    return "; ".join(known) or DOTS


def one_of(known: Sequence[str]) -> str:
    """Sở Công Thương, Sở Xây dựng và Sở Tài chính"""
    if len(known) < 2:
        return known[0] if known else DOTS
    return f"{', '.join(known[:-1])} và {known[-1]}"


def began(session: WorkingSession) -> str:
    """13 giờ 30 phút, ngày 10 tháng 5 năm 2024; the year that was inferred is not printed as known."""
    return f"{hour_of(session.starts_at)}, {held_on(session)}"


def held_on(session: WorkingSession) -> str:
    whole = day_of(session.held_on)
    if {"year", "held_on"} & set(session.inferred or []):
        return f"{whole.rpartition(' ')[0]} {DOTS}"
    return whole
