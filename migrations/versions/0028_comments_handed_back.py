"""The draft of an agency's comment on a finding: when it was laid before the leader, by whom, and why it was handed back.

Drafts that an officer has written wait for the leader, as they did before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PEOPLE = ('ready_by_id', 'back_by_id')


def upgrade() -> None:
    with op.batch_alter_table('finding_comment') as batch:
        batch.add_column(sa.Column('ready_at', models.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('back_note', sa.Text(), nullable=False, server_default=''))
        for name in PEOPLE:
            batch.add_column(sa.Column(name, ID, nullable=True))
            batch.create_foreign_key(op.f(f'fk_finding_comment_{name}_user_account'), 'user_account', [name], ['id'])
    op.execute(
        'UPDATE finding_comment SET ready_at = drafted_at, ready_by_id = drafted_by_id WHERE sent_at IS NULL'
    )


def downgrade() -> None:
    with op.batch_alter_table('finding_comment') as batch:
        for name in PEOPLE:
            batch.drop_constraint(op.f(f'fk_finding_comment_{name}_user_account'), type_='foreignkey')
            batch.drop_column(name)
        batch.drop_column('back_note')
        batch.drop_column('ready_at')
