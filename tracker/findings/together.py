"""One step for many findings of a delegation: each taken or refused by itself, with its own event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import merging
from tracker.findings.models import FINDING_KINDS, Finding
from tracker.findings.queries import MOST, Wanted, narrowed, shortened
from tracker.findings.workflow import DECIDERS, FINDING
from tracker.organizations.models import Agency
from tracker.workflow import engine
from tracker.workflow.answers import check_answers
from tracker.workflow.definition import Transition
from tracker.workflow.together import Outcome, attempt, changed_since, each

ACTORS = (*DECIDERS, Role.SECRETARY, Role.OFFICE)
STEPS = ("confirm", "send_to_agency", "return", "reject")
"""What may be done to many at once; merging is a step of the one that is kept."""
WORDS = ("note", "reason")
"""The one thing that these steps ask, and which the page asks once for all."""


def require_reader(delegation: Delegation, actor: Actor) -> None:
    """Everybody of the Council's side; Forbidden to an agency, which reads the findings that were sent to it."""
    if not access.roles_on(actor, delegation) & set(COUNCIL_SIDE):
        raise Forbidden


def require_actor(delegation: Delegation, actor: Actor) -> None:
    """Those who decide, the secretary and the office; Forbidden to everybody else."""
    if not access.roles_on(actor, delegation) & set(ACTORS):
        raise Forbidden


def offered(delegation: Delegation, actor: Actor) -> list[Transition]:
    """The steps that this person may take on findings of the delegation, in the order of the buttons."""
    roles = access.roles_on(actor, delegation)
    return [step for name in STEPS for step in [step_named(name)] if roles & set(step.by)]


def may_merge(delegation: Delegation, actor: Actor) -> bool:
    return bool(access.roles_on(actor, delegation) & set(step_named("merge").by))


def step_named(name: str) -> Transition:
    step = FINDING.transition(name)
    if step is None:
        raise NotFound
    return step


# --- reading ----------------------------------------------------------------------------------------------------------

BY_KIND = case({kind: place for place, kind in enumerate(FINDING_KINDS)}, value=Finding.kind)
BY_STATE = case({state.name: place for place, state in enumerate(FINDING.states)}, value=Finding.state)
ORDERS: dict[str, tuple[Any, ...]] = {
    "kind": (BY_KIND, Finding.id),
    "agency": (Finding.agency_id.is_(None), Agency.sort_key, Agency.id, Finding.id),
    "state": (BY_STATE, Finding.id),
}


def rows(actor: Actor, wanted: Wanted, group: str, *, page: int, size: int) -> Sequence[Finding]:
    """Findings of the delegation in `wanted`, sorted by what they are grouped by, and one more than fits a page."""
    query = (
        select(Finding)
        .outerjoin(Agency, Agency.id == Finding.agency_id)
        .where(*narrowed(actor, wanted))
        .order_by(*ORDERS[group])
        .options(joinedload(Finding.agency), joinedload(Finding.delegation), selectinload(Finding.comments))
    )
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def counts(actor: Actor, wanted: Wanted) -> dict[tuple[str, str], int]:
    """(kind, state) → how many."""
    query = (
        select(Finding.kind, Finding.state, func.count())
        .where(*narrowed(actor, wanted))
        .group_by(Finding.kind, Finding.state)
    )
    return {(kind, state): number for kind, state, number in db.session.execute(query)}


def agencies(delegation: Delegation, actor: Actor) -> Sequence[Any]:
    """(id, name) of the agencies that findings of the delegation name."""
    named = select(Finding.agency_id).where(*narrowed(actor, Wanted(delegation=delegation.id)))
    return db.session.execute(
        select(Agency.id, Agency.name).where(Agency.id.in_(named)).order_by(Agency.sort_key)
    ).all()


def keepable(delegation: Delegation, actor: Actor) -> list[tuple[str, str]]:
    """(id, "PH-01: …") of the findings that others may be merged into."""
    query = (
        select(Finding.id, Finding.code, Finding.text)
        .where(*narrowed(actor, Wanted(delegation=delegation.id)), Finding.state.in_(step_named("merge").source))
        .order_by(Finding.id)
        .limit(MOST)
    )
    return [(str(id), f"{code}: {shortened(text, 80)}") for id, code, text in db.session.execute(query)]


def find(delegation: Delegation, actor: Actor, ids: Iterable[int]) -> list[Finding]:
    """These findings of the delegation in the order of their codes; NotFound when one is none of it or not to be seen."""
    wanted = set(ids)
    condition = (Finding.id.in_(sorted(wanted)), *narrowed(actor, Wanted(delegation=delegation.id)))
    found = list(db.session.scalars(select(Finding).where(*condition).order_by(Finding.id)))
    if len(found) != len(wanted):
        raise NotFound
    return found


# --- deciding ---------------------------------------------------------------------------------------------------------


def take(
    name: str, findings: Sequence[Finding], actor: Actor, *, note: str, versions: Mapping[int, int | None]
) -> Outcome:
    """Take the step on each; one that is refused is left as it was and the others are not held up.

    `versions` are those that the person read. Invalid, beside "note", when the step asks for words that are missing.
    """
    step = step_named(name)
    require_role(step, findings, actor)
    answers = worded(step, findings[0], note)
    return each(findings, versions, lambda finding: engine.perform(finding, step.name, actor, answers))


def require_role(step: Transition, findings: Sequence[Finding], actor: Actor) -> None:
    """What nobody of this role may do is refused as a whole; what one record forbids is said of that record."""
    if not findings:
        raise Invalid({"": [_("Hãy chọn ít nhất một phát hiện.")]})
    if not engine.roles_allow(step, findings[0], actor):
        raise Forbidden


def worded(step: Transition, finding: Finding, note: str) -> dict[str, Any]:
    """The note as the answer to what the step asks; a step that asks nothing leaves it aside."""
    answers = {ask.name: note for ask in step.asks if ask.name in WORDS}
    try:
        return check_answers(step, finding, answers)
    except Invalid as wrong:
        raise Invalid({"note": [text for texts in wrong.errors.values() for text in texts]}) from wrong


def merge(
    kept: Finding, others: Sequence[Finding], actor: Actor, *, note: str, versions: Mapping[int, int | None]
) -> Outcome:
    """Merge those that can be merged into the kept one, in one event of it; the others are left as they were."""
    require_role(step_named("merge"), [kept], actor)
    can = {int(id) for id, _label in merging.mergeable(kept)}
    outcome = Outcome()
    for other in others:
        outcome.add(other, why_not(other, kept, can, versions))
    if outcome.done:
        answers = {"findings": [str(other.id) for other in outcome.done], "note": note}
        refusal = attempt(kept, versions.get(kept.id), lambda kept: engine.perform(kept, "merge", actor, answers))
        if refusal:
            return Outcome(refused=[(kept, refusal)])
    return outcome


def why_not(other: Finding, kept: Finding, can: set[int], versions: Mapping[int, int | None]) -> str:
    if versions.get(other.id) != other.row_version:
        return changed_since()
    if other.id not in can:
        return _("Chỉ gộp được phát hiện đang chờ quyết định.")
    return merging.refusal(other, kept)
