"""All parts of the pages in one place, to be looked at; not in production."""

from __future__ import annotations

from flask import Blueprint, render_template

pages = Blueprint("design", __name__)


@pages.route("/design")
def index() -> str:
    return render_template("design.html")
