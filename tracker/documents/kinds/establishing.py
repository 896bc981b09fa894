"""A1: the resolution or decision that sets up a delegation (domain.md 2.1; Luật 87/2015/QH13, Điều 62)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind, filed_as
from tracker.documents.kinds import frame, issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Cell, Each, EachRow, Head, Layout, Row, Signature, Table, Text, Title, bases
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import filled, lines
from tracker.documents.placeholders import Facts, text, texts

OWN = (
    text("tham_quyen", _l("Cơ quan quyết định, chữ in hoa"), "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"),
    text("chu_quyet_dinh", _l("Chữ “QUYẾT NGHỊ:” hoặc “QUYẾT ĐỊNH:”"), "QUYẾT NGHỊ:"),
    text("ten_van_ban", _l("“Nghị quyết” hoặc “Quyết định”"), "Nghị quyết"),
    words.TOPIC,
    words.SCOPE,
    words.PERIOD,
    texts("noi_dung", _l("Nội dung giám sát, từng đoạn"), "Việc ban hành và tổ chức thực hiện chính sách."),
    words.MEMBERS,
    text("co_quan_chiu_giam_sat", _l("Các cơ quan chịu sự giám sát"), "Sở Công Thương; Sở Xây dựng"),
    text("co_quan_phoi_hop", _l("Các cơ quan tham gia, phối hợp"), "Sở Tài chính"),
    text("han_bao_cao", _l("Hạn cơ quan nộp báo cáo"), "20/03/2026"),
)


def compose(record: Delegation, _actor: Actor, given: DocumentNumber | None) -> Facts:
    issuer, by_resolution = issuers.owner(record), frame.is_by_resolution(record)
    kind = "Nghị quyết" if by_resolution else "Quyết định"
    head = Frame(
        issuer=issuer,
        sign="NQ-HĐND" if by_resolution else "QĐ-HĐND",
        kind=kind.upper(),
        about=f"Về việc thành lập Đoàn {frame.topic(record)}",
        bases=(*frame.LAWS, f"Căn cứ Chương trình giám sát của {record.council.name}"),
        recipients=("Thành viên Đoàn giám sát", *words.agencies(record)),
        **frame.of_delegation(record, given, frame.established_by(record)),
    )
    return head.facts() | {
        "tham_quyen": issuer.in_words.upper(),
        "chu_quyet_dinh": "QUYẾT NGHỊ:" if by_resolution else "QUYẾT ĐỊNH:",
        "ten_van_ban": kind,
        "chuyen_de": filled(record.title),
        "pham_vi": filled(record.scope),
        "thoi_ky": words.period(record.period_from, record.period_to),
        "noi_dung": lines(record.content),
        "thanh_vien": words.members(record),
        "co_quan_chiu_giam_sat": words.listed(words.agencies(record)),
        "co_quan_phoi_hop": words.listed(words.agencies(record, "participating")),
        "han_bao_cao": words.day(record.report_due_on),
    }


def members() -> Table:
    cells = (
        Cell("{{ nguoi.stt }}", align="center"),
        Cell("{{ nguoi.ho_ten }}"),
        Cell("{{ nguoi.chuc_vu }}"),
        Cell("{{ nguoi.vai_tro }}"),
    )
    return Table(
        widths=(12, 48, 70, 35),
        heading=("STT", "Họ và tên", "Chức vụ", "Vai trò trong Đoàn"),
        rows=(EachRow("thanh_vien", "nguoi", (Row(cells),)),),
        size=13,
    )


LAYOUT = Layout(
    (
        Head(),
        Title(),
        Text("{{ tham_quyen }}", bold=True, align="center", indent=False, keep=True),
        bases(),
        Text("{{ chu_quyet_dinh }}", bold=True, align="center", indent=False, keep=True),
        Text(
            lead="Điều 1. ",
            words="Thành lập Đoàn giám sát chuyên đề “{{ chuyen_de }}”, gồm các ông, bà có tên sau đây:",
            keep=True,
        ),
        members(),
        Text(lead="Điều 2. ", words="Đối tượng, phạm vi và nội dung giám sát:", keep=True),
        Text("1. Cơ quan chịu sự giám sát: {{ co_quan_chiu_giam_sat }}."),
        Text("2. Phạm vi giám sát: {{ pham_vi }}; thời kỳ giám sát: {{ thoi_ky }}."),
        Text("3. Nội dung giám sát:", keep=True),
        Each("noi_dung", "dong", (Text("{{ dong }}"),)),
        Text(lead="Điều 3. ", words="Nhiệm vụ của Đoàn giám sát:", keep=True),
        Text("1. Xây dựng kế hoạch, đề cương báo cáo và tổ chức giám sát theo quy định của pháp luật."),
        Text("2. Báo cáo kết quả giám sát theo quy định; kết thúc hoạt động khi hoàn thành nhiệm vụ."),
        Text("3. Cơ quan chịu sự giám sát gửi báo cáo đến Đoàn giám sát chậm nhất ngày {{ han_bao_cao }}."),
        Text("4. Cơ quan tham gia, phối hợp: {{ co_quan_phoi_hop }}."),
        Text(
            lead="Điều 4. ",
            words="{{ ten_van_ban }} có hiệu lực kể từ ngày ký. Các ông, bà có tên tại Điều 1 và các cơ quan, "
            "tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành {{ ten_van_ban }} này./.",
        ),
        Signature(),
    )
)

KIND = DocumentKind(
    name="establishing",
    label=_l("Nghị quyết, quyết định thành lập Đoàn"),
    record="delegation",
    address="/delegations/<int:id>/establishing",
    sign="NQ-HĐND",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: delegation.established_on is not None,
    file_name="thanh-lap-doan",
    filed=lambda delegation: filed_as(frame.established_by(delegation)),
    papers=("resolution", "decision"),
)
