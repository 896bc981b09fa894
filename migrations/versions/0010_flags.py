"""What was said about figures that need a look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('flag_note',
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('flag', sa.String(length=40), nullable=False),
    sa.Column('series_key', sa.String(length=600), nullable=False),
    sa.Column('figures', models.Json, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_by_name', sa.String(length=200), nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("kind IN ('sum', 'jump', 'missing', 'disagreement', 'twice')", name=op.f('ck_flag_note_kind')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_flag_note_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_flag_note_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_flag_note_delegation_id_delegation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag_note'))
    )
    with op.batch_alter_table('flag_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_note_council_id'), ['council_id'], unique=False)
        batch_op.create_index('ix_flag_note_flag', ['delegation_id', 'flag'], unique=False)


def downgrade() -> None:
    """The findings made of flags stay; that they were made of them is forgotten."""
    op.execute(sa.text("DELETE FROM link WHERE source_kind = 'flag_note' OR target_kind = 'flag_note'"))
    op.drop_table('flag_note')
