"""What a row says against what stands now: old and new by cell, what has changed meanwhile, and what keeps it from going in.

Three are compared: what the file was made from, what it says, what stands. What the file leaves as it was is left alone,
also where it has changed since; what both have changed is a conflict, which somebody decides who has all three before them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.importing.checking.findings import sentence
from tracker.recommendations import agency_plan, milestones
from tracker.recommendations.forms import PlanForm, UpdateForm
from tracker.recommendations.models import CLAIMS
from tracker.recommendations.workflow import TASK_OPEN, TASK_TAKEN, is_begun, takes_reports
from tracker.task_sheets import columns, standing, steps
from tracker.task_sheets.columns import PLAN, REPORT, STEP
from tracker.task_sheets.models import FAULTS, TaskSheet, TaskSheetOutcome, TaskSheetRow
from tracker.task_sheets.standing import Known, Standing, of_report
from tracker.task_sheets.steps import LAY, SEND, START
from tracker.workflow import engine, guards

PLAIN, CONFLICT, STUCK, TAKEN, SAME = "plain", "conflict", "stuck", "taken", "same"
KINDS = {
    PLAIN: _l("nhận được"),
    CONFLICT: _l("có người khác đã sửa"),
    STUCK: _l("chưa nhận được"),
    TAKEN: _l("đã nhận"),
    SAME: _l("đã như vậy rồi"),
}
UNSIGNED: dict[str, Any] = {"csrf": False}


@dataclass(frozen=True)
class Change:
    """One cell. `base`: what the file was made from, None where it no longer tells; `now`: what stands, or stood before the
    row was accepted."""

    column: str
    base: str | None
    now: str
    said: str
    is_conflict: bool = False


@dataclass(frozen=True)
class Problem:
    """`column`: the cell that it speaks of, "" for the row."""

    column: str
    sentence: str


@dataclass
class Difference:
    """A row, held against what stands now."""

    row: TaskSheetRow
    standing: Standing | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wants_page: bool = False
    """Something is missing that only the task's page can take, such as a file."""
    moved: tuple[str, str] | None = None
    """The task's state when the file was made, and now, where they differ."""
    plan: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    """What was said of either, read as the page's form reads it; by field."""

    @property
    def step(self) -> str:
        return next((change.said for change in self.changes if change.column == STEP), "")

    @property
    def kind(self) -> str:
        if self.row.is_taken:
            return TAKEN
        if self.problems:
            return STUCK
        if not self.changes:
            return SAME
        return CONFLICT if self.moved or any(change.is_conflict for change in self.changes) else PLAIN

    @property
    def may_be_taken(self) -> bool:
        return self.kind in (PLAIN, CONFLICT)

    @property
    def ticket(self) -> str:
        """Names the row and what stood when it was looked at: it is accepted as it was seen, or not at all."""
        return f"{self.row.id}-{self.standing.seen if self.standing else 0}"

    @property
    def words(self) -> str:
        names = ", ".join(columns.label(change.column) for change in self.changes)
        return _("Dòng %(row)s, %(code)s: %(columns)s", row=self.row.number, code=self.row.code, columns=names)

    def said(self, names: Iterable[str]) -> list[str]:
        return [change.column for change in self.changes if change.column in names]

    def wrong(self, column: str, *sentences: Any) -> None:
        self.problems += [Problem(column, str(one)) for one in sentences]


def may_say(one: Standing) -> tuple[str, ...]:
    """The agency's columns that are open to it where the task stands (domain.md 6.4 SM5)."""
    if not is_begun(one.task):
        return columns.AGENCYS
    if not takes_reports(one.task):
        return ()
    return columns.AGENCYS if may_plan(one) else (STEP, *REPORT)


def may_plan(one: Standing) -> bool:
    return bool(set(OF_AGENCY) & set(engine.state_of(one.task).edit))


# --- rows of a sheet --------------------------------------------------------------------------------------------------


ROWS = select(TaskSheetRow).options(
    selectinload(TaskSheetRow.outcomes).joinedload(TaskSheetOutcome.actor), joinedload(TaskSheetRow.sheet)
)


def acceptable(sheet: TaskSheet) -> list[Difference]:
    """The rows that may be accepted now, by whoever of the agency has the right to their step."""
    taken = exists().where(TaskSheetOutcome.row_id == TaskSheetRow.id, TaskSheetOutcome.done)
    query = ROWS.where(TaskSheetRow.sheet_id == sheet.id, TaskSheetRow.cells > 0, ~taken)
    rows = db.session.scalars(query.order_by(TaskSheetRow.number)).all()
    return [found for found in compared(rows, sheet.agency_id, None) if found.may_be_taken]


def compared(rows: Sequence[TaskSheetRow], agency_id: int, actor: Actor | None) -> list[Difference]:
    """Each row against its task as it stands; what this person may not do is told. None: somebody of the agency."""
    known = standing.known(agency_id, {row.assignment_id for row in rows if row.assignment_id})
    people = standing.people(agency_id) if known.own else []
    return [compare(row, known, people, actor) for row in rows]


def compare(row: TaskSheetRow, known: Known, people: Sequence[tuple[str, str]], actor: Actor | None) -> Difference:
    found = Difference(row, known.own.get(row.assignment_id or 0))
    note_besides(found)
    if row.fault is not None:
        rows = ", ".join(map(str, row.about.get("twins", [])))
        found.wrong("", FAULTS[row.fault] % {"rows": rows, "key": row.key})
    elif found.standing is None:
        found.wrong("", GONE["handed" if row.assignment_id in known.handed else "other"])
    elif row.is_taken:
        [was] = [outcome.replaced for outcome in row.outcomes if outcome.done]
        found.changes = [
            Change(name, row.base.get(name), was[name], said) for name, said in in_order(row.said) if name in was
        ]
    else:
        compare_cells(found, found.standing)
        if found.changes or not row.cells:
            check(found, found.standing, people, actor)
    return found


GONE = {
    "handed": _l("Nhiệm vụ này đã bàn giao cho cơ quan khác, không còn báo cáo ở đây."),
    "other": _l("Nhiệm vụ này không phải của cơ quan."),
    "ended": _l("Nhiệm vụ đã kết thúc: “%(state)s”. Không sửa, không báo cáo nữa."),
    "waits": _l("Nhiệm vụ đang “%(state)s” nên lúc này không sửa, không báo cáo được."),
}


def note_besides(found: Difference) -> None:
    about = found.row.about
    if names := [columns.label(name) for name in about.get("locked", []) if name in columns.BY_NAME]:
        found.notes.append(
            _("Các ô %(columns)s do Hội đồng nhân dân ghi; sửa trong tệp không có tác dụng.", columns=quoted(names))
        )
    if names := [columns.label(name) for name in about.get("formulas", [])]:
        found.notes.append(_("Các ô %(columns)s là công thức: lấy kết quả đang hiển thị.", columns=quoted(names)))
    if about.get("hidden"):
        found.notes.append(_("Dòng này đang ẩn trong Excel."))


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


# --- the three of each cell -------------------------------------------------------------------------------------------


def compare_cells(found: Difference, one: Standing) -> None:
    row, now = found.row, one.of_agency()
    then = row.base.get(columns.STANDING)
    if then is not None and then != one.task.state:
        found.moved = then, one.task.state
    is_newer = row.version != one.task.row_version
    sent = REPORT if was_sent(row, one) else ()
    for name, said in in_order(row.said):
        if name not in sent and not is_so(name, said, now, one, is_sent=bool(sent)):
            base = row.base.get(name)
            is_conflict = name != STEP and (is_newer if base is None else base != now[name])
            found.changes.append(Change(name, base, now[name], said, is_conflict))
    if [change.column for change in found.changes] == [STEP] and is_moot(found, one):
        found.changes = []
    if not found.changes:
        found.moved = None


def in_order(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Column and text, as the columns stand."""
    return [(name, said[name]) for name in columns.AGENCYS if name in said]


def was_sent(row: TaskSheetRow, one: Standing) -> bool:
    """Has the very report that the row makes left the agency since: because the file came back before?"""
    words = {name: row.said[name] for name in REPORT if name in row.said}
    if "text" not in words or one.draft is not None or one.sent is None or row.version == one.task.row_version:
        return False
    sent = of_report(one.sent)
    return all(sent[name] == said for name, said in words.items())


def is_so(name: str, said: str, now: Mapping[str, str], one: Standing, *, is_sent: bool) -> bool:
    """Does it stand so already?"""
    if name != STEP:
        return said == now[name]
    return not said or (said == START and is_begun(one.task)) or (said in (LAY, SEND) and is_sent)


def is_moot(found: Difference, one: Standing) -> bool:
    """A report that lies before the leader already, and nothing of it is changed."""
    return found.step == LAY and one.draft is not None and one.draft.ready_at is not None


# --- what keeps it from going in --------------------------------------------------------------------------------------


def check(found: Difference, one: Standing, people: Sequence[tuple[str, str]], actor: Actor | None) -> None:
    """Every reason at once, each beside its cell; the same forms, guards and bars as on the pages."""
    if not may_say(one):
        state = engine.state_of(one.task)
        found.wrong("", GONE["ended" if state.final else "waits"] % {"state": state.label})
        return
    for name in found.row.about.get("no_value", []):
        found.wrong(name, sentence("no_value", {}))
    check_plan(found, one, people)
    check_report(found, one)
    check_step(found, one, actor)


def check_plan(found: Difference, one: Standing, people: Sequence[tuple[str, str]]) -> None:
    changed = found.said(PLAN)
    if not changed and found.step != START:
        return
    if found.step != START and not may_plan(one):
        start = {"step": steps.STEPS[START].label, "column": columns.label(STEP)}
        found.wrong(
            changed[0],
            _("Nhiệm vụ chưa nhận: muốn ghi kế hoạch thì chọn “%(step)s” ở cột “%(column)s”.", **start),
        )
        return
    cells = meant(found, one, PLAN)
    person = person_of(found, one, cells["person_in_charge"], people)
    form = PlanForm(MultiDict({**cells, **person}), people=people, meta=UNSIGNED)
    wrong = {} if form.validate() else form.problems()
    if "milestones" not in wrong and (unread := milestones.wrong(form.milestones.data or [], one.task)):
        wrong["milestones"] = [unread]
    wrong |= {name: [words] for name, words in agency_plan.wrong(one.task, form.answers).items()}
    tell(found, wrong)
    names = PLAN if found.step == START else changed
    found.plan = {name: form.answers[name] for name in names} | (person if "person_in_charge" in names else {})


def meant(found: Difference, one: Standing, names: Collection[str]) -> dict[str, str]:
    """How these cells are to stand once the row is in."""
    now = one.of_agency()
    said = {change.column: change.said for change in found.changes}
    return {name: said.get(name, now[name]) for name in names}


def person_of(found: Difference, one: Standing, name: str, people: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The account of that name at the agency, or the name alone; left as it is where nothing else is said."""
    if "person_in_charge" not in found.said(PLAN) and one.task.person_id:
        return {"person_id": str(one.task.person_id), "person_in_charge": name}
    ids = [id for id, known in people if known.casefold() == name.casefold()]
    if len(ids) > 1:
        found.wrong(
            "person_in_charge", _("Cơ quan có nhiều tài khoản tên này. Hãy chọn người trên trang của nhiệm vụ.")
        )
    return {"person_id": ids[0] if len(ids) == 1 else "", "person_in_charge": name}


def check_report(found: Difference, one: Standing) -> None:
    changed = found.said(REPORT)
    if not changed:
        return
    if not takes_reports(one.task):
        found.wrong(changed[0], TASK_OPEN.sentence)
        return
    form = UpdateForm(MultiDict(meant(found, one, REPORT)), meta=UNSIGNED)
    form.issued_on = one.task.recommendation.issued_on
    wrong = {} if form.validate() else form.problems()
    claim = str(form.claim.data or "")
    if claim and claim not in CLAIMS:
        known = ", ".join(str(label) for label in CLAIMS.values())
        wrong["claim"] = [sentence("unknown_choice", {"value": claim[:60], "known": known})]
    tell(found, wrong)
    found.report = {name: form.answers[name] for name in (REPORT if one.draft is None else changed)}


def tell(found: Difference, wrong: Mapping[str, Sequence[Any]]) -> None:
    """The first sentence a cell: what cannot be read need not be called missing too."""
    told = {problem.column for problem in found.problems}
    for name, sentences in wrong.items():
        name = "person_in_charge" if name == "person_id" else name
        if name not in told:
            found.wrong(name if name in columns.BY_NAME else "", *sentences[:1])


# --- its step ---------------------------------------------------------------------------------------------------------


def check_step(found: Difference, one: Standing, actor: Actor | None) -> None:
    step = found.step
    if not step:
        return
    if step not in steps.STEPS:
        known = ", ".join(str(steps.STEPS[name].label) for name in steps.offered(one, actor))
        found.wrong(STEP, sentence("unknown_choice", {"value": step[:60], "known": known}))
    elif step not in steps.possible(one):
        found.wrong(STEP, TASK_TAKEN.sentence if not is_begun(one.task) else TASK_OPEN.sentence)
    elif not set(steps.roles_of(actor, one)) & set(steps.STEPS[step].by):
        found.wrong(STEP, _("Bước “%(step)s” không phải của tài khoản này.", step=steps.STEPS[step].label))
    elif step in (LAY, SEND):
        check_sending(found, one, step, actor)


def check_sending(found: Difference, one: Standing, step: str, actor: Actor | None) -> None:
    """As the report would be once the row is in: what the guards of sending say of it, and the agency's own rule."""
    is_rewritten = bool(found.said(REPORT))
    if one.draft is None and not is_rewritten:
        found.wrong(STEP, _("Chưa có báo cáo nào đang soạn. Hãy ghi kết quả vào các cột của báo cáo."))
        return
    if steps.is_own(step, one, actor, is_rewritten=is_rewritten):
        found.wrong(STEP, *(bar.sentence for bar in steps.STEPS[SEND].bars if bar.name == "own_words"))
    lacking = guards.unmet(steps.STEPS[SEND], Report.of(found, one))
    if lacking and step == SEND:
        found.wrong(STEP, *lacking)
    elif lacking:
        found.notes.append(_("Lãnh đạo chưa gửi được: %(why)s", why=" ".join(lacking)))
    found.wants_page = found.wants_page or bool(lacking)


@dataclass(frozen=True)
class Report:
    """What the guards of sending ask of a report, as it would be."""

    assignment: Any
    claim: str
    evidence: Sequence[Any]

    @classmethod
    def of(cls, found: Difference, one: Standing) -> Report:
        cells = meant(found, one, REPORT)
        bare = {item.id for item in one.numbers()}
        others = [item for item in (one.draft.evidence if one.draft else []) if item.id not in bare]
        return cls(one.task, cells["claim"], [*others, *filter(None, cells["document_numbers"].split("\n"))])
