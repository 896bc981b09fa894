"""PDF by typst. Everything that people wrote goes in as JSON and stays text; nothing is built into markup."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontpkg_source_serif_4 import ROOT as FONT

from tracker.documents import qr
from tracker.documents.layout import Layout
from tracker.documents.pdf.drawing import drawn
from tracker.documents.placeholders import Facts

PROGRAM = Path(__file__).with_name("paper.typ")


@lru_cache
def fonts() -> typst.Fonts:
    """A serif that comes as a package, so that every machine sets the same pages; for other signs those inside typst,
    which lack letters of Vietnamese in bold, such as ử."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[Path(FONT) / "files"])


@lru_cache
def program() -> bytes:
    return PROGRAM.read_bytes()


def set_pages(layout: Layout, facts: Facts, title: str, *, at: datetime) -> bytes:
    """The PDF file, made `at` that moment."""
    told = {
        "title": title,
        "landscape": layout.landscape,
        "code": qr.svg(facts["dia_chi"]),
        "elements": drawn(layout.elements, facts),
    }
    return compiled(json.dumps(told, ensure_ascii=False), at)


def compiled(told: str, at: datetime) -> bytes:
    found: Any = typst.compile(
        program(),
        format="pdf",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": told},
        timestamp=int(at.timestamp()),
    )
    return bytes(found)
