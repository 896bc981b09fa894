"""/council-terms, /term-handovers and /handover-items: what a term leaves open, given to the next, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import Filter, by_id, by_state, one_of
from tracker.api.kinds.common import order_by, people_in, person
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, label, looked_up, named
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.organizations import councils, terms
from tracker.organizations.forms import TermForm
from tracker.organizations.models import CouncilTerm
from tracker.terms import facts, queries, service
from tracker.terms.forms import BeginForm, DecisionForm, NoteForm
from tracker.terms.models import DECISIONS, HandoverItem, TermHandover
from tracker.terms.workflow import TERM_HANDOVER
from tracker.workflow import engine

TERMS = resources.add(
    Resource(
        kind="council_term",
        parents=(("council", "council"),),
        shows=columns(CouncilTerm, "council_id number from_on to_on deputies_total"),
        create=Writing(
            TermForm,
            lambda case, answers: terms.add(case.parents["council"], answers, case.actor),
            require=lambda case: councils.require_keeper(case.actor),
        ),
        edit=Writing(
            TermForm,
            lambda case, answers: terms.edit(case.record, answers, case.actor),
            initial=lambda case: {name: getattr(case.record, name) for name in terms.FACTS},
            require=lambda case: councils.require_keeper(case.actor),
        ),
        filters=(by_id("council", CouncilTerm.council_id),),
        sorts=(("from", order_by(CouncilTerm, "-from_on")),),
        threads=False,
    )
)


def offered(case: Case) -> dict[str, Any]:
    return {"terms": [(str(before.id), before.number) for before, _after in service.pairs(case.actor)]}


def require_begin(case: Case) -> None:
    engine.require_create(TERM_HANDOVER, case.actor.roles)


def reports(handovers: Sequence[TermHandover], actor: Actor) -> dict[int, Any]:
    """As they were when these were decided, for those who read the whole."""
    kept = queries.reports_of([handover.id for handover in handovers])
    return {one.id: kept[one.id] for one in handovers if one.id in kept and queries.reads_whole(one, actor)}


HANDOVERS = resources.add(
    Resource(
        kind="term_handover",
        shows=(
            *columns(TermHandover, "council_id from_term_id"),
            named("from_term", "from_term.number"),
            *columns(TermHandover, "to_term_id"),
            named("to_term", "to_term.number"),
            *columns(TermHandover, "note listed number issued_on signer decided_at"),
            person("decided_by", "decided_by_id"),
            *columns(TermHandover, "withdrawal_reason"),
            looked_up("report", "object", reports, about=_l("Số liệu của báo cáo bàn giao, giữ như ngày quyết định")),
        ),
        create=Writing(
            BeginForm,
            lambda case, answers: service.begin(answers, case.actor),
            about=offered,
            require=require_begin,
        ),
        edit=Writing(
            NoteForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            initial=lambda case: {"note": case.record.note},
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("from_term", TermHandover.from_term_id),
            by_id("to_term", TermHandover.to_term_id),
            by_state(TermHandover, TERM_HANDOVER),
        ),
        beside=people_in("decided_by_id"),
        threads=False,
        files=True,
    )
)


def standing(items: Sequence[HandoverItem], _actor: Actor) -> dict[int, Any]:
    """How each stood when the handover was decided; before that, how it stands now."""
    live = facts.of([item.recommendation_id for item in items if item.facts is None], clock.today())
    return {item.id: item.facts or live[item.recommendation_id] for item in items}


def decided_as(wanted: str, _actor: Actor) -> ColumnElement[bool]:
    return queries.decided_as(wanted)


CHOICES = (queries.NONE_YET, *DECISIONS, queries.LEFT_OUT)
ITEMS = resources.add(
    Resource(
        kind="handover_item",
        shows=(
            *columns(HandoverItem, "handover_id recommendation_id"),
            named("recommendation", "recommendation.code"),
            *columns(HandoverItem, "delegation_id decision"),
            label("decision_label", DECISIONS, "decision"),
            *columns(HandoverItem, "reason note followed_by_id"),
            named("followed_by", "followed_by.full_name"),
            *columns(HandoverItem, "left_out"),
            looked_up("facts", "object", standing, about=_l("Như khi quyết định; trước đó, như hiện nay")),
        ),
        edit=Writing(
            DecisionForm,
            lambda case, answers: service.decide_item(case.record, answers, case.actor),
            about=lambda case: {"officers": service.officers(case.record.handover)},
            initial=lambda case: {name: getattr(case.record, name) for name in service.FACTS},
            require=lambda case: engine.require_edit(case.record.handover, case.actor),
        ),
        filters=(
            by_id("handover", HandoverItem.handover_id),
            by_id("delegation", HandoverItem.delegation_id),
            by_id("recommendation", HandoverItem.recommendation_id),
            Filter("chosen", one_of(CHOICES), decided_as, {"enum": list(CHOICES)}),
        ),
        sorts=(("listed", order_by(HandoverItem, "handover_id", "delegation_id", "recommendation_id")),),
        load=(*queries.LOADED, joinedload(HandoverItem.handover)),
        threads=False,
    )
)
