"""The follow-up table of recommendations: the office's columns of domain.md 2.2, both sheets."""

from __future__ import annotations

from tracker.core.i18n import _l
from tracker.importing.registers.register import Column, Register

STATUS_WORDS = (
    "Đã thực hiện xong",
    "Thực hiện một phần",
    "Đang thực hiện",
    "Chưa thực hiện",
    "Chưa đáp ứng yêu cầu",
    "Không thực hiện",
    "Có lộ trình nhiều năm",
    "Không thực hiện được vì lý do khách quan",
)

RECOMMENDATIONS = Register(
    name="recommendations",
    notes=True,
    together=(("text",), ("lead",)),
    columns=(
        Column(
            "code", _l("Mã kiến nghị"), ("mã", "mã số", "mã kn", "mã nhiệm vụ", "số hiệu kiến nghị"), longest=40,
            example=("KN-2024-001", "KN-2024-002"), width=14,
        ),
        Column(
            "delegation", _l("Đoàn giám sát"),
            ("mã đoàn", "đoàn", "tên đoàn", "tên cuộc", "cuộc giám sát", "tên cuộc giám sát", "chuyên đề", "chuyên đề giám sát",
             "nguồn gốc", "đoàn giám sát chuyên đề"),
            longest=500, example=("ĐGS-2024-01", "ĐGS-2024-01"), width=16,
        ),
        Column(
            "text", _l("Nội dung kết luận, kiến nghị"),
            ("nội dung", "kiến nghị", "nội dung kiến nghị", "nội dung yêu cầu", "kết luận, kiến nghị", "nội dung kiến nghị, kết luận",
             "nội dung kiến nghị sau giám sát", "kiến nghị sau giám sát", "nội dung nhiệm vụ"),
            required=True, example=("Trình danh mục quỹ đất nhà ở công nhân", "Công khai tiến độ các dự án hạ tầng"), width=50,
        ),
        Column(
            "document", _l("Văn bản (số, ngày)"),
            ("văn bản", "số, ngày văn bản", "số ngày văn bản", "căn cứ", "văn bản kết luận", "số, ký hiệu, ngày văn bản",
             "thông báo kết luận", "văn bản giao"),
            longest=200, example=("05/TB-HĐND, 12/03/2024", "05/TB-HĐND, 12/03/2024"), width=24,
        ),
        Column(
            "document_number", _l("Số văn bản"), ("số vb", "số, ký hiệu", "số ký hiệu văn bản", "số hiệu văn bản", "số kí hiệu"),
            longest=60, width=16,
        ),
        Column("document_date", _l("Ngày văn bản"), ("ngày vb", "ngày ban hành", "ngày ban hành văn bản"), kind="date", width=12),
        Column(
            "lead", _l("Cơ quan chủ trì"),
            ("chủ trì", "đơn vị chủ trì", "cơ quan thực hiện", "đơn vị thực hiện", "cơ quan chịu trách nhiệm", "đơn vị chịu gs",
             "đơn vị chịu giám sát", "đơn vị chịu sự giám sát", "cơ quan chịu sự giám sát", "cơ quan chủ trì thực hiện",
             "cơ quan, đơn vị chủ trì"),
            required=True, longest=300, example=("Sở Xây dựng", "Ban Quản lý Khu kinh tế"), width=26,
        ),
        Column(
            "support", _l("Cơ quan phối hợp"), ("phối hợp", "đơn vị phối hợp", "cơ quan phối hợp thực hiện"), longest=2000,
            example=("Sở Tài chính; Sở Nội vụ", ""), width=26,
        ),
        Column(
            "due_on", _l("Thời hạn"),
            ("hạn", "thời hạn hoàn thành", "hạn hoàn thành", "thời hạn thực hiện", "thời gian hoàn thành", "hạn thực hiện", "hạn xử lý"),
            kind="date", example=("30/06/2024", "31/12/2024"), width=12,
        ),
        Column(
            "deliverable", _l("Sản phẩm phải hoàn thành"), ("sản phẩm", "kết quả phải đạt", "sản phẩm đầu ra", "sản phẩm hoàn thành"),
            example=("Quyết định của UBND thành phố", ""), width=26,
        ),
        Column(
            "status", _l("Tình trạng thực hiện"),
            ("trạng thái", "tình trạng", "trạng thái thực hiện", "tiến độ", "tình hình thực hiện", "mức độ thực hiện", "tiến độ thực hiện"),
            kind="choice", longest=300, choices=STATUS_WORDS, example=("Đang thực hiện", "Đã thực hiện xong"), width=22,
        ),
        Column(
            "done", _l("Đã thực hiện xong"),
            ("đã thực hiện xong (x)", "đã xong", "đã thực hiện", "hoàn thành", "đã hoàn thành", "đã giải quyết xong", "thực hiện xong"),
            kind="tick", width=10,
        ),
        Column(
            "under_way", _l("Đang thực hiện"), ("đang thực hiện (x)", "đang giải quyết", "đang triển khai"), kind="tick", width=10
        ),
        Column(
            "not_begun", _l("Chưa thực hiện"), ("chưa thực hiện (x)", "chưa giải quyết", "chưa hoàn thành", "chưa triển khai"),
            kind="tick", width=10,
        ),
        Column(
            "completed_on", _l("Ngày hoàn thành"), ("ngày xác nhận hoàn thành", "ngày thực hiện xong", "hoàn thành ngày"),
            kind="date", width=12,
        ),
        Column(
            "result", _l("Kết quả thực hiện"),
            ("kết quả", "kết quả thực hiện (tóm tắt, số văn bản)", "kết quả giải quyết", "kết quả xử lý", "kết quả thực hiện đến nay"),
            example=("Đã trình danh mục tại Tờ trình 88/TTr-SXD", "Đã đăng trên Cổng thông tin"), width=40,
        ),
        Column(
            "difficulties", _l("Nguyên nhân, khó khăn"),
            ("nguyên nhân", "khó khăn", "khó khăn, vướng mắc", "vướng mắc", "nguyên nhân chưa thực hiện", "tồn tại, nguyên nhân"), width=26,
        ),
        Column("proposal", _l("Đề xuất / hướng xử lý"), ("đề xuất", "hướng xử lý", "đề xuất, kiến nghị", "giải pháp"), width=26),
        Column("conclusion", _l("Kết luận"), ("nội dung kết luận",), width=26),
        Column("field", _l("Lĩnh vực"), (), longest=300, width=14),
        Column("period", _l("Thời gian giám sát"), ("thời gian",), longest=300, width=14),
        Column("evidence", _l("Minh chứng"), ("tài liệu minh chứng", "tài liệu kèm theo"), width=20),
        Column("remark", _l("Ghi chú"), ("ghi chú khác",), width=20),
        Column("person", _l("Người chịu trách nhiệm"), ("người phụ trách", "người thực hiện"), longest=200, width=20),
    ),
)

NOTES = ("conclusion", "field", "period", "difficulties", "proposal", "evidence", "remark")
"""Columns whose words are kept beside the record, for the Council's side."""
