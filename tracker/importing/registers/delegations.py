"""Oversight delegations of the past, which the recommendations of an old register belong to."""

from __future__ import annotations

from tracker.core.i18n import _l
from tracker.importing.registers.register import Column, Register

OWNER_WORDS = ("Hội đồng nhân dân", "Thường trực HĐND", "Ban của HĐND", "Tổ đại biểu HĐND")
REACHED_WORDS = ("Đã kết luận", "Đang theo dõi", "Đã kết thúc")

DELEGATIONS = Register(
    name="delegations",
    together=(("title",),),
    columns=(
        Column(
            "code",
            _l("Mã đoàn"),
            ("mã", "mã cuộc", "mã số"),
            longest=40,
            example=("ĐGS-2024-01", "ĐGS-2023-02"),
            width=14,
        ),
        Column(
            "title",
            _l("Chuyên đề"),
            ("tên đoàn", "tên cuộc", "tên cuộc giám sát", "nội dung giám sát", "chuyên đề giám sát", "tên chuyên đề"),
            required=True,
            longest=500,
            example=("Việc quản lý, phát triển công nghiệp", "Việc sử dụng ngân sách cho giáo dục"),
            width=50,
        ),
        Column(
            "owner",
            _l("Chủ thể giám sát"),
            ("chủ thể", "cơ quan giám sát", "cơ quan chủ trì giám sát", "đơn vị giám sát"),
            kind="choice",
            longest=200,
            choices=OWNER_WORDS,
            example=("Hội đồng nhân dân", "Thường trực HĐND"),
            width=24,
        ),
        Column(
            "head", _l("Trưởng đoàn"), ("trưởng đoàn giám sát",), longest=200, example=("Nguyễn Văn Mẫu", ""), width=22
        ),
        Column(
            "established_on",
            _l("Ngày thành lập"),
            ("ngày quyết định", "ngày ra quyết định", "thời gian thành lập"),
            kind="date",
            example=("15/01/2024", ""),
            width=14,
        ),
        Column(
            "ended_on",
            _l("Ngày kết thúc"),
            ("kết thúc", "ngày kết thúc giám sát"),
            kind="date",
            example=("30/04/2024", ""),
            width=14,
        ),
        Column(
            "period_from", _l("Thời kỳ từ"), ("thời kỳ giám sát từ",), kind="date", example=("01/01/2021", ""), width=12
        ),
        Column(
            "period_to", _l("Thời kỳ đến"), ("thời kỳ giám sát đến",), kind="date", example=("31/12/2023", ""), width=12
        ),
        Column(
            "scope", _l("Phạm vi"), ("phạm vi giám sát", "địa bàn"), example=("Trên địa bàn thành phố", ""), width=30
        ),
        Column("content", _l("Nội dung"), ("nội dung chính",), width=30),
        Column(
            "agencies",
            _l("Cơ quan chịu sự giám sát"),
            ("đơn vị chịu giám sát", "đơn vị chịu gs", "đối tượng", "đối tượng giám sát"),
            longest=2000,
            example=("Sở Xây dựng; Sở Công Thương", ""),
            width=36,
        ),
        Column(
            "reached",
            _l("Đã tới bước"),
            ("trạng thái", "tình trạng", "tiến độ"),
            kind="choice",
            longest=100,
            choices=REACHED_WORDS,
            example=("Đang theo dõi", "Đã kết thúc"),
            width=16,
        ),
    ),
)
