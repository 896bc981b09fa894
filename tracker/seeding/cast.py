"""Accounts: the example accounts of the city, and made-up people for everything else that must be done by somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.roles import Role
from tracker.core.text import person_sort_key
from tracker.seeding import names
from tracker.seeding.chance import Chance
from tracker.seeding.writing import Writer


@dataclass(frozen=True)
class Person:
    """Somebody who acts; without an id it is the product itself."""

    id: int | None
    name: str
    title: str = ""


SYSTEM = Person(id=None, name="")

QUANTRI = ("quantri", "Quản trị hệ thống", "Quản trị hệ thống")
VANPHONG = ("vanphong", "Chuyên viên Văn phòng", "Văn phòng Đoàn ĐBQH và HĐND")
TRUONGDOAN = ("truongdoan", "Trưởng đoàn giám sát", "Trưởng đoàn của đoàn ví dụ")
THUKY = ("thuky", "Thư ký đoàn giám sát", "Thư ký của đoàn ví dụ")
THANHVIEN = ("thanhvien", "Thành viên đoàn giám sát", "Thành viên của đoàn ví dụ")
TRUONGBAN = ("truongban", "Lãnh đạo Ban Kinh tế - Ngân sách", "Ban Kinh tế - Ngân sách")
THUONGTRUC = ("thuongtruc", "Thường trực HĐND", "Thường trực HĐND thành phố")
DAIBIEU = ("daibieu", "Đại biểu HĐND", "Đại biểu HĐND thành phố")
SHOWN = (QUANTRI, VANPHONG, TRUONGDOAN, THUKY, THANHVIEN, TRUONGBAN, THUONGTRUC, DAIBIEU)
"""Example accounts: user name, name, title. Those of agencies follow from the list of agencies."""
SHOWN_AGENCIES = ("BQLKKT", "SCT")


class Cast:
    """Makes accounts and gives them their roles. Who may sign in has the one password."""

    def __init__(self, writer: Writer, chance: Chance, password_hash: str, began: date) -> None:
        self.writer = writer
        self.chance = chance
        self.password_hash = password_hash
        self.began = began
        self.at = chance.moment(began)
        self.taken: set[str] = set()

    def shown(self, account: tuple[str, str, str]) -> Person:
        """An example account: one can sign in."""
        username, name, title = account
        return self.account(username, name, title, password_hash=self.password_hash)

    def made_up(self, username: str, title: str) -> Person:
        return self.account(username, self.name(), title)

    def account(self, username: str, name: str, title: str, *, password_hash: str | None = None) -> Person:
        if username in self.taken:
            raise ValueError(f"{username} twice")
        self.taken.add(username)
        id = self.writer.add(
            "user_account",
            username=username,
            full_name=name,
            sort_key=person_sort_key(name),
            title=title,
            password_hash=password_hash,
            created_at=self.at,
            updated_at=self.at,
            row_version=1,
        )
        return Person(id=id, name=name, title=title)

    def give(self, person: Person, role: Role, since: date | None = None, **place: Any) -> None:
        """A role: council_id, body_id, delegation_id or agency_id say where."""
        self.writer.add("membership", user_id=person.id, role=role.value, valid_from=since or self.began, **place)

    def name(self) -> str:
        chance = self.chance
        return f"{chance.pick(names.FAMILY)} {chance.pick(names.MIDDLE)} {chance.pick(names.GIVEN)}"
