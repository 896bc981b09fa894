"""The marks {% … %} of a template: what is opened must be closed, and what spans paragraphs or rows must say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.i18n import _
from tracker.documents.checking.parts import Paragraph

TAG = re.compile(r"\{%-?\s*(?:(?P<span>p|tr|tc|r)\s+)?(?P<word>\w+)(?P<rest>.*?)-?%\}")
OPENING, CLOSING, BETWEEN = ("for", "if"), {"endfor": "for", "endif": "if"}, ("else", "elif")
SPANS = ("p", "tr", "tc")
LONE = re.compile(r"\{%-?\s*p\s+[^%]*%\}")


@dataclass(frozen=True)
class Tag:
    word: str
    span: str
    words: str
    paragraph: Paragraph


def tags(paragraphs: Sequence[Paragraph]) -> Iterator[Tag]:
    for paragraph in paragraphs:
        for found in TAG.finditer(paragraph.text):
            yield Tag(found["word"], found["span"] or "", found[0], paragraph)


def problems(paragraphs: Sequence[Paragraph]) -> list[str]:
    """A sentence for each that is wrong, in reading order."""
    told, opened = [half_open(paragraph) for paragraph in paragraphs], list[Tag]()
    told += [crowded(paragraph) for paragraph in paragraphs]
    for tag in tags(paragraphs):
        if tag.word in OPENING:
            opened.append(tag)
        elif tag.word in CLOSING:
            told.append(closed(tag, opened))
        elif tag.word not in BETWEEN:
            told.append(_("%(place)s: không dùng được lệnh “%(word)s”.", place=tag.paragraph.place, word=tag.words))
    told += [_("%(place)s: “%(word)s” chưa được đóng.", place=tag.paragraph.place, word=tag.words) for tag in opened]
    return [sentence for sentence in told if sentence]


def half_open(paragraph: Paragraph) -> str:
    text = paragraph.text
    if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
        return _("%(place)s: thiếu dấu mở hoặc dấu đóng của chỗ điền.", place=paragraph.place)
    return ""


def crowded(paragraph: Paragraph) -> str:
    """A paragraph with {%p … %} is taken out whole: words beside it would be lost."""
    if LONE.search(paragraph.text) and LONE.fullmatch(paragraph.text.strip()) is None:
        return _("%(place)s: {%%p … %%} phải đứng một mình trong đoạn.", place=paragraph.place)
    return ""


def closed(tag: Tag, opened: list[Tag]) -> str:
    if not opened or opened[-1].word != CLOSING[tag.word]:
        return _(
            "%(place)s: “%(word)s” không đóng vòng lặp hay điều kiện nào.", place=tag.paragraph.place, word=tag.words
        )
    first = opened.pop()
    if first.span != tag.span:
        return _(
            "%(place)s: “%(word)s” phải viết cùng kiểu với “%(first)s” ở %(other)s.",
            place=tag.paragraph.place,
            word=tag.words,
            first=first.words,
            other=first.paragraph.place,
        )
    if first.paragraph != tag.paragraph and tag.span not in SPANS:
        return _(
            "%(place)s: vòng lặp hay điều kiện qua nhiều đoạn thì viết {%%p … %%}, "
            "qua nhiều dòng của bảng thì viết {%%tr … %%}.",
            place=first.paragraph.place,
        )
    return ""
