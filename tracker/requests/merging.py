"""Two people on one item: what one of them has not touched since opening it takes what the other has saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tracker.core.numbers import format_vi
from tracker.requests import content
from tracker.requests.forms import AnswerForm

TEXT = "text"
BETWEEN = "|"
PARTS = ("qualifier", "value", "note")


def stamp(saved: Mapping[str, Any]) -> str:
    """What the form opens with, as a field may carry it: a short mark for the words and for each cell."""
    return json.dumps({key: mark(facts) for key, facts in facts_of(saved).items()})


def facts_of(saved: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The words and each cell ("12:2023"), of `forms.answers_of`."""
    cells = {cell["key"]: tuple(cell[name] for name in PARTS) for cell in saved["cells"]}
    return {TEXT: (saved["text"],), **cells}


def mark(facts: tuple[Any, ...]) -> str:
    said = [format(fact.normalize(), "f") if isinstance(fact, Decimal) else str(fact or "") for fact in facts]
    return sha256("\n".join(said).encode()).hexdigest()[:12]


def catch_up(form: AnswerForm, saved: Mapping[str, Any]) -> dict[str, str]:
    """Let the form follow what is saved now: returns what stands in its boxes instead of what was typed, by field.

    What both have changed stays as it was typed, and is named in `form.apart`.
    """
    opened, now = marks(form.opened.data), facts_of(saved)
    boxes = {entry.form.key.data: entry.form for entry in form.cells.entries}
    instead: dict[str, str] = {}
    apart = []
    for key, facts in now.items():
        if key != TEXT and key not in boxes:
            continue
        mine = mark((form.text.data,) if key == TEXT else tuple(boxes[key][name].data for name in PARTS))
        theirs = mark(facts)
        if mine == theirs or opened.get(key) == theirs or (key != TEXT and is_unreadable(boxes[key])):
            continue
        if opened.get(key) == mine:
            fields = [form.text] if key == TEXT else [boxes[key][name] for name in PARTS]
            instead |= {field.name: put(field, fact) for field, fact in zip(fields, facts, strict=True)}
        else:
            apart.append(key)
    form.opened.data, form.apart.data = stamp(saved), BETWEEN.join(apart)
    return instead | {form.opened.name: form.opened.data, form.apart.name: form.apart.data}


def marks(stamped: Any) -> dict[str, str]:
    """What `stamp` said, as the form brings it back."""
    try:
        opened = json.loads(stamped or "{}")
    except ValueError:
        return {}
    return opened if isinstance(opened, dict) else {}


def is_unreadable(box: Any) -> bool:
    """Was something typed that is no number? It is a change, whatever it was meant to be."""
    return bool(box.value.process_errors)


def put(field: Any, fact: Any) -> str:
    """The saved fact in its box; as a page sends it."""
    field.process(None, fact)
    field.raw_data = None
    return format_vi(fact) if isinstance(fact, Decimal) else str(fact or "")


def beside(form: AnswerForm, saved: Mapping[str, Any]) -> dict[str, str]:
    """What is saved of that which both have changed, in words."""
    apart = str(form.apart.data or "").split(BETWEEN)
    found = {cell["key"]: content.number_in_words(cell) for cell in saved["cells"] if cell["key"] in apart}
    return found | ({TEXT: saved["text"]} if TEXT in apart else {})
