"""The life of a policy in a few phases, as R8 counts them (domain.md 6.6)."""

from __future__ import annotations

from tracker.core.i18n import _l

PHASES = {
    "preparing": (_l("Chuẩn bị"), ("proposed", "consolidated", "registered")),
    "drafting": (_l("Soạn thảo, lấy ý kiến"), ("drafting", "consultation")),
    "examining": (_l("Thẩm định, thẩm tra"), ("appraisal", "submitted_to_people_committee", "committee_review")),
    "tabled": (_l("Trình kỳ họp"), ("tabled",)),
    "not_passed": (_l("Không thông qua"), ("not_passed",)),
    "adopted": (_l("Thông qua, ban hành"), ("passed", "promulgated", "in_force", "under_review")),
    "ended": (_l("Rút, bãi bỏ"), ("withdrawn", "repealed")),
}
"""Phase → its words and its states; every state is in exactly one."""


OPEN = ("preparing", "drafting", "examining", "tabled", "not_passed")
UNDER_WAY = (*(state for phase in OPEN for state in PHASES[phase][1]), "passed")
"""Before the resolution is there, or the policy was given up."""


def states_of(phase: str) -> tuple[str, ...]:
    return PHASES[phase][1] if phase in PHASES else ()
