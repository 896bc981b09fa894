"""Completion by the deadline that holds, on time by the original one; each with numerator and denominator."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.story import NEXT_MONTH
from tracker.core import moments
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Rate, Scope
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def done(people: Cast, task: Assignment) -> None:
    """Reported and verified today."""
    update = story.report(people, assignment=task)
    story.accept(people, update)


def both(people: Cast, on: date, name: str = "office", **scope: int) -> tuple[tuple[int, int], tuple[int, int]]:
    found = rates.of(people.actor(name), Scope(**scope), moments.end_of(on))
    return tuple((rate.numerator, rate.denominator) for rate in (found.completion, found.on_time))  # type: ignore[return-value]


def test_nothing_due_has_no_rate(people: Cast) -> None:
    story.issued(people)
    assert both(people, date(2026, 6, 15)) == ((0, 0), (0, 0))
    assert Rate(0, 0).percent is None
    assert Rate(2, 3).percent == Decimal("66.7")


def test_the_rates_of_five_days_are_right_also_when_asked_for_afterwards(
    people: Cast, now: time_machine.Coordinates
) -> None:
    """One done in time, one done after an extension, one never; deadlines 15/7, the second moved to 15/9 on 20/7."""
    first, second, _third = (story.lead(story.issued(people, support_agency_ids=[])) for _time in range(3))
    now.move_to("2026-07-10T09:00:00+07:00")
    done(people, first)
    now.move_to("2026-07-20T09:00:00+07:00")
    story.extended(people, second, date(2026, 9, 15))
    now.move_to("2026-09-10T09:00:00+07:00")
    done(people, second)
    now.move_to("2026-10-01T09:00:00+07:00")
    assert both(people, date(2026, 7, 14)) == ((0, 0), (0, 0))
    assert both(people, date(2026, 7, 15)) == ((1, 3), (1, 3))
    assert both(people, date(2026, 7, 20)) == ((1, 2), (1, 3)), "the extension is known from the day of its decision"
    assert both(people, date(2026, 9, 14)) == ((1, 2), (1, 3))
    assert both(people, date(2026, 9, 15)) == ((2, 3), (1, 3)), "done in time by the new date, not by the original"


def test_a_deadline_on_a_rest_day_is_due_and_kept_on_the_next_working_day(
    people: Cast, now: time_machine.Coordinates
) -> None:
    saturday = date(2026, 7, 18)
    plain, moved = (story.lead(story.issued(people, support_agency_ids=[], due_on=saturday)) for _time in range(2))
    story.extended(people, moved, date(2026, 7, 21))
    now.move_to("2026-07-20T09:00:00+07:00")
    assert both(people, date(2026, 7, 19)) == ((0, 0), (0, 0))
    done(people, plain)
    done(people, moved)
    assert both(people, date(2026, 7, 20)) == ((1, 1), (2, 2)), "sent on Monday, which the Saturday counts to"


@pytest.mark.parametrize("what", ["waived", "multi_year", "central"])
def test_what_does_not_count_leaves_the_denominator_and_is_told(people: Cast, what: str) -> None:
    kind = "central" if what == "central" else "department"
    task = story.lead(story.issued(people, support_agency_ids=[], addressee_kind=kind))
    if what == "waived":
        engine.perform(task, "waive", people.standing, story.DECISION)
    if what == "multi_year":
        roadmap = {
            "milestones": ["2027 | Xong hạ tầng", "2028 | Xong cả"],
            "number": "12/QĐ-TT",
            "issued_on": date(2026, 6, 15),
        }
        engine.perform(task, "set_roadmap", people.standing, roadmap)
    found = rates.of(people.office, Scope(), moments.end_of(date(2026, 8, 1)))
    assert (found.completion.denominator, getattr(found, what)) == (0, 1)


def test_a_council_counts_by_the_lead_and_an_agency_its_own_tasks(people: Cast) -> None:
    story.issued(people)
    day = date(2026, 8, 1)
    assert both(people, day)[0] == (0, 1)
    assert both(people, day, agency=people.agencies["b"].id)[0] == (0, 1)
    assert both(people, day, name="leader_b")[0] == (0, 1)
    assert both(people, day, agency=people.agencies["c"].id)[0] == (0, 0)
    assert both(people, day, delegation=people.other_delegation.id)[0] == (0, 0)
    assert both(people, day, name="foreigner")[0] == (0, 0)
    assert both(people, day, name="leader_b", agency=people.agencies["a"].id)[0] == (0, 0), "nothing of another agency"
    assert day > NEXT_MONTH
