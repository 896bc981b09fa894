"""A10: the letter that urges an agency, or takes the next step of the ladder against delay (domain.md 1.8, 2.1)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.models import CONCLUDING, DOCUMENT_KINDS
from tracker.documents.definition import DocumentKind, Filed
from tracker.documents.kinds import issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Head, Layout, Signature, Text, When, to
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, filled
from tracker.documents.placeholders import Facts, text
from tracker.recommendations.models import MEASURE_KINDS, Measure

OWN = (
    text("bien_phap", _l("Bước đôn đốc, xử lý"), "Đôn đốc bằng văn bản"),
    text("lan", _l("Đôn đốc lần thứ mấy; trống với bước khác"), "2"),
    text("co_quan_thuc_hien", _l("Cơ quan được đôn đốc"), "Sở Công Thương"),
    text("ma_kien_nghi", _l("Mã kiến nghị"), "KN-2026-001"),
    text("noi_dung_kien_nghi", _l("Nội dung kiến nghị"), "Rà soát các dự án chậm tiến độ."),
    text("loai_van_ban", _l("Loại văn bản nêu kiến nghị"), "Thông báo kết luận"),
    text("van_ban_kien_nghi", _l("Văn bản nêu kiến nghị: số, ngày"), "15/TB-HĐND ngày 10/04/2026"),
    text("san_pham", _l("Sản phẩm phải hoàn thành"), "Báo cáo rà soát"),
    text("han_cu", _l("Thời hạn đang áp dụng"), "30/06/2026"),
    text("tra_loi_truoc", _l("Yêu cầu trả lời trước ngày"), "20/07/2026"),
    text("ghi_chu", _l("Ghi chú của người lập"), "Nêu rõ nguyên nhân chậm."),
)


def compose(record: Measure, _actor: Actor, given: DocumentNumber | None) -> Facts:
    task, recommendation = record.assignment, record.assignment.recommendation
    kind, times = str(MEASURE_KINDS[record.kind]), times_urged(record)
    head = Frame(
        issuer=issuers.standing(record.assignment.delegation.council.name),
        council=record.assignment.delegation.council.name,
        sign="HĐND-VP",
        kind="CÔNG VĂN",
        about=about(record, times),
        to=(record.agency_name,),
        recipients=("Như trên",),
        given=given,
        number=record.document_number,
        issued_on=record.taken_on,
    )
    paper = recommendation.document
    return head.facts() | {
        "bien_phap": kind,
        "lan": times,
        "co_quan_thuc_hien": record.agency_name,
        "ma_kien_nghi": recommendation.code,
        "noi_dung_kien_nghi": recommendation.text.rstrip(" ."),
        "loai_van_ban": str(DOCUMENT_KINDS[paper.kind]) if paper and paper.kind in CONCLUDING else "Văn bản",
        "van_ban_kien_nghi": f"{paper.number} ngày {words.day(paper.issued_on)}" if paper else DOTS,
        "san_pham": filled(recommendation.deliverable),
        "han_cu": words.day(task.due_on),
        "tra_loi_truoc": words.day(record.answer_due_on),
        "ghi_chu": record.note,
    }


def about(record: Measure, times: str) -> str:
    if record.kind == "urge":
        return f"đôn đốc thực hiện kiến nghị giám sát (lần {times})"
    kind = str(MEASURE_KINDS[record.kind])
    return f"{kind[0].lower()}{kind[1:]} về việc thực hiện kiến nghị giám sát"


def times_urged(record: Measure) -> str:
    """The how many-th urging of this task it was."""
    if record.kind != "urge":
        return ""
    return str(sum(one.kind == "urge" and one.id <= record.id for one in record.assignment.measures))


LAYOUT = Layout(
    (
        Head(about=True),
        *to(),
        Text(
            "Thực hiện chức năng giám sát, cơ quan có thẩm quyền đã kiến nghị tại {{ loai_van_ban }} số {{ "
            "van_ban_kien_nghi }}, giao {{ co_quan_thuc_hien }} thực hiện (mã {{ ma_kien_nghi }}):"
        ),
        Text("“{{ noi_dung_kien_nghi }}.”", italic=True),
        Text("Sản phẩm phải hoàn thành: {{ san_pham }}. Thời hạn thực hiện: ngày {{ han_cu }}."),
        When("lan", (Text("Đến nay, chưa có kết quả thực hiện được xác nhận. Đây là lần đôn đốc thứ {{ lan }}."),)),
        When("not lan", (Text("Đến nay, chưa có kết quả thực hiện được xác nhận. Bước xử lý: {{ bien_phap }}."),)),
        Text(
            "Đề nghị {{ co_quan_thuc_hien }} khẩn trương thực hiện, nêu rõ nguyên nhân chậm, trách nhiệm và báo "
            "cáo kết quả bằng văn bản chậm nhất ngày {{ tra_loi_truoc }}."
        ),
        When("ghi_chu", (Text("{{ ghi_chu }}"),)),
        Text("Trân trọng./."),
        Signature(),
    )
)

KIND = DocumentKind(
    name="urging",
    label=_l("Công văn đôn đốc"),
    record="measure",
    address="/measures/<int:id>/letter",
    sign="HĐND-VP",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    file_name="cong-van-don-doc",
    filed=lambda measure: Filed(measure.document_number, measure.taken_on),
    council_only=False,
)
