"""All that is looked at in a template, from the cheapest to a trial with example facts."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx

from tracker.core.i18n import _
from tracker.documents.checking import names, parts, tags
from tracker.documents.checking.parts import TooLarge
from tracker.documents.definition import DocumentKind
from tracker.documents.placeholders import Placeholder, example
from tracker.documents.word.filling import fill

MOST = 20
"""So many sentences are shown at once."""


def problems_of(content: bytes, kind: DocumentKind) -> list[str]:
    """What must be mended before the template can be used; nothing when it is sound."""
    if parts.reaches_out(content):
        return [_("Mẫu có nội dung lấy từ nơi khác (ảnh, mẫu đính kèm trên mạng). Hãy chèn trực tiếp vào tệp.")]
    try:
        found = written(content, kind.placeholders)
    except TooLarge:
        return [_("Mẫu quá dài. Hãy bỏ bớt nội dung không cần thiết.")]
    return found[:MOST] or tried(content, kind)


def written(content: bytes, known: Sequence[Placeholder]) -> list[str]:
    told: list[str] = []
    for paragraphs in parts.paragraphs(content).values():
        wrong = tags.problems(paragraphs)
        told += wrong or (names.problems(paragraphs, known) if paragraphs else [])
    return told


def tried(content: bytes, kind: DocumentKind) -> list[str]:
    """Filled with the examples and read again: what Word would have to repair is refused."""
    try:
        docx.Document(io.BytesIO(fill(content, example(kind.placeholders))))
    except Exception as error:  # noqa: BLE001 - whatever a foreign file makes the libraries say, it is no template
        return [
            _("Không dựng được văn bản thử từ mẫu này (%(why)s). Hãy xem lại các vòng lặp.", why=type(error).__name__)
        ]
    return []
