"""Saying no to a file."""

from __future__ import annotations

from typing import Any, NoReturn

from tracker.attachments.names import harmless
from tracker.core.errors import Invalid
from tracker.core.i18n import Words


class RefusedFile(Invalid):
    """A file that cannot be taken; its one sentence says why and how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"": [sentence]}, sentence)


def refuse(name: str, sentence: Words, **values: Any) -> NoReturn:
    """`sentence` speaks of the file as %(name)s."""
    shown = harmless(name)
    raise RefusedFile(str(sentence) % {"name": shown, **values})
