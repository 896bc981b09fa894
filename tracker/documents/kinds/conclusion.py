"""A8: the notice of conclusions, each demand with addressee, work and deadline (domain.md 2.1, 2.3 II.2.b)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.documents import filed
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind, filed_as
from tracker.documents.kinds import frame, issuers, results
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import (
    Each,
    Element,
    Head,
    Layout,
    Signature,
    Text,
    Title,
    When,
    bases,
    heading,
    paragraphs,
)
from tracker.documents.models import DocumentNumber
from tracker.documents.placeholders import Facts


def compose(record: Delegation, actor: Actor, given: DocumentNumber | None) -> Facts:
    told = results.facts(record, actor, but=of_other_notices(record))
    head = Frame(
        issuer=issuers.standing(record.council.name),
        sign="TB-HĐND",
        kind="THÔNG BÁO",
        about=f"Kết luận {frame.topic(record)}",
        bases=(frame.establishment(record), "Căn cứ Báo cáo kết quả giám sát của Đoàn giám sát"),
        recipients=[group["co_quan"].partition("Đối với ")[2] for group in told["kien_nghi"]],
        **frame.of_delegation(record, given, filed(record, "conclusion")),
    )
    return head.facts() | told


def of_other_notices(record: Delegation) -> set[int]:
    """The ids of its notices of conclusions other than the one that is printed: each tells what it issued itself."""
    printed = filed(record, "conclusion")
    return {paper.id for paper in record.documents if paper.kind == "conclusion" and paper is not printed}


def demands() -> tuple[Element, ...]:
    """By agency: the demand, then deliverable, who helps, and until when."""
    one = (
        Text("{{ v.chu }}"),
        Text("Sản phẩm: {{ v.san_pham }}. Thời hạn: {{ v.thoi_han }}.", italic=True),
        When("v.phoi_hop", (Text("Cơ quan phối hợp: {{ v.phoi_hop }}.", italic=True),)),
    )
    return (Each("kien_nghi", "nhom", (Text("{{ nhom.co_quan }}", bold=True, keep=True), Each("nhom.viec", "v", one))),)


LAYOUT = Layout(
    (
        Head(),
        Title(),
        bases(),
        Text(
            "{{ ten_co_quan }} thông báo kết luận về kết quả giám sát chuyên đề “{{ chuyen_de }}” như sau:",
            keep=True,
        ),
        heading("I. KẾT QUẢ ĐẠT ĐƯỢC"),
        paragraphs("ket_qua"),
        heading("II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"),
        paragraphs("han_che"),
        heading("III. KIẾN NGHỊ"),
        *demands(),
        heading("IV. TỔ CHỨC THỰC HIỆN"),
        Text(
            "Các cơ quan có tên tại Mục III tổ chức thực hiện và báo cáo kết quả bằng văn bản theo thời hạn của "
            "từng kiến nghị, chậm nhất ngày {{ han_bao_cao_ket_qua }}./."
        ),
        Signature(),
    )
)

KIND = DocumentKind(
    name="conclusion",
    label=_l("Thông báo kết luận giám sát"),
    record="delegation",
    address="/delegations/<int:id>/conclusion",
    sign="TB-HĐND",
    own=results.OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: filed(delegation, "conclusion") is not None or results.are_there(delegation),
    file_name="thong-bao-ket-luan",
    filed=lambda delegation: filed_as(filed(delegation, "conclusion")),
    papers=("conclusion",),
)
