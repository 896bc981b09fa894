"""How an agency's tasks stand now, each as the cells of its row in the workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import within
from tracker.administration.stand_ins.queries import people_of
from tracker.core.dates import format_vi
from tracker.extensions import db
from tracker.organizations.queries import held
from tracker.recommendations import agency_plan
from tracker.recommendations.models import Assignment, EvidenceItem, Milestone, Recommendation, Update
from tracker.recommendations.workflow import ASSIGNMENT, UPDATE

MOST = 1_000
"""Rows of a workbook; the longest due come first."""
OPEN = ASSIGNMENT.states_where(lambda state: not state.final)
LOADED = (
    joinedload(Assignment.delegation),
    joinedload(Assignment.recommendation).options(
        joinedload(Recommendation.document), selectinload(Recommendation.conditions)
    ),
    selectinload(Assignment.milestones).joinedload(Milestone.update),
)


@dataclass(frozen=True)
class Standing:
    """A task, and the report that is being written on it, if there is one."""

    task: Assignment
    draft: Update | None = None

    @property
    def key(self) -> str:
        """What its row in a workbook is known by: NV, its number, its version, that of the report being written (0: none)."""
        return f"NV-{self.task.id}-{self.task.row_version}-{self.draft.row_version if self.draft else 0}"

    @property
    def seen(self) -> str:
        """What somebody has read who has read all this; it changes with every change of task or report."""
        draft = f"{self.draft.id}.{self.draft.row_version}" if self.draft else "0"
        return f"{self.task.row_version}-{draft}"

    def numbers(self) -> list[EvidenceItem]:
        """Of the report's evidence the bare numbers of documents for the whole: what a cell can hold."""
        found = self.draft.evidence if self.draft else []
        return [item for item in found if not (item.attachment_id or item.condition_id or item.replaces_id)]

    def cells(self) -> dict[str, str]:
        """Column → its text, as `reading` reads a cell; choices and states by name."""
        return self.of_council() | self.of_agency()

    def of_council(self) -> dict[str, str]:
        task, recommendation = self.task, self.task.recommendation
        paper = recommendation.document
        conditions = recommendation.conditions if task.role == "lead" else []
        return {
            "code": recommendation.code,
            "wanted": recommendation.text,
            "deliverable": recommendation.deliverable,
            "conditions": "\n".join(condition.text for condition in conditions),
            "document": ", ".join(filter(None, (paper.number, format_vi(paper.issued_on)))) if paper else "",
            "part": task.role,
            "due": format_vi(task.due_on) if task.due_on else "",
            "standing": task.state,
            "verdict": task.verdict_note,
        }

    def of_agency(self) -> dict[str, str]:
        """What the pages' forms show: the plan, and the report being written, or what a new one begins from."""
        task, draft = self.task, self.draft
        about: Any = draft or task
        return {
            "step": "",
            "person_in_charge": task.person_in_charge,
            "plan": task.plan,
            "milestones": "\n".join(agency_plan.lines(task)),
            "claim": about.claim or "",
            "percent": "" if about.percent is None else str(about.percent),
            "text": draft.text if draft else "",
            "difficulties": draft.difficulties if draft else "",
            "completed_on": format_vi(draft.completed_on) if draft and draft.completed_on else "",
            "document_numbers": "\n".join(item.document_number for item in self.numbers()),
        }


def of_agency(agency_id: int) -> list[Standing]:
    """The open tasks of this agency, by their deadline; at most MOST."""
    query = select(Assignment).where(Assignment.agency_id == agency_id, Assignment.state.in_(OPEN))
    tasks = db.session.scalars(query.options(*LOADED).order_by(Assignment.due_key, Assignment.id).limit(MOST)).all()
    return standings(tasks)


def count(agency_id: int) -> int:
    query = select(func.count()).where(Assignment.agency_id == agency_id, Assignment.state.in_(OPEN))
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class Known:
    """What is known of some tasks: those that are the agency's, and of the others those that it has handed over."""

    own: dict[int, Standing] = field(default_factory=dict)
    handed: frozenset[int] = frozenset()


def known(agency_id: int, ids: Collection[int]) -> Known:
    """Open or ended. Of tasks that never were the agency's nothing is known."""
    if not ids:
        return Known()
    own = Assignment.agency_id == agency_id
    tasks = db.session.scalars(select(Assignment).where(within(Assignment.id, ids), own).options(*LOADED)).all()
    handed = select(Assignment.id).where(
        within(Assignment.id, ids), ~own, Assignment.id.in_(held("assignment", {agency_id}, only_from=True))
    )
    return Known({found.task.id: found for found in standings(tasks)}, frozenset(db.session.scalars(handed)))


def standings(tasks: Sequence[Assignment]) -> list[Standing]:
    drafts = drafts_of(task.id for task in tasks)
    return [Standing(task, drafts.get(task.id)) for task in tasks]


def drafts_of(ids: Iterable[int]) -> dict[int, Update]:
    """Task → the agency's report that is being written on it."""
    query = select(Update).where(
        within(Update.assignment_id, ids), Update.state == UPDATE.start, Update.on_paper.is_(False)
    )
    rows = db.session.scalars(query.options(selectinload(Update.evidence)).order_by(Update.id.desc()))
    return {update.assignment_id: update for update in rows}


def people(agency_id: int) -> list[tuple[str, str]]:
    """The agency's accounts, for the choice of who is in charge."""
    return [(str(id), name) for id, name in people_of(agency_id)]
