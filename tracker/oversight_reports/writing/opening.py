"""How the report begins: on what it rests, what was supervised, and what was done."""

from __future__ import annotations

from tracker.core.dates import format_vi
from tracker.delegations.models import DOCUMENT_KINDS, Delegation
from tracker.oversight_reports import queries
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.writing.lines import UNKNOWN, clause, listing
from tracker.oversight_reports.writing.paragraphs import Block, block, paragraph

FOUNDING = ("resolution", "decision")
GROUNDS, FOUNDED = "Căn cứ", "văn bản thành lập Đoàn"
HEAD, SCOPE, CONTENT, PERIOD = "Trưởng đoàn", "Phạm vi, đối tượng", "Nội dung", "Thời kỳ giám sát"
ENDED = "Kết thúc giám sát"


def written(dossier: Dossier) -> list[Block]:
    delegation = dossier.delegation
    return [
        paragraph(f"{GROUNDS}: {grounds(delegation)}."),
        paragraph(f"Đoàn giám sát đã giám sát chuyên đề: {listing(delegation.title)}."),
        block("Về cuộc giám sát:", facts(delegation)),
        block(
            "Cơ quan chịu sự giám sát:", [f"{entry.name_then}." for entry in delegation.supervised] or [f"{UNKNOWN}."]
        ),
        block("Yêu cầu báo cáo và báo cáo đã nhận:", reports(dossier) or [f"{UNKNOWN}."]),
        block("Các cuộc làm việc, khảo sát đã tổ chức:", sessions(dossier) or [f"{UNKNOWN}."]),
    ]


def grounds(delegation: Delegation) -> str:
    """Nghị quyết số 12/NQ-HĐND ngày 10/03/2026; the founding document, as far as it is recorded."""
    papers = [paper for paper in delegation.documents if paper.kind in FOUNDING]
    told = [f"{DOCUMENT_KINDS[paper.kind]} số {paper.number} ngày {format_vi(paper.issued_on)}" for paper in papers]
    return "; ".join(told) if told else f"{FOUNDED}: {UNKNOWN}"


def facts(delegation: Delegation) -> list[str]:
    head = delegation.head
    told = {
        HEAD: ", ".join(part for part in (head.name, clause(head.office)) if part) if head else "",
        SCOPE: stated(delegation, "scope", listing(delegation.scope)),
        CONTENT: stated(delegation, "content", listing(delegation.content)),
        PERIOD: stated(delegation, "period_from", period(delegation)),
        ENDED: format_vi(delegation.ended_on) if delegation.ended_on else "",
    }
    return [f"{name}: {words or UNKNOWN}." for name, words in told.items() if words or name != ENDED]


def stated(delegation: Delegation, name: str, words: str) -> str:
    """What was only inferred is not stated."""
    return "" if name in (delegation.inferred or []) else words


def period(delegation: Delegation) -> str:
    first, last = delegation.period_from, delegation.period_to
    if first is None or last is None:
        return format_vi(first or last) if first or last else ""  # type: ignore[arg-type]
    return f"từ {format_vi(first)} đến {format_vi(last)}"


def reports(dossier: Dossier) -> list[str]:
    """Who reported, late or not; who was excused; who did not, or not yet."""
    by_request = {s.record.request_id: s for s in dossier.sources if s.kind == "report" and not s.gone}
    told = []
    for asked in dossier.requests:
        sent, own = by_request.get(asked.id), dossier.source(asked)
        refused = queries.was_not_submitted(asked) or queries.was_waived(asked)
        told.append(own.line if refused or sent is None else sent.line)
    return told


def sessions(dossier: Dossier) -> list[str]:
    return [source.line for source in dossier.sources if source.kind == "session" and source.is_settled]
