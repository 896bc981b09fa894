"""What has happened to the sources of a section since it was written, and which ones it does not use."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.i18n import _
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.models import OversightReport, ReportSection
from tracker.oversight_reports.reading import used
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing.sections import generated


@dataclass(frozen=True)
class Change:
    """A source that says something else than when the section was written. `source` is None when it is gone."""

    code: str
    before: str
    now: str
    source: Source | None = None


def text_of(section: ReportSection, dossier: Dossier) -> str:
    """What the section says: as it was written, else as the records say now."""
    return section.text if section.text is not None else generated(section.name, dossier)


def changes(section: ReportSection, dossier: Dossier) -> list[Change]:
    """Sources that have changed since somebody last wrote or looked through the section."""
    if not section.is_written:
        return []
    now = {source.code: source for source in dossier.sources}
    found = []
    for code, before in section.sources.items():
        source = now.get(code)
        words = says(source)
        if words != before:
            found.append(Change(code, before, words, source))
    return found


def says(source: Source | None) -> str:
    """What the source says now, in words."""
    if source is None:
        return _("không còn trong hồ sơ")
    return str(source.gone) or source.words


def unused(report: OversightReport, dossier: Dossier) -> dict[str, list[Source]]:
    """By section, the sources that belong there and are named neither there nor in a section where they do not belong."""
    named = {section.name: {s.code for s in used(text_of(section, dossier), dossier)} for section in report.sections}
    return {name: [source for source in dossier.sources if is_missed(source, name, named)] for name in named}


def is_missed(source: Source, name: str, named: dict[str, set[str]]) -> bool:
    if source.gone or name not in source.sections or source.code in named[name]:
        return False
    return not any(
        source.code in codes for other, codes in named.items() if other not in (*source.sections, "appendix")
    )
