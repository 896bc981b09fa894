"""The life of a recommendation, of each addressee's assignment, of a report and of a piece of evidence:
SM5 of domain.md 6.4."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.access import Kind, roles_on
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l, _lp, _n
from tracker.delegations.workflow import ALL_FINAL, RECOMMENDATIONS_COMPLETE, RECOMMENDED
from tracker.organizations import sign_off
from tracker.recommendations import agency_plan, effects, evidence, milestones, queries, terms
from tracker.recommendations.completion import not_completed_on
from tracker.recommendations.deadlines import Deadline, deadline
from tracker.recommendations.models import Assignment, EvidenceItem, Recommendation, Update
from tracker.recommendations.wording import reading as wording
from tracker.workflow import consequences, engine, guards
from tracker.workflow.asks import (
    CLEAR_REASON,
    FILES,
    ISSUED_ON,
    NEEDED_FILES,
    NUMBER,
    OPTIONAL_SIGNER,
    at_least_ten,
    not_in_future,
    not_in_past,
)
from tracker.workflow.definition import Answers, Ask, Bar, Guard, More, State, Transition, Workflow

OFFICE, STANDING, LEADER, SECRETARY = Role.OFFICE, Role.STANDING, Role.LEADER, Role.SECRETARY
HEADS = (Role.HEAD, Role.DEPUTY_HEAD)
AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
VERIFIERS = (OFFICE, LEADER, STANDING)
DRAFTERS = (OFFICE, SECRETARY, *HEADS, LEADER)

# --- recommendation -------------------------------------------------------------------------------------------------

COMPLETE = Guard(
    "complete",
    _l("Kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn; cần số, ngày văn bản kết luận."),
    queries.is_complete,
)
APPROVED = Guard("approved", _l("Dự thảo kiến nghị chưa được duyệt."), lambda r: r.is_approved)
DELEGATION_CONCLUDED = Guard(
    "delegation_concluded",
    _l("Đoàn giám sát phải có kết luận trước khi ban hành kiến nghị."),
    lambda r: r.delegation.state in ("concluded", "following_up"),
)
AGENCIES_NAMED = Guard(
    "agencies_named",
    _l("Nơi nhận đang ghi theo nhóm. Hãy chọn từng cơ quan cụ thể trước khi ban hành."),
    lambda r: bool(r.addressees),
)
AGENCIES_LIVE = Guard(
    "agencies_live",
    _l("Có cơ quan đã kết thúc hoạt động. Hãy chọn cơ quan kế thừa."),
    lambda r: all(effects.answering_agency(addressee.agency) is not None for addressee in r.addressees),
)
FINDINGS_STAND = Guard(
    "findings_stand",
    _l("Kiến nghị dựa vào phát hiện đã bị loại. Hãy bỏ phát hiện đó khỏi căn cứ."),
    lambda r: not queries.rejected_grounds(r),
    detail=lambda r: f"({', '.join(queries.rejected_grounds(r))})",
)
HAS_TEXT = Guard("has_text", _l("Kiến nghị phải có nội dung."), lambda r: bool(r.text.strip()))
ALREADY_APPROVED = Bar("already_approved", _l("Dự thảo đã được duyệt."), lambda r, _actor: r.is_approved)


def ready_to_issue(recommendation: Recommendation, answers: Answers) -> dict[str, Any]:
    """With a document; and with a reason where something is remarked on its wording (features U20)."""
    problems = issue_needs_document(recommendation, answers)
    if not (answers.get("wording_reason") or "").strip() and (found := wording.of_draft(recommendation)):
        words = _n("Còn %(num)s nhận xét về câu chữ.", "Còn %(num)s nhận xét về câu chữ.", len(found))
        problems["wording_reason"] = _("%(words)s Hãy sửa dự thảo, hoặc ghi lý do vẫn ban hành.", words=words)
    return problems


def issue_needs_document(recommendation: Recommendation, answers: Answers) -> dict[str, Any]:
    """Issued only in a document with number and date (domain.md 2.1); the deadline lies on or after that date."""
    if answers.get("document") and (answers.get("number") or answers.get("issued_on")):
        return {"document": _("Chọn văn bản đã có, hoặc ghi văn bản mới: chỉ một trong hai.")}
    problems = {} if answers.get("document") else lacking_document(answers)
    issued_on = effects.issue_date(recommendation, answers)
    if issued_on is not None and recommendation.due_on is not None and recommendation.due_on < issued_on:
        problems["issued_on"] = _(
            "Thời hạn %(due)s sớm hơn ngày văn bản %(issued)s.",
            due=format_vi(recommendation.due_on),
            issued=format_vi(issued_on),
        )
    return problems


def lacking_document(answers: Answers) -> dict[str, Any]:
    """What a new document still lacks, each in its own words; the choice between old and new once, where neither is made."""
    short = {
        "kind": _("Chưa chọn loại văn bản."),
        "number": _("Chưa nhập số, ký hiệu."),
        "issued_on": _("Chưa nhập ngày văn bản."),
    }
    problems = {name: sentence for name, sentence in short.items() if not answers.get(name)}
    if problems.keys() == short.keys():
        problems["document"] = _("Chọn văn bản kết luận đã ghi, hoặc nhập loại, số và ngày của văn bản mới.")
    return problems


def withdrawal_needs_document(recommendation: Recommendation, answers: Answers) -> dict[str, Any]:
    if recommendation.state == "issued" and not answers.get("number"):
        return {"number": _("Rút kiến nghị đã ban hành thì phải có số văn bản.")}
    return {}


RECOMMENDATION = Workflow(
    name="recommendation",
    label=_l("Kiến nghị"),
    source="domain.md 6.4 SM5, 7.1",
    start="draft",
    create=DRAFTERS,
    old_records=True,
    states=(
        State(
            "draft", _l("Dự thảo"), icon="pencil", edit=DRAFTERS, waits_for=(*HEADS, LEADER, STANDING, OFFICE),
            todo=_l("Duyệt và ban hành kiến nghị"),
        ),
        State("issued", _l("Đã ban hành"), tone="info", icon="send", shared=True, needs=("document_id", "issued_on", "lead_agency_id")),
        State("closed", _l("Đã đóng"), tone="done", icon="check-lg", shared=True, final=True, needs=("document_id", "issued_on")),
        State("withdrawn", _l("Đã rút"), tone="plain", icon="x-lg", final=True),
    ),
    transitions=(
        Transition(
            "approve", _l("Duyệt dự thảo"), ("draft",), None, past=_l("đã duyệt dự thảo kiến nghị"), by=(*HEADS, LEADER, STANDING),
            guards=(HAS_TEXT,), bars=(ALREADY_APPROVED,), effect=effects.approve, tell=(OFFICE, SECRETARY),
        ),
        Transition(
            "issue", _l("Ban hành kiến nghị"), ("draft",), "issued", past=_l("đã ban hành kiến nghị"), by=(OFFICE,),
            asks=(
                Ask("document", _l("Văn bản kết luận đã ghi"), kind="choice", required=False, choices=effects.concluding_documents),
                Ask("kind", _l("Hoặc văn bản mới: loại"), kind="choice", required=False, choices=effects.CONCLUDING_CHOICES),
                Ask("number", _l("Số, ký hiệu"), required=False, hint=_l("Ví dụ: 05/TB-HĐND")),
                Ask("issued_on", _l("Ngày văn bản"), kind="date", required=False, check=not_in_future),
                OPTIONAL_SIGNER,
                FILES,
                Ask(
                    "wording_reason", _l("Lý do vẫn ban hành"), kind="longtext", required=False, at_times=True, apart=True,
                    hint=_l("Chỉ cần khi còn nhận xét về câu chữ. Cơ quan không đọc được lý do này."),
                ),
            ),
            guards=(FINDINGS_STAND, COMPLETE, AGENCIES_NAMED, AGENCIES_LIVE, APPROVED, DELEGATION_CONCLUDED), check=ready_to_issue,
            effect=effects.issue, then=effects.follow_issue, tell=(*AGENCY, Role.HEAD, SECRETARY),
        ),
        Transition(
            "withdraw", _l("Rút kiến nghị"), ("draft", "issued"), "withdrawn", past=_l("đã rút kiến nghị"), tone="danger", by=(STANDING,),
            asks=(
                CLEAR_REASON,
                Ask("number", _l("Số văn bản (khi đã ban hành)"), required=False, at_times=True),
                Ask("issued_on", _l("Ngày văn bản"), kind="date", required=False, check=not_in_future),
                Ask("replaced_by", _l("Thay bằng kiến nghị"), kind="choice", required=False, choices=effects.replacements),
            ),
            check=withdrawal_needs_document, effect=effects.withdraw, then=effects.drop_assignments, tell=(OFFICE, SECRETARY, Role.HEAD, *AGENCY),
        ),
        Transition("replace", _l("Thay bằng kiến nghị mới"), ("issued",), "withdrawn", past=_l("đã thay bằng kiến nghị mới"), auto=True, effect=effects.note_replaced, then=effects.drop_assignments, tell=(OFFICE, *AGENCY)),
        Transition(
            "carry_over", _l("Chuyển sang khóa sau theo dõi"), ("issued",), None, past=_l("đã chuyển sang khóa sau tiếp tục theo dõi"), auto=True,
            asks=(Ask("term", _l("Khóa tiếp tục theo dõi")), NUMBER, ISSUED_ON), effect=terms.carry, tell=AGENCY,
        ),
        Transition(
            "suggest_done", _l("Gợi ý đã thực hiện xong"), ("issued",), None, past=_l("đã gợi ý xem xét là thực hiện xong, vì nghị quyết liên quan đã ban hành"), auto=True,
            asks=(Ask("policy", _l("Chính sách")), NUMBER, ISSUED_ON), tell=(OFFICE,),
        ),
        Transition("close", _l("Đóng kiến nghị"), ("issued",), "closed", past=_l("đã đóng kiến nghị"), auto=True, effect=effects.close, tell=(OFFICE,)),
        Transition("reopen", _l("Mở lại kiến nghị"), ("closed",), "issued", past=_l("đã mở lại kiến nghị"), auto=True, effect=effects.reopen),
    ),
)

# --- assignment -----------------------------------------------------------------------------------------------------

OPEN = ("assigned", "in_progress", "awaiting_verification", "partly_implemented", "not_satisfactory")
REPORTABLE = ("in_progress", "partly_implemented", "not_satisfactory", "multi_year")

BEFORE_DUE = Guard(
    "before_due", _l("Chỉ đề nghị xem xét lại trước khi hết hạn."), lambda a: a.due_ends_on is None or clock.today() <= a.due_ends_on
)
OVERDUE = Guard("overdue", _l("Chỉ kết luận “không thực hiện” khi đã quá hạn."), effects.is_overdue, hides=True)
URGED_AND_ASKED = Guard(
    "urged_and_asked",
    _l("Phải đã đôn đốc bằng văn bản ít nhất một lần và đã yêu cầu giải trình."),
    effects.urged_and_asked,
)
EXPLANATION_OVER = Guard(
    "explanation_over",
    _l("Cơ quan còn hạn giải trình, và chưa trả lời: chờ trả lời, hoặc chờ qua hạn ấy."),
    lambda a: effects.awaited_until(a) is None,
    detail=lambda a: _("(hạn ngày %(day)s)", day=format_vi(effects.awaited_until(a) or clock.today())),
)
FILE_NOTE = Ask("note", _l("Nội dung ghi chú"), kind="longtext", hint=_l("Chỉ phía Hội đồng nhân dân đọc được, ở phần diễn biến."))
NO_TWIN = Guard(
    "no_twin", _l("Cơ quan này đang có một nhiệm vụ khác còn mở của cùng kiến nghị."), effects.has_no_twin
)
STILL_STANDS = Guard(
    "still_stands", _l("Kiến nghị đã rút thì không mở lại nhiệm vụ."), lambda a: a.recommendation.state != "withdrawn", hides=True
)
RE_OVERSEEN = Guard(
    "re_overseen", _l("Chỉ mở lại theo kết quả giám sát lại: hãy ghi biện pháp “Giám sát lại” trước."), lambda a: bool(effects.re_oversights(a))
)
CONDITIONS_MET = Guard(
    "conditions_met", evidence.NOT_MET, evidence.conditions_met, detail=evidence.what_is_missing
)
WRITTEN = (NUMBER, ISSUED_ON, FILES)
JOINABLE = ("assigned", "in_progress", "partly_implemented", "not_satisfactory", "multi_year")
"""A report or a request that waits for an answer is answered first."""

ASSIGNMENT = Workflow(
    name="assignment",
    label=_l("Nhiệm vụ của cơ quan"),
    source="domain.md 6.4 SM5, 7.1",
    start="assigned",
    old_records=True,
    states=(
        State("assigned", _l("Đã giao, chưa thực hiện"), icon="circle", shared=True, waits_for=AGENCY, todo=_l("Nhận việc, phân công người phụ trách")),
        State("in_progress", _l("Đang thực hiện"), tone="info", icon="circle-half", edit=AGENCY, shared=True, waits_for=AGENCY, todo=_l("Cập nhật tình hình")),
        State("awaiting_verification", _l("Chờ xác nhận"), tone="waiting", icon="hourglass-split", shared=True, waits_for=VERIFIERS, todo=_l("Xác nhận kết quả")),
        State("partly_implemented", _l("Thực hiện một phần"), tone="info", icon="circle-half", edit=AGENCY, shared=True, waits_for=AGENCY, todo=_l("Hoàn thành phần còn lại")),
        State("not_satisfactory", _l("Chưa đáp ứng yêu cầu"), tone="returned", icon="arrow-return-left", edit=AGENCY, shared=True, waits_for=AGENCY, todo=_l("Bổ sung")),
        State("under_reconsideration", _l("Đang xem xét lại"), tone="waiting", icon="question-circle", shared=True, waits_for=(STANDING, LEADER), todo=_l("Trả lời đề nghị xem xét lại")),
        State("multi_year", _l("Có lộ trình nhiều năm"), icon="arrow-right", edit=AGENCY, shared=True, waits_for=AGENCY, todo=_l("Báo cáo theo lộ trình")),
        State("implemented", _l("Đã thực hiện xong"), tone="done", icon="check-lg", shared=True, final=True, needs=("verified_at", "completed_on")),
        State("not_implemented", _l("Không thực hiện"), tone="plain", icon="x-lg", shared=True, final=True),
        State("waived", _l("Được miễn"), tone="plain", icon="dash-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "start", _l("Nhận việc, phân công"), ("assigned",), "in_progress", past=_l("đã nhận việc, phân công"), by=AGENCY,
            asks=(
                Ask("person_id", _l("Người phụ trách, trong số tài khoản của cơ quan"), kind="choice", required=False, choices=agency_plan.people),
                Ask("person_in_charge", _l("Người phụ trách"), required=False, hint=_l("Ghi tên khi người đó không có tài khoản, hoặc tên phòng, ban.")),
                Ask("plan", _l("Kế hoạch thực hiện"), kind="longtext"),
                Ask("milestones", _l("Các mốc của kế hoạch"), kind="lines", required=False, check=milestones.wrong, hint=milestones.HINT),
            ),
            check=agency_plan.wrong, effect=agency_plan.start, then=effects.settle, tell=(OFFICE, Role.AGENCY_LEADER),
        ),
        Transition("send_report", _l("Chờ xác nhận"), ("assigned", *REPORTABLE), "awaiting_verification", past=_l("đã chuyển chờ xác nhận"), auto=True, effect=effects.note_claim, then=effects.settle),
        Transition("accept", _l("Xác nhận đã thực hiện xong"), ("awaiting_verification",), "implemented", past=_l("đã được xác nhận thực hiện xong"), auto=True, guards=(CONDITIONS_MET,), effect=effects.note_verified, then=effects.settle),
        Transition("accept_partly", _l("Xác nhận một phần"), ("awaiting_verification",), "partly_implemented", past=_l("đã được xác nhận một phần"), auto=True, effect=effects.note_review, then=effects.settle),
        Transition("return", _l("Trả lại"), ("awaiting_verification",), "not_satisfactory", past=_l("đã bị trả lại"), auto=True, effect=effects.note_review, then=effects.settle),
        Transition("drop", _l("Thôi thực hiện do kiến nghị được rút"), (*OPEN, "under_reconsideration", "multi_year"), "waived", past=_l("đã thôi thực hiện do kiến nghị được rút"), auto=True, then=effects.sync),
        Transition("join", _l("Nhập vào nhiệm vụ khác của cơ quan kế thừa"), JOINABLE, "waived", past=_l("đã nhập vào nhiệm vụ khác của cơ quan kế thừa"), auto=True, effect=effects.note_joined, then=effects.settle),
        Transition("extend", _l("Gia hạn"), (*OPEN, "under_reconsideration"), None, past=_l("đã được gia hạn"), auto=True, effect=effects.extend, then=effects.sync),
        Transition(
            "ask_reconsideration", _l("Đề nghị xem xét lại"), OPEN, "under_reconsideration", past=_l("đã đề nghị xem xét lại"), tone="secondary",
            by=(Role.AGENCY_LEADER,), asks=(CLEAR_REASON, FILES), guards=(BEFORE_DUE,), effect=effects.remember_state, then=effects.settle, tell=(STANDING, LEADER, OFFICE),
        ),
        Transition(
            "refuse_reconsideration", _l("Giữ nguyên kiến nghị"), ("under_reconsideration",), None, past=_l("đã trả lời: giữ nguyên kiến nghị"),
            by=(STANDING, LEADER), asks=(CLEAR_REASON, *WRITTEN), choose=effects.state_before, among=OPEN, effect=effects.record_decision, then=effects.settle, tell=AGENCY,
        ),
        Transition(
            "amend", _l("Sửa kiến nghị, thay bằng kiến nghị mới"), ("under_reconsideration",), "waived", past=_l("đã sửa: thay bằng kiến nghị mới"), tone="secondary",
            by=(STANDING, LEADER),
            asks=(
                CLEAR_REASON,
                Ask("text", _l("Nội dung kiến nghị mới"), kind="longtext", check=at_least_ten, default=lambda a: a.recommendation.text),
                Ask("deliverable", _l("Sản phẩm phải hoàn thành"), kind="longtext", default=lambda a: a.recommendation.deliverable),
                Ask("due_on", _l("Thời hạn"), kind="date", required=False, check=not_in_past, default=lambda a: a.due_on),
                *WRITTEN,
            ),
            effect=effects.amend, then=consequences.named("recommendation_is_replaced"), tell=(*AGENCY, OFFICE, SECRETARY),
        ),
        Transition(
            "waive", _l("Miễn thực hiện"), (*OPEN, "under_reconsideration", "multi_year"), "waived", past=_l("đã miễn thực hiện"), tone="secondary", by=(STANDING, LEADER),
            asks=(CLEAR_REASON, *WRITTEN), effect=effects.end_without, then=effects.settle, tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "set_roadmap", _l("Chuyển theo lộ trình nhiều năm"), (*OPEN, "under_reconsideration"), "multi_year", past=_l("đã chuyển theo lộ trình nhiều năm"), tone="secondary",
            by=(STANDING,), asks=(
                Ask(
                    "milestones", _l("Mốc từng năm"), kind="lines", check=milestones.wrong_roadmap,
                    hint=milestones.HINT,
                ),
                *WRITTEN,
            ),
            effect=effects.set_roadmap, then=effects.settle, tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "find_not_implemented", _l("Kết luận không thực hiện"), (*OPEN, "under_reconsideration"), "not_implemented", past=_l("đã kết luận không thực hiện"),
            tone="danger", by=(STANDING,), asks=(CLEAR_REASON, *WRITTEN), guards=(OVERDUE, URGED_AND_ASKED, EXPLANATION_OVER), effect=effects.end_without, then=effects.settle,
            tell=(*AGENCY, OFFICE, LEADER),
        ),
        Transition(
            "reopen", _l("Mở lại"), ("implemented",), "in_progress", past=_l("đã mở lại"), tone="secondary", by=(STANDING,),
            asks=(CLEAR_REASON, Ask("re_oversight", _l("Theo kết quả giám sát lại"), kind="choice", choices=effects.re_oversights), *WRITTEN),
            guards=(STILL_STANDS, NO_TWIN, RE_OVERSEEN), effect=effects.reopen_assignment, then=effects.settle, tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "note_to_file", _l("Ghi chú vào hồ sơ"), (*OPEN, "under_reconsideration", "multi_year", "implemented", "not_implemented", "waived"), None,
            past=_l("đã ghi chú vào hồ sơ"), tone="secondary", by=VERIFIERS, asks=(FILE_NOTE,), within_council=True,
        ),
    ),
)

TIMELESS = (*ASSIGNMENT.finals, "multi_year")
"""States in which no date counts."""


def is_begun(task: Assignment) -> bool:
    """Has the agency taken it on?"""
    return task.state != ASSIGNMENT.start


def awaits_verdict(task: Assignment) -> bool:
    """Has a report been sent that nobody has decided on?"""
    return task.state == "awaiting_verification"


def was_sent_back(task: Assignment) -> bool:
    """Was the last report returned?"""
    return task.state == "not_satisfactory"


def answer_deadline(task: Assignment) -> Deadline | None:
    """By when a return is to be answered; None where nothing was returned, or no day was set."""
    return deadline(task.answer_due_on) if was_sent_back(task) else None


def after_issue(day: date, update: Update) -> str | None:
    """A report on a task that was completed before anybody had demanded it speaks of something else."""
    return not_completed_on(day, update.assignment.recommendation.issued_on)


def takes_reports(task: Assignment) -> bool:
    """May a new report be written?"""
    return task.state in (*REPORTABLE, ASSIGNMENT.start)


# --- update ---------------------------------------------------------------------------------------------------------

HAS_EVIDENCE = Guard(
    "has_evidence",
    _l("Báo cáo kết quả phải kèm ít nhất một tệp minh chứng hoặc số văn bản."),
    lambda u: u.claim == "in_progress" or bool(u.evidence),
)
TASK_TAKEN = Guard(
    "task_taken",
    _l("Cơ quan phải nhận việc, phân công người phụ trách trước khi báo cáo."),
    lambda u: is_begun(u.assignment),
)
TASK_OPEN = Guard(
    "task_open",
    _l("Nhiệm vụ này không nhận báo cáo mới: đang chờ xác nhận, đang xem xét lại hoặc đã kết thúc."),
    lambda u: takes_reports(u.assignment),
)
WAITS = Guard(
    "waits",
    _l("Nhiệm vụ không ở trạng thái chờ xác nhận, hoặc cơ quan đã gửi báo cáo mới hơn."),
    lambda u: awaits_verdict(u.assignment) and effects.is_last_report(u),
)
REPORTED_IT = Bar(
    "reported_it",
    _l("Người báo cáo, nhập báo cáo hoặc người của cơ quan báo cáo không được xác nhận."),
    effects.is_on_its_side,
)
ONLY_NOTE = Bar("only_note", _l("Báo cáo tình hình, không đề nghị xác nhận."), lambda u, _actor: u.claim == "in_progress")
FROM_PAPER = Bar("from_paper", _l("Báo cáo này do Văn phòng nhập từ văn bản."), lambda u, _actor: u.on_paper)
OWN_WORDS = sign_off.own_words(sign_off.writer_of)
NOT_PAPER = Bar("not_paper", _l("Báo cáo này do cơ quan lập."), lambda u, _actor: not u.on_paper)

EACH_ITEM = More(
    _l("của từng minh chứng đang chờ: chấp nhận hay không, lý do, có giá trị đến ngày"), evidence.NAMES, evidence.asks
)

UPDATE = Workflow(
    name="update",
    label=_l("Báo cáo tình hình thực hiện"),
    source="domain.md 6.4 SM5",
    start="draft",
    create=(*AGENCY, OFFICE),
    states=(
        State("draft", _l("Đang soạn"), icon="pencil", edit=(*AGENCY, Role.AUTHOR), shared=True, within_agency=True, waits_for=(Role.AGENCY_LEADER,), todo=_l("Gửi báo cáo")),
        State("submitted", _l("Đã gửi"), tone="waiting", icon="hourglass-split", shared=True, needs=("sent_at",)),
        State("accepted", _l("Đã chấp nhận"), tone="done", icon="check-lg", shared=True, final=True, needs=("sent_at", "reviewed_at")),
        State("partly_accepted", _lp("state", "Chấp nhận một phần"), tone="info", icon="circle-half", shared=True, final=True, needs=("sent_at", "reviewed_at")),
        State("returned", _l("Bị trả lại"), tone="returned", icon="arrow-return-left", shared=True, final=True, needs=("sent_at", "reviewed_at")),
    ),
    transitions=(
        *sign_off.steps("draft", bars=(FROM_PAPER,)),
        Transition(
            "send", _l("Gửi báo cáo của cơ quan"), ("draft",), "submitted", past=_l("đã gửi báo cáo"), by=(Role.AGENCY_LEADER,),
            guards=(TASK_TAKEN, TASK_OPEN, HAS_EVIDENCE), bars=(FROM_PAPER, OWN_WORDS), effect=effects.send, then=effects.pass_on, tell=(OFFICE, LEADER, STANDING),
        ),
        Transition(
            "enter_paper", _l("Ghi nhận văn bản của cơ quan"), ("draft",), "submitted", past=_l("đã nhập báo cáo giấy của cơ quan"), by=(OFFICE,),
            asks=(
                Ask("paper_number", _l("Số văn bản của cơ quan"), default=lambda u: u.paper_number),
                Ask("paper_date", _l("Ngày văn bản"), kind="date", check=not_in_future, default=lambda u: u.paper_date),
                Ask("paper_signer", _l("Người ký"), default=lambda u: u.paper_signer),
                NEEDED_FILES,
            ),
            guards=(TASK_OPEN,), bars=(NOT_PAPER,), effect=effects.enter_paper, then=effects.pass_on, tell=(*AGENCY, LEADER, STANDING),
        ),
        Transition(
            "accept", _l("Xác nhận đã thực hiện xong"), ("submitted",), "accepted", past=_l("đã xác nhận thực hiện xong"), by=VERIFIERS,
            asks=(
                Ask("note", _l("Nội dung xác nhận"), kind="longtext"),
                Ask("completed_on", _l("Ngày hoàn thành"), kind="date", check=after_issue, default=lambda u: u.completed_on),
            ),
            more=EACH_ITEM, check=evidence.closes, guards=(WAITS,), bars=(REPORTED_IT, ONLY_NOTE), effect=effects.review, then=effects.pass_verdict("accept"), tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "accept_partly", _l("Chấp nhận một phần"), ("submitted",), "partly_accepted", past=_l("đã chấp nhận một phần"), tone="secondary", by=VERIFIERS,
            asks=(
                Ask("remaining", _l("Việc còn lại"), kind="longtext", check=at_least_ten),
                Ask("note", _l("Nội dung xác nhận"), kind="longtext", required=False),
            ),
            more=EACH_ITEM, check=evidence.wrong, guards=(WAITS,), bars=(REPORTED_IT, ONLY_NOTE), effect=effects.accept_partly, then=effects.pass_verdict("accept_partly"), tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "return", _l("Trả lại để bổ sung"), ("submitted",), "returned", past=_l("đã trả lại để bổ sung"), tone="secondary", by=VERIFIERS,
            asks=(
                CLEAR_REASON,
                Ask("answer_due_on", _l("Trả lời trước ngày"), kind="date", check=not_in_past, hint=_l("Không làm thay đổi thời hạn của kiến nghị.")),
            ),
            more=EACH_ITEM, check=evidence.wrong, guards=(WAITS,), bars=(REPORTED_IT, ONLY_NOTE), effect=effects.send_back, then=effects.pass_verdict("return"), tell=(*AGENCY, OFFICE),
        ),
    ),
)

VERDICTS = tuple(step for step in UPDATE.transitions if step.more is EACH_ITEM)
"""The steps that decide on a report, each together with its evidence."""

# --- evidence -------------------------------------------------------------------------------------------------------

REPORTED_EVIDENCE = Bar(
    "reported_evidence",
    _l("Người báo cáo, nhập báo cáo hoặc người của cơ quan báo cáo không được xác nhận."),
    lambda item, actor: effects.is_on_its_side(item.update, actor),
)
REPORT_SENT = Guard(
    "report_sent", _l("Báo cáo chưa gửi."), lambda item: item.update.state != "draft"
)
NEWEST = Guard("newest", _l("Đã có bản mới hơn thay cho minh chứng này. Hãy xem bản mới."), evidence.is_newest, hides=True)
CLOSES_NOTHING = Guard(
    "closes_nothing",
    _l("Nhiệm vụ đã được xác nhận xong dựa vào minh chứng này. Hãy ghi hết giá trị, kèm lý do."),
    lambda item: not evidence.carries_closing(item),
)
RENEWABLE = Guard(
    "renewable",
    _l("Chỉ gửi bản thay ở đây khi nhiệm vụ đã xong mà minh chứng hết giá trị. Nhiệm vụ còn mở thì gửi kèm báo cáo."),
    evidence.is_renewable,
    hides=True,
)
UNTIL = Ask("valid_until", _l("Có giá trị đến ngày"), kind="date", required=False, default=lambda item: item.valid_until)
NEW_UNTIL = Ask("valid_until", _l("Có giá trị đến ngày"), kind="date", required=False, check=not_in_past)

EVIDENCE = Workflow(
    name="evidence",
    label=_l("Minh chứng"),
    source="features.md U06",
    start="pending",
    states=(
        State("pending", _l("Chờ xem"), tone="waiting", icon="hourglass-split", shared=True, waits_for=VERIFIERS, todo=_l("Xem minh chứng")),
        State("accepted", _l("Đã chấp nhận"), tone="done", icon="check-lg", shared=True, needs=("judged_at",)),
        State("rejected", _l("Không được chấp nhận"), tone="returned", icon="arrow-return-left", shared=True, needs=("judged_at",)),
        State("expired", _l("Hết giá trị"), tone="plain", icon="dash-lg", shared=True, needs=("judged_at",)),
    ),
    transitions=(
        Transition(
            "accept", _l("Chấp nhận minh chứng"), ("pending", "rejected"), "accepted", past=_l("đã chấp nhận minh chứng"), by=VERIFIERS,
            asks=(UNTIL,), check=evidence.is_expired_when_accepted, guards=(REPORT_SENT, NEWEST), bars=(REPORTED_EVIDENCE,), effect=evidence.accept,
        ),
        Transition(
            "reject", _l("Không chấp nhận minh chứng"), ("pending", "accepted"), "rejected", past=_l("đã không chấp nhận minh chứng"), tone="secondary", by=VERIFIERS,
            asks=(CLEAR_REASON,), guards=(REPORT_SENT, NEWEST, CLOSES_NOTHING), bars=(REPORTED_EVIDENCE,), effect=evidence.refuse, tell=AGENCY,
        ),
        Transition(
            "expire", _l("Ghi hết giá trị"), ("accepted",), "expired", past=_l("đã ghi minh chứng hết giá trị"), tone="secondary", by=VERIFIERS,
            asks=(CLEAR_REASON,), guards=(NEWEST,), bars=(REPORTED_EVIDENCE,), effect=evidence.refuse, tell=AGENCY,
        ),
        Transition(
            "renew", _l("Gửi bản thay"), ("accepted", "expired", "rejected"), None, past=_l("đã gửi bản thay cho minh chứng hết giá trị"), by=(Role.AGENCY_LEADER,),
            asks=(
                Ask("files", _l("Tệp minh chứng"), kind="files", required=False, at_times=True, hint=_l("Phải có tệp, hoặc số văn bản ở dưới.")),
                Ask("document_number", _l("Số văn bản"), required=False, at_times=True, check=evidence.is_too_long),
                NEW_UNTIL,
            ),
            check=evidence.wrong_renewal, guards=(RENEWABLE,), effect=evidence.renew, tell=(OFFICE,),
        ),
    ),
)



def shown_state(item: EvidenceItem) -> State:
    """As it stands today: what has run out is shown as expired, whatever was decided on it."""
    return EVIDENCE.state("expired" if evidence.is_expired(item) else item.state)


guards.answers(RECOMMENDED.name)(queries.any_draft_or_issued)
guards.answers(RECOMMENDATIONS_COMPLETE.name)(queries.all_complete)
guards.answers(ALL_FINAL.name)(queries.nothing_open)

HANDED_OVER = {"document_number": _l("Số văn bản"), "document_date": _l("Ngày văn bản"), "remark": _l("Kèm theo")}
NAMES = {
    "code": _l("Mã"), "text": _l("Nội dung"), "addressee_kind": _l("Loại nơi nhận"), "addressee_text": _l("Nơi nhận ghi theo nhóm"),
    "deliverable": _l("Sản phẩm"), "due_on": _l("Thời hạn"), "multi_year": _l("Nhiều năm"), "state": _l("Trạng thái"),
    "approved_by_id": _l("Người duyệt"), "approved_at": _l("Lúc duyệt"), "document_id": _l("Văn bản"), "issued_on": _l("Ngày ban hành"),
    "withdrawal_reason": _l("Lý do rút"), "replaced_by_id": _l("Thay bằng"), "followed_by_id": _l("Chuyên viên theo dõi"),
    "addressees": _l("Cơ quan"), "conditions": _l("Đóng khi có"), "closed_at": _l("Lúc đóng"), "lead_state": _l("Trạng thái của cơ quan chủ trì"),
    "delegation_id": _l("Đoàn giám sát"), "lead_agency_id": _l("Cơ quan chủ trì"), "due_key": _l("Thứ tự hạn"), "agency_name": _l("Cơ quan"),
    "remarks": _l("Nhận xét về câu chữ"), "waived_facts": _l("Chưa có thông tin"), "old_source": _l("Nguồn"), "old_notes": _l("Ghi trong sổ cũ"), **HANDED_OVER,
}
ASSIGNMENT_NAMES = {
    "state": _l("Trạng thái"), "person_in_charge": _l("Người phụ trách"), "plan": _l("Kế hoạch"), "milestones": _l("Các mốc của kế hoạch"), "due_on": _l("Thời hạn"),
    "original_due_on": _l("Thời hạn gốc"), "extension_count": _l("Số lần gia hạn"), "due_ends_on": _l("Tính đến hết ngày"), "claim": _l("Cơ quan báo"), "percent": _l("Phần trăm"),
    "claimed_at": _l("Lúc báo cáo"), "sent_on": _l("Ngày gửi báo cáo"), "verdict_note": _l("Ý kiến xác nhận"), "reviewed_at": _l("Lúc xem"),
    "answer_due_on": _l("Trả lời trước ngày"), "completed_on": _l("Ngày hoàn thành"), "verified_at": _l("Lúc xác nhận"),
    "verified_by_id": _l("Người xác nhận"), "agency_id": _l("Cơ quan"), "agency_name": _l("Cơ quan"), "role": _l("Vai trò"), "state_before": _l("Trạng thái trước"),
    "reported_by_id": _l("Người báo cáo"), "due_key": _l("Thứ tự hạn"), "taken_over_by": _l("Cơ quan kế thừa"), "taken_over_on": _l("Kế thừa từ ngày"),
    "waived_facts": _l("Chưa có thông tin"), **HANDED_OVER,
}
UPDATE_NAMES = {
    "claim": _l("Cơ quan báo"), "percent": _l("Phần trăm"), "text": _l("Kết quả thực hiện"), "difficulties": _l("Khó khăn"),
    "completed_on": _l("Ngày hoàn thành"), "state": _l("Trạng thái"), "sent_at": _l("Lúc gửi"), "paper_number": _l("Số văn bản"),
    "paper_date": _l("Ngày văn bản"), "paper_signer": _l("Người ký"), "on_paper": _l("Nhập từ văn bản giấy"), "review_note": _l("Ý kiến xác nhận"), "remaining": _l("Việc còn lại"),
    "answer_due_on": _l("Trả lời trước ngày"), "reviewed_at": _l("Lúc xem"), "evidence": _l("Minh chứng"), "milestones": _l("Mốc đã đạt"), "sent_by_id": _l("Người gửi"), "reviewed_by_id": _l("Người xem"),
}
EVIDENCE_NAMES = {
    "state": _l("Trạng thái"), "reason": _l("Lý do"), "document_number": _l("Số văn bản"), "attachment_id": _l("Tệp"), "condition_id": _l("Đóng khi có"),
    "valid_until": _l("Có giá trị đến ngày"), "version_number": _l("Bản"), "replaces_id": _l("Thay cho bản"), "judged_by_id": _l("Người kết luận"), "judged_at": _l("Lúc kết luận"),
}


def recommendation_place(recommendation: Recommendation) -> Place:
    """Addressed agencies stand on it once it has been issued."""
    return Place(
        council_id=recommendation.council_id,
        delegation_id=recommendation.delegation_id,
        body_id=recommendation.delegation.body_id,
        agency_ids=frozenset(assignment.agency_id for assignment in recommendation.assignments),
    )


def assignment_place(assignment: Assignment, author_id: int | None = None) -> Place:
    return Place(
        council_id=assignment.council_id,
        delegation_id=assignment.delegation_id,
        body_id=assignment.delegation.body_id,
        agency_ids=frozenset({assignment.agency_id}),
        author_id=author_id,
    )


def may_read_internals(recommendation: Recommendation, actor: Actor) -> bool:
    """Is this person on the Council's side of the recommendation?"""
    return bool(roles_on(actor, recommendation) & set(COUNCIL_SIDE))


RECOMMENDATION_KIND = engine.register(
    Kind(
        name="recommendation", model=Recommendation, label=_l("Kiến nghị"), plural="recommendations", visible=queries.visible,
        place=recommendation_place, title=lambda recommendation: recommendation.text, workflow=RECOMMENDATION, names=lambda: NAMES,
    )
)
ASSIGNMENT_KIND = engine.register(
    Kind(
        name="assignment", model=Assignment, label=_l("Nhiệm vụ của cơ quan"), plural="assignments", visible=queries.assignment_visible,
        place=assignment_place, title=lambda assignment: assignment.agency_name,
        thread=lambda assignment: ("recommendation", assignment.recommendation_id), workflow=ASSIGNMENT, names=lambda: ASSIGNMENT_NAMES,
    )
)
UPDATE_KIND = engine.register(
    Kind(
        name="update", model=Update, label=_l("Báo cáo tình hình thực hiện"), plural="updates", visible=queries.update_visible,
        place=lambda update: assignment_place(update.assignment, update.created_by_id if update.on_paper else None), title=lambda update: update.text,
        thread=lambda update: ("recommendation", update.assignment.recommendation_id), workflow=UPDATE, names=lambda: UPDATE_NAMES,
        named_by=((Update.assignment, Assignment.recommendation),),
    )
)
EVIDENCE_KIND = engine.register(
    Kind(
        name="evidence", model=EvidenceItem, label=_l("Minh chứng"), plural="evidence", visible=queries.evidence_visible,
        place=lambda item: assignment_place(item.assignment), title=lambda item: item.name,
        thread=lambda item: ("recommendation", item.assignment.recommendation_id), workflow=EVIDENCE, names=lambda: EVIDENCE_NAMES,
        named_by=((EvidenceItem.assignment, Assignment.recommendation), (EvidenceItem.attachment,)),
    )
)
