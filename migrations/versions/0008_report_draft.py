"""The draft of a delegation's oversight report, and its sections.

Revision: 0010, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('oversight_report',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_oversight_report_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_oversight_report_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_oversight_report_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_oversight_report_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_report')),
    sa.UniqueConstraint('delegation_id', name=op.f('uq_oversight_report_delegation_id'))
    )
    with op.batch_alter_table('oversight_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_oversight_report_council_id'), ['council_id'], unique=False)

    op.create_table('report_section',
    sa.Column('report_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('sources', models.Json, nullable=False),
    sa.Column('written_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("name IN ('opening', 'assessment', 'results', 'limits', 'responsibility', 'recommendations', 'appendix')", name=op.f('ck_report_section_name')),
    sa.CheckConstraint('(text IS NULL) = (written_at IS NULL)', name=op.f('ck_report_section_written')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_report_section_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_report_section_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_report_section_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['report_id'], ['oversight_report.id'], name=op.f('fk_report_section_report_id_oversight_report')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_report_section_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_section')),
    sa.UniqueConstraint('report_id', 'name', name=op.f('uq_report_section_report_id_name'))
    )
    with op.batch_alter_table('report_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_section_council_id'), ['council_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_section_delegation_id'), ['delegation_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('report_section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_section_delegation_id'))
        batch_op.drop_index(batch_op.f('ix_report_section_council_id'))

    op.drop_table('report_section')
    with op.batch_alter_table('oversight_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_oversight_report_council_id'))

    op.drop_table('oversight_report')
