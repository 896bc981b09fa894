"""The page of one delegation: facts, the line of steps, sections with counts, lists, the story."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter
from typing import Any

from flask import request, url_for
from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.wrappers import Response

from tracker.accounts import access, people
from tracker.accounts.access import KINDS
from tracker.accounts.roles import COUNCIL_SIDE, LABELS, Role
from tracker.attachments import queries as attachments
from tracker.calendar import rules
from tracker.comparing import queries as comparing
from tracker.core.i18n import _, _lp, _p
from tracker.delegations import progress, queries, service
from tracker.delegations.eligibility import head_warning
from tracker.delegations.models import (
    AGENCY_ROLES,
    DOCUMENT_KINDS,
    MEMBER_ROLES,
    OWNER_KINDS,
    RULESETS,
    Delegation,
)
from tracker.delegations.progress import Step
from tracker.delegations.workflow import NAMES
from tracker.extensions import db
from tracker.oversight_reports import queries as drafts
from tracker.planning import queries as planning
from tracker.plans import keeping, starting
from tracker.requests.deadlines import planned
from tracker.sessions.models import PARTS, WorkingSession
from tracker.web import kit, looks, plans
from tracker.web.kit import me
from tracker.workflow import engine

HEADINGS = {
    "outline": _lp("list", "Đề cương báo cáo"),
    "report_request": _lp("list", "Báo cáo của cơ quan"),
    "session": _lp("list", "Cuộc làm việc"),
    "figure": _lp("list", "Số liệu"),
    "finding": _lp("list", "Phát hiện"),
    "proposal": _lp("list", "Đề xuất của cơ quan"),
    "recommendation": _lp("list", "Kiến nghị"),
}
COUNTED = tuple(HEADINGS)
"""What hangs on a delegation, in the order in which it comes about."""
EVENTS, MOST_EVENTS = 10, 1000
ADDED_AT = {
    "session": "sessions.new",
    "finding": "findings.new",
    "proposal": "proposals.new",
    "recommendation": "recommendations.new",
}


def show(delegation: Delegation) -> Response:
    roles = access.roles_on(me(), delegation)
    council_side = bool(roles & set(COUNCIL_SIDE))
    documents = queries.documents_of(delegation.id, me())
    if council_side:
        # They read all of them: whoever asks the delegation itself need not ask the database again.
        set_committed_value(delegation, "documents", sorted(documents, key=attrgetter("id")))
    steps = progress.line(delegation)
    return kit.show(
        "delegations/show.html",
        delegation=delegation,
        state=engine.state_of(delegation),
        next=next_step(delegation, steps),
        facts=facts(delegation),
        lacking=[NAMES[name] for name in delegation.waived_facts if name in NAMES],
        warnings=warnings(delegation) if council_side else [],
        steps=steps,
        reports_due=planned(delegation, rules.basis()),
        actions=kit.actions(delegation),
        sections=[
            *sections(delegation, len(documents), roles),
            *draft_of_report(delegation, council_side=council_side),
        ],
        additions=additions(delegation, roles),
        members=delegation.members,
        member_roles=MEMBER_ROLES,
        agency_roles=AGENCY_ROLES,
        sessions=sessions_of(delegation),
        parts=PARTS,
        documents=documents,
        document_kinds=DOCUMENT_KINDS,
        files=attachments.of_many("document", [document.id for document in documents]),
        **(plans.told(delegation, documents) if council_side else plans.NOTHING),
        beginnings=beginnings(delegation),
        doubles=queries.doubles(documents) if council_side else {},
        may_edit=service.may_edit(delegation, me()),
        may_file=service.may_file(delegation, me()),
        may_give_access=service.may_give_access(delegation, me()),
        is_draft=service.is_draft(delegation),
        **story(delegation, council_side=council_side),
        tag=kit.state_tag,
    )


def story(delegation: Delegation, *, council_side: bool) -> dict[str, Any]:
    """What happened, newest first; the older part on demand. To an agency the line of steps tells what concerns it."""
    if not council_side:
        return {"events": [], "older_url": None}
    wanted = MOST_EVENTS if request.args.get("history") == "all" else EVENTS
    events = kit.timeline("delegation", delegation, limit=wanted + 1)
    older = url_for("delegations.show", id=delegation.id, history="all", _anchor="history")
    return {"events": events[:wanted], "older_url": older if len(events) > wanted else None}


def next_step(delegation: Delegation, steps: list[Step]) -> dict[str, Any] | None:
    """Who acts next, what they are to do, and by when."""
    state = engine.state_of(delegation)
    if not state.todo:
        return None
    due = next((step.due_on for step in steps if step.state == "current"), None)
    return {"who": ", ".join(str(LABELS[role]) for role in state.waits_for), "what": state.todo, "due_on": due}


def facts(delegation: Delegation) -> list[dict[str, Any]]:
    """The header: what is known; None where the source says nothing, "suy đoán" where it was inferred."""
    head, follower = delegation.head, people.get(delegation.followed_by_id) if delegation.followed_by_id else None
    owner = str(OWNER_KINDS[delegation.owner_kind]) if delegation.body is None else delegation.body.name
    return [
        fact(delegation, "owner_kind", _("Chủ thể giám sát"), owner),
        {"label": _("Trưởng đoàn"), "value": head.name if head else None, "hint": head.office if head else ""},
        *programme_of(delegation),
        fact(delegation, "period_from", _("Thời kỳ giám sát"), period(delegation)),
        fact(delegation, "scope", _("Phạm vi, đối tượng"), delegation.scope),
        fact(delegation, "content", _("Nội dung"), delegation.content),
        fact(delegation, "established_on", _("Ngày thành lập"), kit.readable(delegation.established_on)),
        fact(delegation, "report_due_on", _("Hạn nộp báo cáo"), kit.readable(delegation.report_due_on)),
        {"label": _("Bộ quy định"), "value": RULESETS[delegation.ruleset]},
        {"label": _("Chuyên viên theo dõi"), "value": follower.full_name if follower else None},
    ]


def programme_of(delegation: Delegation) -> list[dict[str, Any]]:
    """The topic that it was set up for, to those who read the programme."""
    if delegation.topic_id is None:
        return []
    known = planning.titles([delegation.topic_id], me())
    url = url_for("topics.show", id=delegation.topic_id)
    return [{"label": _("Theo chương trình"), "value": title, "url": url} for title in known.values()]


def fact(delegation: Delegation, name: str, label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value or None, "hint": _("(suy đoán)") if name in delegation.inferred else ""}


def period(delegation: Delegation) -> str:
    """ "2021–2023" where whole years are meant, else both days."""
    first, last = delegation.period_from, delegation.period_to
    if first is None and last is None:
        return ""
    if first and last and (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{kit.readable(first) or '…'} – {kit.readable(last) or '…'}"


def warnings(delegation: Delegation) -> list[str]:
    found = [head_warning(delegation)]
    if delegation.head is None:
        found.append(_("Đoàn chưa có Trưởng đoàn."))
    if not delegation.supervised:
        found.append(_("Đoàn chưa có cơ quan chịu sự giám sát."))
    return [sentence for sentence in found if sentence]


def sections(delegation: Delegation, documents: int, roles: frozenset[Role]) -> list[dict[str, Any]]:
    """The task list: how much there is of each, and in which states, as far as this person may know."""
    counts = count_all(delegation)
    here = url_for("delegations.show", id=delegation.id)
    council_side = bool(roles & set(COUNCIL_SIDE))
    places = {
        "outline": url_for("outlines.of", delegation_id=delegation.id),
        "report_request": url_for("requests.board", id=delegation.id),
        "session": f"{here}#sessions",
        "figure": url_for("figures.sheet", delegation=delegation.id),
        "finding": url_for("delegation_findings.index", id=delegation.id)
        if council_side
        else url_for("findings.index", delegation=delegation.id),
        "proposal": url_for("proposals.index", delegation=delegation.id),
        "recommendation": url_for("recommendations.index", delegation=delegation.id),
    }
    found = [
        {"label": _p("list", "Văn bản"), "url": f"{here}#documents", "status": amount(documents)},
        {"label": _p("list", "Cơ quan"), "url": f"{here}#agencies", "status": amount(len(delegation.agencies))},
    ]
    for kind in COUNTED:
        total = sum(counts[kind].values())
        found.append(
            {
                "label": HEADINGS[kind],
                "url": places[kind],
                "status": amount(total),
                "hint": in_states(kind, counts[kind]) if total else "",
            }
        )
        if kind == "figure" and council_side:
            found += compared(delegation, total)
        if kind == "recommendation" and total:
            grid = url_for("agency_grid.of_delegation", id=delegation.id)
            found.append({"label": _("Tiến độ theo cơ quan"), "url": grid})
    return found


def draft_of_report(delegation: Delegation, *, council_side: bool) -> list[dict[str, Any]]:
    """How far the draft of its report is written; the Council's own paper."""
    if not council_side:
        return []
    written = drafts.progress(delegation.id, me())
    status = _("%(written)s/%(total)s mục đã soạn", written=written[0], total=written[1]) if written else amount(0)
    return [
        {"label": _("Dự thảo báo cáo"), "url": url_for("oversight_reports.show", id=delegation.id), "status": status}
    ]


def compared(delegation: Delegation, figures: int) -> list[dict[str, Any]]:
    """What the agencies reported, beside each other, and what of it somebody still has to look at."""
    is_counted = figures <= comparing.MOST_COUNTED
    waiting = comparing.open_ones(delegation, me(), limit=looks.limit()) if is_counted else 0
    return [
        {"label": _("So sánh trả lời"), "url": url_for("comparison.show", id=delegation.id)},
        {
            "label": _("Chỉ tiêu và điểm cần xem"),
            "url": url_for("indicators.index", id=delegation.id),
            "status": looks.open_words(waiting) if waiting else None,
        },
    ]


def amount(number: int) -> str:
    return str(number) if number else _("chưa có")


def in_states(kind: str, counts: Counter[str]) -> str:
    """ "2 dự thảo · 6 đã ban hành", in the order of the life."""
    workflow = KINDS[kind].workflow
    if workflow is None:
        return ""
    words = [f"{counts[state.name]} {str(state.label).lower()}" for state in workflow.states if counts[state.name]]
    return " · ".join(words)


def count_all(delegation: Delegation) -> dict[str, Counter[str]]:
    """How many records of each kind this person may read, by state; one query."""
    parts = []
    for name in COUNTED:
        kind = KINDS[name]
        state = kind.model.state if kind.workflow else literal("")
        parts.append(
            select(literal(name), state, func.count())
            .select_from(kind.model)
            .where(kind.model.delegation_id == delegation.id, access.visible(name, me()))
            .group_by(state)
        )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, state, number in db.session.execute(union_all(*parts)):
        found[name][state] += number
    return found


def additions(delegation: Delegation, roles: frozenset[Role]) -> list[dict[str, Any]]:
    """What this person may add here."""
    if engine.state_of(delegation).final:
        return []
    return [
        {"label": _("Thêm %(kind)s", kind=str(KINDS[name].label).lower()), "url": url_for(at, delegation=delegation.id)}
        for name, at in ADDED_AT.items()
        if roles & set(KINDS[name].workflow.create)
    ]


def beginnings(delegation: Delegation) -> list[dict[str, Any]]:
    """What may be made of this delegation: another one after it, a template."""
    council_id = delegation.council_id
    found = []
    if starting.may_start(me(), council_id):
        url = url_for("delegation_start.start", delegation=delegation.id)
        found.append({"label": _("Lập đoàn mới theo đoàn này"), "url": url})
    if keeping.is_keeper(me(), council_id):
        url = url_for("delegation_templates.new", delegation=delegation.id)
        found.append({"label": _("Lưu thành mẫu"), "url": url})
    return found


def sessions_of(delegation: Delegation) -> list[Any]:
    """The working sessions that this person may read, in the order of their days."""
    query = select(
        WorkingSession.id,
        WorkingSession.code,
        WorkingSession.title,
        WorkingSession.held_on,
        WorkingSession.part,
        WorkingSession.place,
        WorkingSession.state,
    ).where(WorkingSession.delegation_id == delegation.id, access.visible("session", me()))
    return list(db.session.execute(query.order_by(WorkingSession.held_on, WorkingSession.id)))
