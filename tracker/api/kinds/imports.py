"""/imports: registers on their way in; what was found in a file, how far it has come, what was brought in."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from tracker.api import resources
from tracker.api.filters import by_choice, by_state
from tracker.api.kinds.common import order_by
from tracker.api.resources import PREFIX, Resource
from tracker.api.shows import columns, computed, label, named
from tracker.core.i18n import _l
from tracker.importing import progress, queries, telling
from tracker.importing.models import MODES, REGISTERS, ImportRun
from tracker.importing.workflow import IMPORT


def told(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With words in place of what finds its language later."""
    return [
        {name: str(value) if name in ("column", "outcome") else value for name, value in one.items()} for one in facts
    ]


def faults(run: ImportRun, _actor: Any) -> list[dict[str, Any]]:
    return told(telling.faults(run)) if queries.is_checked(run) else []


def first(run: ImportRun, _actor: Any) -> list[dict[str, Any]]:
    return told(telling.first(run)) if queries.is_checked(run) else []


def content(attachment_id: int | None) -> str | None:
    return f"{PREFIX}/attachments/{attachment_id}/content" if attachment_id else None


RUNS = resources.add(
    Resource(
        kind="import_run",
        shows=(
            *columns(ImportRun, "register"),
            label("register_label", REGISTERS, "register"),
            *columns(ImportRun, "file_name sha256 delegation_id"),
            named("delegation_code", "delegation.code"),
            *columns(ImportRun, "sheet head_row with_hidden mode"),
            label("mode_label", MODES, "mode"),
            computed("at_work", "boolean", lambda run, _actor: queries.is_at_work(run)),
            computed("may_choose_columns", "boolean", lambda run, _actor: queries.may_choose(run)),
            computed("progress", "integer", lambda run, _actor: progress.of(run), about=_l("Phần trăm việc đã làm")),
            *columns(ImportRun, "rows"),
            computed("good", "integer", lambda run, _actor: run.good),
            *columns(ImportRun, "bad made changed unchanged checked_at confirmed_at finished_at"),
            computed("faults", "objects", faults, about=_l("Lỗi của 200 dòng lỗi đầu; mọi lỗi có trong tệp lỗi")),
            computed("remarks", "texts", lambda run, _actor: telling.remarks(run) if queries.is_checked(run) else []),
            computed("first", "objects", first, about=_l("Các dòng đầu sẽ như thế nào")),
            computed("content", "text", lambda run, _actor: content(run.attachment_id), about=_l("Tệp đã tải lên")),
            computed("errors", "text", lambda run, _actor: content(run.errors_id), about=_l("Tệp lỗi, để sửa")),
        ),
        filters=(by_state(ImportRun, IMPORT), by_choice("register", ImportRun.register, REGISTERS)),
        sorts=(("file", order_by(ImportRun, "file_name")),),
        load=(joinedload(ImportRun.delegation),),
        threads=False,
    )
)
