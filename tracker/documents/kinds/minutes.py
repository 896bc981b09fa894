"""A6: the minutes of a working session, in the order of NĐ 30/2020, Mẫu 1.9 (domain.md 2.1; 7.1 point 8)."""

from __future__ import annotations

from itertools import groupby

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Code, Each, Head, Layout, Text, Title, TwoSigners, When
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, day_of, filled, hour_of, lines, recipients, without_titles
from tracker.documents.placeholders import Facts, groups, text, texts
from tracker.sessions import facts as sessions
from tracker.sessions import queries
from tracker.sessions.models import STATEMENT_KINDS, Attendance, Statement, WorkingSession
from tracker.sessions.words import attendee

OWN = (
    text("thoi_gian_bat_dau", _l("Giờ, ngày bắt đầu"), "13 giờ 30 phút, ngày 10 tháng 5 năm 2024"),
    text("dia_diem", _l("Địa điểm"), "Trụ sở Sở Công Thương"),
    texts(
        "thanh_phan", _l("Thành phần tham dự, trừ chủ trì và thư ký"), "- Trần Văn Thử, Phó Giám đốc, Sở Công Thương;"
    ),
    text("chu_tri", _l("Người chủ trì, chức vụ"), "Nguyễn Văn Mẫu, Chủ tịch HĐND thành phố"),
    text("thu_ky", _l("Thư ký"), "Lê Thị Ghi"),
    texts("noi_dung", _l("Nội dung biên bản đã soạn, từng đoạn"), "Sở Công Thương báo cáo kết quả thực hiện."),
    groups(
        "phat_bieu",
        _l("Các phát biểu theo diễn biến, theo người nói"),
        text("nguoi", _l("Người phát biểu, chức vụ"), "Nguyễn Văn Mẫu, Chủ tịch HĐND thành phố"),
        texts("y_kien", _l("Từng ý kiến"), "- Đề nghị: khắc phục khó khăn (gửi: các sở, ngành);"),
    ),
    text("ket_thuc", _l("Giờ, ngày kết thúc"), "17 giờ 00 phút, ngày 10 tháng 5 năm 2024"),
    text("thu_ky_ky", _l("Tên thư ký ở chỗ ký"), "Lê Thị Ghi"),
    text("chuc_danh_chu_tri", _l("Chức danh người chủ trì ở chỗ ký"), "TRƯỞNG ĐOÀN"),
)


def compose(record: WorkingSession, actor: Actor, given: DocumentNumber | None) -> Facts:
    delegation, head = record.delegation, record.delegation.head
    said = [] if record.minutes_text else list(queries.readable_statements(record, actor))
    frame = Frame(
        issuer=issuers.delegation(delegation),
        sign="BB-ĐGS",
        kind="BIÊN BẢN",
        about=record.title,
        recipients=("Thành viên Đoàn giám sát", *sessions.agencies(record)),
        council=delegation.council.name,
        given=given,
        issued_on=record.signed_on,
    )
    by_head = head is not None and head.name == record.chair
    return frame.facts() | {
        "thoi_gian_bat_dau": words.began(record),
        "dia_diem": filled(record.place),
        "thanh_phan": present(record),
        "chu_tri": filled(", ".join(part for part in (record.chair, record.chair_office) if part)),
        "thu_ky": filled(secretary(record)),
        "noi_dung": lines(record.minutes_text) if record.minutes_text or not said else [],
        "phat_bieu": [] if record.minutes_text else spoken(said),
        "ket_thuc": f"{hour_of(None)}, {day_of(None)}",
        "thu_ky_ky": filled(without_titles(secretary(record))),
        "nguoi_ky": filled(without_titles(record.chair)),
        "chuc_danh_chu_tri": "TRƯỞNG ĐOÀN" if by_head or not record.chair else "CHỦ TRÌ",
    }


def secretary(record: WorkingSession) -> str:
    """Who signed as secretary, or came as such."""
    came = next((entry.name for entry in record.attendance if entry.role == "secretary"), "")
    return record.secretary_name or came


def present(record: WorkingSession) -> list[str]:
    others = [entry for entry in record.attendance if is_listed(entry, record)]
    return recipients([attendee(entry) for entry in others])[:-1] or [DOTS]


def is_listed(entry: Attendance, record: WorkingSession) -> bool:
    return entry.present and entry.role != "secretary" and not (entry.role == "chair" and entry.name == record.chair)


def spoken(said: list[Statement]) -> list[Facts]:
    """What was said in its order; who speaks stands above all that they say one after another."""
    told = []
    corrected = {statement.corrects_id for statement in said}
    holding = [statement for statement in said if statement.id not in corrected]
    for who, statements in groupby(holding, key=speaker):
        told.append({"nguoi": who, "y_kien": [f"- {opinion(statement)}" for statement in statements]})
    return told


def speaker(statement: Statement) -> str:
    return ", ".join(part for part in (statement.speaker, statement.speaker_office) if part)


def opinion(statement: Statement) -> str:
    """Đề nghị: … (gửi: các Sở, ngành, địa phương)."""
    kind = str(STATEMENT_KINDS[statement.kind])
    to = f" (gửi: {statement.addressed_to})" if statement.addressed_to else ""
    return f"{kind[0].upper()}{kind[1:]}: {statement.text.rstrip(' .')}{to}."


LAYOUT = Layout(
    (
        Head(with_date=False),
        Title(),
        Text("Thời gian bắt đầu: {{ thoi_gian_bat_dau }}"),
        Text("Địa điểm: {{ dia_diem }}"),
        Text("Thành phần tham dự:", keep=True),
        Each("thanh_phan", "dong", (Text("{{ dong }}"),)),
        Text("Chủ trì: {{ chu_tri }}"),
        Text("Thư ký: {{ thu_ky }}"),
        Text("Nội dung (theo diễn biến cuộc làm việc):", keep=True),
        Each("noi_dung", "dong", (Text("{{ dong }}"),)),
        When(
            "phat_bieu",
            (
                Each(
                    "phat_bieu",
                    "luot",
                    (
                        Text("{{ luot.nguoi }}:", bold=True, keep=True),
                        Each("luot.y_kien", "dong", (Text("{{ dong }}"),)),
                    ),
                ),
            ),
        ),
        Text("Cuộc làm việc kết thúc vào {{ ket_thuc }}./."),
        TwoSigners(),
        Code(),
    )
)

KIND = DocumentKind(
    name="minutes",
    label=_l("Biên bản làm việc"),
    record="session",
    address="/sessions/<int:id>/minutes",
    sign="BB-ĐGS",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda session: bool(session.minutes_text or session.statements),
    file_name="bien-ban",
    asks_signer=False,
    council_only=False,
)
