"""Saying no to a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from tracker.attachments.names import harmless
from tracker.core.errors import Invalid
from tracker.core.i18n import Words, _l


class RefusedFile(Invalid):
    """A file that cannot be taken; it is said why and how to mend it. `advice`: the second, where it depends on what the file
    is for."""

    def __init__(self, why: str, advice: str = "") -> None:
        sentence = f"{why} {advice}".strip()
        super().__init__({"": [sentence]}, sentence)
        self.why, self.advice = why, advice


AS_PDF = _l("Hãy lưu thành PDF rồi gửi lại.")
"""What helps with a paper."""


def refuse(name: str, sentence: Words, *, advice: Words = "", **values: Any) -> NoReturn:
    """`sentence` speaks of the file as %(name)s."""
    shown = harmless(name)
    raise RefusedFile(str(sentence) % {"name": shown, **values}, str(advice))


@contextmanager
def advising(advice: Words) -> Iterator[None]:
    """Where a file is wanted that is no paper: what helps with it there."""
    try:
        yield
    except RefusedFile as refused:
        if not refused.advice:
            raise
        raise RefusedFile(refused.why, str(advice)) from refused
