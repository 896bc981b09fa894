"""Words of offices for how far a recommendation has come, and the state of the lead's task they mean (domain.md 2.2)."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.core.text import fold

MEANINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("waived", (
        "khong thuc hien duoc vi ly do khach quan", "khong thuc hien duoc do ly do khach quan", "mien",
        "mien thuc hien", "duoc mien", "ly do khach quan",
    )),
    ("not_implemented", ("khong thuc hien", "khong hoan thanh")),
    ("not_satisfactory", ("chua dap ung yeu cau", "chua dap ung", "chua dat yeu cau")),
    ("multi_year", ("co lo trinh nhieu nam", "lo trinh nhieu nam", "theo lo trinh", "co lo trinh")),
    ("partly_implemented", (
        "thuc hien mot phan", "da thuc hien mot phan", "hoan thanh mot phan", "giai quyet duoc mot phan",
        "da giai quyet mot phan", "da duoc thuc hien buoc dau chuyen bien", "buoc dau chuyen bien",
        "dang giai quyet giai quyet duoc mot phan",
    )),
    ("assigned", (
        "chua thuc hien", "chua hoan thanh", "chua giai quyet", "chua trien khai", "da giao", "moi giao", "chua bat dau",
        "da giao chua thuc hien",
    )),
    ("in_progress", ("dang thuc hien", "dang giai quyet", "dang trien khai", "dang xu ly", "dang tiep tuc thuc hien")),
    ("implemented", (
        "da thuc hien xong", "da giai quyet xong", "hoan thanh", "da hoan thanh", "da thuc hien", "da xong", "thuc hien xong",
        "xong", "da giai quyet",
    )),
    ("overdue", ("qua han", "cham tien do", "tre han")),
    ("noted", (
        "tiep thu", "giai trinh", "tra loi", "tiep thu giai trinh tra loi", "da tiep thu", "da giai trinh", "da tra loi",
        "da giao so nganh xem xet", "da giao cac so nganh xem xet", "tiep thu giai trinh",
    )),
)  # fmt: skip
EXACT = {words: state for state, all_words in MEANINGS for words in all_words}
TICKED = {"done": "implemented", "under_way": "in_progress", "not_begun": "assigned"}
AS_NOT_BEGUN = {"overdue": "overdue", "noted": "only_noted"}
"""Words that are no state: late is computed, and an answer is no deed. → the remark that says so."""
ALONE = ("implemented", "not_implemented", "waived")
"""Ends are believed only where nothing more is said: "hoàn thành 60%" is no end; but what is "xong" is."""
BEGINNINGS = [words for words, state in EXACT.items() if state not in ALONE or words.endswith(" xong")]
BRACKETS = re.compile(r"\(.*?\)")


@lru_cache(maxsize=5_000)
def meaning(text: str) -> str | None:
    """A state of the task, `overdue`, `noted`, or None where nobody knows. What follows the words of a status is read as
    something said besides: "Đang thực hiện (quý IV)"."""
    folded = fold(BRACKETS.sub(" ", text)) or fold(text)
    if folded in EXACT:
        return EXACT[folded]
    begins = [words for words in BEGINNINGS if folded.startswith(f"{words} ")]
    return EXACT[max(begins, key=len)] if begins else None
