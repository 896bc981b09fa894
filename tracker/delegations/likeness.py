"""Topics and delegations like a topic: at least half of its content words occur in one of the last 24 months.

Words and months are settings (domain.md 1.4: a topic should not repeat one supervised within about two years). A
warning, never a block; it names only what its reader may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.dates import months_from
from tracker.delegations import queries
from tracker.planning import queries as planning
from tracker.planning.models import Topic
from tracker.planning.workflow import is_over
from tracker.search.similarity import content_words, share


@dataclass(frozen=True)
class Other:
    """A topic or a delegation that a topic may repeat."""

    kind: str
    id: int
    code: str
    title: str
    topic_id: int | None
    words: frozenset[str]
    part: float = 0.0
    """Which part of the asked topic's content words occur in its title, 0 to 1."""

    @property
    def percent(self) -> int:
        return round(self.part * 100)


def recent(actor: Actor, council_id: int, today: date, months: int) -> Sequence[Other]:
    """What the council planned or set up in the months before that day, as far as the actor may read it; two queries."""
    since = months_from(today, -months)
    topics = [other("topic", row, row.id) for row in planning.titles_since(actor, council_id, since)]
    delegations = [other("delegation", row, row.topic_id) for row in queries.titles_since(actor, council_id, since)]
    return [*topics, *delegations]


def other(kind: str, row: Any, topic_id: int | None) -> Other:
    return Other(kind, row.id, row.code, row.title, topic_id, content_words(row.title))


def alike(title: str, among: Iterable[Other], least: float, *, topic: Topic | None = None) -> list[Other]:
    """Those in whose title at least that share of the title's content words occurs, most alike first.

    The topic itself and the delegations under it are not compared with it.
    """
    words = content_words(title)
    own = topic.id if topic is not None else None
    measured = [
        Other(found.kind, found.id, found.code, found.title, found.topic_id, found.words, share(words, found.words))
        for found in among
        if own is None or found.topic_id != own
    ]
    return sorted((found for found in measured if found.part >= least), key=lambda found: (-found.part, found.code))


def alike_to(topic: Topic, among: Iterable[Other], least: float) -> list[Other]:
    """What the topic may repeat, for its page; nothing once its year has passed, for nobody can choose any more."""
    return [] if is_over(topic.programme) else alike(topic.title, among, least, topic=topic)
