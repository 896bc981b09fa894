"""What belongs in the dossier of a delegation: the files of all its records that the reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import KINDS, Kind
from tracker.accounts.actor import Actor
from tracker.attachments.models import Attachment
from tracker.attachments.names import harmless
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.policies.models import Policy, PolicyStep

BATCH = 200


@dataclass(frozen=True)
class Paper:
    """One file, where it lies in the dossier, and the record that it hangs on."""

    path: str
    file: Attachment
    kind: str
    code: str
    title: str


def papers(delegation: Delegation, actor: Actor) -> Iterator[Paper]:
    """By kind of record, then by record, in the order in which they were handed in; no two under one path."""
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for kind in kinds():
        for file, record in files(kind, delegation, actor):
            folder = folders.setdefault(kind.name, f"{len(folders) + 1:02} {harmless(str(kind.label))}")
            code = str(getattr(record, "code", "") or "")
            path = free(f"{folder}/{harmless(f'{code} {file.name}'.strip())}", taken)
            yield Paper(path, file, str(kind.label), code, kind.title(record))


def kinds() -> list[Kind]:
    """The delegation itself, then all kinds of records that name one, in the order of the rooms."""
    return [KINDS["delegation"], *(kind for kind in KINDS.values() if is_named(kind))]


def is_named(kind: Kind) -> bool:
    return kind.name == "policy_step" or hasattr(kind.model, "delegation_id")


def files(kind: Kind, delegation: Delegation, actor: Actor) -> Iterator[tuple[Attachment, Any]]:
    """Some at a time; the condition under which the record may be read is part of the question."""
    model: Any = kind.model
    query = (
        select(Attachment, model)
        .join(model, model.id == Attachment.subject_id)
        .where(Attachment.subject_kind == kind.name, belongs(kind, delegation), kind.visible(actor))
        .options(*map(along, kind.named_by))
        .order_by(Attachment.subject_id, Attachment.id)
    )
    last, more = (0, 0), True
    while more:
        subject, id = last
        beyond = (Attachment.subject_id > subject) | ((Attachment.subject_id == subject) & (Attachment.id > id))
        found = [(file, record) for file, record in db.session.execute(query.where(beyond).limit(BATCH))]
        yield from found
        more = len(found) == BATCH
        last = (found[-1][0].subject_id, found[-1][0].id) if found else last


def belongs(kind: Kind, delegation: Delegation) -> Any:
    """Of the delegation itself, of a record that names it, or of a step of a policy that names it."""
    if kind.name == "delegation":
        return kind.model.id == delegation.id
    if kind.name == "policy_step":
        return PolicyStep.policy.has(Policy.delegation_id == delegation.id)
    return kind.model.delegation_id == delegation.id


def along(way: tuple[Any, ...]) -> Any:
    """The option that loads what lies on this way together with the row."""
    first, *others = way
    return reduce(lambda option, relation: option.joinedload(relation), others, joinedload(first))


def free(path: str, taken: set[str]) -> str:
    """The path, or the next one like it that is not taken: "ảnh.jpg", "ảnh (2).jpg"."""
    stem, dot, ending = path.rpartition(".") if "." in path.rpartition("/")[2] else (path, "", "")
    number, found = 1, path
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    taken.add(found.casefold())
    return found
