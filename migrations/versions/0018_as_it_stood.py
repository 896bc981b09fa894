"""What stood when: spans of time of agencies, figures, recommendations and tasks, filled from the events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models
from tracker.history import replaying

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
IS_OPEN = sa.text('valid_to IS NULL')


def create(kind: str, columns: list[sa.Column], references: list[tuple[str, str]], indexes: dict[str, list[str]]) -> sa.Table:
    """The table of one kind of span; `id` is the record's."""
    name = f'{kind}_span'
    table = op.create_table(
        name,
        sa.Column('id', ID, nullable=False),
        *columns,
        sa.Column('span_id', ID, nullable=False),
        sa.Column('valid_from', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('valid_to', models.UtcDateTime(timezone=True), nullable=True),
        sa.Column('event_id', ID, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{name}_{column}_{target}'))
            for column, target in [*references, ('event_id', 'audit_event')]
        ),
        sa.PrimaryKeyConstraint('span_id', name=op.f(f'pk_{name}')),
    )
    for ending, listed in {'id': ['id', 'valid_from'], **indexes}.items():
        op.create_index(f'ix_{name}_{ending}', name, listed, unique=False)
    op.create_index(f'uq_{name}_open', name, ['id'], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
    return table


def upgrade() -> None:
    agency = create(
        'agency',
        [
            sa.Column('council_id', ID, nullable=False),
            sa.Column('name', sa.String(length=300), nullable=False),
            sa.Column('sort_key', sa.LargeBinary(), nullable=False),
            sa.Column('successor_ids', models.Json, nullable=False),
        ],
        [('id', 'agency'), ('council_id', 'council')],
        {'council': ['council_id', 'valid_from']},
    )
    recommendation = create(
        'recommendation',
        [
            sa.Column('council_id', ID, nullable=False),
            sa.Column('delegation_id', ID, nullable=False),
            sa.Column('code', sa.String(length=40), nullable=False),
            sa.Column('addressee_kind', sa.String(length=20), nullable=False),
            sa.Column('state', sa.String(length=12), nullable=False),
            sa.Column('due_on', sa.Date(), nullable=True),
            sa.Column('due_key', sa.Date(), nullable=False),
            sa.Column('approved_at', models.UtcDateTime(timezone=True), nullable=True),
            sa.Column('lead_agency_id', ID, nullable=True),
            sa.Column('lead_state', sa.String(length=24), nullable=True),
            sa.Column('addressed_to', sa.Text(), nullable=False),
        ],
        [('id', 'recommendation'), ('council_id', 'council'), ('delegation_id', 'delegation'), ('lead_agency_id', 'agency')],
        {
            'due': ['council_id', 'due_key', 'id', 'valid_from', 'valid_to', 'lead_state'],
            'status': ['council_id', 'lead_state', 'due_key', 'id', 'valid_from', 'valid_to'],
            'council': ['council_id', 'valid_from'],
            'delegation': ['delegation_id', 'due_key', 'id', 'valid_from', 'valid_to'],
        },
    )
    wording = create(
        'wording',
        [sa.Column(name, sa.Text(), nullable=False) for name in ('text', 'deliverable', 'folded')],
        [('id', 'recommendation')],
        {},
    )
    assignment = create(
        'assignment',
        [
            sa.Column('recommendation_id', ID, nullable=False),
            sa.Column('council_id', ID, nullable=False),
            sa.Column('delegation_id', ID, nullable=False),
            sa.Column('is_central', sa.Boolean(), nullable=False),
            sa.Column('agency_id', ID, nullable=False),
            sa.Column('first_agency_id', ID, nullable=False),
            sa.Column('agency_name', sa.String(length=300), nullable=False),
            sa.Column('taken_over_by', sa.String(length=300), nullable=False),
            sa.Column('taken_over_on', sa.Date(), nullable=True),
            sa.Column('role', sa.String(length=10), nullable=False),
            sa.Column('state', sa.String(length=24), nullable=False),
            sa.Column('original_due_on', sa.Date(), nullable=True),
            sa.Column('original_ends_on', sa.Date(), nullable=True),
            sa.Column('due_on', sa.Date(), nullable=True),
            sa.Column('due_ends_on', sa.Date(), nullable=True),
            sa.Column('due_key', sa.Date(), nullable=False),
            sa.Column('extension_count', sa.Integer(), nullable=False),
            sa.Column('claim', sa.String(length=12), nullable=True),
            sa.Column('percent', sa.Integer(), nullable=True),
            sa.Column('claimed_at', models.UtcDateTime(timezone=True), nullable=True),
            sa.Column('sent_on', sa.Date(), nullable=True),
            sa.Column('answer_due_on', sa.Date(), nullable=True),
            sa.Column('completed_on', sa.Date(), nullable=True),
            sa.Column('verified_at', models.UtcDateTime(timezone=True), nullable=True),
        ],
        [
            ('id', 'assignment'), ('recommendation_id', 'recommendation'), ('council_id', 'council'),
            ('delegation_id', 'delegation'), ('agency_id', 'agency'), ('first_agency_id', 'agency'),
        ],
        {
            'recommendation': ['recommendation_id', 'valid_from'],
            'due': ['agency_id', 'due_key', 'recommendation_id', 'valid_from', 'valid_to', 'state'],
            'delegation': ['delegation_id', 'valid_from'],
            'counted': [
                'council_id', 'role', 'valid_from', 'valid_to', 'state', 'due_on', 'original_due_on',
                'original_ends_on', 'sent_on', 'is_central',
            ],
        },
    )
    figure = create(
        'figure',
        [
            sa.Column('council_id', ID, nullable=False),
            sa.Column('delegation_id', ID, nullable=False),
            sa.Column('code', sa.String(length=20), nullable=False),
            sa.Column('source_kind', sa.String(length=10), nullable=False),
            sa.Column('source_id', sa.Integer(), nullable=True),
            sa.Column('is_gone', sa.Boolean(), nullable=False),
            sa.Column('facts', models.Json, nullable=False),
        ],
        [('council_id', 'council'), ('delegation_id', 'delegation')],
        {'delegation': ['delegation_id', 'id', 'valid_from'], 'source': ['source_kind', 'source_id', 'id']},
    )
    made = (agency, figure, recommendation, wording, assignment)
    replaying.fill(op.get_bind(), {table.name: table for table in made})


def downgrade() -> None:
    for kind in ('assignment', 'wording', 'recommendation', 'figure', 'agency'):
        op.drop_table(f'{kind}_span')
