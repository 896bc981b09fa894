"""Excel workbooks: values by calamine; which rows are hidden and which cells are computed is read from the parts beside it.

No XML parser touches what came: the parts are searched for the few marks that matter, so an entity is never expanded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tracker.attachments.packages import BROKEN, HAS_ENTITY
from tracker.attachments.refusals import refuse
from tracker.importing.reading.book import AS_WORKBOOK, MOST_ROWS, Book, Page

PIECE = 4 * 1024 * 1024
ROW_HIDDEN = re.compile(
    rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"|<row\b[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"'
)
COMPUTED = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f[\s>/]')
SHEET = re.compile(rb"<sheet\b[^>]*>")
LINK = re.compile(rb"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
DANGER = (b"<!DOCTYPE", b"<!ENTITY")
MOST_COLUMNS = 200


def read(path: Path, name: str) -> Book:
    marks = Marks(path, name)
    try:
        with CalamineWorkbook.from_path(str(path), load_tables=False) as book:
            pages = [
                page_of(book, about, marks) for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, OSError, ValueError):
        refuse(name, BROKEN)
    return Book(pages)


def page_of(book: CalamineWorkbook, about: Any, marks: Marks) -> Page:
    sheet = book.get_sheet_by_name(about.name)
    lines = [line[:MOST_COLUMNS] for line in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1_000)]
    while lines and not any(cell not in ("", None) for cell in lines[-1]):
        lines.pop()
    found = marks.of(about.name)
    return Page(
        name=about.name,
        lines=[[None if cell == "" else cell for cell in line] for line in lines],
        hidden=frozenset(found.hidden),
        formulas=frozenset(found.formulas),
        merges=[(first, last) for first, last in sheet.merged_cell_ranges or [] if first[0] <= MOST_ROWS],
        is_hidden=about.visible != SheetVisibleEnum.Visible,
    )


@dataclass
class Found:
    hidden: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)


class Marks:
    """Rows that are hidden and cells that are computed, by sheet."""

    def __init__(self, path: Path, name: str) -> None:
        self.sheets: dict[str, Found] = {}
        try:
            with zipfile.ZipFile(path) as package:
                for title, part in parts(package, name):
                    self.sheets[title] = searched(package, part, name)
        except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
            refuse(name, BROKEN)

    def of(self, title: str) -> Found:
        return self.sheets.get(title, Found())


def parts(package: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """(title of a sheet, name of its part)."""
    known = set(package.namelist())
    main = next((part for part in known if part.endswith("workbook.xml") and "/" in part), "xl/workbook.xml")
    folder, _slash, last = main.rpartition("/")
    links = attributes(LINK, plain(package, f"{folder}/_rels/{last}.rels", name))
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    for sheet in attributes(SHEET, plain(package, main, name)):
        target = targets.get(sheet.get("r:id", sheet.get("id", "")), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        if part in known:
            yield unescaped(sheet.get("name", "")), part


def plain(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    content = package.read(part)
    refuse_danger(content, name)
    return content


def refuse_danger(content: bytes, name: str) -> None:
    if any(mark in content.upper() for mark in DANGER):
        refuse(name, HAS_ENTITY, advice=AS_WORKBOOK)


def attributes(tag: re.Pattern[bytes], content: bytes) -> list[dict[str, str]]:
    return [
        {key.decode(): value.decode("utf-8", "replace") for key, value in ATTRIBUTE.findall(found)}
        for found in tag.findall(content)
    ]


def unescaped(text: str) -> str:
    for sign, plain_sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(sign, plain_sign)
    return text


def searched(package: zipfile.ZipFile, part: str, name: str) -> Found:
    """A piece at a time; what a piece cuts in two is looked at with the next."""
    found, rest = Found(), b""
    with package.open(part) as file:
        is_first = True
        while piece := file.read(PIECE):
            if is_first:
                refuse_danger(piece[:4096], name)
                is_first = False
            whole = rest + piece
            cut = whole.rfind(b"</row>") + 6
            note(found, whole[:cut] if cut > 6 else whole)
            rest = whole[cut:] if cut > 6 else b""
        note(found, rest)
    return found


def note(found: Found, text: bytes) -> None:
    if b"hidden=" in text:
        found.hidden |= {int(first or second) - 1 for first, second in ROW_HIDDEN.findall(text)}
    if b"<f" in text:
        found.formulas |= {(int(row) - 1, column_of(letters.decode())) for letters, row in COMPUTED.findall(text)}


def column_of(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
