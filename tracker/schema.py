"""The tables as the migrations make them: bringing a database up to date, and saying where it differs."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Table, inspect, text

from tracker.config import ROOT
from tracker.core import database
from tracker.extensions import db

MIGRATIONS = ROOT / "migrations"
TRIGGERS_OF = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND tgenabled <> 'D'",
}
OUTSIDE_THE_MODELS = ("sqlite_", "search_", "alembic_")


class TooNew(Exception):
    """The database was made by a newer version of the product."""


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current application up to a revision: all or nothing. Raises TooNew."""
    db.session.remove()
    refuse_newer()
    command.upgrade(configuration(), revision)


def downgrade(revision: str = "-1") -> None:
    """Take the database of the current application back to a revision: all or nothing."""
    db.session.remove()
    command.downgrade(configuration(), revision)


def draft(name: str) -> None:
    """Write the next numbered migration from the difference between models and database, to be read and corrected."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    command.revision(configuration(), message=name, autogenerate=True, rev_id=f"{number:04}")


def refuse_newer() -> None:
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    with db.engine.connect() as connection:
        at = revision_of(connection)
    if at is not None and at not in known:
        raise TooNew(
            f"Cơ sở dữ liệu ({at}) mới hơn phiên bản phần mềm này ({newest()})"
            f" · The database ({at}) is newer than this version of the product ({newest()})"
        )


def take_stock() -> None:
    """Let the database learn how its tables are filled, so that it picks fitting indexes. SQLite never does it by itself:
    from samples of 20,000 rows it takes tenths of a second at any size. PostgreSQL does, some time after a bulk fill.
    """
    db.session.remove()
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA analysis_limit=20000")
        connection.exec_driver_sql("ANALYZE")


def is_current() -> bool:
    """Is the database at the newest revision? Whoever holds it for writing is not waited for."""
    with database.read_only(), db.engine.connect() as connection:
        return revision_of(connection) == newest()


def differences() -> list[str]:
    """Where the database differs from the models, a line each; CHECK constraints too, which Alembic passes over."""
    with db.engine.connect() as connection:
        at = revision_of(connection)
        if at != newest():
            return [f"Cần chạy “tracker migrate”: {at or '∅'} → {newest()} · “tracker migrate” is needed"]
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        changes = [str(change) for change in compare_metadata(context, db.metadata)]
        for table in db.metadata.sorted_tables:
            changes += check_differences(connection, table) + trigger_differences(connection, table)
        return changes


def check_differences(connection: Connection, table: Table) -> list[str]:
    there = {str(check["name"]) for check in inspect(connection).get_check_constraints(table.name)}
    wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint) and check.name}
    return [f"{table.name}: CHECK {name}" for name in sorted(there ^ wanted)]


def trigger_differences(connection: Connection, table: Table) -> list[str]:
    """Triggers that guard the table (`info["triggers"]`: dialect → names) and are gone."""
    wanted = table.info.get("triggers", {}).get(connection.dialect.name, ())
    there = (
        set(connection.scalars(text(TRIGGERS_OF[connection.dialect.name]), {"table": table.name})) if wanted else set()
    )
    return [f"{table.name}: TRIGGER {name}" for name in sorted(set(wanted) - there)]


def is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:  # noqa: FBT001 - as Alembic calls it
    """Leave out what migrations make by hand because models cannot say it, such as the tables of full-text search."""
    only_in_database = kind in ("table", "index", "column") and reflected and compare_to is None
    return not (only_in_database and str(name).startswith(OUTSIDE_THE_MODELS))


def configuration() -> Config:
    chosen = Config()
    chosen.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    chosen.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return chosen


def revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return ScriptDirectory.from_config(configuration()).get_current_head()
