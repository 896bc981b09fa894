"""Pictures from phones: where and with what they were taken is removed before they are kept; photographs are scaled down.

Removing leaves the picture itself as it was, byte for byte, so that it may serve as evidence. Only what turns it upright
is kept of a camera's data. Scaling is for photographs of sessions alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image, ImageOps

LONGEST_SIDE = 2000
"""Pixels of a scaled photograph."""
QUALITY = 85
ORIENTATION = 0x0112
JPEG, PNG = "image/jpeg", "image/png"

APP0, APP2, APP14, COMMENT = 0xE0, 0xE2, 0xEE, 0xFE
SCAN, END = 0xDA, 0xD9
KEPT_CHUNKS = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
        b"hIST",
    )
)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Broken(Exception):
    """The file does not follow its format."""


def without_data(content: bytes, mime: str) -> bytes:
    """The same picture without position, camera, author, comments, previews and whatever else was put behind it."""
    if mime == JPEG:
        return b"".join(jpeg_parts(content))
    return b"".join(png_parts(content)) if mime == PNG else content


def scaled(content: bytes, mime: str) -> bytes:
    """Upright, at most LONGEST_SIDE pixels long, without data; JPEG stays JPEG, PNG stays PNG."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
        if max(image.size) <= LONGEST_SIDE and orientation_of(image) == 1:
            return without_data(content, mime)
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        profile = image.info.get("icc_profile")
        if mime == JPEG:
            upright.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True, icc_profile=profile, exif=b"")
        else:
            upright.save(out, "PNG", optimize=True, icc_profile=profile, exif=b"")
    return without_data(out.getvalue(), mime)


def orientation_of(image: Image.Image) -> int:
    """How a viewer has to turn it: 1 is upright."""
    return int(image.getexif().get(ORIENTATION, 1) or 1)


# --- JPEG -------------------------------------------------------------------------------------------------------------


def jpeg_parts(content: bytes) -> Iterator[bytes]:
    """The segments that draw the picture; what a camera tells besides, and all behind the end, is left out."""
    if content[:2] != b"\xff\xd8":
        raise Broken
    yield content[:2]
    yield from turned(content)
    at = 2
    while at < len(content):
        at, marker = marker_at(content, at)
        if marker == END:
            yield b"\xff\xd9"
            return
        end = at + 2 + struct.unpack(">H", two_bytes(content, at + 2))[0]
        if draws(marker, content[at + 4 : end]):
            yield content[at:end]
        if marker == SCAN:
            start, end = end, end_of_scan(content, end)
            yield content[start:end]
        at = end


def marker_at(content: bytes, at: int) -> tuple[int, int]:
    """(place, marker) of the segment that begins here; fill bytes are passed over."""
    while content[at + 1 : at + 2] == b"\xff":
        at += 1
    if content[at : at + 1] != b"\xff" or at + 1 >= len(content):
        raise Broken
    return at, content[at + 1]


def two_bytes(content: bytes, at: int) -> bytes:
    if at + 2 > len(content):
        raise Broken
    return content[at : at + 2]


def draws(marker: int, body: bytes) -> bool:
    """Does the segment belong to the picture? Of the application's own only JFIF, colour profile and Adobe's colours do."""
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == APP0:
        return body.startswith(b"JFIF\0")
    return marker == APP14 or not (APP0 <= marker <= 0xEF or marker == COMMENT)


def end_of_scan(content: bytes, at: int) -> int:
    """Where the next segment begins; inside the scan FF stands before 00 or a restart mark."""
    while (at := content.find(b"\xff", at)) != -1:
        follows = content[at + 1 : at + 2]
        if follows and follows != b"\0" and follows != b"\xff" and not b"\xd0" <= follows <= b"\xd7":
            return at
        at += 1
    return len(content)


def turned(content: bytes) -> Iterator[bytes]:
    """A segment that says nothing but how the picture is to be turned."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        orientation = orientation_of(image)
    if 2 <= orientation <= 8:
        entry = struct.pack("<HHIHH", ORIENTATION, 3, 1, orientation, 0)
        body = b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
        yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# --- PNG --------------------------------------------------------------------------------------------------------------


def png_parts(content: bytes) -> Iterator[bytes]:
    """The chunks that draw the picture, up to its end."""
    if not content.startswith(PNG_SIGNATURE):
        raise Broken
    yield PNG_SIGNATURE
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if name in KEPT_CHUNKS:
            yield content[at:end]
        if name == b"IEND":
            return
        at = end
