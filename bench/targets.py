"""What is visited: ids picked from the database, the same for the product and the floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import create_engine, text

from tracker.core import clock

AGENCY = "SELECT id FROM agency WHERE council_id = 1 AND code = :code"
RECORDS = """SELECT r.id FROM recommendation r WHERE r.council_id = 1 AND r.state = 'closed'
  AND (SELECT count(*) FROM assignment a WHERE a.recommendation_id = r.id) = 2 ORDER BY r.id DESC LIMIT 25"""
TASKS = """SELECT a.id FROM assignment a WHERE a.agency_id = :agency AND a.state = 'in_progress'
  AND NOT EXISTS (SELECT 1 FROM progress_update u WHERE u.assignment_id = a.id AND u.state = 'draft')
  ORDER BY a.id LIMIT 50"""
USER = "SELECT id FROM user_account WHERE username = :username"
COUNT = "SELECT count(*) FROM recommendation"


@dataclass(frozen=True)
class Targets:
    size: int
    agency: int
    officer: int
    """The account `vanphong`."""
    records: list[int]
    tasks: list[int]
    """Tasks of the agency on which it may report."""

    @property
    def past(self) -> str:
        """The day a year ago."""
        return (clock.today() - timedelta(days=365)).isoformat()


def find(address: str) -> Targets:
    engine = create_engine(address)
    with engine.connect() as connection:
        agency = connection.scalar(text(AGENCY), {"code": "BQLKKT"})
        found = Targets(
            size=connection.scalar(text(COUNT)) or 0,
            agency=agency or 0,
            officer=connection.scalar(text(USER), {"username": "vanphong"}) or 0,
            records=list(connection.scalars(text(RECORDS))),
            tasks=list(connection.scalars(text(TASKS), {"agency": agency})),
        )
    engine.dispose()
    return found
