"""What a document is made of, from top to bottom. Word templates and PDF are both drawn from it, so they say the same in
the same order. Words may hold placeholders of jinja ("{{ dia_diem }}")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True)
class Head:
    """The two-part header. `with_date`: place and date stand below the motto; `about`: "V/v …" below the number."""

    with_date: bool = True
    about: bool = False


@dataclass(frozen=True)
class Title:
    """Kind and abstract of the document, with a line below."""

    draft: bool = False


@dataclass(frozen=True)
class Text:
    """One paragraph. `size` 0: as the body."""

    words: str
    bold: bool = False
    italic: bool = False
    align: Align = "both"
    indent: bool = True
    size: int = 0
    keep: bool = False
    """Stays with what follows."""
    lead: str = ""
    """Bold words at its beginning: Điều 1."""


@dataclass(frozen=True)
class Each:
    """What stands once for each item of a list."""

    names: str
    name: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class When:
    """What stands only where the fact is there."""

    name: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Cell:
    words: str
    span: int = 1
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """`head`: 1, 2 … where it heads a group, whose first row it stays with; 0 for any other."""

    cells: tuple[Cell, ...]
    head: int = 0


@dataclass(frozen=True)
class EachRow:
    names: str
    name: str
    rows: tuple[Row | EachRow, ...]


@dataclass(frozen=True)
class Table:
    """`widths` in mm; the heading row is repeated on every page, and the last row is never alone on one. `code`: the QR code
    that opens the item stands below it, on the page of its last row."""

    widths: tuple[float, ...]
    heading: tuple[str, ...]
    rows: tuple[Row | EachRow, ...]
    size: float = 12
    code: bool = False


@dataclass(frozen=True)
class Signature:
    """Recipients at the left and below them the code that opens the item; who signs at the right."""


@dataclass(frozen=True)
class TwoSigners:
    """Of minutes: the secretary at the left, the chair at the right; recipients below (ND30, Mẫu 1.9)."""


@dataclass(frozen=True)
class Annex:
    """A new page with its own heading: Phụ lục, title, "(Kèm theo …)". Its pages are numbered from 1 again, the first one
    without its number (NĐ 30/2020, Phụ lục I)."""

    label: str
    title: str
    of: str
    new_page: bool = True


@dataclass(frozen=True)
class Code:
    """The QR code that opens the item."""


Element = Head | Title | Text | Each | When | Table | Signature | TwoSigners | Annex | Code


@dataclass(frozen=True)
class Layout:
    elements: tuple[Element, ...]
    landscape: bool = False


def heading(words: str) -> Text:
    """I. MỤC: capitals, bold."""
    return Text(words, bold=True, keep=True)


def bases() -> Each:
    """The legal grounds, in italics."""
    return Each("can_cu", "dong", (Text("{{ dong }}", italic=True),))


def paragraphs(names: str) -> Each:
    return Each(names, "dong", (Text("{{ dong }}"),))


ADDRESSEE = "- {{ noi }}{{ '.' if loop.last else ';' }}"
"""The last one ends the list."""


def to() -> tuple[Element, ...]:
    """Kính gửi: one addressee on the same line, several each on a line."""
    return (
        When("not nhieu_noi_nhan", (Text("Kính gửi: {{ kinh_gui[0] }}", align="center", indent=False),)),
        When(
            "nhieu_noi_nhan",
            (
                Text("Kính gửi:", align="center", indent=False, keep=True),
                Each("kinh_gui", "noi", (Text(ADDRESSEE, align="center", indent=False),)),
            ),
        ),
    )
