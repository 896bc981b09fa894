"""The second witness, read: who is expected to be let in where."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tests.rules.world import Standing

HERE = Path(__file__).parent
FACES = tuple(os.environ.get("TRACKER_TEST_FACES", "pages api").split())
"""Whose doors are tried: both, unless somebody asks for one. The suite tries pages on SQLite and JSON on PostgreSQL: rights
are conditions in the same queries behind both."""
EVERY_CELL = bool(os.environ.get("TRACKER_TEST_EVERY_CELL"))
"""Whether those who are refused try every door on every record; see `Refusals`."""
ALLOWED, FORBIDDEN, HIDDEN, SIGN_IN = "allow", "403", "404", "sign in"
OPEN_STATES = ["assigned", "in_progress", "awaiting_verification", "partly_implemented", "not_satisfactory"]

ANONYMOUS = ("anonymous", "disabled")
COUNCIL_WIDE = {"office": "office", "other_office": "office", "standing": "standing", "deputy": "deputy"}
OF_DELEGATION = ("head", "deputy_head", "secretary", "member")
OF_AGENCY = {
    "officer_a": ("a", "agency_officer"),
    "leader_a": ("a", "agency_leader"),
    "officer_b": ("b", "agency_officer"),
    "leader_b": ("b", "agency_leader"),
    "officer_c": ("c", "agency_officer"),
    "foreign_officer": ("foreign", "agency_officer"),
}
EVERYBODY = (
    *ANONYMOUS,
    "admin",
    "stranger",
    *COUNCIL_WIDE,
    "leader",
    "other_leader",
    *OF_DELEGATION,
    *OF_AGENCY,
    "foreigner",
)
"""All who try every door: somebody in each role, somebody of nothing, somebody disabled, nobody at all."""


def roles_of(name: str, standing: Standing) -> frozenset[str]:
    """The roles that one of the cast holds on a record that stands there (domain.md 6.2)."""
    held = set(roles_at(name, standing.relation)) | (set() if name in ANONYMOUS else {"signed_in"})
    agency, role = OF_AGENCY.get(name, ("", ""))
    if agency in standing.agencies:
        held.add(role)
    if name == standing.author:
        held.add("author")
    if name in standing.reporters:
        held.add("reporter")
    if agency and agency in standing.sources:
        held.add("source_agency")
    if agency and agency in standing.former:
        held.add("former_agency")
    return frozenset(held)


def roles_at(name: str, relation: str) -> Iterator[str]:
    """Roles by place alone: the council, the committee, the delegation."""
    if name == "admin":
        yield "admin"
    elif name in ("foreigner", "foreign_officer"):
        yield from roles_of_foreigner(name) if relation == "foreign" else ()
    elif relation != "foreign" and name not in (*ANONYMOUS, "stranger"):
        yield "of_council"
        yield from roles_in_council(name, relation)


def roles_of_foreigner(name: str) -> tuple[str, ...]:
    return ("of_council", "office") if name == "foreigner" else ("of_council",)


def roles_in_council(name: str, relation: str) -> Iterator[str]:
    if name in COUNCIL_WIDE:
        yield COUNCIL_WIDE[name]
    if name == "leader":
        yield "leader" if relation == "own" else "other_leader"
    if name == "other_leader":
        yield "other_leader"
    if name in OF_DELEGATION and relation == "own":
        yield name


def roles_anywhere(name: str) -> frozenset[str]:
    """The roles somebody holds at all."""
    held = {role for relation in ("own", "foreign") for role in roles_at(name, relation)}
    held |= {OF_AGENCY[name][1]} if name in OF_AGENCY else set()
    return frozenset(held | (set() if name in ANONYMOUS else {"signed_in"}))


@dataclass(frozen=True)
class Door:
    """One way in: an endpoint with its methods, and what else the address or the body must name."""

    endpoint: str
    methods: tuple[str, ...]
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """A row of the table: what is done, to what kind of record, by whom."""

    title: str
    area: str
    by: tuple[str, ...]
    doors: tuple[Door, ...]
    of: str = ""
    otherwise: str = FORBIDDEN
    never: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return "anybody" in self.by


@dataclass(frozen=True)
class Step:
    kind: str
    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    by: tuple[str, ...]
    never: tuple[str, ...]
    auto: bool
    at: tuple[str, ...]
    exceptions: dict[str, tuple[str, ...]]
    when: str


@lru_cache
def permissions() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / "permissions.yaml").read_text())
    return loaded


def spread(names: Iterable[str]) -> tuple[str, ...]:
    """Groups as the roles they stand for."""
    groups = permissions()["groups"]
    found: list[str] = []
    for name in names:
        found += spread(groups[name]) if name in groups else [name]
    return tuple(dict.fromkeys(found))


def readers(kind: str, variant: str) -> frozenset[str]:
    return frozenset(spread(permissions()["records"][kind][variant]))


def may_read(name: str, kind: str, variant: str, standing: Standing) -> bool:
    return bool(roles_of(name, standing) & readers(kind, variant))


def acts() -> list[Act]:
    return [act(area["area"], row) for area in permissions()["areas"] for row in area["acts"]]


def areas() -> dict[str, str]:
    """The areas of the table with their titles."""
    return {area["area"]: area["title"] for area in permissions()["areas"]}


def act(area: str, row: dict[str, Any]) -> Act:
    return Act(
        title=row["act"],
        area=area,
        by=spread(row["by"]),
        doors=tuple(door(line) for line in row["doors"]),
        of=row.get("of", ""),
        otherwise=str(row.get("else", FORBIDDEN)),
        never=tuple(row.get("never", [])),
    )


def door(line: str) -> Door:
    words = line.split()
    methods = tuple(word for word in words if word.isupper())
    endpoint, *named = words[len(methods) :]
    pairs = [tuple(word.split("=")) for word in named]
    return Door(
        endpoint,
        methods,
        query={name[1:]: part for name, part in pairs if name.startswith("?")},
        body={name[1:]: part for name, part in pairs if name.startswith(".")},
        arguments={name: part for name, part in pairs if name[0] not in "?."},
    )


@lru_cache
def steps() -> list[Step]:
    loaded = yaml.safe_load((HERE / "steps.yaml").read_text())
    return [step(kind, name, row) for kind, rows in loaded.items() for name, row in rows.items()]


def step(kind: str, name: str, row: dict[str, Any]) -> Step:
    source = tuple(opened(row["from"]))
    return Step(
        kind=kind,
        name=name,
        source=source,
        target=source if row["to"] == "same" else tuple(opened(row["to"])),
        by=spread(row.get("by", [])),
        never=tuple(row.get("never", [])),
        auto=row.get("auto", False),
        at=tuple(row.get("at", permissions()["records"][kind])),
        exceptions={variant: spread(by) for variant, by in row.get("except", {}).items()},
        when=row.get("when", ""),
    )


def opened(states: list[str]) -> list[str]:
    """`open` stands for the states in which an assignment is still to be done."""
    return [name for state in states for name in (OPEN_STATES if state == "open" else [state])]


def expected(name: str, act: Act, kind: str = "", variant: str = "", standing: Standing | None = None) -> str:
    """What one of the cast must find behind a door of this act."""
    if act.is_open:
        return ALLOWED
    if name in ANONYMOUS:
        return SIGN_IN
    if standing is None:
        return ALLOWED if roles_anywhere(name) & set(act.by) else act.otherwise
    wanted = readers(kind, variant) if "readers" in act.by else frozenset(act.by)
    if roles_of(name, standing) & set(act.never):
        wanted = frozenset()
    return verdict(name, wanted, kind, variant, standing)


def verdict(name: str, wanted: frozenset[str], kind: str, variant: str, standing: Standing) -> str:
    if roles_of(name, standing) & wanted and may_read(name, kind, variant, standing):
        return ALLOWED
    return FORBIDDEN if may_read(name, kind, variant, standing) else HIDDEN


def expected_of_step(name: str, step: Step, variant: str, standing: Standing) -> str:
    if name in ANONYMOUS:
        return SIGN_IN
    by = set(step.exceptions.get(variant, step.by))
    if roles_of(name, standing) & set(step.never):
        by = set()
    return verdict(name, frozenset(by), step.kind, variant, standing)


class Refusals:
    """Whoever is refused at a door for want of a role is refused there on every record on which they hold the same roles.
    So each person tries each door once for every set of roles that they hold somewhere, and each record at one door at
    least. Where they are let in they try everything.
    """

    def __init__(self) -> None:
        self.tried: set[tuple[object, ...]] = set()

    def is_known(self, name: str, door: str, record: tuple[str, ...], standing: Standing | None) -> bool:
        """Has this person been refused at this door as who they are here, and on this record? From now on they have."""
        roles = roles_of(name, standing) if standing else frozenset()
        new = {(name, door, roles), (name, record)} - self.tried
        self.tried |= new
        return not new and not EVERY_CELL
