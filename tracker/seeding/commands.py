"""`tracker seed`: many believable records in an empty database."""

from __future__ import annotations

import json
import secrets
import sys
import time

import click
from flask import current_app

from tracker import schema
from tracker.extensions import db
from tracker.plans import ready_made
from tracker.seeding import filling
from tracker.seeding.filling import Size

NOT_EMPTY = (
    "Cơ sở dữ liệu đã có dữ liệu, nên không ghi gì thêm. Hãy đặt TRACKER_DATA_DIR hoặc TRACKER_DATABASE_URL"
    " tới một cơ sở dữ liệu trống. · The database is not empty, so nothing was written. Let TRACKER_DATA_DIR or"
    " TRACKER_DATABASE_URL name an empty one."
)


def seed(recommendations: int, councils: int, years: int, random_seed: int, *, as_json: bool, is_dry: bool) -> None:
    """Fill an empty database with made-up records in the right proportions."""
    if not filling.is_empty():
        click.echo(NOT_EMPTY, err=True)
        sys.exit(1)
    if is_dry:
        click.echo(f"Sẽ ghi {recommendations:,} kiến nghị · {recommendations:,} recommendations would be written")
        return
    given = current_app.extensions["settings"].demo_password
    password = given or secrets.token_urlsafe(12)
    started = time.monotonic()
    size = Size(recommendations=recommendations, councils=councils, years=years, seed=random_seed)
    with click.progressbar(length=1000, label="Đoàn giám sát · delegations", file=sys.stderr) as bar:
        written = filling.fill(size, password, lambda done, whole: bar.update(done * 1000 // whole - bar.pos))
        click.echo("", err=True)
    ready_made.plant_everywhere()
    db.session.commit()
    schema.take_stock()
    seconds = time.monotonic() - started
    tell(written, seconds, as_json=as_json)
    if not as_json:
        tell_accounts("" if given else password)


def tell(written: dict[str, int], seconds: float, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"rows": written, "seconds": round(seconds, 1)}))
        return
    for table, number in sorted(written.items(), key=lambda item: -item[1]):
        click.echo(f"{number:>12,}  {table}")
    click.echo(f"{sum(written.values()):>12,}  ({seconds:.0f} s)")


def tell_accounts(password: str) -> None:
    click.echo(f"\nĐăng nhập bằng · Sign in as: {', '.join(filling.example_accounts())}")
    click.echo(f"Mật khẩu · Password: {password}" if password else "Mật khẩu · Password: TRACKER_DEMO_PASSWORD")
