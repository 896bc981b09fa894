"""Drafts of reports that were begun earlier are found in the search, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import clock
from tracker.search import ddl
from tracker.search.words import code_key, index_words

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

NAME = 'Dự thảo báo cáo kết quả giám sát'
KINDS = ('oversight_report', 'report_section')
COLUMNS = ('kind', 'subject_id', 'council_id', 'day', 'code', 'code_key', 'title', 'body', 'folded')
ENTRY = sa.table('search_entry', sa.column('day', sa.Date), *(sa.column(name) for name in COLUMNS if name != 'day'))
REPORTS = sa.text(
    'SELECT r.id, r.council_id, d.code, d.title FROM oversight_report AS r JOIN delegation AS d ON d.id = r.delegation_id'
)
SECTIONS = sa.text(
    'SELECT s.id, s.council_id, d.code, s.title, s.text FROM report_section AS s'
    ' JOIN delegation AS d ON d.id = s.delegation_id WHERE s.text IS NOT NULL'
)


def upgrade() -> None:
    connection = op.get_bind()
    rows = [entry(KINDS[0], row, f'{NAME}: {row.title}', '') for row in connection.execute(REPORTS)]
    rows += [entry(KINDS[1], row, f'{NAME}, {row.title}', row.text) for row in connection.execute(SECTIONS)]
    if rows:
        connection.execute(sa.insert(ENTRY), rows)
        ddl.rebuild(connection)


def entry(kind: str, row: sa.Row, title: str, body: str) -> dict[str, object]:
    code = f'BC {row.code}'
    return {
        'kind': kind,
        'subject_id': row.id,
        'council_id': row.council_id,
        'day': clock.today(),
        'code': code,
        'code_key': code_key(code),
        'title': title,
        'body': body,
        'folded': index_words(code, [title, body]),
    }


def downgrade() -> None:
    connection = op.get_bind()
    gone = connection.execute(sa.delete(ENTRY).where(ENTRY.c.kind.in_(KINDS)))
    if gone.rowcount:
        ddl.rebuild(connection)
