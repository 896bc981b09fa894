"""Names of people (made up), of Hải Phòng's wards, communes and islands, and of its agencies."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split(", "))


FAMILY = listed(
    "Nguyễn, Trần, Lê, Phạm, Hoàng, Vũ, Đặng, Bùi, Đỗ, Ngô, Dương, Lý, Đoàn, Lương, Đinh, Trịnh, Mai, Đào, Cao, Phan"
)
MIDDLE = listed(
    "Văn, Thị, Đức, Minh, Thanh, Quốc, Hữu, Ngọc, Thu, Xuân, Công, Hải, Bích, Anh, Việt, Hồng, Quang, Kim, Tiến, Mạnh"
)
GIVEN = listed(
    "An, Bình, Chi, Cường, Dũng, Dung, Duy, Đạt, Giang, Hà, Hải, Hạnh, Hiền, Hòa, Hùng, "
    "Hương, Khánh, Lan, Linh, Long, Mai, Nam, Nga, Nghĩa, Ngân, Oanh, Phong, Phúc, Phương, Quân, "
    "Quý, Sơn, Tâm, Thành, Thảo, Thắng, Thủy, Trang, Trung, Tuấn, Tùng, Vân, Vinh, Yến"
)

WARDS = listed(
    "Thủy Nguyên, Thiên Hương, Hòa Bình, Nam Triệu, Bạch Đằng, Lưu Kiếm, Lê Ích Mộc, Hồng Bàng, Hồng An, Ngô Quyền, "
    "Gia Viên, Lê Chân, An Biên, Hải An, Đông Hải, Kiến An, Phù Liễn, Nam Đồ Sơn, Đồ Sơn, Hưng Đạo, Dương Kinh, "
    "An Dương, An Hải, An Phong, Hải Dương, Lê Thanh Nghị, Việt Hòa, Thành Đông, Nam Đồng, Tân Hưng, Thạch Khôi, "
    "Tứ Minh, Ái Quốc, Chu Văn An, Chí Linh, Trần Hưng Đạo, Nguyễn Trãi, Trần Nhân Tông, Lê Đại Hành, Kinh Môn, "
    "Nguyễn Đại Năng, Trần Liễu, Bắc An Phụ, Phạm Sư Mạnh, Nhị Chiểu"
)
COMMUNES = listed(
    "An Hưng, An Khánh, An Quang, An Trường, An Lão, Kiến Thụy, Kiến Minh, Kiến Hải, Kiến Hưng, Nghi Dương, "
    "Quyết Thắng, Tiên Lãng, Tân Minh, Tiên Minh, Chấn Hưng, Hùng Thắng, Vĩnh Bảo, Nguyễn Bỉnh Khiêm, Vĩnh Am, "
    "Vĩnh Hải, Vĩnh Hòa, Vĩnh Thịnh, Vĩnh Thuận, Việt Khê, Nam An Phụ, Nam Sách, Thái Tân, Hợp Tiến, Trần Phú, "
    "An Phú, Thanh Hà, Hà Tây, Hà Bắc, Hà Nam, Hà Đông, Cẩm Giang, Tuệ Tĩnh, Mao Điền, Cẩm Giàng, Kẻ Sặt, "
    "Bình Giang, Đường An, Thượng Hồng, Gia Lộc, Yết Kiêu, Gia Phúc, Trường Tân, Tứ Kỳ, Tân Kỳ, Đại Sơn, Chí Minh, "
    "Lạc Phượng, Nguyên Giáp, Ninh Giang, Vĩnh Lại, Khúc Thừa Dụ, Tân An, Hồng Châu, Thanh Miện, Bắc Thanh Miện, "
    "Hải Hưng, Nguyễn Lương Bằng, Nam Thanh Miện, Phú Thái, Lai Khê, An Thành, Kim Thành"
)
ISLANDS = ("Cát Hải", "Bạch Long Vĩ")
UNITS = (
    *(f"phường {name}" for name in WARDS),
    *(f"xã {name}" for name in COMMUNES),
    *(f"đặc khu {name}" for name in ISLANDS),
)
"""The units of the commune level since 01/7/2025 (domain.md 1.12)."""

CITY_AGENCIES = (
    ("UBTP", "Ủy ban nhân dân thành phố Hải Phòng", "UBND thành phố", "people_committee", "ubtp"),
    ("VPUB", "Văn phòng Ủy ban nhân dân thành phố Hải Phòng", "VP UBND thành phố", "department", "vpub"),
    ("BQLKKT", "Ban Quản lý Khu kinh tế Hải Phòng", "BQL KKT", "management_board", "bql"),
    ("SCT", "Sở Công Thương", "SCT", "department", "sct"),
    ("STC", "Sở Tài chính", "STC", "department", "stc"),
    ("SXD", "Sở Xây dựng", "SXD", "department", "sxd"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "SNNMT", "department", "snnmt"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "SGDĐT", "department", "sgddt"),
    ("SYT", "Sở Y tế", "SYT", "department", "syt"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", "department", "svhttdl"),
    ("SNV", "Sở Nội vụ", "SNV", "department", "snv"),
    ("STP", "Sở Tư pháp", "STP", "department", "stp"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "SKHCN", "department", "skhcn"),
    ("TTTP", "Thanh tra thành phố Hải Phòng", "Thanh tra TP", "department", "tttp"),
    ("CATP", "Công an thành phố Hải Phòng", "CATP", "local_central", "catp"),
    ("BCHQS", "Bộ Chỉ huy Quân sự thành phố Hải Phòng", "BCHQS", "local_central", "bchqs"),
    ("TAND", "Tòa án nhân dân thành phố Hải Phòng", "TAND TP", "judicial", "tand"),
    ("VKSND", "Viện kiểm sát nhân dân thành phố Hải Phòng", "VKSND TP", "judicial", "vksnd"),
    ("THADS", "Thi hành án dân sự thành phố Hải Phòng", "THADS TP", "judicial", "thads"),
    ("THUE", "Thuế thành phố Hải Phòng", "Thuế TP", "local_central", "thue"),
    ("HQKV", "Chi cục Hải quan khu vực III", "Hải quan KV III", "local_central", "hqkv"),
    ("KBNN", "Kho bạc Nhà nước khu vực III", "KBNN KV III", "local_central", "kbnn"),
    ("BHXH", "Bảo hiểm xã hội thành phố Hải Phòng", "BHXH TP", "local_central", "bhxh"),
    ("CTN", "Công ty cổ phần Cấp nước Hải Phòng", "Cấp nước HP", "enterprise", "ctn"),
    ("MTDT", "Công ty TNHH MTV Môi trường đô thị Hải Phòng", "Môi trường đô thị", "enterprise", "mtdt"),
)
"""Code, name, short name, kind, and the first part of its people's user names."""

COMMUNE_AGENCIES = (
    ("UBND", "Ủy ban nhân dân {unit}", "UBND {unit}", "commune_people_committee", "ubnd"),
    ("VPHU", "Văn phòng HĐND và UBND {unit}", "Văn phòng", "department", "vp"),
    ("PKT", "Phòng Kinh tế {unit}", "Phòng Kinh tế", "department", "pkt"),
    ("PVHXH", "Phòng Văn hóa – Xã hội {unit}", "Phòng VH-XH", "department", "pvhxh"),
    ("TTHCC", "Trung tâm Phục vụ hành chính công {unit}", "TTPVHCC", "public_service", "tthcc"),
    ("TYT", "Trạm Y tế {unit}", "Trạm Y tế", "public_service", "tyt"),
    ("CAX", "Công an {unit}", "Công an", "local_central", "cax"),
)

CITY_BODIES = (
    ("KTNS", "Ban Kinh tế - Ngân sách", "committee"),
    ("PC", "Ban Pháp chế", "committee"),
    ("VHXH", "Ban Văn hóa - Xã hội", "committee"),
    ("DT", "Ban Đô thị", "committee"),
    *((f"TO{number:02}", f"Tổ đại biểu số {number}", "deputy_group") for number in range(1, 19)),
)
COMMUNE_BODIES = (("KTNS", "Ban Kinh tế - Ngân sách", "committee"), ("VHXH", "Ban Văn hóa - Xã hội", "committee"))
