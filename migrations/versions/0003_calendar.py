"""Days, years and day counts are records: who changed them, when, and in which version.

The days get a number of their own; what had been entered stays.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAY = ("day", "kind", "name", "legal_basis", "source", "confirmed")
RULE = ("id", "key", "ruleset", "days", "unit", "legal_basis", "verified", "valid_from", "valid_to")


def upgrade() -> None:
    days, rules = rows("calendar_day", DAY), rows("day_rule", RULE)
    op.drop_table("calendar_day")
    op.drop_table("day_rule")
    new_days = op.create_table("calendar_day", *day_columns(), *kept("calendar_day"), *day_constraints(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")))
    new_rules = op.create_table("day_rule", *rule_columns(), *kept("day_rule"), *rule_constraints(),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_day_rule_validity")))
    op.create_table(
        "calendar_year",
        sa.Column("announcement", sa.String(length=500), nullable=False),
        sa.Column("confirmed_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", BIG, nullable=True),
        *kept("calendar_year"),
        sa.CheckConstraint("confirmed_at IS NULL OR announcement <> ''", name=op.f("ck_calendar_year_announcement")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name=op.f("fk_calendar_year_confirmed_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
    )
    now = datetime.now(UTC)
    fresh = {"created_at": now, "updated_at": now, "row_version": 1}
    op.bulk_insert(new_days, [row | fresh for row in days])
    for row in rules:
        row.pop("id")
    op.bulk_insert(new_rules, [row | fresh for row in rules])


def downgrade() -> None:
    days, rules = rows("calendar_day", DAY), rows("day_rule", RULE)
    op.drop_table("calendar_year")
    op.drop_table("day_rule")
    op.drop_table("calendar_day")
    old_days = op.create_table("calendar_day", *day_columns(), *day_constraints(),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")))
    old_rules = op.create_table("day_rule", *rule_columns(), sa.Column("id", BIG, nullable=False), *rule_constraints())
    op.bulk_insert(old_days, days)
    for row in rules:
        row.pop("id")
    op.bulk_insert(old_rules, rules)


def rows(name: str, columns: tuple[str, ...]) -> list[dict[str, object]]:
    """What the table holds now, in the order in which it was entered."""
    types = {"day": sa.Date(), "valid_from": sa.Date(), "valid_to": sa.Date(), "confirmed": sa.Boolean(), "verified": sa.Boolean()}
    table = sa.table(name, *(sa.column(column, types.get(column)) for column in columns))
    found = op.get_bind().execute(sa.select(table).order_by(table.c[columns[0]]))
    return [dict(row._mapping) for row in found]


def day_columns() -> list[sa.Column]:
    return [
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
    ]


def day_constraints() -> list[sa.Constraint]:
    return [sa.CheckConstraint("kind IN ('holiday', 'swap_off', 'swap_work')", name=op.f("ck_calendar_day_kind"))]


def rule_columns() -> list[sa.Column]:
    return [
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("ruleset", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
    ]


def rule_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("unit IN ('day', 'working_day')", name=op.f("ck_day_rule_unit")),
        sa.CheckConstraint("days >= 0", name=op.f("ck_day_rule_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_rule")),
        sa.UniqueConstraint("key", "ruleset", "valid_from", name=op.f("uq_day_rule_key_ruleset_valid_from")),
    ]


def kept(table: str) -> list[sa.schema.SchemaItem]:
    """The columns of a record that administrators keep."""
    return [
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("created_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", BIG, nullable=True),
        sa.Column("updated_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"], name=op.f(f"fk_{table}_created_by_id_user_account")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user_account.id"], name=op.f(f"fk_{table}_updated_by_id_user_account")),
    ]
