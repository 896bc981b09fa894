"""`tracker history …`: what stood when, made anew from the events or compared with them."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from tracker.administration.commands import DRY_RUN, keep
from tracker.extensions import db
from tracker.history import replaying


@click.command("rebuild")
@DRY_RUN
def rebuild(*, is_dry: bool) -> None:
    """Make what stood when anew, from the events alone."""
    written = replaying.fill(db.session.connection())
    for name, number in sorted(written.items()):
        click.echo(f"{number:>12,}  {name}")
    keep(is_dry=is_dry)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def check(*, as_json: bool) -> None:
    """Say where what stood when is not what the events tell, or not what the records hold now."""
    found = replaying.differences(db.session.connection())
    if as_json:
        click.echo(json.dumps({"fits": not found, "differences": found}, ensure_ascii=False))
    elif found:
        click.echo("\n".join(found), err=True)
    else:
        click.echo("Lịch sử khớp với nhật ký. · What stood when is what the events tell.")
    sys.exit(1 if found else 0)


COMMANDS: tuple[Any, ...] = (rebuild, check)
