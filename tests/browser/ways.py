"""How people get somewhere: by an address, and then by what stands on the pages."""

from __future__ import annotations

from tests.browser.person import Person

OLD, MEETING = "/delegations > ĐGS-2024-01", "/delegations > ĐGS-2024-01 > CLV-01"
RETURNED = "/recommendations?status=not_satisfactory > KN-"


def walk(person: Person, way: str) -> None:
    """“/delegations > ĐGS-2024-01 > CLV-01”: an address, then links by their first words."""
    address, *links = way.split(" > ")
    person.opens(address)
    for words in links:
        person.follows(words)
