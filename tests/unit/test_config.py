"""Settings: read once, checked, and refused with a clear sentence."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.config import ROOT, SettingsError, describe, flask_config, kept_secret, load

SECRET = "s" * 32


def production(folder: Path, **told: str) -> dict[str, str]:
    return {"TRACKER_DATA_DIR": str(folder), "TRACKER_SECRET_KEY": SECRET} | told


def demo(folder: Path, **told: str) -> dict[str, str]:
    return {"TRACKER_DATA_DIR": str(folder), "TRACKER_ENV": "demo"} | told


def test_what_nobody_says_is_safe(tmp_path: Path) -> None:
    settings = load(production(tmp_path))
    assert settings.env == "production"
    assert settings.host == "127.0.0.1"
    assert settings.trusted_proxies == 0
    assert settings.database_url == f"sqlite:///{tmp_path}/tracker.db"
    assert settings.mail_url == f"file://{tmp_path}/mail"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.log_level == "info"


def test_the_port_stands_without_a_prefix_and_in_the_address(tmp_path: Path) -> None:
    settings = load(demo(tmp_path, PORT="8123"))
    assert (settings.port, settings.base_url) == (8123, "http://127.0.0.1:8123")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_ENV", "staging"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("TRACKER_TRUSTED_PROXIES", "-1"),
        ("TRACKER_WORKERS", "²"),
        ("TRACKER_DATABASE_URL", "mysql://host/name"),
        ("TRACKER_BASE_URL", "giamsat.example"),
        ("TRACKER_BASE_URL", "https://giamsat.example/path"),
        ("TRACKER_MAIL_URL", "mailto:someone"),
        ("TRACKER_STORAGE_URL", "ftp://host"),
        ("TRACKER_LOG_LEVEL", "loud"),
    ],
)
def test_a_bad_value_is_named_with_its_setting(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(demo(tmp_path) | {name: value})


def test_an_unknown_setting_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TRACKER_SECRETKEY"):
        load(demo(tmp_path, TRACKER_SECRETKEY="x"))


def test_an_empty_setting_is_as_if_not_set(tmp_path: Path) -> None:
    assert load(demo(tmp_path, TRACKER_BASE_URL="", PORT="")).port == 8000


@pytest.mark.parametrize("name", ["TRACKER_DEMO_PASSWORD", "TRACKER_CLOCK_FILE"])
def test_what_is_for_demonstrations_is_refused_in_production(tmp_path: Path, name: str) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-06-15T09:00:00+07:00")
    with pytest.raises(SettingsError, match=name):
        load(production(tmp_path, **{name: str(clock)}))
    assert load(demo(tmp_path, **{name: str(clock)})).env == "demo"


@pytest.mark.parametrize("secret", ["", "s" * 31])
def test_production_needs_a_long_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="32 byte"):
        load(production(tmp_path) | {"TRACKER_SECRET_KEY": secret})


def test_a_demonstration_makes_its_secret_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = load(demo(tmp_path)), load(demo(tmp_path))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_starting_several_at_once_makes_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(kept_secret, [tmp_path / "secret.key"] * 40))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n")
    told = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert load(told).secret_key == SECRET
    with pytest.raises(SettingsError, match="TRACKER_SECRET_KEY_FILE"):
        load(told | {"TRACKER_SECRET_KEY": SECRET})
    with pytest.raises(SettingsError, match="cannot be read"):
        load(told | {"TRACKER_SECRET_KEY_FILE": str(tmp_path / "nothing")})


def test_only_secrets_may_stand_in_files(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TRACKER_BASE_URL_FILE"):
        load(demo(tmp_path, TRACKER_BASE_URL_FILE="/x"))


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    told = production(tmp_path, TRACKER_DATABASE_URL="postgresql://me:tellnobody@host/name")
    assert "tellnobody" not in repr(load(told))
    assert SECRET not in repr(load(told))
    with pytest.raises(SettingsError) as wrong:
        load(told | {"TRACKER_DATABASE_URL": "mysql://me:tellnobody@host/name"})
    assert "tellnobody" not in str(wrong.value)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="TRACKER_DATA_DIR"):
        load(demo(tmp_path / "file" / "data"))


def test_https_makes_cookies_secure(tmp_path: Path) -> None:
    config = flask_config(load(production(tmp_path, TRACKER_BASE_URL="https://giamsat.example/")))
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["TRUSTED_HOSTS"][0] == "giamsat.example"
    assert flask_config(load(demo(tmp_path)))["SESSION_COOKIE_SECURE"] is False


def test_every_setting_is_described() -> None:
    descriptions = {item.variable: item for item in describe()}
    assert {"TRACKER_DATABASE_URL", "TRACKER_SECRET_KEY", "PORT", "TRACKER_CLOCK_FILE"} <= set(descriptions)
    assert all(item.meaning.endswith(".") for item in descriptions.values())
    assert str(ROOT) not in "".join(item.default for item in descriptions.values())


def test_the_command_ends_with_2_and_a_sentence_when_a_setting_is_wrong(tmp_path: Path) -> None:
    told = {"PATH": "/usr/bin", "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_ENV": "demo", "TRACKER_COLOUR": "red"}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "init"], env=told, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "TRACKER_COLOUR" in done.stderr
    assert "Traceback" not in done.stderr
