"""The example delegation while it is being made: its people, its agencies, its papers, its days."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.delegations.models import Delegation
from tracker.demo.accounts import acting
from tracker.demo.cast import Cast
from tracker.demo.sample_pdf import sample_pdf
from tracker.organizations.models import Agency
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine


@dataclass
class Stage:
    """The delegation while it is being made."""

    cast: Cast
    told: dict[str, Any]
    delegation: Delegation = field(init=False)
    session: WorkingSession = field(init=False)

    def who(self, username: str) -> Actor:
        return acting(self.cast.users, username)

    def agency(self, code: str) -> Agency:
        return self.cast.agencies[code]

    def paper(self, name: str, by: str) -> list[Attachment]:
        """A one-page PDF that says it is an example."""
        pdf = io.BytesIO(sample_pdf(name))
        return [attachments.store(pdf, name, self.cast.users[by].id, self.cast.city.id)]

    def step(self, record: Any, name: str, by: str, **answers: Any) -> None:
        engine.perform(record, name, self.who(by), answers)


def on(day: str, hour: int = 9) -> Any:
    """It is that day of 2026, at that hour in Viet Nam."""
    return clock.standing_at(datetime.combine(date.fromisoformat(day), time(hour), tzinfo=clock.HANOI))
