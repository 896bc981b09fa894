"""The daily mail: one a person, grouped by what to do; and nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.core import clock
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.notifications import queries, service


def write_daily_mails() -> Iterator[None]:
    today = clock.today()
    for person in queries.wait_for_daily_mail():
        service.mail_of_the_day(person, today)
        yield


registry.each_night(NightlyStep("daily_mail", 90, write_daily_mails))
