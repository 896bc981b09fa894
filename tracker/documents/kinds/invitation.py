"""A4: the invitation to a working session, with its programme (domain.md 2.1; NĐ 30/2020, Mẫu 1.6)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Each, Head, Layout, Signature, Text, Title, to
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, filled, recipients
from tracker.documents.placeholders import Facts, text, texts
from tracker.sessions import facts as sessions
from tracker.sessions.models import WorkingSession

OWN = (
    words.TOPIC,
    text("cuoc_lam_viec", _l("Tên cuộc làm việc"), "Cuộc làm việc với Sở Công Thương"),
    text("thoi_gian", _l("Giờ, ngày"), "08 giờ 30 phút, ngày 26 tháng 3 năm 2026"),
    text("dia_diem", _l("Địa điểm"), "Trụ sở Sở Công Thương"),
    text("chu_tri", _l("Người chủ trì"), "Ông Nguyễn Văn Mẫu, Trưởng đoàn"),
    texts("chuong_trinh", _l("Chương trình làm việc"), "08:30 Báo cáo của Sở Công Thương"),
    texts("thanh_phan_moi", _l("Thành phần mời"), "Trần Văn Thử, Phó Giám đốc, Sở Công Thương"),
)


def compose(record: WorkingSession, _actor: Actor, given: DocumentNumber | None) -> Facts:
    delegation = record.delegation
    invited = sessions.invitations(record) or sessions.agencies(record)
    head = Frame(
        issuer=issuers.delegation(delegation),
        sign="GM-ĐGS",
        kind="GIẤY MỜI",
        about=record.title,
        to=sessions.agencies(record),
        recipients=("Như trên", "Thành viên Đoàn giám sát"),
        council=delegation.council.name,
        given=given,
        issued_on=record.notice_sent_on,
    )
    return head.facts() | {
        "chuyen_de": filled(delegation.title),
        "cuoc_lam_viec": filled(record.title),
        "thoi_gian": words.began(record),
        "dia_diem": filled(record.place),
        "chu_tri": filled(", ".join(part for part in (record.chair, record.chair_office) if part)),
        "chuong_trinh": [f"{line};" for line in sessions.programme(record)] or [DOTS],
        "thanh_phan_moi": recipients(invited)[:-1] or [DOTS],
    }


LAYOUT = Layout(
    (
        Head(),
        Title(),
        *to(),
        Text(
            "Thực hiện kế hoạch giám sát chuyên đề “{{ chuyen_de }}”, Đoàn giám sát trân trọng kính mời dự {{ "
            "cuoc_lam_viec }}."
        ),
        Text("1. Thời gian: {{ thoi_gian }}"),
        Text("2. Địa điểm: {{ dia_diem }}"),
        Text("3. Chủ trì: {{ chu_tri }}"),
        Text("4. Thành phần mời:", keep=True),
        Each("thanh_phan_moi", "dong", (Text("{{ dong }}"),)),
        Text("5. Chương trình làm việc:", keep=True),
        Each("chuong_trinh", "dong", (Text("{{ dong }}"),)),
        Text("Đề nghị đại biểu đến dự đúng thành phần, thời gian, địa điểm nêu trên./."),
        Signature(),
    )
)

KIND = DocumentKind(
    name="invitation",
    label=_l("Giấy mời làm việc"),
    record="session",
    address="/sessions/<int:id>/invitation",
    sign="GM-ĐGS",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda session: (
        session.notice_sent_on is not None or bool(session.agencies or session.invitations or session.programme)
    ),
    file_name="giay-moi",
    council_only=False,
)
