"""Made-up records hold together like real ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from tests.conftest import MORNING
from tests.databases import Databases
from tracker import create_app
from tracker.accounts import people, signing_in
from tracker.accounts.access import KINDS
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.calendar.days import working_days
from tracker.commands import main
from tracker.config import Settings
from tracker.core import clock
from tracker.core.sequences import Series
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.history import replaying
from tracker.links.models import Link
from tracker.planning.models import Programme, Topic
from tracker.policies.models import Policy
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.reporting.models import Figure
from tracker.requests import content
from tracker.requests import queries as requests
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.search import queries as search
from tracker.search import service
from tracker.search.models import SearchEntry
from tracker.seeding import filling
from tracker.seeding.filling import Size
from tracker.seeding.outline import outlines

NUMBER = 200
PASSWORD = "đê điều vững chắc"
FINAL = {"implemented", "not_implemented", "waived"}


@pytest.fixture(scope="module")
def seeded(migrated: Databases, settings_for: Callable[..., Settings]) -> Iterator[Flask]:
    """An application with 200 recommendations of two councils."""
    app = create_app(settings_for(migrated.make()))
    with app.app_context(), clock.standing_at(MORNING):
        filling.fill(Size(recommendations=NUMBER, councils=2), PASSWORD)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_there_are_as_many_recommendations_as_asked_for(seeded: Flask) -> None:
    assert db.session.scalar(select(func.count(Recommendation.id))) == NUMBER
    assert db.session.scalar(select(func.count(Recommendation.council_id.distinct()))) == 2


def test_no_row_points_to_a_row_that_is_not_there(seeded: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
    else:
        assert db.session.scalar(text("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")) == 0


def test_what_stands_is_what_the_events_have_told(seeded: Flask) -> None:
    assert replaying.differences(db.session.connection()) == []


def test_every_state_is_one_of_its_workflow_and_has_its_facts(seeded: Flask) -> None:
    for kind in KINDS.values():
        if kind.workflow is None:
            continue
        for record in db.session.scalars(select(kind.model)):
            state = kind.workflow.state(record.state)
            assert all(getattr(record, fact) is not None for fact in state.needs), (kind.name, record.id, state.name)


def test_records_are_spread_over_their_states(seeded: Flask) -> None:
    states = Counter(db.session.scalars(select(Assignment.state)))
    assert states["implemented"] > NUMBER / 2
    assert len(states) >= 6
    assert set(db.session.scalars(select(Delegation.state))) > {"following_up", "closed"}


def test_the_recommendation_repeats_the_facts_of_its_lead(seeded: Flask) -> None:
    for recommendation in db.session.scalars(select(Recommendation)):
        leads = [assignment for assignment in recommendation.assignments if assignment.role == "lead"]
        if recommendation.state == "draft":
            assert recommendation.lead_state is None
            assert recommendation.lead_agency_id == recommendation.lead.agency_id
            assert not recommendation.assignments
            continue
        (lead,) = leads
        assert (recommendation.lead_agency_id, recommendation.lead_state) == (lead.agency_id, lead.state)
        assert recommendation.due_key == lead.due_key == (lead.due_on or FAR)
        assert len(recommendation.assignments) == len(recommendation.addressees)


def test_a_recommendation_is_closed_when_all_its_tasks_have_ended(seeded: Flask) -> None:
    for recommendation in db.session.scalars(select(Recommendation).where(Recommendation.state != "draft")):
        ended = {assignment.state for assignment in recommendation.assignments} <= FINAL
        assert ended == (recommendation.state in ("closed", "withdrawn")), recommendation.code


def test_policies_pass_their_steps_up_to_the_vote_and_rest_on_proposals(seeded: Flask) -> None:
    policies = db.session.scalars(select(Policy)).all()
    assert len({policy.state for policy in policies}) >= 4, Counter(policy.state for policy in policies)
    sourced = set(db.session.scalars(select(Link.target_id).where(Link.target_kind == "policy")))
    for policy in policies:
        assert policy.id in sourced
        assert policy.steps[0].name == "proposed"
        assert (policy.steps[-1].name, policy.steps[-1].done_on) == (policy.state, None)
        assert all(one.done_on == other.entered_on for one, other in pairwise(policy.steps))
        assert [vote.passed for vote in policy.votes].count(True) <= 1
        if policy.votes:
            assert policy.session is not None
            assert policy.votes[0].voted_on >= policy.session.opens_on
        if policy.number:
            assert policy.votes[-1].passed
    taken_up = set(db.session.scalars(select(AgencyProposal.id).where(AgencyProposal.state == "moved_to_policy")))
    answering = select(Link.source_id).where(Link.source_kind == "proposal", Link.target_kind == "policy")
    assert taken_up == set(db.session.scalars(answering))


def test_a_closed_delegation_has_nothing_open(seeded: Flask) -> None:
    for delegation in db.session.scalars(select(Delegation).where(Delegation.state == "closed")):
        query = select(Recommendation.state).where(Recommendation.delegation_id == delegation.id)
        assert set(db.session.scalars(query)) <= {"closed", "withdrawn"}


def test_deadlines_count_to_a_working_day(seeded: Flask) -> None:
    days = working_days()
    for assignment in db.session.scalars(select(Assignment).where(Assignment.due_on.is_not(None))):
        assert assignment.due_ends_on == days.end_of(assignment.due_on)


def test_whoever_reports_does_not_verify(seeded: Flask) -> None:
    verified = select(Assignment).where(Assignment.verified_by_id.is_not(None))
    assert all(assignment.verified_by_id != assignment.reported_by_id for assignment in db.session.scalars(verified))


def test_the_events_of_a_record_follow_its_workflow_from_beginning_to_end(seeded: Flask) -> None:
    stories: dict[tuple[str, int], list[AuditEvent]] = defaultdict(list)
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        stories[event.subject_kind, event.subject_id].append(event)
    for kind in KINDS.values():
        for record in db.session.scalars(select(kind.model)) if kind.workflow else ():
            assert told(kind.workflow, stories[kind.name, record.id]) == record.state


def told(workflow: Any, events: list[AuditEvent]) -> str:
    """The state at which the story ends; every step starts from where the one before it ended."""
    state = workflow.start if workflow.name == "evidence" else ""  # it is created in the events of its report
    for event in events:
        after = event.after or {}
        if event.action != "created":
            step = workflow.transition(event.action)
            assert state in step.source, (event.subject_kind, event.subject_id, event.action, state)
            assert after.get("state", state) in step.targets_from(state)
        state = after.get("state", state)
    return state


def test_events_stand_in_the_order_of_time_and_none_is_ahead_of_it(seeded: Flask) -> None:
    moments = db.session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
    assert list(moments) == sorted(moments)
    assert moments[-1] <= clock.now()


def test_series_go_on_after_the_codes_given_out(seeded: Flask) -> None:
    series = dict(db.session.execute(select(Series.name, Series.last)).all())
    for code, council in db.session.execute(select(Delegation.code, Delegation.council_id)):
        _, year, number = code.split("-")
        assert int(number) <= series[f"ĐGS/{council}/{year}"]
    for kind, prefix in (("finding", "PH"), ("figure", "SL"), ("proposal", "ĐX"), ("session", "CLV")):
        model = KINDS[kind].model
        for code, parent in db.session.execute(select(model.code, model.delegation_id)):
            assert int(code.split("-")[1]) <= series[f"{prefix}/{parent}"]


def test_new_rows_get_ids_of_their_own(seeded: Flask) -> None:
    db.session.add(Series(name="one more", last=0))
    last = db.session.scalar(select(func.max(AuditEvent.id))) or 0
    event = AuditEvent(subject_kind="agency", subject_id=1, thread_kind="agency", thread_id=1, action="edited")
    db.session.add(event)
    db.session.flush()
    assert event.id == last + 1
    db.session.rollback()


def test_entries_of_the_index_are_those_of_the_search_room(seeded: Flask) -> None:
    for entry in db.session.scalars(select(SearchEntry).order_by(SearchEntry.id)):
        wanted = service.entry(
            kind=entry.kind,
            subject_id=entry.subject_id,
            council_id=entry.council_id,
            code=entry.code,
            title=entry.title,
            texts=[entry.body],
            day=entry.day,
        )
        assert {name: getattr(entry, name) for name in wanted} == wanted


def test_words_are_found_with_and_without_marks(seeded: Flask) -> None:
    actor = people.actor_of(account("vanphong"))
    marked, bare = search.search("kiến nghị", actor), search.search("kien nghi", actor)
    assert marked.total == bare.total > 0


def test_example_accounts_can_sign_in(seeded: Flask) -> None:
    for username in filling.example_accounts():
        assert signing_in.fits(account(username).password_hash, PASSWORD), username


def test_example_accounts_have_something_to_do(seeded: Flask) -> None:
    assert len(people.actor_of(account("truongdoan")).delegations_as(*people.OF_DELEGATION)) > 1
    for username in ("bql-canbo", "sct-lanhdao"):
        actor = people.actor_of(account(username))
        assert db.session.scalar(select(func.count()).where(Assignment.agency_id.in_(actor.agency_ids)))


def account(username: str) -> User:
    found = people.by_username(username)
    assert found is not None
    return found


def test_the_same_seed_gives_the_same_records(
    seeded: Flask, migrated: Databases, settings_for: Callable[..., Settings]
) -> None:
    query = select(Recommendation.code, Recommendation.text, Recommendation.lead_state).order_by(Recommendation.id)
    first = db.session.execute(query).all()
    again = create_app(settings_for(migrated.make()))
    with again.app_context(), clock.standing_at(MORNING):
        filling.fill(Size(recommendations=NUMBER, councils=2), PASSWORD)
        assert db.session.execute(query).all() == first
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.parametrize(("number", "councils", "years"), [(1, 1, 1), (7, 115, 1), (1000, 3, 5)])
def test_recommendations_are_shared_out_to_the_last_one(number: int, councils: int, years: int) -> None:
    today = MORNING.date()
    found = outlines(recommendations=number, councils=councils, years=years, today=today, seed=1)
    assert sum(outline.recommendations for outline in found) == number
    assert [outline.start for outline in found] == sorted(outline.start for outline in found)


def test_a_database_with_records_is_left_alone(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ENV", "test")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TRACKER_DEMO_PASSWORD", PASSWORD)
    words = ["seed", "--recommendations", "3", "--councils", "1", "--years", "1"]
    first = CliRunner().invoke(main, words)
    assert first.exit_code == 0, first.output
    assert "vanphong" in first.output
    second = CliRunner().invoke(main, words)
    assert second.exit_code == 1
    assert "TRACKER_DATA_DIR" in second.output


def test_every_announced_delegation_has_asked_those_it_supervises(seeded: Flask) -> None:
    asked = Counter(db.session.scalars(select(ReportRequest.delegation_id)))
    for delegation in db.session.scalars(select(Delegation)):
        announced = delegation.state not in ("draft", "established", "cancelled")
        assert asked[delegation.id] == (len(delegation.supervised) if announced else 0), delegation.code
    states = Counter(db.session.scalars(select(ReportRequest.state)))
    assert states["accepted"] > sum(states.values()) / 2
    assert set(states) <= {"sent", "received", "submitted", "changes_requested", "accepted", "waived", "not_submitted"}


def test_a_delegation_that_compiles_waits_for_no_report(seeded: Flask) -> None:
    for delegation in db.session.scalars(select(Delegation)):
        if delegation.state in ("compiling", "reported", "concluded", "following_up", "closed"):
            assert not requests.unsettled(delegation), delegation.code


def test_a_report_says_what_its_answers_and_figures_say(seeded: Flask) -> None:
    for report in db.session.scalars(select(AgencyReport)):
        answers = {answer.item_id: answer for answer in report.request.answers}
        assert [part["item"] for part in report.content] == list(answers)
        for part in report.content:
            assert answers[part["item"]].text == part["text"]
            for cell in part["figures"]:
                figure = db.session.get_one(Figure, cell["figure_id"])
                assert (format(figure.value, "f"), figure.period_from) == (cell["value"], int(cell["period"]))
                assert figure.source_id == report.request.reports[-1].id
        assert content.all_answered(report.request)


def test_delegations_stand_under_topics_of_adopted_programmes_of_their_owner(seeded: Flask) -> None:
    found = db.session.execute(select(Delegation, Topic).join(Topic, Topic.id == Delegation.topic_id)).all()
    assert found
    for delegation, topic in found:
        programme = topic.programme
        assert (topic.state, programme.state) == ("adopted", "adopted")
        assert (programme.owner_kind, programme.body_id) == (delegation.owner_kind, delegation.body_id)
        assert programme.council_id == delegation.council_id
        assert programme.adopted_on <= delegation.established_on if delegation.established_on else True
    ahead = select(func.count(Topic.id)).join(Programme, Programme.id == Topic.programme_id)
    assert db.session.scalar(ahead.where(Programme.year == clock.today().year + 1))
