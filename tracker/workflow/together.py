"""The same for many records: each done or refused by itself with its own event, all in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from tracker.core.errors import DomainError, Stale
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.workflow import engine


@dataclass
class Outcome:
    """What was done, and why not where it was not: (record, sentence)."""

    done: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, str]] = field(default_factory=list)

    def add(self, record: Any, refusal: str, *, done: Any = None) -> None:
        """One more: refused when there is a sentence, else done; `done` is told of in its place."""
        if refusal:
            self.refused.append((record, refusal))
        else:
            self.done.append(record if done is None else done)


def each(records: Iterable[Any], versions: Mapping[int, int | None], do: Callable[[Any], Any]) -> Outcome:
    """Do it with every record that is still as the person read it; one that is refused does not hold up the others."""
    outcome = Outcome()
    for record in records:
        outcome.add(record, attempt(record, versions.get(record.id), do))
    return outcome


def attempt(record: Any, version: int | None, do: Callable[[Any], Any]) -> str:
    """Do it, or say why not; then nothing of it has been written."""
    if version is None:
        return _("Không rõ đã đọc bản nào: hãy mở lại trang rồi chọn lại.")
    try:
        with db.session.begin_nested():
            engine.require_version(record, version)
            do(record)
            db.session.flush()
    except (Stale, StaleDataError):
        db.session.refresh(record)
        return changed_since()
    except DomainError as refused:
        return str(refused)
    return ""


def changed_since() -> str:
    return _("Vừa được người khác sửa: hãy xem lại rồi chọn lại.")


def rehearsed(act: Callable[[], Outcome]) -> Outcome:
    """What would become of it: it is done, and taken back. `done` may hold what is no longer there."""
    taken_back = db.session.begin_nested()
    try:
        return act()
    finally:
        taken_back.rollback()
