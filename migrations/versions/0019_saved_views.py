"""Saved views, and with which somebody opens a list; the numbers a council looks over its tasks by; indexes for that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
OPEN = "state NOT IN ('implemented', 'not_implemented', 'waived')"
ROOM = ['council_id', 'due_key', 'due_ends_on', 'state', 'sent_on', 'agency_id', 'delegation_id', 'recommendation_id']


def upgrade() -> None:
    op.create_table('control_setting',
    sa.Column('quiet_days', sa.Integer(), nullable=False),
    sa.Column('first_border', sa.Integer(), nullable=False),
    sa.Column('second_border', sa.Integer(), nullable=False),
    sa.Column('third_border', sa.Integer(), nullable=False),
    *record('control_setting'),
    sa.CheckConstraint('quiet_days BETWEEN 1 AND 3650', name=op.f('ck_control_setting_quiet_days')),
    sa.CheckConstraint(
        'first_border >= 1 AND second_border > first_border AND third_border > second_border',
        name=op.f('ck_control_setting_borders'),
    ),
    sa.UniqueConstraint('council_id', name=op.f('uq_control_setting_council_id'))
    )
    op.create_index(op.f('ix_control_setting_council_id'), 'control_setting', ['council_id'], unique=False)
    op.create_table('saved_view',
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    *record('saved_view'),
    sa.CheckConstraint("place IN ('recommendations', 'room', 'tasks', 'waiting')", name=op.f('ck_saved_view_place')),
    sa.UniqueConstraint('created_by_id', 'place', 'name', name=op.f('uq_saved_view_created_by_id_place_name'))
    )
    op.create_index(op.f('ix_saved_view_council_id'), 'saved_view', ['council_id'], unique=False)
    op.create_index('ix_saved_view_shared', 'saved_view', ['council_id', 'place', 'shared'], unique=False)
    op.create_table('view_default',
    sa.Column('user_id', ID, nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('view_id', ID, nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_view_default_user_id_user_account')),
    sa.ForeignKeyConstraint(['view_id'], ['saved_view.id'], name=op.f('fk_view_default_view_id_saved_view')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_view_default')),
    sa.UniqueConstraint('user_id', 'place', name=op.f('uq_view_default_user_id_place'))
    )
    op.create_index(op.f('ix_view_default_view_id'), 'view_default', ['view_id'], unique=False)
    op.create_index('ix_assignment_room', 'assignment', ROOM, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.create_index('ix_audit_event_touched', 'audit_event', ['thread_kind', 'thread_id', 'at', 'agency_id', 'audience'])


def record(table: str) -> list[sa.SchemaItem]:
    """The columns of every record, with their constraints."""
    return [
        sa.Column('council_id', ID, nullable=False),
        sa.Column('created_by_id', ID, nullable=True),
        sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('updated_by_id', ID, nullable=True),
        sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('id', ID, nullable=False),
        sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f(f'fk_{table}_council_id_council')),
        sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f(f'fk_{table}_created_by_id_user_account')),
        sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f(f'fk_{table}_updated_by_id_user_account')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]


def downgrade() -> None:
    op.drop_index('ix_audit_event_touched', table_name='audit_event')
    op.drop_index('ix_assignment_room', table_name='assignment')
    op.drop_table('view_default')
    op.drop_table('saved_view')
    op.drop_table('control_setting')
