"""Figures of one series through JSON, and what about them needs a look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.reporting.models import Figure
from tracker.sessions.models import WorkingSession

pytestmark = pytest.mark.api


@pytest.fixture
def held(people: Cast) -> WorkingSession:
    return records.session(people, agency_ids=[people.agencies["a"].id, people.agencies["b"].id])


def given(people: Cast, held: WorkingSession, value: str, **changes: Any) -> Figure:
    return records.figure(people, held, value=Decimal(value), **changes)


def flags(as_: As, who: str, figure: Figure) -> Any:
    return as_(who).get(f"/figures/{figure.id}").body.get("flags")


def test_a_figure_says_what_about_it_needs_a_look(people: Cast, as_: As, held: WorkingSession) -> None:
    one = given(people, held, "10")
    other = given(people, held, "12", agency_ids=[people.agencies["b"].id])
    alone = given(people, held, "3", indicator="Số khu công nghiệp", unit="khu")
    assert flags(as_, "deputy", one) == ["disagreement"]
    listed = {item["id"]: item["flags"] for item in as_("office").get("/figures")["items"]}
    assert listed == {one.id: ["disagreement"], other.id: ["disagreement"], alone.id: []}


def test_an_agency_is_not_told_what_others_reported(people: Cast, as_: As, held: WorkingSession) -> None:
    held.state, held.notice_sent_on = "notified", date(2026, 6, 10)
    one = given(people, held, "10")
    given(people, held, "12", agency_ids=[people.agencies["b"].id])
    assert "flags" not in as_("leader_a").get(f"/figures/{one.id}").body


def test_figures_of_the_same_series_are_found(people: Cast, as_: As, held: WorkingSession) -> None:
    one = given(people, held, "10", indicator="Số dự án", unit="dự án")
    marked = given(people, held, "10", indicator="SỐ DỰ ÁN", unit="Dự án", period_from=2016, period_to=2020)
    given(people, held, "10", indicator="Số dự án", unit="khu")
    found = as_("office").get(f"/figures?series_of={one.id}&sort=code")["items"]
    assert [item["id"] for item in found] == [one.id, marked.id]


def test_a_series_of_a_figure_that_is_not_yours_is_empty(people: Cast, as_: As, held: WorkingSession) -> None:
    one = given(people, held, "10")
    assert as_("foreigner").get(f"/figures?series_of={one.id}")["items"] == []
    assert list(as_("office").get("/figures?series_of=x", 422)["errors"]) == ["series_of"]
