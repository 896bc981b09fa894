"""How far an import has come is told beside the database, where it is read while its rows are being written.

Going down, imports whose work has ended stand at 100 again, as they did before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('import_run') as batch:
        batch.drop_column('progress')


def downgrade() -> None:
    with op.batch_alter_table('import_run') as batch:
        batch.add_column(sa.Column('progress', sa.Integer(), nullable=False, server_default='0'))
    op.execute("UPDATE import_run SET progress = 100 WHERE state NOT IN ('uploaded', 'checking', 'running')")
    with op.batch_alter_table('import_run') as batch:
        batch.alter_column('progress', server_default=None)
