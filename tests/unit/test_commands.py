"""The command line: what it prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.commands import main


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("TRACKER_ENV", "test")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    return CliRunner()


def call(tracker: CliRunner, *words: str) -> Result:
    return tracker.invoke(main, list(words))


def test_a_new_installation_is_made_and_is_up_to_date(tracker: CliRunner, tmp_path: Path) -> None:
    assert call(tracker, "migrate", "--check").exit_code == 1
    assert call(tracker, "init").exit_code == 0
    assert (tmp_path / "data" / "tracker.db").exists()
    assert call(tracker, "migrate", "--check").exit_code == 0
    assert call(tracker, "init").exit_code == 0, "a second time changes nothing"


def test_migrate_makes_the_database_too(tracker: CliRunner) -> None:
    assert call(tracker, "migrate").exit_code == 0
    assert call(tracker, "migrate", "--check").exit_code == 0


@pytest.mark.parametrize("words", [["nonsense"], ["migrate", "--nonsense"]])
def test_a_wrong_call_ends_with_2(tracker: CliRunner, words: list[str]) -> None:
    assert call(tracker, *words).exit_code == 2


def test_a_wrong_setting_ends_with_2_and_names_it(tracker: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_WORKERS", "many")
    result = call(tracker, "init")
    assert result.exit_code == 2
    assert "TRACKER_WORKERS" in result.stderr


def test_help_names_the_commands(tracker: CliRunner) -> None:
    told = call(tracker, "--help").output
    assert all(word in told for word in ("init", "migrate", "run"))
