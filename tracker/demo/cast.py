"""Who and what the example record is made with."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.accounts.models import User
from tracker.organizations.models import Agency, Council


@dataclass(frozen=True)
class Cast:
    city: Council
    commune: Council
    users: dict[str, User]
    agencies: dict[str, Agency]
