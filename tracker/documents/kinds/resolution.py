"""A9: the draft of the Council's resolution on the result of an oversight (Luật 87/2015/QH13, Điều 16.4)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.documents import filed
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind, filed_as
from tracker.documents.kinds import conclusion, frame, issuers, results, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Head, Layout, Signature, Text, Title, bases, paragraphs
from tracker.documents.models import DocumentNumber
from tracker.documents.placeholders import Facts, text

OWN = (*results.OWN, text("hoi_dong", _l("Tên Hội đồng, chữ in hoa"), "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"))


def compose(record: Delegation, actor: Actor, given: DocumentNumber | None) -> Facts:
    council = issuers.council(record.council.name)
    head = Frame(
        issuer=council,
        sign="NQ-HĐND",
        kind="NGHỊ QUYẾT",
        about=f"Về kết quả {frame.topic(record)}",
        bases=(*frame.LAWS, "Xét Báo cáo kết quả giám sát của Đoàn giám sát và ý kiến thảo luận tại kỳ họp"),
        recipients=("Thường trực Hội đồng nhân dân", "Đại biểu Hội đồng nhân dân", *words.agencies(record)),
        **frame.of_delegation(record, given, filed(record, "result_resolution")),
    )
    return head.facts() | results.facts(record, actor) | {"hoi_dong": council.name.replace("\n", " ")}


LAYOUT = Layout(
    (
        Head(),
        Title(draft=True),
        Text("{{ hoi_dong }}", bold=True, align="center", indent=False, keep=True),
        bases(),
        Text("QUYẾT NGHỊ:", bold=True, align="center", indent=False, keep=True),
        Text(lead="Điều 1. ", words="Kết quả giám sát", bold=True, keep=True),
        Text("1. Kết quả đạt được trong lĩnh vực “{{ chuyen_de }}”:", keep=True),
        paragraphs("ket_qua"),
        Text("2. Tồn tại, hạn chế và nguyên nhân:", keep=True),
        paragraphs("han_che"),
        Text(
            lead="Điều 2. ",
            words="Nhiệm vụ, giải pháp, thời gian khắc phục và trách nhiệm thi hành",
            bold=True,
            keep=True,
        ),
        *conclusion.demands(),
        Text(lead="Điều 3. ", words="Trách nhiệm báo cáo", bold=True, keep=True),
        Text(
            "Các cơ quan có tên tại Điều 2 báo cáo Hội đồng nhân dân kết quả thực hiện, chậm nhất ngày {{ "
            "han_bao_cao_ket_qua }}."
        ),
        Text(lead="Điều 4. ", words="Tổ chức thực hiện", bold=True, keep=True),
        Text(
            "Thường trực Hội đồng nhân dân, các Ban, Tổ đại biểu và đại biểu Hội đồng nhân dân giám sát việc "
            "thực hiện Nghị quyết này./."
        ),
        Signature(),
    )
)

KIND = DocumentKind(
    name="resolution",
    label=_l("Dự thảo nghị quyết về kết quả giám sát"),
    record="delegation",
    address="/delegations/<int:id>/resolution",
    sign="NQ-HĐND",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: filed(delegation, "result_resolution") is not None or results.are_there(delegation),
    file_name="du-thao-nghi-quyet",
    filed=lambda delegation: filed_as(filed(delegation, "result_resolution")),
    papers=("result_resolution",),
)
