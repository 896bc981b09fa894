"""A QR code that opens the item."""

from __future__ import annotations

import io

import segno

EDGE = 18
"""mm on paper."""


def png(address: str) -> bytes:
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="png", scale=6, border=1)
    return file.getvalue()


def svg(address: str) -> str:
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", xmldecl=False, border=1)
    return file.getvalue().decode()
