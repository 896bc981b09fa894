"""Programmes of the year with their topics, the topic of a delegation, calendar feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint('user_id IS NOT NULL OR council_id IS NOT NULL', name=op.f('ck_calendar_feed_owner')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_calendar_feed_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_calendar_feed_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_calendar_feed_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_feed_council', ['council_id', 'revoked_at'], unique=False)
        batch_op.create_index('ix_calendar_feed_person', ['user_id', 'revoked_at'], unique=False)

    op.create_table('programme',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('owner_kind', sa.String(length=20), nullable=False),
    sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('adopted_number', sa.String(length=60), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('signer', sa.String(length=200), nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("(owner_kind = 'committee') = (body_id IS NOT NULL)", name=op.f('ck_programme_body')),
    sa.CheckConstraint("owner_kind IN ('council', 'standing_committee', 'committee')", name=op.f('ck_programme_owner_kind')),
    sa.CheckConstraint("state IN ('draft', 'adopted', 'adjusted')", name=op.f('ck_programme_state')),
    sa.CheckConstraint("state NOT IN ('adopted', 'adjusted') OR adopted_number IS NOT NULL", name=op.f('ck_programme_needs_adopted_number')),
    sa.CheckConstraint("state NOT IN ('adopted', 'adjusted') OR adopted_on IS NOT NULL", name=op.f('ck_programme_needs_adopted_on')),
    sa.ForeignKeyConstraint(['body_id'], ['council_body.id'], name=op.f('fk_programme_body_id_council_body')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_programme_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_programme_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_programme_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('council_id', 'code', name=op.f('uq_programme_council_id_code'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_council_id'), ['council_id'], unique=False)
        batch_op.create_index('ix_programme_year', ['council_id', 'year', 'id'], unique=False)

    op.create_table('topic',
    sa.Column('programme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('field', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('object', sa.Text(), nullable=False),
    sa.Column('proposed_by_kind', sa.String(length=20), nullable=False),
    sa.Column('proposed_by', sa.String(length=300), nullable=False),
    sa.Column('lead_body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("proposed_by_kind IN ('standing_committee', 'committee', 'deputy_group', 'deputy', 'front', 'voters', 'other')", name=op.f('ck_topic_proposed_by_kind')),
    sa.CheckConstraint("state IN ('proposed', 'adopted', 'set_aside')", name=op.f('ck_topic_state')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_topic_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_topic_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['lead_body_id'], ['council_body.id'], name=op.f('fk_topic_lead_body_id_council_body')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_topic_programme_id_programme')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_topic_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('council_id', 'code', name=op.f('uq_topic_council_id_code'))
    )
    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_council_id'), ['council_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_topic_programme_id'), ['programme_id'], unique=False)

    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('topic_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_delegation_topic', ['topic_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_delegation_topic_id_topic'), 'topic', ['topic_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_delegation_topic_id_topic'), type_='foreignkey')
        batch_op.drop_index('ix_delegation_topic')
        batch_op.drop_column('topic_id')

    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_topic_programme_id'))
        batch_op.drop_index(batch_op.f('ix_topic_council_id'))

    op.drop_table('topic')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index('ix_programme_year')
        batch_op.drop_index(batch_op.f('ix_programme_council_id'))

    op.drop_table('programme')
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.drop_index('ix_calendar_feed_person')
        batch_op.drop_index('ix_calendar_feed_council')

    op.drop_table('calendar_feed')
