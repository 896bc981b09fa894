"""What a list looks like on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.windows import Windows

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """Points from the corner at the top left."""

    left: float
    top: float
    right: float
    text: str


def printed(page: Page, file: Path) -> list[Word]:
    """The words of the first sheet, A4 across, in reading order."""
    page.emulate_media(media="print")
    page.pdf(path=file, format="A4", landscape=True)
    command = ["pdftotext", "-f", "1", "-l", "1", "-bbox", str(file), "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60, text=True).stdout
    return [Word(float(left), float(top), float(right), text) for left, top, right, _foot, text in WORD.findall(told)]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils (apt), which reads PDF")
def test_what_is_late_stays_in_its_column_on_paper(windows: Windows, tmp_path: Path) -> None:
    office = windows.sign_in("vanphong")
    office.opens("/recommendations")
    words = printed(office.page, tmp_path / "list.pdf")
    due = next(word for word in words if word.text == "Hạn")
    edge = min(word.left for word in words if word.text == "Cơ" and word.left > due.right)
    under = [word for word in words if due.left - 2 < word.left < edge - 2 and word.top > due.top + 5]
    assert {"Quá", "ngày", "làm", "việc"} <= {word.text for word in under}
    assert [word.text for word in under if word.right > edge] == []
