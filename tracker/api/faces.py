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
    likeness,
    presses,
    open_work,
    report_sources,
    official_documents,
    document_templates,
    importing,
)
