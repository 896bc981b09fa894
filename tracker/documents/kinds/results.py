"""What an oversight came to: the findings that were confirmed and what is demanded of whom, for notice and resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, exists, or_, select

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.models import Delegation
from tracker.documents.kinds import words
from tracker.documents.nd30 import DOTS, filled, letter
from tracker.documents.placeholders import Facts, groups, text, texts
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.oversight_reports import queries
from tracker.recommendations.models import Recommendation

GOOD = ("achievement",)
OWN = (
    words.TOPIC,
    texts("ket_qua", _l("Kết quả đạt được mà Đoàn đã xác nhận"), "1. Công tác quản lý được quan tâm chỉ đạo."),
    texts("han_che", _l("Tồn tại, hạn chế và nguyên nhân mà Đoàn đã xác nhận"), "1. Một số dự án chậm tiến độ."),
    groups(
        "kien_nghi",
        _l("Kiến nghị, theo cơ quan chủ trì"),
        text("co_quan", _l("Số thứ tự và cơ quan"), "1. Đối với Sở Công Thương"),
        groups(
            "viec",
            _l("Từng kiến nghị đối với cơ quan đó"),
            text("chu", _l("Điểm a, b, c… và nội dung"), "a) Rà soát các dự án chậm tiến độ."),
            text("san_pham", _l("Sản phẩm phải hoàn thành"), "Báo cáo rà soát"),
            text("phoi_hop", _l("Cơ quan phối hợp"), "Sở Xây dựng"),
            text("thoi_han", _l("Thời hạn"), "30/06/2026"),
        ),
    ),
    text(
        "han_bao_cao_ket_qua", _l("Thời hạn báo cáo kết quả thực hiện: hạn muộn nhất của các kiến nghị"), "30/06/2026"
    ),
)


def facts(record: Delegation, actor: Actor, *, but: Collection[int] = ()) -> Facts:
    """`but`: documents whose recommendations are told elsewhere."""
    found = [finding for finding in queries.findings_of(record.id, actor) if queries.is_established(finding)]
    wanted = [
        one
        for one in queries.recommendations_of(record.id, actor)
        if not queries.was_withdrawn(one) and one.document_id not in but
    ]
    days = [one.due_on for one in wanted if one.due_on]
    return {
        "chuyen_de": filled(record.title),
        "ket_qua": numbered(finding for finding in found if finding.kind in GOOD),
        "han_che": numbered(finding for finding in found if finding.kind not in GOOD),
        "kien_nghi": by_agency(wanted),
        "han_bao_cao_ket_qua": words.day(max(days, default=None)),
    }


def are_there(record: Delegation) -> bool:
    """Has it confirmed a finding, or has a recommendation been issued?"""
    confirmed = exists().where(Finding.delegation_id == record.id, Finding.state.in_(queries.ESTABLISHED))
    return bool(db.session.scalar(select(or_(confirmed, are_issued(record)))))


def are_issued(record: Delegation) -> ColumnElement[bool]:
    """Has any recommendation left the draft?"""
    return exists().where(Recommendation.delegation_id == record.id, Recommendation.issued_on.is_not(None))


def numbered(found: Iterable[Finding]) -> list[str]:
    told = [f"{place}. {sentence(finding)}" for place, finding in enumerate(found, start=1)]
    return told or [DOTS]


def sentence(finding: Finding) -> str:
    cause = f" Nguyên nhân: {finding.cause.rstrip(' .')}." if finding.cause else ""
    return f"{finding.text.rstrip(' .')}.{cause}"


def by_agency(wanted: Iterable[Recommendation]) -> list[Facts]:
    """One group for each lead; what still names none stands under the words of its source."""
    under: dict[str, list[Recommendation]] = defaultdict(list)
    for one in wanted:
        under[one.lead.agency_name if one.lead else filled(one.addressee_text)].append(one)
    return [
        {"co_quan": f"{place}. Đối với {name}", "viec": [demand(n, one) for n, one in enumerate(ones)]}
        for place, (name, ones) in enumerate(under.items(), start=1)
    ] or [{"co_quan": f"1. Đối với {DOTS}", "viec": [nothing()]}]


def demand(place: int, one: Recommendation) -> Facts:
    supporting = [addressee.agency_name for addressee in one.addressees if addressee.role == "support"]
    return {
        "chu": f"{letter(place)}) {one.text.rstrip(' .')}.",
        "san_pham": filled(one.deliverable),
        "phoi_hop": ", ".join(supporting),
        "thoi_han": words.day(one.due_on),
    }


def nothing() -> Facts:
    return {"chu": f"a) {DOTS}", "san_pham": DOTS, "phoi_hop": "", "thoi_han": DOTS}
