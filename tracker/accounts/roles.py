"""The roles of domain.md 6.2, and which of them are held where."""

from __future__ import annotations

from enum import StrEnum

from tracker.core.i18n import _l


class Role(StrEnum):
    """What a person is, on a record. Rights of several roles add up."""

    ADMIN = "admin"
    OFFICE = "office"
    STANDING = "standing_committee"
    LEADER = "committee_leader"
    DEPUTY = "deputy"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    SECRETARY = "secretary"
    MEMBER = "member"
    AGENCY_OFFICER = "agency_officer"
    AGENCY_LEADER = "agency_leader"
    AUTHOR = "author"
    SYSTEM = "system"


LABELS = {
    Role.ADMIN: _l("Quản trị hệ thống"),
    Role.OFFICE: _l("Chuyên viên Văn phòng"),
    Role.STANDING: _l("Thường trực HĐND"),
    Role.LEADER: _l("Lãnh đạo Ban"),
    Role.DEPUTY: _l("Đại biểu HĐND"),
    Role.HEAD: _l("Trưởng đoàn"),
    Role.DEPUTY_HEAD: _l("Phó Trưởng đoàn"),
    Role.SECRETARY: _l("Thư ký đoàn"),
    Role.MEMBER: _l("Thành viên Đoàn"),
    Role.AGENCY_OFFICER: _l("Cán bộ cơ quan"),
    Role.AGENCY_LEADER: _l("Lãnh đạo cơ quan"),
    Role.AUTHOR: _l("Người ghi"),
    Role.SYSTEM: _l("Hệ thống"),
}

COUNCIL_WIDE = (Role.OFFICE, Role.STANDING, Role.DEPUTY)
OF_DELEGATION = (Role.HEAD, Role.DEPUTY_HEAD, Role.SECRETARY, Role.MEMBER)
OF_AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
COUNCIL_SIDE = (*COUNCIL_WIDE, Role.LEADER, *OF_DELEGATION)
"""Everybody who sits on the Council's side of a record, never an agency, never the administrator."""
OF_BUSINESS = frozenset((*COUNCIL_SIDE, *OF_AGENCY))
"""Who reads reports on what is followed up, each of what is theirs; whoever keeps accounts reads no business."""

GRANTABLE = tuple(role for role in Role if role not in (Role.AUTHOR, Role.SYSTEM))
