"""A3, A4: the letter that sends out the outline and asks for reports, with the outline and its tables as annex."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.core.i18n import _l
from tracker.delegations.documents import filed
from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import frame, issuers, words
from tracker.documents.kinds.frame import Frame
from tracker.documents.kinds.plan import table
from tracker.documents.layout import Annex, Each, Head, Layout, Signature, Text, When, to
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import filled
from tracker.documents.placeholders import Facts, groups, text
from tracker.outlines import tree
from tracker.outlines.models import Outline
from tracker.outlines.tree import Node
from tracker.reporting import periods

OWN = (
    words.TOPIC,
    words.PERIOD,
    text("can_cu_doan", _l("Văn bản thành lập Đoàn"), "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 05 tháng 3 năm 2026"),
    text("han_bao_cao", _l("Hạn cơ quan nộp báo cáo"), "20/03/2026"),
    text("ten_de_cuong", _l("Tên đề cương"), "Đề cương báo cáo"),
    groups(
        "muc",
        _l("Các mục của đề cương, theo thứ tự"),
        text("so", _l("Số của mục: I, 1, a"), "I"),
        text("noi_dung", _l("Nội dung phải báo cáo"), "Kết quả thực hiện"),
        text("dau_muc", _l("“1” với mục lớn (I, II…), trống với mục nhỏ"), "1"),
    ),
    groups(
        "bieu",
        _l("Các chỉ tiêu phải báo cáo"),
        text("muc", _l("Mục của đề cương"), "II.1"),
        text("chi_tieu", _l("Chỉ tiêu"), "Số dự án thu hút"),
        text("don_vi", _l("Đơn vị tính"), "dự án"),
        text("ky", _l("Kỳ"), "giai đoạn 2021 - 2023"),
        text("pham_vi", _l("Phạm vi"), "các khu công nghiệp"),
    ),
)


def compose(record: Outline, _actor: Actor, given: DocumentNumber | None) -> Facts:
    delegation = record.delegation
    nodes = tree.nodes(record.items)
    head = Frame(
        issuer=issuers.delegation(delegation),
        sign="ĐGS",
        kind="CÔNG VĂN",
        about=f"báo cáo phục vụ {frame.topic(delegation)}",
        to=words.agencies(delegation),
        bases=(frame.establishment(delegation),),
        recipients=("Như trên", "Thành viên Đoàn giám sát"),
        **frame.of_delegation(delegation, given, filed(delegation, "outline")),
    )
    return head.facts() | {
        "chuyen_de": filled(delegation.title),
        "thoi_ky": words.period(delegation.period_from, delegation.period_to),
        "can_cu_doan": frame.establishment(delegation),
        "han_bao_cao": words.day(delegation.report_due_on),
        "ten_de_cuong": filled(record.title),
        "muc": [item(node) for node in nodes],
        "bieu": [figure for node in nodes for figure in figures(node)],
    }


def item(node: Node) -> Facts:
    return {"so": numbered(node), "noi_dung": node.item.text, "dau_muc": "1" if node.level == 0 else ""}


def numbered(node: Node) -> str:
    """I. 1. a) as Phụ lục I of NĐ 30/2020 has them."""
    return f"{node.number})" if node.level > 1 else f"{node.number}."


def figures(node: Node) -> list[Facts]:
    return [
        {
            "muc": node.path,
            "chi_tieu": f"{'- ' * figure.depth}{figure.indicator}",
            "don_vi": filled(figure.unit),
            "ky": periods.words(figure.period, figure.each),
            "pham_vi": figure.scope,
        }
        for figure in node.item.figures
    ]


COLUMNS = (
    ("Mục", "muc", 16.0),
    ("Chỉ tiêu", "chi_tieu", 63.0),
    ("Đơn vị tính", "don_vi", 24.0),
    ("Kỳ", "ky", 32.0),
    ("Phạm vi", "pham_vi", 30.0),
)
LAYOUT = Layout(
    (
        Head(about=True),
        *to(),
        Text(
            "{{ can_cu_doan }}; Đoàn giám sát đề nghị cơ quan báo cáo các nội dung theo đề cương gửi kèm, thời "
            "kỳ giám sát {{ thoi_ky }}."
        ),
        Text(
            "Báo cáo do người đứng đầu cơ quan hoặc người được ủy quyền ký, gửi Đoàn giám sát chậm nhất ngày {{ "
            "han_bao_cao }}./."
        ),
        Signature(),
        Annex(
            "Phụ lục",
            "{{ ten_de_cuong|upper }}",
            "(Kèm theo Công văn số {{ so_va_ky_hieu }} {{ ngay_ban_hanh }} của Đoàn giám sát)",
        ),
        Each(
            "muc",
            "m",
            (
                When("m.dau_muc", (Text("{{ m.so }} {{ m.noi_dung }}", bold=True, keep=True),)),
                When("not m.dau_muc", (Text("{{ m.so }} {{ m.noi_dung }}"),)),
            ),
        ),
        When(
            "bieu",
            (Text("BIỂU SỐ LIỆU", bold=True, align="center", indent=False, keep=True), table("bieu", "b", COLUMNS)),
        ),
    )
)

KIND = DocumentKind(
    name="outline_letter",
    label=_l("Công văn gửi đề cương, yêu cầu báo cáo"),
    record="outline",
    address="/outlines/<int:id>/letter",
    sign="ĐGS",
    own=OWN,
    compose=compose,
    layout=LAYOUT,
    stands=lambda outline: outline.frozen_at is not None,
    file_name="cong-van-de-cuong",
    council_only=False,
)
