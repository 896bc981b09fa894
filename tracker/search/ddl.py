"""The databases' own indexes of words: FTS5 on SQLite, a tsvector column with GIN on PostgreSQL.

Both split `folded` at spaces and at nothing else, so that both find the same. Called by the migrations, after the
table `search_entry` exists; a migration that rebuilds that table drops these first and creates them again.
"""

from __future__ import annotations

from sqlalchemy import Connection

SQLITE_UP = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
         folded, content='search_entry', content_rowid='id', detail='none', tokenize='ascii', prefix='1 2 3')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
         INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded);
       END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
         INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded);
       END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF id, folded ON search_entry
       WHEN old.id <> new.id OR old.folded <> new.folded BEGIN
         INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded);
         INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded);
       END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
SQLITE_DOWN = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_words",
)
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


def run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
