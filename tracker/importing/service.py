"""Imports from the upload to the confirmation; the long work is done by jobs (`taking`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from tracker.accounts.actor import NO_COUNCIL, Actor, Place
from tracker.accounts.roles import Role
from tracker.attachments import service as attachments
from tracker.attachments import storage
from tracker.attachments.models import Attachment
from tracker.attachments.refusals import RefusedFile, advising
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing import headings, queries, registers
from tracker.importing.checking.table import Table
from tracker.importing.headings import Head
from tracker.importing.models import REGISTERS, ImportHeading, ImportRun
from tracker.importing.reading import opening
from tracker.importing.reading.book import AS_WORKBOOK, MOST_ROWS, Book, Page
from tracker.importing.registers import IGNORED, NOTE
from tracker.importing.workflow import IMPORT, KEEPERS, OF_ACCOUNTS, is_keeper
from tracker.workflow import engine

LOOKED_AT = 64 * 1024


def may_import(actor: Actor, register: str, council_id: int) -> bool:
    """The office its council's registers, the administrator accounts (domain.md 6.2)."""
    place = Place(NO_COUNCIL if register in OF_ACCOUNTS else council_id)
    wanted = Role.ADMIN if register in OF_ACCOUNTS else Role.OFFICE
    return wanted in actor.roles_on(place)


def offered(actor: Actor, council_id: int) -> list[str]:
    """The kinds of register that this person may bring in."""
    return [register for register in REGISTERS if may_import(actor, register, council_id)]


def upload(stream: IO[bytes], name: str, answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> ImportRun:
    """A new import. answers: register, delegation_id, with_hidden. Where everything is clear its check is asked for.

    Raises RefusedFile with the sentence that says how to mend the file; then nothing is kept.
    """
    if not may_import(actor, answers["register"], council_id):
        raise Forbidden
    opening.require_taken(stream.read(LOOKED_AT), name)
    stream.seek(0)
    with advising(AS_WORKBOOK):
        kept = attachments.store(stream, name, actor.id, council_id)
    return begin(kept, answers, actor, council_id=council_id)


def take(kept: Attachment, answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> ImportRun:
    """The same of a file that was handed in before."""
    if not may_import(actor, answers["register"], council_id):
        raise Forbidden
    with storage.current().open(kept.sha256) as stream:
        opening.require_taken(stream.read(LOOKED_AT), kept.name)
    return begin(kept, answers, actor, council_id=council_id)


def begin(kept: Attachment, answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> ImportRun:
    book = opening.opened(storage.current().path(kept.sha256), kept.name)
    run = ImportRun(
        council_id=council_id,
        register=answers["register"],
        file_name=kept.name,
        sha256=kept.sha256,
        attachment_id=kept.id,
        delegation_id=answers.get("delegation_id"),
        with_hidden=bool(answers.get("with_hidden", True)),
        state=IMPORT.start,
        created_by_id=actor.id,
    )
    db.session.add(run)
    db.session.flush()
    attachments.bind(kept, "import_run", run.id, "register")
    engine.created(run, actor, roles=KEEPERS)
    choose_by_itself(run, book, actor)
    return run


GUIDES = frozenset({"huong dan", "help"})
"""The second sheet of our own templates, in both languages: nothing is read from it."""


def choose_by_itself(run: ImportRun, book: Book, actor: Actor) -> None:
    """One sheet, every column known, nothing missing: then nothing needs be asked."""
    tables = [page for page in book.filled if fold(page.name) not in GUIDES]
    pages = [page for page in tables if not page.is_hidden] or tables
    found = [(page, head) for page in pages if (head := head_of(run, page)) is not None]
    if len(found) != 1 or len(pages) != 1:
        return
    page, head = found[0]
    set_columns(run, page, head, head.known)
    if not head.unknown and not missing(run):
        engine.follow(run, "check", actor)


def head_of(run: ImportRun, page: Page) -> Head | None:
    register = registers.KNOWN[run.register]
    return headings.find(page, register, headings.remembered(run.council_id, register))


def set_columns(run: ImportRun, page: Page, head: Head, columns: Mapping[int, str]) -> None:
    """Raises RefusedFile where the table below the head is too long."""
    run.sheet, run.head_row = page.name, head.row + 1
    run.columns = {str(place): column for place, column in sorted(columns.items())}
    rows = Table.of(run, page, registers.KNOWN[run.register]).many
    if rows > MOST_ROWS:
        opening.refuse_length(run.file_name, rows)
    db.session.flush()


def missing(run: ImportRun) -> list[str]:
    """Of the columns that a register must have, those that the file lacks; by label."""
    register = registers.KNOWN[run.register]
    has = set(run.columns.values())
    lacking = [group for group in register.together if not has & set(group)]
    return [str(register.by_name[group[0]].label) for group in lacking]


def choose_columns(run: ImportRun, page: Page, head: Head, answers: Mapping[str, Any], actor: Actor) -> None:
    """What each column holds, as somebody has said; remembered for the next file of this council's office.

    answers: columns (place → column), delegation_id, with_hidden. The check is asked for.
    """
    require_choosing(run, actor)
    columns: dict[int, str] = answers["columns"]
    refuse_doubles(run, head, columns)
    earlier = audit.snapshot(run)
    run.delegation_id, run.with_hidden = answers.get("delegation_id"), bool(answers["with_hidden"])
    set_columns(run, page, head, columns)
    if lacking := missing(run):
        sentence = _("Chưa có cột cho: %(names)s. Hãy chọn cột, hoặc sửa tệp.", names="; ".join(lacking))
        raise Invalid({"": [sentence]})
    engine.edited(run, actor, earlier)
    remember(run, head, columns, actor)
    engine.follow(run, "check", actor)


def require_choosing(run: ImportRun, actor: Actor) -> None:
    if not is_keeper(run, actor):
        raise Forbidden
    if not queries.may_choose(run):
        raise Impossible(_("“%(state)s” thì không chọn lại cột được nữa.", state=engine.state_of(run).label))


def refuse_doubles(run: ImportRun, head: Head, columns: Mapping[int, str]) -> None:
    seen: dict[str, int] = {}
    problems: dict[str, list[str]] = {}
    for place, column in columns.items():
        if column in (IGNORED, NOTE):
            continue
        if column in seen:
            label = registers.KNOWN[run.register].by_name[column].label
            other = head.headings.get(seen[column], "")
            problems[f"column_{place}"] = [_("“%(label)s” đã chọn cho cột “%(other)s”.", label=label, other=other)]
        seen[column] = place
    if problems:
        raise Invalid(problems)


def remember(run: ImportRun, head: Head, columns: Mapping[int, str], actor: Actor) -> None:
    """Only what the product would not know by itself."""
    register = registers.KNOWN[run.register]
    known = register.headings | headings.remembered(run.council_id, register)
    for place, column in columns.items():
        words = head.headings[place]
        if known.get(fold(words)) != column:
            remember_one(run, words, column, actor)


def remember_one(run: ImportRun, words: str, column: str, actor: Actor) -> None:
    found = db.session.query(ImportHeading).filter_by(
        council_id=run.council_id, register=run.register, folded=fold(words)
    ).one_or_none()  # fmt: skip
    if found is not None:
        earlier = audit.snapshot(found)
        found.column = column
        engine.edited(found, actor, earlier)
        return
    made = ImportHeading(
        council_id=run.council_id,
        register=run.register,
        heading=words,
        folded=fold(words),
        column=column,
        created_by_id=actor.id,
    )
    db.session.add(made)
    engine.created(made, actor, roles=KEEPERS)


__all__ = ["RefusedFile", "choose_columns", "may_import", "missing", "offered", "take", "upload"]
