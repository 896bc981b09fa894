"""Recommendations whole as they were known at a moment: told again from the events of their own threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.extensions import db
from tracker.history.models import Span, stood
from tracker.history.records import columns_of, facts_for, made, tell
from tracker.organizations.history import AgencySpan
from tracker.organizations.models import Agency, Handover
from tracker.recommendations import milestones
from tracker.recommendations.history.models import AssignmentSpan, RecommendationSpan
from tracker.recommendations.models import (
    Addressee,
    Assignment,
    ClosingCondition,
    EvidenceItem,
    Extension,
    Measure,
    Milestone,
    Recommendation,
    Update,
)
from tracker.recommendations.workflow import EVIDENCE

T = TypeVar("T")
Facts = dict[str, Any]
Key = tuple[str, int]
UNJUDGED = {"state": EVIDENCE.start, "reason": "", "judged_at": None, "judged_by_id": None}
PARTS: dict[str, type[Any]] = {"update": Update, "extension": Extension, "measure": Measure}


@dataclass
class Past:
    """One recommendation as it stood, and all that hung on its tasks, eldest first."""

    recommendation: Recommendation
    rests_on: list[str]
    """The codes of the findings and statements that it came from."""
    updates: list[Update] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    reopened: dict[int, datetime] = field(default_factory=dict)
    """When a task was re-opened last, by its id."""


def at(ids: Collection[int], moment: datetime) -> dict[int, Past]:
    """Those of these recommendations that were known then; a fixed number of queries."""
    return Retelling(ids, moment).told() if ids else {}


class Retelling:
    """What the events of these threads had said by then, and what is looked up beside it."""

    def __init__(self, ids: Collection[int], moment: datetime) -> None:
        self.ids, self.moment = sorted(ids), moment
        self.said: dict[Key, Facts] = defaultdict(dict)
        self.threads: dict[Key, int] = {}
        self.moments: dict[Key, tuple[datetime, datetime]] = {}
        self.roadmaps: dict[int, list[Milestone]] = defaultdict(list)
        self.plans: dict[int, list[Milestone]] = defaultdict(list)
        self.verdicts: dict[int, datetime | None] = {}
        self.reopened: dict[int, datetime] = {}
        self.conditions: dict[tuple[int, str], int] = {}
        self.evidence = self.kept_evidence()
        told = self.events()
        self.began_with(told)
        for event in told:
            if event.at <= self.moment:
                self.hear(event)
        self.wholes = self.spans(RecommendationSpan, RecommendationSpan.id)
        self.tasks = self.spans(AssignmentSpan, AssignmentSpan.recommendation_id)
        self.handovers = self.kept_handovers()
        self.agencies = self.known_agencies()
        self.delegations = self.of(Delegation, (whole.delegation_id for whole in self.wholes))
        self.papers = self.kept_papers()
        self.documents = self.of(DelegationDocument, self.papers.values())
        self.people = self.of(User, [*self.named("approved_by_id"), *self.named("followed_by_id")])

    # What is read.

    def events(self) -> Sequence[AuditEvent]:
        """What had been said by then; of evidence also what was said later, which tells what held before."""
        said = or_(AuditEvent.at <= self.moment, AuditEvent.subject_kind == "evidence")
        query = select(AuditEvent).where(
            AuditEvent.thread_kind == "recommendation", AuditEvent.thread_id.in_(self.ids), said
        )
        return db.session.scalars(query.order_by(AuditEvent.id)).all()

    def began_with(self, told: Sequence[AuditEvent]) -> None:
        """Until when an item was to be in force before the first verdict that named another day."""
        for event in reversed(told):
            if event.subject_kind == "evidence" and "valid_until" in (event.before or {}):
                self.judge(event.subject_id, {"valid_until": (event.before or {})["valid_until"]})

    def spans(self, model: type[Span], column: Any) -> list[Any]:
        query = select(model).where(column.in_(self.ids), stood(model, self.moment)).order_by(model.id)
        return list(db.session.scalars(query))

    def kept_evidence(self) -> dict[int, list[EvidenceItem]]:
        """By report. Files and numbers never change; what became of each is told by the events, and until when it is in
        force, where nobody has changed that, by the item itself."""
        query = (
            select(EvidenceItem)
            .join(Assignment, Assignment.id == EvidenceItem.assignment_id)
            .where(Assignment.recommendation_id.in_(self.ids), EvidenceItem.created_at <= self.moment)
            .options(joinedload(EvidenceItem.attachment), joinedload(EvidenceItem.condition))
            .order_by(EvidenceItem.id)
        )
        found: dict[int, list[EvidenceItem]] = defaultdict(list)
        for item in db.session.scalars(query):
            self.verdicts[item.id] = item.judged_at
            if one := item.condition:
                self.conditions[one.recommendation_id, one.text] = one.id
            found[item.update_id].append(made(EvidenceItem, columns_of(item) | UNJUDGED, attachment=item.attachment))
        return found

    def kept_papers(self) -> dict[Key, int | None]:
        """The documents by which these were issued or decided: named once and for ever, so the records say it."""
        decided = {
            kind: [id for (of, id), facts in self.said.items() if of == kind and facts.get(since)]
            for kind, since in (("recommendation", "issued_on"), ("extension", "decided_at"))
        }
        rows = union_all(
            *(
                select(literal(kind), table.id, table.document_id).where(table.id.in_(decided[kind]))
                for kind, table in (("recommendation", Recommendation), ("extension", Extension))
            )
        )
        return {(kind, id): document for kind, id, document in db.session.execute(rows)}

    def paper(self, key: Key) -> DelegationDocument | None:
        return self.documents.get(self.papers.get(key) or 0)

    def kept_handovers(self) -> dict[int, list[Handover]]:
        query = select(Handover).where(
            Handover.subject_kind == "assignment",
            Handover.subject_id.in_([task.id for task in self.tasks]),
            Handover.handed_at <= self.moment,
        )
        found: dict[int, list[Handover]] = defaultdict(list)
        for handover in db.session.scalars(query.order_by(Handover.id)):
            found[handover.subject_id].append(handover)
        return found

    def known_agencies(self) -> dict[int, Agency]:
        """By the names that were known then."""
        ids = {id for whole in self.wholes for id in (*addressed(whole), whole.lead_agency_id) if id}
        ids |= {task.agency_id for task in self.tasks}
        query = (
            select(Agency, AgencySpan.name)
            .outerjoin(AgencySpan, (AgencySpan.id == Agency.id) & stood(AgencySpan, self.moment))
            .where(Agency.id.in_(sorted(ids)))
        )
        rows = db.session.execute(query).all()
        return {agency.id: made(Agency, columns_of(agency) | {"name": name or agency.name}) for agency, name in rows}

    def of(self, model: type[T], ids: Iterable[int | None]) -> dict[int, T]:
        wanted = sorted({id for id in ids if id})
        table: Any = model
        rows = db.session.scalars(select(table).where(table.id.in_(wanted))) if wanted else ()
        return {row.id: row for row in rows}

    def named(self, name: str) -> list[int | None]:
        return [facts.get(name) for facts in self.said.values()]

    # What the events say.

    def hear(self, event: AuditEvent) -> None:
        key, after = (event.subject_kind, event.subject_id), event.after or {}
        self.said[key] |= after
        self.threads[key] = event.thread_id
        first = self.moments[key][0] if key in self.moments else event.at
        self.moments[key] = (first, event.at)
        if event.subject_kind == "update" and event.action == "accept":
            self.accept_with(event)
        if event.subject_kind == "evidence":
            self.judge(event.subject_id, after)
        if event.subject_kind == "assignment" and event.action == "reopen":
            self.reopened[event.subject_id] = event.at
        if event.action == "set_roadmap":
            self.roadmaps[event.subject_id] = self.roadmap(event.subject_id, after)
        if event.subject_kind == "assignment" and event.action in ("start", "edited"):
            self.promise(event.subject_id, after)

    def accept_with(self, event: AuditEvent) -> None:
        """Items that were once accepted with their report have no event of their own."""
        for item in self.evidence[event.subject_id]:
            judged_at = self.verdicts[item.id]
            if item.is_pending and judged_at is not None and judged_at <= event.at:
                self.judge(item.id, {"state": "accepted", "judged_at": event.at, "judged_by_id": event.actor_id})

    def judge(self, id: int, after: Mapping[str, Any]) -> None:
        for item in self.items(id):
            tell(item, **facts_for(EvidenceItem, after))

    def items(self, id: int) -> list[EvidenceItem]:
        return [item for items in self.evidence.values() for item in items if item.id == id]

    def roadmap(self, task_id: int, after: Mapping[str, Any]) -> list[Milestone]:
        """The milestones of a decision take the place of those that no report had reached."""
        reached = {
            text for key, facts in self.said.items() if key[0] == "update" for text in facts.get("milestones", ())
        }
        kept = [one for one in self.roadmaps[task_id] if one.text in reached]
        lines = (after.get("answers") or {}).get("milestones") or ()
        decided = [tell(one, origin="decision") for one in map(milestones.read, lines)]
        return kept + sorted(decided, key=lambda one: one.due_on)

    def promise(self, task_id: int, after: Mapping[str, Any]) -> None:
        """The milestones of the agency's own plan, all of them whenever it changes."""
        lines = after.get("milestones", (after.get("answers") or {}).get("milestones"))
        if lines is not None:
            self.plans[task_id] = [tell(one, origin="plan") for one in map(milestones.read, lines)]

    # What is told.

    def told(self) -> dict[int, Past]:
        return {whole.id: self.retold(whole) for whole in self.wholes}

    def retold(self, whole: RecommendationSpan) -> Past:
        key = ("recommendation", whole.id)
        facts = self.said[key]
        recommendation = self.record(Recommendation, key, span=whole)
        tasks = [self.task(task, recommendation) for task in self.tasks if task.recommendation_id == whole.id]
        tasks.sort(key=lambda task: (task.role, task.id))
        tell(
            recommendation,
            delegation=self.delegations[whole.delegation_id],
            document=self.paper(key),
            approved_by=self.people.get(facts.get("approved_by_id") or 0),
            followed_by=self.people.get(facts.get("followed_by_id") or 0),
            conditions=[
                made(
                    ClosingCondition,
                    {
                        "id": self.conditions.get((whole.id, text), -n),
                        "recommendation_id": whole.id,
                        "text": text,
                        "position": n,
                    },
                )
                for n, text in enumerate(facts.get("conditions") or ())
            ],
            addressees=self.addressees(whole, recommendation),
            assignments=tasks,
        )
        parts = {kind: self.parts(kind, model, tasks) for kind, model in PARTS.items()}
        rests_on = list(facts.get("rests_on") or ())
        updates, extensions, measures = (parts[kind] for kind in PARTS)
        return Past(recommendation, rests_on, updates, extensions, measures, self.reopened)

    def record(self, model: type[T], key: Key, span: Span | None = None) -> T:
        """A record of what was said of it, and of the facts that its span holds."""
        columns: Any = inspect(model).columns
        facts = facts_for(model, self.said[key])
        if span is not None:
            facts |= {name: value for name, value in columns_of(span).items() if name in columns}
        first, last = self.moments[key]
        frame = {"id": key[1], "created_at": first, "updated_at": last, "row_version": 0}
        return made(model, facts | frame)

    def task(self, span: AssignmentSpan, recommendation: Recommendation) -> Assignment:
        task = self.record(Assignment, ("assignment", span.id), span=span)
        own = [*self.plans.get(span.id, []), *self.roadmaps.get(span.id, [])]
        for one in own:
            tell(one, assignment=task, update=None)
        return tell(
            task,
            recommendation=recommendation,
            delegation=self.delegations[span.delegation_id],
            agency=self.agencies[span.agency_id],
            handovers=self.handovers[span.id],
            updates=[],
            extensions=[],
            measures=[],
            milestones=own,
        )

    def addressees(self, whole: RecommendationSpan, recommendation: Recommendation) -> list[Addressee]:
        """Of a draft, the lead first."""
        ids = sorted(addressed(whole), key=lambda agency: (agency != whole.lead_agency_id, agency))
        return [
            made(
                Addressee,
                {"id": 0, "agency_id": id, "role": "lead" if id == whole.lead_agency_id else "support"},
                agency=self.agencies[id],
                recommendation=recommendation,
            )
            for id in ids
        ]

    def parts(self, kind: str, model: type[Any], tasks: Iterable[Assignment]) -> list[Any]:
        """The reports, requests or measures of these tasks."""
        by_id = {task.id: task for task in tasks}
        found = []
        for key in sorted(key for key in self.said if key[0] == kind):
            task = by_id.get(self.said[key].get("assignment_id") or 0)
            if task is not None:
                found.append(self.part(key, model, task))
        return found

    def part(self, key: Key, model: type[Any], task: Assignment) -> Any:
        part = self.record(model, key)
        part.council_id, part.delegation_id = task.council_id, task.delegation_id
        tell(part, assignment=task)
        if model is not Measure:
            tell(part, delegation=task.delegation)
        facts = self.said[key]
        if model is Update:
            evidence = self.evidence[key[1]]
            for item in evidence:
                tell(item, assignment=task, update=part)
            reached = [one for one in task.milestones if one.text in (facts.get("milestones") or ())]
            for one in reached:
                tell(one, update=part)
                one.update_id = part.id
            tell(part, evidence=evidence, milestones=reached)
        if model is Extension:
            tell(part, document=self.paper(key))
        getattr(task, {"update": "updates", "extension": "extensions", "measure": "measures"}[key[0]]).append(part)
        return part


def addressed(whole: RecommendationSpan) -> list[int]:
    return [int(id) for id in whole.addressed_to.split("|") if id]
