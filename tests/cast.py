"""A small council with somebody in every role: the people and records that tests talk about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from tests import remembering
from tests.remembering import Remembered
from tracker.accounts import people, signing_in
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import Role
from tracker.core.text import person_sort_key
from tracker.delegations.models import Delegation, DelegationAgency, DelegationMember
from tracker.extensions import db
from tracker.organizations import service as organizations
from tracker.organizations.models import Agency, AgencyAlias, AgencyName, Council, CouncilBody

PASSWORD = "mot mat khau de thu"


@lru_cache
def password_hash() -> str:
    return signing_in.hash_password(PASSWORD)


@dataclass
class Cast:
    """`cast.secretary` is an Actor; `cast.users["secretary"]` the account, signed in with PASSWORD."""

    council: Council
    other_council: Council
    committee: CouncilBody
    users: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    delegation: Delegation = None  # type: ignore[assignment]
    other_delegation: Delegation = None  # type: ignore[assignment]
    """Of the same council; the delegation's people have no part in it."""

    def actor(self, name: str) -> Actor:
        return people.actor_of(self.users[name])

    def __getattr__(self, name: str) -> Any:
        users = self.__dict__.get("users", {})
        if name in users:
            return self.actor(name)
        raise AttributeError(name)


WHO = {
    "admin": Role.ADMIN,
    "office": Role.OFFICE,
    "other_office": Role.OFFICE,
    "standing": Role.STANDING,
    "deputy": Role.DEPUTY,
    "leader": Role.LEADER,
    "head": Role.HEAD,
    "deputy_head": Role.DEPUTY_HEAD,
    "secretary": Role.SECRETARY,
    "member": Role.MEMBER,
    "officer_a": Role.AGENCY_OFFICER,
    "leader_a": Role.AGENCY_LEADER,
    "officer_b": Role.AGENCY_OFFICER,
    "leader_b": Role.AGENCY_LEADER,
    "stranger": None,
    "foreigner": Role.OFFICE,
}
"""Everybody by name: `*_a` are of agency A, `*_b` of agency B, `foreigner` of another council, `stranger` of nothing."""


MADE: dict[Any, Remembered] = {}
"""What was written for a cast, by state, owner and surroundings."""


def make(state: str = "active", *, owner: str = "committee") -> Cast:
    """The council, its people, two agencies, and a delegation in that state which supervises agency A and B."""
    if not remembering.is_possible():
        return make_anew(state, owner)
    key = (state, owner, remembering.surroundings())
    if key in MADE:
        return make_again(MADE[key])
    cast = make_anew(state, owner)
    MADE[key] = Remembered.now()
    return cast


def make_again(made: Remembered) -> Cast:
    """The same without asking anybody: rows as they were written the first time."""
    made.write()
    council, other = made.records(Council)
    [committee] = made.records(CouncilBody)
    users = {user.username: user for user in made.records(User)}
    agencies = {agency.code.removeprefix("CQ-").lower(): agency for agency in made.records(Agency)}
    delegations = list(made.records(Delegation))
    made.hang(AgencyName, agencies.values(), "names")
    made.hang(AgencyAlias, agencies.values(), "aliases")
    made.hang(DelegationMember, delegations, "members")
    made.hang(DelegationAgency, delegations, "agencies")
    return Cast(council, other, committee, users, agencies, *delegations)


def make_anew(state: str, owner: str) -> Cast:
    """The same as the product writes it."""
    council = Council(code="HĐND-1", name="HĐND thành phố Thử", level="province")
    other = Council(code="HĐND-2", name="HĐND phường Khác", level="commune")
    db.session.add_all([council, other])
    db.session.flush()
    committee = CouncilBody(council_id=council.id, code="KTNS", name="Ban Kinh tế - Ngân sách", kind="committee")
    db.session.add(committee)
    db.session.flush()
    cast = Cast(council, other, committee)
    add_people(cast)
    for key, name in (("a", "Ban Quản lý Khu kinh tế"), ("b", "Sở Công Thương"), ("c", "Sở Xây dựng")):
        facts = {"code": f"CQ-{key.upper()}", "name": name, "short_name": "", "kind": "department"}
        cast.agencies[key] = organizations.add(council.id, facts, cast.office)
    for key in ("a", "b"):
        give(cast, f"officer_{key}", Role.AGENCY_OFFICER, agency_id=cast.agencies[key].id)
        give(cast, f"leader_{key}", Role.AGENCY_LEADER, agency_id=cast.agencies[key].id)
    cast.delegation = add_delegation(cast, "ĐGS-2026-01", state, owner)
    cast.other_delegation = add_delegation(cast, "ĐGS-2026-02", state, "council", agencies=("c",))
    for name in ("head", "deputy_head", "secretary", "member"):
        give(cast, name, Role(name), delegation_id=cast.delegation.id)
    db.session.flush()
    return cast


def add_people(cast: Cast) -> None:
    add_accounts(cast, *WHO)
    for name, role in WHO.items():
        if name == "foreigner":
            give(cast, name, Role.OFFICE, council_id=cast.other_council.id)
        elif role is Role.ADMIN:
            db.session.add(Membership(user_id=cast.users[name].id, role=role.value))
        elif role in (Role.OFFICE, Role.STANDING, Role.DEPUTY):
            give(cast, name, role)
        elif role is Role.LEADER:
            give(cast, name, role, body_id=cast.committee.id)
    db.session.flush()


def add_accounts(cast: Cast, *names: str) -> None:
    """Accounts without any role, that sign in with PASSWORD."""
    for name in names:
        cast.users[name] = User(
            username=name, full_name=f"Người {name}", sort_key=person_sort_key(name), password_hash=password_hash()
        )
        db.session.add(cast.users[name])
    db.session.flush()


def give(cast: Cast, name: str, role: Role, **place: int) -> None:
    """A role; written with the next flush."""
    place = {"council_id": cast.council.id, **place}
    db.session.add(Membership(user_id=cast.users[name].id, role=role.value, **place))


def add_delegation(
    cast: Cast, code: str, state: str, owner: str, *, agencies: tuple[str, ...] = ("a", "b")
) -> Delegation:
    """A delegation with everything its state needs."""
    delegation = Delegation(
        council_id=cast.council.id,
        code=code,
        title="Việc bố trí nhà ở cho người lao động tại các khu công nghiệp",
        owner_kind=owner,
        body_id=cast.committee.id if owner == "committee" else None,
        ruleset="L2025",
        scope="Trên địa bàn thành phố",
        content="Việc chấp hành quy định về nhà ở công nhân",
        period_from=date(2021, 1, 1),
        period_to=date(2025, 12, 31),
        report_due_on=date(2026, 4, 30),
        state=state,
        established_on=date(2026, 3, 10),
        notified_on=date(2026, 3, 20),
        ended_on=date(2026, 5, 20),
        inferred=[],
        waived_facts=[],
    )
    delegation.members = [
        DelegationMember(name="Nguyễn Thị Ví Dụ", office="Trưởng Ban Kinh tế - Ngân sách", role="head"),
        DelegationMember(name="Trần Văn Thử", office="Ủy viên Ban", role="member"),
    ]
    delegation.agencies = [
        DelegationAgency(agency_id=cast.agencies[key].id, role="supervised", name_then=cast.agencies[key].name)
        for key in agencies
    ]
    db.session.add(delegation)
    db.session.flush()
    return delegation
