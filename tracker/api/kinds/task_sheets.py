"""/task-sheets: workbooks in which an agency brings its open tasks back; for its own people alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.kinds.common import people_in, person
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, named
from tracker.attachments.refusals import RefusedFile
from tracker.core.errors import Invalid
from tracker.task_sheets import service
from tracker.task_sheets.forms import UploadForm
from tracker.task_sheets.models import TaskSheet
from tracker.task_sheets.workflow import TASK_SHEET


def begin(case: Case, answers: dict[str, Any]) -> TaskSheet:
    """The file was sent to /attachments and is named by its id."""
    [kept] = answers["file"]
    try:
        return service.begin(kept, case.actor, agency=case.parents["agency"])
    except RefusedFile as refused:
        raise Invalid({"file": [str(refused.sentence)]}) from refused


SHEETS = resources.add(
    Resource(
        kind="task_sheet",
        parents=(("agency_id", "agency"),),
        shows=(
            *columns(TaskSheet, "agency_id"),
            named("agency_name", "agency.name"),
            *columns(TaskSheet, "file_name sha256 rows unchanged taken"),
            person("uploaded_by", "created_by_id"),
        ),
        create=Writing(UploadForm, begin, require=lambda case: service.require_own(case.parents["agency"], case.actor)),
        filters=(by_id("agency", TaskSheet.agency_id), by_state(TaskSheet, TASK_SHEET)),
        load=(joinedload(TaskSheet.agency),),
        beside=people_in("created_by_id"),
        threads=False,
        files=True,
    )
)
