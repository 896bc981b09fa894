"""The days of posting, among the deadlines that a change of calendar or rules moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Difference, Source
from tracker.extensions import db
from tracker.policies import due, queries
from tracker.policies.models import Policy
from tracker.policies.workflow import is_posted


def running(_difference: Difference) -> Iterable[Policy]:
    return db.session.scalars(queries.posted_now())


def of_delegation(delegation: Any, actor: Actor) -> Sequence[Policy]:
    return queries.posted_of_delegation(delegation.id, actor)


def ended_on(policy: Policy) -> date | None:
    """When the last posting was over."""
    rows = [row for row in policy.steps if row.entered_on == policy.posted_on and row.done_on]
    return rows[-1].done_on if rows and not is_posted(policy) else None


registry.register(
    Source(
        name="posted_until",
        label=_l("Đăng tải lấy ý kiến dự thảo nghị quyết"),
        kind="policy",
        running=running,
        computed=due.posting,
        of_delegation=of_delegation,
        done_on=ended_on,
        is_open=is_posted,
    )
)
