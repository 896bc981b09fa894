"""The page of one policy: what is next and by when, its steps, every vote, and the whole chain that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from tracker.accounts.access import roles_on
from tracker.accounts.roles import COUNCIL_SIDE, LABELS, OF_AGENCY, Role
from tracker.attachments import queries as attachments
from tracker.calendar import rules
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.organizations.handing import earlier_holders
from tracker.policies import chain, days, due, majority, queries, route, succession
from tracker.policies.chain import Source
from tracker.policies.models import PROCEDURES, RULESETS, TYPES, Policy, PolicyStep, VoteRecord
from tracker.policies.workflow import APPRAISALS, OPINIONS, POLICY, is_posted
from tracker.web import kit, threads
from tracker.web.kit import me
from tracker.web.ways import Way
from tracker.workflow import engine

RESULTS = APPRAISALS | OPINIONS
REGISTERED, ENDING = "registered", ("passed", "promulgated", "in_force")


def show(policy: Policy) -> Response:
    """Who drafts it and the Council's side read all of it; others what it is, where it stands, and what it comes from."""
    roles = roles_on(me(), policy)
    is_inside = bool(roles & {*COUNCIL_SIDE, *OF_AGENCY})
    dated, day = ways(policy), days.of(policy)
    return kit.show(
        "policies/show.html",
        policy=policy,
        state=engine.state_of(policy),
        next=following(policy),
        day=day,
        to_do=days.label(day) if day else "",
        facts=facts(policy),
        doing=kit.actions(policy),
        may_edit=engine.may_edit(policy, me()),
        line=line(policy, dated),
        ways=list(dated.values()),
        steps=steps(policy, policy.steps if is_inside else queries.steps_of(policy, me())),
        votes=[vote_row(vote) for vote in policy.votes],
        chain=[branch(source) for source in chain.of(policy, me())],
        amending=[linked(other) for other in queries.amending(policy, me())],
        files=files_of("policy", policy.id),
        events=kit.timeline("policy", policy, also=earlier_holders(policy.handovers, me().agency_ids))
        if is_inside
        else [],
        is_inside=is_inside,
    )


def crumb(policy: Policy) -> dict[str, str]:
    return {"label": policy.code, "url": url_for("policies.show", id=policy.id)}


# --- the first line ---------------------------------------------------------------------------------------------------


def following(policy: Policy) -> dict[str, Any]:
    """Who acts next, what they are to do, and what stands in the way."""
    state = engine.state_of(policy)
    if is_posted(policy):
        return posted(policy)
    if state.todo:
        words = str(state.todo)
        who = ", ".join(who_of(policy, role) for role in state.waits_for)
        return {"tone": "next", "who": who, "what": words[0].lower() + words[1:]}
    if policy.number and policy.effective_on and not state.final:
        about = {"number": policy.number, "day": format_vi(policy.effective_on)}
        return {"tone": "done", "strong": _("Nghị quyết %(number)s, có hiệu lực từ %(day)s.", **about)}
    return {"tone": "neutral", "strong": f"{state.label}.", "quote": policy.withdrawal_reason}


def posted(policy: Policy) -> dict[str, Any]:
    """The days of posting, counted."""
    last, today = due.posting(policy), clock.today()
    about = {"days": due.days_posted(policy, today), "all": last.rule.days if last and last.rule else "…"}
    strong = _("Đã đăng tải %(days)s/%(all)s ngày.", **about)
    if last is None or today >= last.ends_on:
        return {
            "tone": "next",
            "strong": strong,
            "who": who_of(policy, Role.AGENCY_LEADER),
            "what": _("tổng hợp ý kiến, chuyển bước tiếp theo"),
        }
    return {
        "tone": "waiting",
        "strong": strong,
        "words": _("Chuyển bước được từ %(day)s.", day=format_vi(last.ends_on)),
    }


def who_of(policy: Policy, role: Role) -> str:
    """The agency and the committee by their names, where they are known."""
    if role is Role.AGENCY_LEADER and policy.drafting_agency:
        return policy.drafting_agency.name
    if role is Role.LEADER and policy.body:
        return policy.body.name
    return str(LABELS[role])


# --- facts ------------------------------------------------------------------------------------------------------------


def facts(policy: Policy) -> list[Any]:
    session = policy.session
    found: list[Any] = [
        {"label": _("Loại nghị quyết"), "value": str(TYPES[policy.type])},
        {"label": _("Trình tự"), "value": str(PROCEDURES[policy.procedure]), "hint": str(RULESETS[policy.ruleset])},
        {
            "label": _("Kỳ họp"),
            "value": session.name if session else None,
            "hint": _("khai mạc %(day)s", day=format_vi(session.opens_on)) if session else None,
            "url": url_for("policy_board.board", session=session.id) if session else None,
        },
        {"label": _("Cơ quan soạn thảo"), "value": succession.drafter(policy)},
        {"label": _("Bên đề xuất"), "value": policy.sponsor},
    ]
    if policy.body:
        found.append({"label": _("Ban thẩm tra"), "value": policy.body.name})
    return found + resolution(policy) + related(policy)


def resolution(policy: Policy) -> list[Any]:
    """What it has become."""
    if policy.number is None:
        return []
    signed = _("ký ngày %(day)s", day=format_vi(policy.signed_on)) if policy.signed_on else None
    found: list[Any] = [
        {"label": _("Nghị quyết số"), "value": policy.number, "hint": signed},
        {"label": _("Ngày có hiệu lực"), "value": format_vi(policy.effective_on) if policy.effective_on else None},
    ]
    if policy.signer:
        found.append({"label": _("Người ký"), "value": policy.signer})
    if policy.repealed_on:
        found.append({"label": _("Ngày hết hiệu lực"), "value": format_vi(policy.repealed_on)})
    return found


def related(policy: Policy) -> list[Any]:
    found = []
    if policy.delegation_id and roles_on(me(), policy) & set(COUNCIL_SIDE) and policy.delegation:
        found.append(
            {
                "label": _("Đoàn giám sát"),
                "value": policy.delegation.code,
                "url": kit.url_of("delegation", policy.delegation_id),
            }
        )
    if policy.amends:
        words = policy.amends.number or policy.amends.code
        found.append({"label": _("Sửa đổi, bãi bỏ"), "value": words, "url": kit.url_of("policy", policy.amends.id)})
    return found


# --- the steps --------------------------------------------------------------------------------------------------------


def line(policy: Policy, dated: dict[str, Way]) -> list[dict[str, Any]]:
    """The way of this kind of resolution: done, where it stands, to come; of a step gone through twice the last time."""
    reached = {row.name: row for row in policy.steps}
    begun = [REGISTERED] if REGISTERED in reached else [POLICY.start, "consolidated", REGISTERED]
    way = [*begun, *route.of(policy), *ENDING]
    here = policy.state if policy.state in way else ""
    place = way.index(here) if here else max((way.index(name) for name in reached if name in way), default=0) + 1
    return [mark(name, index, place, reached.get(name), dated.get(name)) for index, name in enumerate(way)]


def mark(name: str, index: int, place: int, row: PolicyStep | None, counted: Way | None) -> dict[str, Any]:
    stands = "done" if index < place else "current" if index == place else "todo"
    return {
        "label": POLICY.state(name).label,
        "state": stands,
        "on": row.done_on if row and stands == "done" else None,
        "unknown": row is None,
        "due_on": counted.day if counted and name in due.JUDGED and stands != "done" else None,
    }


def ways(policy: Policy) -> dict[str, Way]:
    """By when each step is to be done, and how that was counted."""
    basis = rules.basis()
    counted = {name: due.of(policy, name, basis) for name in due.COUNTED if name in {*route.of(policy), *ENDING}}
    return {
        name: Way(str(POLICY.state(name).label), computed.ends_on, computed)
        for name, computed in counted.items()
        if computed is not None
    }


def steps(policy: Policy, shown: Sequence[PolicyStep]) -> list[dict[str, Any]]:
    """Every step that the reader may read with the document that ended it, the latest last."""
    known = attachments.of_many("policy_step", [row.id for row in shown])
    return [step_row(row, policy, known.get(row.id, [])) for row in shown]


def step_row(row: PolicyStep, policy: Policy, files: list[Any]) -> dict[str, Any]:
    is_last = row is latest(policy, row.name)
    last = due.of(policy, row.name) if is_last else None
    return {
        "state": POLICY.state(row.name),
        "entered_on": row.entered_on,
        "done_on": row.done_on,
        "due_on": last.ends_on if last and row.name in due.JUDGED else None,
        "full_on": last.ends_on if last and row.name == due.POSTING else None,
        "sent_on": policy.documents_sent_on if is_last and row.name in due.SENT else None,
        "is_late": is_last and due.is_late(policy, row, clock.today()),
        "number": row.number,
        "issued_on": row.issued_on,
        "result": str(RESULTS[row.result]) if row.result in RESULTS else "",
        "note": row.note,
        "files": [{"label": file.name, "url": url_for("attachments.download", id=file.id)} for file in files],
    }


def latest(policy: Policy, name: str) -> PolicyStep:
    return [row for row in policy.steps if row.name == name][-1]


# --- votes, chain, files ----------------------------------------------------------------------------------------------


def vote_row(vote: VoteRecord) -> dict[str, Any]:
    return {"vote": vote, "needed": majority.needed(vote.total), "differs": vote.of_term not in (None, vote.total)}


def branch(source: Source) -> dict[str, Any]:
    [mark] = threads.marks([source.end])
    return {**mark, "kind": source.end.kind, "sources": [branch(one) for one in source.sources]}


def linked(policy: Policy) -> dict[str, Any]:
    return {
        "label": policy.number or policy.code,
        "url": kit.url_of("policy", policy.id),
        "title": policy.title,
        "state": engine.state_of(policy),
    }


def files_of(kind: str, id: int) -> list[dict[str, str]]:
    return [
        {"label": file.name, "url": url_for("attachments.download", id=file.id)} for file in attachments.of(kind, id)
    ]


def of_record(kind: str, id: int) -> list[dict[str, Any]]:
    """What became of a record as a policy, for the record's own page: where it stands, and the resolution (F36)."""
    return [
        linked(policy)
        | {
            "code": policy.code,
            "number": policy.number,
            "effective_on": policy.effective_on,
            "signed_on": policy.signed_on,
            "session": policy.session.name if policy.session else "",
        }
        for policy in queries.of_source(kind, id, me())
    ]
