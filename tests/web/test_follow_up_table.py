"""The follow-up table: which recommendations, in which order, a page at a time, for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.core import database
from tracker.organizations import service as organizations
from tracker.recommendations.models import Recommendation
from tracker.recommendations.queries import follow_up
from tracker.recommendations.queries.follow_up import Wanted


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def codes(people: Cast, by: str, **wanted: Any) -> list[str]:
    return [row.code for row in follow_up.find(people.actor(by), Wanted(**wanted)).rows]


def total(people: Cast, by: str, **wanted: Any) -> int:
    return follow_up.find(people.actor(by), Wanted(**wanted)).total


def several(people: Cast) -> dict[str, Recommendation]:
    """A draft, a late one, one due soon, one due on a rest day, one that waits, one that has ended, one without date."""
    made = {
        "draft": story.draft(people, code="KN-N", due_on=date(2026, 6, 1)),
        "late": story.issued(people, code="KN-M", due_on=date(2026, 6, 16)),
        "soon": story.issued(people, code="KN-L", due_on=date(2026, 6, 24)),
        "saturday": story.issued(people, code="KN-K", due_on=date(2026, 6, 20), support_agency_ids=[]),
        "waiting": story.issued(people, code="KN-I", due_on=date(2026, 6, 17)),
        "ended": story.issued(people, code="KN-H", due_on=date(2026, 6, 18)),
        "timeless": story.issued(
            people,
            code="KN-G",
            due_on=None,
            multi_year=True,
            lead_agency_id=people.agencies["b"].id,
            support_agency_ids=[],
        ),
    }
    story.report(people, assignment=story.lead(made["waiting"]))
    ended = story.report(people, assignment=story.lead(made["ended"]))
    story.accept(people, ended)
    return made


def test_rows_stand_in_the_order_of_their_deadlines(people: Cast) -> None:
    several(people)
    assert codes(people, "office") == ["KN-M", "KN-I", "KN-H", "KN-K", "KN-L", "KN-G"]
    assert codes(people, "office", sort="-due") == ["KN-G", "KN-L", "KN-K", "KN-H", "KN-I", "KN-M"]


def test_rows_can_be_sorted_by_code_agency_and_state_both_ways(people: Cast) -> None:
    several(people)
    assert codes(people, "office", sort="code") == ["KN-G", "KN-H", "KN-I", "KN-K", "KN-L", "KN-M"]
    assert codes(people, "office", sort="agency")[-1] == "KN-G"
    assert codes(people, "office", sort="-agency")[0] == "KN-G"
    assert codes(people, "office", sort="-status") == list(reversed(codes(people, "office", sort="status")))


def test_open_is_what_has_not_ended(people: Cast) -> None:
    several(people)
    assert codes(people, "office", status="open") == ["KN-M", "KN-I", "KN-K", "KN-L", "KN-G"]
    assert codes(people, "office", status="draft") == ["KN-N"]
    assert codes(people, "office", status="implemented") == ["KN-H"]
    assert codes(people, "office", status="awaiting_verification") == ["KN-I"]


def test_status_is_of_the_agency_when_one_is_given(people: Cast) -> None:
    several(people)
    b = people.agencies["b"].id
    assert codes(people, "office", agency=b, status="assigned") == ["KN-M", "KN-I", "KN-H", "KN-L", "KN-G"]
    assert codes(people, "office", agency=b, status="implemented") == []
    assert codes(people, "office", agency=people.agencies["a"].id, status="implemented") == ["KN-H"]


def test_drafts_stand_in_the_table_and_its_count_only_where_they_are_asked_for(people: Cast) -> None:
    made = several(people)
    assert "KN-N" not in codes(people, "office")
    assert total(people, "office") == len(made) - 1
    assert (codes(people, "office", status="draft"), total(people, "office", status="draft")) == (["KN-N"], 1)


def test_an_agency_is_found_in_drafts_too_by_those_who_see_drafts(people: Cast) -> None:
    several(people)
    b = people.agencies["b"].id
    assert codes(people, "office", agency=b) == ["KN-M", "KN-I", "KN-H", "KN-L", "KN-G"]
    assert codes(people, "office", agency=b, status="draft") == ["KN-N"]
    assert total(people, "office", agency=b) == 5
    assert codes(people, "leader_b", agency=b) == ["KN-M", "KN-I", "KN-H", "KN-L", "KN-G"]
    assert codes(people, "leader_b", status="draft") == []


def test_overdue_is_what_has_passed_and_nobody_answered_in_time(people: Cast, now: time_machine.Coordinates) -> None:
    several(people)
    now.move_to("2026-06-21T09:00:00+07:00")
    assert codes(people, "office", due="overdue") == ["KN-M"], "Sunday: the deadline of Saturday runs on to Monday"
    now.move_to("2026-06-23T09:00:00+07:00")
    assert codes(people, "office", due="overdue") == ["KN-M", "KN-K"]
    assert codes(people, "office", due="overdue", agency=people.agencies["b"].id) == ["KN-M", "KN-I", "KN-H"]


def test_a_report_sent_late_stays_overdue_until_it_is_verified(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people, due_on=date(2026, 6, 16))
    now.move_to("2026-06-18T09:00:00+07:00")
    story.report(people, assignment=story.lead(issued))
    assert codes(people, "office", due="overdue") == [issued.code]


def test_soon_is_within_seven_working_days(people: Cast) -> None:
    several(people)
    assert codes(people, "office", due="soon") == ["KN-M", "KN-I", "KN-K", "KN-L"]
    assert codes(people, "officer_a", due="soon") == ["KN-M", "KN-I", "KN-K", "KN-L"]


def test_a_deadline_range_has_both_ends(people: Cast) -> None:
    several(people)
    wanted = {"due_from": date(2026, 6, 17), "due_to": date(2026, 6, 20)}
    assert codes(people, "office", **wanted) == ["KN-I", "KN-H", "KN-K"]


def test_words_and_delegations_narrow_the_table(people: Cast) -> None:
    made = several(people)
    story.draft(people, code="KN-W", text="Rà soát đường điện cho các khu công nghiệp")
    assert codes(people, "office", q="duong dien", status="draft") == ["KN-W"]
    assert len(codes(people, "office", delegation=people.delegation.id)) == len(made) - 1
    assert codes(people, "office", delegation=people.other_delegation.id) == []


def test_an_agency_sees_only_what_is_addressed_to_it(people: Cast) -> None:
    several(people)
    assert codes(people, "leader_a") == ["KN-M", "KN-I", "KN-H", "KN-K", "KN-L"]
    assert codes(people, "leader_b") == ["KN-M", "KN-I", "KN-H", "KN-L", "KN-G"]
    assert codes(people, "leader_b", agency=people.agencies["a"].id) == ["KN-M", "KN-I", "KN-H", "KN-L"]


def test_an_agency_is_told_its_own_state_and_never_that_of_another(people: Cast) -> None:
    several(people)
    rows = follow_up.find(people.leader_b, Wanted(status="assigned")).rows
    assert {row.agency_name for row in rows} == {"Sở Công Thương"}
    assert {row.assignment_state for row in rows} == {"assigned"}


@pytest.mark.parametrize(
    ("name", "seen"), [("stranger", 0), ("foreigner", 0), ("admin", 0), ("deputy", 6), ("head", 6)]
)
def test_everybody_sees_what_they_may(people: Cast, name: str, seen: int) -> None:
    several(people)
    assert total(people, name) == seen
    assert total(people, name, agency=people.agencies["a"].id, status="open") == (4 if seen else 0)


def test_pages_follow_each_other_without_gap_or_double(people: Cast) -> None:
    for _time in range(5):
        several_more(people)
    for sort in ("due", "-due", "code", "-code", "agency", "-agency", "status", "-status"):
        for agency in (None, people.agencies["a"].id):
            whole = Wanted(sort=sort, size=100, agency=agency)
            expected = [row.id for row in follow_up.find(people.office, whole).rows]
            paged = walk(people, replace(whole, size=4))
            assert paged == expected, (sort, agency)
            assert after_each(people, replace(whole, size=4)) == expected, (sort, agency)


def several_more(people: Cast) -> None:
    story.draft(people)
    story.issued(people, due_on=date(2026, 6, 16))
    story.issued(people, lead_agency_id=people.agencies["c"].id, support_agency_ids=[people.agencies["a"].id])


def walk(people: Cast, wanted: Wanted) -> list[int]:
    found = follow_up.find(people.office, wanted)
    ids = [row.id for row in found.rows]
    return ids + (walk(people, replace(wanted, page=found.next_page)) if found.next_page else [])


def after_each(people: Cast, wanted: Wanted) -> list[int]:
    """As far down as pages go, the table goes on after the last row."""
    ids, after = [], follow_up.key_of_last(follow_up.Reach(people.office, wanted).keys()[: wanted.size])
    ids += [row.id for row in follow_up.find(people.office, wanted).rows]
    while after:
        found = follow_up.find(people.office, replace(wanted, after=after))
        ids += [row.id for row in found.rows]
        after = found.next_after
    return ids


def test_a_cursor_that_is_none_finds_nothing(people: Cast) -> None:
    several(people)
    for words in ("x", "x~y", "2026-06-01~1~2", "2026-06-01~"):
        assert codes(people, "office", after=words) == []


def test_the_table_asks_two_questions_and_counts_what_its_page_does_not_hold(people: Cast) -> None:
    several(people)
    actor, agency = people.office, people.agencies["a"].id
    with database.counted() as tally:
        whole = follow_up.find(actor, Wanted(status="open"))
    assert tally.queries == 2
    with database.counted() as tally:
        follow_up.find(actor, Wanted(status="open", agency=agency))
    assert tally.queries == 3, "and whose agency it is"
    with database.counted() as tally:
        part = follow_up.find(actor, Wanted(status="open", size=2))
    assert tally.queries == 3, "and the count"
    assert (len(part.rows), part.total) == (2, whole.total)


def test_deadlines_of_neighbouring_rows_never_fall(people: Cast) -> None:
    several(people)
    rows = follow_up.find(people.office, Wanted()).rows
    days = [row.due_on or row.draft_due_on or date.max for row in rows]
    assert all(first <= second for first, second in pairwise(days))


def test_an_agency_that_was_merged_stays_in_the_filters_while_something_is_to_its_name(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    story.issued(people, support_agency_ids=[])
    now.move_to("2026-07-15T09:00:00+07:00")
    facts = {"from_day": date(2026, 7, 1), "document_number": "45/NQ-HĐND", "document_date": date(2026, 6, 20)}
    into = people.agencies["b"]
    for key in ("a", "c"):
        organizations.merge(people.agencies[key], [], into, facts, people.office)
    sign_in(client, people, "office")
    for url in ("/recommendations", "/recommendations/rates", "/dashboard/statistics"):
        offered = [option.text.strip() for option in client.page(url).one("select", name="agency").all("option")]
        ended = [name for name in offered if name.endswith("(đã sáp nhập)")]
        assert ended == [f"{people.agencies['a'].name} (đã sáp nhập)"], f"{url}: c never had anything to do"
    page = client.page(f"/recommendations?agency={people.agencies['a'].id}")
    assert "đã sáp nhập" in page.one("a", class_="chip").text
