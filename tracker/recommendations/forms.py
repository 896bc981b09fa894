"""What may be typed about recommendations, reports of progress, and measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    Code,
    FileList,
    Lines,
    LongText,
    Needed,
    NeededAtTimes,
    OneFile,
    OneLine,
    Percent,
    Radio,
    Text,
    ViDate,
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.organizations import queries as organizations
from tracker.organizations.fields import AgencyChoice, AgencyChoices, offered
from tracker.organizations.models import AGENCY_KINDS
from tracker.recommendations import evidence, milestones, proofs
from tracker.recommendations.completion import not_completed_on
from tracker.recommendations.evidence import LONGEST_NUMBER
from tracker.recommendations.history.asking import AsOf
from tracker.recommendations.models import (
    ADDRESSEE_KINDS,
    ASSIGNMENT_ROLES,
    CLAIMS,
    MEASURE_KINDS,
    MILESTONE_ORIGINS,
    Assignment,
    ClosingCondition,
    Recommendation,
    Update,
)
from tracker.recommendations.queries import reading
from tracker.recommendations.workflow import ASSIGNMENT

CLAIM_MEANINGS = {
    "in_progress": _l("Chỉ báo tình hình; chưa đề nghị Hội đồng nhân dân xác nhận."),
    "partly": _l("Đã xong một phần, đề nghị xác nhận phần đó; phần còn lại làm tiếp."),
    "done": _l("Đã xong toàn bộ, có sản phẩm và minh chứng, đề nghị xác nhận."),
}
LONGEST_CONDITION = 500


class RecommendationForm(BaseForm):
    """Drafting a recommendation. `delegation` and `actor` give the lists to choose from."""

    delegation_id = Choice(_l("Đoàn giám sát"), [Needed()], coerce=row_number, choices=[])
    text = LongText(_l("Nội dung kiến nghị"), [Needed()], longest=10_000)
    addressee_kind = Choice(
        _l("Loại nơi nhận"), [Needed()], choices=list(ADDRESSEE_KINDS.items()), default="department", blank=None
    )
    addressee_text = OneLine(
        _l("Nơi nhận nguồn ghi theo nhóm"),
        longest=300,
        description=_l("Ví dụ: các Sở, ngành, địa phương. Trước khi ban hành phải chọn từng cơ quan cụ thể."),
    )
    lead_agency_id = AgencyChoice(_l("Cơ quan chủ trì"), blank=_l("– Chưa chọn cơ quan –"))
    support_agency_ids = AgencyChoices(_l("Cơ quan phối hợp"))
    support_kinds = Choices(
        _l("Thêm tất cả cơ quan thuộc loại"),
        choices=[],
        description=_l("Mọi cơ quan đang hoạt động thuộc loại đã chọn được thêm vào phần phối hợp khi lưu."),
    )
    deliverable = LongText(
        _l("Sản phẩm phải hoàn thành"), longest=2000, description=_l("Ví dụ: Quyết định của Ủy ban nhân dân thành phố")
    )
    due_on = ViDate(_l("Thời hạn"))
    multi_year = YesNo(_l("Thực hiện trong nhiều năm"))
    conditions = Lines(
        _l("Đóng khi có đủ"),
        longest=5000,
        description=_l("Mỗi dòng một điều kiện, ví dụ: Danh mục quỹ đất được phê duyệt"),
    )
    rests_on = Choices(_l("Phát hiện, phát biểu làm căn cứ"), choices=[])

    def __init__(
        self,
        *given: Any,
        delegation: Delegation | None = None,
        actor: Actor | None = None,
        recommendation: Recommendation | None = None,
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        if delegation is None or actor is None:
            return
        self.delegation_id.choices = [(delegation.id, f"{delegation.code} {delegation.title}")]
        keep = [addressee.agency_id for addressee in recommendation.addressees] if recommendation else []
        options = offered(delegation.council_id, keep)
        self.lead_agency_id.offer(delegation.council_id, options)
        self.support_agency_ids.offer(delegation.council_id, options)
        self.support_kinds.choices = [
            (kind, f"{AGENCY_KINDS[kind]} ({many})")
            for kind, many in organizations.kinds_on(delegation.council_id, clock.today())
        ]
        self.rests_on.choices = reading.grounds(delegation, actor)

    def validate_support_agency_ids(self, field: Any) -> None:
        if self.lead_agency_id.data and self.lead_agency_id.data in (field.data or []):
            raise ValidationError(_("Cơ quan chủ trì không ghi lại ở phần phối hợp."))

    def validate_conditions(self, field: Any) -> None:
        if any(len(line) > LONGEST_CONDITION for line in field.data or []):
            raise ValidationError(_("Mỗi điều kiện nhiều nhất %(most)s ký tự.", most=LONGEST_CONDITION))


def answers_of(recommendation: Recommendation, rests_on: list[str]) -> dict[str, Any]:
    """What the form shows of a saved recommendation."""
    names = "delegation_id text addressee_kind addressee_text deliverable due_on multi_year"
    lead = recommendation.lead
    return {
        **{name: getattr(recommendation, name) for name in names.split()},
        "lead_agency_id": lead.agency_id if lead else None,
        "support_agency_ids": [entry.agency_id for entry in recommendation.addressees if entry.role == "support"],
        "conditions": [condition.text for condition in recommendation.conditions],
        "rests_on": rests_on,
    }


class FollowerForm(BaseForm):
    """Naming the officer of the office who follows a recommendation."""

    followed_by_id = Choice(
        _l("Chuyên viên theo dõi"), coerce=row_number, choices=[], blank=_l("– Theo người theo dõi Đoàn –")
    )

    def __init__(self, *given: Any, officers: Iterable[tuple[int, str]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.followed_by_id.choices = list(officers)


# --- reports of progress --------------------------------------------------------------------------------------------


UNTIL_HINT = _l("Chỉ ghi khi giấy tờ có thời hạn, như giấy phép, chứng chỉ. Ví dụ: 31/12/2027")


class UpdateForm(BaseForm):
    """What an agency reports. `form_for` adds files and document numbers for each closing condition, and says when the
    recommendation was issued."""

    issued_on: date | None = None

    claim = Radio(_l("Kết quả"), [Needed(_l("Hãy chọn kết quả thực hiện."))], choices=list(CLAIMS.items()))
    percent = Percent(_l("Đã hoàn thành bao nhiêu phần trăm"))
    text = LongText(_l("Đã làm được gì"), [Needed()], longest=20_000)
    difficulties = LongText(_l("Khó khăn, vướng mắc"), longest=10_000)
    completed_on = ViDate(_l("Ngày hoàn thành"))
    files = FileList(
        _l("Tệp minh chứng"),
        [NeededAtTimes()],
        description=_l("Báo cáo kết quả phải kèm tệp, hoặc ghi số văn bản ở dưới."),
    )
    document_numbers = Lines(
        _l("Số văn bản minh chứng"),
        [NeededAtTimes()],
        longest=2000,
        description=_l("Mỗi dòng một văn bản, ví dụ: 1234/QĐ-UBND"),
    )
    milestones = Choices(_l("Mốc đã đạt"), coerce=row_number, choices=[])
    valid_until = ViDate(_l("Có giá trị đến ngày"), description=UNTIL_HINT)
    drop_evidence = Choices(_l("Bỏ minh chứng đã kèm"), coerce=row_number, choices=[])

    def __init__(self, *given: Any, update: Update | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        kept = [line.newest for line in evidence.lines(update.evidence)] if update else []
        self.drop_evidence.choices = [(item.id, proofs.name_of(item)) for item in kept]

    def validate_completed_on(self, field: Any) -> None:
        if self.claim.data == "done" and not field.data:
            raise ValidationError(_("Đã thực hiện xong thì phải nhập ngày hoàn thành."))
        if field.data and (sentence := not_completed_on(field.data, self.issued_on)):
            raise ValidationError(sentence)

    def validate_percent(self, field: Any) -> None:
        if self.claim.data == "done" and field.data not in (None, 100):
            if field.data == field.object_data:
                field.data = None  # the form itself had put the last report's there
                return
            raise ValidationError(_("Đã thực hiện xong thì phần trăm là 100, hoặc để trống."))

    def validate_document_numbers(self, field: Any) -> None:
        require_short(field)

    def validate_valid_until(self, field: Any) -> None:
        InForce("files", "document_numbers")(self, field)


class PaperForm(UpdateForm):
    """An agency's signed paper, entered by the office: the same report, with its number, date, signer and scan."""

    paper_number = Code(_l("Số văn bản của cơ quan"), [Needed()], longest=60)
    paper_date = ViDate(_l("Ngày văn bản"), [Needed()])
    paper_signer = OneLine(_l("Người ký"), [Needed()], longest=200)
    scan = FileList(_l("Bản chụp văn bản"), [Needed(_l("Hãy gửi kèm bản chụp văn bản đã ký."))])

    def validate_paper_date(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước."))


def require_short(field: Any) -> None:
    if any(len(line) > LONGEST_NUMBER for line in field.data or []):
        raise ValidationError(_("Mỗi số văn bản nhiều nhất %(most)s ký tự.", most=LONGEST_NUMBER))


def form_for(
    assignment: Assignment, base: type[UpdateForm] = UpdateForm, update: Update | None = None
) -> type[UpdateForm]:
    """The form of a report on this assignment: closing conditions bind the lead, so it is asked for each of them; of a
    roadmap, which milestones were reached; of evidence that may be handed in anew, its next version. `proofs.read` reads
    the answers."""
    offered = [
        (one.id, f"{format_vi(one.due_on)}: {one.text} ({MILESTONE_ORIGINS[one.origin]})")
        for one in milestones.reportable(assignment)
    ]
    fields: dict[str, Any] = {"milestones": Choices(_l("Mốc đã đạt"), coerce=row_number, choices=offered)}
    for condition in conditions_of(assignment):
        fields[f"files_{condition.id}"] = FileList(_l("Tệp"))
        fields[f"numbers_{condition.id}"] = Lines(_l("Số văn bản"), longest=2000, validators=[ShortLines()])
        fields[f"valid_until_{condition.id}"] = until_for(f"files_{condition.id}", f"numbers_{condition.id}")
    for line in evidence.replaceable(assignment, update):
        id = line.newest.id
        fields[f"newer_files_{id}"] = OneFile(_l("Tệp bản mới"))
        fields[f"newer_number_{id}"] = OneLine(_l("Số văn bản bản mới"), longest=LONGEST_NUMBER)
        fields[f"newer_valid_until_{id}"] = until_for(f"newer_files_{id}", f"newer_number_{id}")
    return type(base.__name__, (base,), {**fields, "issued_on": assignment.recommendation.issued_on})


def until_for(files: str, numbers: str) -> ViDate:
    """The last day on which what is handed in in these fields is in force."""
    return ViDate(_l("Có giá trị đến ngày"), [InForce(files, numbers)], description=UNTIL_HINT)


class InForce:
    """A day that has not passed, of evidence that is handed in beside it."""

    def __init__(self, *beside: str) -> None:
        self.beside = beside

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None:
            return
        if field.data < clock.today():
            raise ValidationError(_("Ngày này đã qua. Nhập ngày từ hôm nay trở đi."))
        if not any(form[name].data for name in self.beside):
            raise ValidationError(_("Chưa kèm tệp hoặc số văn bản nào có giá trị đến ngày này."))


class ShortLines:
    """Numbers of documents are short."""

    def __call__(self, _form: Any, field: Field) -> None:
        require_short(field)


def conditions_of(assignment: Assignment) -> list[ClosingCondition]:
    return list(assignment.recommendation.conditions) if assignment.role == "lead" else []


class EvidenceForm(BaseForm):
    """One more piece of evidence for a report that is being written, or the next version of one."""

    files = OneFile(_l("Tệp"), [NeededAtTimes()], description=_l("Phải có tệp, hoặc số văn bản ở dưới."))
    document_number = OneLine(_l("Số văn bản"), [NeededAtTimes()], longest=LONGEST_NUMBER)
    condition_id = Choice(_l("Đóng khi có"), coerce=row_number, choices=[], blank=_l("– Cho cả kiến nghị –"))
    replaces_id = Choice(_l("Thay cho minh chứng"), coerce=row_number, choices=[], blank=_l("– Minh chứng mới –"))
    valid_until = ViDate(_l("Có giá trị đến ngày"), [InForce("files", "document_number")], description=UNTIL_HINT)

    def __init__(self, *given: Any, update: Update | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if update is None:
            return
        self.condition_id.choices = [(one.id, one.text) for one in conditions_of(update.assignment)]
        self.replaces_id.choices = [
            (line.newest.id, proofs.name_of(line.newest)) for line in evidence.replaceable(update.assignment, update)
        ]

    def validate_replaces_id(self, field: Any) -> None:
        if field.data and self.condition_id.data:
            raise ValidationError(_("Bản thay dùng cho điều kiện của bản trước; không chọn điều kiện khác."))


class PlanForm(BaseForm):
    """The agency's own plan for its task; `people` are its accounts."""

    person_id = Choice(_l("Người phụ trách, trong số tài khoản của cơ quan"), coerce=row_number, choices=[])
    person_in_charge = OneLine(
        _l("Người phụ trách"),
        longest=200,
        description=_l("Ghi tên khi người đó không có tài khoản, hoặc tên phòng, ban."),
    )
    plan = LongText(_l("Kế hoạch thực hiện"), [Needed()], longest=20_000)
    milestones = Lines(_l("Các mốc của kế hoạch"), longest=20_000, description=milestones.HINT)

    def __init__(self, *given: Any, people: Iterable[tuple[str, Any]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.person_id.choices = list(people)


class GridFilter(BaseForm):
    """Which agencies' tasks; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    status = Choice(_l("Trạng thái"), choices=[], blank=_l("Tất cả"))
    overdue = Choice(_l("Hạn"), choices=[("1", _l("Quá hạn"))], blank=_l("Tất cả"))
    q = OneLine(_l("Tên cơ quan"), longest=100)

    def __init__(self, *given: Any, **about: Any) -> None:
        super().__init__(*given, **about)
        self.status.choices = [(state.name, state.label) for state in ASSIGNMENT.states]


class OverdueFilter(BaseForm):
    """Which overdue tasks; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    agency = Choice(_l("Cơ quan"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))


class RatesFilter(AsOf):
    """Whose rates; sent with GET."""

    agency = Choice(_l("Cơ quan"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))
    term = Choice(_l("Khóa"), coerce=row_number, choices=[], blank=_l("Tất cả"))


class ExtensionForm(BaseForm):
    """An agency asks for a later deadline."""

    proposed_due_on = ViDate(_l("Đề nghị gia hạn đến ngày"), [Needed()])
    reason = LongText(_l("Lý do"), [Needed()], longest=5000)
    files = FileList(_l("Tệp kèm theo"))


class MeasureForm(BaseForm):
    """A step taken against delay (domain.md 1.8)."""

    kind = Radio(_l("Biện pháp"), [Needed()], choices=list(MEASURE_KINDS.items()), default="urge")
    is_complex = YesNo(_l("Yêu cầu giải trình vụ việc phức tạp"))
    document_number = Code(_l("Số văn bản"), [Needed()], longest=60, description=_l("Ví dụ: 301/HĐND-VP"))
    taken_on = ViDate(_l("Ngày văn bản"), [Needed()])
    answer_due_on = ViDate(
        _l("Yêu cầu trả lời trước ngày"),
        description=_l("Yêu cầu giải trình mà để trống thì phần mềm tính theo quy định. Ví dụ: 28/05/2026"),
    )
    skip_reason = LongText(
        _l("Lý do bỏ qua bước trước"),
        [NeededAtTimes()],
        longest=2000,
        description=_l("Chỉ cần khi không theo đúng thứ tự các bước, hoặc văn bản ra trước ngày của bước."),
    )
    note = LongText(_l("Nội dung, ghi chú"), longest=5000)
    files = FileList(_l("Tệp văn bản"))

    def __init__(
        self,
        *given: Any,
        names: Mapping[str, str] | None = None,
        more: Callable[[Mapping[str, Any]], Mapping[str, list[str]]] | None = None,
        **about: Any,
    ) -> None:
        """`more` says what is wrong with the answers about the task in hand, so that all of it is said at once."""
        super().__init__(*given, **about)
        self.more = more
        if names:
            self.kind.choices = list(names.items())

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not fine and self.more is not None:
            known = self.errors
            right = {name: None if name in known else answer for name, answer in self.answers.items()}
            self.add_problems({name: said for name, said in self.more(right).items() if name not in known})
        return fine

    def validate_taken_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước."))

    def validate_answer_due_on(self, field: Any) -> None:
        if field.data and self.taken_on.data and field.data < self.taken_on.data:
            raise ValidationError(_("Ngày trả lời phải từ ngày văn bản trở đi."))


# --- the control room -----------------------------------------------------------------------------------------------


class RoomFilter(BaseForm):
    """What the control room is narrowed to; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    agency = Choice(_l("Cơ quan"), choices=[], blank=_l("Tất cả"))
    field = Choice(_l("Lĩnh vực"), choices=[], blank=_l("Tất cả"))
    delegation = Choice(_l("Đoàn giám sát"), choices=[], blank=_l("Tất cả"))
    follower = Choice(_l("Chuyên viên theo dõi"), choices=[], blank=_l("Tất cả"))
    person = Text(_l("Người phụ trách của cơ quan"), longest=200)
    role = Choice(_l("Phần việc"), choices=list(ASSIGNMENT_ROLES.items()), blank=_l("Tất cả"))


class TasksFilter(RoomFilter):
    what = Choice(_l("Nhóm"), choices=[], blank=None)


class TasksFollowerForm(FollowerForm):
    """Naming the officer who follows many recommendations, and why."""

    note = LongText(_l("Ghi chú"), description=_l("Ghi vào diễn biến của từng kiến nghị."))


class TasksNoteForm(BaseForm):
    """One note for the files of many tasks."""

    note = LongText(
        _l("Nội dung ghi chú"),
        [Needed()],
        description=_l("Chỉ phía Hội đồng nhân dân đọc được, ở phần diễn biến của từng kiến nghị."),
    )


class TasksForm(BaseForm):
    """Nothing to say beside the tasks that were ticked."""


FORMS_OF_MANY: dict[str, type[BaseForm]] = {
    "follow": TasksFollowerForm,
    "urge": TasksForm,
    "note": TasksNoteForm,
    "ask_progress": TasksForm,
}
"""What each act on many tasks asks beside them."""
