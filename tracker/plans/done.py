"""What has been done of a plan: days and documents as the records say them. Rooms above answer for what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.core.text import fold
from tracker.delegations.models import DOCUMENT_KINDS, Delegation, DelegationDocument
from tracker.delegations.progress import days_done
from tracker.plans.models import OTHER, ExpectedDocument

Days = Mapping[str, date | None]
Source = Callable[[Delegation], Days]
SOURCES: list[Source] = []
"""Each tells, of the steps and documents that its room knows, when they were done."""
OWN = {
    "establish": "established",
    "send_plan": "notified",
    "end": "active",
    "report": "reported",
    "conclude": "concluded",
}
"""Steps that the delegation itself knows, by the state whose day it is."""

BY_RECORD = ("outline",)
"""Kinds of documents that a record kept here may stand for."""


@dataclass(frozen=True)
class Ticked:
    """An expected document with the day on which it came about, and the document where it is one of these."""

    expected: ExpectedDocument
    on: date | None = None
    document: DelegationDocument | None = None


def tells(source: Source) -> Source:
    """Decorator: this function knows of steps and documents of a plan."""
    SOURCES.append(source)
    return source


def days(delegation: Delegation) -> dict[str, date | None]:
    """Step or kind of document → when it was done, as far as it was."""
    own = days_done(delegation)
    found: dict[str, date | None] = {step: own.get(state) for step, state in OWN.items()}
    for source in SOURCES:
        found |= source(delegation)
    return found


def ticked(expected: Sequence[ExpectedDocument], readable: Sequence[DelegationDocument], known: Days) -> list[Ticked]:
    """Each expected document with the one that answers it: of its kind, in order, each document once. Where there is
    none, a record may stand for it: an outline that has been sent needs no paper of its own."""
    left = list(readable)
    found = []
    for entry in expected:
        if entry.kind not in DOCUMENT_KINDS:
            found.append(Ticked(entry, known.get(entry.kind)))
            continue
        document = next((paper for paper in left if answers(paper, entry)), None)
        if document is not None:
            left.remove(document)
        told = known.get(entry.kind) if entry.kind in BY_RECORD else None
        found.append(Ticked(entry, document.issued_on if document else told, document))
    return found


def answers(paper: Any, entry: Any) -> bool:
    """Of the same kind; a document of no kind of its own must also bear the title."""
    if paper.kind != entry.kind:
        return False
    return paper.kind != OTHER or fold(entry.title) in fold(paper.title)
