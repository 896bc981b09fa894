"""Spans written in the transaction of the event that they follow from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.history.projections import Facts, Projection, Standing, Told, take


class Database:
    """Keeps spans in their tables."""

    def standing(self, projection: Projection, id: int) -> Standing | None:
        table = projection.model.__table__
        row = db.session.execute(select(table).where(table.c.id == id, table.c.valid_to.is_(None))).mappings().first()
        if row is None:
            return None
        return Standing({name: row[name] for name in projection.facts}, row["valid_from"])

    def keep(self, projection: Projection, id: int, facts: Facts, event: Told, earlier: Standing | None) -> None:
        """What changes twice at one moment has changed once; a clock set back changes nothing that is past."""
        table: Any = projection.model.__table__
        stands = update(table).where(table.c.id == id, table.c.valid_to.is_(None))
        if earlier is not None and earlier.since >= event.at:
            db.session.execute(stands.values(**facts, event_id=event.id))
            return
        if earlier is not None:
            db.session.execute(stands.values(valid_to=event.at))
        db.session.execute(insert(table).values(id=id, valid_from=event.at, event_id=event.id, **facts))

    def story(self, event: Told) -> Mapping[str, Any]:
        query = (
            select(AuditEvent.after)
            .where(AuditEvent.subject_kind == event.subject_kind, AuditEvent.subject_id == event.subject_id)
            .where(AuditEvent.id <= event.id)
            .order_by(AuditEvent.id)
        )
        told: Facts = {}
        for after in db.session.scalars(query):
            told |= after or {}
        return told

    def named(self, projection: Projection, **facts: Any) -> list[int]:
        columns = projection.model.__table__.c
        stands = [columns[name] == value for name, value in facts.items()]
        query = select(columns.id).where(columns.valid_to.is_(None), *stands).order_by(columns.id)
        return list(db.session.scalars(query))


def follow(event: AuditEvent) -> None:
    take(event, Database())


audit.after_record.append(follow)
