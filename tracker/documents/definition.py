"""One kind of document as data: of which record it is made, who may make it, its facts, its layout, its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.core.errors import NotFound
from tracker.core.i18n import Words
from tracker.core.moments import Moment
from tracker.documents.layout import Layout
from tracker.documents.placeholders import FRAME, Facts, Placeholder
from tracker.extensions import db

Compose = Callable[[Any, Actor, Any], Facts]
"""(record, who asks, number and signer as the office gave them) → facts, in Vietnamese, as the records say now."""
ComposeThen = Callable[[Any, Actor, Any, Moment], Facts]
"""The same as the records were known at that moment."""


@dataclass(frozen=True)
class Filed:
    """What a paper is registered under: the whole number ("03/BC-ĐGS"), the day, who signed."""

    number: str
    issued_on: date
    signer: str = ""


def filed_as(paper: Any) -> Filed | None:
    """Of a document of a delegation."""
    return Filed(paper.number, paper.issued_on, paper.signer) if paper is not None else None


@dataclass(frozen=True)
class DocumentKind:
    name: str
    label: Words
    record: str
    """The kind of record it is made of."""
    address: str
    """Where it is found, without its ending: /sessions/<int:id>/minutes"""
    sign: str
    """The sign after its number, which the office may change: BB-ĐGS."""
    own: tuple[Placeholder, ...]
    compose: Compose
    layout: Layout
    file_name: str
    filed: Callable[[Any], Filed | None] = lambda _record: None
    """The record → the number, day and signer that it is registered under: they lead, whatever else was given."""
    papers: tuple[str, ...] = ()
    """The kinds of documents of delegations that are numbered in the same series."""
    asks_signer: bool = True
    """Signed as the office says; the minutes are by whoever chaired and wrote, as the record names them."""
    stands: Callable[[Any], bool] = lambda _record: True
    """The record → has come what the document tells of? Then it lies in the dossier; one that has a number always does."""
    council_only: bool = True
    """A paper of the Council's own; else whoever reads the record makes it of what they may read."""
    compose_then: ComposeThen | None = None
    """None: a paper of now alone."""

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return (*FRAME, *self.own)

    def find(self, id: int, actor: Actor) -> Any:
        """The record, or NotFound when this person may not make the document of it."""
        if not self.council_only:
            return access.find(self.record, id, actor)
        model = access.KINDS[self.record].model
        record = db.session.scalar(select(model).where(model.id == id, access.council_side(model, actor)))
        if record is None:
            raise NotFound
        return record
