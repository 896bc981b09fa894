"""An office's own templates of official documents, and the numbers that its clerk gives to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import models

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


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


def upgrade() -> None:
    op.create_table(
        'document_template',
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('attachment_id', ID, nullable=True),
        sa.Column('note', sa.String(length=300), nullable=False),
        *record(),
        sa.CheckConstraint('version > 0', name=op.f('ck_document_template_version')),
        *keys('document_template', attachment_id='attachment'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_template')),
        sa.UniqueConstraint('council_id', 'kind', 'version', name=op.f('uq_document_template_council_id_kind_version')),
    )
    op.create_index(op.f('ix_document_template_council_id'), 'document_template', ['council_id'])
    op.create_table(
        'document_number',
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=True),
        sa.Column('year', sa.Integer(), nullable=True),
        sa.Column('sign', sa.String(length=60), nullable=False),
        sa.Column('issued_on', sa.Date(), nullable=True),
        sa.Column('signer', sa.String(length=200), nullable=False),
        sa.Column('signing', sa.String(length=12), nullable=False),
        sa.Column('signer_office', sa.String(length=200), nullable=False),
        *record(),
        sa.CheckConstraint('number IS NULL OR number > 0', name=op.f('ck_document_number_number')),
        sa.CheckConstraint(
            "signing IN ('self', 'deputy', 'by_order', 'authorised', 'acting')", name=op.f('ck_document_number_signing')
        ),
        sa.CheckConstraint('number IS NULL OR year IS NOT NULL', name=op.f('ck_document_number_year')),
        *keys('document_number'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_number')),
        sa.UniqueConstraint('council_id', 'kind', 'subject_id', name=op.f('uq_document_number_council_id_kind_subject_id')),
        sa.UniqueConstraint(
            'council_id', 'kind', 'year', 'number', 'sign', name=op.f('uq_document_number_council_id_kind_year_number_sign')
        ),
    )
    op.create_index(op.f('ix_document_number_council_id'), 'document_number', ['council_id'])


def downgrade() -> None:
    """The files of templates stay kept, bound to a kind of record that is no more; numbers are lost."""
    op.drop_table('document_number')
    op.drop_table('document_template')
