"""Corrections of signed minutes: each is a new row, and only the newest row of a statement is corrected (SM3)."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.core.errors import Impossible
from tracker.core.i18n import _
from tracker.sessions import queries
from tracker.sessions.models import Statement


def newest_rows(statements: Iterable[Statement]) -> dict[int, Statement]:
    """Statement id → the row that holds now: itself, or the newest of those that correct it, directly or in turn."""
    first: dict[int, int] = {}
    newest: dict[int, Statement] = {}
    for said in sorted(statements, key=lambda said: said.id):
        first[said.id] = first.get(said.corrects_id or 0, said.id)
        newest[first[said.id]] = said
    return {id: newest[root] for id, root in first.items()}


def newest(statement: Statement) -> Statement:
    """The row that holds now in its place, as the database has it."""
    return newest_rows(queries.statements(statement.session_id))[statement.id]


def require_newest(statement: Statement) -> None:
    """Impossible when it has been corrected already; asked while the session's numbers are held, so that of two
    corrections at once the second waits and is refused."""
    holds = newest(statement)
    if holds is not statement:
        raise Impossible(
            _(
                "%(code)s đã được đính chính tại %(newer)s. Hãy đính chính %(newer)s.",
                code=statement.code,
                newer=holds.code,
            )
        )
