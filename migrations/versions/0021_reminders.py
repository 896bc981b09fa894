"""Reminders before deadlines, once each: the horizons as day rules, and what was reminded of."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
RULES = sa.table(
    'day_rule',
    sa.column('key', sa.String),
    sa.column('ruleset', sa.String),
    sa.column('days', sa.Integer),
    sa.column('unit', sa.String),
    sa.column('legal_basis', sa.String),
    sa.column('verified', sa.Boolean),
    sa.column('valid_from', sa.Date),
    sa.column('created_at', models.UtcDateTime),
    sa.column('updated_at', models.UtcDateTime),
    sa.column('row_version', sa.Integer),
)
HORIZONS = {'remind_first': 15, 'remind_second': 7, 'remind_last': 3}
RULESETS = {'L2015': date(2016, 7, 1), 'L2025': date(2026, 3, 1)}
BASIS = 'Quy định nội bộ (đề xuất): nhắc trước hạn 15, 7, 3 ngày'


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('subject_kind', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('horizon', sa.String(length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('subject_kind', 'subject_id', 'horizon', 'due_on', name=op.f('uq_reminder_subject_kind_subject_id_horizon_due_on'))
    )
    now = clock.now()
    op.bulk_insert(RULES, [
        {'key': key, 'ruleset': ruleset, 'days': days, 'unit': 'day', 'legal_basis': BASIS, 'verified': False,
         'valid_from': since, 'created_at': now, 'updated_at': now, 'row_version': 1}
        for key, days in HORIZONS.items() for ruleset, since in RULESETS.items()
    ])


def downgrade() -> None:
    """Notices stay; that something was reminded of is forgotten with the horizons."""
    op.execute(RULES.delete().where(RULES.c.key.in_(list(HORIZONS))))
    op.drop_table('reminder')
