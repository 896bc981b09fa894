"""The example administrator confirms the years whose days of rest are announced; the year to come is left to confirm."""

from __future__ import annotations

from datetime import date, datetime

from tracker.core import clock
from tracker.deadlines import service
from tracker.demo.accounts import acting
from tracker.demo.cast import Cast

EXAMPLE = "(ví dụ minh họa; đơn vị sử dụng tự đối chiếu lại)"
ANNOUNCED = {
    2024: "Thông báo nghỉ lễ, Tết và hoán đổi ngày làm việc năm 2024",
    2025: "Thông báo nghỉ lễ, Tết và hoán đổi ngày làm việc năm 2025",
    2026: "VB 12729/VPCP-KGVX ngày 25/12/2025",
}
AWAITED = (date(2026, 11, 24),)
"""Ngày Văn hóa Việt Nam: no law was seen that makes it a day of rest."""


def load(cast: Cast, at: datetime) -> None:
    with clock.standing_at(at):
        for year, announcement in ANNOUNCED.items():
            service.confirm_year(year, f"{announcement} {EXAMPLE}", acting(cast.users, "quantri"), awaited=AWAITED)
