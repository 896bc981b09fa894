"""Templates of delegations, plans and expected documents; who may head a delegation, as data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

HEAD_RULES = sa.table(
    'head_rule',
    sa.column('owner_kind', sa.String),
    sa.column('ruleset', sa.String),
    sa.column('offices', models.Json),
    sa.column('legal_basis', sa.String),
    sa.column('verified', sa.Boolean),
    sa.column('updated_at', models.UtcDateTime),
    sa.column('row_version', sa.Integer),
)
OFFICES = (
    ('council', ['Chủ tịch HĐND', 'Phó Chủ tịch HĐND'], 'Điều 62 Luật 87/2015/QH13', True),
    ('standing_committee', ['Phó Chủ tịch HĐND', 'Ủy viên Thường trực'], 'Điều 70 Luật 87/2015/QH13', True),
    ('committee', ['Trưởng Ban', 'Phó Trưởng Ban'], 'Điều 80 Luật 87/2015/QH13', True),
    ('deputy_group', ['Tổ trưởng', 'Tổ phó'], 'Quy chế giám sát HĐND tỉnh Lào Cai', False),
)
"""Owner, offices, legal basis, checked; nobody has checked any of it under the law of 2025 (domain.md 1.5, 8.1)."""


def upgrade() -> None:
    op.create_table('head_rule',
    sa.Column('owner_kind', sa.String(length=20), nullable=False),
    sa.Column('ruleset', sa.String(length=10), nullable=False),
    sa.Column('offices', models.Json, nullable=False),
    sa.Column('legal_basis', sa.String(length=300), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("owner_kind IN ('council', 'standing_committee', 'committee', 'deputy_group')", name=op.f('ck_head_rule_owner_kind')),
    sa.CheckConstraint("ruleset IN ('L2015', 'L2025')", name=op.f('ck_head_rule_ruleset')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_head_rule_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_head_rule')),
    sa.UniqueConstraint('owner_kind', 'ruleset', name=op.f('uq_head_rule_owner_kind_ruleset'))
    )
    op.bulk_insert(HEAD_RULES, head_rules())
    op.create_table('delegation_template',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('owner_kind', sa.String(length=20), nullable=False),
    sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title_pattern', sa.String(length=500), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('outline_title', sa.String(length=500), nullable=False),
    sa.Column('outline', sa.Text(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('ready_made', sa.String(length=20), nullable=True),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("owner_kind IN ('council', 'standing_committee', 'committee', 'deputy_group')", name=op.f('ck_delegation_template_owner_kind')),
    sa.ForeignKeyConstraint(['body_id'], ['council_body.id'], name=op.f('fk_delegation_template_body_id_council_body')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_delegation_template_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_delegation_template_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_delegation_template_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_template')),
    sa.UniqueConstraint('council_id', 'code', name=op.f('uq_delegation_template_council_id_code'))
    )
    with op.batch_alter_table('delegation_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegation_template_council_id'), ['council_id'], unique=False)
        batch_op.create_index('uq_delegation_template_ready', ['council_id', 'ready_made'], unique=True)

    op.create_table('expected_document',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("kind IN ('resolution', 'decision', 'plan', 'outline', 'request', 'report', 'conclusion', 'result_resolution', 'written_decision', 'other', 'invitation', 'agency_report', 'minutes')", name=op.f('ck_expected_document_kind')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_expected_document_delegation_id_delegation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expected_document'))
    )
    with op.batch_alter_table('expected_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expected_document_delegation_id'), ['delegation_id'], unique=False)

    op.create_table('planned_step',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('anchor', sa.String(length=20), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=12), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("key IN ('establish', 'send_plan', 'reports_due', 'send_programme', 'work', 'end', 'report', 'conclude', 'other')", name=op.f('ck_planned_step_key')),
    sa.CheckConstraint("unit IN ('day', 'working_day')", name=op.f('ck_planned_step_unit')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_planned_step_delegation_id_delegation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_step'))
    )
    with op.batch_alter_table('planned_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_step_delegation_id'), ['delegation_id'], unique=False)

    op.create_table('template_document',
    sa.Column('template_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("kind IN ('resolution', 'decision', 'plan', 'outline', 'request', 'report', 'conclusion', 'result_resolution', 'written_decision', 'other', 'invitation', 'agency_report', 'minutes')", name=op.f('ck_template_document_kind')),
    sa.ForeignKeyConstraint(['template_id'], ['delegation_template.id'], name=op.f('fk_template_document_template_id_delegation_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_document'))
    )
    with op.batch_alter_table('template_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_document_template_id'), ['template_id'], unique=False)

    op.create_table('template_step',
    sa.Column('template_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('anchor', sa.String(length=20), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=12), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("key IN ('establish', 'send_plan', 'reports_due', 'send_programme', 'work', 'end', 'report', 'conclude', 'other')", name=op.f('ck_template_step_key')),
    sa.CheckConstraint("unit IN ('day', 'working_day')", name=op.f('ck_template_step_unit')),
    sa.ForeignKeyConstraint(['template_id'], ['delegation_template.id'], name=op.f('fk_template_step_template_id_delegation_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_step'))
    )
    with op.batch_alter_table('template_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_step_template_id'), ['template_id'], unique=False)


def head_rules() -> list[dict[str, object]]:
    now = clock.now()
    rows = [(owner, 'L2015', offices, basis, verified) for owner, offices, basis, verified in OFFICES]
    rows += [(owner, 'L2025', offices, f'tạm theo {basis}', False) for owner, offices, basis, _verified in OFFICES]
    names = ('owner_kind', 'ruleset', 'offices', 'legal_basis', 'verified')
    return [{**dict(zip(names, row, strict=True)), 'updated_at': now, 'row_version': 1} for row in rows]


def downgrade() -> None:
    with op.batch_alter_table('template_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_template_step_template_id'))

    op.drop_table('template_step')
    with op.batch_alter_table('template_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_template_document_template_id'))

    op.drop_table('template_document')
    with op.batch_alter_table('planned_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_step_delegation_id'))

    op.drop_table('planned_step')
    with op.batch_alter_table('expected_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expected_document_delegation_id'))

    op.drop_table('expected_document')
    with op.batch_alter_table('delegation_template', schema=None) as batch_op:
        batch_op.drop_index('uq_delegation_template_ready')
        batch_op.drop_index(batch_op.f('ix_delegation_template_council_id'))

    op.drop_table('delegation_template')
    op.drop_table('head_rule')
