"""Vietnamese text: one spelling for storing, one for finding, one order for sorting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
ODD_SPACE = re.compile(r"[^\S\n]")
SPACE_RUN = re.compile(r"(?<=\S) {2,}")
LINE_TAIL = re.compile(r" +(?=\n|\Z)")
MARK_FLOOD = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Control characters, zero-width and bidirectional signs, halves of surrogate pairs."""


class Signs(dict[int, str | None]):
    """What becomes of each sign, found out when it is first met: a table for `str.translate`. Those of our texts are kept."""

    most = 5_000

    def __init__(self, found: Callable[[str], str]) -> None:
        super().__init__()
        self.found = found

    def __missing__(self, code: int) -> str | None:
        found = self.found(chr(code)) or None
        if len(self) < self.most:
            self[code] = found
        return found


SEEN = Signs(lambda sign: "" if sign != "\n" and unicodedata.category(sign) in UNSEEN else sign)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """As it is stored: NFC, nothing unseen except line ends, plain single spaces, no space at the ends; Đ where an eth
    stands, which looks the same and is what old files and keyboards leave.

    >>> clean("  Hải\\u200b Phòng\\u00a0 ")
    'Hải Phòng'
    >>> clean("H\\u00d0ND") == "H\\u0110ND"
    True
    """
    if "\u00d0" in text or "\u00f0" in text:
        text = text.translate(ETH)
    if text.isprintable():
        # One line of what is seen, with no space but the plain one.
        if not text.isascii():
            text = nfc(MARK_FLOOD.sub(r"\1", text))
        return (SPACE_RUN.sub(" ", text) if "  " in text else text).strip(" ")
    text = ODD_SPACE.sub(" ", LINE_ENDS.sub("\n", text)).translate(SEEN)
    text = nfc(MARK_FLOOD.sub(r"\1", text))
    return LINE_TAIL.sub("", SPACE_RUN.sub(" ", text)).strip(" \n")


ETH = {0x00D0: "Đ", 0x00F0: "đ"}


def fold(text: str) -> str:
    """As it is searched: lower case, no marks, đ as d, words joined by one space.

    >>> fold("Đường Điện Biên Phủ – 12/NQ-HĐND")
    'duong dien bien phu 12 nq hdnd'
    """
    return folded_again(text) if len(text) <= OFTEN else words_of(text)


def words_of(text: str) -> str:
    return " ".join(WORD.findall(plain(text)))


OFTEN = 1_000
folded_again = lru_cache(maxsize=4_096)(words_of)
"""Names, codes and the words of one record are folded again and again: to be known, to be found, to be told."""


def bare_number(text: str) -> str:
    """A number with its sign, to be compared: without noughts before it, capitals and marks."""
    return fold(text).lstrip("0")


def plain(text: str) -> str:
    """Lower case without marks; everything else as it stands."""
    if text.isascii():
        return text.lower()
    return taken_apart(text) if SIGMA.search(text) else text.translate(PLAIN)


def taken_apart(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return "".join(c for c in apart.translate(D_STROKE) if unicodedata.category(c) not in NO_LETTER)


D_STROKE = str.maketrans({"đ": "d", "ð": "d", "\u00ad": None})
NO_LETTER = frozenset({"Mn", "Me", "Cf", "Cs"})
PLAIN = Signs(taken_apart)
SIGMA = re.compile("[\u03a3\u03f9\U0001d6ba\U0001d6f4\U0001d72e\U0001d768\U0001d7a2]")
"""The only letter whose small form depends on what stands beside it."""


# The order of a Vietnamese dictionary: letters first, then tones, then lower before upper case.

BEFORE_LETTERS = " \n_‿-‐‑–—―,;:!¡?¿….·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`´˜^¨°©®+±÷×<=>|¦~¤¢$£¥₫€0123456789"
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
WEIGHT = {sign: place for place, sign in enumerate(BEFORE_LETTERS + LETTERS, start=2)}
TONE = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
"""huyền, hỏi, ngã, sắc, nặng; no tone (ngang) is 1."""
SHAPES = frozenset("\u0306\u0302\u031b")
"""The breve of ă, the circumflex of â, the horn of ơ: they make another letter."""
UNKNOWN = 0xF0
LONGEST = 200


def sort_key(text: str) -> bytes:
    """Bytes that compare as a Vietnamese dictionary sorts; of the first 200 characters.

    Letters decide first, over the whole text; then tones (ngang, huyền, hỏi, ngã, sắc, nặng); then case.
    """
    letters, tones, cases = bytearray(), bytearray(), bytearray()
    for sign in nfc(text).strip()[:LONGEST]:
        weight, tone, case = weights(sign)
        letters += weight
        tones.append(tone)
        cases.append(case)
    return b"\0".join((bytes(letters), bytes(tones).rstrip(b"\1"), bytes(cases).rstrip(b"\1")))


def person_sort_key(name: str) -> bytes:
    """People sort by their given name, the last word; then by family and middle names."""
    rest, _, given = nfc(name).strip().rpartition(" ")
    return sort_key(given) + b"\0" + sort_key(rest)


@lru_cache(maxsize=4096)
def weights(sign: str) -> tuple[bytes, int, int]:
    """Letter, tone and case of one character."""
    lower = sign.lower()
    base, *marks = tuple(unicodedata.normalize("NFD", lower))
    shapes = "".join(mark for mark in marks if mark in SHAPES)
    tones = [TONE.get(mark, 7) for mark in marks if mark not in SHAPES]
    letter = nfc(base + shapes)
    return weight_of(letter), (tones[0] if tones else 1), (1 if lower == sign else 2)


def weight_of(letter: str) -> bytes:
    known = WEIGHT.get(letter)
    if known is not None:
        return bytes((known,))
    return bytes((UNKNOWN,)) + ord(letter[0]).to_bytes(3, "big").replace(b"\0", b"\1")
