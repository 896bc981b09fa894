"""The jinja2 in which templates are read: closed off, since an office uploads them, and never printing None."""

from __future__ import annotations

from typing import Any

from jinja2 import Undefined
from jinja2.sandbox import SandboxedEnvironment

from tracker.documents.nd30 import DOTS


class Missing(Undefined):
    """A placeholder that a later release no longer has is printed as dots."""

    def __str__(self) -> str:
        return DOTS

    def __html__(self) -> str:
        return DOTS


def environment(*, for_word: bool) -> SandboxedEnvironment:
    """`for_word`: words become XML, so "&" and "<" are spelled as such (else docxtpl loses them)."""
    return SandboxedEnvironment(autoescape=for_word, undefined=Missing, finalize=printed)


def printed(value: Any) -> Any:
    return DOTS if value is None else value
