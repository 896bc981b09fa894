"""`tracker calendar …`: the days that differ from an ordinary week, from the command line. Every change is an event."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from tracker.accounts.access import KINDS
from tracker.accounts.actor import SYSTEM
from tracker.administration.commands import DRY_RUN, keep
from tracker.calendar import queries
from tracker.calendar.models import KINDS as DAY_KINDS
from tracker.calendar.models import CalendarDay
from tracker.calendar.service import Entry
from tracker.core import clock
from tracker.core.errors import DomainError
from tracker.deadlines import moving, service
from tracker.deadlines.changes import Change
from tracker.deadlines.moving import Move

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
ORDINARY = "none"
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command("list")
@click.argument("year", type=click.IntRange(1945, 9999), required=False)
@AS_JSON
def list_days(*, year: int | None, as_json: bool) -> None:
    """Print the days of YEAR (this one, unless named) that differ from an ordinary week."""
    number = year or clock.today().year
    confirmation = queries.year(number)
    confirmed = bool(confirmation and confirmation.is_confirmed)
    days = [in_words(row) for row in queries.of_year(number)]
    if as_json:
        click.echo(json.dumps({"year": number, "confirmed": confirmed, "days": days}, ensure_ascii=False, indent=2))
        return
    state = "đã xác nhận · confirmed" if confirmed else "chưa xác nhận · not confirmed"
    click.echo(f"{number}: {state}")
    for day in days:
        mark = "" if day["confirmed"] else "  (chưa có thông báo · no announcement yet)"
        click.echo(f"{day['day']}  {day['kind']:<9}  {day['name']}{mark}")


def in_words(row: CalendarDay) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in service.FACTS}
    return {"day": row.day.isoformat(), **facts}


@click.command("set")
@click.argument("day", type=DAY)
@click.option("--kind", type=click.Choice([*DAY_KINDS, ORDINARY]), required=True, help="none: an ordinary day again.")
@click.option("--name", default="", help="What the day is called, or why it is swapped.")
@click.option("--legal-basis", default="", help="Article, or number and date of the announcement.")
@click.option("--source", default="", help="Where it was read.")
@click.option("--confirmed", is_flag=True, help="An official announcement has been seen.")
@click.option("--reason", default="", help="Kept in the event of every deadline that moves.")
@AS_JSON
@DRY_RUN
def set_day(*, day: datetime, kind: str, reason: str, as_json: bool, is_dry: bool, **facts: Any) -> None:
    """Enter DAY (2026-08-31) or change it, and move the running deadlines that rest on it.

    With --dry-run only says which would move.
    """
    try:
        change = planned(day.date(), kind, reason, facts)
        moves = moving.planned(change.difference)
        told = [line(move) for move in moves]
        moving.carry_out(change, SYSTEM, moves)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    keep(is_dry=is_dry)
    if as_json:
        click.echo(json.dumps({"written": list(change.words), "moved": told}, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(change.words))
    for one in told:
        click.echo(f"  {one['record']}: {one['label']}  {one['old']} → {one['new']}")
    click.echo(f"{len(told)} thời hạn dời · deadlines moved")


def planned(day: date, kind: str, reason: str, facts: dict[str, Any]) -> Change:
    if kind != ORDINARY:
        return service.putting([Entry(day=day, kind=kind, **facts)], SYSTEM, reason=reason)
    row = queries.get(day)
    if row is None:
        raise click.ClickException(f"{day:%Y-%m-%d}: không có trong lịch · not in the calendar")
    return service.removing(row, SYSTEM, reason=reason)


def line(move: Move) -> dict[str, str]:
    return {
        "record": f"{KINDS[move.source.kind].label} {move.record.code}",
        "label": str(move.source.label),
        "old": move.old.isoformat(),
        "new": move.new.isoformat(),
    }


COMMANDS: tuple[Any, ...] = (set_day, list_days)
