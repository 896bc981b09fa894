"""The real working session as domain.md 7.1 tells it: what is typed into the forms, and what is then printed.

Long sentences are read from the repository's copy of the article's facts; figures are told here once more, in the words
that people tick and the digits that people type.
"""

from __future__ import annotations

import json
from typing import Any

from tests.browser.person import Person
from tracker.config import ROOT

FACTS: dict[str, Any] = json.loads((ROOT / "tracker/demo/data/real_session.json").read_text(encoding="utf-8"))
CODE = "ĐGS-2024-88"
"""The example record holds ĐGS-2024-01 already; what is entered by hand is another old record of the same session."""
AGENCIES = ("Ban Quản lý Khu kinh tế Hải Phòng", "Sở Công thương")
"""As the article writes them."""
KNOWN_AS = ("Ban Quản lý Khu kinh tế Hải Phòng", "Sở Công Thương")
"""As the product knows them."""
HEAD = "Phạm Văn Lập"
SPAN = {"Kỳ số liệu": "giai đoạn", "Từ năm": "2021", "Đến năm": "2023", "Phạm vi": "KCN, KKT"}
SO_FAR = {"Kỳ số liệu": "lũy kế đến nay", "Phạm vi": "KCN, KKT"}
SHARE = "Tỷ trọng giá trị sản phẩm công nghiệp công nghệ cao trong công nghiệp chế biến, chế tạo"
GUESSED = {"Phạm vi": "toàn thành phố", "Suy đoán, nguồn không nêu": ["Phạm vi"]}
USD = "tỷ USD"

TYPED: tuple[dict[str, Any], ...] = (
    {"Chỉ tiêu": "Số dự án thu hút", "Giá trị": "210", "Đơn vị": "dự án", **SPAN},
    {"Chỉ tiêu": "Tổng vốn đầu tư thu hút", "Giá trị": "18,09", "Đơn vị": USD, **SPAN},
    {"Chỉ tiêu": "Vốn đầu tư nước ngoài", "Giá trị": "10,51", "Đơn vị": USD, **SPAN},
    {"Chỉ tiêu": "Vốn đầu tư trong nước", "Giá trị": "7,58", "Đơn vị": USD, **SPAN},
    {"Chỉ tiêu": "Số dự án đầu tư nước ngoài", "Giá trị": "532", "Đơn vị": "dự án", **SO_FAR},
    {"Chỉ tiêu": "Tổng vốn các dự án đầu tư nước ngoài", "Giá trị": "26,21", "Đơn vị": USD, **SO_FAR},
    {"Chỉ tiêu": "Số dự án đầu tư trong nước", "Giá trị": "219", "Đơn vị": "dự án", **SO_FAR},
    {"Chỉ tiêu": "Tổng vốn các dự án trong nước", "Định tính": "trên", "Giá trị": "13,7", "Đơn vị": USD, **SO_FAR},
    {"Chỉ tiêu": SHARE, "Giá trị": "45,5", "Đơn vị": "%", "Kỳ số liệu": "năm", "Từ năm": "2020", **GUESSED},
    {"Chỉ tiêu": SHARE, "Giá trị": "60,6", "Đơn vị": "%", "Kỳ số liệu": "năm", "Từ năm": "2023", **GUESSED},
)
COMPARISONS: dict[str, dict[str, Any]] = {
    "SL-03": {
        "Loại so sánh": "phần trăm kế hoạch",
        "Chiều": "đạt",
        "Định tính": "gần",
        "Mức": "84",
        "So với": "kế hoạch tổng thu hút FDI",
        "Từ năm": "2021",
        "Đến năm": "2025",
    },
    "SL-04": {
        "Loại so sánh": "số lần",
        "Chiều": "tăng",
        "Định tính": "gần",
        "Mức": "1,7",
        "Từ năm": "2015",
        "Đến năm": "2020",
    },
    "SL-10": {
        "Loại so sánh": "từ – đến",
        "Chiều": "tăng",
        "Mức": "45,5",
        "Kỳ so sánh": "năm",
        "Từ năm": "2020",
    },
}

BETWEEN, UNTIL_NOW, UNKNOWN = "giai đoạn 2021 - 2023", "lũy kế đến nay", "chưa có thông tin (suy đoán: toàn thành phố)"
PARKS = "KCN, KKT"
SHEET: dict[str, tuple[str, ...]] = {
    "SL-01": ("Số dự án thu hút", "đúng", "210", "dự án", BETWEEN, PARKS, "–"),
    "SL-02": ("Tổng vốn đầu tư thu hút", "đúng", "18,09", USD, BETWEEN, PARKS, "= SL-03 + SL-04 (10,51 + 7,58 = 18,09 ✓)"),
    "SL-03": (
        "Vốn đầu tư nước ngoài", "đúng", "10,51", USD, BETWEEN, PARKS,
        "gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025",
    ),
    "SL-04": (
        "Vốn đầu tư trong nước", "đúng", "7,58", USD, BETWEEN, PARKS, "tăng gần 1,7 lần so với giai đoạn 2015 - 2020",
    ),
    "SL-05": ("Số dự án đầu tư nước ngoài", "đúng", "532", "dự án", UNTIL_NOW, PARKS, "–"),
    "SL-06": ("Tổng vốn các dự án đầu tư nước ngoài", "đúng", "26,21", USD, UNTIL_NOW, PARKS, "–"),
    "SL-07": ("Số dự án đầu tư trong nước", "đúng", "219", "dự án", UNTIL_NOW, PARKS, "–"),
    "SL-08": ("Tổng vốn các dự án trong nước", "trên", "13,7", USD, UNTIL_NOW, PARKS, "–"),
    "SL-09": (SHARE, "đúng", "45,5", "%", "năm 2020", UNKNOWN, "điểm gốc của SL-10"),
    "SL-10": (SHARE, "đúng", "60,6", "%", "năm 2023", UNKNOWN, "từ 45,5% (2020) lên 60,6% (2023)"),
}  # fmt: skip
"""R7, column by column: indicator, qualifier, value, unit, period, scope, comparison."""
DERIVED = ("12,51", "751", "39,91", "15,1")
"""What could be computed from the figures and was never reported."""


def enters_delegation(office: Person) -> str:
    """From the dossier, by the office, in the state it had reached; returns the address."""
    about = FACTS["delegation"]
    office.opens("/delegations")
    office.follows("Nhập hồ sơ cũ")
    office.fills_in(
        {
            "Nguồn": FACTS["source"],
            "Lý do nhập hồ sơ cũ": FACTS["reason"],
            "Mã đoàn": CODE,
            "Đoàn đã tới bước": "Đang giám sát",
            "Chuyên đề": about["title"],
            "Chủ thể giám sát": "Hội đồng nhân dân",
            "Chuyên viên theo dõi": "Chuyên viên Văn phòng",
            "Bộ quy định": "Luật 87/2015/QH13",
            "Trưởng đoàn": HEAD,
            "Chức vụ của Trưởng đoàn khi đó": about["head"]["office"],
            "Cơ quan chịu sự giám sát": "\n".join(AGENCIES),
        }
    )
    office.presses("Nhập hồ sơ cũ")
    office.reads(f"Đã nhập hồ sơ cũ {CODE}.")
    return office.address


def gives_access(office: Person, delegation: str) -> None:
    """The secretary's and a member's accounts, apart from the list of members."""
    for account, role in (("Thư ký đoàn", "Thư ký"), ("Thành viên đoàn", "Thành viên")):
        office.opens(f"{delegation}/access")
        office.fills_in({"Tài khoản": account, "Vai trò": role})
        office.presses("Giao quyền")


def enters_session(office: Person, delegation: str) -> str:
    """CLV-01 in the state `held`; the year and who was in the chair are inferred."""
    about = FACTS["session"]
    office.opens(f"/sessions/old?delegation={delegation.rpartition('/')[2]}")
    office.fills_in(
        {
            "Trạng thái đã tới": "Đã họp",
            "Lý do nhập hồ sơ cũ": FACTS["reason"],
            "Nguồn hồ sơ": FACTS["source"],
            "Ngày": "10/05/2024",
            "Buổi": "chiều",
            "Chủ trì": HEAD,
            "Chức vụ người chủ trì": about["chair_office"],
            "Tên cuộc làm việc": about["title"],
            "Nguồn": "Haiphong.gov.vn, người viết Hoàng Tùng",
            "Suy đoán, nguồn không nêu": ["Năm", "Chủ trì"],
        }
    )
    office.presses("Nhập hồ sơ cũ")
    office.reads("Đã nhập hồ sơ cũ CLV-01.")
    return office.address


def enters_attendance(office: Person, session: str) -> None:
    roles = {"chair": "Chủ trì", "attendee": "Cùng dự", "reporter": "Báo cáo"}
    office.opens(session)
    office.follows("Thành phần dự")
    for person in FACTS["session"]["attendance"]:
        office.fills_in(
            {
                "Họ tên, hoặc tên nhóm": person["name"],
                "Là một nhóm, không nêu tên từng người": person["is_group"],
                "Vai trò": roles[person["role"]],
                "Chức vụ": person.get("office", ""),
                "Cơ quan, đơn vị": person.get("body", ""),
            }
        )
        office.presses("Ghi thành phần dự")


def enters_captions(office: Person, session: str) -> None:
    """The article's pictures have captions; the files are not at hand."""
    office.opens(session)
    office.follows("Ảnh")
    for caption in FACTS["session"]["photographs"]:
        office.fills_in({"Chú thích": caption})
        office.presses("Thêm ảnh")


def enters_figures(secretary: Person, session: str) -> None:
    """Ten figures one after the other, as both agencies reported them together; three have a comparison."""
    secretary.opens(session)
    secretary.follows("Ghi số liệu")
    for number, typed in enumerate(TYPED, 1):
        code = f"SL-{number:02}"
        verbatim = FACTS["figures"][number - 1]["verbatim"]
        period = {"Từ năm": "", "Đến năm": "", "Suy đoán, nguồn không nêu": []}
        secretary.fills_in(period | {"Định tính": "đúng"} | typed | {"Nguyên văn": verbatim})
        if code in COMPARISONS:
            secretary.presses("Thêm so sánh")
            secretary.fills_in(COMPARISONS[code], within="So sánh 1")
        secretary.presses("Lưu số liệu" if number == len(TYPED) else "Lưu và ghi số liệu tiếp theo")
        secretary.reads(f"Đã lưu số liệu {code}.")


def declares_total(secretary: Person) -> None:
    """SL-02 is the total of SL-03 and SL-04. On the sheet."""
    secretary.follows("Tổng vốn đầu tư thu hút")
    secretary.fills_in({"Là tổng của": ["SL-03", "SL-04"]})
    secretary.presses("Lưu số liệu")


def enters_statements(secretary: Person, session: str) -> None:
    """What the chair said, four sentences in a row."""
    kinds = {"acknowledgement": "ghi nhận", "request": "đề nghị", "commitment": "cam kết"}
    secretary.opens(session)
    secretary.follows("Ghi phát biểu")
    said = FACTS["statements"]
    for statement in said:
        secretary.fills_in(
            {
                "Loại": kinds[statement["kind"]],
                "Nội dung": statement["text"],
                "Người phát biểu": HEAD,
                "Chức vụ": "Chủ tịch HĐND thành phố",
                "Gửi tới": statement.get("addressed_to", ""),
            }
        )
        secretary.presses("Lưu phát biểu" if statement is said[-1] else "Lưu và ghi tiếp")


def enters_finding(member: Person, session: str) -> None:
    """NĐ-01, begun from a figure; the source is the report of both agencies."""
    about = FACTS["finding"]
    member.opens(f"/figures?session={session.rpartition('/')[2]}")
    member.follows("→ Phát hiện SL-10")
    member.fills_in({"Loại": "Kết quả đạt được", "Nội dung": about["text"], "Minh chứng": about["evidence"]})
    member.unfolds("Căn cứ và loại nguyên nhân")
    member.also_ticks("Căn cứ", "SL-09")
    member.presses("Gửi Trưởng đoàn")


def enters_proposals(secretary: Person, delegation: str) -> None:
    """The article says “các đơn vị”: that these are the two reporting agencies is inferred."""
    for proposal in FACTS["proposals"]:
        secretary.opens(f"/proposals/new?delegation={delegation.rpartition('/')[2]}")
        secretary.fills_in(
            {
                "Nội dung đề xuất": proposal["text"],
                "Cơ quan đề xuất": list(KNOWN_AS),
                "Nguồn ghi cơ quan đề xuất là": FACTS["proposers_text"],
                "Cơ quan đề xuất là suy đoán, nguồn không nêu rõ": True,
                "Gửi tới": "HĐND",
            }
        )
        secretary.presses("Lưu đề xuất")
        secretary.reads(f"Đã ghi {proposal['code']}.")


def drafts_recommendation(secretary: Person, session: str) -> str:
    """From the chair's request PB-03: text and addressee are there already; nothing else is known."""
    request = FACTS["statements"][2]
    secretary.opens(session)
    secretary.moves(secretary.page.locator("#PB-03").get_by_role("link", name="→ Dự thảo kiến nghị"))
    secretary.presses("Lưu dự thảo")
    secretary.reads(request["text"], request["addressed_to"])
    return secretary.address


def enters_delegation_of_another(office: Person) -> str:
    """A delegation that supervises neither of the two agencies."""
    office.opens("/delegations/old")
    office.fills_in(
        {
            "Nguồn": "Ví dụ minh họa",
            "Lý do nhập hồ sơ cũ": "Để xem cơ quan khác có đọc được không",
            "Đoàn đã tới bước": "Đang giám sát",
            "Chuyên đề": "Quản lý trật tự xây dựng (ví dụ minh họa)",
            "Chủ thể giám sát": "Hội đồng nhân dân",
            "Bộ quy định": "Luật 121/2025/QH15",
            "Cơ quan chịu sự giám sát": "Sở Xây dựng",
        }
    )
    office.presses("Nhập hồ sơ cũ")
    assert office.address != "/delegations/old", office.text
    return office.address
