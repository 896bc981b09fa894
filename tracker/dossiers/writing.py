"""The dossier as a ZIP file: papers as they were handed in, official documents as Word, lists and index as workbooks."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO

from tracker.accounts.actor import Actor
from tracker.attachments import storage
from tracker.core import clock
from tracker.core.dates import format_moment
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.dossiers import made
from tracker.dossiers.contents import Paper, papers
from tracker.dossiers.entry import Entry
from tracker.sheets import Column, Sheet, as_xlsx


def write(
    delegation: Delegation, actor: Actor, lists: Iterable[tuple[str, Sheet]], target: IO[bytes], *, base_url: str
) -> None:
    """`lists`: (name of the file, sheet) of what the pages show as lists. Bytes are copied, never held in memory; official
    documents are made one after another. `base_url`: what their QR codes begin with."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        kept: list[Entry] = []
        missing: list[Entry] = []
        for paper in papers(delegation, actor):
            if add(package, paper):
                kept.append(handed_in(paper, paper.path))
            else:
                missing.append(handed_in(paper, _("không còn trong kho tệp")))
        kept += made.add(package, delegation, actor, base_url)
        for name, sheet in lists:
            package.writestr(name, workbook(sheet))
        package.writestr(_("00 Mục lục.xlsx"), workbook(index(delegation, [*kept, *missing])))


def handed_in(paper: Paper, path: str) -> Entry:
    file = paper.file
    return Entry(path, paper.kind, paper.code, paper.title, file.uploaded_at, file.size, file.sha256)


def add(package: zipfile.ZipFile, paper: Paper) -> bool:
    """False where the bytes are not in the storage; the index says so."""
    here = storage.current()
    if not here.exists(paper.file.sha256):
        return False
    about = zipfile.ZipInfo(paper.path, date_time=clock.local(paper.file.uploaded_at).timetuple()[:6])
    with here.open(paper.file.sha256) as source, package.open(about, "w", force_zip64=True) as inside:
        shutil.copyfileobj(source, inside)
    return True


def workbook(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    as_xlsx(sheet, out)
    return out.getvalue()


def index(delegation: Delegation, entries: Sequence[Entry]) -> Sheet:
    """Every paper with the record that it hangs on and its SHA-256, by which it can be checked."""
    return Sheet(
        name="muc-luc",
        title=_("Mục lục hồ sơ %(code)s: %(title)s", code=delegation.code, title=delegation.title),
        columns=[
            Column(_("Tệp trong hồ sơ"), lambda row: row.path, 60),
            Column(_("Loại hồ sơ"), lambda row: row.kind, 26),
            Column(_("Mã"), lambda row: row.code, 16),
            Column(_("Nội dung"), lambda row: row.title, 50),
            Column(_("Gửi lúc, lập lúc"), lambda row: row.at, 18),
            Column(_("Dung lượng (byte)"), lambda row: row.size, 14),
            Column("SHA-256", lambda row: row.sha256, 66),
            Column(_("Số, ký hiệu"), lambda row: row.number, 20),
        ],
        rows=entries,
        notes=[_("Lập lúc %(moment)s; chỉ gồm những gì người lập được xem.", moment=format_moment(clock.now()))],
    )
