"""A7: the report of an oversight, section by section as its draft reads (domain.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations import queries as delegations
from tracker.delegations.models import Delegation
from tracker.documents.definition import DocumentKind, filed_as
from tracker.documents.kinds import frame, issuers
from tracker.documents.kinds.frame import Frame
from tracker.documents.layout import Annex, Each, Head, Layout, Signature, Text, Title, When, bases, to
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS
from tracker.documents.placeholders import Facts, groups, text
from tracker.oversight_reports import dossier as dossiers
from tracker.oversight_reports import queries
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.models import CODES, SECTIONS
from tracker.oversight_reports.paper import signed_report
from tracker.oversight_reports.reading import on_paper_line, paragraphs
from tracker.oversight_reports.watching import text_of
from tracker.oversight_reports.writing.blanks import dotted
from tracker.oversight_reports.writing.sections import generated

LINE = (
    text("chu", _l("Một đoạn của mục"), "Tình hình thực hiện nhiệm vụ."),
    text("dam", _l("“1” khi là tiêu đề nhỏ, trống khi là đoạn văn"), ""),
)
OWN = (
    groups(
        "muc",
        _l("Các mục của báo cáo, theo thứ tự"),
        text("ten", _l("Số và tên mục, chữ in hoa"), "II. ĐÁNH GIÁ CHUNG"),
        groups("doan", _l("Các đoạn của mục"), *LINE),
    ),
    groups("phu_luc", _l("Các đoạn của phụ lục"), *LINE),
)
APPENDIX = "appendix"


def compose(record: Delegation, actor: Actor, given: DocumentNumber | None) -> Facts:
    dossier = dossiers.read(delegations.with_parts(record), actor)
    told = sections(record, dossier, actor)
    head = Frame(
        issuer=issuers.delegation(record),
        sign="BC-ĐGS",
        kind="BÁO CÁO",
        about=f"Kết quả {frame.topic(record)}",
        to=(record.council.name,) if record.owner_kind == "council" else (frame.owner_words(record),),
        bases=(frame.establishment(record),),
        recipients=("Như trên", "Thành viên Đoàn giám sát"),
        **frame.of_delegation(record, given, signed_report(record)),
    )
    body = [
        {"ten": f"{CODES[name]}. {title}".upper(), "doan": list(drawn(dotted(words), dossier))}
        for name, (title, words) in told.items()
        if name != APPENDIX
    ]
    return head.facts() | {"muc": body, "phu_luc": list(drawn(told[APPENDIX][1], dossier, dots=False))}


def sections(record: Delegation, dossier: Dossier, actor: Actor) -> dict[str, tuple[str, str]]:
    """Name → title and text: as somebody has written it; before a draft is begun, what the records say."""
    report = queries.of_delegation(record.id, actor)
    if report is None:
        return {name: (str(title), generated(name, dossier)) for name, title in SECTIONS.items()}
    return {section.name: (section.title, text_of(section, dossier)) for section in report.sections}


def drawn(words: str, dossier: Dossier, *, dots: bool = True) -> Iterator[Facts]:
    known = [
        {"chu": f"{'- ' if one.kind == 'list' else ''}{plain(line)}", "dam": "1" if one.kind == "heading" else ""}
        for one in paragraphs(words, dossier)
        for line in one.lines
    ]
    yield from known or ([{"chu": DOTS, "dam": ""}] if dots else [])


def plain(line: Any) -> str:
    """Figures in words; a source that is only pointed at leaves nothing behind."""
    return "".join(piece.printed for piece in on_paper_line(line))


def lines(names: str) -> Each:
    return Each(
        names,
        "dong",
        (
            When("dong.dam", (Text("{{ dong.chu }}", bold=True, keep=True),)),
            When("not dong.dam", (Text("{{ dong.chu }}"),)),
        ),
    )


LAYOUT = Layout(
    (
        Head(),
        Title(),
        *to(),
        bases(),
        Each("muc", "m", (Text("{{ m.ten }}", bold=True, keep=True), lines("m.doan"))),
        Text("Trên đây là báo cáo kết quả giám sát của Đoàn giám sát./."),
        Signature(),
        When(
            "phu_luc",
            (
                Annex(
                    "Phụ lục",
                    "SỐ LIỆU, TÀI LIỆU KÈM THEO",
                    "(Kèm theo Báo cáo số {{ so_va_ky_hieu }} {{ ngay_ban_hanh }} của Đoàn giám sát)",
                ),
                lines("phu_luc"),
            ),
        ),
    )
)

KIND = DocumentKind(
    name="report",
    label=_l("Báo cáo kết quả giám sát"),
    record="delegation",
    address="/delegations/<int:id>/report",
    sign="BC-ĐGS",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda delegation: signed_report(delegation) is not None,
    file_name="bao-cao-ket-qua-giam-sat",
    filed=lambda delegation: filed_as(signed_report(delegation)),
    papers=("report",),
)
