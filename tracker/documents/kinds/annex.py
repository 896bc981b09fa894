"""A12: the follow-up table as an annex on A4 landscape, by delegation, then by addressee, with totals (domain.md 2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _l
from tracker.core.moments import Moment
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import frame, issuers, results, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Annex, Cell, Each, EachRow, Layout, Row, Table, Text
from tracker.documents.limits import held
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS
from tracker.documents.placeholders import Facts, groups, text, texts
from tracker.extensions import db
from tracker.recommendations import office_table, office_words
from tracker.recommendations.office_table import DONE, NOT_BEGUN, UNDER_WAY, Line
from tracker.recommendations.queries.follow_up import Wanted

CELLS = (
    text("stt", _l("Số thứ tự"), "1"),
    text("noi_dung", _l("Mã và nội dung kết luận, kiến nghị"), "KN-2026-001. Rà soát các dự án chậm tiến độ"),
    text("van_ban", _l("Văn bản: số, ngày"), "15/TB-HĐND ngày 10/04/2026"),
    text("chu_tri", _l("Cơ quan chủ trì"), "Sở Công Thương"),
    text("phoi_hop", _l("Cơ quan phối hợp"), "Sở Xây dựng"),
    text("thoi_han", _l("Thời hạn"), "30/06/2026"),
    text("ket_qua", _l("Kết quả thực hiện, số văn bản"), "Đã rà soát 12 dự án"),
    text("da_xong", _l("Dấu x khi đã thực hiện xong"), "x"),
    text("dang_lam", _l("Dấu x khi đang thực hiện"), ""),
    text("chua_lam", _l("Dấu x khi chưa thực hiện"), ""),
    text("kho_khan", _l("Nguyên nhân, khó khăn"), "Thiếu nhân lực"),
    text("huong_xu_ly", _l("Đề xuất, hướng xử lý"), "Đôn đốc bằng văn bản"),
    text("ghi_chu", _l("Ghi chú"), "Đang thực hiện"),
)
OWN = (
    texts("noi_dung_bang", _l("Thời điểm của số liệu và phạm vi của bảng"), "Số liệu tính đến 09:00 ngày 15/06/2026"),
    groups(
        "doan",
        _l("Các đoàn giám sát"),
        text("ten", _l("Mã và chuyên đề của Đoàn"), "ĐGS-2026-01. Quản lý công nghiệp"),
        groups(
            "co_quan",
            _l("Các cơ quan chủ trì trong Đoàn đó"),
            text("ten", _l("Tên cơ quan"), "Sở Công Thương"),
            groups("dong", _l("Từng kiến nghị"), *CELLS),
        ),
    ),
    text("tong_so", _l("Tổng số kiến nghị"), "12"),
    text("khong_tinh", _l("Số không tính vào tỷ lệ, nếu có"), "Không tính vào tỷ lệ: Được miễn: 1"),
    text("tong_da_xong", _l("Số và tỷ lệ đã thực hiện xong"), "5 (41,7\u00a0%)"),
    text("tong_dang_lam", _l("Số và tỷ lệ đang thực hiện"), "4 (33,3\u00a0%)"),
    text("tong_chua_lam", _l("Số và tỷ lệ chưa thực hiện"), "3 (25,0\u00a0%)"),
)
WIDTHS = (9, 31.5, 20.5, 20, 17, 19.5, 27, 17.5, 17.5, 17.5, 16, 19.5, 19.5)
"""mm; 252 between the margins of A4 landscape. A date with its comma has room wherever one stands."""
HEADINGS = (
    "STT",
    "Nội dung kết luận, kiến nghị",
    "Văn bản (số, ngày)",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Kết quả thực hiện (tóm tắt, số văn bản)",
    "Đã thực hiện xong (x)",
    "Đang thực hiện (x)",
    "Chưa thực hiện (x)",
    "Nguyên nhân, khó khăn",
    "Đề xuất / hướng xử lý",
    "Ghi chú",
)


def compose(record: Delegation, actor: Actor, given: DocumentNumber | None) -> Facts:
    wanted = Wanted(delegation=record.id, sort="agency")
    return of_lines(record, held(office_table.lines(actor, wanted)), given, Moment(clock.now()))


def compose_then(record: Delegation, actor: Actor, given: DocumentNumber | None, moment: Moment) -> Facts:
    wanted = Wanted(delegation=record.id, sort="agency", as_of=moment.at)
    return of_lines(record, held(office_table.lines(actor, wanted)), given, moment)


def of_lines(record: Delegation, lines: Sequence[Line], given: DocumentNumber | None, moment: Moment) -> Facts:
    head = Frame(
        issuer=issuers.standing(record.council.name),
        sign="BC-HĐND",
        kind="PHỤ LỤC",
        about=f"{record.code}. {record.title}",
        **frame.of_delegation(record, given),
    )
    return head.facts() | table_facts({f"{record.code}. {record.title}": lines}, (as_of(moment),))


def as_of(moment: Moment) -> str:
    """Số liệu tính đến 09:00 ngày 15/06/2026"""
    there = clock.local(moment.at)
    return f"Số liệu tính đến {there:%H:%M} ngày {format_vi(there.date())}"


def table_facts(delegations: Mapping[str, Sequence[Line]], told: Sequence[str]) -> Facts:
    """The table, by delegation and then by lead, numbered through; `told`: when it stood so, and what it is narrowed to."""
    groups: list[Facts] = []
    number = 0
    for name, lines in delegations.items():
        groups.append({"ten": name, "co_quan": by_agency(lines, number)})
        number += len(lines)
    whole = [line for lines in delegations.values() for line in lines]
    done, under_way, not_begun = office_words.shares(Counter(line.progress for line in whole))
    return {
        "noi_dung_bang": list(told),
        "doan": groups,
        "tong_so": str(len(whole)),
        "khong_tinh": office_words.not_counted(Counter(map(office_words.left_out, whole))),
        "tong_da_xong": done,
        "tong_dang_lam": under_way,
        "tong_chua_lam": not_begun,
    }


def by_agency(lines: Sequence[Line], number: int = 0) -> list[Facts]:
    """Under each lead in the order of the table; numbered on from `number`."""
    under: dict[str, list[Facts]] = {}
    named: dict[str, list[Line]] = {}
    for line in lines:
        named.setdefault(line.lead or DOTS, []).append(line)
    for name, ones in named.items():
        under[name] = [row(number + place, line) for place, line in enumerate(ones, start=1)]
        number += len(ones)
    return [{"ten": name, "dong": rows} for name, rows in under.items()]


def row(number: int, line: Line) -> Facts:
    return {
        "stt": str(number),
        "noi_dung": office_words.content(line),
        "van_ban": office_words.document(line),
        "chu_tri": line.lead,
        "phoi_hop": "; ".join(line.support),
        "thoi_han": words.day(line.due_on) if line.due_on else "",
        "ket_qua": office_words.result(line),
        "da_xong": office_words.tick(line, DONE),
        "dang_lam": office_words.tick(line, UNDER_WAY),
        "chua_lam": office_words.tick(line, NOT_BEGUN),
        "kho_khan": office_words.difficulties(line),
        "huong_xu_ly": office_words.way(line),
        "ghi_chu": office_words.note(line),
    }


FOLLOWED = ("concluded", "following_up", "closed")
"""Recommendations are issued once the delegation has come to its conclusion."""
MIDDLE = ("stt", "thoi_han", "da_xong", "dang_lam", "chua_lam")
ROW = Row(tuple(Cell(f"{{{{ d.{cell.name} }}}}", align="center" if cell.name in MIDDLE else "left") for cell in CELLS))
LEFT_OUT = "{% if khong_tinh %}. {{ khong_tinh }}{% endif %}"
TOTALS = Row(
    (
        Cell(""),
        Cell(f"Tổng số: {{{{ tong_so }}}}{LEFT_OUT}", span=6, bold=True),
        Cell("{{ tong_da_xong }}", bold=True, align="center"),
        Cell("{{ tong_dang_lam }}", bold=True, align="center"),
        Cell("{{ tong_chua_lam }}", bold=True, align="center"),
        Cell("", span=3),
    )
)
LAYOUT = Layout(
    (
        Annex(
            "PHỤ LỤC",
            "BẢNG TỔNG HỢP THEO DÕI KẾT QUẢ THỰC HIỆN KẾT LUẬN, KIẾN NGHỊ GIÁM SÁT",
            "(Kèm theo Báo cáo số {{ so_va_ky_hieu }} {{ ngay_ban_hanh }} của Thường trực Hội đồng nhân dân)",
            new_page=False,
        ),
        Each("noi_dung_bang", "dong", (Text("{{ dong }}", italic=True, align="center", indent=False, size=12),)),
        Table(
            widths=WIDTHS,
            heading=HEADINGS,
            rows=(
                EachRow(
                    "doan",
                    "nhom",
                    (
                        Row((Cell("{{ nhom.ten }}", span=13, bold=True),), head=1),
                        EachRow(
                            "nhom.co_quan",
                            "co",
                            (
                                Row((Cell("{{ co.ten }}", span=13, bold=True),), head=2),
                                EachRow("co.dong", "d", (ROW,)),
                            ),
                        ),
                    ),
                ),
                TOTALS,
            ),
            size=9,
            code=True,
        ),
    ),
    landscape=True,
)

KIND = DocumentKind(
    name="annex",
    label=_l("Phụ lục theo dõi thực hiện kiến nghị"),
    record="delegation",
    address="/delegations/<int:id>/follow-up",
    sign="BC-HĐND",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: (
        delegation.state in FOLLOWED or bool(db.session.scalar(select(results.are_issued(delegation))))
    ),
    file_name="phu-luc-theo-doi-kien-nghi",
    council_only=False,
    compose_then=compose_then,
)
