"""Who may head a delegation: Điều 62, 70, 80 Luật 87/2015/QH13 (domain.md 1.5). A warning, never a block."""

from __future__ import annotations

import re

from tracker.core.i18n import _, _l
from tracker.core.text import fold
from tracker.delegations.models import Delegation

COUNCIL = r"(hdnd|hoi dong nhan dan)"
OFFICES = {
    "council": (
        re.compile(rf"\bchu tich (thuong truc )?{COUNCIL}"),
        _l("Chủ tịch hoặc Phó Chủ tịch HĐND (Điều 62 Luật 87/2015/QH13)"),
    ),
    "standing_committee": (
        re.compile(rf"\bpho chu tich (thuong truc )?{COUNCIL}|\buy vien thuong truc\b"),
        _l("một Phó Chủ tịch HĐND hoặc Ủy viên Thường trực HĐND (Điều 70 Luật 87/2015/QH13)"),
    ),
    "committee": (
        re.compile(r"\btruong ban\b"),
        _l("Trưởng Ban hoặc Phó Trưởng Ban (Điều 80 Luật 87/2015/QH13)"),
    ),
    "deputy_group": (
        re.compile(r"\bto (truong|pho)\b"),
        _l("Tổ trưởng hoặc Tổ phó Tổ đại biểu"),
    ),
}


def head_warning(delegation: Delegation) -> str | None:
    """A sentence when the head's office, as written, is not one the law names for this owner; None when it fits."""
    head = delegation.head
    if head is None:
        return None
    pattern, wanted = OFFICES[delegation.owner_kind]
    if pattern.search(fold(head.office)):
        return None
    return _(
        "Trưởng đoàn phải là %(wanted)s; chức vụ đang ghi: “%(office)s”. Hãy kiểm tra lại.",
        wanted=wanted,
        office=head.office or _("chưa có thông tin"),
    )
