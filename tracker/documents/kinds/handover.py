"""The report that one term hands over to the next: what was done, what is left open, what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.numbers import format_vi
from tracker.documents.definition import DocumentKind, Filed
from tracker.documents.kinds import issuers, words
from tracker.documents.kinds.frame import LAWS, Frame
from tracker.documents.kinds.plan import table
from tracker.documents.layout import Each, Head, Layout, Signature, Text, Title, bases, heading
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS
from tracker.documents.placeholders import Facts, groups, text, texts
from tracker.recommendations.queries.rates import Rate
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.terms import facts as item_facts
from tracker.terms import queries, report
from tracker.terms.models import DECISIONS, TermHandover

OWN = (
    text("khoa_truoc", _l("Khóa bàn giao"), "khóa XV"),
    text("khoa_sau", _l("Khóa nhận bàn giao"), "khóa XVI"),
    text("den_ngay", _l("Số liệu tính đến ngày"), "15/06/2026"),
    texts("tong_hop", _l("Các dòng số liệu tổng hợp"), "- Kiến nghị trong khóa: 12;"),
    groups(
        "theo_doan",
        _l("Số liệu theo đoàn giám sát"),
        text("ten", _l("Mã, chuyên đề"), "ĐGS-2026-01. Quản lý công nghiệp"),
        text("trong_khoa", _l("Kiến nghị trong khóa"), "8"),
        text("da_dong", _l("Đã đóng"), "3"),
        text("con_mo", _l("Còn mở, bàn giao"), "5"),
        text("qua_han", _l("Quá hạn"), "1"),
    ),
    groups(
        "kien_nghi",
        _l("Các kiến nghị bàn giao"),
        text("stt", _l("Số thứ tự"), "1"),
        text("noi_dung", _l("Mã, nội dung"), "KN-2026-001. Rà soát"),
        text("chu_tri", _l("Cơ quan chủ trì"), "Sở Công Thương"),
        text("thoi_han", _l("Thời hạn"), "30/06/2026"),
        text("tinh_trang", _l("Tình trạng"), "Đang thực hiện"),
        text("xu_ly", _l("Cách xử lý"), "Tiếp tục theo dõi"),
    ),
)
COUNTS = (
    ("in_term", "Kiến nghị trong khóa"),
    ("closed", "Đã đóng"),
    ("withdrawn", "Đã rút"),
    ("listed", "Còn mở, đưa vào danh sách bàn giao"),
    ("overdue", "Trong đó quá hạn"),
)
MOST = 5000
"""So many rows are printed at most, as on the page."""


def compose(record: TermHandover, actor: Actor, given: DocumentNumber | None) -> Facts:
    told = report.as_read(record, actor, clock.today())
    before, after = (f"khóa {told[name]['number']}" for name in ("from_term", "to_term"))
    head = Frame(
        issuer=issuers.standing(told["council"]),
        council=told["council"],
        sign="BC-HĐND",
        kind="BÁO CÁO",
        about=f"Bàn giao việc theo dõi kiến nghị giám sát từ {before} sang {after}",
        bases=LAWS,
        recipients=(f"Thường trực Hội đồng nhân dân {after}",),
        given=given,
        number=record.number,
        issued_on=record.issued_on,
        signer=record.signer,
    )
    return head.facts() | {
        "khoa_truoc": before,
        "khoa_sau": after,
        "den_ngay": day(told["on"]),
        "tong_hop": totals(told),
        "theo_doan": [of_delegation(one) for one in told["delegations"]],
        "kien_nghi": items(record, actor),
    }


def totals(told: Facts) -> list[str]:
    counted = [f"- {label}: {told['totals'][name]};" for name, label in COUNTS]
    decided = [f"- {label}: {told['totals'][name]};" for name, label in DECISIONS.items()]
    rates = [f"- {label}: {rate(told['rates'][name])};" for name, label in RATES]
    return [*counted, *decided, *rates]


RATES = (("completion", "Tỷ lệ hoàn thành (theo hạn đang áp dụng)"), ("on_time", "Tỷ lệ đúng hạn (theo hạn gốc)"))


def rate(pair: Sequence[int]) -> str:
    percent = Rate(*pair).percent
    return f"{pair[0]}/{pair[1]} ({format_vi(percent)} %)" if percent is not None else "–"


def of_delegation(one: dict[str, Any]) -> Facts:
    names = (("trong_khoa", "in_term"), ("da_dong", "closed"), ("con_mo", "listed"), ("qua_han", "overdue"))
    return {"ten": f"{one['code']}. {one['title']}"} | {fact: str(one[name]) for fact, name in names}


def items(record: TermHandover, actor: Actor) -> list[Facts]:
    found = queries.page(queries.items(record, actor, queries.Wanted()), number=1, size=MOST)[:MOST]
    live = [item.recommendation_id for item in found if item.facts is None]
    now = item_facts.of(live, clock.today()) if live else {}
    told = [(item, item.facts or now[item.recommendation_id]) for item in found]
    return [
        {
            "stt": str(place),
            "noi_dung": f"{known['code']}. {known['text']}",
            "chu_tri": known["lead"] or DOTS,
            "thoi_han": day(known["due_on"]),
            "tinh_trang": str(ASSIGNMENT.state(known["lead_state"]).label) if known["lead_state"] else DOTS,
            "xu_ly": str(DECISIONS[item.decision]) if item.decision else DOTS,
        }
        for place, (item, known) in enumerate(told, start=1)
    ]


def day(kept: str | None) -> str:
    return words.day(date.fromisoformat(kept)) if kept else DOTS


BY_DELEGATION = (
    ("Đoàn giám sát", "ten", 77.0),
    ("Trong khóa", "trong_khoa", 22.0),
    ("Đã đóng", "da_dong", 22.0),
    ("Còn mở", "con_mo", 22.0),
    ("Quá hạn", "qua_han", 22.0),
)
ITEMS = (
    ("STT", "stt", 11.0),
    ("Nội dung kiến nghị", "noi_dung", 54.0),
    ("Cơ quan chủ trì", "chu_tri", 29.0),
    ("Thời hạn", "thoi_han", 26.0),
    ("Tình trạng", "tinh_trang", 22.0),
    ("Cách xử lý", "xu_ly", 23.0),
)
LAYOUT = Layout(
    (
        Head(),
        Title(),
        bases(),
        Text(
            "Thường trực Hội đồng nhân dân {{ khoa_truoc }} bàn giao cho {{ khoa_sau }} việc theo dõi thực hiện "
            "kiến nghị giám sát, số liệu tính đến ngày {{ den_ngay }}, như sau:"
        ),
        heading("I. SỐ LIỆU TỔNG HỢP"),
        Each("tong_hop", "dong", (Text("{{ dong }}"),)),
        heading("II. THEO ĐOÀN GIÁM SÁT"),
        table("theo_doan", "d", BY_DELEGATION),
        heading("III. DANH SÁCH KIẾN NGHỊ BÀN GIAO"),
        table("kien_nghi", "k", ITEMS),
        Text("Trên đây là báo cáo bàn giao./."),
        Signature(),
    )
)

KIND = DocumentKind(
    name="handover",
    label=_l("Báo cáo bàn giao giữa hai khóa"),
    record="term_handover",
    address="/term-handovers/<int:id>/report",
    sign="BC-HĐND",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    file_name="bao-cao-ban-giao",
    filed=lambda told: Filed(told.number, told.issued_on, told.signer) if told.number else None,
    council_only=False,
)
