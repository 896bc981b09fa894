"""The dossier as a ZIP file: papers as they were handed in, lists and index as workbooks."""

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
from tracker.dossiers.contents import Paper, papers
from tracker.sheets import Column, Sheet, as_xlsx


def write(delegation: Delegation, actor: Actor, lists: Iterable[tuple[str, Sheet]], target: IO[bytes]) -> None:
    """`lists`: (name of the file, sheet) of what the pages show as lists. Bytes are copied, never held in memory."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        kept: list[Paper] = []
        missing: list[Paper] = []
        for paper in papers(delegation, actor):
            (kept if add(package, paper) else missing).append(paper)
        for name, sheet in lists:
            package.writestr(name, workbook(sheet))
        package.writestr(_("00 Mục lục.xlsx"), workbook(index(delegation, kept, missing)))


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


def index(delegation: Delegation, kept: Sequence[Paper], missing: Sequence[Paper]) -> Sheet:
    """Every paper with the record that it hangs on and its SHA-256, by which it can be checked."""
    rows = [*((paper, paper.path) for paper in kept), *((paper, _("không còn trong kho tệp")) for paper in missing)]
    return Sheet(
        name="muc-luc",
        title=_("Mục lục hồ sơ %(code)s: %(title)s", code=delegation.code, title=delegation.title),
        columns=[
            Column(_("Tệp trong hồ sơ"), lambda row: row[1], 60),
            Column(_("Loại hồ sơ"), lambda row: row[0].kind, 26),
            Column(_("Mã"), lambda row: row[0].code, 16),
            Column(_("Nội dung"), lambda row: row[0].title, 50),
            Column(_("Gửi lúc"), lambda row: row[0].file.uploaded_at, 18),
            Column(_("Dung lượng (byte)"), lambda row: row[0].file.size, 14),
            Column("SHA-256", lambda row: row[0].file.sha256, 66),
        ],
        rows=rows,
        notes=[_("Lập lúc %(moment)s; chỉ gồm những gì người lập được xem.", moment=format_moment(clock.now()))],
    )
