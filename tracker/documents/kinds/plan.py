"""A2: the plan of an oversight, I to VI (domain.md 2.1)."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.documents import filed
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind, filed_as
from tracker.documents.kinds import establishing, frame, issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import (
    Cell,
    EachRow,
    Head,
    Layout,
    Row,
    Signature,
    Table,
    Text,
    Title,
    bases,
    heading,
    paragraphs,
)
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, filled, lines
from tracker.documents.placeholders import Facts, groups, text, texts
from tracker.plans import queries as plans
from tracker.sessions import queries as sessions
from tracker.sessions.models import PARTS

OWN = (
    words.TOPIC,
    words.SCOPE,
    words.PERIOD,
    texts("noi_dung", _l("Nội dung giám sát, từng đoạn"), "Việc ban hành và tổ chức thực hiện chính sách."),
    words.MEMBERS,
    texts("co_quan_chiu_giam_sat", _l("Các cơ quan chịu sự giám sát"), "Sở Công Thương"),
    text("han_bao_cao", _l("Hạn cơ quan nộp báo cáo"), "20/03/2026"),
    groups(
        "tien_do",
        _l("Các bước của kế hoạch"),
        text("viec", _l("Bước"), "Gửi kế hoạch, đề cương báo cáo"),
        text("ngay", _l("Ngày dự kiến"), "09/03/2026"),
    ),
    groups(
        "lich",
        _l("Lịch làm việc, khảo sát"),
        text("ngay", _l("Buổi, ngày"), "sáng 26/03/2026"),
        text("noi_dung", _l("Cuộc làm việc"), "Cuộc làm việc với Sở Công Thương"),
        text("dia_diem", _l("Địa điểm"), "Trụ sở Sở Công Thương"),
    ),
)


def compose(record: Delegation, actor: Actor, given: DocumentNumber | None) -> Facts:
    head = Frame(
        issuer=issuers.delegation(record),
        sign="KH-ĐGS",
        kind="KẾ HOẠCH",
        about=frame.topic(record)[0].upper() + frame.topic(record)[1:],
        bases=(frame.establishment(record),),
        recipients=("Thành viên Đoàn giám sát", *words.agencies(record)),
        **frame.of_delegation(record, given, filed(record, "plan")),
    )
    return head.facts() | {
        "chuyen_de": filled(record.title),
        "pham_vi": filled(record.scope),
        "thoi_ky": words.period(record.period_from, record.period_to),
        "noi_dung": lines(record.content),
        "thanh_vien": words.members(record),
        "co_quan_chiu_giam_sat": words.agencies(record),
        "han_bao_cao": words.day(record.report_due_on),
        "tien_do": steps(record),
        "lich": schedule(record, actor),
    }


def steps(record: Delegation) -> list[Facts]:
    known = plans.steps_of(record.id)
    return [{"viec": step.label, "ngay": words.day(step.planned_on)} for step in known] or [
        {"viec": DOTS, "ngay": DOTS}
    ]


def schedule(record: Delegation, actor: Actor) -> list[Facts]:
    return [
        {
            "ngay": f"{PARTS[session.part]} {words.day(session.held_on)}",
            "noi_dung": filled(session.title),
            "dia_diem": filled(session.place),
        }
        for session in sessions.of_delegation(record.id, actor)
    ] or [{"ngay": DOTS, "noi_dung": DOTS, "dia_diem": DOTS}]


def table(names: str, name: str, columns: tuple[tuple[str, str, float], ...]) -> Table:
    """(heading, fact, width) of each column."""
    cells = tuple(Cell(f"{{{{ {name}.{fact} }}}}") for _heading, fact, _width in columns)
    return Table(
        widths=tuple(width for *_words, width in columns),
        heading=tuple(heading for heading, *_rest in columns),
        rows=(EachRow(names, name, (Row(cells),)),),
        size=13,
    )


LAYOUT = Layout(
    (
        Head(),
        Title(),
        bases(),
        Text("Đoàn giám sát xây dựng kế hoạch giám sát như sau:", keep=True),
        heading("I. MỤC ĐÍCH, YÊU CẦU"),
        Text(
            "1. Đánh giá đúng thực trạng việc thực hiện chính sách, pháp luật về “{{ chuyen_de }}”; làm rõ kết "
            "quả, hạn chế, nguyên nhân và trách nhiệm; kiến nghị giải pháp."
        ),
        Text(
            "2. Việc giám sát có trọng tâm, trọng điểm, khách quan, đúng pháp luật; không cản trở hoạt động bình "
            "thường của cơ quan chịu sự giám sát."
        ),
        heading("II. NỘI DUNG, PHẠM VI, ĐỐI TƯỢNG GIÁM SÁT"),
        Text("1. Nội dung giám sát", bold=True, keep=True),
        paragraphs("noi_dung"),
        Text("2. Phạm vi giám sát", bold=True, keep=True),
        Text("{{ pham_vi }}; {{ thoi_ky }}."),
        Text("3. Cơ quan chịu sự giám sát", bold=True, keep=True),
        paragraphs("co_quan_chiu_giam_sat"),
        heading("III. PHƯƠNG PHÁP GIÁM SÁT"),
        Text("Nghiên cứu báo cáo của cơ quan chịu sự giám sát; làm việc trực tiếp; khảo sát thực tế."),
        heading("IV. THÀNH PHẦN ĐOÀN GIÁM SÁT"),
        establishing.members(),
        heading("V. THỜI GIAN, LỊCH LÀM VIỆC"),
        Text("1. Cơ quan chịu sự giám sát gửi báo cáo đến Đoàn giám sát chậm nhất ngày {{ han_bao_cao }}."),
        Text("2. Tiến độ thực hiện:", keep=True),
        table("tien_do", "buoc", (("Công việc", "viec", 115), ("Ngày dự kiến", "ngay", 50))),
        Text("3. Lịch làm việc, khảo sát:", keep=True),
        table("lich", "buoi", (("Thời gian", "ngay", 35), ("Nội dung", "noi_dung", 80), ("Địa điểm", "dia_diem", 50))),
        heading("VI. TỔ CHỨC THỰC HIỆN"),
        Text("1. Thành viên Đoàn giám sát thực hiện nhiệm vụ theo phân công của Trưởng đoàn."),
        Text(
            "2. Cơ quan chịu sự giám sát chuẩn bị báo cáo theo đề cương gửi kèm, cung cấp thông tin, tài liệu và "
            "bố trí thành phần làm việc theo yêu cầu của Đoàn giám sát./."
        ),
        Signature(),
    )
)

KIND = DocumentKind(
    name="plan",
    label=_l("Kế hoạch giám sát"),
    record="delegation",
    address="/delegations/<int:id>/plan",
    sign="KH-ĐGS",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: filed(delegation, "plan") is not None,
    file_name="ke-hoach-giam-sat",
    filed=lambda delegation: filed_as(filed(delegation, "plan")),
    papers=("plan",),
)
