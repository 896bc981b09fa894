"""What became of a sentence or figure, where a record came from, and the one press that makes the next one (U10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from tracker.accounts.access import kind_of, roles_on
from tracker.comparing.flags import slug
from tracker.core.i18n import _l
from tracker.findings.workflow import FINDING
from tracker.links.queries import End
from tracker.policies.workflow import POLICY
from tracker.proposals.workflow import PROPOSAL
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

STEPS = (
    ("findings.new", FINDING, _l("→ Phát hiện")),
    ("proposals.new", PROPOSAL, _l("→ Đề xuất")),
    ("recommendations.new", RECOMMENDATION, _l("→ Dự thảo kiến nghị")),
)
ONWARD = (*STEPS, ("policies.new", POLICY, _l("→ Đề xuất chính sách")))
"""What is offered only where it is asked for: a policy is not made of a sentence."""


def marks(ends: Iterable[End]) -> list[dict[str, Any]]:
    """The small marks beside a sentence: code, address, state."""
    return [
        {
            "label": end.code or end.title,
            "url": url_of(end),
            "state": tag(end),
            "title": end.title,
        }
        for end in ends
    ]


def url_of(end: End) -> str:
    """A sentence or figure is read at its place on the page of its session, a flag on that of its indicator."""
    if end.kind == "statement":
        return f"{url_for('sessions.show', id=end.record.session_id)}#{end.code}"
    if end.kind == "flag_note":
        return url_for("indicators.show", id=end.record.delegation_id, series=slug(end.record.series_key))
    if end.kind == "figure":
        return url_for("figures.show", id=end.id)
    return kit.url_of(*kit.page_of(end.record))


def tag(end: End) -> Any:
    state = getattr(end.record, "state", None)
    return kit.state_tag(end.kind, state) if state else None


def offers(record: Any, *endpoints: str) -> list[dict[str, Any]]:
    """Links that begin a finding, proposal or draft from this record, for those whose role may create one."""
    if engine.state_of(record.delegation).final:
        return []
    roles = roles_on(me(), record)
    begun_from = {"from": f"{kind_of(record).name}:{record.id}"}
    return [
        {"label": label, "url": url_for(endpoint, **begun_from)}  # type: ignore[arg-type]
        for endpoint, workflow, label in (ONWARD if endpoints else STEPS)
        if roles & set(workflow.create) and (not endpoints or endpoint in endpoints)
    ]
