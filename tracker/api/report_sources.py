"""/report-drafts/{id}/sources: all records that a draft report may name, by the codes that its text puts in brackets."""

from __future__ import annotations

from flask import Response, request

from tracker.accounts import access
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, refuse_unknown, words
from tracker.api.kinds.oversight_reports import SOURCE, told
from tracker.api.lists import held
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, paging, query
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.core.i18n import _
from tracker.oversight_reports import dossier
from tracker.oversight_reports.models import OversightReport
from tracker.oversight_reports.reading import Named


def listed(id: int) -> Response:
    """In the order of the dossier; those that must not be used any more are left out. `?kind=figure` one kind alone."""
    report: OversightReport = access.find("oversight_report", id, me())
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "kind"])
    kind = asked(given, "kind", words) if "kind" in given else ""
    every = [s for s in dossier.read(report.delegation, me()).sources if not s.gone and kind in ("", s.kind)]
    found = held(every, name=f"sources {id}", after=given.get("after"), size=size_asked(given.get("size", "")))
    items = [
        told(source) | {"spellings": [Named(source, part).spelling for part in ("", *source.parts)]}
        for source in found.rows
    ]
    return respond(Answer(page_told(found, items)))


ADDRESSES: tuple[Address, ...] = ((f"/report-drafts/{ID}/sources", "oversight_report_sources", {"GET": listed}),)


def described() -> dict[str, dict[str, Operation]]:
    known = _("Những nguồn mà dự thảo báo cáo có thể dẫn, kèm mã để ghi trong ngoặc vuông")
    properties = {**SOURCE["items"]["properties"], "spellings": {"type": "array", "items": {"type": "string"}}}
    row = {"type": "object", "properties": properties}
    return {
        "/report-drafts/{id}/sources": {
            "get": operation(
                "report-drafts_sources",
                known,
                "report-drafts",
                ok(page(row)),
                [ID_PARAMETER, *paging(None), query("kind", {"type": "string"})],
            )
        }
    }
