"""How Vietnamese demands are put together: what measures, what only cites, what stands before a verb."""

from __future__ import annotations

import re

LATE_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)")
EARLY_TONE = dict(zip(
    ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
    ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
    strict=True,
))  # fmt: skip
"""The tone of an open syllable is written on either vowel: hoà, hòa."""
STOP = r"\n|(?<!\btp\.)(?<!\btx\.)(?<!\btt\.)(?<=[.!?…])(?=\s)"
"""A full stop, or a line's end; TP., TX. and TT. are abbreviations. On even text (see matching.even)."""
FULL_STOP = re.compile(STOP)
SENTENCE_END = re.compile(f";|{STOP}")
"""What measures stands on the same side of a semicolon."""
ENDS_A_LINE = tuple(".;:!?…")
CITED = re.compile(
    r"\d+/(?:\d{4}/)?[^\W\d][\w.-]*"  # 12/NQ-HĐND, 87/2015/QH13
    r"|\b(?:điều|khoản|điểm|chương|mục|phụ lục|phần|số|khóa|quốc lộ|tỉnh lộ|đường tỉnh|quận|phường|tổ|ql|đt)\s+\d[\w./-]*"
    r"|\b(?:giai đoạn|nhiệm kỳ|thời kỳ)\s+\d{4}\s*[-–—]\s*\d{4}"
)
"""Numbers that name a paper, a place or a period, and measure nothing."""
MEASURED = re.compile(
    r"\d"
    r"|\b(?:mỗi|hằng|hàng|theo)\s+(?:ngày|tuần|tháng|quý|năm)\b"
    r"|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+lần\b"
    r"|\bgấp đôi\b|\bmột nửa\b"
)
AFTER_THE_RULE = re.compile(r"\b(?:theo|đúng|trong)\s+(?:\w+\s+)?$")
""" "theo kế hoạch" makes no plan."""
TO_THE_PRODUCT = re.compile(r"\s+(?:\w+\s+){0,2}")
CARRYING_OUT = frozenset(
    ("thực hiện", "triển khai", "tổ chức", "tổ chức thực hiện", "triển khai thực hiện", "theo dõi")
)
"""Whoever carries out a plan makes none."""
NOMINAL = re.compile(
    r"\b(?:việc|công tác|sự|hoạt động|quá trình|tình trạng|tình hình|được|bị|nhiệm vụ|kết quả|tiến độ|thủ tục|kinh phí)\s+$"
)
"""Behind these a verb is a noun, or passive."""
WEAK_JOINERS = frozenset(("và", ",", "cùng với"))
"""They join words as often as demands."""
OPENS = re.compile(
    r"\b(?:việc|công tác|hoạt động|quá trình|tình hình|kết quả|tiến độ|thủ tục|hồ sơ|phương án|giải pháp|biện pháp|kinh phí"
    r"|kế hoạch|quy định|để|nhằm|về|cho|trong|theo|đối với|thực hiện)\s+\w"
)
"""Behind these a weak joiner goes on with what they opened."""
PREPOSITION = re.compile(r"(?:trên|tại|của|trong|theo|cho|về|ở|với|đối với|từ|đến|giữa|bằng|để|nhằm|do|được)\b")
NO_OBJECT = re.compile(
    r"(?:kết quả|báo cáo|công khai|rộng rãi|tình hình|tiến độ|định kỳ|trước|chậm nhất|ngay|lên|xong|văn bản)\b"
)
"""Behind a verb of what becomes of something these are no object of its own."""
RECIPIENT = re.compile(
    r"(?:ủy ban|ubnd|hđnd|hội đồng|thường trực|chủ tịch|đoàn|cấp|cơ quan|thủ tướng|chính phủ|quốc hội|sở|ban|bộ|các|những)\b"
)
AFTER_OBJECT = re.compile(r"\s(?:trước|chậm nhất|theo|cho|tại|của|về|trong|trên|để|với|đến|lên)\b|[,;(]")
WITH_OTHERS = re.compile(r"\bphối hợp\b")
INLINE_POINT = re.compile(r"(?<![\w)])(?<!điểm )(?<!khoản )(?<!mục )(?:\d{1,2}|[a-zđ])\)\s")
"""A point of a list within a line: a), 2)."""
LIST_MARK = re.compile(r"\s*(?:[-–—+•*]\s|(?:\d{1,2}|[a-zđ])[.)]\s)")
NUMBER_BEFORE = re.compile(r"(?<![\w/])\d{1,2}\.$")
POINT = re.compile(r"(?:\d{1,2}|[a-zđ])[.)]\s")
MARKER = re.compile(r"[\s,:\-–—+•*“\"(]+|(?:\d{1,2}|[a-zđ])[.)]\s+")
"""What stands before the first word of a point."""
ASKING = ("đề nghị", "kiến nghị", "yêu cầu", "giao cho", "giao")
LEADING = (
    *ASKING, "cần phải", "cần", "phải", "tiếp tục", "sớm", "khẩn trương", "kịp thời", "nghiêm túc", "chủ trì, phối hợp",
    "chủ trì", "trực tiếp", "chỉ đạo", "cũng", "và", "đồng thời", "trước mắt", "bên cạnh đó", "ngoài ra",
)  # fmt: skip
"""What a demand may begin with before its verb."""
BODY = re.compile(
    r"(?:ủy ban|ubnd|hđnd|hội đồng|sở|ban|bộ|cục|chi cục|công an|thanh tra|văn phòng|phòng|trung tâm|viện|tòa án|công ty"
    r"|mặt trận|kho bạc|bảo hiểm|trường)\b"
)
"""An agency by name, before its verb."""
LONGEST_NAME = 90
