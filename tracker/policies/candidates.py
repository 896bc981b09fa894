"""The records that a policy may be made of, to be ticked in its form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, or_, select

from tracker.accounts.access import KINDS, visible
from tracker.accounts.actor import Actor
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import origins
from tracker.policies.queries import SOURCES

MOST = 60
"""Of each kind, in the list to tick; others are named by their codes."""
LONGEST = 120


def of(
    actor: Actor, council_id: int, *, delegation_id: int | None = None, keep: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """("proposal:12", "ĐX-03: …"), kind by kind: those of the delegation, or the council's newest, and those of `keep`."""
    kept = list(keep)
    return [choice for kind in SOURCES for choice in of_kind(kind, actor, council_id, delegation_id, kept)]


def of_kind(
    kind: str, actor: Actor, council_id: int, delegation_id: int | None, keep: list[str]
) -> list[tuple[str, str]]:
    model: Any = KINDS[kind].model
    fitting = model.council_id == council_id
    if delegation_id is not None:
        fitting = fitting & (model.delegation_id == delegation_id)
    newest = select(model.id).where(fitting, visible(kind, actor)).order_by(model.id.desc()).limit(MOST)
    wanted = or_(model.id.in_(newest.scalar_subquery()), model.id.in_(origins.ids(keep, kind)))
    rows = db.session.execute(
        select(model.id, model.code, model.text).where(wanted, visible(kind, actor)).order_by(model.id)
    )
    label = KINDS[kind].label
    return [(f"{kind}:{row.id}", f"{label} {row.code}: {row.text[:LONGEST]}") for row in rows]


def by_codes(lines: Iterable[str], actor: Actor, council_id: int) -> tuple[list[str], list[str], list[str]]:
    """("proposal:12", …) of the records named as `KN-2026-011`, or with their delegation as `ĐGS-2026-01 ĐX-03`, as far as
    the actor may read them; the lines that name none; those that name several."""
    named = {line: tuple(line.upper().split()) for line in lines if line.strip()}
    found: dict[str, list[str]] = {line: [] for line in named}
    codes = sorted({words[-1] for words in named.values()})
    for kind in SOURCES if codes else ():
        model: Any = KINDS[kind].model
        query = (
            select(model.id, model.code, Delegation.code.label("delegation"))
            .join(Delegation, Delegation.id == model.delegation_id)
            .where(model.council_id == council_id, func.upper(model.code).in_(codes), visible(kind, actor))
        )
        for row in db.session.execute(query):
            known = ((row.code.upper(),), (row.delegation.upper(), row.code.upper()))
            for line, words in named.items():
                if words in known:
                    found[line].append(f"{kind}:{row.id}")
    missing = [line for line, names in found.items() if not names]
    several = [line for line, names in found.items() if len(names) > 1]
    return [names[0] for names in found.values() if len(names) == 1], missing, several
