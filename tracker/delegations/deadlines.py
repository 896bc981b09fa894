"""The deadlines of a delegation: outline, its own report, the consideration (domain.md 1.5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core.i18n import Words, _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Source
from tracker.delegations import queries
from tracker.delegations.models import Delegation
from tracker.extensions import db

REPORT_RULES = {"standing_committee": "report_to_standing", "committee": "report_to_committee"}
"""The Council's own delegation reports at the nearest session: no number of days (domain.md 1.5)."""
REPORTS = ("report",)
CONCLUSIONS = ("conclusion", "result_resolution")


def issued_on(delegation: Delegation, kinds: Collection[str]) -> date | None:
    """The date of the newest document of these kinds."""
    return max((document.issued_on for document in delegation.documents if document.kind in kinds), default=None)


def outline(delegation: Delegation, basis: Basis) -> Computed | None:
    """The last day for sending plan and outline: GUI_DE_CUONG of domain.md 6.3."""
    return by_rule("send_outline", delegation, delegation.established_on, basis)


def report(delegation: Delegation, basis: Basis) -> Computed | None:
    """The delegation's own report: BAO_CAO_TT, BAO_CAO_BAN."""
    return by_rule(REPORT_RULES.get(delegation.owner_kind), delegation, delegation.ended_on, basis)


def consideration(delegation: Delegation, basis: Basis) -> Computed | None:
    """TT_XEM_XET: by the Standing Committee, from the report's date."""
    key = "standing_considers" if delegation.owner_kind == "standing_committee" else None
    return by_rule(key, delegation, issued_on(delegation, REPORTS), basis)


def by_rule(key: str | None, delegation: Delegation, start: date | None, basis: Basis) -> Computed | None:
    if key is None or start is None:
        return None
    return basis.by_law(key, delegation.ruleset, start)


def shown_to_all(delegation: Delegation, _actor: Actor) -> list[Delegation]:
    """Agencies wait for the outline, and have to report."""
    return [delegation]


def shown_to_council(delegation: Delegation, actor: Actor) -> list[Delegation]:
    """The delegation's report stays inside until it is published."""
    return [delegation] if access.roles_on(actor, delegation) & set(COUNCIL_SIDE) else []


def register(
    name: str,
    label: Words,
    computed: Callable[[Delegation, Basis], Computed | None],
    states: Collection[str],
    done_on: Callable[[Delegation], date | None],
    running: Callable[[registry.Difference], Any],
    of_delegation: Callable[[Delegation, Actor], list[Delegation]] = shown_to_all,
) -> None:
    """One more deadline; none of them is stored."""

    def found(difference: registry.Difference) -> Iterable[Delegation]:
        query = running(difference)
        return [] if query is None else db.session.scalars(query)

    registry.register(
        Source(
            name=name,
            label=label,
            kind="delegation",
            running=found,
            computed=computed,
            of_delegation=of_delegation,
            done_on=done_on,
            is_open=lambda delegation: delegation.state in states,
        )
    )


OUTLINE_LABEL = _l("Gửi kế hoạch, đề cương cho cơ quan")
REPORT_LABEL = _l("Đoàn báo cáo kết quả giám sát")
CONSIDERATION_LABEL = _l("Thường trực HĐND xem xét báo cáo")

register(
    "outline_due_on",
    OUTLINE_LABEL,
    outline,
    queries.OUTLINE_AWAITED,
    done_on=lambda delegation: delegation.notified_on,
    running=lambda _difference: queries.outlines_awaited(),
)
register(
    "result_due_on",
    REPORT_LABEL,
    report,
    queries.RESULT_AWAITED,
    done_on=lambda delegation: issued_on(delegation, REPORTS),
    running=lambda _difference: queries.results_awaited(),
    of_delegation=shown_to_council,
)
register(
    "consideration_due_on",
    CONSIDERATION_LABEL,
    consideration,
    queries.CONSIDERATION_AWAITED,
    done_on=lambda delegation: issued_on(delegation, CONCLUSIONS),
    running=lambda _difference: queries.considerations_awaited(),
    of_delegation=shown_to_council,
)
