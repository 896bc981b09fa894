"""Evidence item by item: until when it is in force, versions of a line, who judged it when.

Verdicts given before are dated by the report they were given with, else by the last change of the item.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('evidence_item', sa.Column('valid_until', sa.Date(), nullable=True))
    op.add_column('evidence_item', sa.Column('version_number', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('evidence_item', sa.Column('judged_at', models.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table('evidence_item') as batch:
        batch.add_column(sa.Column('replaces_id', ID, nullable=True))
        batch.add_column(sa.Column('judged_by_id', ID, nullable=True))
        batch.create_foreign_key(op.f('fk_evidence_item_replaces_id_evidence_item'), 'evidence_item', ['replaces_id'], ['id'])
        batch.create_foreign_key(op.f('fk_evidence_item_judged_by_id_user_account'), 'user_account', ['judged_by_id'], ['id'])
        batch.create_unique_constraint(op.f('uq_evidence_item_replaces_id'), ['replaces_id'])
        batch.create_check_constraint(op.f('ck_evidence_item_line'), '(version_number = 1) = (replaces_id IS NULL)')
    date_verdicts()
    with op.batch_alter_table('evidence_item') as batch:
        batch.create_check_constraint(
            op.f('ck_evidence_item_needs_judged_at'), "state NOT IN ('accepted', 'rejected', 'expired') OR judged_at IS NOT NULL"
        )
        batch.create_index('ix_evidence_item_state', ['council_id', 'state', 'valid_until'], unique=False)


def date_verdicts() -> None:
    """An accepted item was accepted with its report; a rejected or expired one by whoever changed it last."""
    for column, of_report, of_item in (('judged_at', 'reviewed_at', 'updated_at'), ('judged_by_id', 'reviewed_by_id', 'updated_by_id')):
        report = f'(SELECT {of_report} FROM progress_update WHERE progress_update.id = evidence_item.update_id)'
        op.execute(f"UPDATE evidence_item SET {column} = COALESCE({report}, {of_item}) WHERE state = 'accepted'")
        op.execute(f"UPDATE evidence_item SET {column} = {of_item} WHERE state IN ('rejected', 'expired')")


def downgrade() -> None:
    with op.batch_alter_table('evidence_item') as batch:
        batch.drop_index('ix_evidence_item_state')
        batch.drop_constraint(op.f('ck_evidence_item_needs_judged_at'), type_='check')
        batch.drop_constraint(op.f('ck_evidence_item_line'), type_='check')
        batch.drop_constraint(op.f('uq_evidence_item_replaces_id'), type_='unique')
        batch.drop_constraint(op.f('fk_evidence_item_judged_by_id_user_account'), type_='foreignkey')
        batch.drop_constraint(op.f('fk_evidence_item_replaces_id_evidence_item'), type_='foreignkey')
        for name in ('judged_by_id', 'replaces_id', 'judged_at', 'version_number', 'valid_until'):
            batch.drop_column(name)
