"""One line of the index of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """`path`: where the file lies, or why it does not; `at`: when it was handed in or made."""

    path: str
    kind: str
    code: str
    title: str
    at: datetime
    size: int
    sha256: str
    number: str = ""
