"""Each night: what nobody can ask for any more is removed."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.accounts import keeping
from tracker.administration import job_queries
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep


def tidy_up() -> Iterator[None]:
    keeping.forget_old()
    yield
    job_queries.forget_done()
    yield


registry.each_night(NightlyStep("tidy_up", 10, tidy_up))
