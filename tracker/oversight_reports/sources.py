"""The sources that a report may name: what each says now, how it reads, where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.accounts.access import kind_of
from tracker.core.i18n import Words, _l
from tracker.delegations.models import Delegation
from tracker.findings.models import Finding
from tracker.oversight_reports import queries
from tracker.oversight_reports.marks import COMPARISON, ITEM, name_of
from tracker.oversight_reports.writing import doubts, lines
from tracker.oversight_reports.writing.doubts import Standing
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Recommendation
from tracker.reporting import wording
from tracker.reporting.models import Figure
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.sessions.corrections import newest_rows
from tracker.sessions.models import Statement, WorkingSession

FINDING_SECTIONS = {"achievement": "results", "limitation": "limits", "difficulty": "limits", "violation": "limits"}
STATEMENT_SECTIONS = {
    "acknowledgement": "assessment",
    "conclusion": "assessment",
    "commitment": "recommendations",
}
MISSED_SECTIONS = {"report": "results", "opinion": "assessment", "request": "recommendations"}
"""What is said otherwise becomes a finding, a proposal or a draft recommendation first; until then it is missed here."""


@dataclass(frozen=True)
class Source:
    """`code` stands in the brackets, `words` is what the record says now, `line` how it goes into a section.

    `parts`: what may follow the code in the brackets, folded → (its spelling, its words). `sections`: where it is missed
    when it is not used. `gone`: why it must not be used any more.
    """

    record: Any
    code: str
    words: str
    line: str
    value: str = ""
    """What stands in the text in place of the code; only figures have a value."""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    gone: Words = ""
    is_settled: bool = True
    """May the report state it by itself? A finding that nobody has confirmed waits."""
    reporters: tuple[str, ...] = ()
    """Whose claim it is: the agencies that reported a figure."""
    caution: str = ""
    """What is not settled about it, said wherever it stands."""
    side: str = ""
    """Whose word a statement is: `doubts.DELEGATION`, `AGENCY` or `UNKNOWN`."""

    @property
    def kind(self) -> str:
        return kind_of(self.record).name

    @property
    def id(self) -> int:
        return int(self.record.id)


def told(delegation: Delegation, records: Mapping[str, Sequence[Any]], standing: Standing) -> list[Source]:
    """Every record as a source, in the order in which a report is built."""
    codes = {session.id: session.code for session in records["sessions"]}
    holding = newest_rows(records["statements"])
    newest = {report.request_id: report for report in records["reports"]}
    late = lines.late_versions(records["reports"])
    names = standing.names
    found: list[Source] = []
    found += [of_session(held) for held in records["sessions"]]
    found += [of_request(asked, asked.id in newest) for asked in records["requests"]]
    found += [of_report(sent, newest[sent.request_id], late.get(sent.request_id), names) for sent in records["reports"]]
    found += [of_finding(each) for each in records["findings"]]
    found += [of_figure(each, standing) for each in records["figures"]]
    found += [
        of_statement(said, codes.get(said.session_id, ""), holding[said.id] is not said, standing)
        for said in records["statements"]
    ]
    found += [of_recommendation(draft) for draft in records["recommendations"]]
    found += [of_proposal(made) for made in records["proposals"]]
    return found


def known_by(sources: Iterable[Source]) -> dict[str, Source]:
    """By every name under which a source may be typed. PB-01 alone does where one session has such a sentence."""
    listed = list(sources)
    short = Counter(name_of(source.record.code) for source in listed)
    found = {name_of(source.code): source for source in listed}
    for source in listed:
        name = name_of(source.record.code)
        if short[name] == 1:
            found.setdefault(name, source)
    return found


def of_session(held: WorkingSession) -> Source:
    words = lines.session(held)
    met = queries.took_place(held)
    return Source(
        held,
        held.code,
        words,
        lines.with_code(words, held.code),
        sections=("opening",) if met else (),
        is_settled=met,
    )


def of_request(asked: ReportRequest, has_report: bool) -> Source:  # noqa: FBT001
    """What became of it; where a report came, the report says more."""
    sections: tuple[str, ...] = ()
    if queries.was_not_submitted(asked):
        words, sections = lines.not_submitted(asked), ("limits",)
    elif queries.was_waived(asked):
        words, sections = lines.waived(asked), ("opening",)
    else:
        words = asked.agency_name if has_report else lines.awaited(asked)
    return Source(asked, asked.code, words, lines.with_code(words, asked.code), sections=sections)


def of_report(sent: AgencyReport, newest: AgencyReport, late: AgencyReport | None, names: Mapping[int, str]) -> Source:
    words = lines.report(sent, names.get(sent.agency_id, sent.request.agency_name), late)
    paths = [part["path"] for part in sent.content]
    replaced = newest is not sent
    return Source(
        sent,
        sent.code,
        words,
        lines.with_code(words, sent.code),
        parts={ITEM + name_of(path): (lines.item(path), f"{sent.code} {lines.item(path)}") for path in paths},
        sections=("opening",),
        gone=_l("%(code)s đã được thay bằng %(newer)s.", code=sent.code, newer=newest.code) if replaced else "",
    )


def of_finding(found: Finding) -> Source:
    words = lines.finding_words(found)
    return Source(
        found,
        found.code,
        lines.finding_facts(found),
        lines.with_code(words, found.code),
        sections=(FINDING_SECTIONS[found.kind],),
        gone=_l("Phát hiện %(code)s đã bị loại.", code=found.code) if queries.was_rejected(found) else "",
        is_settled=queries.is_established(found),
        caution=doubts.of_finding(found),
    )


def of_figure(told: Figure, standing: Standing) -> Source:
    """Figures of a session, and those on which findings rest, belong among the results; a table's into the appendix."""
    said = "; ".join(wording.comparisons(told))
    is_main = told.source_kind == "session" or told.id in standing.resting
    return Source(
        told,
        told.code,
        lines.figure_words(told),
        lines.figure(told),
        value=wording.figure(told),
        parts={COMPARISON: (lines.COMPARISON, said)} if said else {},
        sections=("results" if is_main else "appendix",),
        gone=_l("%(code)s: báo cáo sau của cơ quan không còn nêu số liệu này.", code=told.code)
        if told.superseded
        else "",
        reporters=tuple(wording.agencies(told)),
        caution=doubts.of_figure(told, standing),
    )


def of_statement(said: Statement, session_code: str, corrected: bool, standing: Standing) -> Source:  # noqa: FBT001
    """Sentences are numbered within their session, so the session is part of the name."""
    code, words = (
        f"{said.code} {session_code}".strip(),
        lines.statement(said, standing.names.get(said.agency_id or 0, "")),
    )
    section, side = STATEMENT_SECTIONS.get(said.kind), doubts.side_of(said, standing)
    missed = section or (None if said.id in standing.followed else MISSED_SECTIONS.get(said.kind))
    return Source(
        said,
        code,
        words,
        lines.with_code(words, code),
        sections=(missed,) if missed else (),
        gone=_l("%(code)s đã được đính chính.", code=code) if corrected else "",
        caution=doubts.of_statement(said, side if section else "", standing),
        side=side,
    )


def of_recommendation(draft: Recommendation) -> Source:
    words = lines.recommendation(draft)
    return Source(
        draft,
        draft.code,
        words,
        lines.with_code(words, draft.code),
        sections=("recommendations",),
        gone=_l("Kiến nghị %(code)s đã rút.", code=draft.code) if queries.was_withdrawn(draft) else "",
    )


def of_proposal(made: AgencyProposal) -> Source:
    words = lines.proposal(made)
    return Source(made, made.code, words, lines.with_code(words, made.code), sections=("recommendations",))
