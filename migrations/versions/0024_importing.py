"""Registers that come in from Excel: imports, what their rows became, how an office heads its columns; recommendations and
tasks that were entered from an old register.

On the way back what the imports brought stays. Of tasks that are done the day on which they were entered stands for what an
old register lacks; recommendations without a document, which the database did not allow, count as withdrawn.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
NEEDED = {
    'recommendation': {
        'document_id': "'issued', 'closed'", 'issued_on': "'issued', 'closed'", 'lead_agency_id': "'issued'",
    },
    'assignment': {'verified_at': "'implemented'", 'completed_on': "'implemented'"},
}
"""What a state needs, but for old records; by table and column."""


def record() -> list[sa.Column]:
    """The columns that every record has."""
    return [
        sa.Column('council_id', ID, nullable=False),
        sa.Column('created_by_id', ID, nullable=True),
        sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('updated_by_id', ID, nullable=True),
        sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('id', ID, nullable=False),
    ]


def keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}'))
        for column, target in columns.items()
    ]


def demand(*, of_old_records: bool) -> None:
    """Let the database demand the facts of every record again, or of all but old ones."""
    waived = '' if of_old_records else 'old_record OR '
    for table, facts in NEEDED.items():
        with op.batch_alter_table(table) as batch:
            for fact, states in facts.items():
                batch.drop_constraint(op.f(f'ck_{table}_needs_{fact}'), type_='check')
                batch.create_check_constraint(
                    op.f(f'ck_{table}_needs_{fact}'), f'{waived}state NOT IN ({states}) OR {fact} IS NOT NULL'
                )


def upgrade() -> None:
    for table in NEEDED:
        op.add_column(table, sa.Column('old_record', sa.Boolean(), server_default=sa.false(), nullable=False))
        op.add_column(table, sa.Column('waived_facts', models.Json, server_default='[]', nullable=False))
    for name in ('old_reason', 'old_source'):
        op.add_column('recommendation', sa.Column(name, sa.Text(), server_default='', nullable=False))
    op.add_column('recommendation', sa.Column('old_notes', models.Json, server_default='[]', nullable=False))
    demand(of_old_records=False)
    op.create_table(
        'import_run',
        sa.Column('register', sa.String(length=20), nullable=False),
        sa.Column('file_name', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('attachment_id', ID, nullable=False),
        sa.Column('errors_id', ID, nullable=True),
        sa.Column('delegation_id', ID, nullable=True),
        sa.Column('sheet', sa.String(length=200), nullable=False),
        sa.Column('head_row', sa.Integer(), nullable=True),
        sa.Column('columns', models.Json, nullable=False),
        sa.Column('with_hidden', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('mode', sa.String(length=8), nullable=True),
        sa.Column('progress', sa.Integer(), nullable=False),
        sa.Column('found', models.Json, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ('rows', 'bad', 'made', 'changed', 'unchanged')),
        sa.Column('checked_at', models.UtcDateTime(timezone=True), nullable=True),
        sa.Column('confirmed_by_id', ID, nullable=True),
        sa.Column('confirmed_at', models.UtcDateTime(timezone=True), nullable=True),
        sa.Column('finished_at', models.UtcDateTime(timezone=True), nullable=True),
        *record(),
        sa.CheckConstraint(
            "register IN ('recommendations', 'agencies', 'delegations', 'people')", name=op.f('ck_import_run_register')
        ),
        sa.CheckConstraint("mode IS NULL OR mode IN ('all', 'good')", name=op.f('ck_import_run_mode')),
        sa.CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'running', 'imported', 'cancelled')",
            name=op.f('ck_import_run_state'),
        ),
        *(
            sa.CheckConstraint(f"state NOT IN ({states}) OR {fact} IS NOT NULL", name=op.f(f'ck_import_run_needs_{fact}'))
            for fact, states in (
                ('confirmed_at', "'running', 'imported'"), ('mode', "'running', 'imported'"), ('finished_at', "'imported'"),
            )
        ),
        *keys(
            'import_run', council_id='council', created_by_id='user_account', updated_by_id='user_account',
            confirmed_by_id='user_account', attachment_id='attachment', errors_id='attachment', delegation_id='delegation',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run')),
    )
    op.create_index(op.f('ix_import_run_council_id'), 'import_run', ['council_id'])
    op.create_index('ix_import_run_listed', 'import_run', ['council_id', 'id'])
    op.create_table(
        'import_key',
        sa.Column('council_id', ID, nullable=False),
        sa.Column('register', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('content', sa.String(length=64), nullable=False),
        sa.Column('subject_kind', sa.String(length=30), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('run_id', ID, nullable=False),
        sa.Column('event_id', ID, nullable=False),
        sa.Column('id', ID, nullable=False),
        *keys('import_key', council_id='council', run_id='import_run', event_id='audit_event'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_key')),
        sa.UniqueConstraint('council_id', 'register', 'key', name=op.f('uq_import_key_council_id_register_key')),
    )
    op.create_index('ix_import_key_subject', 'import_key', ['subject_kind', 'subject_id'])
    op.create_index(op.f('ix_import_key_run_id'), 'import_key', ['run_id'])
    op.create_table(
        'import_heading',
        sa.Column('register', sa.String(length=20), nullable=False),
        sa.Column('heading', sa.String(length=200), nullable=False),
        sa.Column('folded', sa.String(length=200), nullable=False),
        sa.Column('column', sa.String(length=30), nullable=False),
        *record(),
        *keys('import_heading', council_id='council', created_by_id='user_account', updated_by_id='user_account'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_heading')),
        sa.UniqueConstraint('council_id', 'register', 'folded', name=op.f('uq_import_heading_council_id_register_folded')),
    )
    op.create_index(op.f('ix_import_heading_council_id'), 'import_heading', ['council_id'])


def give_what_is_missing() -> None:
    """A database of before knows no old recommendations: the day they were entered stands for what nobody knows, and what
    has no document counts as withdrawn."""
    op.execute(
        "UPDATE assignment SET verified_at = COALESCE(verified_at, created_at), "
        "completed_on = COALESCE(completed_on, CAST(created_at AS DATE)) WHERE old_record AND state = 'implemented'"
        if op.get_bind().dialect.name == 'postgresql'
        else "UPDATE assignment SET verified_at = COALESCE(verified_at, created_at), "
        "completed_on = COALESCE(completed_on, DATE(created_at)) WHERE old_record AND state = 'implemented'"
    )
    op.execute(
        "UPDATE recommendation SET state = 'withdrawn' "
        "WHERE old_record AND state IN ('issued', 'closed') AND (document_id IS NULL OR issued_on IS NULL)"
    )


def downgrade() -> None:
    give_what_is_missing()
    for table in ('import_heading', 'import_key', 'import_run'):
        op.drop_table(table)
    demand(of_old_records=True)
    for name in ('old_notes', 'old_source', 'old_reason'):
        op.drop_column('recommendation', name)
    for table in NEEDED:
        op.drop_column(table, 'waived_facts')
        op.drop_column(table, 'old_record')
