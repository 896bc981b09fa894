"""Day counts of the law, as data: ruleset, days, unit, validity, legal basis, verified or not (domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint, literal, null, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from tracker.calendar import days
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed, Direction, Rule
from tracker.calendar.models import CalendarDay, CalendarYear, Kept
from tracker.core.i18n import Words, _l
from tracker.extensions import db

UNITS = {"day": _l("ngày"), "working_day": _l("ngày làm việc")}
CACHE = "tracker.calendar.rules"


@dataclass(frozen=True)
class About:
    """What a rule is about: what must be done, and from which day one counts. Not data: the pages ask for it by key."""

    label: Words
    starts: Words
    direction: Direction = "forward"


RULES: dict[str, About] = {
    "send_outline": About(_l("Gửi nội dung, kế hoạch, đề cương báo cáo"), _l("ngày thành lập Đoàn")),
    "send_programme": About(_l("Gửi chương trình làm việc, thành phần Đoàn"), _l("ngày của cuộc làm việc"), "backward"),
    "group_notice": About(_l("Tổ đại biểu gửi nội dung, kế hoạch"), _l("ngày bắt đầu giám sát"), "backward"),
    "supplement": About(_l("Bổ sung báo cáo"), _l("ngày yêu cầu")),
    "report_to_standing": About(_l("Báo cáo kết quả giám sát với Thường trực HĐND"), _l("ngày kết thúc giám sát")),
    "report_to_committee": About(_l("Báo cáo kết quả giám sát với Ban của HĐND"), _l("ngày kết thúc giám sát")),
    "standing_considers": About(_l("Thường trực HĐND xem xét báo cáo"), _l("ngày báo cáo")),
    "explanation": About(_l("Giải trình"), _l("ngày yêu cầu")),
    "explanation_complex": About(_l("Giải trình vụ việc phức tạp"), _l("ngày yêu cầu")),
    "remind_first": About(_l("Nhắc lần thứ nhất"), _l("thời hạn"), "backward"),
    "remind_second": About(_l("Nhắc lần thứ hai"), _l("thời hạn"), "backward"),
    "remind_last": About(_l("Nhắc lần cuối"), _l("thời hạn"), "backward"),
    "comment_on_finding": About(_l("Nêu ý kiến về phát hiện"), _l("ngày gửi cơ quan")),
    "policy_posting": About(_l("Đăng tải lấy ý kiến dự thảo nghị quyết"), _l("ngày đăng tải")),
    "policy_dossier": About(_l("Gửi hồ sơ dự thảo nghị quyết để Ban thẩm tra"), _l("ngày khai mạc kỳ họp"), "backward"),
    "policy_review_report": About(_l("Gửi báo cáo thẩm tra"), _l("ngày khai mạc kỳ họp"), "backward"),
    "policy_documents": About(_l("Gửi tài liệu kỳ họp cho đại biểu"), _l("ngày khai mạc kỳ họp"), "backward"),
    "policy_send_up": About(_l("Gửi nghị quyết lên cơ quan cấp trên"), _l("ngày ký")),
}


class DayRule(Kept):
    """`days` from the event, forward or backward, in calendar or working days. A new value is a new row."""

    __tablename__ = "day_rule"
    __table_args__ = (
        UniqueConstraint("key", "ruleset", "valid_from"),
        CheckConstraint("unit IN ('day', 'working_day')", name="unit"),
        CheckConstraint("days >= 0", name="days"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="validity"),
    )

    key: Mapped[str] = mapped_column(String(40))
    ruleset: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12), default="day", info={"choices": UNITS})
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    verified: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    @property
    def code(self) -> str:
        return f"{self.key} {self.ruleset}"


def about(key: str) -> About:
    return RULES.get(key) or About(key, "")


def basis() -> Basis:
    """The calendar and the rules of this request or command: one query for both, then none."""
    kept = db.session().info
    if CACHE not in kept:
        kept[CACHE] = of_rows(read() if days.is_kept() else read_with_days())
    rules: tuple[Rule, ...] = kept[CACHE]
    return Basis(days.working_days(), rules)


def forget() -> None:
    """Read calendar and rules anew next time; after they were changed."""
    db.session().info.pop(CACHE, None)
    days.forget()


def computed(key: str, ruleset: str, start: date) -> Computed:
    """The last day by that rule, with the way to it; forward or backward as the rule says."""
    return basis().computed(key, ruleset, start)


def forward(key: str, ruleset: str, start: date) -> date:
    """The last day of a period from `start`, which is not counted; a rest day runs on to the next working day."""
    return computed(key, ruleset, start).ends_on


def backward(key: str, ruleset: str, event: date) -> date:
    """The last day on which something must have been done before `event`; it never rolls forward: on a rest day, the
    last working day before it."""
    return computed(key, ruleset, event).ends_on


Row = tuple[str, str, int, str, str, bool, date, date | None]


RULE_ROWS = select(
    literal("rule").label("what"),
    DayRule.valid_from,
    DayRule.key,
    DayRule.ruleset,
    DayRule.verified,
    DayRule.days,
    DayRule.unit,
    DayRule.legal_basis,
    DayRule.valid_to,
)
DAY_ROWS = select(
    literal("day"),
    CalendarDay.day,
    CalendarDay.kind,
    CalendarDay.name,
    CalendarDay.confirmed,
    *(null() for _n in range(4)),
)
YEAR_ROWS = select(literal("year"), *(null() for _n in range(4)), CalendarYear.id, *(null() for _n in range(3))).where(
    CalendarYear.confirmed_at.is_not(None)
)


def read() -> tuple[Row, ...]:
    return in_order(db.session.execute(RULE_ROWS))


def read_with_days() -> tuple[Row, ...]:
    """The rules; the calendar, read along, is kept for whoever asks for it."""
    rows: Sequence[Any] = db.session.execute(union_all(RULE_ROWS, DAY_ROWS, YEAR_ROWS)).all()
    specials = sorted((row[1], row[2], row[3], row[4]) for row in rows if row.what == "day")
    days.keep(tuple(specials), tuple(sorted(row[5] for row in rows if row.what == "year")))
    return in_order(row for row in rows if row.what == "rule")


def in_order(rows: Iterable[Any]) -> tuple[Row, ...]:
    known = ((row[2], row[3], row[5], row[6], row[7], row[4], row[1], row[8]) for row in rows)
    return tuple(sorted(known, key=lambda row: (row[0], row[1], row[6])))


@lru_cache(maxsize=4)
def of_rows(rows: tuple[Row, ...]) -> tuple[Rule, ...]:
    """Made once for as long as the rules stay the same."""
    return tuple(in_words(*row) for row in rows)


def in_words(
    key: str,
    ruleset: str,
    number: int,
    unit: str,
    legal_basis: str,
    verified: bool,  # noqa: FBT001 - a row of the table, in its order
    valid_from: date,
    valid_to: date | None,
) -> Rule:
    known = about(key)
    return Rule(
        key=key,
        ruleset=ruleset,
        days=number,
        unit=unit,
        direction=known.direction,
        valid_from=valid_from,
        valid_to=valid_to,
        label=known.label,
        legal_basis=legal_basis,
        verified=verified,
    )
