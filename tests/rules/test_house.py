"""The rules of the house that no other tool keeps: one clock, one place for states, commits in the faces alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tracker import open_rooms
from tracker.accounts.access import KINDS

open_rooms()

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "tracker").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FACES = ("tracker/web/", "tracker/api/")
OUTSIDE = ("tracker/demo/", "tracker/seeding/")
"""They make records as of other days and in any state."""
COMMANDS = (
    "tracker/commands.py",
    "tracker/administration/commands.py",
    "tracker/demo/__init__.py",
    "tracker/importing/commands.py",
    "tracker/seeding/commands.py",
)
WORKERS = ("tracker/jobs/",)
MAY_COMMIT = (*FACES, *COMMANDS, *WORKERS)
MAY_NAME_STATES = re.compile(r"/(workflow|effects|work|models|queue)\.py$|/(job_)?queries(/|\.py$)")
STATES = {state.name for kind in KINDS.values() if kind.workflow for state in kind.workflow.states}
OF_THE_READER = ("tracker/logs.py", "tracker/core/i18n.py")
"""Who asked, and in which language a text is shown: no rule depends on either."""
OF_A_REQUEST = {"request", "session", "g", "current_user"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def modules(*, but: tuple[str, ...] = ()) -> Iterator[tuple[str, list[ast.AST]]]:
    """(name, syntax nodes) of every module of the product, without some."""
    for path in CODE:
        if not named(path).startswith(but):
            yield named(path), list(ast.walk(ast.parse(path.read_text())))


def dotted(node: ast.AST) -> str:
    """`clock.now` for that expression, "" for anything longer."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_nobody_asks_the_machine_what_time_it_is() -> None:
    forbidden = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime"}
    assert [
        f"{name}:{node.lineno} {dotted(node)}"
        for name, nodes in modules(but=("tracker/core/clock.py",))
        for node in nodes
        if isinstance(node, ast.Attribute) and dotted(node) in forbidden
    ] == []


def test_nobody_below_the_faces_commits() -> None:
    assert [
        f"{name}:{node.lineno}"
        for name, nodes in modules(but=MAY_COMMIT)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ] == []


def test_nobody_below_the_faces_reads_a_request() -> None:
    assert [
        f"{name}:{node.lineno}"
        for name, nodes in modules(but=(*FACES, *OF_THE_READER))
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        and node.module in ("flask", "flask_login")
        and {part.name for part in node.names} & OF_A_REQUEST
    ] == []


def test_states_are_named_in_workflows_alone() -> None:
    """And in the questions put to the database. Elsewhere one asks the state (style.md 5)."""
    assert [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, nodes in modules(but=OUTSIDE)
        for node in nodes
        if isinstance(node, ast.Compare) and names_a_state(node) and not MAY_NAME_STATES.search(name)
    ] == []


def names_a_state(node: ast.Compare) -> bool:
    """Does it compare a `…state` with the name of a state, written out?"""
    leaves = [leaf for part in (node.left, *node.comparators) for leaf in ast.walk(part)]
    literals = {leaf.value for leaf in leaves if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}
    return bool(literals & STATES) and any(re.search(r"state(\.name)?$", dotted(leaf)) for leaf in leaves)


def test_templates_name_no_states() -> None:
    compared = re.compile(r"state(?:\.name)?\s*(?:==|!=|in)\s*[(\[]?\s*[\"'](\w+)[\"']")
    assert [
        f"{named(path)}: {name}" for path in TEMPLATES for name in compared.findall(path.read_text()) if name in STATES
    ] == []


def test_numbers_that_people_send_fit_a_row() -> None:
    """`int` takes numbers that no database does; `row_number` (tracker/core/rows.py) and checked answers do not."""
    assert [
        f"{name}:{node.value.lineno}"
        for name, nodes in modules()
        for node in nodes
        if isinstance(node, ast.keyword)
        and node.arg in ("coerce", "type")
        and dotted(node.value) == "int"
        and "commands" not in name
    ] == []
