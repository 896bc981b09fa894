"""The ladder of steps against delay as data; answers to measures, and why steps were left out; milestones as rows.

A roadmap that was written as text stays where it stands, in the task's plan; on the way back, milestones are written there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PRACTICE = 'Thứ tự theo thực hành của một tỉnh (nguồn thứ cấp)'
STEPS = (
    ('urge', f'Điều 89.3 Luật 87/2015/QH13. {PRACTICE}'),
    ('urge_again', f'Điều 89.3 Luật 87/2015/QH13. {PRACTICE}'),
    ('competent_body', f'Điều 89.3 Luật 87/2015/QH13. {PRACTICE}'),
    ('explanation', f'Điều 72 Luật 87/2015/QH13; Điều 40 Luật 121/2025/QH15. {PRACTICE}'),
    ('questioning', f'Điều 60 Luật 87/2015/QH13. {PRACTICE}'),
    ('re_oversight', PRACTICE),
    ('report_to_council', f'Điều 72 Luật 87/2015/QH13. {PRACTICE}'),
)
"""Key, legal basis (domain.md 1.8); nobody has compared the order with a text."""
LADDER = sa.table(
    'ladder_step',
    sa.column('key', sa.String),
    sa.column('position', sa.Integer),
    sa.column('own_name', sa.String),
    sa.column('required', sa.Boolean),
    sa.column('legal_basis', sa.String),
    sa.column('verified', sa.Boolean),
    sa.column('created_at', models.UtcDateTime),
    sa.column('updated_at', models.UtcDateTime),
    sa.column('row_version', sa.Integer),
)


def upgrade() -> None:
    op.create_table('ladder_step',
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('own_name', sa.String(length=200), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('legal_basis', sa.String(length=300), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('created_by_id', ID, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', ID, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.CheckConstraint(
        "key IN ('urge', 'urge_again', 'competent_body', 'explanation', 'questioning', 're_oversight', 'report_to_council')",
        name=op.f('ck_ladder_step_key'),
    ),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_ladder_step_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_ladder_step_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ladder_step')),
    sa.UniqueConstraint('key', name=op.f('uq_ladder_step_key'))
    )
    now = clock.now()
    op.bulk_insert(LADDER, [
        {
            'key': key, 'position': position, 'own_name': '', 'required': True, 'legal_basis': basis, 'verified': False,
            'created_at': now, 'updated_at': now, 'row_version': 1,
        }
        for position, (key, basis) in enumerate(STEPS, start=1)
    ])
    op.add_column('measure', sa.Column('answer_rule', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('measure', sa.Column('skip_reason', sa.Text(), nullable=False, server_default=''))
    op.add_column('measure', sa.Column('state', sa.String(length=10), nullable=False, server_default='taken'))
    op.add_column('measure', sa.Column('answered_with', sa.String(length=100), nullable=False, server_default=''))
    op.add_column('measure', sa.Column('reopened_on', sa.Date(), nullable=True))
    op.execute("UPDATE measure SET state = 'answered' WHERE answered_on IS NOT NULL")
    with op.batch_alter_table('measure') as batch:
        batch.add_column(sa.Column('answer_update_id', ID, nullable=True))
        batch.create_foreign_key(op.f('fk_measure_answer_update_id_progress_update'), 'progress_update', ['answer_update_id'], ['id'])
        batch.create_check_constraint(op.f('ck_measure_state'), "state IN ('taken', 'answered')")
        batch.create_check_constraint(op.f('ck_measure_needs_answered_on'), "state NOT IN ('answered') OR answered_on IS NOT NULL")


    op.create_table('milestone',
    sa.Column('assignment_id', ID, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('done_when', sa.String(length=500), nullable=False),
    sa.Column('update_id', ID, nullable=True),
    sa.Column('id', ID, nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_milestone_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['update_id'], ['progress_update.id'], name=op.f('fk_milestone_update_id_progress_update')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    op.create_index(op.f('ix_milestone_assignment_id'), 'milestone', ['assignment_id'], unique=False)
    op.create_index(op.f('ix_milestone_update_id'), 'milestone', ['update_id'], unique=False)


def keep_as_text() -> None:
    """Milestones, a line each, at the end of the task's plan."""
    tasks = sa.table('assignment', sa.column('id', ID), sa.column('plan', sa.Text))
    rows = sa.table(
        'milestone', sa.column('assignment_id', ID), sa.column('position', sa.Integer), sa.column('due_on', sa.Date),
        sa.column('text', sa.String), sa.column('done_when', sa.String),
    )
    connection = op.get_bind()
    lines: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(rows).order_by(rows.c.assignment_id, rows.c.position)):
        parts = (f'{row.due_on:%d/%m/%Y}', row.text, row.done_when)
        lines.setdefault(row.assignment_id, []).append(' | '.join(part for part in parts if part))
    for id, told in lines.items():
        plan = connection.scalar(sa.select(tasks.c.plan).where(tasks.c.id == id))
        text = '\n'.join([part for part in (plan,) if part] + told)
        connection.execute(sa.update(tasks).where(tasks.c.id == id).values(plan=text))


def downgrade() -> None:
    keep_as_text()
    op.drop_table('milestone')
    with op.batch_alter_table('measure') as batch:
        batch.drop_constraint(op.f('ck_measure_needs_answered_on'), type_='check')
        batch.drop_constraint(op.f('ck_measure_state'), type_='check')
        batch.drop_constraint(op.f('fk_measure_answer_update_id_progress_update'), type_='foreignkey')
        for name in ('answer_update_id', 'reopened_on', 'answered_with', 'state', 'skip_reason', 'answer_rule'):
            batch.drop_column(name)
    op.drop_table('ladder_step')
