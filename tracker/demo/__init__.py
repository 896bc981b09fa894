"""The example record: the real working session, a fictional delegation with follow-up at work, a second council."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import exists, select

from tracker.demo import accounts, confirmed_calendar, example, real_session
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.organizations.models import Council

PASSWORD_FILE = "demo-password"  # noqa: S105 - a file name
FIRST_DAY = datetime.fromisoformat("2026-01-05T08:00:00+07:00")
"""When the example council began to use the product and entered its old record."""


def load_when_empty() -> bool:
    """Load the example record into a database without councils, and say how to sign in; False when there is one."""
    loaded = is_empty()
    if loaded:
        load(chosen_password())
        db.session.commit()
    tell_how_to_sign_in()
    return loaded


def is_empty() -> bool:
    return not db.session.scalar(select(exists(select(Council.id))))


def load(password: str) -> Cast:
    """Everything, in one transaction."""
    city, commune = accounts.make_councils()
    users = accounts.make_accounts(city, accounts.hashed(password))
    cast = Cast(city, commune, users, accounts.make_agencies(city, users))
    confirmed_calendar.load(cast, FIRST_DAY)
    example.load_second_council(cast)
    real_session.load(cast, FIRST_DAY)
    example.load(cast)
    return cast


def chosen_password() -> str:
    """The one that was set, else a random one, kept for its owner's eyes in the data folder."""
    settings = current_app.extensions["settings"]
    if settings.demo_password:
        return str(settings.demo_password)
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    path = password_file()
    path.touch(mode=0o600)
    path.write_text(password, encoding="ascii")
    return password


def password_file() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / PASSWORD_FILE


def tell_how_to_sign_in() -> None:
    """Each example person with the password, where this installation knows it."""
    settings = current_app.extensions["settings"]
    path = password_file()
    password = settings.demo_password or (path.read_text(encoding="ascii") if path.exists() else "")
    width = max(len(account.username) for account in accounts.ACCOUNTS)
    click.echo("\n  Đăng nhập · Sign in" + (f"   mật khẩu · password: {password}" if password else ""))
    for account in accounts.ACCOUNTS:
        click.echo(f"    {account.username:<{width}}  {account.name}")
