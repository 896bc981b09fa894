"""Runs the migrations inside the application: one transaction on both databases, foreign keys checked at the end."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import JSON, Connection

from tracker.extensions import db
from tracker.schema import is_ours


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_object=is_ours,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        user_module_prefix="models.",
        render_item=our_name,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            refuse_broken_references(connection)


def our_name(kind: str, item: object, _context: object) -> str | Literal[False]:
    """JSON columns under the name that the models use; everything else as Alembic writes it."""
    return "models.Json" if kind == "type" and isinstance(item, JSON) else False


def refuse_broken_references(connection: Connection) -> None:
    """Batch migrations rebuild tables with the foreign keys switched off; nothing may have been lost on the way."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"references to nothing after the migration: {broken[:10]}")


def main() -> None:
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.driver_connection
        if sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")
        try:
            run(connection)
        finally:
            connection.rollback()
            if sqlite:
                raw.execute("PRAGMA foreign_keys = ON")


main()
