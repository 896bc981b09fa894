"""What commands that change something have in common: trying it without keeping it."""

from __future__ import annotations

import click

from tracker.extensions import db

DRY_RUN = click.option("--dry-run", "is_dry", is_flag=True, help="Only say what would be done.")


def keep(*, is_dry: bool) -> None:
    """Commit what the command has done; in a dry run, undo it and say so."""
    if not is_dry:
        db.session.commit()
        return
    db.session.rollback()
    click.echo("(thử, không ghi gì · dry run: nothing was written)", err=True)
