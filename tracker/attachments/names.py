"""The name of a file as its sender wrote it, made harmless."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tracker.core.text import clean

LONGEST = 200
LONGEST_BYTES = 240
FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
PATH_UP = re.compile(r"(^|[/\\])\.\.?([/\\]|$)")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NAMELESS = "tệp"


def climbs(name: str) -> bool:
    """Does the name try to walk through folders (`../`, `..\\`)?"""
    return PATH_UP.search(name) is not None


def harmless(name: str) -> str:
    """The last part of a path, NFC, on one line, without unseen signs or signs that systems forbid, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    shown = FORBIDDEN.sub("_", " ".join(clean(last).split())).strip(" .")
    stem, dot, ending = shown.rpartition(".") if "." in shown else (shown, "", "")
    if RESERVED.match(shown):
        stem = f"_{stem}"
    ending = ending[:10]
    return shortened(stem or NAMELESS, len((dot + ending).encode())) + dot + ending


def shortened(stem: str, others: int) -> str:
    stem = stem[: LONGEST - others]
    while len(stem.encode()) + others > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip()


def ending_of(name: str) -> str:
    """`báo cáo.PDF` → `pdf`; nothing when there is none."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
