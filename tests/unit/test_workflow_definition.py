"""A workflow that contradicts itself stops the program; one that does not says everything about itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tracker.accounts.access import KINDS
from tracker.accounts.roles import Role
from tracker.workflow import checks, documentation
from tracker.workflow.definition import BadDefinition, State, Transition, Workflow


def workflow(**changed: Any) -> Workflow:
    about: dict[str, Any] = {
        "name": "note",
        "label": "Ghi chép",
        "start": "open",
        "states": (State("open", "Mở"), State("done", "Xong", final=True)),
        "transitions": (Transition("finish", "Xong", ("open",), "done", "đã xong", by=(Role.OFFICE,)),),
    }
    return Workflow(**(about | changed))


def test_a_sound_definition_is_accepted() -> None:
    made = workflow()
    assert made.finals == ("done",)
    assert made.state("open").label == "Mở"
    assert made.transition("finish") is not None
    assert made.transition("unknown") is None


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"start": "nowhere"}, "start nowhere unknown"),
        ({"states": (State("open", "Mở"), State("open", "Mở"), State("done", "Xong"))}, "state open twice"),
        ({"states": (State("open", "Mở"), State("done", "Xong"), State("lost", "Lạc"))}, "state lost unreachable"),
        (
            {"transitions": (Transition("finish", "", ("open",), "elsewhere", "", by=(Role.OFFICE,)),)},
            "elsewhere unknown",
        ),
        ({"transitions": (Transition("finish", "", ("open",), "done", ""),)}, "nobody may take it"),
        (
            {"transitions": (Transition("go", "", ("open",), "done", "", by=(Role.OFFICE,)),) * 2},
            "step go twice",
        ),
    ],
)
def test_a_contradiction_stops_the_program(changed: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadDefinition, match=complaint):
        workflow(**changed)


def test_state_names_are_those_of_the_contract(app: Flask) -> None:
    promised = {
        "delegation": "draft established notified active compiling reported concluded following_up closed cancelled",
        "session": "planned notified held minutes_for_comment minutes_signed postponed cancelled",
        "finding": "draft submitted awaiting_agency confirmed rejected corrected",
        "proposal": "recorded consolidated moved_to_policy moved_to_agency declined",
        "recommendation": "draft issued closed withdrawn",
        "assignment": "assigned in_progress awaiting_verification partly_implemented not_satisfactory "
        "under_reconsideration multi_year implemented not_implemented waived",
        "update": "draft submitted accepted partly_accepted returned",
        "evidence": "pending accepted rejected expired",
    }
    found = {name: {state.name for state in KINDS[name].workflow.states} for name in promised}
    assert found == {name: set(words.split()) for name, words in promised.items()}


def test_the_committed_pages_say_what_the_definitions_say(app: Flask, tmp_path: Path) -> None:
    committed = Path(__file__).parents[2] / "docs" / "workflows"
    with app.app_context():
        written = documentation.write(tmp_path)
    assert {path.name for path in written} == {path.name for path in committed.glob("*.md")}
    for path in written:
        assert path.read_text() == (committed / path.name).read_text(), f"run `tracker docs` for {path.name}"


def test_the_checks_of_a_table_are_made_once(app: Flask) -> None:
    kind = KINDS["finding"]
    before = set(kind.model.__table__.constraints)
    checks.attach(kind.model.__table__, kind.workflow)
    assert set(kind.model.__table__.constraints) == before
