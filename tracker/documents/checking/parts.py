"""The paragraphs of a Word file in reading order: body with tables and text boxes, headers, footers, notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tracker.core.i18n import Words, _, _l

PARTS: tuple[tuple[str, Words], ...] = (
    (r"word/document\.xml", ""),
    (r"word/header\d*\.xml", _l("đầu trang")),
    (r"word/footer\d*\.xml", _l("chân trang")),
    (r"word/footnotes\.xml", _l("cuối trang")),
)
RELATIONS = re.compile(r"word/_rels/.*\.rels")
EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
LINK = b"relationships/hyperlink"
SHOWN = 60
LARGEST = 5_000_000
"""Bytes of one part, unpacked."""


@dataclass(frozen=True)
class Paragraph:
    """`number` counts from 1 within its part; `part` is "" for the body."""

    part: Words
    number: int
    text: str

    @property
    def place(self) -> str:
        """đoạn 12 (“Địa điểm: {{ dia_diemm }}”)"""
        words = self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}…"
        where = _("đoạn %(n)s (“%(words)s”)", n=self.number, words=words)
        return f"{self.part}, {where}" if self.part else where


class TooLarge(Exception):
    """No template needs so much text."""


def paragraphs(content: bytes) -> dict[str, list[Paragraph]]:
    """By the name of the part in the package."""
    found: dict[str, list[Paragraph]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for pattern, label in PARTS:
            for entry in sorted(package.infolist(), key=lambda entry: entry.filename):
                if re.fullmatch(pattern, entry.filename):
                    found[entry.filename] = list(read(package, entry, label))
    return found


def read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, label: Words) -> Iterator[Paragraph]:
    if entry.file_size > LARGEST:
        raise TooLarge
    tree = parse_xml(package.read(entry))
    for number, element in enumerate(tree.iter(qn("w:p")), start=1):
        yield Paragraph(label, number, text_of(element))


def text_of(element: Any) -> str:
    """The words of this paragraph alone, not of one in a text box inside it; on one line."""
    own = (piece for piece in element.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is element)
    return " ".join("".join(piece.text or "" for piece in own).split("\n"))


def reaches_out(content: bytes) -> bool:
    """Does it load anything from elsewhere when it is opened? Links that one clicks do not."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for entry in package.infolist():
            if RELATIONS.fullmatch(entry.filename) and entry.file_size <= LARGEST:
                found = EXTERNAL.findall(package.read(entry))
                if any(LINK not in one for one in found):
                    return True
    return False
