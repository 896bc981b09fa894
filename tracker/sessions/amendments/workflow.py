"""The life of an amendment to draft minutes: F19; who comments: domain.md 6.2, "comment … on draft minutes"."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.organizations import sign_off
from tracker.sessions import minutes
from tracker.sessions.amendments import queries
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.workflow import is_for_comment, is_locked, is_signed
from tracker.workflow import engine
from tracker.workflow.asks import CLEAR_REASON
from tracker.workflow.definition import Answers, Ask, Bar, Guard, State, Transition, Workflow

KEEPERS = (Role.OFFICE, Role.SECRETARY)
OF_MEMBERS = (Role.MEMBER, Role.HEAD, Role.DEPUTY_HEAD)

FOR_COMMENT = Guard(
    "minutes_for_comment", _l("Chỉ đề nghị sửa được khi biên bản đang chờ ý kiến."), lambda amendment: is_for_comment(amendment.session)
)
CAN_BE_APPLIED = Guard(
    "can_be_applied",
    _l("Biên bản đã ký: chỉ đính chính được từng phát biểu."),
    lambda amendment: not is_signed(amendment.session) or amendment.statement_id is not None,
)
NOT_LOCKED = Guard(
    "minutes_not_locked",
    _l("Thư ký đã ký biên bản. Hãy rút chữ ký Thư ký trước khi sửa theo đề nghị."),
    lambda amendment: not is_locked(amendment.session),
)
LEADER_SENDS = Bar(
    "leader_sends",
    _l("Đề nghị của cơ quan do lãnh đạo cơ quan gửi."),
    lambda amendment, actor: amendment.agency_id is not None and Role.AGENCY_LEADER not in actor.roles_on(place(amendment)),
)
OWN_WORDS = Bar(
    "own_words",
    sign_off.OWN_WORDS,
    lambda amendment, actor: amendment.agency_id is not None
    and sign_off.forbids((amendment.agency_id,), actor, lambda: (amendment.updated_by_id or amendment.created_by_id,), None),
)


def propose(amendment: Amendment, _answers: Answers, _actor: Actor) -> None:
    amendment.proposed_at = clock.now()


def accept(amendment: Amendment, answers: Answers, _actor: Actor) -> None:
    amendment.answer = answers.get("note") or ""
    amendment.answered_at = clock.now()


def apply(amendment: Amendment, answers: Answers, actor: Actor) -> None:
    """The minutes now say it: a statement in its place, or, once they are signed, by a correcting row."""
    text = answers.get("text") or ""
    if amendment.statement is not None:
        minutes.reword(amendment.statement, text or amendment.text, actor)
    elif text:
        minutes.rewrite(amendment.session, text, actor)


def decline(amendment: Amendment, answers: Answers, _actor: Actor) -> None:
    amendment.answer = answers["reason"]
    amendment.answered_at = clock.now()


def text_after(amendment: Amendment) -> str:
    return amendment.text if amendment.statement_id is not None else (amendment.session.minutes_text or "")


AMENDMENT = Workflow(
    name="amendment",
    label=_l("Đề nghị sửa biên bản"),
    source="domain.md 6.2",
    start="draft",
    create=(*OF_MEMBERS, *OF_AGENCY),
    states=(
        State("draft", _l("Đang soạn"), icon="pencil", edit=(Role.AUTHOR, *OF_AGENCY), within_agency=True, waits_for=(Role.AUTHOR, Role.AGENCY_LEADER), todo=_l("Gửi đề nghị sửa")),
        State("proposed", _l("Chờ trả lời"), tone="waiting", icon="hourglass-split", shared=True, needs=("proposed_at",), waits_for=(Role.SECRETARY,), todo=_l("Trả lời đề nghị sửa")),
        State("accepted", _l("Đã sửa theo đề nghị"), tone="done", icon="check-lg", shared=True, final=True, needs=("answered_at",)),
        State("declined", _l("Không sửa"), tone="plain", icon="x-lg", shared=True, final=True, needs=("answered_at",)),
    ),
    transitions=(
        Transition(
            "propose", _l("Gửi đề nghị sửa"), ("draft",), "proposed", past=_l("đã gửi đề nghị sửa biên bản"), by=(Role.AUTHOR, Role.AGENCY_LEADER),
            guards=(FOR_COMMENT,), bars=(LEADER_SENDS, OWN_WORDS), effect=propose, tell=(Role.SECRETARY, Role.OFFICE),
        ),
        Transition(
            "accept", _l("Sửa biên bản theo đề nghị"), ("proposed",), "accepted", past=_l("đã sửa biên bản theo đề nghị"), by=KEEPERS,
            asks=(
                Ask(
                    "text", _l("Nội dung sau khi sửa"), kind="longtext", required=False, default=text_after,
                    hint=_l("Phát biểu, hoặc cả nội dung biên bản nếu đề nghị không nhằm vào một phát biểu."),
                ),
                Ask("note", _l("Trả lời người đề nghị"), kind="longtext", required=False),
            ),
            guards=(CAN_BE_APPLIED, NOT_LOCKED), effect=accept, then=apply, tell=(Role.AUTHOR, *OF_AGENCY),
        ),
        Transition(
            "decline", _l("Không sửa"), ("proposed",), "declined", past=_l("đã trả lời không sửa"), tone="danger", by=KEEPERS,
            asks=(CLEAR_REASON,), effect=decline, tell=(Role.AUTHOR, *OF_AGENCY),
        ),
    ),
)

NAMES = {
    "text": _l("Nội dung đề nghị"), "reason": _l("Lý do"), "place": _l("Chỗ cần sửa"), "statement_id": _l("Phát biểu"), "state": _l("Trạng thái"),
    "answer": _l("Trả lời"), "code": _l("Mã"), "agency_id": _l("Cơ quan"),
}


def place(amendment: Amendment) -> Place:
    return Place(
        council_id=amendment.council_id,
        delegation_id=amendment.delegation_id,
        body_id=amendment.session.delegation.body_id,
        agency_ids=frozenset({amendment.agency_id} if amendment.agency_id else ()),
        author_id=amendment.author_id,
    )


KIND = engine.register(
    Kind(
        name="amendment",
        model=Amendment,
        label=_l("Đề nghị sửa biên bản"),
        plural="amendments",
        visible=queries.visible,
        place=place,
        title=lambda amendment: amendment.text,
        workflow=AMENDMENT,
        names=lambda: NAMES,
    )
)
