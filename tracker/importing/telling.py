"""What was found in a file, in the reader's words: faults by row, remarks on the whole, the first rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.core.i18n import _l
from tracker.importing import registers
from tracker.importing.checking.findings import CHANGED, NEW, UNCHANGED, remark, sentence
from tracker.importing.models import ImportRun

OUTCOMES = {NEW: _l("tạo mới"), CHANGED: _l("thay đổi"), UNCHANGED: _l("không đổi")}


def faults(run: ImportRun) -> list[dict[str, Any]]:
    """A line for each fault: number of the row, column, what is wrong and how to mend it."""
    columns = registers.KNOWN[run.register].by_name
    return [
        {
            "row": row["row"],
            "column": columns[problem["column"]].label if problem["column"] in columns else "",
            "sentence": sentence(problem["name"], problem["values"]),
        }
        for row in run.found.get("problems", [])
        for problem in row["problems"]
    ]


def remarks(run: ImportRun) -> list[str]:
    known = registers.KNOWN[run.register].by_name
    return [remark(item["name"], labelled(item["values"], known)) for item in run.found.get("remarks", [])]


def labelled(values: Mapping[str, Any], known: Mapping[str, registers.Column]) -> Mapping[str, Any]:
    """Columns by their labels, or by the register's own headings."""
    if "columns" not in values:
        return values
    labels = [str(known[column].label) if column else heading for column, heading in values["columns"]]
    return {**values, "columns": "; ".join(labels)}


def first(run: ImportRun) -> list[dict[str, Any]]:
    columns = registers.KNOWN[run.register].by_name
    return [
        {
            "row": row["row"],
            "outcome": OUTCOMES[row["outcome"]],
            "cells": [{"label": columns[name].label, "text": text} for name, text in row["cells"].items()],
            "changes": [
                {
                    "label": columns[change["column"]].label if change["column"] else change["heading"],
                    "was": change["was"],
                    "now": change["now"],
                }
                for change in row.get("changes", [])
            ],
        }
        for row in run.found.get("first", [])
    ]
