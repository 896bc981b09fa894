"""Reminders before deadlines, once each: the horizons as day rules, and what was reminded of. Written
progress requests, and how often a council asks."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0014'
down_revision = '0013'
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
    op.create_table('progress_schedule',
    sa.Column('every_months', sa.Integer(), nullable=False),
    sa.Column('days_to_answer', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('council_id', BIG, nullable=False),
    sa.Column('created_by_id', BIG, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', BIG, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_progress_schedule_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_progress_schedule_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_progress_schedule_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_schedule')),
    sa.CheckConstraint('every_months BETWEEN 1 AND 24', name=op.f('ck_progress_schedule_every_months')),
    sa.CheckConstraint('days_to_answer BETWEEN 1 AND 180', name=op.f('ck_progress_schedule_days_to_answer')),
    sa.UniqueConstraint('council_id', name=op.f('uq_progress_schedule_council_id'))
    )
    op.create_index('ix_progress_schedule_council_id', 'progress_schedule', ['council_id'], unique=False)
    op.create_table('progress_request',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('recommendation_id', BIG, nullable=False),
    sa.Column('assignment_id', BIG, nullable=False),
    sa.Column('delegation_id', BIG, nullable=False),
    sa.Column('round_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('signer', sa.String(length=200), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=True),
    sa.Column('update_id', BIG, nullable=True),
    sa.Column('answer_number', sa.String(length=60), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('lapse_reason', sa.Text(), nullable=False),
    sa.Column('council_id', BIG, nullable=False),
    sa.Column('created_by_id', BIG, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', BIG, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_progress_request_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_progress_request_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_progress_request_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_request')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_progress_request_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_progress_request_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_progress_request_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['update_id'], ['progress_update.id'], name=op.f('fk_progress_request_update_id_progress_update')),
    sa.CheckConstraint("state IN ('draft', 'issued', 'answered', 'lapsed')", name=op.f('ck_progress_request_state')),
    sa.CheckConstraint("state NOT IN ('issued', 'answered') OR number IS NOT NULL", name=op.f('ck_progress_request_needs_number')),
    sa.CheckConstraint("state NOT IN ('issued') OR issued_on IS NOT NULL", name=op.f('ck_progress_request_needs_issued_on')),
    sa.CheckConstraint("state NOT IN ('answered') OR answered_on IS NOT NULL", name=op.f('ck_progress_request_needs_answered_on')),
    sa.UniqueConstraint('assignment_id', 'round_on', name=op.f('uq_progress_request_assignment_id_round_on')),
    sa.UniqueConstraint('council_id', 'code', name=op.f('uq_progress_request_council_id_code'))
    )
    for name, columns in {
        'ix_progress_request_council_id': ['council_id'],
        'ix_progress_request_recommendation_id': ['recommendation_id'],
        'ix_progress_request_delegation_id': ['delegation_id'],
        'ix_progress_request_state': ['council_id', 'state', 'id'],
    }.items():
        op.create_index(name, 'progress_request', columns, unique=False)


def downgrade() -> None:
    """Notices stay; that something was reminded of is forgotten with the horizons."""
    op.execute(RULES.delete().where(RULES.c.key.in_(list(HORIZONS))))
    op.drop_table('progress_request')
    op.drop_table('progress_schedule')
    op.drop_table('reminder')
