"""A kind of record as the API offers it: one row of facts. Adding a kind is adding a row (see `kinds/`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Protocol

from werkzeug.datastructures import MultiDict

from tracker.accounts import access
from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor
from tracker.api.filters import Filter
from tracker.api.lists import Key, Order, Page
from tracker.api.shows import Shown
from tracker.core.forms import BaseForm
from tracker.core.i18n import Words

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Case:
    """A form about to be filled in: by whom, for which record (None: a new one), under which parents."""

    actor: Actor
    record: Any = None
    parents: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    """What the caller has sent."""
    begun_at: Any = None
    """What a new record is made after, where that is no record itself."""


Rule = Callable[[Case], None]
"""Raises Forbidden or Impossible."""


class PastTable(Protocol):
    """One page of a list as known at a moment."""

    def __call__(
        self, actor: Actor, given: MultiDict[str, str], moment: datetime, *, sort: str, after: str | None, size: int
    ) -> Page: ...


@dataclass(frozen=True)
class Past:
    """How a kind is read as known at a moment. `page`: its list, paged and sorted as now; `one`: a record that the caller may
    read today, as it was known then; NotFound when it was not."""

    page: PastTable
    one: Callable[[Any, Actor, datetime], Any]
    find: Callable[[int, Actor, datetime], Any] | None = None
    """Finds it by its number in place of `one`, where what has been taken away since is still read as it stood."""
    shows: tuple[Shown, ...] = ()
    """What is known of then, where that is less, or other, than what is shown now."""
    record: Callable[[Any], Any] = lambda row: row
    """The record in what `page`, `one` and `find` give."""


@dataclass(frozen=True)
class Writing:
    """How a body becomes a record: the page's own form, what the form is told, and the room's own function."""

    form: type[BaseForm]
    do: Callable[[Case, dict[str, Any]], Any]
    about: Callable[[Case], dict[str, Any]] = lambda _case: {}
    initial: Callable[[Case], dict[str, Any]] = lambda _case: {}
    require: Rule | None = None
    """Asked before the version and the answers are looked at."""
    form_for: Callable[[Case], type[BaseForm]] | None = None
    """Another form in special cases (an old record)."""
    begins_from: str = ""
    """The kind of record that a new one is made after; it stands in `Case.parents` under this kind."""
    begins_at: Callable[[Case, str], Any] | None = None
    """Finds what a new one is made after, by the words sent, where that is no record: `Case.begun_at`."""


@dataclass(frozen=True)
class Part:
    """A list that hangs on a record and has no life of its own: /delegations/{id}/members."""

    path: str
    label: Words
    model: type[Any]
    shows: tuple[Shown, ...]
    rows: Callable[[Any, Actor], Sequence[Any]]
    add: Writing | None = None
    change: Writing | None = None
    remove: Callable[[Case], None] | None = None
    require: Rule | None = None
    """Asked before anything of the list is added, changed or removed."""


class Table(Protocol):
    """A room's own list, read as the API asks for it."""

    def __call__(
        self, actor: Actor, given: MultiDict[str, str], *, sort: str, after: str | None, size: int
    ) -> Page: ...


@dataclass(frozen=True)
class Resource:
    """`parents` are the records that a new one is entered under: name in the body → kind; each becomes an argument."""

    kind: str
    shows: tuple[Shown, ...]
    create: Writing | None = None
    variants: tuple[tuple[str, Writing], ...] = ()
    """Other ways to create, each asked for by a flag in the body, `"old_record": true`, or by the number of the record that
    it begins from, `"from_template": 3`, or by words that name what it begins from, `"from_flag": "…"`."""
    edit: Writing | None = None
    remove: Callable[[Case, str], None] | None = None
    """Takes the record away, for a reason; its events stay."""
    require_remove: Rule | None = None
    parents: tuple[tuple[str, str], ...] = ()
    filters: tuple[Filter, ...] = ()
    needs: tuple[str, ...] = ()
    """Of a list whose rows are read out of much else: the filters of which one must be given."""
    sorts: tuple[tuple[str, Order], ...] = ()
    table: Table | None = None
    """A list that its room pages and sorts itself, by `table_sorts`."""
    table_sorts: tuple[str, ...] = ()
    past: Past | None = None
    """Of kinds that can be read as known at a past moment (`?as_of=`)."""
    load: tuple[Any, ...] = ()
    beside: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    """Loads together what the rows of a list would look up one by one."""
    parts: tuple[Part, ...] = ()
    threads: bool = True
    """Are its origins and consequences shown (U10)?"""
    files: bool = False
    """Are its attachments shown?"""
    code: Callable[[Any], str] = attrgetter("code")

    @property
    def about(self) -> Kind:
        return access.KINDS[self.kind]

    @property
    def path(self) -> str:
        return self.about.plural

    @property
    def model(self) -> Any:
        return self.about.model

    @property
    def label(self) -> str:
        return str(self.about.label)

    @property
    def sort_names(self) -> tuple[str, ...]:
        return self.table_sorts or tuple(self.orders)

    @cached_property
    def orders(self) -> dict[str, Order]:
        """Every `sort` by name; newest first when none is asked for."""
        newest = (Key(self.model.id, attrgetter("id"), descending=True),)
        return {"newest": newest, **dict(self.sorts)}

    def url(self, record: Any) -> str:
        return f"{PREFIX}/{self.path}/{record.id}"


RESOURCES: dict[str, Resource] = {}


def add(resource: Resource) -> Resource:
    RESOURCES[resource.kind] = resource
    return resource


def by_kind(kind: str) -> Resource | None:
    return RESOURCES.get(kind)
