"""A report as a paper: the columns of each sheet become those of a table, as wide as the paper allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from tracker.documents.kinds import issuers
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import (
    Align,
    Cell,
    Code,
    Each,
    EachRow,
    Element,
    Head,
    Layout,
    Row,
    Signature,
    Table,
    Text,
    Title,
    When,
)
from tracker.documents.limits import held
from tracker.documents.placeholders import Facts
from tracker.documents.reports.paper import Paper
from tracker.documents.reports.report import Around, Part, Report
from tracker.documents.reports.widths import shared
from tracker.documents.word.page import text_width
from tracker.sheets import Sheet, Value
from tracker.sheets.writing import spelled

SIZES = ((6, 12.0), (8, 11.0))
"""(columns up to, size of the letters): a table of more columns has smaller ones."""
SMALLEST = 9.5
SIGN = "BC-HĐND"


def of(report: Report, around: Around) -> Paper:
    """DomainError where a table has more rows than a paper holds."""
    tables = [rows_of(part.sheet) for part in report.parts]
    facts = frame(report, around)
    for number, (part, rows) in enumerate(zip(report.parts, tables, strict=True), start=1):
        facts |= {
            f"muc_{number}": f"{number}. {part.heading}",
            f"bang_{number}": [{"o": [spelled(value) for value in row]} for row in rows],
            f"ghi_chu_{number}": [*(note for note in part.sheet.notes if note not in report.told), *part.notes],
        }
    layout = Layout(tuple(elements(report, tables)), landscape=report.is_wide)
    return Paper(name=report.name, title=report.title, layout=layout, facts=facts)


def rows_of(sheet: Sheet) -> list[list[Value]]:
    """All its rows, and the totals below them."""
    return [*held(sheet.lines()), *([list(sheet.last())] if sheet.last is not None else [])]


def frame(report: Report, around: Around) -> Facts:
    head = Frame(
        issuer=issuers.standing(around.council),
        council=around.council,
        sign=SIGN,
        kind="BÁO CÁO",
        about=report.title,
    )
    return head.facts() | {
        "chinh_thuc": "1" if around.is_official else "",
        "noi_dung": list(report.told),
        "cach_tinh": list(report.method),
        "dia_chi": around.address,
        "ma_qr": "",
    }


def elements(report: Report, tables: Sequence[list[list[Value]]]) -> Iterator[Element]:
    yield When("chinh_thuc", (Head(), Title()))
    yield When("not chinh_thuc", tuple(centred(name, bold=True) for name in ("ten_loai", "trich_yeu")))
    yield Each("noi_dung", "dong", (centred("dong", italic=True),))
    for number, (part, rows) in enumerate(zip(report.parts, tables, strict=True), start=1):
        yield Text(f"{{{{ muc_{number} }}}}", bold=True, keep=True)
        yield table(number, part, rows, text_width(landscape=report.is_wide))
        yield Each(f"ghi_chu_{number}", "dong", (Text("{{ dong }}", italic=True, size=12),))
    if report.method:
        yield Text("Cách tính", bold=True, keep=True)
        yield Each("cach_tinh", "dong", (Text("- {{ dong }}", size=12),))
    yield When("chinh_thuc", (Text("Trên đây là báo cáo./."), Signature()))
    yield When("not chinh_thuc", (Code(),))


def centred(name: str, *, bold: bool = False, italic: bool = False) -> Text:
    return Text(f"{{{{ {name} }}}}", bold, italic, "center", indent=False, keep=bold)


def table(number: int, part: Part, rows: Sequence[list[Value]], width: float) -> Table:
    """Figures and days stand in the middle."""
    columns = part.sheet.columns
    size = next((size for most, size in SIZES if len(columns) <= most), SMALLEST)
    words = [[column.label, *(spelled(row[at]) for row in rows)] for at, column in enumerate(columns)]
    cells = tuple(Cell(f"{{{{ d.o[{at}] }}}}", align=align_of(rows, at)) for at in range(len(columns)))
    return Table(
        widths=shared([column.width for column in columns], words, size=size, whole=width),
        heading=tuple(column.label for column in columns),
        rows=(EachRow(f"bang_{number}", "d", (Row(cells),)),),
        size=size,
    )


def align_of(rows: Sequence[list[Value]], at: int) -> Align:
    known = [row[at] for row in rows if row[at] not in (None, "")]
    return "center" if known and all(isinstance(value, int | Decimal | date | datetime) for value in known) else "left"
