"""Accounts: who works with the product, in which role, where."""

from __future__ import annotations

from tracker.core.i18n import _l
from tracker.importing.registers.register import Column, Register

ROLE_WORDS = (
    "Chuyên viên Văn phòng",
    "Thường trực HĐND",
    "Lãnh đạo Ban",
    "Đại biểu HĐND",
    "Cán bộ cơ quan",
    "Lãnh đạo cơ quan",
)

PEOPLE = Register(
    name="people",
    together=(("username",), ("full_name",)),
    columns=(
        Column(
            "username",
            _l("Tên đăng nhập"),
            ("tài khoản", "tên tài khoản", "username"),
            required=True,
            longest=60,
            example=("nguyenvanmau",),
            width=18,
        ),
        Column(
            "full_name",
            _l("Họ và tên"),
            ("họ tên", "tên", "họ và tên cán bộ"),
            required=True,
            longest=200,
            example=("Nguyễn Văn Mẫu",),
            width=26,
        ),
        Column("title", _l("Chức vụ"), ("chức danh",), longest=200, example=("Chuyên viên",), width=20),
        Column(
            "email", _l("Thư điện tử"), ("email", "e-mail", "hộp thư"), longest=200, example=("mau@vi-du.vn",), width=24
        ),
        Column("phone", _l("Điện thoại"), ("số điện thoại", "sđt", "điện thoại di động"), longest=40, width=14),
        Column(
            "role",
            _l("Vai trò"),
            ("quyền", "nhóm quyền"),
            kind="choice",
            longest=100,
            choices=ROLE_WORDS,
            example=("Cán bộ cơ quan",),
            width=22,
        ),
        Column(
            "place",
            _l("Cơ quan, Ban"),
            ("cơ quan", "đơn vị", "ban", "đơn vị công tác"),
            longest=300,
            example=("Sở Xây dựng",),
            width=26,
        ),
    ),
)
