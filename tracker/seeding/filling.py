"""Filling an empty database: the councils, then one delegation after another, then the events of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select

from tracker.accounts import signing_in
from tracker.accounts.models import User
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.bulk import without_collecting
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.history import replaying
from tracker.organizations.models import Council
from tracker.seeding import delegations, names
from tracker.seeding.cast import SHOWN, SHOWN_AGENCIES, Cast
from tracker.seeding.chance import Chance
from tracker.seeding.entries import Index
from tracker.seeding.journal import Journal
from tracker.seeding.outline import Outline, outlines
from tracker.seeding.places import Builder, Seat
from tracker.seeding.programmes import Programmes
from tracker.seeding.stage import Stage
from tracker.seeding.writing import Writer

MOST_COUNCILS = 1 + len(names.UNITS)
SETTLING_DAYS = 60
"""Before the first delegation there are councils, agencies and accounts."""

Said = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much to write."""

    recommendations: int
    councils: int = 3
    years: int = 10
    seed: int = 1


def is_empty() -> bool:
    """Holds the database neither councils nor accounts nor delegations yet?"""
    return not any(db.session.scalar(select(exists().select_from(table))) for table in (Council, User, Delegation))


def fill(size: Size, password: str, said: Said = lambda _done, _all: None) -> dict[str, int]:
    """Write everything in one transaction, which the caller commits. Returns how many rows each table was given.

    `said` hears, after each delegation, how many of all have been told.
    """
    today = clock.today()
    chance = Chance(size.seed, today, working_days())
    writer = Writer(db.session.connection())
    with without_collecting(), Journal(writer) as journal:
        stage = Stage(chance, writer, journal, Index(writer))
        told = outlines(
            recommendations=size.recommendations,
            councils=size.councils,
            years=size.years,
            today=today,
            seed=size.seed,
        )
        began = chance.working(today - timedelta(days=round(365.25 * size.years) + SETTLING_DAYS))
        seats = build(stage, size, told, began, signing_in.hash_password(password))
        writer.flush()
        programmes = Programmes(began)
        for done, outline in enumerate(told, start=1):
            delegations.tell(stage, seats[outline.council], outline, programmes)
            writer.settle()
            said(done, len(told))
        for seat in seats:
            programmes.plan_ahead(stage, seat)
        stage.keep_series()
        journal.write()
        writer.finish()
    return dict(writer.written) | replaying.fill(db.session.connection())


def build(stage: Stage, size: Size, told: list[Outline], began: date, password_hash: str) -> list[Seat]:
    """The city's council first, then those of wards and communes, in the order of their list."""
    cast = Cast(stage.writer, stage.chance, password_hash, began)
    builder = Builder(stage.writer, cast, stage.journal, stage.index)
    delegations = [sum(outline.council == council for outline in told) for council in range(size.councils)]
    city = builder.city(delegations[0])
    others = [
        builder.commune(number, names.UNITS[number - 2], city, delegations[number - 1])
        for number in range(2, size.councils + 1)
    ]
    return [city, *others]


def example_accounts() -> list[str]:
    """User names with which one can sign in."""
    prefixes = {code: prefix for code, _name, _short, _kind, prefix in names.CITY_AGENCIES}
    of_agencies = [f"{prefixes[code]}-{ending}" for code in SHOWN_AGENCIES for ending in ("canbo", "lanhdao")]
    return [account[0] for account in SHOWN] + of_agencies
