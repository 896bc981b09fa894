"""Taking files in and giving them to records. The bytes are safe on the disk before their row is written."""

from __future__ import annotations

from typing import IO, Any

from flask import current_app
from sqlalchemy import select

from tracker.attachments import checks, storage
from tracker.attachments.models import Attachment
from tracker.attachments.names import harmless
from tracker.attachments.refusals import refuse
from tracker.core.errors import Impossible
from tracker.core.i18n import _l
from tracker.core.text import clean
from tracker.extensions import db

MEGABYTE = 1024 * 1024


def store(
    stream: IO[bytes], name: str, actor_id: int | None, council_id: int, *, caption: str = "", purpose: str = ""
) -> Attachment:
    """A new attachment that belongs to no record yet; RefusedFile when the file cannot be taken."""
    settings: Any = current_app.extensions["settings"]
    kept = storage.current()
    try:
        with kept.receive(stream, limit=settings.max_upload_bytes) as received:
            if received.size == 0:
                refuse(name, _l("Tệp “%(name)s” rỗng (0 byte). Hãy kiểm tra và chọn lại tệp."))
            kind = checks.inspect(received.path, name)
            kept.keep(received)
    except storage.TooBig:
        refuse(
            name,
            _l(
                "Tệp “%(name)s” lớn quá %(limit)s MB. "
                "Hãy nén ảnh, giảm độ phân giải khi quét, hoặc chia thành nhiều tệp."
            ),
            limit=settings.max_upload_bytes // MEGABYTE,
        )
    attachment = Attachment(
        council_id=council_id,
        name=harmless(name),
        sha256=received.sha256,
        size=received.size,
        mime=kind.mime,
        caption=clean(caption)[:500],
        purpose=purpose,
        uploaded_by_id=actor_id,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def bind(attachment: Attachment, kind: str, id: int, purpose: str = "", *, caption: str = "") -> Attachment:
    """From now on the file belongs to this record, for good."""
    if attachment.is_bound and (attachment.subject_kind, attachment.subject_id) != (kind, id):
        raise Impossible(_l("Tệp này đã thuộc về một bản ghi khác. Hãy tải tệp lên lại."))
    attachment.subject_kind = kind
    attachment.subject_id = id
    attachment.purpose = purpose or attachment.purpose
    attachment.caption = clean(caption)[:500] or attachment.caption
    db.session.flush()
    return attachment


def unbind(attachment: Attachment) -> None:
    """Take a file off a draft; its uploader may bind it anew, or it is swept away later."""
    attachment.subject_kind = None
    attachment.subject_id = None
    db.session.flush()


def sweep() -> int:
    """Remove files from the storage that no row speaks of; returns how many. Not while uploads are under way."""
    kept = storage.current()
    known = set(db.session.scalars(select(Attachment.sha256).distinct()))
    stray = [sha256 for sha256 in kept.hashes() if sha256 not in known]
    for sha256 in stray:
        kept.remove(sha256)
    return len(stray)
