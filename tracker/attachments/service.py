"""Taking files in and giving them to records. The bytes are safe on the disk before their row is written."""

from __future__ import annotations

import io
from typing import IO, Any

from flask import current_app
from sqlalchemy import select

from tracker.attachments import checks, pictures, storage
from tracker.attachments.models import Attachment
from tracker.attachments.names import harmless
from tracker.attachments.refusals import refuse
from tracker.core.errors import Impossible
from tracker.core.i18n import _l
from tracker.core.text import clean
from tracker.extensions import db

MEGABYTE = 1024 * 1024
PICTURES = (pictures.JPEG, pictures.PNG)


def store(
    stream: IO[bytes],
    name: str,
    actor_id: int | None,
    council_id: int,
    *,
    caption: str = "",
    purpose: str = "",
    is_photograph: bool = False,
) -> Attachment:
    """A new attachment that belongs to no record yet; RefusedFile when the file cannot be taken.

    A picture is kept without the position and the other data of the camera, pixels untouched; a photograph of a session
    is also scaled down and turned upright. What came is not kept besides.
    """
    settings: Any = current_app.extensions["settings"]
    kept = storage.current()
    try:
        with kept.receive(stream, limit=settings.max_upload_bytes) as received:
            if received.size == 0:
                refuse(name, _l("Tệp “%(name)s” rỗng (0 byte). Hãy kiểm tra và chọn lại tệp."))
            kind = checks.inspect(received.path, name)
            if kind.mime in PICTURES:
                received = kept.rewrite(received, cleaned(received.path.read_bytes(), kind.mime, name, is_photograph))
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


def cleaned(content: bytes, mime: str, name: str, is_photograph: bool) -> bytes:  # noqa: FBT001 - one of two ways
    try:
        return pictures.scaled(content, mime) if is_photograph else pictures.without_data(content, mime)
    except (pictures.Broken, OSError, SyntaxError, ValueError):
        refuse(name, _l("Ảnh “%(name)s” bị hỏng. Hãy chụp hoặc lưu lại rồi gửi."))


def scale_down(attachment: Attachment) -> None:
    """Make a picture that was handed in before into a photograph of a session; what it was is swept away later."""
    if attachment.is_bound or attachment.mime not in PICTURES:
        return
    kept = storage.current()
    with kept.open(attachment.sha256) as file:
        content = file.read()
    small = cleaned(content, attachment.mime, attachment.name, is_photograph=True)
    if small == content:
        return
    with kept.receive(io.BytesIO(small), limit=len(small)) as received:
        kept.keep(received)
    attachment.sha256, attachment.size = received.sha256, received.size
    db.session.flush()


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


def again(attachment: Attachment) -> Attachment:
    """The same file once more, for another record: one paper that is about several."""
    names = ("council_id", "name", "sha256", "size", "mime", "caption", "uploaded_by_id")
    copy = Attachment(**{name: getattr(attachment, name) for name in names}, purpose="")
    db.session.add(copy)
    db.session.flush()
    return copy


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
