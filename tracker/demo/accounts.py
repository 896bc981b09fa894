"""The councils, agencies and role accounts of the example record (contract.md section 3); no account is a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts import people, signing_in
from tracker.accounts.actor import SYSTEM, Actor, Grant
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.text import person_sort_key
from tracker.extensions import db
from tracker.organizations import service as organizations
from tracker.organizations.models import Agency, Council, CouncilBody, CouncilTerm
from tracker.plans import ready_made

CITY = "HĐND-HP"
COMMUNE = "HĐND-VD"
COMMITTEE = "KTNS"


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    title: str
    role: Role | None
    agency: str = ""
    council: str = CITY


ACCOUNTS = (
    Account("quantri", "Quản trị hệ thống", "Quản trị hệ thống", Role.ADMIN),
    Account("vanphong", "Chuyên viên Văn phòng", "Văn phòng Đoàn ĐBQH và HĐND", Role.OFFICE),
    Account("truongdoan", "Trưởng đoàn giám sát", "Trưởng đoàn của đoàn ví dụ", None),
    Account("thuky", "Thư ký đoàn giám sát", "Thư ký của đoàn ví dụ", None),
    Account("thanhvien", "Thành viên đoàn giám sát", "Thành viên của đoàn ví dụ", None),
    Account("truongban", "Lãnh đạo Ban Kinh tế - Ngân sách", "Ban Kinh tế - Ngân sách", Role.LEADER),
    Account("thuongtruc", "Thường trực HĐND", "Thường trực HĐND thành phố", Role.STANDING),
    Account("daibieu", "Đại biểu HĐND", "Đại biểu HĐND thành phố", Role.DEPUTY),
    Account("bql-canbo", "Cán bộ Ban Quản lý Khu kinh tế", "Ban Quản lý Khu kinh tế", Role.AGENCY_OFFICER, "BQLKKT"),
    Account("bql-lanhdao", "Lãnh đạo Ban Quản lý Khu kinh tế", "Ban Quản lý Khu kinh tế", Role.AGENCY_LEADER, "BQLKKT"),
    Account("sct-canbo", "Cán bộ Sở Công Thương", "Sở Công Thương", Role.AGENCY_OFFICER, "SCT"),
    Account("sct-lanhdao", "Lãnh đạo Sở Công Thương", "Sở Công Thương", Role.AGENCY_LEADER, "SCT"),
)
OF_DELEGATIONS = {"truongdoan": Role.HEAD, "thuky": Role.SECRETARY, "thanhvien": Role.MEMBER}
"""Who is granted access on each example delegation, apart from its list of members."""

AGENCIES = (
    ("BQLKKT", "Ban Quản lý Khu kinh tế Hải Phòng", "BQL KKT", "management_board", ("Ban Quản lý Khu kinh tế", "HEZA")),
    ("SCT", "Sở Công Thương", "SCT", "department", ("Sở Công thương", "Sở Công Thương Hải Phòng")),
    ("SXD", "Sở Xây dựng", "SXD", "department", ()),
    ("STC", "Sở Tài chính", "STC", "department", ()),
    ("UBNDTP", "Ủy ban nhân dân thành phố Hải Phòng", "UBND thành phố", "people_committee", ("UBND TP Hải Phòng",)),
)


def make_councils() -> tuple[Council, Council]:
    """The city's council with its term and committees, and a second council of which nobody at the city knows more."""
    city = Council(code=CITY, name="HĐND thành phố Hải Phòng", level="province", unit_code="31")
    commune = Council(code=COMMUNE, name="HĐND phường Ví Dụ (ví dụ minh họa)", level="commune")
    db.session.add_all([city, commune])
    db.session.flush()
    db.session.add(CouncilTerm(council_id=city.id, number="XVII", from_on=date(2026, 3, 15), deputies_total=85))
    for code, name in (
        ("PC", "Ban Pháp chế"),
        (COMMITTEE, "Ban Kinh tế - Ngân sách"),
        ("VHXH", "Ban Văn hóa - Xã hội"),
    ):
        db.session.add(CouncilBody(council_id=city.id, code=code, name=name, kind="committee"))
    group = "Tổ đại biểu số 1 (ví dụ minh họa)"
    db.session.add(CouncilBody(council_id=city.id, code="TĐB-1", name=group, kind="deputy_group"))
    db.session.flush()
    for council in (city, commune):
        ready_made.plant(council.id)
    return city, commune


def make_accounts(city: Council, password_hash: str) -> dict[str, User]:
    """The role accounts of section 3; they all have the one password that the command was given or has printed."""
    made: dict[str, User] = {}
    for account in ACCOUNTS:
        user = User(
            username=account.username,
            full_name=account.name,
            sort_key=person_sort_key(account.name),
            title=account.title,
            password_hash=password_hash,
        )
        db.session.add(user)
        db.session.flush()
        audit.record(user, "created", SYSTEM, role=Role.SYSTEM, after=audit.facts_of(user))
        made[account.username] = user
    give(made["quantri"], Role.ADMIN)
    give(made["vanphong"], Role.OFFICE, council_id=city.id)
    give(made["thuongtruc"], Role.STANDING, council_id=city.id)
    give(made["daibieu"], Role.DEPUTY, council_id=city.id)
    give(made["truongban"], Role.LEADER, council_id=city.id, body_id=committee(city).id)
    return made


def make_agencies(city: Council, people_made: dict[str, User]) -> dict[str, Agency]:
    """Agencies with the ways people write them, kept by the office; and the accounts of two of them."""
    office = people.actor_of(people_made["vanphong"])
    made: dict[str, Agency] = {}
    for code, name, short, kind, aliases in AGENCIES:
        agency = organizations.add(city.id, {"code": code, "name": name, "short_name": short, "kind": kind}, office)
        for alias in aliases:
            organizations.add_alias(agency, alias, office)
        made[code] = agency
    for account in ACCOUNTS:
        if account.agency and account.role:
            give(people_made[account.username], account.role, council_id=city.id, agency_id=made[account.agency].id)
    return made


def give(user: User, role: Role, **place: int | None) -> None:
    """A role, with its event."""
    db.session.add(Membership(user_id=user.id, role=role.value, **place))
    db.session.flush()
    audit.record(user, "role_given", SYSTEM, role=Role.SYSTEM, after={"role": role.value, **place})


def committee(city: Council) -> CouncilBody:
    query = select(CouncilBody).where(CouncilBody.council_id == city.id, CouncilBody.code == COMMITTEE)
    return db.session.scalars(query).one()


def acting(users: dict[str, User], username: str) -> Actor:
    """The person behind an example account, with the roles given so far."""
    return people.actor_of(users[username])


def commune_clerk(commune: Council) -> Actor:
    """Acts for the second council's office while its record is entered; has no account."""
    return Actor(
        id=None, username="", name="Văn phòng HĐND phường", grants=(Grant(role=Role.OFFICE, council_id=commune.id),)
    )


def hashed(password: str) -> str:
    return signing_in.hash_password(password)
