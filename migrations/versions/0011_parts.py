"""Lines of an outline's table that are parts of another; the request that answers for one whose agency has ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now no line was a part, and every request was answered by its own agency."""
    with op.batch_alter_table('outline_figure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('depth', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_check_constraint(op.f('ck_outline_figure_depth'), 'depth BETWEEN 0 AND 2')
    with op.batch_alter_table('outline_figure', schema=None) as batch_op:
        batch_op.alter_column('depth', existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table('report_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answered_in_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_report_request_answered_in_id_report_request'), 'report_request', ['answered_in_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_report_request_answered_in_id'), ['answered_in_id'], unique=False)


def downgrade() -> None:
    """Which request answered for another stays in words, as the reason why that one was closed."""
    with op.batch_alter_table('report_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_request_answered_in_id'))
        batch_op.drop_constraint(op.f('fk_report_request_answered_in_id_report_request'), type_='foreignkey')
        batch_op.drop_column('answered_in_id')
    with op.batch_alter_table('outline_figure', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_outline_figure_depth'), type_='check')
        batch_op.drop_column('depth')
