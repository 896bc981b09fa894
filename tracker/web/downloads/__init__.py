"""Every list as a file: `?format=xlsx` or `?format=csv`, with the filter and the order on screen (F66).

A module here gives the sheet of a list: `@offered.sheet_of("findings.index")` on a function that takes what the view takes.
Of a report, `@offered.paper_of("rates.show")` gives the paper, which answers `?format=docx` and `?format=pdf` there.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from tracker.web.downloads import offered

AREAS = ("oversight", "following", "keeping", "settings", "reports")


def init_app(app: Flask) -> None:
    for area in AREAS:
        import_module(f"tracker.web.downloads.{area}")
    app.before_request(offered.answer)
    app.context_processor(lambda: {"downloads": offered.links()})
