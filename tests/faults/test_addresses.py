"""What stands behind the question mark of an address is typed by anybody: whatever it is, a page answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import cast
from tests.client import Client
from tests.signing import sign_in
from tracker.core.forms import BaseForm

WEB = Path(__file__).parents[2] / "tracker" / "web"
ASKED = re.compile(r"args\.get\(\s*\"(\w+)\"|args\.getlist\(\"(\w+)\"|args\[\"(\w+)\"")
NOT_HERE = ("next",)
WRONG = ("9" * 20, "-" + "9" * 20, "9" * 5000, "x\0", "1.5")


def names_in(path: Path) -> set[str]:
    return {name for groups in ASKED.findall(path.read_text()) for name in groups if name} - set(NOT_HERE)


def asked_names() -> list[str]:
    """Every name that a page reads out of an address, also through a filter form."""
    found = {name for path in WEB.glob("*.py") for name in names_in(path)}
    for kind in filters(BaseForm):
        found |= {field.short_name for field in kind()}
    return sorted(found)


def filters(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for below in kind.__subclasses__():
        if below.__name__.endswith("Filter"):
            yield below
        yield from filters(below)


def questions(app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """(address, what is asked): for every page without a number in its path, one wrong word for all names at once,
    then for each name that the page's own module reads.
    """
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or rule.rule.startswith("/api/"):
            continue
        module = sys.modules[app.view_functions[rule.endpoint].__module__]
        own = names_in(Path(str(module.__file__)))
        for sent in WRONG:
            yield rule.rule, dict.fromkeys(asked_names(), sent)
            yield from ((rule.rule, {name: sent}) for name in own)


@pytest.mark.parametrize("who", ["office", "leader"])
def test_no_word_in_an_address_breaks_a_page(app: Flask, client: Client, db_session: Session, who: str) -> None:
    sign_in(client, cast.make(), who)
    assert {"agency", "delegation", "year", "session", "page"} <= set(asked_names())
    asked = list(questions(app))
    assert len(asked) > 300
    assert [
        question for question in asked if client.get(question[0], query_string=question[1]).status_code >= 500
    ] == []
