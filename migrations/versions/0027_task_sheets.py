"""Workbooks in which an agency brings its open tasks back: files, their rows, what came of each row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}'))
        for column, target in columns.items()
    ]


def upgrade() -> None:
    op.create_table(
        'task_sheet',
        sa.Column('agency_id', ID, nullable=False),
        sa.Column('file_name', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('attachment_id', ID, nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ('rows', 'unchanged', 'taken')),
        sa.Column('council_id', ID, nullable=False),
        sa.Column('created_by_id', ID, nullable=True),
        sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('updated_by_id', ID, nullable=True),
        sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('id', ID, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'finished')", name=op.f('ck_task_sheet_state')),
        *keys(
            'task_sheet', agency_id='agency', attachment_id='attachment', council_id='council',
            created_by_id='user_account', updated_by_id='user_account',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_sheet')),
    )
    op.create_index(op.f('ix_task_sheet_council_id'), 'task_sheet', ['council_id'])
    op.create_index('ix_task_sheet_listed', 'task_sheet', ['agency_id', 'id'])
    op.create_table(
        'task_sheet_row',
        sa.Column('sheet_id', ID, nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('code', sa.String(length=80), nullable=False),
        sa.Column('assignment_id', ID, nullable=True),
        sa.Column('fault', sa.String(length=10), nullable=True),
        sa.Column('said', models.Json, nullable=False),
        sa.Column('cells', sa.Integer(), nullable=False),
        sa.Column('base', models.Json, nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('about', models.Json, nullable=False),
        sa.Column('id', ID, nullable=False),
        sa.CheckConstraint(
            "fault IS NULL OR fault IN ('twice', 'added', 'unknown')", name=op.f('ck_task_sheet_row_fault')
        ),
        sa.CheckConstraint('fault IS NOT NULL OR assignment_id IS NOT NULL', name=op.f('ck_task_sheet_row_about')),
        *keys('task_sheet_row', sheet_id='task_sheet', assignment_id='assignment'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_sheet_row')),
        sa.UniqueConstraint('sheet_id', 'number', name=op.f('uq_task_sheet_row_sheet_id_number')),
    )
    op.create_index(op.f('ix_task_sheet_row_assignment_id'), 'task_sheet_row', ['assignment_id'])
    op.create_table(
        'task_sheet_outcome',
        sa.Column('row_id', ID, nullable=False),
        sa.Column('at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('actor_id', ID, nullable=True),
        sa.Column('done', sa.Boolean(), nullable=False),
        sa.Column('why_not', sa.Text(), nullable=False),
        sa.Column('did', models.Json, nullable=False),
        sa.Column('replaced', models.Json, nullable=False),
        sa.Column('id', ID, nullable=False),
        *keys('task_sheet_outcome', row_id='task_sheet_row', actor_id='user_account'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_sheet_outcome')),
    )
    op.create_index(op.f('ix_task_sheet_outcome_row_id'), 'task_sheet_outcome', ['row_id'])


def downgrade() -> None:
    for table in ('task_sheet_outcome', 'task_sheet_row', 'task_sheet'):
        op.drop_table(table)
