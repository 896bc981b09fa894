"""Lists: the same filters as the pages, paged by key, counted to a thousand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import story
from tests.api import records
from tests.api.caller import Caller
from tests.api.conftest import As
from tests.cast import Cast
from tracker.api import lists
from tracker.delegations import documents as papers
from tracker.extensions import db


def walk(caller: Caller, path: str) -> list[Any]:
    """Every item, page after page."""
    found, sign = [], "&" if "?" in path else "?"
    page = caller.get(path)
    while True:
        found += page["items"]
        if page["next"] is None:
            return found
        page = caller.get(f"{path}{sign}after={page['next']}")


@pytest.fixture
def findings(people: Cast) -> list[int]:
    made = [
        story.finding(people, submit=n % 2 == 0, agency_id=people.agencies["a" if n < 3 else "b"].id) for n in range(7)
    ]
    db.session.commit()
    return [finding.id for finding in made]


def test_newest_first_with_the_whole_count(as_: As, findings: list[int]) -> None:
    page = as_("office").get("/findings")
    assert (page["total"], page["next"]) == (7, None)
    assert [item["id"] for item in page["items"]] == findings[::-1]
    assert "total_at_least" not in page.body


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_join_without_gap_or_double(as_: As, findings: list[int], size: int) -> None:
    assert [item["id"] for item in walk(as_("office"), f"/findings?size={size}")] == findings[::-1]
    assert [item["id"] for item in walk(as_("office"), f"/findings?size={size}&sort=-newest")] == findings


def test_a_row_that_comes_meanwhile_shifts_nothing(people: Cast, as_: As, findings: list[int]) -> None:
    first = as_("office").get("/findings?size=3")
    story.finding(people)
    second = as_("office").get(f"/findings?size=3&after={first['next']}")
    assert [item["id"] for item in second["items"]] == findings[3:0:-1]


def test_filters_narrow(people: Cast, as_: As, findings: list[int]) -> None:
    office = as_("office")
    assert office.get("/findings?status=draft")["total"] == 3
    assert office.get(f"/findings?agency={people.agencies['a'].id}")["total"] == 3
    assert office.get(f"/findings?agency={people.agencies['a'].id}&status=submitted")["total"] == 2
    assert office.get(f"/findings?delegation={people.other_delegation.id}")["total"] == 0
    assert office.get("/findings?kind=violation")["total"] == 0
    assert office.get("/findings?q=quy%20dat%20cong%20nhan")["total"] == 7
    assert office.get("/findings?q=PH-03")["total"] == 1


def test_beyond_a_thousand_the_count_says_so(as_: As, findings: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_COUNTED", 6)
    page = as_("office").get("/findings?size=2")
    assert page["total"] is None
    assert page["total_at_least"] == 1000


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("size=0", "size"),
        ("size=101", "size"),
        ("size=x", "size"),
        ("sort=colour", "sort"),
        ("sort=-", "sort"),
        ("after=xyz", "after"),
        ("status=lost", "status"),
        ("agency=one", "agency"),
        ("agency=99999999999999999999", "agency"),
        ("colour=red", "colour"),
        ("status=draft&status=submitted", "status"),
        ("q=" + "x" * 201, "q"),
    ],
)
def test_a_wrong_parameter_is_named(as_: As, findings: list[int], query: str, field: str) -> None:
    reply = as_("office").get(f"/findings?{query}", 422)
    assert list(reply["errors"]) == [field]


def test_a_cursor_fits_its_own_list_alone(as_: As, findings: list[int]) -> None:
    cursor = as_("office").get("/findings?size=2")["next"]
    as_("office").get(f"/findings?size=2&sort=-newest&after={cursor}", 422)
    as_("office").get(f"/delegations?after={cursor}", 422)
    as_("office").get(f"/findings?after={cursor[:-2]}xx", 422)


def test_days_are_a_range(people: Cast, as_: As) -> None:
    records.session(people)
    db.session.commit()
    assert as_("office").get("/sessions?held=2026-06-01..2026-06-30")["total"] == 1
    assert as_("office").get("/sessions?held=2026-07-01..2026-07-30")["total"] == 0
    for wrong in ("2026-06-01", "2026-06-30..2026-06-01", "x..y"):
        as_("office").get(f"/sessions?held={wrong}", 422)


def test_agencies_sort_as_in_a_vietnamese_dictionary(people: Cast, as_: As) -> None:
    names = [item["name"] for item in walk(as_("deputy"), "/agencies?sort=name&size=1")]
    assert names == ["Ban Quản lý Khu kinh tế", "Sở Công Thương", "Sở Xây dựng"]


@pytest.fixture
def table(people: Cast) -> list[Any]:
    records.concluded(people)
    late = story.issued(people, due_on=date(2026, 6, 15))
    later = story.issued(people, due_on=date(2026, 9, 1), lead_agency_id=people.agencies["b"].id, support_agency_ids=[])
    draft = story.draft(people, due_on=date(2026, 7, 1))
    db.session.commit()
    return [late.id, later.id, draft.id]


def test_the_follow_up_table_is_the_pages_own(people: Cast, as_: As, table: list[Any], now: Any) -> None:
    late, later, draft = table
    office = as_("office")
    assert [item["id"] for item in walk(office, "/recommendations?size=1")] == [late, draft, later]
    assert [item["id"] for item in walk(office, "/recommendations?size=1&sort=-due")] == [later, draft, late]
    assert [item["id"] for item in walk(office, "/recommendations?size=1&sort=code")] == table
    assert [item["id"] for item in walk(office, "/recommendations?status=draft")] == [draft]
    assert [item["id"] for item in walk(office, "/recommendations?status=assigned")] == [late, later]
    assert [item["id"] for item in walk(office, "/recommendations?due=2026-06-20..2026-07-31")] == [draft]
    assert [item["id"] for item in walk(office, f"/recommendations?agency={people.agencies['b'].id}")] == [
        late,
        draft,
        later,
    ]
    now.move_to("2026-06-16T09:00:00+07:00")
    overdue = office.get("/recommendations?due=overdue")
    assert [item["id"] for item in overdue["items"]] == [late]
    assert overdue["items"][0]["overdue"] is True
    assert overdue["items"][0]["days_left"] == -1
    for wrong in ("due=never", "sort=newest", "status=issued", "after=x"):
        office.get(f"/recommendations?{wrong}", 422)


def test_an_agency_sees_its_own_rows_by_its_own_state(people: Cast, as_: As, table: list[Any]) -> None:
    late, later, _draft = table
    assert [item["id"] for item in as_("leader_b").get("/recommendations")["items"]] == [late, later]
    assert [item["id"] for item in as_("leader_a").get("/recommendations")["items"]] == [late]
    story.taken(people, story.lead(db.session.get_one(story.Recommendation, late)), "a")
    assert as_("leader_b").get("/recommendations?status=in_progress")["total"] == 0
    assert as_("leader_a").get("/recommendations?status=in_progress")["total"] == 1


def test_papers_of_all_delegations_that_one_may_read(people: Cast, as_: As) -> None:
    for delegation, number in ((people.delegation, "11/QĐ-HĐND"), (people.other_delegation, "12/QĐ-HĐND")):
        papers.add(delegation, "decision", {"number": number, "issued_on": date(2026, 3, 10)}, people.office)
    db.session.commit()
    listed = as_("office").get("/documents?kind=decision&sort=issued_on")
    assert [item["number"] for item in listed["items"]] == ["11/QĐ-HĐND", "12/QĐ-HĐND"]
    assert [item["code"] for item in as_("leader_a").get("/documents")["items"]] == ["11/QĐ-HĐND"]
    one = as_("office").get(f"/documents/{listed['items'][0]['id']}")
    assert (one["delegation"], one["version"], one["created_at"]) == (people.delegation.code, 1, None)
    assert as_("office").get(f"/documents?delegation={people.other_delegation.id}")["total"] == 1
