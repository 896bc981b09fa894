"""Which language a reader gets: the one just asked for, the one chosen before, their own setting, else Vietnamese."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user
from markupsafe import Markup

from tracker.core.i18n import _, _p, form_for
from tracker.core.text import plain
from tracker.extensions import babel

LANGUAGES = {"vi": ("VI", "Tiếng Việt"), "en": ("EN", "English")}
COOKIE = "language"
YEAR = 365 * 24 * 3600
WORD = re.compile(r"\w+")


def init_app(app: Flask) -> None:
    translations = str(app.root_path) + "/translations"
    babel.init_app(app, locale_selector=chosen, default_translation_directories=translations)
    # The extension's own look up the reader's language anew for each text.
    install = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext=_, ngettext=form_for, pgettext=_p, newstyle=True)
    app.after_request(remember)
    app.context_processor(switch)
    app.jinja_env.globals["lang_of"] = lang_of


def chosen() -> str:
    """`?lang=` first, then the cookie, then the person's own; API callers say Accept-Language."""
    if not has_request_context():
        return "vi"
    if "language" in g:
        return str(g.language)
    if request.path.startswith("/api/v1/"):
        g.language = request.accept_languages.best_match(list(LANGUAGES), default="vi")
        return str(g.language)
    asked = request.args.get("lang") or request.cookies.get(COOKIE) or ""
    if asked not in LANGUAGES:
        asked = getattr(getattr(current_user, "actor", None), "locale", "vi")
    g.language = asked if asked in LANGUAGES else "vi"
    return str(g.language)


def remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES and not request.path.startswith(("/api/v1/", "/portal", "/feeds/")):
        response.set_cookie(COOKIE, asked, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def switch() -> dict[str, object]:
    """What the frame needs to draw VI EN; the address keeps everything else."""
    now = chosen()
    args = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return {
        "language": now,
        "languages": [
            {"code": code, "label": label, "name": name, "current": code == now, "url": address(args, code)}
            for code, (label, name) in LANGUAGES.items()
        ],
    }


def lang_of(text: object) -> str:
    """An attribute for what stands in a record: on an English page, Vietnamese is to be read aloud as Vietnamese."""
    if chosen() == "vi" or not text:
        return ""
    words = WORD.findall(text.striptags() if isinstance(text, Markup) else str(text))
    marked = sum(plain(word) != word.lower() for word in words)
    return Markup(' lang="vi"') if marked * 3 > len(words) else ""


def address(args: list[tuple[str, str]], code: str) -> str:
    return f"{readable_path()}?{urlencode([*args, ('lang', code)])}"


def readable_path() -> str:
    """Where this page can be read. What answers a button alone cannot: then, where the button was."""
    adapter = current_app.create_url_adapter(request)
    if request.method != "POST" or adapter is None or "GET" in adapter.allowed_methods():
        return request.path
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host and came_from.path else "/"
