"""Workbooks from the upload to the last accepted row; pages and API use these alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments import service as attachments
from tracker.attachments import storage
from tracker.attachments.models import Attachment
from tracker.attachments.refusals import advising
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.importing.reading import opening
from tracker.organizations.models import Agency
from tracker.task_sheets import accepting, columns, difference, queries, reading, standing
from tracker.task_sheets.models import TaskSheet, TaskSheetRow
from tracker.task_sheets.reading import Said
from tracker.task_sheets.standing import MOST, Known
from tracker.task_sheets.workflow import AGENCY, TASK_SHEET
from tracker.workflow import engine

LOOKED_AT = 64 * 1024
MOST_CHANGED = 200
"""Rows that say something, in one file."""


def place_of(agency: Agency) -> Place:
    return Place(agency.council_id, agency_ids=frozenset({agency.id}))


def require_own(agency: Agency, actor: Actor) -> None:
    """Its own people alone take its tasks along and bring them back (domain.md 6.2)."""
    if not actor.roles_on(place_of(agency)) & set(OF_AGENCY):
        raise Forbidden


def own_agencies(actor: Actor) -> list[Agency]:
    """Those whose tasks this person takes along; Forbidden where there is none."""
    found = list(queries.agencies(actor))
    if not found:
        raise Forbidden
    return found


ANEW = _l("Hãy tải bảng nhiệm vụ về lần nữa, điền vào tệp đó rồi tải lên.")


def upload(stream: IO[bytes], name: str, actor: Actor, *, agency: Agency) -> TaskSheet:
    """A file comes back. Raises RefusedFile with the sentence that says how to mend it; then nothing is kept."""
    require_own(agency, actor)
    opening.require_taken(stream.read(LOOKED_AT), name)
    stream.seek(0)
    with advising(ANEW):
        kept = attachments.store(stream, name, actor.id, agency.council_id)
    return begin(kept, actor, agency=agency)


def begin(kept: Attachment, actor: Actor, *, agency: Agency) -> TaskSheet:
    """What stands in a file that is kept already: every row that says something becomes one of the sheet's."""
    require_own(agency, actor)
    found = read(kept)
    known = standing.known(agency.id, {row.key.task for row in found if row.key})
    rows = telling(found, known)
    if len([row for row in rows if row.cells]) > MOST_CHANGED:
        raise wrong_file(
            _(
                "Tệp sửa %(rows)s nhiệm vụ; mỗi lần nhận nhiều nhất %(most)s. Hãy chia thành nhiều tệp.",
                rows=sum(row.cells > 0 for row in rows),
                most=MOST_CHANGED,
            )
        )
    sheet = TaskSheet(
        council_id=agency.council_id,
        agency_id=agency.id,
        file_name=kept.name,
        sha256=kept.sha256,
        attachment_id=kept.id,
        state=TASK_SHEET.start,
        rows=len(found),
        unchanged=len(found) - len(rows),
        created_by_id=actor.id,
    )
    db.session.add(sheet)
    db.session.flush()
    attachments.bind(kept, "task_sheet", sheet.id, "task_sheet")
    engine.created(sheet, actor, roles=AGENCY)
    for row in rows:
        row.sheet = sheet
    db.session.add_all(rows)
    db.session.flush()
    if not accepting.remaining(sheet):
        engine.follow(sheet, "settle", actor)
    return sheet


def read(kept: Attachment) -> list[Said]:
    with storage.current().open(kept.sha256) as file:
        opening.require_taken(file.read(LOOKED_AT), kept.name)
    book = opening.opened(storage.current().path(kept.sha256), kept.name)
    ours = reading.find(book)
    if ours is None:
        raise wrong_file(
            _("Không thấy bảng nhiệm vụ trong tệp “%(name)s”. Hãy tải bảng về, ghi vào đó rồi tải lên.", name=kept.name)
        )
    found = reading.rows(book, *ours)
    if len(found) > 2 * MOST:
        raise wrong_file(_("Tệp có %(rows)s dòng; một bảng nhiều nhất %(most)s nhiệm vụ.", rows=len(found), most=MOST))
    return found


def wrong_file(sentence: str) -> Invalid:
    return Invalid({"file": [sentence]})


# --- which rows say something -----------------------------------------------------------------------------------------


def telling(found: Sequence[Said], known: Known) -> list[TaskSheetRow]:
    """Rows that change a cell, that are no task's, or whose task the agency cannot report on any more."""
    lines: dict[int, list[int]] = defaultdict(list)
    for row in found:
        if row.key:
            lines[row.key.task].append(row.number)
    made = (made_of(row, known, lines[row.key.task] if row.key else []) for row in found)
    return [row for row in made if row is not None]


def made_of(said: Said, known: Known, lines: Collection[int]) -> TaskSheetRow | None:
    key, twins = said.key, [number for number in lines if number != said.number]
    if key is None:
        return faulty(said, "unknown" if said.typed_key else "added")
    if twins:
        return faulty(said, "twice", twins=twins)
    one = known.own.get(key.task)
    if one is None and key.task not in known.handed:
        return faulty(said, "unknown")
    base = said.base or (one.cells() if one is not None and one.key == key.words else {})
    changed = {name: text for name, text in said.cells.items() if text != base.get(name)}
    own = {name: text for name, text in changed.items() if name in columns.AGENCYS and (base or text)}
    is_open = one is not None and bool(difference.may_say(one))
    if not own and not any(name in columns.COUNCILS for name in changed if base) and is_open:
        return None
    return TaskSheetRow(
        number=said.number,
        key=key.words,
        code=code_of(said, known),
        assignment_id=key.task,
        said=own,
        cells=len(own),
        base={name: base[name] for name in (*columns.AGENCYS, columns.STANDING) if name in base},
        version=key.version,
        about=noticed(said, [name for name in changed if base and name in columns.COUNCILS]),
    )


def noticed(said: Said, locked: Sequence[str]) -> dict[str, Any]:
    about = {
        "locked": list(locked),
        "formulas": said.formulas,
        "no_value": said.empty_formulas,
        "hidden": said.is_hidden,
    }
    return {name: value for name, value in about.items() if value}


def faulty(said: Said, fault: str, *, twins: Sequence[int] = ()) -> TaskSheetRow:
    about = {"twins": list(twins)} if twins else {}
    return TaskSheetRow(
        number=said.number, key=said.typed_key, code=said.cells.get("code", "")[:80], fault=fault, about=about
    )


def code_of(said: Said, known: Known) -> str:
    one = known.own.get(said.key.task) if said.key else None
    return one.task.recommendation.code if one is not None else said.cells.get("code", "")[:80]


# --- accepting --------------------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """Rows that went in, and those that did not, each with the sentence that says why."""

    taken: list[TaskSheetRow] = field(default_factory=list)
    refused: list[tuple[TaskSheetRow, str]] = field(default_factory=list)


def take(sheet: TaskSheet, tickets: Iterable[str], actor: Actor) -> Outcome:
    """Accept these rows as they were seen. What has changed since is left and told, and does not hold up the others.

    Forbidden, Impossible once the sheet is finished; Invalid where nothing is chosen.
    """
    engine.require_possible(engine.step_named(sheet, "take", actor), sheet)
    rows = queries.rows_of_tickets(sheet, dict.fromkeys(tickets))
    if not rows:
        raise Invalid({"": [_("Hãy chọn ít nhất một dòng.")]})
    valid = {found.ticket for found in difference.acceptable(sheet)}
    before = {row.id: (row, len(row.outcomes)) for row in rows.values()}
    for ticket, row in rows.items():
        if ticket not in valid:
            accepting.leave(row, actor, why_left(row, actor))
    if fresh := [ticket for ticket in rows if ticket in valid]:
        engine.perform(sheet, "take", actor, {"rows": fresh})
    return told(before.values())


def why_left(row: TaskSheetRow, actor: Actor) -> str:
    """Of a row that cannot be accepted as it was seen."""
    if row.is_taken:
        return _("Dòng này đã nhận rồi.")
    [found] = difference.compared([row], row.sheet.agency_id, actor)
    if found.problems:
        return " ".join(problem.sentence for problem in found.problems)
    return accepting.changed_since() if found.changes else _("Đã như vậy rồi, không còn gì để nhận.")


def told(rows: Iterable[tuple[TaskSheetRow, int]]) -> Outcome:
    """What came of each since it had so many outcomes."""
    outcome = Outcome()
    for row, known in rows:
        db.session.refresh(row, ["outcomes"])
        for new in row.outcomes[known:]:
            if new.done:
                outcome.taken.append(row)
            else:
                outcome.refused.append((row, new.why_not))
    return outcome
