"""Programme, invitations with their answers, authorisations, the secretary's signature, amendments to draft minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('invitation',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('office', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(length=300), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('reply', sa.String(length=10), nullable=True),
    sa.Column('deputy_name', sa.String(length=300), nullable=False),
    sa.Column('deputy_office', sa.String(length=300), nullable=False),
    sa.Column('reply_note', sa.Text(), nullable=False),
    sa.Column('replied_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('replied_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("reply IS NULL OR reply IN ('comes', 'deputy', 'declines')", name=op.f('ck_invitation_reply')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_invitation_agency_id_agency')),
    sa.ForeignKeyConstraint(['replied_by_id'], ['user_account.id'], name=op.f('fk_invitation_replied_by_id_user_account')),
    sa.ForeignKeyConstraint(['session_id'], ['working_session.id'], name=op.f('fk_invitation_session_id_working_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_session_id'), ['session_id'], unique=False)

    op.create_table('programme_item',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('presenter', sa.String(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['working_session.id'], name=op.f('fk_programme_item_session_id_working_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_item'))
    )
    with op.batch_alter_table('programme_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_item_session_id'), ['session_id'], unique=False)

    op.create_table('amendment',
    sa.Column('delegation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('statement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('proposed_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('council_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'proposed', 'accepted', 'declined')", name=op.f('ck_amendment_state')),
    sa.CheckConstraint("state NOT IN ('accepted', 'declined') OR answered_at IS NOT NULL", name=op.f('ck_amendment_needs_answered_at')),
    sa.CheckConstraint("state NOT IN ('proposed') OR proposed_at IS NOT NULL", name=op.f('ck_amendment_needs_proposed_at')),
    sa.CheckConstraint("statement_id IS NOT NULL OR place <> ''", name=op.f('ck_amendment_about')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_amendment_agency_id_agency')),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], name=op.f('fk_amendment_author_id_user_account')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_amendment_council_id_council')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_amendment_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_amendment_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['session_id'], ['working_session.id'], name=op.f('fk_amendment_session_id_working_session')),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_amendment_statement_id_statement')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_amendment_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('session_id', 'code', name=op.f('uq_amendment_session_id_code'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index('ix_amendment_agency', ['agency_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_council_id'), ['council_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_delegation_id'), ['delegation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_session_id'), ['session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_statement_id'), ['statement_id'], unique=False)

    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('authorisation_number', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('authorised_on', sa.Date(), nullable=True))

    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('typed_key', sa.String(length=120), nullable=True))
        batch_op.create_index('uq_statement_typed_key', ['session_id', 'typed_key'], unique=True)

    with op.batch_alter_table('working_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('secretary_signed_at', models.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('secretary_signed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('places_visited', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_working_session_secretary_signed_by_id_user_account'), 'user_account', ['secretary_signed_by_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('working_session', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_working_session_secretary_signed_by_id_user_account'), type_='foreignkey')
        batch_op.drop_column('places_visited')
        batch_op.drop_column('secretary_signed_by_id')
        batch_op.drop_column('secretary_signed_at')

    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('uq_statement_typed_key')
        batch_op.drop_column('typed_key')

    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_column('authorised_on')
        batch_op.drop_column('authorisation_number')

    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_amendment_statement_id'))
        batch_op.drop_index(batch_op.f('ix_amendment_session_id'))
        batch_op.drop_index(batch_op.f('ix_amendment_delegation_id'))
        batch_op.drop_index(batch_op.f('ix_amendment_council_id'))
        batch_op.drop_index(batch_op.f('ix_amendment_author_id'))
        batch_op.drop_index('ix_amendment_agency')

    op.drop_table('amendment')
    with op.batch_alter_table('programme_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_item_session_id'))

    op.drop_table('programme_item')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_session_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_agency_id'))

    op.drop_table('invitation')
