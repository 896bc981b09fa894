"""Each section as it reads before anybody has written it, in the order of A7 (domain.md 2.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from tracker.core.i18n import in_vietnamese
from tracker.oversight_reports import queries
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing import appendix, opening
from tracker.oversight_reports.writing.doubts import AGENCY, DELEGATION, UNKNOWN
from tracker.oversight_reports.writing.figures import by_reporter
from tracker.oversight_reports.writing.lines import clause, late_versions, lateness, with_code
from tracker.oversight_reports.writing.paragraphs import Block, block, heading, joined
from tracker.recommendations.models import ADDRESSEE_KINDS

TO_CENTRAL_FIRST = ("central", "council", "people_committee", "department", "commune", "other")
"""From the highest addressee down (domain.md 3)."""


def generated(name: str, dossier: Dossier) -> str:
    """The text of that section from the records as they are now; "" where they say nothing of it."""
    with in_vietnamese():
        return joined(WRITERS[name](dossier))


def settled(dossier: Dossier, records: Iterable[Any]) -> list[Source]:
    """Those of the records that the report may state by itself."""
    wanted = {id(record) for record in records}
    return [s for s in dossier.sources if id(s.record) in wanted and s.is_settled and not s.gone]


def assessment(dossier: Dossier) -> list[Block]:
    """What the delegation says itself; what an agency says stays the agency's."""
    said = settled(dossier, [s for s in dossier.statements if s.kind in ("acknowledgement", "conclusion")])
    return [
        block("", of_side(said, DELEGATION)),
        block("Theo phát biểu của đại diện các cơ quan:", of_side(said, AGENCY)),
        block("Theo phát biểu, chưa rõ cơ quan:", of_side(said, UNKNOWN)),
    ]


def of_side(said: Iterable[Source], side: str) -> list[str]:
    return [source.line for source in said if source.side == side]


def results(dossier: Dossier) -> list[Block]:
    """What the head has confirmed; apart from it, the agencies' own numbers, each under the name of who gave it."""
    found = settled(dossier, [f for f in dossier.findings if f.kind == "achievement"])
    figures = [source for source in settled(dossier, dossier.figures) if "results" in source.sections]
    return [
        heading("Kết quả được Đoàn giám sát xác nhận"),
        block("", [source.line for source in found]),
        heading("Số liệu do các cơ quan báo cáo, không phải kết luận của Đoàn giám sát"),
        *by_reporter(figures),
    ]


def limits(dossier: Dossier) -> list[Block]:
    def of_kind(kind: str) -> list[str]:
        return [s.line for s in settled(dossier, [f for f in dossier.findings if f.kind == kind])]

    def causes(kind: str | None) -> list[str]:
        told = [f for f in dossier.findings if f.kind != "achievement" and f.cause and f.cause_kind == kind]
        return [with_code(clause(source.record.cause), source.code) for source in settled(dossier, told)]

    return [
        heading("Tồn tại, hạn chế"),
        block("", of_kind("limitation")),
        block("Khó khăn, vướng mắc:", of_kind("difficulty")),
        block("Dấu hiệu vi phạm:", of_kind("violation")),
        block("Việc chấp hành yêu cầu báo cáo:", reporting_limits(dossier)),
        heading("Nguyên nhân khách quan"),
        block("", causes("objective")),
        heading("Nguyên nhân chủ quan"),
        block("", causes("subjective")),
        heading("Nguyên nhân chưa phân loại"),
        block("", causes(None)),
    ]


def reporting_limits(dossier: Dossier) -> list[str]:
    """A report that was not submitted goes into the report as a finding (SM2); a late one with its reason."""
    refused = [s.line for s in settled(dossier, dossier.requests) if queries.was_not_submitted(s.record)]
    late = late_versions(dossier.reports)
    told = [
        with_code(f"{report.request.agency_name} {lateness(late[report.request_id])}", report.code)
        for report in (source.record for source in settled(dossier, dossier.reports))
        if report.request_id in late
    ]
    return refused + told


def responsibility(dossier: Dossier) -> list[Block]:
    """Who the limits and violations concern; why, the delegation says."""
    found = settled(dossier, [f for f in dossier.findings if f.kind in ("limitation", "violation") and f.agency])
    by_agency: dict[str, list[str]] = defaultdict(list)
    for source in found:
        by_agency[source.record.agency.name].append(with_code(clause(source.record.text), source.code))
    blocks = [block(f"{agency}, liên quan đến:", told) for agency, told in by_agency.items()]
    refused = [s for s in settled(dossier, dossier.requests) if queries.was_not_submitted(s.record)]
    words = [
        with_code(f"{source.record.agency_name} không nộp báo cáo theo yêu cầu", source.code) for source in refused
    ]
    return [*blocks, block("Về chấp hành yêu cầu báo cáo:", words)]


def recommendations(dossier: Dossier) -> list[Block]:
    blocks: list[Block] = []
    drafts = settled(dossier, dossier.recommendations)
    for kind in TO_CENTRAL_FIRST:
        told = [source.line for source in drafts if source.record.addressee_kind == kind]
        blocks += [heading(f"Kiến nghị đối với {ADDRESSEE_KINDS[kind]}"), block("", told)]
    promised = settled(dossier, [source for source in dossier.statements if source.kind == "commitment"])
    return [
        *blocks,
        heading("Cam kết của Đoàn giám sát"),
        block("", of_side(promised, DELEGATION)),
        heading("Cam kết của các cơ quan"),
        block("", of_side(promised, AGENCY)),
        heading("Cam kết, chưa rõ cơ quan"),
        block("", of_side(promised, UNKNOWN)),
        heading("Đề xuất, kiến nghị của các cơ quan"),
        block("", [source.line for source in settled(dossier, dossier.proposals)]),
    ]


WRITERS: dict[str, Callable[[Dossier], list[Block]]] = {
    "opening": opening.written,
    "assessment": assessment,
    "results": results,
    "limits": limits,
    "responsibility": responsibility,
    "recommendations": recommendations,
    "appendix": appendix.written,
}
