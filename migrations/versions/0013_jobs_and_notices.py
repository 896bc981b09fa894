"""What is done outside of requests: jobs, mails, and notices in the order of what they ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

TOPICS = "'assignment', 'return', 'decision', 'reminder', 'review', 'warning', 'news'"
CHANNELS = "'at_once', 'daily', 'in_app'"
BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('job',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('payload', models.Json, nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('run_after', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('leased_until', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('started_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('finished_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', BIG, nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name=op.f('ck_job_state')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_job_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_next', ['state', 'run_after', 'id'], unique=False)
        batch_op.create_index('ix_job_kind', ['kind', 'id'], unique=False)


    op.create_table('mail',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('recipient_id', BIG, nullable=False),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['recipient_id'], ['user_account.id'], name=op.f('fk_mail_recipient_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_mail_key'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_recipient_id'), ['recipient_id'], unique=False)
    op.create_table('notice_setting',
    sa.Column('user_id', BIG, nullable=False),
    sa.Column('topic', sa.String(length=12), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('id', BIG, nullable=False),
    sa.CheckConstraint(f"topic IN ({TOPICS})", name=op.f('ck_notice_setting_topic')),
    sa.CheckConstraint(f"channel IN ({CHANNELS})", name=op.f('ck_notice_setting_channel')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_notice_setting_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_setting')),
    sa.UniqueConstraint('user_id', 'topic', name=op.f('uq_notice_setting_user_id_topic'))
    )
    upgrade_notices()


def upgrade_notices() -> None:
    """What was queued before there was any mail is found in the program, and mailed to nobody."""
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('topic', sa.String(length=12), nullable=False, server_default='news'))
        batch_op.add_column(sa.Column('rank', sa.Integer(), nullable=False, server_default='7'))
        batch_op.add_column(sa.Column('channel', sa.String(length=8), nullable=False, server_default='in_app'))
        batch_op.add_column(sa.Column('facts', models.Json, nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('mail_id', BIG, nullable=True))
    op.execute(sa.text("UPDATE notice SET key = 'event ' || event_id"))
    with op.batch_alter_table('notice', schema=None) as batch_op:
        for name in ('key', 'topic', 'rank', 'channel', 'facts'):
            batch_op.alter_column(name, server_default=None)
        batch_op.alter_column('event_id', existing_type=BIG, nullable=True)
        batch_op.drop_index('ix_notice_waiting')
        batch_op.drop_index('ix_notice_recipient_id')
        batch_op.drop_constraint(batch_op.f('uq_notice_event_id_recipient_id'), type_='unique')
        batch_op.drop_column('sent_at')
        batch_op.create_unique_constraint(batch_op.f('uq_notice_recipient_id_key'), ['recipient_id', 'key'])
        batch_op.create_check_constraint(batch_op.f('ck_notice_topic'), f"topic IN ({TOPICS})")
        batch_op.create_check_constraint(batch_op.f('ck_notice_channel'), f"channel IN ({CHANNELS})")
        batch_op.create_foreign_key(batch_op.f('fk_notice_mail_id_mail'), 'mail', ['mail_id'], ['id'])
        batch_op.create_index('ix_notice_read', ['recipient_id', 'seen_at', 'rank', 'id'], unique=False)
        batch_op.create_index('ix_notice_daily', ['channel', 'mail_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_mail_id'), ['mail_id'], unique=False)


def downgrade_notices() -> None:
    """Notices of events stay; those that no event stands behind cannot."""
    op.execute(sa.text("DELETE FROM notice WHERE event_id IS NULL"))
    with op.batch_alter_table('notice', schema=None) as batch_op:
        for name in ('ix_notice_read', 'ix_notice_daily', 'ix_notice_event_id', 'ix_notice_mail_id'):
            batch_op.drop_index(name)
        batch_op.drop_constraint(batch_op.f('fk_notice_mail_id_mail'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_notice_topic'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_notice_channel'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_notice_recipient_id_key'), type_='unique')
        batch_op.add_column(sa.Column('sent_at', models.UtcDateTime(timezone=True), nullable=True))
        for name in ('key', 'topic', 'rank', 'channel', 'facts', 'mail_id'):
            batch_op.drop_column(name)
        batch_op.alter_column('event_id', existing_type=BIG, nullable=False)
        batch_op.create_unique_constraint('uq_notice_event_id_recipient_id', ['event_id', 'recipient_id'])
        batch_op.create_index('ix_notice_recipient_id', ['recipient_id'], unique=False)
        batch_op.create_index('ix_notice_waiting', ['sent_at', 'id'], unique=False)


def downgrade() -> None:
    """What was waiting to be done is forgotten; the events of records are kept."""
    downgrade_notices()
    op.drop_table('notice_setting')
    op.drop_table('mail')
    op.drop_table('job')
