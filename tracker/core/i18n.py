"""Screen texts: Vietnamese is the key, other languages come from the catalogues."""

from __future__ import annotations

from typing import Any

from flask import current_app, has_app_context
from flask_babel import LazyString, get_locale, gettext, ngettext, pgettext

Words = str | LazyString
"""A text, or one that finds its language when it is shown."""


def _(text: str, **values: Any) -> str:
    """The text in the reader's language; in Vietnamese where there is no reader (commands, tests)."""
    if ready():
        return str(gettext(text, **values))
    return text % values if values else text


def _n(one: str, many: str, num: int, **values: Any) -> str:
    """A text that counts. Vietnamese has one form: give it twice, with %(num)s in it."""
    if ready():
        return str(ngettext(one, many, num, **values))
    return (one if num == 1 else many) % {"num": num, **values}


def _l(text: str, **values: Any) -> LazyString:
    """A text whose language is chosen when it is shown; for module constants."""
    return LazyString(_, text, **values)


def _p(context: str, text: str) -> str:
    """Words that other languages say differently by context: "list" heads several of what the text names."""
    return str(pgettext(context, text)) if ready() else text


def _lp(context: str, text: str) -> LazyString:
    """The same, chosen when it is shown."""
    return LazyString(_p, context, text)


def ready() -> bool:
    return has_app_context() and "babel" in current_app.extensions


def language() -> str:
    """`vi` or `en`: the reader's language."""
    locale = get_locale() if ready() else None
    return str(locale.language) if locale else "vi"
