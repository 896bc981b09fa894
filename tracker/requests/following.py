"""What was typed into the table of an earlier version of the outline, brought into the table that continues it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tracker.core.numbers import BadNumber, format_vi, parse_vi
from tracker.extensions import db
from tracker.outlines.models import OutlineFigure
from tracker.reporting import wording
from tracker.reporting.models import QUALIFIERS
from tracker.requests import merging
from tracker.requests.models import Answer

BOX = re.compile(r"cells-(\d+)-(key|qualifier|value|note)")
Box = dict[str, str]
"""One cell as a page sends it: key ("12:2023"), qualifier, value, note."""


def followed(typed: MultiDict[str, Any], answer: Answer, saved: Mapping[str, Any]) -> MultiDict[str, Any]:
    """The same fields with a box for each cell that is asked now: as typed into it or into the one it continues, else as
    `saved` (`forms.answers_of`). Changed numbers without a place are named in `left`."""
    boxes, asked = boxes_of(typed), [cell["key"] for cell in saved["cells"]]
    if set(boxes) == set(asked):
        return typed
    opened = merging.marks(typed.get("opened"))
    lines = lines_of(set(boxes) - set(asked), answer)
    places = {key: place for key in boxes if (place := place_of(key, lines, answer)) in asked}
    typed_now = {place: boxes[key] | {"key": place} for key, place in places.items()}
    moved: MultiDict[str, Any] = MultiDict(pair for pair in typed.items(multi=True) if not BOX.fullmatch(pair[0]))
    for n, cell in enumerate(saved["cells"]):
        for name, value in typed_now.get(cell["key"], as_sent(cell)).items():
            moved[f"cells-{n}-{name}"] = value
    moved["opened"] = json.dumps({places.get(key, key): mark for key, mark in opened.items()})
    gone = [box for key, box in boxes.items() if key not in places and is_changed(box, opened.get(key))]
    left = [*str(typed.get("left") or "").splitlines(), *(in_words(box, lines) for box in gone)]
    moved["left"] = "\n".join(dict.fromkeys(left))
    return moved


def boxes_of(typed: MultiDict[str, Any]) -> dict[str, Box]:
    """The boxes by the cell that each says it is."""
    by_place: dict[str, Box] = {}
    for name, value in typed.items():
        if found := BOX.fullmatch(name):
            by_place.setdefault(found[1], {})[found[2]] = str(value)
    return {box["key"]: box for box in by_place.values() if "key" in box}


def lines_of(keys: Collection[str], answer: Answer) -> dict[str, OutlineFigure]:
    """The lines of those cells, by id, as far as they belong to a version of this item."""
    ids = {id for id in (key.partition(":")[0] for key in keys) if id.isdecimal() and len(id) < 12}
    if not ids:
        return {}
    found = db.session.scalars(select(OutlineFigure).where(OutlineFigure.id.in_(sorted(map(int, ids)))))
    return {str(line.id): line for line in found if line.item.origin == answer.item.origin}


def place_of(key: str, lines: Mapping[str, OutlineFigure], answer: Answer) -> str:
    """The cell of the table as it is now that continues this one; the cell itself where it is asked still."""
    id, _colon, period = key.partition(":")
    line = lines.get(id)
    now = next((known for known in answer.item.figures if line is not None and known.origin == line.origin), None)
    return f"{now.id}:{period}" if now is not None else key


def as_sent(cell: Mapping[str, Any]) -> Box:
    value = format_vi(cell["value"]) if cell["value"] is not None else ""
    return {"key": cell["key"], "qualifier": cell["qualifier"], "value": value, "note": cell["note"]}


def is_changed(box: Box, opened: str | None) -> bool:
    """Was something typed into it that was not there when the page was opened?"""
    value, note = box.get("value", "").strip(), box.get("note", "").strip()
    if not value and not note:
        return False
    try:
        number = parse_vi(value) if value else None
    except BadNumber:
        return True
    return merging.mark((box.get("qualifier", "exactly"), number, note)) != opened


def in_words(box: Box, lines: Mapping[str, OutlineFigure]) -> str:
    """Tổng vốn đầu tư, giai đoạn 2021 - 2023: gần 19,5 tỷ USD (ước tính)"""
    id, _colon, key = box["key"].partition(":")
    line, value, note = lines.get(id), box.get("value", "").strip(), box.get("note", "").strip()
    period = next((cell.words for cell in line.cells if cell.key == key), "") if line is not None else ""
    label = ", ".join(words for words in (line.indicator if line is not None else "", period) if words)
    qualifier = box.get("qualifier", "exactly")
    amount = f"{value} {line.unit}" if value and line is not None else value
    said = wording.qualified(qualifier if qualifier in QUALIFIERS else "exactly", amount) if amount else ""
    said = f"{said} ({note})".strip() if note else said
    return f"{label}: {said}" if label else said
