"""What the pages of a draft report show: sections as they read, marks that lead to their sources, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from tracker.core.i18n import Words, _lp
from tracker.links.queries import End
from tracker.oversight_reports import watching
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.models import SECTIONS, OversightReport, ReportSection
from tracker.oversight_reports.reading import Named, Paragraph, Piece, on_paper_line, paragraphs
from tracker.oversight_reports.sources import Source
from tracker.recommendations.queries.reading import names_of
from tracker.web import kit, threads

EVENTS = 20
GROUPS: dict[str, Words] = {
    "figure": _lp("list", "Số liệu"),
    "finding": _lp("list", "Phát hiện"),
    "report": _lp("list", "Báo cáo của cơ quan"),
    "report_request": _lp("list", "Yêu cầu báo cáo"),
    "session": _lp("list", "Cuộc làm việc"),
    "statement": _lp("list", "Phát biểu"),
    "recommendation": _lp("list", "Kiến nghị"),
    "proposal": _lp("list", "Đề xuất của cơ quan"),
}
"""The sources to choose from, those that are used most first."""


def told(report: OversightReport, dossier: Dossier) -> dict[str, Any]:
    """The report for reading."""
    missed = watching.unused(report, dossier)
    names = names_of(section.updated_by_id for section in report.sections if section.is_written)
    return {
        "sections": [section_told(section, dossier, missed[section.name], names) for section in report.sections],
        "written": report.written,
        "total": len(SECTIONS),
    }


def section_told(
    section: ReportSection, dossier: Dossier, missed: Iterable[Source], names: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "section": section,
        "who": names.get(section.updated_by_id or 0, ""),
        "paragraphs": [drawn(paragraph) for paragraph in paragraphs(watching.text_of(section, dossier), dossier)],
        "changes": changes(section, dossier),
        "unused": [end(source) for source in missed],
    }


def changes(section: ReportSection, dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "code": change.code,
            "url": url_of(change.source) if change.source else None,
            "before": change.before,
            "now": change.now,
        }
        for change in watching.changes(section, dossier)
    ]


def drawn(paragraph: Paragraph) -> dict[str, Any]:
    lines = [[piece(one) for one in line] for line in paragraph.lines]
    return {"kind": paragraph.kind, "lines": lines}


def piece(one: Piece) -> dict[str, Any]:
    """Words, a figure tied to its record, a mark that leads to a source, or a code that means nothing."""
    if one.named is None:
        return {"kind": "missing" if one.missing else "words", "words": one.words, "aside": ""}
    return {
        "kind": "figure" if one.named.value else "mark",
        "words": one.named.value or one.named.label,
        "code": one.named.label,
        "url": url_of(one.named.source, one.named),
        "title": one.named.source.words,
        "aside": one.aside,
    }


def url_of(source: Source, named: Named | None = None) -> str | None:
    """Where the source is read; None where it has no page of its own."""
    if source.kind in ("statement", "figure"):
        return threads.url_of(End(source.kind, source.id, source.record))
    kind, id = kit.page_of(source.record)
    return kit.url_of(kind, id) if kind in kit.PAGES else None


def end(source: Source) -> dict[str, Any]:
    """A source in a list: its code, what it says, where it is read, its state."""
    state = getattr(source.record, "state", None)
    return {
        "code": source.code,
        "kind": source.kind,
        "words": source.words,
        "caution": source.caution,
        "url": url_of(source),
        "state": kit.state_tag(source.kind, state) if state and not source.is_settled else None,
        "gone": source.gone,
    }


def to_insert(dossier: Dossier) -> list[dict[str, Any]]:
    """All that may be named, by kind; codes of a report's items follow the report."""
    return [
        {"label": label, "sources": [end(source) | {"codes": codes(source)} for source in found]}
        for kind, label in GROUPS.items()
        if (found := [source for source in dossier.sources if source.kind == kind and not source.gone])
    ]


def codes(source: Source) -> list[str]:
    """[SL-02], and [SL-02 so sánh] where it was compared."""
    return [Named(source, part).spelling for part in ("", *source.parts)]


# --- on paper ----------------------------------------------------------------------------------------------------------


def on_paper(report: OversightReport, dossier: Dossier, *, with_sources: bool) -> dict[str, Any]:
    """The sections as they are printed, and the notes that say where each sentence comes from."""
    notes: dict[str, dict[str, Any]] = {}
    sections: list[dict[str, Any]] = []
    for section in report.sections:
        drawn = [
            {"kind": each.kind, "lines": [printed(line, notes, with_sources=with_sources) for line in each.lines]}
            for each in paragraphs(watching.text_of(section, dossier), dossier)
        ]
        sections.append({"section": section, "heading": section.heading, "paragraphs": drawn})
    return {
        "body": [each for each in sections if not each["section"].is_appendix],
        "appendix": next(each for each in sections if each["section"].is_appendix),
        "notes": list(notes.values()),
        "with_sources": with_sources,
        "other_url": url_for(".printed", id=report.delegation_id, sources=None if with_sources else 1),
    }


def printed(line: Iterable[Piece], notes: dict[str, dict[str, Any]], *, with_sources: bool) -> list[dict[str, Any]]:
    """Figures in words; a source is a small number if it is asked for, else nothing; what is said beside it follows."""
    told: list[dict[str, Any]] = []
    for one in on_paper_line(line):
        if one.named is None:
            told.append({"words": one.words})
            continue
        if one.named.value:
            told.append({"words": one.named.value})
        if with_sources:
            label = one.named.label
            note = notes.setdefault(label, {"number": len(notes) + 1, "code": label, "words": one.named.source.words})
            told.append({"note": note["number"]})
        if one.aside:
            told.append({"words": f" ({one.aside})", "is_aside": True})
    return told
