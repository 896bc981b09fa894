"""Does the head's office fit the owner: Điều 62, 70, 80 Luật 87/2015/QH13 (domain.md 1.5). A warning, never a block."""

from __future__ import annotations

import re

from tracker.core.i18n import _, _l
from tracker.core.text import fold
from tracker.delegations import head_rules
from tracker.delegations.head_rules import HeadRule
from tracker.delegations.models import Delegation

SAME = ((" hoi dong nhan dan", " hdnd"), (" chu tich thuong truc ", " chu tich "))
"""Words that mean the same in an office: written out or short, “Phó Chủ tịch Thường trực HĐND”."""

NAMES = {
    "chu tich hdnd": _l("Chủ tịch HĐND"),
    "pho chu tich hdnd": _l("Phó Chủ tịch HĐND"),
    "uy vien thuong truc": _l("Ủy viên Thường trực"),
    "truong ban": _l("Trưởng Ban"),
    "pho truong ban": _l("Phó Trưởng Ban"),
    "to truong": _l("Tổ trưởng"),
    "to pho": _l("Tổ phó"),
}
"""The offices that the law names, in the reader's language; another one is said as the rule writes it."""


def head_warning(delegation: Delegation) -> str | None:
    """A sentence when the head's office, as written, is not one the rule names for this owner; None when it fits."""
    head = delegation.head
    rule = head_rules.of(delegation.owner_kind, delegation.ruleset) if head is not None else None
    if head is None or rule is None or fits(head.office, rule):
        return None
    return _(
        "Trưởng đoàn phải là %(wanted)s; chức vụ đang ghi: “%(office)s”. Hãy kiểm tra lại.",
        wanted=wanted(rule),
        office=head.office or _("chưa có thông tin"),
    )


def who_may_head(owner_kind: str, ruleset: str) -> str:
    """A hint beside the head's office: what the rule names for this owner; "" when there is no rule."""
    rule = head_rules.of(owner_kind, ruleset)
    return _("Trưởng đoàn: %(wanted)s.", wanted=wanted(rule)) if rule is not None else ""


def wanted(rule: HeadRule) -> str:
    """Chủ tịch HĐND hoặc Phó Chủ tịch HĐND (Điều 62 Luật 87/2015/QH13)"""
    either = _("hoặc")
    offices = f" {either} ".join(str(NAMES.get(spelled(office).strip(), office)) for office in rule.offices)
    if rule.verified:
        return f"{offices} ({rule.legal_basis})"
    return _("%(offices)s (%(basis)s; chưa kiểm tra)", offices=offices, basis=rule.legal_basis)


def fits(office: str, rule: HeadRule) -> bool:
    """Is one of the rule's offices in these words? A deputy's office is not taken for the office itself."""
    said = spelled(office)
    return any(re.search(rf"(?<!pho)(?<!nguyen) {re.escape(spelled(name).strip())} ", said) for name in rule.offices)


def spelled(words: str) -> str:
    """Folded, with a space at both ends, abbreviations made alike."""
    text = f" {fold(words)} "
    for long, short in SAME:
        text = text.replace(long, short)
    return text
