"""From an empty council to the draft of an oversight report, in a real browser, with no fact typed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.empty import with_accounts
from tests.browser.person import Person
from tests.browser.server import Server, running
from tests.browser.windows import Windows
from tracker.demo.sample_pdf import sample_pdf

COUNCIL = "HĐND thành phố Khởi Đầu"
COMMITTEE = "Ban Kinh tế - Ngân sách"
AGENCIES = {"bql": "Ban Quản lý Khu kinh tế", "sct": "Sở Công Thương", "sxd": "Sở Xây dựng"}
PEOPLE = {
    "quantri": "Quản trị hệ thống",
    "vp": "Lê Thị Văn Phòng",
    "truongdoan": "Nguyễn Văn Ví Dụ",
    "thuky": "Trần Thị Thư Ký",
    "thanhvien": "Phạm Văn Thành Viên",
    **{f"{code}-canbo": f"Cán bộ {name}" for code, name in AGENCIES.items()},
    **{f"{code}-lanhdao": f"Lãnh đạo {name}" for code, name in AGENCIES.items()},
}


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, first=partial(with_accounts, PEOPLE)) as server:
        yield server
