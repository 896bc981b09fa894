"""What somebody is asked about a file that is not clear by itself: which sheet, and what each of its columns holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.importing import headings, queries, registers
from tracker.importing.forms import PREFIX
from tracker.importing.headings import Head
from tracker.importing.models import ImportRun
from tracker.importing.reading.book import Page, shown

SAMPLES = 3
"""Values of a column that are shown beside the question what it holds."""


def delegations(council_id: int) -> list[tuple[str, str]]:
    """Those that take recommendations, newest first."""
    rows = [row for row in queries.delegations(council_id) if queries.takes(row) != "none"]
    return [(str(row.id), f"{row.code} · {row.title}"[:120]) for row in reversed(rows)]


def page_of(run: ImportRun, filled: Sequence[Page], asked: str | None) -> Page | None:
    """The sheet that is asked for, or was chosen, or is the only one; None where somebody must say."""
    name = asked or run.sheet
    if not name and len(filled) == 1:
        return filled[0]
    return next((page for page in filled if page.name == name), None)


def head_of(run: ImportRun, page: Page) -> Head:
    """The headings; Invalid where there are none."""
    register = registers.KNOWN[run.register]
    known = headings.remembered(run.council_id, register)
    head = headings.find(page, register, known) or headings.guess(page, register, known)
    if head is None:
        raise Invalid({"": [_("Trang tính “%(name)s” không có dòng tiêu đề. Hãy dùng tệp mẫu.", name=page.name)]})
    return head


def initial(run: ImportRun, page: Page, head: Head) -> dict[str, Any]:
    """What was chosen before for this very head, else what is known of its headings."""
    was_chosen = run.columns if (run.sheet, run.head_row) == (page.name, head.row + 1) else {}
    known = {str(place): column for place, column in head.known.items()} | was_chosen
    return {
        "delegation_id": run.delegation_id,
        "with_hidden": run.with_hidden,
        **{f"{PREFIX}{place}": column for place, column in known.items()},
    }


def samples(page: Page, head: Head, place: int) -> list[str]:
    values = (shown(page.at(row, place)) for row in range(head.row + 1, min(len(page.lines), head.row + 60)))
    return [text[:80] for text in dict.fromkeys(value for value in values if value.strip())][:SAMPLES]
