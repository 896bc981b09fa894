"""Terms of councils kept as records; the handover from one term to the next, and what was carried over.

On the way back terms lose when they were written down; what was handed over is dropped with its report.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
KEPT = ('created_by_id', 'created_at', 'updated_by_id', 'updated_at', 'row_version')


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


def keys(table: str, **other: str) -> list[sa.ForeignKeyConstraint]:
    """Its own foreign keys besides those of every record: column → table."""
    named = {'council_id': 'council', 'created_by_id': 'user_account', 'updated_by_id': 'user_account', **other}
    return [
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}'))
        for column, target in named.items()
    ]


def keep_terms() -> None:
    with op.batch_alter_table('council_term') as batch:
        batch.add_column(sa.Column('created_by_id', ID, nullable=True))
        batch.add_column(sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('updated_by_id', ID, nullable=True))
        batch.add_column(sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('row_version', sa.Integer(), nullable=True))
    term = sa.table(
        'council_term',
        sa.column('created_at', models.UtcDateTime(timezone=True)),
        sa.column('updated_at', models.UtcDateTime(timezone=True)),
        sa.column('row_version', sa.Integer),
        sa.column('deputies_total', sa.Integer),
        sa.column('from_on', sa.Date),
        sa.column('to_on', sa.Date),
    )
    now = clock.now()
    op.execute(sa.update(term).values(created_at=now, updated_at=now, row_version=1))
    op.execute(sa.update(term).where(term.c.deputies_total <= 0).values(deputies_total=None))
    op.execute(sa.update(term).where(term.c.to_on < term.c.from_on).values(to_on=None))
    with op.batch_alter_table('council_term') as batch:
        for name in ('created_at', 'updated_at', 'row_version'):
            batch.alter_column(name, nullable=False)
        for name in ('created_by_id', 'updated_by_id'):
            batch.create_foreign_key(op.f(f'fk_council_term_{name}_user_account'), 'user_account', [name], ['id'])
        batch.create_check_constraint(op.f('ck_council_term_dates'), 'to_on IS NULL OR from_on <= to_on')
        batch.create_check_constraint(
            op.f('ck_council_term_deputies_total'), 'deputies_total IS NULL OR deputies_total > 0'
        )
        batch.create_index(op.f('ix_council_term_council_id'), ['council_id'])


def upgrade() -> None:
    keep_terms()
    op.create_index(op.f('ix_recommendation_issued'), 'recommendation', ['council_id', 'issued_on', 'id'])
    op.create_table(
        'term_handover',
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('from_term_id', ID, nullable=False),
        sa.Column('to_term_id', ID, nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('listed', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(length=60), nullable=True),
        sa.Column('issued_on', sa.Date(), nullable=True),
        sa.Column('signer', sa.String(length=200), nullable=False),
        sa.Column('decided_at', models.UtcDateTime(timezone=True), nullable=True),
        sa.Column('decided_by_id', ID, nullable=True),
        sa.Column('withdrawal_reason', sa.Text(), nullable=False),
        *record(),
        sa.CheckConstraint('from_term_id <> to_term_id', name=op.f('ck_term_handover_onward')),
        sa.CheckConstraint("state IN ('draft', 'decided', 'withdrawn')", name=op.f('ck_term_handover_state')),
        *(
            sa.CheckConstraint(f"state NOT IN ('decided') OR {name} IS NOT NULL", name=op.f(f'ck_term_handover_needs_{name}'))
            for name in ('number', 'issued_on', 'decided_at')
        ),
        *keys(
            'term_handover', from_term_id='council_term', to_term_id='council_term', decided_by_id='user_account'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_term_handover')),
        sa.UniqueConstraint('council_id', 'code', name=op.f('uq_term_handover_council_id_code')),
    )
    op.create_index(op.f('ix_term_handover_council_id'), 'term_handover', ['council_id'])
    op.create_index(op.f('ix_term_handover_to_term_id'), 'term_handover', ['to_term_id'])
    op.create_index(
        'uq_term_handover_prepared', 'term_handover', ['from_term_id'], unique=True,
        sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        'term_handover_item',
        sa.Column('handover_id', ID, nullable=False),
        sa.Column('recommendation_id', ID, nullable=False),
        sa.Column('delegation_id', ID, nullable=False),
        sa.Column('decision', sa.String(length=20), nullable=True),
        sa.Column('reason', sa.Text(), server_default='', nullable=False),
        sa.Column('note', sa.Text(), server_default='', nullable=False),
        sa.Column('followed_by_id', ID, nullable=True),
        sa.Column('left_out', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('facts', models.Json, nullable=True),
        *record(),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('carry', 'oversee_again', 'waive')", name=op.f('ck_term_handover_item_decision')
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision <> 'waive' OR reason <> ''", name=op.f('ck_term_handover_item_waived_for_a_reason')
        ),
        *keys(
            'term_handover_item', handover_id='term_handover', recommendation_id='recommendation',
            delegation_id='delegation', followed_by_id='user_account',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_term_handover_item')),
        sa.UniqueConstraint(
            'handover_id', 'recommendation_id', name=op.f('uq_term_handover_item_handover_id_recommendation_id')
        ),
    )
    for name in ('council_id', 'recommendation_id'):
        op.create_index(op.f(f'ix_term_handover_item_{name}'), 'term_handover_item', [name])
    op.create_index('ix_term_handover_item_delegation', 'term_handover_item', ['handover_id', 'delegation_id', 'id'])
    op.create_index('ix_term_handover_item_of_delegation', 'term_handover_item', ['delegation_id'])
    op.create_table(
        'term_handover_report',
        sa.Column('handover_id', ID, nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('facts', models.Json, nullable=False),
        sa.Column('id', ID, nullable=False),
        sa.ForeignKeyConstraint(
            ['handover_id'], ['term_handover.id'], name=op.f('fk_term_handover_report_handover_id_term_handover')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_term_handover_report')),
        sa.UniqueConstraint('handover_id', name=op.f('uq_term_handover_report_handover_id')),
    )
    op.create_table(
        'recommendation_carried',
        sa.Column('recommendation_id', ID, nullable=False),
        sa.Column('term_id', ID, nullable=False),
        sa.Column('handover_id', ID, nullable=False),
        sa.Column('oversee_again', sa.Boolean(), nullable=False),
        sa.Column('carried_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', ID, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_recommendation_carried_{column}_{target}'))
            for column, target in (
                ('recommendation_id', 'recommendation'), ('term_id', 'council_term'), ('handover_id', 'term_handover')
            )
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation_carried')),
        sa.UniqueConstraint('recommendation_id', 'term_id', name=op.f('uq_recommendation_carried_recommendation_id_term_id')),
    )
    for name in ('term_id', 'handover_id'):
        op.create_index(op.f(f'ix_recommendation_carried_{name}'), 'recommendation_carried', [name])


def downgrade() -> None:
    for table in ('recommendation_carried', 'term_handover_report', 'term_handover_item', 'term_handover'):
        op.drop_table(table)
    op.drop_index(op.f('ix_recommendation_issued'), 'recommendation')
    with op.batch_alter_table('council_term') as batch:
        batch.drop_index(op.f('ix_council_term_council_id'))
        batch.drop_constraint(op.f('ck_council_term_deputies_total'), type_='check')
        batch.drop_constraint(op.f('ck_council_term_dates'), type_='check')
        for name in ('created_by_id', 'updated_by_id'):
            batch.drop_constraint(op.f(f'fk_council_term_{name}_user_account'), type_='foreignkey')
        for name in KEPT:
            batch.drop_column(name)
