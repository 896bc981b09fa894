"""The days of posting and of the steps before a session, among the deadlines that a change of calendar or rules moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Difference, Source
from tracker.extensions import db
from tracker.policies import days, due, queries
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


def before_session(_difference: Difference) -> Iterable[Policy]:
    return db.session.scalars(queries.on_the_way())


def before_session_of(delegation: Any, actor: Actor) -> Sequence[Policy]:
    return queries.on_the_way_of_delegation(delegation.id, actor)


def next_day(policy: Policy, basis: Basis) -> Computed | None:
    """By when what comes next before the session is to be done."""
    day = days.of(policy, basis)
    return day.computed if day else None


registry.register(
    Source(
        name="step_due_on",
        label=_l("Bước trước kỳ họp của nghị quyết"),
        kind="policy",
        running=before_session,
        computed=next_day,
        of_delegation=before_session_of,
        done_on=lambda _policy: None,
        is_open=lambda policy: policy.state in days.RUNNING,
    )
)
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
