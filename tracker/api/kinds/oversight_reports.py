"""/report-drafts and /report-sections: the draft of an oversight report, each section with its own version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.auth import me
from tracker.api.filters import by_id
from tracker.api.resources import PREFIX, Case, Resource, Writing, by_kind
from tracker.api.shows import Schema, Shown, columns, computed, named
from tracker.core.errors import Impossible
from tracker.core.forms import BaseForm
from tracker.core.i18n import _, _l, in_vietnamese
from tracker.oversight_reports import dossier as dossiers
from tracker.oversight_reports import queries, service, watching
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.forms import SectionForm, answers_of
from tracker.oversight_reports.models import OversightReport, ReportSection
from tracker.oversight_reports.reading import plain, used
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing.sections import generated

READ: WeakKeyDictionary[ReportSection, Dossier] = WeakKeyDictionary()
"""The records behind the sections that are being shown."""


class BeginForm(BaseForm):
    """Nothing is asked: the draft begins with what the records say."""


def begin(case: Case, _answers: dict[str, Any]) -> OversightReport:
    delegation = case.parents["delegation"]
    if queries.of_delegation(delegation.id, case.actor) is not None:
        raise Impossible(_("Đoàn này đã có dự thảo báo cáo."))
    return service.begin(delegation, case.actor)


def contents(report: OversightReport, _actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "id": section.id,
            "code": section.code,
            "name": section.name,
            "title": section.title,
            "written": section.is_written,
            "version": section.row_version,
            "href": f"{PREFIX}/report-sections/{section.id}",
        }
        for section in report.sections
    ]


def read_together(sections: Sequence[ReportSection]) -> Sequence[Any]:
    """The records of each delegation once, as they are now."""
    known: dict[int, Dossier] = {}
    for section in sections:
        if section.delegation_id not in known:
            known[section.delegation_id] = dossiers.read(section.delegation, me())
        READ[section] = known[section.delegation_id]
    return ()


def text_of(section: ReportSection) -> str:
    return watching.text_of(section, READ[section])


def rendered(section: ReportSection, _actor: Actor) -> str:
    """The text as it is printed."""
    with in_vietnamese():
        return plain(text_of(section), READ[section])


def sources(section: ReportSection, _actor: Actor) -> list[dict[str, Any]]:
    return [told(source) for source in used(text_of(section), READ[section])]


def unused(section: ReportSection, _actor: Actor) -> list[dict[str, Any]]:
    return [told(source) for source in watching.unused(section.report, READ[section])[section.name]]


def told(source: Source) -> dict[str, Any]:
    known = by_kind(source.kind)
    href = f"{PREFIX}/{known.path}/{source.id}" if known else None
    return {
        "code": source.code,
        "kind": source.kind,
        "id": source.id,
        "words": source.words,
        "reported_by": list(source.reporters),
        "caution": source.caution,
        "href": href,
    }


def changes(section: ReportSection, _actor: Actor) -> list[dict[str, Any]]:
    return [
        {"code": change.code, "before": change.before, "now": change.now}
        for change in watching.changes(section, READ[section])
    ]


def items(**properties: str) -> Schema:
    """A list of objects with these properties."""
    kinds = {name: {"type": [kind, "null"]} for name, kind in properties.items()}
    return {"type": "array", "items": {"type": "object", "properties": kinds}}


SOURCE = items(
    code="string", kind="string", id="integer", words="string", reported_by="array", caution="string", href="string"
)


def about(case: Case) -> dict[str, Any]:
    return {"dossier": dossiers.read(case.record.delegation, case.actor)}


def saved(case: Case) -> dict[str, Any]:
    return answers_of(case.record, dossiers.read(case.record.delegation, case.actor))


REPORT_DRAFTS = resources.add(
    Resource(
        kind="oversight_report",
        parents=(("delegation_id", "delegation"),),
        shows=(
            *columns(OversightReport, "delegation_id"),
            named("delegation", "delegation.code"),
            computed("written", "integer", lambda report, _actor: report.written),
            Shown(
                "sections",
                "objects",
                contents,
                schema=items(
                    id="integer",
                    code="string",
                    name="string",
                    title="string",
                    written="boolean",
                    version="integer",
                    href="string",
                ),
            ),
        ),
        create=Writing(
            BeginForm, begin, require=lambda case: service.require_writing(case.parents["delegation"], case.actor)
        ),
        filters=(by_id("delegation", OversightReport.delegation_id),),
        load=(joinedload(OversightReport.delegation), selectinload(OversightReport.sections)),
        threads=False,
    )
)
ONE_DOSSIER = _l("Cần nêu report hoặc delegation")
"""Each section tells what all records of its delegation say."""
REPORT_SECTIONS = resources.add(
    Resource(
        kind="report_section",
        shows=(
            *columns(ReportSection, "report_id delegation_id name title"),
            computed("text", "text", lambda section, _actor: text_of(section)),
            computed("rendered", "text", rendered),
            computed(
                "proposed",
                "text",
                lambda section, _actor: generated(section.name, READ[section]),
                about=_l("Nội dung theo dữ liệu hiện nay"),
            ),
            computed("written", "boolean", lambda section, _actor: section.is_written),
            *columns(ReportSection, "written_at"),
            Shown("sources", "objects", sources, schema=SOURCE),
            Shown("changed_sources", "objects", changes, schema=items(code="string", before="string", now="string")),
            Shown("unused_sources", "objects", unused, schema=SOURCE),
        ),
        edit=Writing(
            SectionForm,
            lambda case, answers: service.save(
                case.record, answers, case.actor, dossiers.read(case.record.delegation, case.actor)
            ),
            about=about,
            initial=saved,
            require=lambda case: service.require_writing(case.record.delegation, case.actor),
        ),
        filters=(
            by_id("report", ReportSection.report_id, ONE_DOSSIER),
            by_id("delegation", ReportSection.delegation_id, ONE_DOSSIER),
        ),
        needs=("report", "delegation"),
        load=(
            joinedload(ReportSection.delegation),
            joinedload(ReportSection.report).selectinload(OversightReport.sections),
        ),
        beside=read_together,
        threads=False,
    )
)
