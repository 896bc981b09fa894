"""One record as one line of the report, with its code in brackets; nothing is said that the record does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.calendar.days import working_days
from tracker.core.dates import format_vi
from tracker.findings.models import Finding
from tracker.oversight_reports.marks import spelled
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Recommendation
from tracker.reporting import wording
from tracker.reporting.models import Figure
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.sessions.models import PARTS, Statement, WorkingSession

UNKNOWN = "chưa có thông tin"
TERM, BESIDE = "thời hạn", "phối hợp"
COMPARISON = "so sánh"
REPORTED = "báo cáo"


def clause(text: str) -> str:
    """Words that somebody entered, as part of a sentence: one line, no full stop, no brackets that could be a code."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")").rstrip(" .;,")


def listing(text: str) -> str:
    """What was entered line by line, as part of a sentence: "2024 - 2026; Sở Công Thương"; a list follows its colon."""
    told = ""
    for line in filter(None, (clause(line.strip().lstrip("-–•+ ")) for line in text.splitlines())):
        told += ("" if not told else " " if told.endswith(":") else "; ") + line
    return told


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def listed(names: Sequence[str]) -> str:
    """Ban Quản lý Khu kinh tế, Sở Xây dựng và Sở Công Thương"""
    return " và ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def reported_by(names: Sequence[str]) -> str:
    """theo báo cáo của Sở Công Thương; who claims it, so that nobody takes it for the Council's own word"""
    return f"theo báo cáo của {listed(names)}"


def with_code(words: str, code: str) -> str:
    """Đã bố trí 3 khu [PH-01]."""
    return f"{words} {spelled(code)}."


BODIES = ("Ban", "Cục", "Chi", "Hội", "Phòng", "Sở", "Ủy", "Viện", "Văn")
"""Words with which names of bodies begin, also when they stand for the whole name: "Sở đã báo cáo"."""


def lowered(text: str) -> str:
    """The sentence as it goes on after a colon; a name or an abbreviation keeps its capitals."""
    first, _space, rest = text.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper() or first in BODIES
    return text if is_name else text[:1].lower() + text[1:]


def figure(told: Figure) -> str:
    """Tổng vốn đầu tư thu hút, giai đoạn 2021 - 2023 (KCN, KKT): [SL-02]; [SL-02 so sánh]."""
    values = [spelled(told.code)] + ([spelled(told.code, COMPARISON)] if told.comparisons else [])
    return f"{figure_name(told)}: {'; '.join(values)}."


def figure_name(told: Figure) -> str:
    """What the number is of. A scope that was only inferred is not stated."""
    name = ", ".join(part for part in (clause(told.indicator), wording.period_of(told)) if part)
    scope = clause(told.scope) if told.scope and "scope" not in (told.inferred or []) else ""
    return f"{name} ({scope})" if scope else name


def figure_words(told: Figure) -> str:
    """The same with the number itself."""
    values = [wording.figure(told), *wording.comparisons(told)]
    return f"{figure_name(told)}: {'; '.join(values)}"


def finding_words(found: Finding) -> str:
    words = clause(found.text)
    agency = found.agency.name if found.agency else ""
    return f"{words} ({agency})" if agency and agency not in words else words


def finding_facts(found: Finding) -> str:
    """All of the finding that the report may state, to be compared later."""
    return "; ".join(part for part in (finding_words(found), clause(found.cause)) if part)


def statement(said: Statement, agency: str) -> str:
    """Tiếp tục khắc phục khó khăn (Nguyễn Văn Mẫu, Sở Công Thương): whoever speaks for an agency is named with it."""
    who = ", ".join(part for part in (clause(said.speaker), agency) if part)
    return f"{clause(said.text)} ({who})" if who else clause(said.text)


def session(held: WorkingSession) -> str:
    """Chiều ngày 10/05/2024, tại Sở Công Thương: làm việc với Ban Quản lý Khu kinh tế"""
    part = str(PARTS[held.part])
    when = f"{part[:1].upper()}{part[1:]} ngày {format_vi(held.held_on)}"
    if held.part not in ("morning", "afternoon"):
        when = f"Ngày {format_vi(held.held_on)}"
    if {"year", "held_on"} & set(held.inferred or []):
        when = f"{when} (năm suy đoán)"
    place = f", tại {clause(held.place)}" if held.place and "place" not in (held.inferred or []) else ""
    return f"{when}{place}: {lowered(clause(held.title)) or held.code}"


def item(path: str) -> str:
    """Which item of a report is meant: mục II.1"""
    return f"mục {path}"


def report(sent: AgencyReport, agency: str, late: AgencyReport | None) -> str:
    """Sở Công Thương: Báo cáo số 15/BC-SCT ngày 20/05/2026, nộp sau hạn 30/04/2026 (lý do: …); `late`: the version that
    came too late, which a supplement in time does not make good."""
    words = f"{agency}: Báo cáo số {sent.number} ngày {format_vi(sent.issued_on)}"
    return f"{words}, {lateness(late)}" if late else words


def late_versions(reports: Iterable[AgencyReport]) -> dict[int, AgencyReport]:
    """By request, the first version that came after its day."""
    found: dict[int, AgencyReport] = {}
    for sent in sorted(reports, key=lambda sent: sent.version):
        if is_late(sent):
            found.setdefault(sent.request_id, sent)
    return found


def lateness(sent: AgencyReport) -> str:
    reason = f" (lý do: {lowered(clause(sent.late_reason))})" if sent.late_reason else ""
    return f"nộp sau hạn {format_vi(sent.was_due_on)}{reason}"


def is_late(sent: AgencyReport) -> bool:
    """Received after its deadline; a rest day counts to the next working day."""
    return bool(sent.late_reason) or sent.received_on > end_of(sent.was_due_on)


def end_of(day: date) -> date:
    return working_days().end_of(day)


def not_submitted(asked: ReportRequest) -> str:
    reason = f" ({lowered(clause(asked.closing_reason))})" if asked.closing_reason else ""
    return f"{asked.agency_name} không nộp báo cáo theo yêu cầu, hạn nộp {format_vi(asked.due_on)}{reason}"


def waived(asked: ReportRequest) -> str:
    reason = f" (lý do: {lowered(clause(asked.closing_reason))})" if asked.closing_reason else ""
    return f"{asked.agency_name}: được miễn báo cáo{reason}"


def awaited(asked: ReportRequest) -> str:
    return f"{asked.answering}: chưa có báo cáo, hạn nộp {format_vi(asked.due_on)}"


def proposal(made: AgencyProposal) -> str:
    """Whoever is only inferred to have proposed it is not named; the source's own words are."""
    names = "" if made.proposers_inferred else ", ".join(entry.agency.name for entry in made.agencies)
    who = names or clause(made.proposers_text) or UNKNOWN
    return f"{who[:1].upper()}{who[1:]}: {lowered(clause(made.text))}"


def recommendation(draft: Recommendation) -> str:
    """Sở Xây dựng (phối hợp: Sở Công Thương): trình danh mục; sản phẩm: …; thời hạn: 15/07/2026"""
    addressee = addressee_of(draft)
    parts = [f"{addressee[:1].upper()}{addressee[1:]}: {lowered(clause(draft.text))}"]
    if draft.deliverable:
        parts.append(f"sản phẩm: {lowered(clause(draft.deliverable))}")
    parts.append(f"{TERM}: {term_of(draft)}")
    return "; ".join(parts)


def term_of(draft: Recommendation) -> str:
    if draft.multi_year and draft.due_on is None:
        return "theo lộ trình nhiều năm"
    return format_vi(draft.due_on) if draft.due_on else UNKNOWN


def addressee_of(draft: Recommendation) -> str:
    lead = draft.lead.agency.name if draft.lead else clause(draft.addressee_text)
    others = [entry.agency.name for entry in draft.addressees if entry is not draft.lead]
    beside = f" ({BESIDE}: {', '.join(others)})" if others else ""
    return f"{lead or UNKNOWN}{beside}"
