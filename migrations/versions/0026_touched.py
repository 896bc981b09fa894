"""The index by which it is asked when a record was last touched also tells what the system did by itself."""

from __future__ import annotations

from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

NAME = 'ix_audit_event_touched'
COLUMNS = ['thread_kind', 'thread_id', 'at', 'agency_id', 'audience']


def upgrade() -> None:
    op.drop_index(op.f(NAME), 'audit_event')
    op.create_index(op.f(NAME), 'audit_event', [*COLUMNS, 'role'])


def downgrade() -> None:
    op.drop_index(op.f(NAME), 'audit_event')
    op.create_index(op.f(NAME), 'audit_event', COLUMNS)
