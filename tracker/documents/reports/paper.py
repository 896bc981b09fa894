"""A layout with its facts, ready to become Word or PDF."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core import clock
from tracker.core.i18n import in_vietnamese
from tracker.documents.layout import Layout
from tracker.documents.pdf.setting import set_pages
from tracker.documents.placeholders import Facts
from tracker.documents.word.building import built
from tracker.documents.word.filling import fill


@dataclass(frozen=True)
class Paper:
    """`template`: the office's own Word file, where it keeps one; it has no PDF of its own."""

    name: str
    title: str
    layout: Layout
    facts: Facts
    template: bytes | None = None

    def word(self) -> bytes:
        with in_vietnamese():
            return fill(self.template or built(self.layout, self.title), self.facts)

    def pdf(self) -> bytes:
        with in_vietnamese():
            return set_pages(self.layout, self.facts, self.title, at=clock.now())
