"""What is done outside of requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0020'
down_revision = '0010'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('job',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('payload', models.Json, nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('run_after', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('leased_until', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('started_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('finished_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', BIG, nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name=op.f('ck_job_state')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_job_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_next', ['state', 'run_after', 'id'], unique=False)
        batch_op.create_index('ix_job_kind', ['kind', 'id'], unique=False)


def downgrade() -> None:
    """What was waiting to be done is forgotten; the events of records are kept."""
    op.drop_table('job')
