"""Changes of organisation with their documents, records handed over to successors, and who answers for a task now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state NOT IN ('implemented', 'not_implemented', 'waived')")
EACH_AGENCY = "uq_assignment_recommendation_id_agency_id"
EACH_OPEN = "uq_assignment_agency_open"
GIVE_BACK = """
    UPDATE assignment SET agency_id = (
        SELECT h.from_agency_id FROM agency_handover h
        WHERE h.subject_kind = 'assignment' AND h.subject_id = assignment.id ORDER BY h.id LIMIT 1
    )
    WHERE id IN (SELECT h.subject_id FROM agency_handover h WHERE h.subject_kind = 'assignment')
    AND EXISTS (
        SELECT 1 FROM assignment o WHERE o.recommendation_id = assignment.recommendation_id
        AND o.agency_id = assignment.agency_id AND o.id <> assignment.id
    )
"""
LEADS = """
    UPDATE recommendation SET lead_agency_id = (
        SELECT a.agency_id FROM assignment a WHERE a.recommendation_id = recommendation.id AND a.role = 'lead'
    )
    WHERE id IN (SELECT a.recommendation_id FROM assignment a WHERE a.role = 'lead')
"""


def upgrade() -> None:
    op.create_table(
        "agency_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("council_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attachment_id", BIG, nullable=True),
        sa.Column("made_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", BIG, nullable=True),
        sa.CheckConstraint("kind IN ('rename', 'merge', 'split', 'end')", name=op.f("ck_agency_change_kind")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_agency_change_attachment_id_attachment")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_agency_change_council_id_council")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_agency_change_made_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_change")),
    )
    op.create_index(op.f("ix_agency_change_council_id"), "agency_change", ["council_id"], unique=False)
    op.create_table(
        "agency_change_part",
        sa.Column("id", BIG, nullable=False),
        sa.Column("change_id", BIG, nullable=False),
        sa.Column("agency_id", BIG, nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.CheckConstraint("part IN ('old', 'new')", name=op.f("ck_agency_change_part_part")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_change_part_agency_id_agency")),
        sa.ForeignKeyConstraint(["change_id"], ["agency_change.id"], name=op.f("fk_agency_change_part_change_id_agency_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_change_part")),
        sa.UniqueConstraint("change_id", "agency_id", "part", name=op.f("uq_agency_change_part_change_id_agency_id_part")),
    )
    op.create_index(op.f("ix_agency_change_part_agency_id"), "agency_change_part", ["agency_id"], unique=False)
    op.create_table(
        "agency_handover",
        sa.Column("id", BIG, nullable=False),
        sa.Column("council_id", BIG, nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_code", sa.String(length=80), nullable=False),
        sa.Column("from_agency_id", BIG, nullable=False),
        sa.Column("from_name", sa.String(length=300), nullable=False),
        sa.Column("to_agency_id", BIG, nullable=False),
        sa.Column("to_name", sa.String(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("handed_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_by_id", BIG, nullable=True),
        sa.Column("event_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_agency_handover_council_id_council")),
        sa.ForeignKeyConstraint(["event_id"], ["audit_event.id"], name=op.f("fk_agency_handover_event_id_audit_event")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_agency_handover_from_agency_id_agency")),
        sa.ForeignKeyConstraint(["handed_by_id"], ["user_account.id"], name=op.f("fk_agency_handover_handed_by_id_user_account")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_agency_handover_to_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_handover")),
    )
    op.create_index(op.f("ix_agency_handover_council_id"), "agency_handover", ["council_id"], unique=False)
    op.create_index("ix_agency_handover_subject", "agency_handover", ["subject_kind", "subject_id", "id"], unique=False)
    for side in ("from", "to"):
        columns = [f"{side}_agency_id", "subject_kind", "subject_id"]
        op.create_index(f"ix_agency_handover_{side}", "agency_handover", columns, unique=False)
    with op.batch_alter_table("assignment", table_args=checks()) as batch:
        batch.add_column(sa.Column("taken_over_by", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("taken_over_on", sa.Date(), nullable=True))
        batch.drop_constraint(EACH_AGENCY, type_="unique")
    with op.batch_alter_table("assignment", table_args=checks()) as batch:
        batch.alter_column("taken_over_by", server_default=None, existing_type=sa.String(length=300), existing_nullable=False)
    op.create_index(
        EACH_OPEN,
        "assignment",
        ["recommendation_id", "agency_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Tasks stay with the agency that holds them. Where it has two of one recommendation, the one that was handed over
    returns to the agency that had it first: before, the database knew one task an agency."""
    op.drop_index(EACH_OPEN, table_name="assignment")
    op.execute(GIVE_BACK)
    op.execute(LEADS)
    with op.batch_alter_table("assignment", table_args=checks()) as batch:
        batch.create_unique_constraint(EACH_AGENCY, ["recommendation_id", "agency_id"])
        batch.drop_column("taken_over_on")
        batch.drop_column("taken_over_by")
    for table in ("agency_handover", "agency_change_part", "agency_change"):
        op.drop_table(table)


def checks() -> list[sa.CheckConstraint]:
    """The table's own CHECK constraints: SQLite rebuilds the table, and Alembic would leave them out."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    known = sa.inspect(op.get_bind()).get_check_constraints("assignment")
    return [sa.CheckConstraint(check["sqltext"], name=op.f(check["name"])) for check in known]
