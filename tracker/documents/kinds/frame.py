"""The facts that every document has, from its issuer and from what the clerk has given it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.delegations.documents import filed
from tracker.delegations.models import OWNER_KINDS, Delegation, DelegationDocument
from tracker.documents.kinds import issuers
from tracker.documents.kinds.issuers import Issuer
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, bases, day_of, filled, number_and_sign, number_line, place_and_date, recipients
from tracker.documents.placeholders import Facts

LAWS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Căn cứ Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân",
)
"""By name alone, without a number (NĐ 30/2020, Phụ lục I, II.6)."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """`number` is the whole number that a paper already bears, and leads; `signer` who signed that."""

    issuer: Issuer
    council: str
    sign: str
    kind: str
    about: str
    given: DocumentNumber | None = None
    number: str | None = None
    issued_on: date | None = None
    signer: str = ""
    to: Sequence[str] = ()
    bases: Sequence[str] = LAWS
    recipients: Sequence[str] = (DOTS,)
    unit: str = DOTS

    def facts(self) -> Facts:
        given = self.given
        sign = given.sign if given and given.sign else self.sign
        number = self.number or (given.number if given else None)
        day = self.issued_on if self.number or not (given and given.issued_on) else given.issued_on
        return {
            "co_quan_tren": self.issuer.above,
            "co_quan": self.issuer.name,
            "ten_co_quan": self.issuer.in_words,
            "so_ky_hieu": number_line(number, sign),
            "so_va_ky_hieu": number_and_sign(number, sign),
            "ngay_ban_hanh": day_of(day),
            "dia_danh_ngay_thang": place_and_date(self.council, day),
            "ten_loai": self.kind,
            "trich_yeu": filled(self.about),
            "kinh_gui": list(self.to) or [DOTS],
            "nhieu_noi_nhan": "1" if len(self.to) > 1 else "",
            "can_cu": bases(self.bases),
            "noi_nhan": recipients(self.recipients, self.unit),
            "quyen_ky": issuers.block(self.issuer, given),
            "nguoi_ky": issuers.signer(self.issuer, given, self.signer),
        }


def of_delegation(
    record: Delegation, given: DocumentNumber | None, paper: DelegationDocument | None = None
) -> dict[str, Any]:
    """What a document of a delegation has from the paper that was filed: number, date, signer."""
    return {
        "council": record.council.name,
        "given": given,
        "number": paper.number if paper else None,
        "issued_on": paper.issued_on if paper else None,
        "signer": paper.signer if paper else "",
    }


def established_by(record: Delegation) -> DelegationDocument | None:
    """The resolution or decision that set it up, when it is on file."""
    known = [paper for kind in ("resolution", "decision") if (paper := filed(record, kind)) is not None]
    return min(known, key=lambda paper: (paper.issued_on, paper.id), default=None)


def is_by_resolution(record: Delegation) -> bool:
    """The Council sets up its delegation by a resolution, the others by a decision, unless the paper says otherwise."""
    paper = established_by(record)
    return paper.kind == "resolution" if paper else record.owner_kind == "council"


def establishment(record: Delegation) -> str:
    """Căn cứ Nghị quyết số 12/NQ-HĐND ngày 05 tháng 3 năm 2026 của … về việc thành lập Đoàn giám sát"""
    paper = established_by(record)
    kind = "Nghị quyết" if is_by_resolution(record) else "Quyết định"
    number = paper.number if paper else DOTS
    day = day_of(paper.issued_on if paper else None)
    return f"Căn cứ {kind} số {number} {day} của {owner_words(record)} về việc thành lập Đoàn giám sát"


def owner_words(record: Delegation) -> str:
    """Ban Kinh tế - Ngân sách; HĐND thành phố Hải Phòng; Thường trực HĐND thành phố Hải Phòng"""
    if record.owner_kind == "council":
        return record.council.name
    if record.owner_kind == "standing_committee":
        return f"Thường trực {record.council.name}"
    body = record.body.name if record.body else str(OWNER_KINDS[record.owner_kind])
    return f"{body} {record.council.name}"


def topic(record: Delegation) -> str:
    """Giám sát chuyên đề “…”"""
    return f"giám sát chuyên đề “{record.title}”"
