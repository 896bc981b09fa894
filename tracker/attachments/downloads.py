"""The headers with which a file is handed out: always as a download, under its own Vietnamese name."""

from __future__ import annotations

from urllib.parse import quote

from tracker.attachments.models import Attachment
from tracker.core.text import plain

UNSAFE = '"\\;%'


def download_headers(attachment: Attachment) -> dict[str, str]:
    """For any answer that carries the file; never shown inside a page of ours."""
    return {
        "Content-Type": content_type(attachment.mime),
        "Content-Disposition": disposition(attachment.name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{attachment.sha256}"',
    }


def disposition(name: str) -> str:
    """Both spellings of RFC 6266: plain letters for old programs, the true name for the rest."""
    old = "".join(sign if 32 <= ord(sign) < 127 and sign not in UNSAFE else "_" for sign in plain(name))
    return f"attachment; filename=\"{old}\"; filename*=UTF-8''{quote(name, safe='')}"


def content_type(mime: str) -> str:
    return f"{mime}; charset=utf-8" if mime.startswith("text/") else mime
