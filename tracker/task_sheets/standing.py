"""How an agency's tasks stand now, each as the cells of its row in the workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select
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
    sent: Update | None = None
    """The newest of its reports that has left the agency."""

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
        """Of the report's evidence what a cell can hold."""
        return bare_numbers(self.draft) if self.draft else []

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
        task = self.task
        plan = {
            "step": "",
            "person_in_charge": task.person_in_charge,
            "plan": task.plan,
            "milestones": "\n".join(agency_plan.lines(task)),
        }
        return plan | (of_report(self.draft) if self.draft else new_report(task))


def of_report(update: Update) -> dict[str, str]:
    return {
        "claim": update.claim,
        "percent": percent(update.percent),
        "text": update.text,
        "difficulties": update.difficulties,
        "completed_on": format_vi(update.completed_on) if update.completed_on else "",
        "document_numbers": "\n".join(item.document_number for item in bare_numbers(update)),
    }


def new_report(task: Assignment) -> dict[str, str]:
    """A new one begins from what was said last."""
    empty = dict.fromkeys(("text", "difficulties", "completed_on", "document_numbers"), "")
    return {"claim": task.claim or "", "percent": percent(task.percent), **empty}


def percent(number: int | None) -> str:
    return "" if number is None else str(number)


def bare_numbers(update: Update) -> list[EvidenceItem]:
    """Of a report's evidence the bare numbers of documents for the whole."""
    return [item for item in update.evidence if not (item.attachment_id or item.condition_id or item.replaces_id)]


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
    ids = [task.id for task in tasks]
    drafts, sent = newest(ids, Update.state == UPDATE.start), newest(ids, Update.state != UPDATE.start)
    return [Standing(task, drafts.get(task.id), sent.get(task.id)) for task in tasks]


def newest(ids: Sequence[int], which: ColumnElement[bool]) -> dict[int, Update]:
    """Task → the last of the agency's own reports of this sort."""
    last = select(func.max(Update.id)).where(within(Update.assignment_id, ids), Update.on_paper.is_(False), which)
    query = select(Update).where(Update.id.in_(last.group_by(Update.assignment_id)))
    return {update.assignment_id: update for update in db.session.scalars(query.options(selectinload(Update.evidence)))}


def people(agency_id: int) -> list[tuple[str, str]]:
    """The agency's accounts, for the choice of who is in charge."""
    return [(str(id), name) for id, name in people_of(agency_id)]
