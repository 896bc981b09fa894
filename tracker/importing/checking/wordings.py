"""Recommendations by their very words, whoever entered them and however."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select

from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing.checking import known
from tracker.recommendations.models import Addressee, Recommendation

COLUMNS = (
    Recommendation.id,
    Recommendation.delegation_id,
    Addressee.agency_id,
    Recommendation.text,
    Recommendation.code,
)


@dataclass
class Wordings:
    """The very words of the recommendations that delegations have already, to the same lead; each delegation is read once."""

    found: dict[bytes, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """(id, code) of those that say it, the oldest first."""
    of: set[int] = field(default_factory=set)

    def read(self, delegations: set[int]) -> None:
        for part in known.parts(delegations - self.of):
            query = (
                select(*COLUMNS)
                .join(Addressee, Addressee.recommendation_id == Recommendation.id)
                .where(Recommendation.delegation_id.in_(part), Addressee.role == "lead")
                .order_by(Recommendation.id)
            )
            for id, delegation, agency, text, code in db.session.execute(query):
                self.found[mark(delegation, agency, text)].append((id, code))
        self.of |= delegations

    def code_of(self, delegation: int, agency: int, text: str) -> str:
        """The code of the one that says this; "" where none does."""
        found = self.found.get(mark(delegation, agency, text))
        return found[-1][1] if found else ""

    def sole(self, delegation: int, agency: int, text: str) -> int:
        """The id of the only one that says this, else 0."""
        found = self.found.get(mark(delegation, agency, text), ())
        return found[0][0] if len(found) == 1 else 0


def mark(delegation: int, agency: int, text: str) -> bytes:
    """Short, however long the text is."""
    return hashlib.blake2b(f"{delegation} {agency} {fold(text)}".encode(), digest_size=16).digest()
