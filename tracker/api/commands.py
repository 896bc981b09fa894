"""`tracker token …`: tokens for the JSON API, from the command line. Every change is an event."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import click

from tracker.accounts import people, tokens
from tracker.accounts.actor import SYSTEM
from tracker.accounts.models import ApiToken, User
from tracker.accounts.roles import Role
from tracker.administration.commands import DRY_RUN, keep
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import DomainError
from tracker.extensions import db


@click.command("create")
@click.argument("user")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(tokens.SCOPES), help="Twice for both; both if none."
)
@click.option("--name", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it expires; without it, never.")
@DRY_RUN
def create(user: str, scopes: tuple[str, ...], name: str, days: int | None, is_dry: bool) -> None:
    """Make a token that acts as USER. The last line of the output is the token; it is shown only now."""
    person = known(user)
    expires_at = clock.now() + timedelta(days=days) if days else None
    try:
        row, token = tokens.make(person, name=name, scopes=scopes or tokens.SCOPES, expires_at=expires_at)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    write_down(person, "token_made", row)
    told = f"Mã truy cập số {row.id} của {person.username}: {', '.join(row.scopes)}. Chỉ hiện một lần."
    keep(is_dry=is_dry)
    click.echo(told, err=True)
    click.echo(token)


@click.command("revoke")
@click.argument("number", type=int)
@DRY_RUN
def revoke(number: int, is_dry: bool) -> None:
    """End the token with this NUMBER (see `tracker token list`) at once."""
    row = tokens.get(number)
    if row is None:
        raise click.ClickException(f"Không có mã truy cập số {number}. · There is no token {number}.")
    try:
        tokens.revoke(row)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    write_down(db.session.get_one(User, row.user_id), "token_revoked", row)
    keep(is_dry=is_dry)
    click.echo(f"Đã thu hồi mã truy cập số {number}. · Revoked.")


@click.command("list")
@click.argument("user", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def listing(user: str | None, as_json: bool) -> None:
    """Tokens, of USER or of everybody; never the secret itself."""
    rows = [told(row, person) for row, person in tokens.listed(known(user) if user else None)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = "live" if row["live"] else "ended"
        click.echo(f"{row['id']:>5}  {state:5}  {row['user']:16}  {','.join(row['scopes']):10}  {row['name']}")


COMMANDS: tuple[Any, ...] = (create, revoke, listing)


def known(username: str) -> User:
    person = people.by_username(username)
    if person is None:
        raise click.ClickException(f"Không có tài khoản “{username}”. · There is no account “{username}”.")
    return person


def write_down(person: User, action: str, row: ApiToken) -> None:
    after = {"token": row.id, "name": row.name, "scopes": list(row.scopes), "expires_at": audit.plain(row.expires_at)}
    audit.record(person, action, SYSTEM, role=Role.SYSTEM, after=after)


def told(row: ApiToken, person: User) -> dict[str, Any]:
    return {
        "id": row.id,
        "user": person.username,
        "name": row.name,
        "scopes": list(row.scopes),
        "live": tokens.is_live(row) and person.is_active,
        "created_at": moment(row.created_at),
        "used_at": moment(row.used_at),
        "expires_at": moment(row.expires_at),
        "revoked_at": moment(row.revoked_at),
    }


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
