"""What a password must be: long, and not a name."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.core.i18n import Words, _
from tracker.core.text import fold, nfc

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 5


def problem(password: str, names: Iterable[str]) -> Words | None:
    """What is wrong with a new password, or None. Spaces and Vietnamese letters are welcome; nothing else is demanded.

    `names` are words that must not be the password: the user name, the person's name.
    """
    typed = nfc(password)
    if len(typed) < SHORTEST:
        return _("Mật khẩu phải có ít nhất %(number)s ký tự. Một câu ngắn dễ nhớ là tốt nhất.", number=SHORTEST)
    if len(typed) > LONGEST:
        return _("Mật khẩu dài quá %(number)s ký tự.", number=LONGEST)
    if len(set(typed)) < FEWEST_DIFFERENT:
        return _("Mật khẩu lặp đi lặp lại vài ký tự nên dễ đoán. Hãy chọn mật khẩu khác.")
    if any(bare(typed) == bare(name) for name in names if name):
        return _("Mật khẩu không được trùng tên đăng nhập hoặc họ tên.")
    return None


def bare(text: str) -> str:
    return fold(text).replace(" ", "")
