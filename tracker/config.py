"""Every setting with its type, default and meaning; read once, from environment variables."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from tracker.core import database
from tracker.core.variables import (
    SettingsError,
    clock_file,
    falling,
    folder,
    fraction,
    one_of,
    program,
    site,
    text,
    time_of_day,
    url,
    whole,
)

__all__ = ["ROOT", "Description", "Settings", "SettingsError", "describe", "flask_config", "load"]

PREFIX = "TRACKER_"
UNPREFIXED = frozenset({"PORT"})
OF_THE_TESTS = "TRACKER_TEST_"
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("production", "demo", "test")
LOG_LEVELS = ("debug", "info", "warning", "error")
SHORTEST_SECRET = 32

Environment = Literal["production", "demo", "test"]


def setting(
    default: Any,
    meaning: str,
    read: Callable[[str], Any] = text,
    *,
    shown: str = "",
    secret: bool = False,
    demo_only: bool = False,
) -> Any:
    """A field of Settings. `shown` is the default in words where it is worked out at start."""
    about = {"read": read, "meaning": meaning, "shown": shown, "secret": secret, "demo_only": demo_only}
    return field(default=default, repr=not secret, metadata=about)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one running product has been told. Make it with `load()`."""

    env: Environment = setting(
        "production",
        "What this installation is for: production, demo (example record, random passwords) or test.",
        one_of(*ENVIRONMENTS),
    )
    data_dir: Path = setting(
        ROOT / "instance", "Folder for everything this installation writes.", folder, shown="instance/"
    )
    database_url: str = setting(
        "",
        "Database: sqlite:////folder/file.db or postgresql://user:password@host/name.",
        url("sqlite", "postgresql"),
        shown="SQLite file tracker.db in the data folder",
        secret=True,
    )
    secret_key: str = setting(
        "",
        f"Signs cookies and forms; at least {SHORTEST_SECRET} bytes. Required in production.",
        shown="demo and test: made once and kept in the data folder",
        secret=True,
    )
    base_url: str = setting(
        "", "The address people type; https switches secure cookies on.", site, shown="http://127.0.0.1:PORT"
    )
    host: str = setting("127.0.0.1", "Network address the server listens on.")
    port: int = setting(8000, "Port the server listens on.", whole(1, 65535))
    workers: int = setting(2, "Server processes.", whole(1, 64))
    threads: int = setting(4, "Requests that each server process answers at the same time.", whole(1, 64))
    trusted_proxies: int = setting(
        0, "How many reverse proxies stand in front; only then are X-Forwarded headers believed.", whole(0, 5)
    )
    mail_url: str = setting(
        "",
        "Where mail goes: smtp://, smtps:// or file:///folder.",
        url("smtp", "smtps", "file"),
        shown="one file a message in mail/ of the data folder",
        secret=True,
    )
    mail_from: str = setting("", "Sender of mails.", shown="no-reply@ and the host of TRACKER_BASE_URL")
    jobs: str = setting(
        "embedded",
        "Who does what is done outside of requests: embedded (the server processes) or worker (`tracker worker` alone).",
        one_of("embedded", "worker"),
    )
    nightly_at: time = setting(
        time(5, 0), "Time of the day in Viet Nam from which the nightly jobs run.", time_of_day, shown="05:00"
    )
    queue_url: str = setting(
        "",
        "Queue that wakes `tracker worker` processes: postgresql://…, redis://… or sqlite:////folder/queue.db.",
        url("postgresql", "redis", "rediss", "sqlite"),
        shown="none: workers look every two seconds",
        secret=True,
    )
    storage_url: str = setting(
        "", "Where uploaded files are kept: file:///folder.", url("file"), shown="files/ in the data folder"
    )
    libreoffice: str = setting(
        "",
        "Program that turns Word files into PDF where an office uses a template of its own: /usr/bin/soffice.",
        program,
        shown="none: such documents come as Word alone",
    )
    session_idle_minutes: int = setting(60, "Minutes without a click after which one is signed out.", whole(1, 1440))
    session_absolute_minutes: int = setting(720, "Minutes after which one signs in again in any case.", whole(1, 10080))
    max_upload_mb: int = setting(25, "Largest single uploaded file, in megabytes.", whole(1, 500))
    statement_timeout_seconds: int = setting(
        5, "PostgreSQL: longest a single statement of a page may take; 0 is without end.", whole(0, 600)
    )
    similar_topic_share: float = setting(
        0.5, "Share of a topic's content words, 0 to 1, from which on it is said to repeat another one.", fraction
    )
    similar_topic_months: int = setting(24, "Months back in which a topic is looked for among others.", whole(1, 240))
    agency_sessions_year: int = setting(
        2, "More sessions with one agency in 12 months than this are warned of.", whole(0, 1000)
    )
    agency_sessions_month: int = setting(
        1, "More sessions with one agency in a month than this are warned of.", whole(0, 1000)
    )
    similar_finding_share: float = setting(
        0.5,
        "Part of its content words that a finding shares with an earlier one when it counts as repeating it.",
        fraction,
    )
    term_reminder_months: int = setting(
        6, "Months before a term of a council ends from which on its office is reminded to hand over.", whole(1, 60)
    )
    figure_jump_percent: int = setting(
        50, "Per cent by which a figure may differ from the last period before it is pointed out.", whole(1, 10000)
    )
    rate_bands: tuple[int, ...] = setting(
        (85, 70, 50),
        "Completion rates from which on a better band begins, in per cent, from the best down: 85,70,50.",
        falling,
        shown="85,70,50",
    )
    small_number: int = setting(
        10, "Tasks due below which a rate of an agency is shown with a warning that it says little.", whole(1, 1000)
    )
    log_level: str = setting(
        "",
        "Least serious line that is logged: " + ", ".join(LOG_LEVELS) + ".",
        one_of(*LOG_LEVELS),
        shown="info; demo and test: warning",
    )
    demo_password: str = setting(
        "", "Password of the example accounts.", shown="random ones, printed once", secret=True, demo_only=True
    )
    clock_file: Path | None = setting(
        None,
        "File holding an ISO date-time with offset: that is now.",
        clock_file,
        shown="the real clock",
        demo_only=True,
    )

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def max_upload_bytes(self) -> int:
        return self.max_upload_mb * 1024 * 1024


def load(environ: Mapping[str, str]) -> Settings:
    """Read, check and complete the settings; makes the data folder. Raises SettingsError."""
    given = told(environ)
    refuse_unknown(given)
    refuse_of_demo(given)
    values = {item.name: parsed(item, given[variable(item)]) for item in fields(Settings) if given.get(variable(item))}
    settings = Settings(**values)
    refuse_weak_secret(settings)
    if settings.is_production:
        refuse_in_production(settings)
    return complete(settings)


def flask_config(settings: Settings) -> dict[str, Any]:
    """The same settings in the words of Flask and its extensions."""
    upload = settings.max_upload_bytes
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.env == "test",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": database.engine_options(
            settings.database_url,
            statement_timeout_seconds=settings.statement_timeout_seconds,
            connections=settings.threads + 1,
        ),
        # Room for several files in one form, and for a long text beside them.
        "MAX_CONTENT_LENGTH": 4 * upload,
        "MAX_FORM_MEMORY_SIZE": 4_000_000,
        "MAX_FORM_PARTS": 2_000,
        "SESSION_COOKIE_NAME": "__Host-tracker" if settings.is_https else "tracker",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PREFERRED_URL_SCHEME": "https" if settings.is_https else "http",
        "TRUSTED_HOSTS": [urlsplit(settings.base_url).hostname, "127.0.0.1", "localhost"]
        if settings.is_production
        else None,
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "WTF_CSRF_TIME_LIMIT": None,
    }


@dataclass(frozen=True)
class Description:
    """One setting in words, for the manual and the command line."""

    variable: str
    default: str
    meaning: str
    secret: bool
    demo_only: bool


def describe() -> list[Description]:
    """Every setting, in the order of Settings."""
    return [
        Description(
            variable=variable(item),
            default=item.metadata["shown"] or str(item.default),
            meaning=item.metadata["meaning"],
            secret=item.metadata["secret"],
            demo_only=item.metadata["demo_only"],
        )
        for item in fields(Settings)
    ]


def variable(item: Field[Any]) -> str:
    name = item.name.upper()
    return name if name in UNPREFIXED else PREFIX + name


def told(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that concern us, each secret taken from its …_FILE where one is named."""
    ours = {name: value for name, value in environ.items() if concerns_us(name)}
    for item in fields(Settings):
        name = variable(item)
        path = ours.pop(f"{name}_FILE", "") if item.metadata["secret"] else ""
        if path and ours.get(name):
            raise SettingsError(f"Chỉ đặt một trong hai / Set only one of the two: {name}, {name}_FILE")
        if path:
            ours[name] = from_file(name, path)
    return ours


def concerns_us(name: str) -> bool:
    return name in UNPREFIXED or (name.startswith(PREFIX) and not name.startswith(OF_THE_TESTS))


def from_file(name: str, path: str) -> str:
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}_FILE: không đọc được tệp “{path}” / the file “{path}” cannot be read") from error
    if not found:
        raise SettingsError(f"{name}_FILE: tệp “{path}” trống / the file “{path}” is empty")
    return found


def refuse_unknown(given: Mapping[str, str]) -> None:
    known = {variable(item) for item in fields(Settings)}
    if unknown := sorted(set(given) - known):
        raise SettingsError(f"Không có thiết lập tên này / There is no such setting: {', '.join(unknown)}")


def parsed(item: Field[Any], raw: str) -> Any:
    try:
        return item.metadata["read"](raw)
    except SettingsError as error:
        shown = "***" if item.metadata["secret"] else f"“{raw}”"
        raise SettingsError(f"{variable(item)} = {shown}: {error}") from error


def refuse_of_demo(given: Mapping[str, str]) -> None:
    if (given.get("TRACKER_ENV") or Settings.env) != "production":
        return
    for item in fields(Settings):
        if item.metadata["demo_only"] and given.get(variable(item)):
            raise SettingsError(
                f"{variable(item)} chỉ dùng khi TRACKER_ENV là demo hoặc test"
                f" / {variable(item)} is for TRACKER_ENV=demo or test only"
            )


def refuse_in_production(settings: Settings) -> None:
    if not settings.secret_key:
        raise SettingsError(
            f"TRACKER_SECRET_KEY (hoặc TRACKER_SECRET_KEY_FILE) cần ít nhất {SHORTEST_SECRET} byte"
            f" / TRACKER_SECRET_KEY (or TRACKER_SECRET_KEY_FILE) needs at least {SHORTEST_SECRET} bytes"
        )


def refuse_weak_secret(settings: Settings) -> None:
    if settings.secret_key and len(settings.secret_key.encode()) < SHORTEST_SECRET:
        raise SettingsError(
            f"TRACKER_SECRET_KEY (hoặc TRACKER_SECRET_KEY_FILE) cần ít nhất {SHORTEST_SECRET} byte"
            f" / TRACKER_SECRET_KEY (or TRACKER_SECRET_KEY_FILE) needs at least {SHORTEST_SECRET} bytes"
        )


def complete(settings: Settings) -> Settings:
    """Fill in what depends on other settings."""
    data = settings.data_dir
    make_folder(data)
    refuse_missing_folder(settings.database_url)
    return replace(
        settings,
        database_url=settings.database_url or f"sqlite:///{data / 'tracker.db'}",
        secret_key=settings.secret_key or kept_secret(data / "secret.key"),
        base_url=settings.base_url or f"http://127.0.0.1:{settings.port}",
        mail_url=settings.mail_url or f"file://{data / 'mail'}",
        storage_url=settings.storage_url or f"file://{data / 'files'}",
        log_level=settings.log_level or ("info" if settings.is_production else "warning"),
    )


def make_folder(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"TRACKER_DATA_DIR: không tạo được thư mục “{data}” / the folder “{data}” cannot be made"
        ) from error


def refuse_missing_folder(database_url: str) -> None:
    """SQLite makes its file, but not the folder around it."""
    file = database_url.removeprefix("sqlite:///") if database_url.startswith("sqlite:///") else ""
    if file and not Path(file).parent.is_dir():
        raise SettingsError(
            f"TRACKER_DATABASE_URL: không có thư mục “{Path(file).parent}” / there is no folder “{Path(file).parent}”"
        )


def kept_secret(path: Path) -> str:
    """The key in `path`, made on first use, for its owner's eyes; safe when several processes start at once."""
    if not path.exists():
        descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # for its owner alone
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first: its key holds
        finally:
            Path(fresh).unlink()
    return path.read_text(encoding="ascii").strip()
