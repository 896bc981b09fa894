"""`?as_of=`: lists and records as they were known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import jsonschema_rs
import pytest
import time_machine

from tests import figures, lawmaking, story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.accounts import access
from tracker.api.operations import title
from tracker.core import clock
from tracker.delegations import service as delegations
from tracker.extensions import db
from tracker.recommendations.models import Assignment
from tracker.reporting import service as reporting
from tracker.reporting.models import Figure
from tracker.workflow import engine

DAY = "2026-06-15"


@pytest.fixture
def task(people: Cast, now: time_machine.Coordinates) -> Assignment:
    """Reported on 15/6; extended, verified and closed on 16/6."""
    records.concluded(people)
    task = story.lead(story.issued(people, support_agency_ids=[]))
    update = story.report(people, assignment=task)
    now.shift(timedelta(days=1))
    story.extended(people, task, date(2026, 9, 15))
    story.accept(people, update)
    db.session.commit()
    return task


def test_a_list_and_a_record_of_a_past_day(people: Cast, as_: As, task: Assignment) -> None:
    listed = as_("office").get(f"/recommendations?as_of={DAY}")
    [item] = listed["items"]
    assert (item["state"], item["lead_state"], item["due_on"]) == ("issued", "awaiting_verification", "2026-07-15")
    assert (item["version"], item["assignments"][0]["verified_at"]) == (0, None)
    assert as_("office").get(f"/recommendations/{task.recommendation_id}?as_of={DAY}").body == item
    assert as_("office").get(f"/recommendations/{task.recommendation_id}")["state"] == "closed"
    again = item["links"]["self"].removeprefix("/api/v1").replace("+", "%2B")
    assert as_("office").get(again).body == item


def test_tasks_of_a_past_day_are_filtered_by_what_was_known(people: Cast, as_: As, task: Assignment) -> None:
    assert as_("office").get(f"/assignments?as_of={DAY}&status=implemented")["items"] == []
    [item] = as_("office").get(f"/assignments?as_of={DAY}&status=awaiting_verification")["items"]
    assert (item["id"], item["extension_count"], item["verdict_note"]) == (task.id, 0, "")
    assert as_("leader_a").get(f"/assignments/{task.id}?as_of={DAY}")["state"] == "awaiting_verification"
    assert as_("leader_b").get(f"/assignments?as_of={DAY}")["items"] == []
    as_("leader_b").get(f"/assignments/{task.id}?as_of={DAY}", 404)


def test_rates_of_a_moment_and_the_tasks_behind_them(
    people: Cast, as_: As, task: Assignment, now: time_machine.Coordinates
) -> None:
    now.move_to("2026-10-01T09:00:00+07:00")
    found = as_("office").get("/recommendations/rates?as_of=2026-09-15")
    assert (found["completion"]["numerator"], found["completion"]["denominator"]) == (1, 1)
    [item] = as_("office").get("/recommendations?as_of=2026-09-15&counted=done")["items"]
    assert item["id"] == task.recommendation_id
    assert as_("office").get("/recommendations?as_of=2026-09-14&counted=done")["items"] == []


@pytest.mark.parametrize("asked", ["2026-02-31", "2099-01-01", "1990-01-01", "2026-06-15T09:00:00", "15/06/2026"])
@pytest.mark.parametrize("path", ["/recommendations", "/assignments", "/recommendations/rates"])
def test_a_moment_that_cannot_be_looked_back_to_is_refused(
    people: Cast, as_: As, task: Assignment, path: str, asked: str
) -> None:
    assert list(as_("office").get(f"{path}?as_of={asked}", 422)["errors"]) == ["as_of"]


def test_what_was_not_known_then_is_not_found(people: Cast, as_: As, now: time_machine.Coordinates) -> None:
    before = clock.local(clock.now()).isoformat().replace("+", "%2B")
    now.shift(timedelta(hours=1))
    records.concluded(people)
    issued = story.issued(people)
    db.session.commit()
    as_("office").get(f"/recommendations/{issued.id}?as_of={before}", 404)
    as_("leader_a").get(f"/assignments/{story.lead(issued).id}?as_of={before}", 404)
    assert as_("office").get(f"/recommendations?as_of={before}")["total"] == 0


def test_a_kind_that_does_not_look_back_says_so(people: Cast, as_: As) -> None:
    assert list(as_("office").get(f"/sessions?as_of={DAY}", 422)["errors"]) == ["as_of"]


def assert_described(as_: As, kind: str, body: dict[str, Any]) -> None:
    """OpenAPI tells of what is known of then apart from what is known of now."""
    schemas = as_("office").get("/openapi.json")["components"]["schemas"]
    schema = {**schemas[f"{title(kind)}AsOf"], "additionalProperties": False}
    jsonschema_rs.validate(schema, body)


@pytest.fixture
def figure(people: Cast, now: time_machine.Coordinates) -> Figure:
    """Reported at 10:00 on 15/6 at a held session by two agencies, corrected on 16/6 to be of one alone."""
    now.shift(timedelta(hours=1))
    held = figures.held_session(people)
    compared = [figures.comparison("percent_of_plan", "reached", "84", qualifier="nearly", against="kế hoạch")]
    made = figures.record(people, held, "10.51", comparisons=compared)
    db.session.commit()
    now.shift(timedelta(days=1))
    answers = figures.answers(people, held, "7.85", agency_ids=[people.agencies["a"].id])
    reporting.edit(made, answers, people.secretary)
    db.session.commit()
    return made


def test_a_figure_of_a_past_day_in_the_words_of_then(people: Cast, as_: As, figure: Figure) -> None:
    path = f"/figures?as_of={DAY}&delegation={people.delegation.id}&sort=code"
    [item] = as_("office").get(path)["items"]
    assert (item["value"], item["version"]) == ("10.51", 0)
    assert item["agencies"] == [people.agencies[key].name for key in "ab"]
    [compared] = item["comparisons_in_words"]
    assert "gần 84% kế hoạch" in compared
    assert not {"agency_ids", "comparisons", "flags"} & set(item), "no event keeps them as they are now"
    assert as_("office").get(f"/figures/{figure.id}?as_of={DAY}").body == item
    assert_described(as_, "figure", item)
    now = as_("office").get(f"/figures/{figure.id}")
    assert (now["value"], now["comparisons_in_words"], now["agency_ids"]) == ("7.85", [], [people.agencies["a"].id])
    for asked in ("q=von", f"series_of={figure.id}"):
        name = asked.partition("=")[0]
        assert list(as_("office").get(f"/figures?as_of={DAY}&{asked}", 422)["errors"]) == [name]


def test_a_figure_that_was_not_there_yet_or_is_nobody_elses(
    people: Cast, as_: As, figure: Figure, now: time_machine.Coordinates
) -> None:
    before = "2026-06-15T09:59:59%2B07:00"
    as_("office").get(f"/figures/{figure.id}?as_of={before}", 404)
    assert as_("office").get(f"/figures?as_of={before}")["total"] == 0
    as_("foreigner").get(f"/figures/{figure.id}?as_of={DAY}", 404)
    assert as_("leader_b").get(f"/figures?as_of={DAY}")["total"] == 1
    now.shift(timedelta(days=1))
    reporting.delete(figure, people.secretary)
    db.session.commit()
    as_("office").get(f"/figures/{figure.id}", 404)
    [item] = as_("office").get(f"/figures?as_of={DAY}")["items"]
    assert as_("office").get(f"/figures/{figure.id}?as_of={DAY}").body == item, "it stood then, though it is gone now"
    as_("leader_b").get(f"/figures/{figure.id}?as_of={DAY}", 404)
    assert as_("office").get("/figures?as_of=2026-06-17")["items"] == []
    as_("office").get(f"/figures/{figure.id}?as_of=2026-06-17", 404)


def test_records_that_keep_no_spans_tell_of_then_what_their_events_told(
    people: Cast, as_: As, now: time_machine.Coordinates
) -> None:
    """Findings, proposals, delegations and policies alike: states and words of then, nothing that hangs on them now."""
    found = story.finding(people, agency_id=people.agencies["a"].id)
    proposal = records.proposal(people)
    policy = lawmaking.policy(people, proposal)
    begun = {"title": "Giám sát nhà ở công nhân", "owner_kind": "council", "ruleset": "L2025"}
    delegation = delegations.create(begun, people.office, council_id=people.council.id)
    topic = records.topic(people)
    db.session.commit()
    now.shift(timedelta(days=1))
    engine.perform(found, "send_to_agency", people.secretary, {})
    db.session.commit()
    [item] = as_("office").get(f"/findings?as_of={DAY}&status=submitted")["items"]
    assert_described(as_, "finding", item)
    assert (item["id"], item["state"], item["comment_due_on"], item["agency"]) == (
        found.id,
        "submitted",
        None,
        people.agencies["a"].name,
    )
    assert not {"comments", "merged_from", "recurs", "old_texts"} & set(item)
    assert as_("office").get(f"/findings/{found.id}?as_of={DAY}").body == item
    assert as_("office").get(f"/findings?as_of={DAY}&status=awaiting_agency")["items"] == []
    assert as_("leader_a").get(f"/findings?as_of={DAY}")["items"] == [], "it had not been shown to the agency"
    as_("leader_a").get(f"/findings/{found.id}?as_of={DAY}", 404)
    assert as_("leader_a").get("/findings?as_of=2026-06-16")["items"][0]["state"] == "awaiting_agency"
    kinds = {
        "proposals": proposal,
        "policies": policy,
        "delegations": delegation,
        "programmes": topic.programme,
        "topics": topic,
    }
    for path, record in kinds.items():
        listed = as_("office").get(f"/{path}?as_of={DAY}&size=50")["items"]
        one = as_("office").get(f"/{path}/{record.id}?as_of={DAY}").body
        assert one in listed
        assert one["state"] == record.state
        assert_described(as_, access.kind_of(record).name, one)
    assert as_("office").get(f"/policies?as_of={DAY}&phase=examining")["items"] == []
    assert as_("office").get("/policies?due=overdue")["items"] == []
    assert as_("office").get(f"/policies?as_of={DAY}&due=overdue", 422)["errors"]["due"], "days are counted for today"
