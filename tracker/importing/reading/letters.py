"""Old Vietnamese letters: TCVN3 (.VnTime), VNI, CP1258. What can be read is brought over to Unicode, and told.

Whether a text is Vietnamese is seen by its syllables: of words with letters beyond a to z, how many could be spoken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from tracker.core.text import nfc
from tracker.importing.reading.book import Book

SAMPLE = 3_000
FINE, TOLERABLE, GOOD_ENOUGH = 0.7, 0.35, 0.7
ASCII_SIGNS = "".join(chr(n) for n in range(33, 127) if not chr(n).isalnum()) + "“”‘’…–—"
TONES = "".join(map(chr, (0x300, 0x301, 0x303, 0x309, 0x323)))
UNTONED = str.maketrans("", "", TONES)
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:oai|oay|oao|oeo|uây|iêu|yêu|uôi|ươi|ươu|uyu|uyê|uya|iê|yê|uô|ươ|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    r"|oa|oă|oe|uâ|uê|uơ|uy|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(?:ch|ng|nh|[cmnpt])?"
)

# TCVN 5712:1993 (ABC): small letters, then the seven capitals that it has.
TCVN3_SIGNS = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TCVN3 = str.maketrans(TCVN3_SIGNS, TCVN3_LETTERS)

# VNI: a plain letter and its mark behind it.
VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_WITH = {
    "a": {
        "ê": "ă",
        "é": "ắ",
        "è": "ằ",
        "ú": "ẳ",
        "ü": "ẵ",
        "ë": "ặ",
        "â": "â",
        "á": "ấ",
        "à": "ầ",
        "å": "ẩ",
        "ã": "ẫ",
        "ä": "ậ",
    },
    "e": {"â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
}
VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì"}


def vni_table() -> dict[str, str]:
    """Every pair of signs and every single one, in small and in capital letters."""
    small = dict(VNI_ALONE)
    for base, marks in VNI_WITH.items():
        small |= {base + mark: letter for mark, letter in marks.items()}
    for base, letter in (*((vowel, vowel) for vowel in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        small |= {base + sign: nfc(letter + mark) for sign, mark in VNI_MARKS.items()}
    capitals = {sign.upper(): letter.upper() for sign, letter in small.items()}
    mixed = {sign[0].upper() + sign[1:]: letter.upper() for sign, letter in small.items()}
    return small | capitals | mixed


VNI = vni_table()
VNI_SIGN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    return VNI_SIGN.sub(lambda found: VNI[found[0]], text)


def from_cp1258(text: str) -> str:
    """Bytes of the Vietnamese code page that were read as those of the western one."""
    try:
        return nfc(text.encode("cp1252", "surrogateescape").decode("cp1258"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


WAYS: dict[str, Callable[[str], str]] = {"TCVN3": from_tcvn3, "VNI": from_vni, "CP1258": from_cp1258}


def bring_over(book: Book) -> bool:
    """Read the texts of a book in Unicode; `book.letters` says from what they were brought over. False: in none known."""
    sample = list(words_of(book))
    found = best_way(sample)
    if found is None:
        return False
    if found:
        book.letters = found
        convert = lru_cache(maxsize=20_000)(lambda text: converted(text, WAYS[found]))
        for page in book.pages:
            page.name = page.name if page.name.isascii() else convert(page.name)
            page.lines = [[convert(cell) if isinstance(cell, str) else cell for cell in line] for line in page.lines]
    return True


def converted(text: str, way: Callable[[str], str]) -> str:
    """What was decided of the file holds for each of its texts, also for one such as H§ND that tells nothing by itself.

    A text that is fine as it is stays: some cells of an old file were typed in Unicode.
    """
    if text.isascii() or (is_beyond_old(text) and share(beyond_ascii([text])) >= FINE):
        return text
    return way(text)


def is_beyond_old(text: str) -> bool:
    """Does it hold a letter that no old file has: one that is not among the signs of a western byte?"""
    try:
        text.replace("\ufffd", "").encode("cp1252")
    except UnicodeEncodeError:
        return True
    return False


def best_way(words: list[str]) -> str | None:
    """ "" for Unicode, the name of an old way, or None where nothing reads as Vietnamese."""
    plain = share(words)
    if plain >= FINE:
        return ""
    shares = {name: share(beyond_ascii(way(word) for word in words), of=len(words)) for name, way in WAYS.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= GOOD_ENOUGH and shares[best] > plain + 0.15:
        return best
    return "" if plain >= TOLERABLE or len(words) < 5 else None


def words_of(book: Book) -> Iterable[str]:
    texts = (cell for page in book.filled for line in page.lines for cell in line if isinstance(cell, str))
    number = 0
    for text in texts:
        for word in beyond_ascii([text]):
            yield word
            number += 1
            if number >= SAMPLE:
                return


PARTING = re.compile(r"[\s/\\,;:.()\-]+")


def beyond_ascii(texts: Iterable[str]) -> list[str]:
    """The words that hold other than plain letters; signs such as HĐND are no words."""
    words = (part.strip(ASCII_SIGNS) for text in texts for part in PARTING.split(text))
    return [word for word in words if word and not word.isascii() and not word.isupper()]


def share(words: list[str], *, of: int = 0) -> float:
    """How many of the words could be Vietnamese syllables."""
    whole = max(of, len(words))
    return sum(map(is_syllable, words)) / whole if whole else 1.0


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    plain = nfc(unicodedata.normalize("NFD", word.lower()).translate(UNTONED))
    return SYLLABLE.fullmatch(plain) is not None
