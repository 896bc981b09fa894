"""Inside an agency: who stands in for its leader, its rule on sending one's own words, drafts laid before the leader, the
account of the person in charge, and whose each milestone is.

Drafts that an officer has begun wait for the leader, as they did before. A leader's role that was held by standing in ends
with the table that says so, and milestones of plans are written into the plan's text.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
SENT = ('progress_update', 'extension', 'agency_report', 'finding_comment')
"""What a leader sends, and a stand-in for them."""
DRAFTS = ('progress_update', 'extension')
LAID = ('progress_update', 'extension', 'report_request')


def upgrade() -> None:
    op.create_table('stand_in',
    sa.Column('agency_id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('principal_id', ID, nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('document_number', sa.String(length=60), nullable=False),
    sa.Column('document_date', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False, server_default='named'),
    sa.Column('ended_at', models.UtcDateTime(timezone=True), nullable=True),
    sa.Column('council_id', ID, nullable=False),
    sa.Column('created_by_id', ID, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', ID, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.CheckConstraint('from_on <= to_on', name=op.f('ck_stand_in_period')),
    sa.CheckConstraint('user_id <> principal_id', name=op.f('ck_stand_in_another')),
    sa.CheckConstraint("state IN ('named', 'ended')", name=op.f('ck_stand_in_state')),
    sa.CheckConstraint("state NOT IN ('ended') OR ended_at IS NOT NULL", name=op.f('ck_stand_in_needs_ended_at')),
    *(sa.ForeignKeyConstraint([name], [f'{table}.id'], name=op.f(f'fk_stand_in_{name}_{table}')) for name, table in (
        ('agency_id', 'agency'), ('user_id', 'user_account'), ('principal_id', 'user_account'), ('council_id', 'council'),
        ('created_by_id', 'user_account'), ('updated_by_id', 'user_account'),
    )),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_in'))
    )
    op.create_index('ix_stand_in_agency', 'stand_in', ['agency_id', 'to_on'], unique=False)
    for name in ('council_id', 'user_id', 'principal_id'):
        op.create_index(op.f(f'ix_stand_in_{name}'), 'stand_in', [name], unique=False)
    op.add_column('agency', sa.Column('leader_sends_own', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('audit_event', sa.Column('on_behalf_of', sa.String(length=200), nullable=False, server_default=''))
    for table in LAID:
        op.add_column(table, sa.Column('ready_at', models.UtcDateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column('back_note', sa.Text(), nullable=False, server_default=''))
    op.add_column('milestone', sa.Column('origin', sa.String(length=10), nullable=False, server_default='decision'))
    with op.batch_alter_table('milestone') as batch:
        batch.create_check_constraint(op.f('ck_milestone_origin'), "origin IN ('plan', 'decision')")
    for table, columns in references().items():
        with op.batch_alter_table(table) as batch:
            for name, target in columns:
                batch.add_column(sa.Column(name, ID, nullable=True))
                batch.create_foreign_key(op.f(f'fk_{table}_{name}_{target}'), target, [name], ['id'])
    op.create_index(op.f('ix_membership_stand_in_id'), 'membership', ['stand_in_id'], unique=False)
    op.create_index(op.f('ix_assignment_person_id'), 'assignment', ['person_id'], unique=False)
    op.create_index('ix_assignment_recommendation', 'assignment', ['recommendation_id'], unique=False)
    for table in DRAFTS:
        op.execute(f'UPDATE {table} SET written_by_id = drafted_by_id')
        op.execute(f"UPDATE {table} SET ready_at = updated_at, ready_by_id = drafted_by_id WHERE state = 'draft'")


def references() -> dict[str, list[tuple[str, str]]]:
    """Columns that name a person or a naming, by table."""
    columns: dict[str, list[tuple[str, str]]] = {'membership': [('stand_in_id', 'stand_in')], 'assignment': [('person_id', 'user_account')]}
    for table in (*SENT, 'report_request'):
        columns[table] = [('stand_in_id', 'stand_in')] if table in SENT else []
        columns[table] += [(name, 'user_account') for name in ('ready_by_id', 'back_by_id') if table in LAID]
        columns[table] += [('written_by_id', 'user_account')] if table in DRAFTS else []
    return columns


def keep_as_text() -> None:
    """Milestones of the agency's plan, a line each, at the end of its text."""
    tasks = sa.table('assignment', sa.column('id', ID), sa.column('plan', sa.Text))
    rows = sa.table(
        'milestone', sa.column('assignment_id', ID), sa.column('position', sa.Integer), sa.column('due_on', sa.Date),
        sa.column('text', sa.String), sa.column('done_when', sa.String), sa.column('origin', sa.String),
    )
    connection = op.get_bind()
    lines: dict[int, list[str]] = {}
    query = sa.select(rows).where(rows.c.origin == 'plan').order_by(rows.c.assignment_id, rows.c.position)
    for row in connection.execute(query):
        parts = (f'{row.due_on:%d/%m/%Y}', row.text, row.done_when)
        lines.setdefault(row.assignment_id, []).append(' | '.join(part for part in parts if part))
    for id, told in lines.items():
        plan = connection.scalar(sa.select(tasks.c.plan).where(tasks.c.id == id))
        text = '\n'.join([part for part in (plan,) if part] + told)
        connection.execute(sa.update(tasks).where(tasks.c.id == id).values(plan=text))
    connection.execute(sa.delete(rows).where(rows.c.origin == 'plan'))


def downgrade() -> None:
    keep_as_text()
    op.execute('DELETE FROM membership WHERE stand_in_id IS NOT NULL')
    op.drop_index(op.f('ix_membership_stand_in_id'), table_name='membership')
    op.drop_index('ix_assignment_recommendation', table_name='assignment')
    op.drop_index(op.f('ix_assignment_person_id'), table_name='assignment')
    for table, columns in references().items():
        with op.batch_alter_table(table) as batch:
            for name, target in columns:
                batch.drop_constraint(op.f(f'fk_{table}_{name}_{target}'), type_='foreignkey')
                batch.drop_column(name)
    with op.batch_alter_table('milestone') as batch:
        batch.drop_constraint(op.f('ck_milestone_origin'), type_='check')
        batch.drop_column('origin')
    for table in LAID:
        op.drop_column(table, 'back_note')
        op.drop_column(table, 'ready_at')
    op.drop_column('audit_event', 'on_behalf_of')
    op.drop_column('agency', 'leader_sends_own')
    op.drop_table('stand_in')
