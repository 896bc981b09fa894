"""The life of a policy proposal up to the resolution in force (SM6 of domain.md 6.4; rights: 6.2, "policy steps")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l, _lp
from tracker.links import queries as links
from tracker.organizations import queries as organizations
from tracker.policies import due, effects, following, moving, queries, route, voting
from tracker.policies.models import CouncilSession, Policy, PolicyStep
from tracker.workflow import engine
from tracker.workflow.asks import (
    CLEAR_REASON,
    FILES,
    ISSUED_ON,
    NEEDED_FILES,
    NOTE,
    NUMBER,
    OPTIONAL_SIGNER,
    not_in_future,
)
from tracker.workflow.definition import Answers, Ask, Guard, State, Transition, Workflow

OFFICE, STANDING, SECRETARY, LEADER = Role.OFFICE, Role.STANDING, Role.SECRETARY, Role.LEADER
DRAFTERS = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
BEFORE_VOTE = (
    "proposed", "consolidated", "registered", "drafting", "consultation", "appraisal", "submitted_to_people_committee", "committee_review", "tabled",
)
ON_THE_WAY = ("drafting", "consultation", "appraisal", "submitted_to_people_committee", "committee_review")
APPRAISALS = {"eligible": _l("Đủ điều kiện trình"), effects.NOT_ELIGIBLE: _l("Chưa đủ điều kiện trình")}
OPINIONS = {"approves": _l("Tán thành"), "against": _l("Không tán thành"), "asks_changes": _l("Đề nghị chỉnh sửa")}


def stands_at(state: str) -> Callable[[Policy], bool]:
    return lambda policy: bool(policy.state == state)


def is_posted(policy: Policy) -> bool:
    """Does its draft stand posted for opinions?"""
    return bool(policy.state == "consultation")


def sessions(policy: Policy) -> list[tuple[str, Any]]:
    return queries.session_choices(policy.council_id)


def other_sessions(policy: Policy) -> list[tuple[str, Any]]:
    return [(id, words) for id, words in sessions(policy) if id != str(policy.session_id)]


def agencies(policy: Policy) -> list[tuple[str, Any]]:
    return organizations.choices(policy.council_id, clock.today())


def committees(policy: Policy) -> list[tuple[str, Any]]:
    known = organizations.bodies(policy.council_id)
    return [(str(body.id), body.name) for body in known if body.kind == "committee"]


def ends_now(_policy: Policy, answers: Answers) -> str:
    """Repealed from a day to come, it is in force until then."""
    return "repealed" if answers["repealed_on"] <= clock.today() else "in_force"


def posting_words(policy: Policy) -> str:
    """ "Mới đăng 6 ngày; đủ 20 ngày vào 21/4/2026, chuyển bước được từ ngày đó." """
    last = due.posting(policy)
    if last is None or last.rule is None:
        return _("Chưa có quy định về số ngày đăng tải; hãy đề nghị quản trị viên ghi quy định.")
    return _(
        "Mới đăng được %(days)s ngày; đủ %(needed)s ngày vào %(day)s, từ ngày đó mới chuyển bước được.",
        days=due.days_posted(policy, clock.today()),
        needed=last.rule.days,
        day=format_vi(last.ends_on),
    )


def next_is(step: str) -> Guard:
    """The rules of this kind of resolution lead there next; a step that is not next is not offered."""
    return Guard(
        f"next_is_{step}",
        _l("Theo trình tự của loại nghị quyết này, chưa đến bước đó. Hãy làm bước tiếp theo mà trang này đưa ra."),
        lambda policy: route.following(policy) == step,
        hides=True,
    )


def is_ready(verdict: str, _policy: Policy) -> Any:
    """What is not ready goes back; it is not submitted."""
    if verdict != effects.NOT_ELIGIBLE:
        return None
    return _("Chưa đủ điều kiện thì không trình được. Hãy quay lại và chọn bước “Trả về soạn thảo”.")


HAS_SOURCE = Guard(
    "has_source",
    _l("Chính sách phải có ít nhất một căn cứ: đề xuất của cơ quan, phát hiện hoặc kiến nghị."),
    lambda policy: links.has_source("policy", policy.id),
)
HAS_DRAFT = Guard("has_draft", _l("Chưa có dự thảo nghị quyết. Cơ quan soạn thảo hãy nộp dự thảo trước."), effects.has_draft)
POSTED_LONG_ENOUGH = Guard(
    "posted_long_enough",
    _l("Dự thảo chưa được đăng tải đủ số ngày."),
    lambda policy: not is_posted(policy) or due.is_posted_long_enough(policy, clock.today()),
    detail=posting_words,
)

POSTED_ON = Ask("posted_on", _l("Ngày đăng tải"), kind="date", check=not_in_future)
SUMMARY = Ask("opinions", _l("Tổng hợp ý kiến góp ý"), kind="longtext", fits=stands_at("consultation"))
APPRAISED = (
    Ask("appraisal_number", _l("Số báo cáo thẩm định của Sở Tư pháp"), fits=stands_at("appraisal")),
    Ask("appraisal_on", _l("Ngày báo cáo thẩm định"), kind="date", check=not_in_future, fits=stands_at("appraisal")),
    Ask(
        "appraisal_verdict", _l("Kết quả thẩm định"), kind="radio", choices=tuple(APPRAISALS.items()), check=is_ready, fits=stands_at("appraisal"),
    ),
)
SUBMITTED = (
    Ask("submission_number", _l("Số tờ trình của UBND"), fits=stands_at("submitted_to_people_committee")),
    Ask("submitted_on", _l("Ngày tờ trình"), kind="date", check=not_in_future, fits=stands_at("submitted_to_people_committee")),
)
REVIEWED = (
    Ask("review_number", _l("Số báo cáo thẩm tra của Ban"), fits=stands_at("committee_review")),
    Ask("review_on", _l("Ngày báo cáo thẩm tra"), kind="date", check=not_in_future, fits=stands_at("committee_review")),
    Ask("review_opinion", _l("Ý kiến của Ban"), kind="radio", choices=tuple(OPINIONS.items()), fits=stands_at("committee_review")),
)
NOT_APPROVING = Ask(
    "review_opinion", _l("Ý kiến của Ban"), kind="radio", choices=tuple((name, words) for name, words in OPINIONS.items() if name != "approves"),
)
SUBMITTED_BACK = (
    Ask("number", _l("Số văn bản trả lại của UBND"), fits=stands_at("submitted_to_people_committee")),
    Ask("issued_on", _l("Ngày văn bản"), kind="date", check=not_in_future, fits=stands_at("submitted_to_people_committee")),
)
COUNTED = (
    Ask("total", _l("Tổng số đại biểu"), kind="number", required=False, default=lambda policy: voting.of_term(policy, clock.today()), hint=_l("Của khóa vào ngày biểu quyết; khi khuyết đại biểu thì ghi số thấp hơn, kèm lý do.")),
    Ask("present", _l("Có mặt"), kind="number"), Ask("yes", _l("Tán thành"), kind="number"), Ask("no", _l("Không tán thành"), kind="number"),
    Ask("abstain", _l("Không có ý kiến"), kind="number", hint=_l("Có mặt mà không thuộc ba số này được ghi là không biểu quyết.")),
    Ask("reason", _l("Lý do tổng số khác số đại biểu của khóa"), required=False, at_times=True, hint=_l("Chỉ khi khác: nêu lý do và số văn bản, ví dụ: khuyết 2 đại biểu, Nghị quyết 05/NQ-HĐND.")),
)

POLICY = Workflow(
    name="policy",
    label=_l("Đề xuất chính sách"),
    source="domain.md 6.4, SM6",
    start="proposed",
    create=(OFFICE, SECRETARY),
    states=(
        State("proposed", _l("Đề xuất"), edit=(OFFICE, SECRETARY), waits_for=(OFFICE, SECRETARY), todo=_l("Tổng hợp các căn cứ")),
        State("consolidated", _l("Đã tổng hợp"), icon="circle-half", edit=(OFFICE, SECRETARY), waits_for=(STANDING, OFFICE), todo=_l("Đăng ký vào kỳ họp, giao cơ quan soạn thảo")),
        State("registered", _l("Đã đăng ký"), tone="info", icon="circle-half", edit=(OFFICE,), shared=True, needs=("session_id", "drafting_agency_id"), waits_for=(Role.AGENCY_LEADER,), todo=_l("Nhận soạn thảo")),
        State("drafting", _l("Đang soạn thảo"), tone="info", icon="pencil", edit=(OFFICE,), shared=True, needs=("session_id", "drafting_agency_id"), waits_for=DRAFTERS, todo=_l("Soạn dự thảo nghị quyết và tờ trình")),
        State("consultation", _l("Đang lấy ý kiến"), tone="waiting", icon="hourglass-split", edit=(OFFICE,), shared=True, needs=("posted_on",), waits_for=(Role.AGENCY_LEADER,), todo=_l("Tổng hợp ý kiến khi đủ ngày đăng tải")),
        State("appraisal", _l("Đang thẩm định"), tone="waiting", icon="hourglass-split", edit=(OFFICE,), shared=True, waits_for=(OFFICE,), todo=_l("Ghi báo cáo thẩm định của Sở Tư pháp")),
        State("submitted_to_people_committee", _lp("policy", "Đã trình UBND"), tone="waiting", icon="hourglass-split", edit=(OFFICE,), shared=True, waits_for=(OFFICE,), todo=_l("Ghi tờ trình của UBND, giao Ban thẩm tra")),
        State("committee_review", _l("Đang thẩm tra"), tone="waiting", icon="hourglass-split", edit=(OFFICE,), shared=True, waits_for=(LEADER, OFFICE), todo=_l("Ghi báo cáo thẩm tra của Ban")),
        State("tabled", _l("Đã trình kỳ họp"), tone="waiting", icon="hourglass-split", edit=(OFFICE,), shared=True, needs=("session_id",), waits_for=(OFFICE,), todo=_l("Ghi kết quả biểu quyết")),
        State("passed", _lp("policy", "Thông qua"), tone="info", icon="check-lg", edit=(OFFICE,), shared=True, waits_for=(OFFICE,), todo=_l("Ghi số, ngày ký, ngày có hiệu lực")),
        State("not_passed", _lp("policy", "Không thông qua"), tone="returned", icon="x-lg", edit=(OFFICE,), shared=True, waits_for=(OFFICE, STANDING), todo=_l("Đưa soạn thảo lại hoặc trình lại")),
        State("promulgated", _l("Đã ban hành, chờ hiệu lực"), tone="info", icon="check-lg", shared=True, needs=("number", "signed_on", "effective_on")),
        State("in_force", _l("Đang thi hành"), tone="done", icon="check-lg", shared=True, needs=("number", "signed_on", "effective_on")),
        State("under_review", _l("Đang rà soát"), tone="waiting", icon="search", shared=True, needs=("number", "signed_on", "effective_on"), waits_for=(OFFICE,), todo=_l("Ghi kết quả rà soát")),
        State("repealed", _lp("policy", "Đã bãi bỏ"), tone="plain", icon="x-lg", shared=True, final=True, needs=("number", "repealed_on")),
        State("withdrawn", _lp("policy", "Đã rút"), tone="plain", icon="x-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "consolidate", _l("Tổng hợp"), ("proposed",), "consolidated", past=_l("đã tổng hợp đề xuất chính sách"), by=(OFFICE, SECRETARY),
            guards=(HAS_SOURCE,), effect=effects.leave, then=effects.enter, tell=(OFFICE, STANDING),
        ),
        Transition(
            "register", _l("Đăng ký vào kỳ họp"), ("consolidated",), "registered", past=_l("đã đăng ký xây dựng nghị quyết"), by=(STANDING, OFFICE),
            asks=(Ask("session", _l("Kỳ họp"), kind="choice", choices=sessions), Ask("agency", _l("Cơ quan soạn thảo"), kind="choice", choices=agencies), NUMBER, ISSUED_ON, FILES),
            check=moving.closed_before, effect=effects.register, then=following.after_registration, tell=(OFFICE, *DRAFTERS),
            hint=_l("Thường trực HĐND chấp thuận và phân công; Văn phòng ghi theo văn bản của Thường trực."),
        ),
        Transition(
            "accept", _l("Nhận soạn thảo"), ("registered",), "drafting", past=_l("đã nhận soạn thảo nghị quyết"), by=(Role.AGENCY_LEADER,),
            asks=(NOTE,), effect=effects.leave, then=effects.enter, tell=(OFFICE, Role.AGENCY_OFFICER),
        ),
        Transition(
            "record_acceptance", _l("Ghi việc nhận soạn thảo"), ("registered",), "drafting", past=_l("đã ghi việc cơ quan nhận soạn thảo"), by=(OFFICE,), tone="secondary",
            asks=(NUMBER, ISSUED_ON, FILES), effect=effects.leave, then=effects.enter, tell=DRAFTERS,
            hint=_l("Theo văn bản của cơ quan soạn thảo."),
        ),
        Transition(
            "post", _l("Đăng tải lấy ý kiến"), ("drafting",), "consultation", past=_l("đã đăng tải dự thảo để lấy ý kiến"), by=(Role.AGENCY_LEADER, OFFICE),
            asks=(POSTED_ON, Ask("posted_at", _l("Nơi đăng tải")), NUMBER, NEEDED_FILES), guards=(next_is("consultation"),),
            effect=effects.post, then=effects.enter_posting, tell=(OFFICE, *DRAFTERS), hint=_l("Kèm dự thảo nghị quyết và tờ trình."),
        ),
        Transition(
            "send_to_appraisal", _l("Gửi thẩm định"), ("drafting", "consultation"), "appraisal", past=_l("đã gửi Sở Tư pháp thẩm định"), by=(Role.AGENCY_LEADER, OFFICE),
            asks=(SUMMARY, NUMBER, ISSUED_ON, FILES), guards=(next_is("appraisal"), HAS_DRAFT, POSTED_LONG_ENOUGH), effect=effects.leave, then=effects.enter, tell=(OFFICE, *DRAFTERS),
        ),
        Transition(
            "submit", _l("Trình UBND"), ("drafting", "consultation", "appraisal"), "submitted_to_people_committee", past=_l("đã trình UBND"), by=(OFFICE,),
            asks=(SUMMARY, *APPRAISED, FILES), guards=(next_is("submitted_to_people_committee"), HAS_DRAFT, POSTED_LONG_ENOUGH), effect=effects.leave, then=effects.enter, tell=DRAFTERS,
        ),
        Transition(
            "assign_review", _l("Giao Ban thẩm tra"), ("drafting", "consultation", "appraisal", "submitted_to_people_committee"), "committee_review", past=_l("đã giao Ban thẩm tra"), by=(OFFICE,),
            asks=(SUMMARY, *APPRAISED, *SUBMITTED, Ask("committee", _l("Ban thẩm tra"), kind="choice", choices=committees), FILES),
            guards=(next_is("committee_review"), HAS_DRAFT, POSTED_LONG_ENOUGH), effect=effects.assign_committee, then=effects.enter, tell=(LEADER, *DRAFTERS),
        ),
        Transition(
            "table", _l("Trình kỳ họp"), ON_THE_WAY, "tabled", past=_l("đã trình kỳ họp"), by=(LEADER, OFFICE),
            asks=(SUMMARY, *APPRAISED, *SUBMITTED, *REVIEWED, Ask("documents_sent_on", _l("Ngày gửi tài liệu cho đại biểu"), kind="date", check=not_in_future), FILES),
            guards=(next_is("tabled"), HAS_DRAFT, POSTED_LONG_ENOUGH), effect=effects.table, then=effects.enter, tell=(OFFICE, STANDING, *DRAFTERS),
        ),
        Transition(
            "vote", _l("Ghi kết quả biểu quyết"), ("tabled",), None, past=_l("đã ghi kết quả biểu quyết"), by=(OFFICE,),
            asks=(Ask("voted_on", _l("Ngày biểu quyết"), kind="date", check=not_in_future), *COUNTED, Ask("number", _l("Số biên bản"), required=False), FILES),
            check=voting.wrong_vote, choose=voting.outcome, among=("passed", "not_passed"), effect=voting.vote, then=following.after_vote, tell=(STANDING, LEADER, *DRAFTERS),
            hint=_l("Thông qua khi số tán thành quá nửa tổng số đại biểu, không phải số có mặt."),
        ),
        Transition(
            "send_back", _l("Trả về soạn thảo"), ("appraisal", "submitted_to_people_committee"), "drafting", past=_l("đã trả dự thảo về soạn thảo"), by=(OFFICE,), tone="secondary",
            asks=(*APPRAISED[:2], *SUBMITTED_BACK, CLEAR_REASON, FILES), effect=effects.send_back, then=effects.enter, tell=(OFFICE, *DRAFTERS),
            hint=_l("Khi Sở Tư pháp kết luận chưa đủ điều kiện trình, hoặc UBND trả lại. Sửa xong thì đi tiếp, qua lại những bước mà quy định yêu cầu."),
        ),
        Transition(
            "review_back", _l("Trả về soạn thảo"), ("committee_review",), "drafting", past=_l("đã trả dự thảo về soạn thảo sau thẩm tra"), by=(LEADER, OFFICE), tone="secondary",
            asks=(*REVIEWED[:2], NOT_APPROVING, CLEAR_REASON, FILES), effect=effects.leave, then=effects.enter, tell=(OFFICE, LEADER, *DRAFTERS),
            hint=_l("Khi Ban cho là chưa đủ điều kiện trình kỳ họp. Sửa xong thì đi tiếp, qua lại những bước mà quy định yêu cầu."),
        ),
        Transition(
            "redraft", _l("Đưa soạn thảo lại"), ("not_passed",), "drafting", past=_l("đã đưa soạn thảo lại"), by=(OFFICE, STANDING),
            asks=(CLEAR_REASON,), effect=effects.leave, then=effects.enter, tell=(OFFICE, *DRAFTERS), hint=_l("Khi phải sửa lớn: qua lại mọi bước từ soạn thảo."),
        ),
        Transition(
            "table_again", _l("Trình lại"), ("not_passed",), "committee_review", past=_l("đã đưa thẩm tra để trình lại"), by=(OFFICE, STANDING), tone="secondary",
            asks=(CLEAR_REASON,), effect=effects.leave, then=effects.enter, tell=(OFFICE, LEADER, *DRAFTERS),
        ),
        Transition(
            "promulgate", _l("Ban hành"), ("passed",), "promulgated", past=_l("đã ban hành nghị quyết"), by=(OFFICE,),
            asks=(
                Ask("number", _l("Số, ký hiệu văn bản"), hint=_l("Ví dụ: 12/2026/NQ-HĐND")), Ask("signed_on", _l("Ngày ký"), kind="date", check=not_in_future),
                Ask("effective_on", _l("Ngày có hiệu lực"), kind="date"), OPTIONAL_SIGNER, NEEDED_FILES,
            ),
            check=effects.wrong_dates, effect=effects.promulgate, then=following.after_promulgation, tell=(OFFICE, STANDING, LEADER, *DRAFTERS),
        ),
        Transition(
            "come_into_force", _l("Có hiệu lực"), ("promulgated",), "in_force", past=_l("đã có hiệu lực"), auto=True, effect=effects.come_into_force, then=following.after_coming_into_force,
            tell=(OFFICE, STANDING, *DRAFTERS),
        ),
        Transition(
            "start_review", _l("Rà soát"), ("in_force",), "under_review", past=_l("đã bắt đầu rà soát nghị quyết"), by=(OFFICE,), tone="secondary",
            asks=(CLEAR_REASON,), effect=effects.leave, then=effects.enter, tell=(OFFICE, STANDING, *DRAFTERS),
        ),
        Transition(
            "keep", _l("Giữ nguyên"), ("under_review",), "in_force", past=_l("đã rà soát, giữ nguyên nghị quyết"), by=(OFFICE,),
            asks=(NUMBER, ISSUED_ON, NOTE, FILES), effect=effects.keep, then=effects.enter, tell=(STANDING, *DRAFTERS),
        ),
        Transition(
            "amend", _l("Đề xuất sửa đổi"), ("under_review",), "in_force", past=_l("đã rà soát, đề xuất sửa đổi nghị quyết"), by=(OFFICE,), tone="secondary",
            asks=(NUMBER, ISSUED_ON, Ask("new_title", _l("Tên đề xuất sửa đổi")), NOTE, FILES), effect=effects.leave, then=following.begin_amendment, tell=(STANDING, *DRAFTERS),
            hint=_l("Nghị quyết này vẫn đang thi hành; một đề xuất chính sách mới được lập và gắn với nó."),
        ),
        Transition(
            "repeal", _l("Bãi bỏ"), ("under_review",), None, choose=ends_now, among=("repealed", "in_force"), past=_l("đã ghi việc bãi bỏ nghị quyết"), by=(OFFICE,), tone="danger",
            asks=(NUMBER, ISSUED_ON, Ask("repealed_on", _l("Ngày hết hiệu lực"), kind="date", hint=_l("Khi ngày này chưa đến, nghị quyết còn thi hành cho đến ngày ấy.")), FILES),
            check=effects.wrong_repeal, effect=effects.repeal, then=effects.enter, tell=(OFFICE, STANDING, *DRAFTERS),
        ),
        Transition(
            "lapse", _l("Hết hiệu lực"), ("in_force", "under_review"), "repealed", past=_l("đã hết hiệu lực"), auto=True, effect=effects.lapse, then=effects.enter,
            tell=(OFFICE, STANDING, *DRAFTERS),
        ),
        Transition(
            "add_draft", _l("Nộp dự thảo"), ON_THE_WAY, None, past=_l("đã nộp dự thảo nghị quyết"), by=(*DRAFTERS, OFFICE), tone="secondary",
            asks=(NEEDED_FILES, NOTE), effect=effects.add_draft, tell=(OFFICE, *DRAFTERS),
        ),
        Transition(
            "change_session", _l("Chuyển sang kỳ họp khác"), ("registered", *ON_THE_WAY, "tabled", "not_passed"), None, past=_l("đã chuyển sang kỳ họp khác"), by=(STANDING, OFFICE), tone="secondary",
            asks=(Ask("session", _l("Kỳ họp"), kind="choice", choices=other_sessions), replace(NUMBER, required=False), replace(ISSUED_ON, required=False), CLEAR_REASON),
            check=moving.closed_before, effect=moving.change_session, tell=(OFFICE, STANDING, LEADER, *DRAFTERS),
            hint=_l("Chỉ sang kỳ họp chưa bế mạc; ghi lại việc đã chuyển trước đây thì nhập ngày của văn bản."),
        ),
        Transition(
            "withdraw", _lp("policy", "Rút"), BEFORE_VOTE, "withdrawn", past=_l("đã rút đề xuất chính sách"), by=(STANDING, OFFICE), tone="danger",
            asks=(CLEAR_REASON,), effect=effects.withdraw, then=following.after_withdrawal, tell=(OFFICE, STANDING, *DRAFTERS),
        ),
    ),
)

NAMES = {
    "code": _l("Mã"), "title": _l("Tên chính sách"), "summary": _l("Nội dung chính"), "type": _l("Loại nghị quyết"), "procedure": _l("Trình tự"),
    "ruleset": _l("Bộ quy định"), "sponsor": _l("Bên đề xuất"), "drafting_agency_id": _l("Cơ quan soạn thảo"), "session_id": _l("Kỳ họp"),
    "body_id": _l("Ban thẩm tra"), "amends_id": _l("Sửa đổi, bãi bỏ nghị quyết"), "state": _l("Trạng thái"), "posted_on": _l("Ngày đăng tải"), "documents_sent_on": _l("Ngày gửi tài liệu cho đại biểu"),
    "number": _l("Số, ký hiệu"), "signed_on": _l("Ngày ký"), "signer": _l("Người ký"), "effective_on": _l("Ngày có hiệu lực"),
    "repealed_on": _l("Ngày hết hiệu lực"), "withdrawal_reason": _l("Lý do rút"), "rests_on": _l("Căn cứ"), "delegation_id": _l("Đoàn giám sát"),
    "posted_until": _l("Đăng tải đến hết ngày"), "step_due_on": _l("Hạn của bước trước kỳ họp"), "agency_name": _l("Cơ quan soạn thảo"),
}
SESSION_NAMES = {"name": _l("Kỳ họp"), "opens_on": _l("Khai mạc"), "closes_on": _l("Bế mạc")}


def place(policy: Policy) -> Place:
    """The drafting agency has a part in it; whoever reads it for another reason only reads."""
    drafting = frozenset({policy.drafting_agency_id} if policy.drafting_agency_id else ())
    return Place(council_id=policy.council_id, delegation_id=policy.delegation_id, body_id=policy.body_id, agency_ids=drafting)


def step_place(step: PolicyStep) -> Place:
    return place(step.policy)


KIND = engine.register(
    Kind(
        name="policy", model=Policy, label=_l("Đề xuất chính sách"), plural="policies", visible=queries.visible, place=place,
        title=lambda policy: policy.title, workflow=POLICY, names=lambda: NAMES,
    )
)
STEP_KIND = engine.register(
    Kind(
        name="policy_step", model=PolicyStep, label=_l("Bước của chính sách"), plural="policy-steps", visible=queries.step_visible, place=step_place,
        title=lambda step: str(POLICY.state(step.name).label), thread=lambda step: ("policy", step.policy_id), shared=lambda _step: False,
        named_by=((PolicyStep.policy,),),
    )
)
SESSION_KIND = engine.register(
    Kind(
        name="council_session", model=CouncilSession, label=_l("Kỳ họp HĐND"), plural="council-sessions", visible=queries.session_visible,
        place=lambda session: Place(council_id=session.council_id), title=lambda session: session.name, names=lambda: SESSION_NAMES, shared=lambda _session: True,
    )
)
