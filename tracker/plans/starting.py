"""Setting up a delegation from a template or an earlier one: facts, people, agencies, outline, plan, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor, Place
from tracker.core.errors import Impossible, Invalid, NotFound
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation, ruleset_on
from tracker.organizations.models import Agency
from tracker.outlines import service as outlines
from tracker.outlines.pasting import Draft
from tracker.outlines.workflow import OUTLINE
from tracker.plans import outlining, plans
from tracker.plans.counting import count
from tracker.plans.models import DelegationTemplate
from tracker.plans.sources import Source, of_delegation, of_template


def source_of(kind: str, id: int, actor: Actor, council_id: int) -> Source:
    """What to set up from; NotFound when it is not for this person or of another council, Impossible when retired."""
    record = access.find(kind, id, actor)
    if record.council_id != council_id:
        raise NotFound
    if not isinstance(record, DelegationTemplate):
        return of_delegation(record)
    if record.retired_on is not None:
        raise Impossible(_("Mẫu “%(name)s” đã thôi dùng. Hãy chọn mẫu khác.", name=record.name))
    return of_template(record)


def may_start(actor: Actor, council_id: int) -> bool:
    return delegations.may_create(actor, council_id)


def may_outline(actor: Actor, council_id: int) -> bool:
    """Outlines are written by the office and the delegation's secretary (domain.md 6.2)."""
    return bool(actor.roles_on(Place(council_id=council_id)) & set(OUTLINE.create))


def proposed(source: Source, actor: Actor, council_id: int) -> dict[str, Any]:
    """What StartForm shows first, but for the days: people, agencies and documents of the source, its outline and periods
    moved by as many years as have passed."""
    outlined = may_outline(actor, council_id)
    return {
        **source.facts,
        **source.period(source.years),
        "members": [member.id for member in source.members],
        "agencies": [entry.agency.id for entry in source.agencies],
        "papers": list(range(len(source.papers))),
        "shift_years": source.years,
        "outline_title": source.outline_title if outlined else "",
        "outline": source.outline(source.years) if outlined else "",
    }


def start(answers: Mapping[str, Any], actor: Actor, *, council_id: int, source: Source) -> Delegation:
    """A draft delegation with everything that the answers of StartForm name; Invalid by field, then nothing is kept.

    `days` holds the planned day of each line of the source, in order.
    """
    drafts = drafts_from(answers, source) if may_outline(actor, council_id) else []
    more = [(words, delegations.named(council_id, words, "more_agencies")) for words in answers["more_agencies"]]
    days: Sequence[date | None] = answers["days"]
    facts = {**answers, "report_due_on": day_of(source, days, plans.REPORTS_DUE)}
    delegation = delegations.create(facts, actor, council_id=council_id)
    add_members(delegation, answers, actor, source)
    add_agencies(delegation, answers, [agency for _words, agency in more], actor, source)
    if drafts:
        title = answers.get("outline_title") or source.outline_title
        outlines.create({"title": title, "items": drafts}, actor, delegation=delegation)
    wanted = set(answers["papers"])
    papers = [paper for place, paper in enumerate(source.papers) if place in wanted]
    plans.write(delegation, list(zip(source.lines, days, strict=True)), papers, actor)
    return delegation


def counted_days(source: Source, base: date, given: Mapping[str, date]) -> list[date | None]:
    """The planned day of each line, counted from `base`; a day given for a step stays, and others count from it."""
    by_hand = {n: given[line.key] for n, line in enumerate(source.lines) if line.key in given}
    counted = count(source.lines, base, ruleset_on(base), by_hand)
    return [by_hand.get(n, day.on) for n, day in enumerate(counted)]


def drafts_from(answers: Mapping[str, Any], source: Source) -> list[Draft]:
    """The items: exactly those of the source where the text is as proposed, else what was typed."""
    years = answers.get("shift_years") or 0
    text = answers.get("outline") or ""
    if text == source.outline(years):
        return outlining.shifted(source.drafts, years)
    return outlining.read(text)


def day_of(source: Source, days: Sequence[date | None], key: str) -> date | None:
    pairs = zip(source.lines, days, strict=True)
    return next((day for line, day in pairs if line.key == key), None)


def add_members(delegation: Delegation, answers: Mapping[str, Any], actor: Actor, source: Source) -> None:
    wanted = set(answers["members"])
    for member in source.members:
        if member.id in wanted:
            facts = {"name": member.name, "office": member.office, "role": member.role}
            delegations.add_member(delegation, facts, actor)
    if answers.get("head_name"):
        head = {"name": answers["head_name"], "office": answers.get("head_office"), "role": "head"}
        with beside("role", "head_name"):
            delegations.add_member(delegation, head, actor)


def add_agencies(
    delegation: Delegation, answers: Mapping[str, Any], more: Sequence[Agency], actor: Actor, source: Source
) -> None:
    wanted = set(answers["agencies"])
    for entry in source.agencies:
        if entry.agency.id in wanted:
            with beside("agency", "agencies"):
                delegations.add_agency(delegation, entry.agency, entry.role, actor)
    for agency in more:
        with beside("agency", "more_agencies"):
            delegations.add_agency(delegation, agency, "supervised", actor)


@contextmanager
def beside(field: str, other: str) -> Iterator[None]:
    """What is wrong with one field is said beside another."""
    try:
        yield
    except Invalid as wrong:
        raise Invalid({other if name == field else name: texts for name, texts in wrong.errors.items()}) from wrong
