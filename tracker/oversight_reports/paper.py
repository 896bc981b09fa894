"""The report as an office files it: the fixed words of ND30 Annex I (domain.md 2.4). Dots stand for what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.delegations.models import Delegation, DelegationDocument

DOTS = "……"
MOTTO = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class Paper:
    """The words around the sections."""

    issuer: tuple[str, str]
    motto: tuple[str, str]
    number: str
    place_and_date: str
    title: str
    abstract: str
    to: str
    signature: tuple[str, ...]
    signer: str
    recipients_title: str
    recipients: tuple[str, ...]
    appendix_of: str
    sources_title: str
    dots: str = DOTS


def of(delegation: Delegation) -> Paper:
    """The paper's frame; number and date from the signed report, once it is recorded."""
    signed = signed_report(delegation)
    number = signed.number if signed else f"{DOTS}/BC-ĐGS"
    when = day_of(signed.issued_on if signed else None)
    return Paper(
        issuer=(delegation.council.name, "Đoàn giám sát"),
        motto=MOTTO,
        number=f"Số: {number}",
        place_and_date=f"{DOTS}, {when}",
        title="Báo cáo",
        abstract=f"Kết quả giám sát chuyên đề “{delegation.title}”",
        to=f"Kính gửi: {DOTS}",
        signature=("TM. Đoàn giám sát", "Trưởng đoàn"),
        signer=delegation.head.name if delegation.head else DOTS,
        recipients_title="Nơi nhận:",
        recipients=(f"- {DOTS};", f"- Lưu: VT, {DOTS}."),
        appendix_of=f"(Kèm theo Báo cáo số {number} {when})",
        sources_title="Nguồn",
    )


def signed_report(delegation: Delegation) -> DelegationDocument | None:
    return next((paper for paper in reversed(delegation.documents) if paper.kind == "report"), None)


def day_of(day: date | None) -> str:
    """ngày 05 tháng 01 năm 2026: days below ten and the months 1 and 2 are written with a nought."""
    if day is None:
        return f"ngày {DOTS} tháng {DOTS} năm {DOTS}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
