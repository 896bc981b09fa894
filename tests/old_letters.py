"""Texts as they were typed before Unicode, for files that really hold such letters: TCVN3 (.VnTime), VNI, CP1258."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tracker.importing.reading import letters

TO_TCVN3 = str.maketrans(letters.TCVN3_LETTERS, letters.TCVN3_SIGNS)
TONES = "\u0300\u0301\u0303\u0309\u0323"
SHAPED = {"a": "ăâ", "e": "ê", "o": "ôơ", "u": "ư"}
VNI_OF = {letter: signs for signs, letter in sorted(letters.VNI.items(), reverse=True) if letter.islower()}
VNI_CAPITAL = {letter: signs for signs, letter in sorted(letters.VNI.items(), reverse=True) if letter.isupper()}


def to_tcvn3(text: str) -> str:
    """The capitals with tones have no signs of their own: fonts drew the small ones as capitals."""
    return "".join(known(sign) for sign in text)


def known(sign: str) -> str:
    made = sign.translate(TO_TCVN3)
    return made if made != sign or sign.isascii() else sign.lower().translate(TO_TCVN3)


def to_vni(text: str) -> str:
    return "".join((VNI_OF | VNI_CAPITAL).get(sign, sign) for sign in text)


def to_cp1258(text: str) -> bytes:
    """Letters with their shape, the tone behind them."""
    return "".join(apart(sign) for sign in text).encode("cp1258")


def apart(sign: str) -> str:
    whole = unicodedata.normalize("NFD", sign)
    tones = "".join(mark for mark in whole if mark in TONES)
    shape = "".join(mark for mark in whole if mark not in TONES)
    return unicodedata.normalize("NFC", shape) + tones


def as_western(content: bytes) -> str:
    """What a program shows that takes the bytes for western ones, and keeps in a workbook."""
    return content.decode("cp1252")


TYPED: dict[str, Callable[[str], str]] = {
    "TCVN3": to_tcvn3,
    "VNI": to_vni,
    "CP1258": lambda text: as_western(to_cp1258(text)),
}
"""Old way → the text as its signs stand in a file, one a byte."""
