"""The kinds of records that the API offers, one file an area; each adds its rows when it is imported."""

from __future__ import annotations

from importlib import import_module

AREAS = (
    "organizations",
    "stand_ins",
    "calendar",
    "planning",
    "delegations",
    "documents",
    "delegation_templates",
    "sessions",
    "amendments",
    "reporting",
    "outlines",
    "requests",
    "findings",
    "proposals",
    "recommendations",
    "control",
    "wording",
    "assignments",
    "evidence",
    "extensions",
    "measures",
    "oversight_reports",
    "progress_requests",
    "task_sheets",
    "terms",
    "policies",
    "imports",
    "jobs",
)


def load() -> None:
    for area in AREAS:
        import_module(f"tracker.api.kinds.{area}")


__all__ = ["load"]
