"""That something was completed late, in words: against the deadline first given, and the one in force."""

from __future__ import annotations

from tracker.core.i18n import _, _n
from tracker.recommendations.lateness import Lateness


def told(late: Lateness | None) -> str:
    """ "Hoàn thành muộn 3 ngày làm việc so với thời hạn gốc, trong thời hạn đã gia hạn"; "" where nothing was late."""
    if late is None:
        return ""
    return f"{against_original(late)}, {against_effective(late)}" if late.is_extended else against_original(late)


def against_original(late: Lateness) -> str:
    if late.only_reported:
        return _n(
            "Báo cáo hoàn thành muộn %(num)s ngày làm việc so với thời hạn gốc",
            "Báo cáo hoàn thành muộn %(num)s ngày làm việc so với thời hạn gốc",
            late.after_original,
        )
    return _n(
        "Hoàn thành muộn %(num)s ngày làm việc so với thời hạn gốc",
        "Hoàn thành muộn %(num)s ngày làm việc so với thời hạn gốc",
        late.after_original,
    )


def against_effective(late: Lateness) -> str:
    if not late.after_effective:
        return _("trong thời hạn đã gia hạn")
    return _n(
        "muộn %(num)s ngày làm việc so với thời hạn đã gia hạn",
        "muộn %(num)s ngày làm việc so với thời hạn đã gia hạn",
        late.after_effective,
    )
