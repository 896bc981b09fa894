"""Outlines, requests for reports, answers and reports; figures of quarters, and the series that figures belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models
from tracker.core.text import fold
from tracker.search import ddl

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

FIGURE = sa.table(
    'figure',
    sa.column('id', sa.Integer),
    sa.column('indicator', sa.String),
    sa.column('unit', sa.String),
    sa.column('period_kind', sa.String),
    sa.column('quarter', sa.Integer),
    sa.column('series_key', sa.String),
)


def upgrade() -> None:
    op.create_table('outline',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('frozen_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('replaces_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'frozen')", name=op.f('ck_outline_state')),
    sa.CheckConstraint("state NOT IN ('frozen') OR frozen_at IS NOT NULL", name=op.f('ck_outline_needs_frozen_at')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_outline_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_outline_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_outline_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['replaces_id'], ['outline.id'], name=op.f('fk_outline_replaces_id_outline')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_outline_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outline')),
    sa.UniqueConstraint('delegation_id', 'code', name=op.f('uq_outline_delegation_id_code')),
    sa.UniqueConstraint('delegation_id', 'number', name=op.f('uq_outline_delegation_id_number'))
    )
    with op.batch_alter_table('outline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outline_council_id'), ['council_id'], unique=False)

    op.create_table('outline_item',
    sa.Column('outline_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('guidance', sa.Text(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('origin_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['outline_id'], ['outline.id'], name=op.f('fk_outline_item_outline_id_outline')),
    sa.ForeignKeyConstraint(['parent_id'], ['outline_item.id'], name=op.f('fk_outline_item_parent_id_outline_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outline_item'))
    )
    with op.batch_alter_table('outline_item', schema=None) as batch_op:
        batch_op.create_index('ix_outline_item_origin', ['origin_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outline_item_outline_id'), ['outline_id'], unique=False)

    op.create_table('report_request',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agency_name', sa.String(length=300), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('outline_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('letter_number', sa.String(length=60), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('received_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('supplement_due_on', sa.Date(), nullable=True),
    sa.Column('supplement_note', sa.Text(), nullable=False),
    sa.Column('supplement_items', models.Json, nullable=False),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'sent', 'received', 'submitted', 'changes_requested', 'accepted', 'waived', 'not_submitted')", name=op.f('ck_report_request_state')),
    sa.CheckConstraint("state NOT IN ('changes_requested') OR supplement_due_on IS NOT NULL", name=op.f('ck_report_request_needs_supplement_due_on')),
    sa.CheckConstraint("state NOT IN ('received', 'submitted', 'changes_requested', 'accepted') OR received_at IS NOT NULL", name=op.f('ck_report_request_needs_received_at')),
    sa.CheckConstraint("state NOT IN ('sent', 'received', 'submitted', 'changes_requested', 'accepted') OR sent_on IS NOT NULL", name=op.f('ck_report_request_needs_sent_on')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_report_request_agency_id_agency')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_report_request_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_report_request_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_report_request_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['outline_id'], ['outline.id'], name=op.f('fk_report_request_outline_id_outline')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_report_request_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_request')),
    sa.UniqueConstraint('delegation_id', 'agency_id', 'round', name=op.f('uq_report_request_delegation_id_agency_id_round')),
    sa.UniqueConstraint('delegation_id', 'code', name=op.f('uq_report_request_delegation_id_code'))
    )
    with op.batch_alter_table('report_request', schema=None) as batch_op:
        batch_op.create_index('ix_report_request_agency', ['agency_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_request_council_id'), ['council_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_request_delegation_id'), ['delegation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_request_outline_id'), ['outline_id'], unique=False)
        batch_op.create_index('ix_report_request_state', ['council_id', 'state', 'due_on'], unique=False)

    op.create_table('agency_report',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('signer', sa.String(length=200), nullable=False),
    sa.Column('authorisation', sa.String(length=300), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('was_due_on', sa.Date(), nullable=False),
    sa.Column('late_reason', sa.Text(), nullable=False),
    sa.Column('on_paper', sa.Boolean(), nullable=False),
    sa.Column('accepted_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('content', models.Json, nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_report_agency_id_agency')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_agency_report_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_agency_report_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_agency_report_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['request_id'], ['report_request.id'], name=op.f('fk_agency_report_request_id_report_request')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_agency_report_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_report')),
    sa.UniqueConstraint('delegation_id', 'code', name=op.f('uq_agency_report_delegation_id_code')),
    sa.UniqueConstraint('request_id', 'version', name=op.f('uq_agency_report_request_id_version'))
    )
    with op.batch_alter_table('agency_report', schema=None) as batch_op:
        batch_op.create_index('ix_agency_report_agency', ['agency_id', 'delegation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agency_report_council_id'), ['council_id'], unique=False)

    op.create_table('answer',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_answer_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_answer_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['item_id'], ['outline_item.id'], name=op.f('fk_answer_item_id_outline_item')),
    sa.ForeignKeyConstraint(['request_id'], ['report_request.id'], name=op.f('fk_answer_request_id_report_request')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_answer_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('request_id', 'item_id', name=op.f('uq_answer_request_id_item_id'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_council_id'), ['council_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_item_id'), ['item_id'], unique=False)

    op.create_table('outline_figure',
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('indicator', sa.String(length=500), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('period_kind', sa.String(length=12), nullable=False),
    sa.Column('period_from', sa.Integer(), nullable=True),
    sa.Column('period_to', sa.Integer(), nullable=True),
    sa.Column('quarter', sa.Integer(), nullable=True),
    sa.Column('each', sa.String(length=10), nullable=False),
    sa.Column('scope', sa.String(length=300), nullable=False),
    sa.Column('origin_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("(quarter IS NOT NULL) = (period_kind = 'quarter')", name=op.f('ck_outline_figure_quarter')),
    sa.CheckConstraint("each IN ('', 'year', 'quarter')", name=op.f('ck_outline_figure_each')),
    sa.CheckConstraint("period_kind IN ('span', 'year', 'quarter', 'cumulative')", name=op.f('ck_outline_figure_period_kind')),
    sa.CheckConstraint('period_from IS NULL OR period_to IS NULL OR period_from <= period_to', name=op.f('ck_outline_figure_period')),
    sa.ForeignKeyConstraint(['item_id'], ['outline_item.id'], name=op.f('fk_outline_figure_item_id_outline_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outline_figure'))
    )
    with op.batch_alter_table('outline_figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outline_figure_item_id'), ['item_id'], unique=False)

    op.create_table('answer_figure',
    sa.Column('answer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('period', sa.String(length=20), nullable=False),
    sa.Column('qualifier', sa.String(length=10), nullable=False),
    sa.Column('value', models.ExactDecimal(length=40), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('figure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("qualifier IN ('exactly', 'nearly', 'over', 'under', 'about')", name=op.f('ck_answer_figure_qualifier')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_answer_figure_answer_id_answer')),
    sa.ForeignKeyConstraint(['figure_id'], ['figure.id'], name=op.f('fk_answer_figure_figure_id_figure')),
    sa.ForeignKeyConstraint(['line_id'], ['outline_figure.id'], name=op.f('fk_answer_figure_line_id_outline_figure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_figure')),
    sa.UniqueConstraint('answer_id', 'line_id', 'period', name=op.f('uq_answer_figure_answer_id_line_id_period'))
    )
    with op.batch_alter_table('answer_figure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_figure_figure_id'), ['figure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_figure_line_id'), ['line_id'], unique=False)

    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('quarter', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('series_key', sa.String(length=600), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('superseded', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(op.f('ck_figure_period_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_figure_period_kind'), "period_kind IN ('span', 'year', 'quarter', 'cumulative')")
        batch_op.create_check_constraint(op.f('ck_figure_quarter'), "(quarter IS NOT NULL) = (period_kind = 'quarter')")
        batch_op.create_check_constraint(op.f('ck_figure_quarter_number'), 'quarter BETWEEN 1 AND 4')
    fill_series()
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.alter_column('series_key', existing_type=sa.String(length=600), server_default=None)
        batch_op.alter_column('superseded', existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index('ix_figure_series', ['council_id', 'series_key'], unique=False)


def fill_series() -> None:
    """Figures that are there already belong to series too."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(FIGURE.c.id, FIGURE.c.indicator, FIGURE.c.unit)).all()
    changes = [{'figure': id, 'key': f"{fold(indicator)}|{fold(unit) or unit.strip()}"[:600]} for id, indicator, unit in rows]
    if changes:
        connection.execute(FIGURE.update().where(FIGURE.c.id == sa.bindparam('figure')).values(series_key=sa.bindparam('key')), changes)


def downgrade() -> None:
    """Quarters become years, for the older version knows none; outlines, requests, answers and reports go."""
    op.execute(FIGURE.update().where(FIGURE.c.period_kind == 'quarter').values(period_kind='year', quarter=None))
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM search_entry WHERE kind IN ('outline', 'report')"))
    ddl.rebuild(connection)
    with op.batch_alter_table('figure', schema=None) as batch_op:
        batch_op.drop_index('ix_figure_series')
        batch_op.drop_constraint(op.f('ck_figure_quarter_number'), type_='check')
        batch_op.drop_constraint(op.f('ck_figure_quarter'), type_='check')
        batch_op.drop_constraint(op.f('ck_figure_period_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_figure_period_kind'), "period_kind IN ('span', 'year', 'cumulative')")
        batch_op.drop_column('superseded')
        batch_op.drop_column('series_key')
        batch_op.drop_column('quarter')
    for table in ('answer_figure', 'answer', 'agency_report', 'report_request', 'outline_figure', 'outline_item', 'outline'):
        op.drop_table(table)
