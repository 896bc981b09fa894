"""Modules that answer at addresses of their own, beside those of the resources: `ADDRESSES`, `described()`."""

from __future__ import annotations

from typing import Any

from tracker.api import (
    asking,
    comparison,
    control_room,
    deadlines,
    document_templates,
    feeds,
    flags,
    importing,
    indicators,
    issuing,
    leaders,
    likeness,
    notices,
    official_documents,
    open_work,
    plan,
    presses,
    rates,
    report_sources,
    schedule,
    statistics,
    task_sheets,
)

FACES: tuple[Any, ...] = (
    deadlines,
    notices,
    rates,
    statistics,
    control_room,
    comparison,
    indicators,
    flags,
    schedule,
    feeds,
    plan,
    asking,
    issuing,
    leaders,
    likeness,
    presses,
    open_work,
    report_sources,
    task_sheets,
    official_documents,
    document_templates,
    importing,
)
