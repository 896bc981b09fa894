"""Which lists are offered as files, and sending one; which of them are reports, as Word and PDF besides (R1–R3, R6–R8)."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, request, send_file
from flask_login import current_user

from tracker.attachments.downloads import disposition
from tracker.core.errors import DomainError
from tracker.core.i18n import _, in_vietnamese
from tracker.documents.making import TYPES as PAPER_TYPES
from tracker.documents.reports.paper import Paper
from tracker.sheets import Sheet, as_csv, as_xlsx
from tracker.web import as_of, looking_back, paging

F = TypeVar("F", bound=Callable[..., Sheet])
P = TypeVar("P", bound=Callable[..., Paper])
SHEETS: dict[str, Callable[..., Sheet]] = {}
PAPERS: dict[str, Callable[..., Paper]] = {}
"""By the endpoint of the list."""
WRITERS = {"xlsx": as_xlsx, "csv": as_csv}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
IN_MEMORY = 2**20
"""Bytes of a file; one that is larger is written to the disk."""


def sheet_of(endpoint: str) -> Callable[[F], F]:
    def register(make: F) -> F:
        SHEETS[endpoint] = make
        return make

    return register


def paper_of(endpoint: str) -> Callable[[P], P]:
    """The list is a report: its paper is made in Vietnamese, whoever reads it."""

    def register(make: P) -> P:
        PAPERS[endpoint] = make
        return make

    return register


def answer() -> Any:
    """The file in place of the page, where its address asks for one."""
    make, report = SHEETS.get(request.endpoint or ""), PAPERS.get(request.endpoint or "")
    if make is None or "format" not in request.args or request.method != "GET" or not current_user.is_authenticated:
        return None
    wanted = request.args["format"]
    looking_back.require_now()
    if report is not None and wanted in PAPER_TYPES:
        with in_vietnamese():
            return printed(report(**(request.view_args or {})), wanted)
    if wanted not in WRITERS:
        raise DomainError(refusal(is_report=report is not None))
    return sent(make(**(request.view_args or {})), wanted)


def refusal(*, is_report: bool) -> str:
    if is_report:
        return _("Báo cáo này tải được thành tệp xlsx, csv, docx hoặc pdf.")
    return _("Danh sách tải được thành tệp xlsx hoặc csv.")


def printed(paper: Paper, wanted: str) -> Response:
    content = paper.pdf() if wanted == "pdf" else paper.word()
    response: Response = send_file(io.BytesIO(content), mimetype=PAPER_TYPES[wanted], max_age=0)
    response.headers["Content-Disposition"] = disposition(file_name(paper.name, wanted))
    return response


def sent(sheet: Sheet, wanted: str) -> Response:
    """Written whole before the first byte leaves: a list that fails half-way is no file that looks complete."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    WRITERS[wanted](sheet, file)
    file.seek(0)
    name = file_name(sheet.name, wanted)
    return send_file(file, mimetype=TYPES[wanted], as_attachment=True, download_name=name, max_age=0)


def file_name(name: str, ending: str) -> str:
    """With the moment that it tells of, which a CSV file says nowhere else."""
    return f"{name}-{as_of.asked().exactly.in_file_names}.{ending}"


def links() -> list[dict[str, str]]:
    """For the foot of the list; without a moment that the list does not look back to."""
    if request.endpoint not in SHEETS:
        return []
    of_now = {} if looking_back.looks_back() else as_of.NOW
    words = {"xlsx": _("Tải về Excel"), "csv": _("Tải về CSV")}
    papers = {"docx": _("Tải về Word"), "pdf": _("Tải về PDF")} if request.endpoint in PAPERS else {}
    return [
        {"label": label, "url": paging.address(page=None, after=None, size=None, view=None, format=name, **of_now)}
        for name, label in {**words, **papers}.items()
    ]
