"""What is half done in the example record, so that every page has a way to it."""

from __future__ import annotations

from tests import registers, task_sheets
from tests.browser.person import Person
from tests.browser.ways import OLD, RETURNED, walk
from tests.browser.windows import Windows

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def begin(windows: Windows) -> dict[str, list[str]]:
    """By person where else to begin: what is half done, and records that the first links do not lead to. Once a server."""
    office = windows.sign_in("vanphong")
    walk(office, "/delegations > ĐGS-2024-01")
    starts = {"vanphong": ["/search?q=khu+cong+nghiep", office.address, agency_that_has_ended(office)]}
    starts["vanphong"] += [programme_in_preparation(office), *outline_in_preparation(office), report_in_draft(office)]
    starts["bql-canbo"] = [request_to_answer(office)]
    starts["vanphong"] += [*starts["bql-canbo"], dates_of_requests(office), *calendar_addresses(office)]
    starts["vanphong"] += ["/measures/together", "/progress-requests/issue", saved_view(office)]
    starts["vanphong"] += ["/dashboard/together?action=note&what=open&all=1", "/dashboard/waiting/next"]
    starts["vanphong"] += [f"{path}?as_of=10/06/2026" for path in ("/recommendations", "/recommendations/rates")]
    starts["vanphong"] += [register_to_take_in(office), policy_on_its_way(office), urged_task(office)]
    admin = windows.sign_in("quantri")
    starts["vanphong"] += handover_in_preparation(admin, office)
    starts["quantri"] = [
        sign_in_link(admin),
        role_to_end(admin),
        leader_to_stand_in_for(admin),
        "/calendar/2026/confirm",
    ]
    starts["bql-lanhdao"] = [somebody_stands_in(windows.sign_in("bql-lanhdao"))]
    member = windows.sign_in("thanhvien")
    walk(member, "/findings/new > ĐGS-2026-01")
    member.fills_in({"Loại": "Hạn chế", "Nội dung": "Viết dở"})
    member.presses("Lưu và quay lại sau")
    starts["thanhvien"] = [member.address]
    officer = windows.sign_in("bql-canbo")
    walk(officer, f"{RETURNED} > Cập nhật tình hình")
    officer.fills_in({"Kết quả": "Đang thực hiện", "Đã làm được gì": "Viết dở"})
    officer.presses("Lưu, trình lãnh đạo gửi")
    starts["bql-canbo"].append(officer.address)
    starts["bql-canbo"].append(extension_in_draft(officer))
    starts["bql-canbo"].append(tasks_brought_back(officer))
    session = minutes_for_comment(windows.sign_in("thuky"))
    starts["thuky"] = [f"{session}/invitations"]
    officer.opens(f"{session}/amendments/new")
    officer.fills_in({"Chỗ cần sửa": "Đoạn 2", "Đề nghị sửa thành": "Hai bên cơ bản thống nhất"})
    officer.presses("Lưu, trình lãnh đạo")
    starts["bql-canbo"].append(officer.address)
    leader = windows.sign_in("sct-lanhdao")
    walk(leader, "/recommendations?status=in_progress > KN-")
    starts["sct-lanhdao"] = [leader.address]
    return starts


def handover_in_preparation(admin: Person, office: Person) -> list[str]:
    """A term that ends, the next one, and what is open between them; the list is read by whoever prepares it."""
    walk(admin, "/councils > HĐND thành phố Hải Phòng > Khóa XVII")
    admin.fills_in({"Đến ngày": "31/12/2026"})
    admin.presses("Lưu khóa")
    admin.follows("Thêm khóa")
    admin.fills_in({"Khóa": "XVIII", "Từ ngày": "01/01/2027"})
    admin.presses("Thêm khóa")
    office.opens("/term-handovers/new")
    office.presses("Lập danh sách bàn giao")
    return [office.address]


def policy_on_its_way(office: Person) -> str:
    """One whose words the office still changes; the list begins with a resolution in force."""
    walk(office, "/policies?status=appraisal > CS-")
    return office.address


def urged_task(office: Person) -> str:
    """A recommendation with a letter that has no number of its clerk's yet."""
    walk(office, RETURNED)
    return office.address


def register_to_take_in(office: Person) -> str:
    """A file of an office's own table, checked or being checked."""
    table = registers.workbook(registers.rows(2))
    office.opens("/import/new")
    office.fills_in({"Tệp Excel (.xlsx) hoặc CSV": [{"name": "so.xlsx", "mimeType": WORKBOOK, "buffer": table}]})
    office.presses("Tải lên và kiểm tra")
    return office.address


def tasks_brought_back(officer: Person) -> str:
    """The workbook of the agency's tasks, with changes that can be accepted and rows that cannot."""
    content = officer.page.request.get("/task-sheets/tasks.xlsx").body()
    cells = {"plan": "Rà soát lại toàn bộ", "percent": "120", "due": "31/12/2030"}
    changed = task_sheets.filled(
        content, cells, cells, cells | {"step": "Nhận việc, phân công", "person_in_charge": "Phòng"}
    )
    officer.opens("/task-sheets/new")
    file = {"name": "viec.xlsx", "mimeType": WORKBOOK, "buffer": changed}
    officer.fills_in({"Bảng nhiệm vụ đã ghi (.xlsx)": [file]})
    officer.presses("Tải lên, xem khác biệt")
    return officer.address


def minutes_for_comment(secretary: Person) -> str:
    """A session with an invitation, whose minutes are out for comment."""
    walk(secretary, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > CLV-01")
    session = secretary.address
    secretary.opens(f"{session}/invitations")
    secretary.fills_in({"Họ tên": "Nguyễn Thị Được Mời"})
    secretary.presses("Thêm vào danh sách mời")
    secretary.opens(session)
    secretary.follows("Gửi dự thảo biên bản")
    secretary.fills_in({"Nội dung biên bản": "Hai bên thống nhất"})
    secretary.presses("Gửi dự thảo biên bản")
    return session


def programme_in_preparation(office: Person) -> str:
    walk(office, "/programmes > Lập chương trình")
    office.fills_in({"Năm": "2027", "Chủ thể giám sát": "Ban của HĐND", "Ban": "Ban Kinh tế - Ngân sách"})
    office.presses("Lưu chương trình")
    return office.address


def outline_in_preparation(office: Person) -> tuple[str, str]:
    """Where it was begun, and where it is; once it stands, no link leads to the first."""
    walk(office, f"{OLD} > Báo cáo của cơ quan > Lập đề cương báo cáo")
    beginning = office.address
    office.fills_in({"Tên đề cương": "Đề cương báo cáo", "Các mục": "I. Đặc điểm\n1. Tình hình\nII. Kết quả"})
    office.presses("Lập đề cương")
    return beginning, office.address


def report_in_draft(office: Person) -> str:
    walk(office, f"{OLD} > Dự thảo báo cáo")
    office.presses("Lập dự thảo từ dữ liệu")
    return office.address


def request_to_answer(office: Person) -> str:
    """The agencies of the example are asked once more."""
    walk(office, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > Báo cáo của cơ quan > Gửi đề cương cho các cơ quan")
    office.fills_in({"Hạn nộp báo cáo": "15/07/2026", "Số công văn": "77/ĐGS-VP"})
    for box in office.page.locator("main [name=agency_ids]").all():
        box.check()
    office.presses("Gửi đề cương")
    office.moves(office.page.locator("main tbody a").first)
    return office.address


def dates_of_requests(office: Person) -> str:
    walk(office, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > Báo cáo của cơ quan")
    return f"{office.address}/dates"


def calendar_addresses(office: Person) -> list[str]:
    """One's own and the council's; each is made by a button."""
    made = []
    for words in ("Tạo đường dẫn lịch của tôi", "Tạo đường dẫn lịch của Hội đồng"):
        office.opens("/schedule/feeds")
        office.presses(words)
        made.append(office.address)
    return made


def saved_view(office: Person) -> str:
    office.opens("/dashboard/tasks?what=overdue")
    office.follows("Lưu bộ lọc này")
    office.fills_in({"Tên": "Quá hạn"})
    office.presses("Lưu bộ lọc")
    return "/saved-views"


def sign_in_link(admin: Person) -> str:
    """For an account of its own, so that everybody else signs in as before."""
    walk(admin, "/people/new")
    admin.fills_in({"Họ và tên": "Người thử đường dẫn", "Tên đăng nhập": "thu-duong-dan"})
    admin.presses("Tạo tài khoản")
    admin.presses("Tạo đường dẫn đăng nhập một lần")
    return admin.address


def role_to_end(admin: Person) -> str:
    walk(admin, "/people?q=thuky > Thư ký đoàn > Thu vai trò")
    return admin.address


def leader_to_stand_in_for(admin: Person) -> str:
    walk(admin, "/people?q=bql-lanhdao > Lãnh đạo > Cử người thay mặt")
    return admin.address


def somebody_stands_in(leader: Person) -> str:
    """For some days to come."""
    walk(leader, "/agencies > Ban Quản lý Khu kinh tế Hải Phòng > Cử người thay mặt")
    leader.fills_in({"Người thay mặt": "Cán bộ Ban Quản lý Khu kinh tế"})
    leader.fills_in({"Từ ngày": "01/12/2027", "Đến hết ngày": "05/12/2027", "Lý do": "Đi công tác"})
    leader.presses("Cử người thay mặt")
    return leader.address


def extension_in_draft(officer: Person) -> str:
    walk(officer, f"{RETURNED} > Đề nghị gia hạn")
    officer.fills_in({"Đề nghị gia hạn đến ngày": "31/12/2027", "Lý do": "Chờ quy hoạch được duyệt"})
    officer.presses("Lưu, trình lãnh đạo gửi")
    return officer.address


def agency_that_has_ended(office: Person) -> str:
    office.opens("/agencies/new")
    office.fills_in({"Mã": "SKHDT", "Tên cơ quan": "Sở Kế hoạch và Đầu tư (ví dụ)", "Loại": "Sở"})
    office.presses("Thêm cơ quan")
    address = office.address
    office.opens(f"{address}/end")
    decision = {"Số, ký hiệu văn bản": "18/NQ-HĐND", "Ngày văn bản": "20/02/2025"}
    office.fills_in({"Có hiệu lực từ ngày": "01/03/2025", **decision})
    office.presses("Ghi giải thể")
    return address
