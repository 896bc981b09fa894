"""The templates that come with the product, one for each owner: offered to every council, edited as its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tracker.accounts.actor import SYSTEM
from tracker.core import sequences
from tracker.extensions import db
from tracker.organizations.models import Council
from tracker.plans.counting import Line
from tracker.plans.models import STEPS, DelegationTemplate, TemplateDocument, TemplateStep
from tracker.workflow import engine

OUTLINE = """I. Đặc điểm tình hình
> Nêu khái quát chức năng, nhiệm vụ, tổ chức bộ máy và tình hình có liên quan đến nội dung giám sát.
II. Kết quả triển khai, thực hiện
1. Công tác chỉ đạo, ban hành văn bản, tuyên truyền, phổ biến
2. Kết quả thực hiện các nội dung giám sát
> Số liệu theo từng năm của thời kỳ giám sát; nêu rõ nguồn.
III. Hạn chế, bất cập, nguyên nhân
1. Hạn chế, bất cập
2. Nguyên nhân khách quan, nguyên nhân chủ quan
3. Trách nhiệm của tổ chức, cá nhân
IV. Kiến nghị, đề xuất
1. Với Quốc hội, Chính phủ, bộ, ngành trung ương (nếu có)
2. Với Hội đồng nhân dân (nếu có)
3. Với Ủy ban nhân dân và các sở, ngành (nếu có)"""
"""A3 of domain.md 2.1: the four parts of an outline [S:LC p.935]; figures are added by whoever uses it."""
OUTLINE_TITLE = "Đề cương báo cáo phục vụ giám sát"
SCOPE = "Trên địa bàn; thời kỳ giám sát theo nghị quyết, quyết định thành lập đoàn. Đối tượng: các cơ quan chịu sự giám sát."
CONTENT = (
    "Việc chấp hành chính sách, pháp luật; kết quả đạt được; hạn chế, bất cập, nguyên nhân, trách nhiệm; kiến nghị."
)
NOTE = "Các mốc không do luật định là đề xuất, cần sửa theo kế hoạch giám sát."


@dataclass(frozen=True)
class Ready:
    """One template: name, title, when its last steps fall, and what it brings forth as (kind, title, step)."""

    name: str
    title: str
    lines: tuple[Line, ...]
    documents: tuple[tuple[str, str, str], ...]


def line(key: str, anchor: str = "", days: int = 0, rule: str = "", label: str = "") -> Line:
    return Line(key, label or word(key), anchor, days, "day", rule)


def word(key: str) -> str:
    """The Vietnamese name of a step: it is content of the record, whoever reads."""
    return str(STEPS[key])


def lines(report: Line, conclude: Line, *, send_plan: Line | None = None, establish: str = "") -> tuple[Line, ...]:
    """The eight steps; what the law sets no days for is proposed: reports in 30 days, work in 45, the end in 60."""
    return (
        line("establish", label=establish),
        send_plan or line("send_plan", "establish", 15, "send_outline"),
        line("reports_due", "establish", 30),
        line("send_programme", "work", -10, "send_programme"),
        line("work", "establish", 45),
        line("end", "establish", 60),
        report,
        conclude,
    )


BETWEEN = (
    ("plan", "Kế hoạch giám sát", "send_plan"),
    ("outline", "Đề cương báo cáo", "send_plan"),
    ("request", "Công văn yêu cầu báo cáo", "send_plan"),
    ("invitation", "Thông báo chương trình làm việc, giấy mời", "send_programme"),
    ("agency_report", "Báo cáo của cơ quan chịu sự giám sát", "reports_due"),
    ("minutes", "Biên bản làm việc", "work"),
    ("report", "Báo cáo kết quả giám sát", "report"),
)
"""A2 to A7; what establishes and what concludes differ by owner."""
READY = {
    "council": Ready(
        "Mẫu giám sát chuyên đề của HĐND",
        "Giám sát chuyên đề của HĐND về việc …",
        lines(
            line("report", "end", 30),
            line("conclude", "report", 30, label="Nghị quyết về kết quả giám sát, tại kỳ họp gần nhất"),
        ),
        (
            ("resolution", "Nghị quyết thành lập Đoàn giám sát", "establish"),
            *BETWEEN,
            ("result_resolution", "Nghị quyết về kết quả giám sát chuyên đề", "conclude"),
        ),
    ),
    "standing_committee": Ready(
        "Mẫu giám sát chuyên đề của Thường trực HĐND",
        "Giám sát chuyên đề của Thường trực HĐND về việc …",
        lines(
            line("report", "end", 15, "report_to_standing"),
            line("conclude", "report", 7, "standing_considers", "Thường trực HĐND xem xét, kết luận"),
        ),
        (
            ("decision", "Quyết định thành lập Đoàn giám sát", "establish"),
            *BETWEEN,
            ("conclusion", "Thông báo kết luận của Thường trực HĐND", "conclude"),
        ),
    ),
    "committee": Ready(
        "Mẫu giám sát chuyên đề của Ban HĐND",
        "Giám sát chuyên đề của Ban về việc …",
        lines(
            line("report", "end", 10, "report_to_committee"),
            line("conclude", "report", 15, label="Ban họp xem xét, gửi báo cáo kết quả"),
        ),
        (
            ("decision", "Quyết định thành lập Đoàn giám sát", "establish"),
            *BETWEEN,
            ("conclusion", "Thông báo kết quả giám sát của Ban", "conclude"),
        ),
    ),
    "deputy_group": Ready(
        "Mẫu giám sát của Tổ đại biểu HĐND",
        "Giám sát của Tổ đại biểu HĐND về việc …",
        lines(
            line("report", "end", 10, label="Báo cáo Thường trực HĐND"),
            line("conclude", "report", 7, label="Gửi kết quả, kiến nghị đến cơ quan"),
            send_plan=line("send_plan", "work", -7, "group_notice", "Gửi nội dung, kế hoạch giám sát"),
            establish="Lập kế hoạch giám sát của Tổ",
        ),
        (("decision", "Văn bản lập đoàn của Tổ đại biểu", "establish"), *BETWEEN),
    ),
}
"""By owner; sources: Điều 62, 70, 71, 80, 81, 86 Luật 87/2015/QH13 (domain.md 1.5)."""


def plant(council_id: int) -> list[DelegationTemplate]:
    """Give a council the ready-made templates that it has never had; those it edited or retired stay as they are."""
    known = set(
        db.session.scalars(select(DelegationTemplate.ready_made).where(DelegationTemplate.council_id == council_id))
    )
    return [put(council_id, owner, ready) for owner, ready in READY.items() if owner not in known]


def put(council_id: int, owner: str, ready: Ready) -> DelegationTemplate:
    template = DelegationTemplate(
        council_id=council_id,
        code=next_code(council_id),
        name=ready.name,
        owner_kind=owner,
        title_pattern=ready.title,
        scope=SCOPE,
        content=CONTENT,
        note=NOTE,
        outline_title=OUTLINE_TITLE,
        outline=OUTLINE,
        ready_made=owner,
    )
    template.steps = [TemplateStep(position=n, **vars(step)) for n, step in enumerate(ready.lines, start=1)]
    template.documents = [
        TemplateDocument(position=n, kind=kind, title=title, step=step)
        for n, (kind, title, step) in enumerate(ready.documents, start=1)
    ]
    db.session.add(template)
    engine.created(template, SYSTEM)
    return template


def next_code(council_id: int) -> str:
    """M-01: a series for each council."""
    return sequences.next_code(
        db.session, f"M/{council_id}", "M-{:02}", DelegationTemplate.code, DelegationTemplate.council_id == council_id
    )


def plant_everywhere() -> int:
    """For every council; how many templates were added."""
    councils = db.session.scalars(select(Council.id).order_by(Council.id)).all()
    return sum(len(plant(id)) for id in councils)
