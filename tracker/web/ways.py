"""How the dates of a list were found: said once, in a fold under the list, a line for each day or record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.calendar.days import working_days
from tracker.extensions import db
from tracker.findings import deadlines
from tracker.findings.models import Finding
from tracker.findings.queries import COMMENT_AWAITED
from tracker.policies import days as policy_days
from tracker.policies.days import Day
from tracker.workflow.work import WorkItem

NOT_DEADLINES = ("session", "finding", "policy")
"""Of the kinds of work with a day: a session is held on its day, a finding's and a policy's are counted by a rule."""


@dataclass(frozen=True)
class Way:
    """`of` names the records whose day it is; `kept` is the day that they go by, where it is another than computed now."""

    of: str
    day: date
    computed: Computed
    kept: date | None = None


def init_app(app: Flask) -> None:
    app.jinja_env.globals["last_day_of"] = last_day_of


def last_day_of(due_on: date) -> date:
    """The day at whose end a deadline passes that a document gives; for the templates."""
    return working_days().end_of(due_on)


def written(named: Iterable[tuple[str, date | None]]) -> list[Way]:
    """Of (code, day that a document names), in the order of the days; codes that share a day share a line."""
    basis = Basis(working_days())
    codes: dict[date, list[str]] = defaultdict(list)
    for code, day in named:
        if day is not None:
            codes[day].append(code)
    return [Way(", ".join(codes[day]), day, basis.written(day)) for day in sorted(codes)]


def of_findings(findings: Iterable[Finding]) -> list[Way]:
    """By when agencies say what they think of the findings sent to them."""
    found = []
    for finding in findings:
        due, computed = finding.comment_due_on, deadlines.comment(finding, rules.basis())
        if due is not None and computed is not None:
            found.append(Way(finding.code, due, computed, due if due != computed.ends_on else None))
    return found


def of_finding_ids(ids: Iterable[int]) -> list[Way]:
    """The same for findings of which a list has no more than the numbers."""
    wanted = sorted(ids)
    query = select(Finding).where(Finding.id.in_(wanted)).options(joinedload(Finding.delegation)).order_by(Finding.id)
    return of_findings(db.session.scalars(query)) if wanted else []


def of_work(items: Sequence[WorkItem]) -> list[Way]:
    """The days on My work."""
    days = written({(item.code, item.due_on): None for item in items if item.kind not in NOT_DEADLINES})
    dated = [item for item in items if item.due_on is not None]
    codes = {item.id: item.code for item in dated if item.kind == "policy"}
    policies = of_policies(policy_days.of_ids(sorted(codes)), codes)
    return [*days, *of_finding_ids({item.id for item in dated if item.kind == "finding"}), *policies]


def of_policies(days: Mapping[int, Day], codes: Mapping[int, str]) -> list[Way]:
    """By when the next step of each is to be done; those that share a day and its rule share a line."""
    alike: dict[Computed, list[str]] = defaultdict(list)
    for id, day in days.items():
        alike[day.computed].append(codes[id])
    return [Way(", ".join(names), computed.ends_on, computed) for computed, names in alike.items()]


def is_awaited(finding: Any) -> bool:
    """Does a list show by when the agency is to say what it thinks?"""
    return finding.comment_due_on is not None and finding.state in COMMENT_AWAITED
