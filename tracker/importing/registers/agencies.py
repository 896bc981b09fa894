"""Agencies, organisations and persons that a council supervises."""

from __future__ import annotations

from tracker.core.i18n import _l
from tracker.importing.registers.register import Column, Register

KIND_WORDS = (
    "Ủy ban nhân dân",
    "Sở, ban, ngành",
    "Ban quản lý",
    "UBND xã, phường, đặc khu",
    "Tòa án, Viện kiểm sát, Thi hành án",
    "Cơ quan trung ương đóng tại địa phương",
    "Đơn vị sự nghiệp",
    "Doanh nghiệp",
    "Cơ quan trung ương",
    "Cá nhân",
    "Khác",
)

AGENCIES = Register(
    name="agencies",
    together=(("name",),),
    columns=(
        Column(
            "code",
            _l("Mã"),
            ("mã cơ quan", "mã đơn vị", "ký hiệu", "mã định danh"),
            longest=30,
            example=("SXD", "SCT"),
            width=10,
        ),
        Column(
            "name",
            _l("Tên cơ quan"),
            ("tên", "cơ quan", "tên đơn vị", "đơn vị", "tên cơ quan, đơn vị", "tên tổ chức"),
            required=True,
            longest=300,
            example=("Sở Xây dựng", "Sở Công Thương"),
            width=40,
        ),
        Column(
            "short_name",
            _l("Tên ngắn"),
            ("tên viết tắt", "viết tắt", "tên gọi tắt"),
            longest=100,
            example=("Sở XD", "Sở CT"),
            width=16,
        ),
        Column(
            "kind",
            _l("Loại"),
            ("loại cơ quan", "loại đơn vị", "nhóm", "khối"),
            kind="choice",
            longest=100,
            choices=KIND_WORDS,
            example=("Sở, ban, ngành", "Sở, ban, ngành"),
            width=24,
        ),
        Column(
            "aliases",
            _l("Tên khác"),
            ("các tên khác", "tên gọi khác", "tên cũ"),
            longest=2000,
            example=("Sở Giao thông; Sở GTVT", ""),
            width=30,
        ),
        Column(
            "valid_from",
            _l("Hoạt động từ ngày"),
            ("từ ngày", "ngày thành lập", "ngày bắt đầu"),
            kind="date",
            example=("01/03/2025", ""),
            width=14,
        ),
    ),
)
