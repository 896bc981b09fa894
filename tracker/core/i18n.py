"""Screen texts: Vietnamese is the key, other languages come from the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g, has_app_context
from flask_babel import LazyString, force_locale, get_locale, get_translations

Words = str | LazyString
"""A text, or one that finds its language when it is shown."""
UNKNOWN = object()


def _(text: str, **values: Any) -> str:
    """The text in the reader's language."""
    known = catalogue()
    found: str = known.gettext(text) if known else text
    return found % values if values else found


def _n(one: str, many: str, num: int, **values: Any) -> str:
    """A text that counts. Vietnamese has one form: give it twice, with %(num)s in it."""
    return form_for(one, many, num) % {"num": num, **values}


def form_for(one: str, many: str, num: int) -> str:
    """The form of words that goes with this number, before the number is put in."""
    known = catalogue()
    found: str = known.ngettext(one, many, num) if known else one
    return found


def _l(text: str, **values: Any) -> LazyString:
    """A text whose language is chosen when it is shown; for module constants."""
    return LazyString(_, text, **values)


def _p(context: str, text: str) -> str:
    """Words that other languages say differently by context: "list" heads several of what the text names."""
    known = catalogue()
    found: str = known.pgettext(context, text) if known else text
    return found


def _lp(context: str, text: str) -> LazyString:
    """The same, chosen when it is shown."""
    return LazyString(_p, context, text)


def catalogue() -> Any:
    """The reader's texts, looked up once a request. None for readers of Vietnamese, whose texts are the keys, and where
    there is no reader (commands, tests)."""
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = None if language() == "vi" else get_translations()
        return g.catalogue
    except RuntimeError:  # no application
        return None


def language() -> str:
    """`vi` or `en`: the reader's language."""
    locale = get_locale() if "babel" in current_app.extensions else None
    return str(locale.language) if locale else "vi"


@contextmanager
def in_vietnamese() -> Iterator[None]:
    """What stands in the record and in official papers is said in Vietnamese, whoever reads it."""
    if not has_app_context():
        yield
        return
    before = g.get("catalogue", UNKNOWN)
    g.catalogue = None
    try:
        yield
    finally:
        if before is UNKNOWN:
            del g.catalogue
        else:
            g.catalogue = before


def in_both(words: Any) -> tuple[str, str]:
    """A text in Vietnamese and in English, whoever reads it: for files that are made in one language and read in another."""
    with in_vietnamese():
        vietnamese = str(words)
    with in_language("en"):
        return vietnamese, str(words)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """`vi` or `en`: for what is read by somebody else than whoever asks."""
    if not has_app_context() or "babel" not in current_app.extensions:
        yield
        return
    before = g.get("catalogue", UNKNOWN)
    try:
        with force_locale(name):
            g.catalogue = None if name == "vi" else get_translations()
            yield
    finally:
        if before is UNKNOWN:
            g.pop("catalogue", None)
        else:
            g.catalogue = before
