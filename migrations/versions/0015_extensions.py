"""Requests for a later deadline, and how often a task's deadline was extended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
UNDECIDED = sa.text("state IN ('draft', 'requested')")


def upgrade() -> None:
    op.add_column('assignment', sa.Column('extension_count', sa.Integer(), nullable=False, server_default='0'))
    op.create_table('extension',
    sa.Column('assignment_id', ID, nullable=False),
    sa.Column('delegation_id', ID, nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('old_due_on', sa.Date(), nullable=False),
    sa.Column('proposed_due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('drafted_by_id', ID, nullable=True),
    sa.Column('requested_by_id', ID, nullable=True),
    sa.Column('requested_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', ID, nullable=True),
    sa.Column('decided_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.Column('document_id', ID, nullable=True),
    sa.Column('council_id', ID, nullable=False),
    sa.Column('created_by_id', ID, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', ID, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.CheckConstraint("new_due_on IS NULL OR new_due_on > old_due_on", name=op.f('ck_extension_later')),
    sa.CheckConstraint("state IN ('draft', 'requested', 'granted', 'refused')", name=op.f('ck_extension_state')),
    sa.CheckConstraint("state NOT IN ('requested', 'granted', 'refused') OR requested_at IS NOT NULL", name=op.f('ck_extension_needs_requested_at')),
    sa.CheckConstraint("state NOT IN ('granted', 'refused') OR decided_at IS NOT NULL", name=op.f('ck_extension_needs_decided_at')),
    sa.CheckConstraint("state NOT IN ('granted') OR new_due_on IS NOT NULL", name=op.f('ck_extension_needs_new_due_on')),
    sa.CheckConstraint("state NOT IN ('granted', 'refused') OR document_id IS NOT NULL", name=op.f('ck_extension_needs_document_id')),
    *(sa.ForeignKeyConstraint([name], [f'{table}.id'], name=op.f(f'fk_extension_{name}_{table}')) for name, table in (
        ('assignment_id', 'assignment'), ('delegation_id', 'delegation'), ('drafted_by_id', 'user_account'),
        ('requested_by_id', 'user_account'), ('decided_by_id', 'user_account'), ('document_id', 'delegation_document'),
        ('council_id', 'council'), ('created_by_id', 'user_account'), ('updated_by_id', 'user_account'),
    )),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        for name in ('assignment_id', 'council_id', 'delegation_id'):
            batch_op.create_index(batch_op.f(f'ix_extension_{name}'), [name], unique=False)
        batch_op.create_index('ix_extension_waiting', ['council_id', 'state', 'requested_at'], unique=False)
        batch_op.create_index('uq_extension_open', ['assignment_id'], unique=True, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED)


def downgrade() -> None:
    op.drop_table('extension')
    op.drop_column('assignment', 'extension_count')
