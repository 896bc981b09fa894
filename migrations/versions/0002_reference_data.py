"""The calendar of holidays and the day counts of the law, as the product knew them; an administrator corrects them."""

from __future__ import annotations

import csv
from datetime import date

import sqlalchemy as sa
from alembic import op

from tracker.config import ROOT

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DAYS = sa.table(
    "calendar_day",
    sa.column("day", sa.Date),
    sa.column("kind", sa.String),
    sa.column("name", sa.String),
    sa.column("legal_basis", sa.String),
    sa.column("source", sa.String),
    sa.column("confirmed", sa.Boolean),
)
RULES = sa.table(
    "day_rule",
    sa.column("key", sa.String),
    sa.column("ruleset", sa.String),
    sa.column("days", sa.Integer),
    sa.column("unit", sa.String),
    sa.column("legal_basis", sa.String),
    sa.column("verified", sa.Boolean),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
)


def upgrade() -> None:
    op.bulk_insert(DAYS, [day(row) for row in rows("days.csv")])
    op.bulk_insert(RULES, [rule(row) for row in rows("rules.csv")])


def downgrade() -> None:
    op.execute(DAYS.delete())
    op.execute(RULES.delete())


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "tracker" / "calendar" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(row: dict[str, str]) -> dict[str, object]:
    return row | {"day": date.fromisoformat(row["day"]), "confirmed": row["confirmed"] == "true"}


def rule(row: dict[str, str]) -> dict[str, object]:
    return {
        "key": row["key"],
        "ruleset": row["ruleset"],
        "days": int(row["days"]),
        "unit": row["unit"],
        "legal_basis": row["legal_basis"],
        "verified": row["verified"] == "1",
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }
