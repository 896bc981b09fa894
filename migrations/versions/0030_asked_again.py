"""Written progress requests that nobody has answered are asked again: which request follows which, and the state of those
that were passed over.

Going down, they wait for their answer again, as they did before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
FOLLOWS = 'fk_progress_request_follows_id_progress_request'
INDEX = 'ix_progress_request_follows_id'
BEFORE = {
    'state': "state IN ('draft', 'issued', 'answered', 'lapsed')",
    'needs_number': "state NOT IN ('issued', 'answered') OR number IS NOT NULL",
    'needs_issued_on': "state NOT IN ('issued') OR issued_on IS NOT NULL",
}
AFTER = {
    'state': "state IN ('draft', 'issued', 'answered', 'unanswered', 'lapsed')",
    'needs_number': "state NOT IN ('issued', 'answered', 'unanswered') OR number IS NOT NULL",
    'needs_issued_on': "state NOT IN ('issued', 'unanswered') OR issued_on IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table('progress_request') as batch:
        batch.add_column(sa.Column('follows_id', ID, nullable=True))
        batch.create_foreign_key(op.f(FOLLOWS), 'progress_request', ['follows_id'], ['id'])
        replace(batch, AFTER)
    op.create_index(op.f(INDEX), 'progress_request', ['follows_id'])


def downgrade() -> None:
    op.execute("UPDATE progress_request SET state = 'issued' WHERE state = 'unanswered'")
    op.drop_index(op.f(INDEX), table_name='progress_request')
    with op.batch_alter_table('progress_request') as batch:
        replace(batch, BEFORE)
        batch.drop_constraint(op.f(FOLLOWS), type_='foreignkey')
        batch.drop_column('follows_id')


def replace(batch: Any, wanted: dict[str, str]) -> None:
    """The constraints of these names by these."""
    for name, condition in wanted.items():
        batch.drop_constraint(op.f(f'ck_progress_request_{name}'), type_='check')
        batch.create_check_constraint(op.f(f'ck_progress_request_{name}'), condition)
