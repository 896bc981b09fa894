"""How many questions a page asks of the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from tests.client import Client
from tracker.extensions import db


def queries_of(client: Client, path: str) -> int:
    """Statements that one GET runs, savepoints aside."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_about: Any) -> None:
        statements.append(statement)

    client.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([text for text in statements if not text.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK TO"))])
