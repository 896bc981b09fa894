"""What the manual promises is there."""

from __future__ import annotations

from pathlib import Path

from tracker.commands import main
from tracker.config import describe

ROOT = Path(__file__).parents[2]


def test_every_setting_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "running.md").read_text()
    missing = [item.variable for item in describe() if f"`{item.variable}`" not in manual or item.meaning not in manual]
    assert missing == []


def test_every_command_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "running.md").read_text()
    assert [name for name in main.commands if f"`{name}" not in manual] == []


def test_the_readme_names_both_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make run" in readme
    assert "make test" in readme
