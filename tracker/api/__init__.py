"""The JSON face: the same forms, the same steps and the same rights as the pages, for other programs."""

from __future__ import annotations

from flask import Flask

from tracker.extensions import csrf


def init_app(app: Flask) -> None:
    """Bearer tokens alone are believed here, so requests need no CSRF token."""
    from tracker.api import description, kinds, routes

    kinds.load()
    api = routes.blueprint()
    csrf.exempt(api)
    app.register_blueprint(api)
    app.register_blueprint(description.blueprint())


__all__ = ["init_app"]
