"""Which steps a draft that was sent back passes once more: all but the posting, until somebody has compared it with the law."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

ROUTE = sa.table('policy_route_step', sa.column('step', sa.String), sa.column('again', sa.Boolean))


def upgrade() -> None:
    op.add_column('policy_route_step', sa.Column('again', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(sa.update(ROUTE).where(ROUTE.c.step == 'consultation').values(again=sa.false()))
    with op.batch_alter_table('policy_route_step') as batch:
        batch.alter_column('again', existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    op.drop_column('policy_route_step', 'again')
