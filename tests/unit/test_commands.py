"""The command line: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker import server
from tracker.commands import main
from tracker.config import Settings


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


def test_a_command_that_changes_something_can_be_tried(tracker: CliRunner) -> None:
    assert call(tracker, "migrate", "--dry-run", "--json").output.startswith('{"fits": false')
    assert call(tracker, "init").exit_code == 0
    assert "would be loaded" in call(tracker, "demo", "load", "--dry-run").output
    assert "would be written" in call(tracker, "seed", "--recommendations", "5", "--dry-run").output
    for _time in range(2):
        tried = call(tracker, "user", "create", "nguoi.thu", "--name", "Người Thử", "--dry-run")
        assert (tried.exit_code, "nothing was written" in tried.stderr) == (0, True)
    assert call(tracker, "user", "link", "nguoi.thu").exit_code == 1, "no such account was made"


def test_a_database_that_was_never_made_is_said_in_a_sentence(tracker: CliRunner) -> None:
    told = call(tracker, "token", "create", "ai-do")
    assert (told.exit_code, "tracker init" in told.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_CLOCK_FILE", "/khong/co"),
        ("TRACKER_DATABASE_URL", "sqlite:////khong/co/thu-muc/x.db"),
        ("TRACKER_SECRET_KEY", "ngan"),
    ],
)
def test_what_cannot_be_used_stops_the_start(
    tracker: CliRunner, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    told = call(tracker, "init")
    assert (told.exit_code, name in told.stderr) == (2, True)


def test_the_description_of_the_api_is_printed(tracker: CliRunner) -> None:
    assert json.loads(call(tracker, "openapi").output)["openapi"] == "3.1.0"


def test_the_product_starts_a_second_time_as_quickly_as_the_first(
    tracker: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Settings] = []
    monkeypatch.setattr(server, "serve", started.append)
    monkeypatch.setattr(server, "is_taken", lambda _settings: False)
    took = []
    for _time in range(2):
        began = time.process_time()
        assert call(tracker, "run", "--prepare").exit_code == 0
        took.append(time.process_time() - began)
    assert len(started) == 2
    assert took[1] < 1.2 * took[0], "core seconds: what is there already is not made again"


def test_a_register_comes_in_from_the_command_line(
    tracker: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import registers

    monkeypatch.setenv("TRACKER_DEMO_PASSWORD", "mot mat khau de thu")
    assert call(tracker, "demo", "load").exit_code == 0
    rows = registers.rows(3)
    for row in rows:
        row[registers.LEAD], row[registers.SUPPORT] = "Sở Công Thương", None
    rows[1][registers.DUE] = "31/02/2024"
    book, errors = tmp_path / "so.xlsx", tmp_path / "loi.xlsx"
    book.write_bytes(registers.workbook(rows))
    words = ("import", str(book), "--user", "vanphong", "--delegation", "ĐGS-2026-01")
    refused = call(tracker, *words, "--errors", str(errors))
    assert refused.exit_code == 1
    assert "Ngày không hợp lệ" in refused.output
    assert errors.exists()
    taken = call(tracker, *words, "--mode", "good", "--json")
    assert taken.exit_code == 0
    assert '"made": 2' in taken.output
    again = call(tracker, *words, "--dry-run", "--json")
    assert '"unchanged": 2' in again.output
    assert call(tracker, "history", "check").exit_code == 0
    assert call(tracker, "import", str(book), "--user", "niemand").exit_code == 1


def test_workers_end_with_the_server_however_it_ends(tmp_path: Path) -> None:
    port = free_port()
    chosen = {"TRACKER_ENV": "test", "TRACKER_DATA_DIR": str(tmp_path), "PORT": str(port), "TRACKER_WORKERS": "1"}
    command = [sys.executable, "-c", "from tracker.commands import main; main(['run', '--prepare'])"]
    with subprocess.Popen(command, env={**os.environ, **chosen}, stdout=subprocess.DEVNULL) as running:
        try:
            wait_until(lambda: answers_at(port), 60)
        finally:
            running.kill()
    wait_until(lambda: is_free(port), 10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers_at(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)
