"""The `tracker` command line: 0 done, 1 found something wrong, 2 wrong call or setting."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import NoReturn, ParamSpec, TypeVar

import click
from flask import Flask

from tracker import config, create_app, logs, schema
from tracker.extensions import db

P = ParamSpec("P")
T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Theo dõi giám sát của Hội đồng nhân dân · Follows what a People's Council finds and recommends."""


def settings() -> config.Settings:
    """The settings of this call; a wrong one ends it with exit code 2."""
    try:
        return config.load(os.environ)
    except config.SettingsError as error:
        wrong_call(str(error))


def application() -> Flask:
    """The product for one command: no time limit on its statements."""
    chosen = replace(settings(), statement_timeout_seconds=0)
    logs.configure(chosen)
    return create_app(chosen)


def in_app(command: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application's context."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with application().app_context():
            return command(*args, **kwargs)

    return run


def brought_up_to_date() -> None:
    try:
        schema.upgrade()
    except schema.TooNew as error:
        found_wrong(str(error))


def wrong_call(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def found_wrong(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


@main.command()
@in_app
def init() -> None:
    """Create the data folder and the database, and bring it up to date."""
    brought_up_to_date()
    click.echo("Cơ sở dữ liệu đã sẵn sàng. · The database is ready.")


@main.command()
@click.option("--check", is_flag=True, help="Only say whether the database fits this version.")
@click.option("--draft", metavar="NAME", hidden=True, help="For developers: write the next migration.")
@in_app
def migrate(check: bool, draft: str | None) -> None:
    """Bring the database up to date."""
    if draft:
        schema.draft(draft)
    elif check:
        differences = schema.differences()
        if differences:
            found_wrong("\n".join(differences))
    else:
        brought_up_to_date()
    click.echo("Cơ sở dữ liệu khớp với phiên bản này. · The database fits this version.")


@main.command()
@click.option("--prepare", is_flag=True, help="First create and migrate the database, and load the example record.")
def run(prepare: bool) -> None:
    """Start the server."""
    from tracker import server

    chosen = settings()
    logs.configure(chosen)
    if server.is_taken(chosen):
        wrong_call(f"PORT={chosen.port}: cổng này đang được dùng hoặc không mở được / in use, or cannot be opened")
    if prepare:
        prepared(chosen)
    click.echo(f"\n  {chosen.base_url}   (Ctrl+C: dừng · stop)\n")
    server.serve(chosen)


def prepared(chosen: config.Settings) -> None:
    """What `make run` does before the server starts."""
    with application().app_context():
        if not schema.is_current():
            brought_up_to_date()
        if not chosen.is_production and find_spec("tracker.demo"):
            import_module("tracker.demo").load_when_empty()
        # Server processes are forked from this one: they must not inherit an open database.
        db.session.remove()
        db.engine.dispose()
