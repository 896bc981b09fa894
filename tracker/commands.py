"""The `tracker` command line: 0 done, 1 found something wrong, 2 wrong call or setting."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker import config, create_app, logs, schema
from tracker.accounts.actor import SYSTEM
from tracker.accounts.models import User
from tracker.administration import calendar_commands, history_commands, job_commands
from tracker.administration.commands import DRY_RUN, keep
from tracker.api import commands as token_commands
from tracker.core.errors import DomainError, Invalid
from tracker.extensions import db
from tracker.importing import commands as import_commands
from tracker.plans import ready_made

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


@contextmanager
def opened() -> Iterator[None]:
    """Inside, the product stands ready for one command; a database that cannot be used ends it with a sentence."""
    try:
        with application().app_context():
            yield
    except (OperationalError, ProgrammingError) as error:
        wrong_call(
            "Không dùng được cơ sở dữ liệu; đã chạy “tracker init” chưa? / The database cannot be used; has"
            f" “tracker init” been run?\n{error.orig}"
        )


def in_app(command: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application's context."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with opened():
            return command(*args, **kwargs)

    return run


def brought_up_to_date() -> None:
    """The newest tables, and for every council the templates that come with the product."""
    try:
        schema.upgrade()
    except schema.TooNew as error:
        found_wrong(str(error))
    if ready_made.plant_everywhere():
        db.session.commit()


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
@click.option("--dry-run", "check", is_flag=True, help="The same as --check: say what would be brought up to date.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.option("--draft", metavar="NAME", hidden=True, help="For developers: write the next migration.")
@in_app
def migrate(check: bool, as_json: bool, draft: str | None) -> None:
    """Bring the database up to date."""
    if draft:
        schema.draft(draft)
    elif not check:
        brought_up_to_date()
    differences = schema.differences() if check else []
    if as_json:
        click.echo(json.dumps({"fits": not differences, "differences": differences}, ensure_ascii=False))
        sys.exit(1 if differences else 0)
    if differences:
        found_wrong("\n".join(differences))
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
    with opened():
        if prepare:
            prepared(chosen)
        if db.engine.dialect.name == "sqlite" and schema.is_current():
            schema.take_stock()
        # Server processes are forked from this one: they must not inherit an open database.
        db.session.remove()
        db.engine.dispose()
    click.echo(f"\n  {chosen.base_url}   (Ctrl+C: dừng · stop)\n")
    server.serve(chosen)


def prepared(chosen: config.Settings) -> None:
    """What `make run` does before the server starts."""
    if not schema.is_current():
        brought_up_to_date()
    if not chosen.is_production and find_spec("tracker.demo"):
        import_module("tracker.demo").load_when_empty()


@main.group()
def user() -> None:
    """Accounts: create, disable, sign-in links."""


@user.command("create")
@click.argument("username")
@click.option("--name", required=True, help="Full name.")
@click.option("--title", default="", help="Office.")
@click.option("--admin", is_flag=True, help="May keep accounts.")
@DRY_RUN
@in_app
def user_create(username: str, name: str, title: str, admin: bool, is_dry: bool) -> None:
    """Create an account and print a single-use sign-in link for it."""
    from tracker.accounts.roles import Role
    from tracker.administration import service

    made = trying(lambda: service.create({"username": username, "full_name": name, "title": title}, SYSTEM))
    if admin:
        service.give_role(made, Role.ADMIN, SYSTEM)
    token = service.make_link(made, SYSTEM)
    keep(is_dry=is_dry)
    click.echo(f"{settings().base_url}/sign-in/{token}")


@user.command("link")
@click.argument("username")
@DRY_RUN
@in_app
def user_link(username: str, is_dry: bool) -> None:
    """Print a link that signs this person in once, within a day."""
    from tracker.administration import service

    known = account(username)
    token = trying(lambda: service.make_link(known, SYSTEM))
    keep(is_dry=is_dry)
    click.echo(f"{settings().base_url}/sign-in/{token}")


@user.command("disable")
@click.argument("username")
@click.option("--reason", default="")
@DRY_RUN
@in_app
def user_disable(username: str, reason: str, is_dry: bool) -> None:
    """Nobody signs in with this account any more; what the person did stays."""
    from tracker.administration import service

    known = account(username)
    trying(lambda: service.disable(known, SYSTEM, reason=reason))
    keep(is_dry=is_dry)
    click.echo(f"{username}: khóa · disabled")


def account(username: str) -> User:
    from tracker.accounts import people

    known = people.by_username(username)
    if known is None:
        found_wrong(f"Không có tài khoản “{username}” · There is no account “{username}”")
    return known


def trying(act: Callable[[], T]) -> T:
    """Do it, or end with the sentence that says why not."""
    try:
        return act()
    except Invalid as error:
        found_wrong(" ".join(str(text) for texts in error.errors.values() for text in texts))
    except DomainError as error:
        found_wrong(str(error.sentence))


@main.group()
def demo() -> None:
    """The example record."""


@demo.command("load")
@DRY_RUN
@in_app
def demo_load(is_dry: bool) -> None:
    """Load the example record into a database without councils."""
    from tracker import demo as example

    if settings().is_production:
        wrong_call("TRACKER_ENV=production: không nạp dữ liệu ví dụ / the example record is for demo and test only")
    if not is_dry:
        brought_up_to_date()
    elif example.is_empty():
        click.echo("Sẽ nạp hồ sơ ví dụ · The example record would be loaded")
        return
    if is_dry or not example.load_when_empty():
        found_wrong("Cơ sở dữ liệu đã có hồ sơ · The database already holds records")


@main.command()
@click.option("--recommendations", metavar="N", type=click.IntRange(1, 10_000_000), required=True)
@click.option("--councils", metavar="C", type=click.IntRange(1, 115), default=3, show_default=True)
@click.option("--years", metavar="Y", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option(
    "--random-seed", metavar="S", type=int, default=1, show_default=True, help="The same seed, the same records."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@DRY_RUN
@in_app
def seed(recommendations: int, councils: int, years: int, random_seed: int, as_json: bool, is_dry: bool) -> None:
    """Fill an empty database with made-up records in believable proportions."""
    from tracker.seeding import commands as seeding

    if not is_dry:
        brought_up_to_date()
    seeding.seed(recommendations, councils, years, random_seed, as_json=as_json, is_dry=is_dry)


@main.group()
def token() -> None:
    """Tokens for the JSON API: each acts as its person."""


for command in token_commands.COMMANDS:
    command.callback = in_app(command.callback)
    token.add_command(command)


@main.group()
def calendar() -> None:
    """The days that are not worked, and those worked in their place."""


for command in calendar_commands.COMMANDS:
    command.callback = in_app(command.callback)
    calendar.add_command(command)


@main.group()
def jobs() -> None:
    """What the product does by itself: mails, reminders, the nightly jobs."""


for command in job_commands.COMMANDS:
    command.callback = in_app(command.callback)
    jobs.add_command(command)


@main.group()
def history() -> None:
    """What stood when, as it follows from the events."""


for command in history_commands.COMMANDS:
    command.callback = in_app(command.callback)
    history.add_command(command)


import_commands.COMMAND.callback = in_app(import_commands.COMMAND.callback)
main.add_command(import_commands.COMMAND)


@main.command()
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs at the same time.")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(threads: int, once: bool) -> None:
    """Do the jobs in a process of its own, until told to stop (SIGINT, SIGTERM)."""
    from tracker.jobs import process

    chosen = settings()
    made = application()
    with opened():
        pass  # a database that cannot be used is said at once
    try:
        process.work(made, chosen, threads=threads, once=once)
    except config.SettingsError as error:
        wrong_call(str(error))


@main.command("openapi")
@in_app
def print_openapi() -> None:
    """Print the description of the JSON API (OpenAPI 3.1)."""
    from tracker.api import openapi

    click.echo(json.dumps(openapi.document(), ensure_ascii=False, indent=2))


@main.command("docs")
@click.argument("folder", default="docs", type=click.Path(file_okay=False))
@in_app
def write_docs(folder: str) -> None:
    """Write the pages that are made from the definitions: workflows."""
    from tracker.workflow import documentation

    for path in documentation.write(Path(folder) / "workflows"):
        click.echo(str(path))
