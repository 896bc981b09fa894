"""The databases' own indexes of words: FTS5 on SQLite, a tsvector column with GIN on PostgreSQL.

Both split `folded` at spaces and at nothing else, so that both find the same. Called by the migrations, after the
table `search_entry` exists. PostgreSQL keeps its column true by itself; on SQLite the service does it, because
`trusted_schema = OFF` lets no trigger write to FTS5.
"""

from __future__ import annotations

from sqlalchemy import Connection

REBUILD = "INSERT INTO search_words(search_words) VALUES ('rebuild')"
SQLITE_UP = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
         folded, content='search_entry', content_rowid='id', detail='none', tokenize='ascii', prefix='1 2 3')""",
    REBUILD,
)
SQLITE_DOWN = ("DROP TABLE search_words",)
POSTGRES_UP = (
    """ALTER TABLE search_entry ADD COLUMN search_vector tsvector
         GENERATED ALWAYS AS (array_to_tsvector(string_to_array(folded, ' '))) STORED""",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (search_vector) WITH (fastupdate = off)",
)
POSTGRES_DOWN = (
    "DROP INDEX search_entry_vector",
    "ALTER TABLE search_entry DROP COLUMN search_vector",
)


def create(connection: Connection) -> None:
    run(connection, SQLITE_UP if connection.dialect.name == "sqlite" else POSTGRES_UP)


def drop(connection: Connection) -> None:
    run(connection, SQLITE_DOWN if connection.dialect.name == "sqlite" else POSTGRES_DOWN)


def rebuild(connection: Connection) -> None:
    """Make SQLite's index anew from the entries, after many were written at once or by hand."""
    if connection.dialect.name == "sqlite":
        run(connection, (REBUILD,))


def run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
