"""The life of a working session: SM3 of domain.md 6.4."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.calendar import rules
from tracker.core import clock
from tracker.core.i18n import Words, _, _l, _lp
from tracker.delegations.workflow import NO_SESSION_AHEAD, NO_SESSION_HELD
from tracker.sessions import beginning, deadlines, queries
from tracker.sessions.amendments import queries as amendments
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow import engine, guards
from tracker.workflow.asks import CLEAR_REASON, NEEDED_FILES, REASON, not_in_future, not_in_past
from tracker.workflow.definition import Answers, Ask, Guard, State, Transition, Workflow

OFFICE, SECRETARY = Role.OFFICE, Role.SECRETARY
HEADS = (Role.HEAD, Role.DEPUTY_HEAD)
KEEPERS = (OFFICE, SECRETARY)

CHAIR_IS_MEMBER = Guard(
    "chair_is_member",
    _l("Người chủ trì phải là thành viên Đoàn."),
    lambda session: session.chair in {member.name for member in session.delegation.members if member.left_on is None},
)
AGENCIES_OF_DELEGATION = Guard(
    "agencies_of_delegation",
    _l("Cơ quan dự họp phải thuộc danh sách cơ quan của Đoàn, và có ít nhất một cơ quan."),
    lambda session: bool(session.agencies)
    and {entry.agency_id for entry in session.agencies} <= {entry.agency_id for entry in session.delegation.agencies},
)
DAY_HAS_COME = Guard(
    "day_has_come", _l("Chưa đến ngày họp."), lambda session: session.held_on <= clock.today()
)
HAS_ATTENDANCE = Guard(
    "has_attendance", _l("Phải ghi thành phần dự họp."), lambda session: bool(session.attendance)
)
HAS_MINUTES = Guard(
    "has_minutes", _l("Phải có nội dung biên bản."), lambda session: bool((session.minutes_text or "").strip())
)

SECRETARY_HAS_NOT_SIGNED = Guard(
    "secretary_has_not_signed", _l("Thư ký đã ký biên bản."), lambda session: session.secretary_signed_at is None, hides=True
)
SECRETARY_HAS_SIGNED = Guard(
    "secretary_has_signed", _l("Thư ký chưa ký biên bản."), lambda session: session.secretary_signed_at is not None, hides=True
)
UNSIGNED_BY_SECRETARY = Guard(
    "not_sealed", _l("Thư ký đã ký biên bản nên không sửa được. Muốn sửa thì Thư ký rút chữ ký trước."),
    lambda session: not is_locked(session),
)
AMENDMENTS_ANSWERED = Guard(
    "amendments_answered",
    _l("Còn đề nghị sửa biên bản chưa được trả lời."),
    lambda session: not amendments.unanswered(session.id),
    detail=lambda session: _(
        "Thư ký hoặc Văn phòng trả lời %(codes)s trước, rồi mới ký được.", codes=", ".join(amendments.unanswered(session.id))
    ),
)


def sound_notice(session: WorkingSession, answers: Answers) -> dict[str, Any]:
    """Programme and members go out 10 days before (Điều 62.2 Luật 87/2015/QH13); a breach warns and asks why."""
    sent_on, established_on = answers["notice_sent_on"], session.delegation.established_on
    if sent_on is None:
        return {}
    if established_on and sent_on < established_on:
        return {"notice_sent_on": _("Đoàn thành lập ngày %(day)s, thông báo không thể gửi trước ngày đó.", day=f"{established_on:%d/%m/%Y}")}
    if sent_on > session.held_on:
        return {"notice_sent_on": _("Cuộc làm việc họp ngày %(day)s, thông báo phải gửi trước.", day=f"{session.held_on:%d/%m/%Y}")}
    due = deadlines.programme(session, rules.basis())
    if due and sent_on > due.ends_on and not (answers.get("notice_reason") or "").strip():
        return {"notice_reason": _("Thông báo sau ngày %(day)s là chậm. Hãy ghi lý do.", day=f"{due.ends_on:%d/%m/%Y}")}
    return {}


def absent_head_needs_deputy(_session: WorkingSession, answers: Answers) -> dict[str, Any]:
    if answers["head_attended"] == "no" and not (answers.get("authorised_deputy") or "").strip():
        return {"authorised_deputy": _("Trưởng đoàn vắng thì phải ghi người được ủy quyền.")}
    return {}


def notify(session: WorkingSession, answers: Answers, _actor: Actor) -> None:
    session.notice_sent_on = answers["notice_sent_on"]
    session.notice_reason = answers.get("notice_reason") or ""
    for invitation in session.invitations:
        invitation.sent_on = invitation.sent_on or session.notice_sent_on


def hold(session: WorkingSession, answers: Answers, _actor: Actor) -> None:
    session.head_attended = answers["head_attended"] == "yes"
    session.authorised_deputy = answers.get("authorised_deputy") or ""


def start_delegation(session: WorkingSession, _answers: Answers, actor: Actor) -> None:
    if engine.may_follow(session.delegation, "start"):
        engine.follow(session.delegation, "start", actor)


def send_minutes(session: WorkingSession, answers: Answers, _actor: Actor) -> None:
    session.minutes_text = answers["minutes_text"]


def sign(session: WorkingSession, answers: Answers, _actor: Actor) -> None:
    session.chair = answers["chair"]
    session.secretary_name = answers["secretary_name"]
    session.signed_on = clock.today()


def sign_as_secretary(session: WorkingSession, answers: Answers, actor: Actor) -> None:
    session.secretary_name = answers["secretary_name"]
    session.secretary_signed_at, session.secretary_signed_by_id = clock.now(), actor.id


def withdraw_signature(session: WorkingSession, _answers: Answers, _actor: Actor) -> None:
    session.secretary_signed_at = session.secretary_signed_by_id = None


def postpone(session: WorkingSession, answers: Answers, _actor: Actor) -> None:
    session.held_on = answers["new_date"]
    session.notice_sent_on = None
    for invitation in session.invitations:
        invitation.sent_on = invitation.reply = invitation.replied_at = invitation.replied_by_id = None


SESSION = Workflow(
    name="session",
    label=_l("Cuộc làm việc"),
    source="domain.md 6.4 SM3",
    start="planned",
    create=KEEPERS,
    seal=UNSIGNED_BY_SECRETARY,
    old_records=True,
    states=(
        State("planned", _l("Dự kiến"), icon="circle", edit=KEEPERS, waits_for=(SECRETARY,), todo=_l("Thông báo cuộc làm việc")),
        State("notified", _l("Đã thông báo"), tone="info", icon="send", edit=KEEPERS, shared=True, needs=("notice_sent_on",), waits_for=(SECRETARY,), todo=_l("Ghi cuộc làm việc đã họp")),
        State("held", _l("Đã họp"), tone="info", icon="circle-half", edit=KEEPERS, shared=True, needs=("notice_sent_on", "head_attended"), waits_for=(SECRETARY,), todo=_l("Gửi dự thảo biên bản")),
        State("minutes_for_comment", _l("Biên bản chờ ý kiến"), tone="waiting", icon="hourglass-split", edit=KEEPERS, shared=True, needs=("minutes_text",), waits_for=(SECRETARY, *HEADS), todo=_l("Ký biên bản")),
        State("minutes_signed", _l("Biên bản đã ký"), tone="done", icon="check-lg", shared=True, final=True, needs=("minutes_text", "secretary_name", "signed_on")),
        State("postponed", _lp("state", "Hoãn"), tone="returned", icon="arrow-return-left", edit=KEEPERS, shared=True, waits_for=(SECRETARY,), todo=_l("Xếp lại lịch")),
        State("cancelled", _l("Đã hủy"), tone="plain", icon="x-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "notify", _l("Thông báo cuộc làm việc"), ("planned",), "notified", past=_l("đã thông báo cuộc làm việc"), by=(SECRETARY, OFFICE),
            asks=(
                Ask("notice_sent_on", _l("Ngày gửi thông báo"), kind="date", check=not_in_future),
                Ask("notice_reason", _l("Lý do thông báo chậm"), kind="longtext", required=False),
            ),
            guards=(CHAIR_IS_MEMBER, AGENCIES_OF_DELEGATION), check=sound_notice, effect=notify,
            tell=(Role.HEAD, Role.MEMBER, Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
        Transition(
            "hold", _l("Ghi đã họp"), ("notified",), "held", past=_l("đã ghi cuộc làm việc"), by=(SECRETARY, OFFICE),
            asks=(
                Ask("head_attended", _l("Trưởng đoàn có dự không?"), kind="radio", choices=(("yes", _l("Có")), ("no", _l("Không")))),
                Ask("authorised_deputy", _l("Người được ủy quyền"), required=False),
            ),
            guards=(DAY_HAS_COME, HAS_ATTENDANCE), check=absent_head_needs_deputy, effect=hold, then=start_delegation, tell=(Role.HEAD,),
        ),
        Transition(
            "send_minutes", _l("Gửi dự thảo biên bản"), ("held",), "minutes_for_comment", past=_l("đã gửi dự thảo biên bản"), by=(SECRETARY, OFFICE),
            asks=(Ask("minutes_text", _l("Nội dung biên bản"), kind="longtext", default=beginning.minutes),),
            effect=send_minutes, tell=(Role.HEAD, Role.MEMBER, Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
        Transition(
            "sign_as_secretary", _l("Ký với tư cách Thư ký"), ("minutes_for_comment",), None, past=_l("đã ký biên bản với tư cách Thư ký"), tone="secondary",
            by=(SECRETARY,), asks=(Ask("secretary_name", _l("Thư ký ký"), default=beginning.secretary),),
            guards=(HAS_MINUTES, SECRETARY_HAS_NOT_SIGNED, AMENDMENTS_ANSWERED), effect=sign_as_secretary, tell=HEADS,
        ),
        Transition(
            "withdraw_signature", _l("Rút chữ ký Thư ký để sửa"), ("minutes_for_comment",), None, past=_l("đã rút chữ ký Thư ký để sửa biên bản"), tone="secondary",
            by=(SECRETARY,), asks=(REASON,), guards=(SECRETARY_HAS_SIGNED,), effect=withdraw_signature, tell=HEADS,
        ),
        Transition(
            "sign", _l("Ký biên bản"), ("minutes_for_comment",), "minutes_signed", past=_l("đã ký biên bản"), by=HEADS,
            asks=(
                Ask("chair", _l("Người chủ trì ký"), default=lambda session: session.chair),
                Ask("secretary_name", _l("Thư ký ký"), default=beginning.secretary),
                NEEDED_FILES,
            ),
            guards=(HAS_MINUTES, AMENDMENTS_ANSWERED), effect=sign, tell=(SECRETARY, OFFICE, Role.AGENCY_LEADER),
        ),
        Transition(
            "postpone", _l("Hoãn"), ("notified",), "postponed", past=_l("đã hoãn cuộc làm việc"), tone="secondary", by=(SECRETARY, OFFICE),
            asks=(REASON, Ask("new_date", _l("Ngày mới"), kind="date", check=not_in_past)), effect=postpone,
            tell=(Role.HEAD, Role.MEMBER, Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
        Transition(
            "replan", _l("Xếp lại lịch"), ("postponed",), "planned", past=_l("đã xếp lại lịch"), by=(SECRETARY, OFFICE),
        ),
        Transition(
            "cancel", _l("Hủy cuộc làm việc"), ("planned", "notified", "postponed"), "cancelled", past=_l("đã hủy cuộc làm việc"), tone="danger",
            by=HEADS, asks=(CLEAR_REASON,), tell=(SECRETARY, OFFICE, Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
    ),
)


def awaited(session: WorkingSession) -> tuple[tuple[Role, ...], Words]:
    """Who acts next, and what they are to do; while the minutes are out amendments are answered first, then the secretary
    signs, then the head."""
    state = SESSION.state(session.state)
    if not is_for_comment(session):
        return state.waits_for, state.todo
    if amendments.unanswered(session.id):
        return KEEPERS, _l("Trả lời các đề nghị sửa biên bản")
    if session.secretary_signed_at is None:
        return (SECRETARY,), _l("Ký biên bản với tư cách Thư ký, rồi Trưởng đoàn ký")
    return HEADS, state.todo


def has_met(session: Any) -> bool:
    """Has the session taken place, as far as the record knows?"""
    return session.state in queries.MET


def is_signed(session: WorkingSession) -> bool:
    """From now on statements stay as they are, and a correction is a new row."""
    return session.state == "minutes_signed"


def is_locked(session: WorkingSession) -> bool:
    """What the secretary has signed stays as it is, until the head signs too or the signature is withdrawn."""
    return session.secretary_signed_at is not None and not is_signed(session)


def is_for_comment(session: WorkingSession) -> bool:
    """The agencies and the members see the draft minutes and may propose amendments."""
    return session.state == "minutes_for_comment"


def has_minutes(session: WorkingSession) -> bool:
    """Have the minutes ever been sent out?"""
    return session.state in queries.WITH_MINUTES


def awaits_replies(session: WorkingSession) -> bool:
    """Those invited have been told and may say whether they come."""
    return session.state == "notified"


def takes_minutes(session: WorkingSession) -> bool:
    """What is said is written down from the day of the session on, until the minutes are signed (SM3)."""
    return session.state in ("held", "minutes_for_comment") or (session.state == "notified" and session.held_on <= clock.today())


guards.answers(NO_SESSION_AHEAD.name)(lambda delegation: not queries.announced_and_not_held(delegation))
guards.answers(NO_SESSION_HELD.name)(lambda delegation: not queries.any_held(delegation))

NAMES = {
    "year": _l("Năm"), "held_on": _l("Ngày"), "part": _l("Buổi"), "starts_at": _l("Giờ"), "place": _l("Địa điểm"), "chair": _l("Chủ trì"),
    "chair_office": _l("Chức vụ người chủ trì"), "title": _l("Tên cuộc làm việc"), "kind": _l("Loại"), "state": _l("Trạng thái"),
    "notice_sent_on": _l("Ngày gửi thông báo"), "notice_reason": _l("Lý do thông báo chậm"), "head_attended": _l("Trưởng đoàn dự"),
    "authorised_deputy": _l("Người được ủy quyền"), "minutes_text": _l("Biên bản"), "secretary_name": _l("Thư ký"),
    "signed_on": _l("Ngày ký"), "agencies": _l("Cơ quan"), "attendance": _l("Thành phần dự"), "source_name": _l("Nguồn"),
    "old_record": _l("Hồ sơ cũ"), "old_reason": _l("Lý do nhập hồ sơ cũ"), "old_source": _l("Nguồn hồ sơ cũ"),
    "programme_due_on": _l("Hạn gửi chương trình làm việc"),
    "waived_facts": _l("Chưa có thông tin"), "code": _l("Mã"), "photographs": _l("Ảnh"), "inferred": _l("Suy đoán"),
    "programme": _l("Chương trình làm việc"), "invitations": _l("Thành phần mời"), "places_visited": _l("Nơi đã đến"),
    "secretary_signed_at": _l("Thư ký ký lúc"), "reply": _l("Trả lời"), "deputy": _l("Người dự thay"),
    "reply_note": _l("Lý do, ghi chú"), "invitation_sent_on": _l("Ngày gửi"),
}
STATEMENT_NAMES = {
    "kind": _l("Loại"), "speaker": _l("Người phát biểu"), "speaker_office": _l("Chức vụ"), "text": _l("Nội dung"),
    "addressed_to": _l("Gửi tới"), "agency_id": _l("Cơ quan"), "code": _l("Mã"), "corrects_id": _l("Đính chính cho"),
    "position": _l("Thứ tự"),
}


def session_place(session: WorkingSession) -> Place:
    return Place(
        council_id=session.council_id,
        delegation_id=session.delegation_id,
        body_id=session.delegation.body_id,
        agency_ids=frozenset(entry.agency_id for entry in session.agencies),
    )


def statement_place(statement: Statement) -> Place:
    return session_place(statement.session)


SESSION_KIND = engine.register(
    Kind(
        name="session",
        model=WorkingSession,
        label=_l("Cuộc làm việc"),
        plural="sessions",
        visible=queries.visible,
        place=session_place,
        title=lambda session: session.title or session.code,
        workflow=SESSION,
        names=lambda: NAMES,
    )
)
STATEMENT_KIND = engine.register(
    Kind(
        name="statement",
        model=Statement,
        label=_l("Phát biểu"),
        plural="statements",
        visible=queries.statement_visible,
        place=statement_place,
        title=lambda statement: statement.text,
        thread=lambda statement: ("session", statement.session_id),
        names=lambda: STATEMENT_NAMES,
        shared=lambda statement: statement.session.old_record or has_minutes(statement.session),
    )
)
