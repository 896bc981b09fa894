"""Who is acting: one person with the roles that hold today."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tracker.accounts.roles import COUNCIL_WIDE, OF_AGENCY, OF_DELEGATION, Role

NO_COUNCIL = 0
"""Where records of the installation stand, which belong to no council: the administrator keeps them."""


@dataclass(frozen=True)
class Grant:
    """A role and the place it is held at; places that do not apply are None."""

    role: Role
    council_id: int | None = None
    body_id: int | None = None
    delegation_id: int | None = None
    agency_id: int | None = None
    stand_in_id: int | None = None
    """By what naming, where it is held in somebody else's place."""


@dataclass(frozen=True)
class Place:
    """Where a record stands, so that it can be told which roles somebody holds on it."""

    council_id: int
    delegation_id: int | None = None
    body_id: int | None = None
    agency_ids: frozenset[int] = field(default_factory=frozenset)
    author_id: int | None = None


@dataclass(frozen=True)
class Actor:
    id: int | None
    username: str
    name: str
    title: str = ""
    grants: tuple[Grant, ...] = ()
    locale: str = "vi"
    must_change_password: bool = False
    scopes: frozenset[str] = frozenset({"read", "write"})

    @cached_property
    def is_admin(self) -> bool:
        return any(grant.role is Role.ADMIN for grant in self.grants)

    @cached_property
    def agency_ids(self) -> frozenset[int]:
        return frozenset(g.agency_id for g in self.grants if g.role in OF_AGENCY and g.agency_id)

    @cached_property
    def council_ids(self) -> frozenset[int]:
        """Every council that this person has something to do with."""
        return frozenset(g.council_id for g in self.grants if g.council_id)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def councils_as(self, *roles: Role) -> frozenset[int]:
        return frozenset(g.council_id for g in self.grants if g.role in roles and g.council_id)

    def bodies_as(self, role: Role) -> frozenset[int]:
        return frozenset(g.body_id for g in self.grants if g.role is role and g.body_id)

    def delegations_as(self, *roles: Role) -> frozenset[int]:
        return frozenset(g.delegation_id for g in self.grants if g.role in roles and g.delegation_id)

    def agencies_as(self, role: Role) -> frozenset[int]:
        return frozenset(g.agency_id for g in self.grants if g.role is role and g.agency_id)

    def roles_on(self, place: Place) -> frozenset[Role]:
        """The roles this person holds on a record that stands at `place` (domain.md 6.2)."""
        held = {grant.role for grant in self.grants if holds(grant, place)}
        if Role.LEADER not in held and place.council_id in self.councils_as(Role.LEADER):
            held.add(Role.DEPUTY)  # reads the records of other committees too, as every deputy does
        if self.id is not None and place.author_id == self.id:
            held.add(Role.AUTHOR)
        return frozenset(held)

    def stand_in_at(self, place: Place, role: Role = Role.AGENCY_LEADER) -> int | None:
        """By which naming this person holds the role there; None where they hold it in their own right, or not at all."""
        held = [grant.stand_in_id for grant in self.grants if grant.role is role and holds(grant, place)]
        return held[0] if held and all(held) else None

    def leads(self, place: Place) -> bool:
        """Is this person leader of the agency there in their own right?"""
        return Role.AGENCY_LEADER in self.roles_on(place) and self.stand_in_at(place) is None


def holds(grant: Grant, place: Place) -> bool:
    """Does this grant reach a record that stands at `place`?"""
    if grant.role in COUNCIL_WIDE:
        return grant.council_id == place.council_id
    if grant.role is Role.LEADER:
        return grant.body_id is not None and grant.body_id == place.body_id
    if grant.role in OF_DELEGATION:
        return grant.delegation_id is not None and grant.delegation_id == place.delegation_id
    if grant.role in OF_AGENCY:
        return grant.agency_id in place.agency_ids
    return grant.role is Role.ADMIN and place.council_id == NO_COUNCIL


SYSTEM = Actor(id=None, username="", name="", grants=(Grant(role=Role.SYSTEM),))
"""The product itself, where a step follows from another."""
