"""The life of an agency's proposal to the Council: domain.md 6.4, "Agency proposal"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _l, _lp
from tracker.extensions import db
from tracker.links import service as links
from tracker.organizations import queries as agencies
from tracker.proposals import queries
from tracker.proposals.indexing import index
from tracker.proposals.models import AgencyProposal
from tracker.sessions.models import Statement
from tracker.workflow import consequences, engine, offers
from tracker.workflow.asks import CLEAR_REASON
from tracker.workflow.definition import Answers, Ask, State, Transition, Workflow

KEEPERS = (Role.OFFICE, Role.SECRETARY)


def statements(proposal: AgencyProposal) -> list[tuple[str, Any]]:
    """What the Council's side said on this delegation, to be cited."""
    query = select(Statement.id, Statement.code, Statement.text).where(
        Statement.delegation_id == proposal.delegation_id, Statement.kind.in_(("commitment", "conclusion", "request"))
    )
    return [(str(id), f"{code}: {text[:120]}") for id, code, text in db.session.execute(query.order_by(Statement.id))]


def other_agencies(proposal: AgencyProposal) -> list[tuple[str, Any]]:
    return agencies.choices(proposal.council_id, clock.today())


def consolidate(proposal: AgencyProposal, answers: Answers, actor: Actor) -> None:
    if cited := answers.get("statement"):
        links.tie(db.session.get_one(Statement, int(cited)), proposal, actor)


def answer(proposal: AgencyProposal, answers: Answers, _actor: Actor) -> None:
    proposal.answer = answers.get("answer") or answers.get("reason") or ""
    index(proposal)


def take_answer_back(proposal: AgencyProposal, _answers: Answers, _actor: Actor) -> None:
    """It waits for an answer again; the one it had stands in its history."""
    proposal.answer = ""
    index(proposal)


def forward(proposal: AgencyProposal, answers: Answers, actor: Actor) -> None:
    proposal.forwarded_to_id = int(answers["agency"])
    answer(proposal, answers, actor)


def first_policy(proposal: AgencyProposal) -> str:
    """The policy that it already led to, else a new one."""
    return next((str(value) for value, _words in offers.named("policy_to_join")(proposal)), "")


POLICY = Ask(
    "policy", _l("Chính sách"), kind="choice", required=False, choices=offers.named("policies_to_join"), default=first_policy,
    hint=_l("Gộp vào một đề xuất chính sách đã có, hoặc lập mới."),
)
POLICY_TITLE = Ask("policy_title", _l("Tên chính sách mới"), required=False, hint=_l("Để trống thì lấy lời của đề xuất; sửa được sau."))
OUTCOMES = {
    "passed": _l("HĐND thông qua"), "not_passed": _l("HĐND không thông qua"), "promulgated": _l("Đã ban hành nghị quyết"),
    "in_force": _l("Nghị quyết đã có hiệu lực"), "withdrawn": _l("Đề xuất chính sách đã rút"),
}
OUTCOME = (
    Ask("policy", _l("Chính sách")), Ask("title", _l("Tên chính sách"), required=False),
    Ask("outcome", _l("Kết quả"), kind="choice", choices=tuple(OUTCOMES.items())), Ask("number", _l("Số, ký hiệu văn bản"), required=False),
    Ask("on", _l("Ngày"), kind="date", required=False), Ask("yes", _l("Tán thành"), kind="number", required=False),
    Ask("total", _l("Tổng số đại biểu"), kind="number", required=False), Ask("effective_on", _l("Ngày có hiệu lực"), kind="date", required=False),
    Ask("reason", _l("Lý do"), required=False),
)
ANSWER = Ask("answer", _l("Trả lời cơ quan"), kind="longtext", hint=_l("Cơ quan kiến nghị đọc được câu trả lời này."))

PROPOSAL = Workflow(
    name="proposal",
    label=_l("Đề xuất, kiến nghị của cơ quan"),
    source="domain.md 6.4",
    start="recorded",
    create=KEEPERS,
    states=(
        State("recorded", _l("Đã ghi nhận"), icon="circle", edit=KEEPERS, shared=True, waits_for=KEEPERS, todo=_l("Tổng hợp")),
        State(
            "consolidated", _l("Đã tổng hợp"), tone="info", icon="circle-half", edit=KEEPERS, shared=True, waits_for=(Role.OFFICE,),
            todo=_l("Chuyển chính sách hoặc chuyển cơ quan"),
        ),
        State("moved_to_policy", _l("Đã chuyển thành chính sách"), tone="done", icon="check-lg", shared=True, final=True),
        State("moved_to_agency", _l("Đã chuyển cơ quan xử lý"), tone="done", icon="check-lg", shared=True, final=True, needs=("forwarded_to_id",)),
        State("declined", _lp("state", "Không tiếp thu"), tone="plain", icon="x-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "consolidate", _l("Tổng hợp"), ("recorded",), "consolidated", past=_l("đã tổng hợp đề xuất"), by=KEEPERS,
            asks=(Ask("statement", _l("Căn cứ phát biểu"), kind="choice", required=False, choices=statements),), effect=consolidate,
            tell=(Role.AGENCY_LEADER,),
        ),
        Transition(
            "move_to_policy", _l("Chuyển thành đề xuất chính sách"), ("consolidated",), "moved_to_policy", past=_l("đã chuyển thành đề xuất chính sách"),
            by=(Role.OFFICE,), asks=(POLICY, POLICY_TITLE, ANSWER), effect=answer, then=consequences.named("join_policy"),
            tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
        Transition(
            "become_policy", _l("Đưa vào đề xuất chính sách"), ("recorded", "consolidated"), "moved_to_policy", past=_l("đã đưa vào đề xuất chính sách"), auto=True,
            asks=(Ask("policy", _l("Chính sách")), Ask("answer", _l("Trả lời cơ quan"), kind="longtext")), effect=answer, tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
        Transition(
            "leave_policy", _l("Đưa ra khỏi đề xuất chính sách"), ("moved_to_policy",), "consolidated", past=_l("đã đưa ra khỏi đề xuất chính sách"), auto=True,
            asks=(Ask("policy", _l("Chính sách")),), effect=take_answer_back, tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
        Transition(
            "hear_of_policy", _l("Kết quả của chính sách"), ("moved_to_policy",), None, past=_l("đã báo kết quả của chính sách"), auto=True,
            asks=OUTCOME, tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
        Transition(
            "move_to_agency", _l("Chuyển cơ quan xử lý"), ("consolidated",), "moved_to_agency", past=_l("đã chuyển cơ quan xử lý"), tone="secondary",
            by=(Role.OFFICE,), asks=(Ask("agency", _l("Cơ quan xử lý"), kind="choice", choices=other_agencies), ANSWER), effect=forward,
            tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
        Transition(
            "decline", _l("Không tiếp thu"), ("consolidated",), "declined", past=_l("đã quyết định không tiếp thu"), tone="danger",
            by=(Role.STANDING,), asks=(CLEAR_REASON,), effect=answer, tell=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER),
        ),
    ),
)

NAMES = {
    "text": _l("Nội dung"), "addressee_kind": _l("Gửi tới"), "group_name": _l("Nhóm"), "state": _l("Trạng thái"), "answer": _l("Trả lời"),
    "forwarded_to_id": _l("Cơ quan xử lý"), "proposers_text": _l("Nguồn ghi là"), "proposers_inferred": _l("Suy đoán cơ quan đề xuất"),
    "agencies": _l("Cơ quan đề xuất"), "rests_on": _l("Từ phát biểu"), "code": _l("Mã"), "delegation_id": _l("Đoàn giám sát"),
}


def place(proposal: AgencyProposal) -> Place:
    return Place(
        council_id=proposal.council_id,
        delegation_id=proposal.delegation_id,
        body_id=proposal.delegation.body_id,
        agency_ids=frozenset(entry.agency_id for entry in proposal.agencies),
    )


KIND = engine.register(
    Kind(
        name="proposal",
        model=AgencyProposal,
        label=_l("Đề xuất của cơ quan"),
        plural="proposals",
        visible=queries.visible,
        place=place,
        title=lambda proposal: proposal.text,
        workflow=PROPOSAL,
        names=lambda: NAMES,
    )
)
