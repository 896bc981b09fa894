"""The jobs that read files and take them in; both begin anew where they were ended."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.core.i18n import _l
from tracker.extensions import db
from tracker.importing import taking
from tracker.importing.models import ImportRun
from tracker.importing.workflow import CHECK, WRITE
from tracker.jobs import registry
from tracker.jobs.registry import JobKind, Payload

MOST_ATTEMPTS = 4


def about(payload: Payload) -> str:
    run = db.session.get(ImportRun, int(payload["run"]))
    return run.file_name if run else str(payload["run"])


def check(payload: Payload) -> Iterator[None]:
    yield from taking.check(int(payload["run"]))


def take_in(payload: Payload) -> Iterator[None]:
    yield from taking.take_in(int(payload["run"]))


registry.register(
    JobKind(name=CHECK, label=_l("Kiểm tra tệp nhập"), run=check, about=about, most_attempts=MOST_ATTEMPTS)
)
registry.register(JobKind(name=WRITE, label=_l("Nhập từ tệp"), run=take_in, about=about, most_attempts=MOST_ATTEMPTS))
