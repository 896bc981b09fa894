"""Policy proposals up to the resolution in force: sessions of the council, steps, votes, and the rules of the steps.

On the way back everything about policies is dropped, with what hangs on it: links, files' ties, entries of the search;
events stay, as everywhere.
"""

from __future__ import annotations

import datetime

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models
from tracker.search import ddl

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
STATES = (
    'proposed', 'consolidated', 'registered', 'drafting', 'consultation', 'appraisal', 'submitted_to_people_committee',
    'committee_review', 'tabled', 'passed', 'not_passed', 'promulgated', 'in_force', 'under_review', 'repealed', 'withdrawn',
)
PUBLISHED = ('promulgated', 'in_force', 'under_review')
NEEDS = {
    'session_id': ('registered', 'drafting', 'tabled'),
    'drafting_agency_id': ('registered', 'drafting'),
    'posted_on': ('consultation',),
    'number': (*PUBLISHED, 'repealed'),
    'signed_on': PUBLISHED,
    'effective_on': PUBLISHED,
    'repealed_on': ('repealed',),
}
RULES = sa.table(
    'day_rule',
    *(sa.column(name, kind) for name, kind in (
        ('key', sa.String), ('ruleset', sa.String), ('days', sa.Integer), ('unit', sa.String), ('legal_basis', sa.String),
        ('verified', sa.Boolean), ('valid_from', sa.Date), ('created_at', models.UtcDateTime(timezone=True)),
        ('updated_at', models.UtcDateTime(timezone=True)), ('row_version', sa.Integer),
    )),
)
OLD, NEW = 'Luật 80/2015/QH13; cần kiểm tra', 'Luật 64/2025/QH15, Nghị định 78/2025/NĐ-CP; cần kiểm tra'
DAYS = (
    # key, days under the law of 2015, under the law of 2025 (domain.md 3.1)
    ('policy_posting', 30, 20),
    ('policy_dossier', 15, 15),
    ('policy_review_report', 10, 10),
    ('policy_documents', 5, 5),
    ('policy_send_up', 3, 3),
)
STEPS = ('consultation', 'appraisal', 'submitted_to_people_committee', 'committee_review')
PASSES = {
    'normative': STEPS,
    'individual': ('submitted_to_people_committee', 'committee_review'),
    'shortened': ('appraisal', 'submitted_to_people_committee', 'committee_review'),
    'not_people_committee': ('consultation', 'appraisal', 'committee_review'),
}


def record() -> list[sa.Column]:
    """The columns that every record has."""
    return [
        sa.Column('council_id', ID, nullable=False),
        *kept(),
    ]


def kept() -> list[sa.Column]:
    return [
        sa.Column('created_by_id', ID, nullable=True),
        sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('updated_by_id', ID, nullable=True),
        sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('id', ID, nullable=False),
    ]


def keys(table: str, **named: str) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys: column → table."""
    people = {'created_by_id': 'user_account', 'updated_by_id': 'user_account'}
    return [
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}'))
        for column, target in {**people, **named}.items()
    ]


def check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f'ck_{table}_{name}'))


def one_of(names: tuple[str, ...]) -> str:
    return ', '.join(f"'{name}'" for name in names)


def upgrade() -> None:
    op.create_table(
        'council_session',
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('opens_on', sa.Date(), nullable=False),
        sa.Column('closes_on', sa.Date(), nullable=True),
        *record(),
        check('council_session', 'dates', 'closes_on IS NULL OR opens_on <= closes_on'),
        *keys('council_session', council_id='council'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_council_session')),
        sa.UniqueConstraint('council_id', 'name', name=op.f('uq_council_session_council_id_name')),
    )
    op.create_index(op.f('ix_council_session_council_id'), 'council_session', ['council_id'])
    op.create_index('ix_council_session_opens', 'council_session', ['council_id', 'opens_on', 'id'])
    op.create_table(
        'policy',
        sa.Column('delegation_id', ID, nullable=True),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('summary', sa.Text(), nullable=False),
        sa.Column('type', sa.String(length=20), nullable=False),
        sa.Column('procedure', sa.String(length=24), nullable=False),
        sa.Column('ruleset', sa.String(length=10), nullable=False),
        sa.Column('sponsor', sa.String(length=300), nullable=False),
        sa.Column('drafting_agency_id', ID, nullable=True),
        sa.Column('session_id', ID, nullable=True),
        sa.Column('body_id', ID, nullable=True),
        sa.Column('amends_id', ID, nullable=True),
        sa.Column('state', sa.String(length=32), nullable=False),
        sa.Column('posted_on', sa.Date(), nullable=True),
        sa.Column('documents_sent_on', sa.Date(), nullable=True),
        sa.Column('number', sa.String(length=60), nullable=True),
        sa.Column('signed_on', sa.Date(), nullable=True),
        sa.Column('signer', sa.String(length=200), nullable=False),
        sa.Column('effective_on', sa.Date(), nullable=True),
        sa.Column('repealed_on', sa.Date(), nullable=True),
        sa.Column('withdrawal_reason', sa.Text(), nullable=False),
        *record(),
        check('policy', 'type', f"type IN ({one_of(('normative', 'individual', 'amending', 'repealing'))})"),
        check('policy', 'procedure', f'procedure IN ({one_of(tuple(PASSES))})'),
        check('policy', 'ruleset', "ruleset IN ('B2015', 'B2025')"),
        check('policy', 'effective', 'effective_on IS NULL OR signed_on <= effective_on'),
        check('policy', 'amends_another', 'amends_id IS NULL OR amends_id <> id'),
        check('policy', 'state', f'state IN ({one_of(STATES)})'),
        *(
            check('policy', f'needs_{fact}', f'state NOT IN ({one_of(states)}) OR {fact} IS NOT NULL')
            for fact, states in NEEDS.items()
        ),
        *keys(
            'policy', council_id='council', delegation_id='delegation', drafting_agency_id='agency',
            session_id='council_session', body_id='council_body', amends_id='policy',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_policy')),
        sa.UniqueConstraint('council_id', 'code', name=op.f('uq_policy_council_id_code')),
    )
    for name in ('council_id', 'delegation_id', 'drafting_agency_id', 'session_id', 'amends_id'):
        op.create_index(op.f(f'ix_policy_{name}'), 'policy', [name])
    op.create_index('ix_policy_council', 'policy', ['council_id', 'state', 'id'])
    op.create_index('ix_policy_effective', 'policy', ['state', 'effective_on'])
    op.create_table(
        'policy_step',
        sa.Column('policy_id', ID, nullable=False),
        sa.Column('name', sa.String(length=32), nullable=False),
        sa.Column('entered_on', sa.Date(), nullable=False),
        sa.Column('done_on', sa.Date(), nullable=True),
        sa.Column('number', sa.String(length=60), nullable=False),
        sa.Column('issued_on', sa.Date(), nullable=True),
        sa.Column('result', sa.String(length=20), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        *record(),
        check('policy_step', 'order', 'done_on IS NULL OR entered_on <= done_on'),
        *keys('policy_step', council_id='council', policy_id='policy'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_step')),
    )
    op.create_index(op.f('ix_policy_step_council_id'), 'policy_step', ['council_id'])
    op.create_index('ix_policy_step_policy', 'policy_step', ['policy_id', 'id'])
    op.create_table(
        'policy_vote',
        sa.Column('council_id', ID, nullable=False),
        sa.Column('policy_id', ID, nullable=False),
        sa.Column('round', sa.Integer(), nullable=False),
        sa.Column('voted_on', sa.Date(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('of_term', sa.Integer(), nullable=True),
        sa.Column('present', sa.Integer(), nullable=False),
        sa.Column('yes', sa.Integer(), nullable=False),
        sa.Column('no', sa.Integer(), nullable=False),
        sa.Column('abstain', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(length=60), nullable=False),
        sa.Column('passed', sa.Boolean(), nullable=False),
        sa.Column('recorded_by_id', ID, nullable=True),
        sa.Column('recorded_at', models.UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', ID, nullable=False),
        check('policy_vote', 'counted', 'yes >= 0 AND no >= 0 AND abstain >= 0'),
        check('policy_vote', 'within_present', 'yes + no + abstain <= present'),
        check('policy_vote', 'within_total', 'present <= total'),
        check('policy_vote', 'majority', '(passed AND 2 * yes > total) OR (NOT passed AND 2 * yes <= total)'),
        *(
            sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_policy_vote_{column}_{target}'))
            for column, target in (('council_id', 'council'), ('policy_id', 'policy'), ('recorded_by_id', 'user_account'))
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_vote')),
        sa.UniqueConstraint('policy_id', 'round', name=op.f('uq_policy_vote_policy_id_round')),
    )
    op.create_index(op.f('ix_policy_vote_council_id'), 'policy_vote', ['council_id'])
    route = op.create_table(
        'policy_route_step',
        sa.Column('ruleset', sa.String(length=10), nullable=False),
        sa.Column('procedure', sa.String(length=24), nullable=False),
        sa.Column('step', sa.String(length=32), nullable=False),
        sa.Column('passes', sa.Boolean(), nullable=False),
        sa.Column('legal_basis', sa.String(length=300), nullable=False),
        sa.Column('verified', sa.Boolean(), nullable=False),
        *kept(),
        check('policy_route_step', 'ruleset', "ruleset IN ('B2015', 'B2025')"),
        check('policy_route_step', 'procedure', f'procedure IN ({one_of(tuple(PASSES))})'),
        check('policy_route_step', 'step', f'step IN ({one_of(STEPS)})'),
        *keys('policy_route_step'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_route_step')),
        sa.UniqueConstraint('ruleset', 'procedure', 'step', name=op.f('uq_policy_route_step_ruleset_procedure_step')),
    )
    seed(route)


def seed(route: sa.Table) -> None:
    """The values of domain.md 3.1; what was not read in the law itself is marked as to be checked."""
    now = clock.now()
    written = {'created_at': now, 'updated_at': now, 'row_version': 1}
    laws = (('B2015', OLD, datetime.date(2016, 7, 1)), ('B2025', NEW, datetime.date(2025, 4, 1)))
    op.bulk_insert(route, [
        {'ruleset': law, 'procedure': procedure, 'step': step, 'passes': step in passed, 'legal_basis': basis, 'verified': False}
        | written
        for law, basis, _from in laws for procedure, passed in PASSES.items() for step in STEPS
    ])
    op.bulk_insert(RULES, [
        {'key': key, 'ruleset': law, 'days': number, 'unit': 'day', 'verified': key == 'policy_send_up' and law == 'B2015',
         'legal_basis': 'Điều 7 Luật 87/2015/QH13' if key == 'policy_send_up' and law == 'B2015' else basis, 'valid_from': first}
        | written
        for key, *numbers in DAYS for (law, basis, first), number in zip(laws, numbers)
    ])


def downgrade() -> None:
    op.execute(sa.delete(RULES).where(RULES.c.key.in_([key for key, *_days in DAYS])))
    kinds = ('policy', 'policy_step', 'council_session', 'policy_route_step')
    link = sa.table('link', sa.column('source_kind'), sa.column('target_kind'))
    op.execute(sa.delete(link).where(sa.or_(link.c.source_kind.in_(kinds), link.c.target_kind.in_(kinds))))
    for name, column in (('search_entry', 'kind'), ('notice', 'subject_kind'), ('reminder', 'subject_kind')):
        table = sa.table(name, sa.column(column))
        op.execute(sa.delete(table).where(table.c[column].in_(kinds)))
    ddl.rebuild(op.get_bind())
    file = sa.table('attachment', sa.column('subject_kind'), sa.column('subject_id'))
    op.execute(sa.update(file).where(file.c.subject_kind.in_(kinds)).values(subject_kind=None, subject_id=None))
    for table in ('policy_route_step', 'policy_vote', 'policy_step', 'policy', 'council_session'):
        op.drop_table(table)
