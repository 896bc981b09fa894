"""Answers and figures of all agencies through JSON, what needs a look, and saying what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from tests import reports
from tests.api.conftest import As
from tests.cast import Cast
from tests.counting import counting
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.comparing.models import FlagNote
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.requests.models import ReportRequest

pytestmark = pytest.mark.api
COUNCIL_SIDE = ("office", "standing", "deputy", "leader", "head", "secretary", "member")
AGENCIES = ("officer_a", "leader_a", "officer_b")
NOBODY = ("stranger", "foreigner", "admin")


@pytest.fixture
def requests(people: Cast) -> list[ReportRequest]:
    reports.outline(people)
    made = reports.asked(people, "a", "b")
    db.session.commit()
    return made


@pytest.fixture
def disagreeing(people: Cast, requests: list[ReportRequest]) -> list[ReportRequest]:
    """Both have reported, and give different numbers for 2025."""
    for request, key, number in zip(requests, "ab", ("12", "13"), strict=True):
        numbers = reports.projects(y2023="10", y2024="11", y2025=number)
        reports.reported(people, request, key, numbers, ["", f"Thu hút tốt {key}"], number=f"1{key}/BC")
    db.session.commit()
    return requests


def here(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}"


def only_flag(people: Cast, as_: As, who: str = "secretary") -> Any:
    [flag] = as_(who).get(f"{here(people)}/flags?kind=disagreement")["items"]
    return flag


# --- side by side -----------------------------------------------------------------------------------------------------


def test_the_answers_of_all_agencies_stand_under_their_item(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    found = as_("deputy").get(f"{here(people)}/comparison")
    assert found["total"] == len(found["items"])
    [item] = [item for item in found["items"] if item["path"] == "I.1"]
    first, second = item["rows"]
    assert (first["agency_id"], first["report"]["number"], first["text"]) == (
        people.agencies["a"].id,
        "1a/BC",
        "Thu hút tốt a",
    )
    assert [(cell["period"], cell["value"], cell["amount"]) for cell in second["figures"]][-1] == (
        "năm 2025",
        "13",
        "13 dự án",
    )
    series = as_("deputy").get(second["figures"][-1]["href"])
    assert series["indicator"] == second["figures"][-1]["indicator"]


def test_the_parts_of_the_outline_follow_each_other(people: Cast, as_: As, requests: list[ReportRequest]) -> None:
    first = as_("secretary").get(f"{here(people)}/comparison")
    assert [part["chosen"] for part in first["parts"]] == [True, False]
    second = as_("secretary").get(f"{here(people)}/comparison?item={first['next']}")
    assert (second["items"][0]["path"], second["next"]) == ("II", None)
    assert {row["standing"] for row in first["items"][-1]["rows"]} == {"chưa nộp"}


@pytest.mark.parametrize("wrong", ["item=999", "item=x", "part=1", "item=1&item=2"])
def test_a_part_that_is_none_is_refused(people: Cast, as_: As, requests: list[ReportRequest], wrong: str) -> None:
    found = as_("secretary").get(f"{here(people)}/comparison?{wrong}", 422)
    assert list(found["errors"]) == [wrong.partition("=")[0]]


def test_a_delegation_without_an_outline_compares_nothing(people: Cast, as_: As) -> None:
    found = as_("secretary").get(f"{here(people)}/comparison")
    assert (found["items"], found["parts"], found["next"], found["total"]) == ([], [], None, 0)


@pytest.mark.parametrize("path", ["comparison", "indicators", "flags"])
def test_the_councils_side_alone_knows_of_what_others_report(
    people: Cast, as_: As, disagreeing: list[ReportRequest], path: str
) -> None:
    for who in COUNCIL_SIDE:
        as_(who).get(f"{here(people)}/{path}")
    for who in (*AGENCIES, *NOBODY):
        as_(who).get(f"{here(people)}/{path}", 404)


def test_an_agency_finds_neither_series_nor_flag(people: Cast, as_: As, disagreeing: list[ReportRequest]) -> None:
    flag = only_flag(people, as_)
    for who in AGENCIES:
        as_(who).get(flag["links"]["series"], 404)
        as_(who).get(flag["links"]["self"], 404)
        as_(who).post(flag["links"]["explanations"], {"text": "Mỗi bên một phần"}, 404)
        body = {"delegation_id": people.delegation.id, "from_flag": flag["ref"]}
        as_(who).post("/findings", body, 404)


# --- indicators -------------------------------------------------------------------------------------------------------


def test_each_indicator_says_how_many_report_it_and_what_needs_a_look(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    found = as_("deputy").get(f"{here(people)}/indicators")
    [row] = found["items"]
    assert (row["agencies"], row["figures"], row["other_units"]) == (2, 6, [])
    assert row["flags"] == {"open": 1, "kinds": ["disagreement"], "settled": 0}
    assert as_("deputy").get(f"{here(people)}/indicators?flags=open")["items"] == [row]
    for wrong in ("flags=all", "size=0", "page=2", "after=x"):
        assert list(as_("deputy").get(f"{here(people)}/indicators?{wrong}", 422)["errors"]) == [wrong.partition("=")[0]]


def test_one_indicator_gives_every_number_and_its_source(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    [row] = as_("deputy").get(f"{here(people)}/indicators")["items"]
    found = as_("deputy").get(row["href"])
    numbers = [(figure["period"], figure["agencies"], figure["value"]) for figure in found["figures"]]
    a, b = (people.agencies[key].name for key in "ab")
    assert numbers[-2:] == [("năm 2025", [a], "12"), ("năm 2025", [b], "13")]
    last = found["figures"][-1]
    assert last["source"]["kind"] == "report"
    assert as_("deputy").get(last["source"]["href"])["number"] == "1b/BC"
    assert as_("deputy").get(last["href"])["value"] == "13"
    assert [flag["kind"] for flag in found["flags"]] == ["disagreement"]
    assert "12 dự án" in found["flags"][0]["sentence"]
    assert (found["earlier"], found["earlier_more"]) == ([], 0)
    as_("deputy").get(f"{here(people)}/indicators/nothing", 404)
    as_("deputy").get(f"{row['href']}?page=2", 422)


def test_lists_are_paged(people: Cast, as_: As, requests: list[ReportRequest]) -> None:
    for request, key, shift in zip(requests, "ab", (0, 1), strict=True):
        numbers = reports.projects(y2023=str(10 + shift), y2024=str(11 + shift), y2025=str(12 + shift))
        reports.reported(people, request, key, numbers, ["", "x"], number=f"1{key}/BC")
    db.session.commit()
    path, seen = f"{here(people)}/flags?size=2", []
    first = as_("deputy").get(path)
    second = as_("deputy").get(f"{path}&after={first['next']}")
    seen = [flag["ref"] for flag in (*first["items"], *second["items"])]
    assert (first["total"], len(set(seen)), second["next"]) == (3, 3, None)
    assert list(as_("deputy").get(f"{path}&after=x", 422)["errors"]) == ["after"]
    assert list(as_("deputy").get(f"{here(people)}/flags?size=3&after={first['next']}", 422)["errors"]) == ["after"]


def test_a_delegation_of_many_figures_costs_no_more_questions(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    [row] = as_("deputy").get(f"{here(people)}/indicators")["items"]
    for path in (f"{here(people)}/comparison", f"{here(people)}/indicators", row["href"], f"{here(people)}/flags"):
        as_("deputy").get(path)
        with counting() as asked:
            as_("deputy").get(path)
        assert len(asked) <= 25, path


# --- flags ------------------------------------------------------------------------------------------------------------


def test_a_flag_says_what_it_is_about_and_what_was_said(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    flag = only_flag(people, as_)
    assert (flag["kind_label"], flag["status"]) == ("Hai cơ quan báo cáo khác nhau", "open")
    assert flag["agency_ids"] == [people.agencies["a"].id, people.agencies["b"].id]
    assert (flag["explanation"], flag["findings"], flag["may_explain"]) == (None, [], True)
    assert as_("secretary").get(flag["links"]["self"]).body == flag
    assert not only_flag(people, as_, "member")["may_explain"]
    assert only_flag(people, as_, "member")["may_become_finding"]
    assert as_("secretary").get(f"{here(people)}/flags?series={flag['series']}&status=open")["total"] == 1
    assert as_("secretary").get(f"{here(people)}/flags?status=settled")["total"] == 0
    assert as_("secretary").get(f"{here(people)}/flags?series=nothing")["items"] == []
    english = as_("secretary")
    english.language = "en"
    assert only_flag(people, as_)["kind_label"] != flag["kind_label"]


@pytest.mark.parametrize("wrong", ["status=x", "kind=x", "agency=1", "size=101"])
def test_a_wrong_filter_is_named(people: Cast, as_: As, requests: list[ReportRequest], wrong: str) -> None:
    assert list(as_("secretary").get(f"{here(people)}/flags?{wrong}", 422)["errors"]) == [wrong.partition("=")[0]]


def test_a_flag_is_explained_and_settled(people: Cast, as_: As, disagreeing: list[ReportRequest]) -> None:
    flag = only_flag(people, as_)
    path = flag["links"]["explanations"]
    said = as_("secretary").post(path, {"text": "Mỗi bên đếm một khu"}, idempotency_key="e1")
    assert (said["explained"], said["flag"]["status"]) == (1, "settled")
    assert said["flag"]["explanation"]["text"] == "Mỗi bên đếm một khu"
    assert said.headers["Location"] == flag["links"]["self"]
    as_("secretary").post(path, {"text": "Mỗi bên đếm một khu"}, idempotency_key="e1")
    assert len(db.session.query(FlagNote).all()) == 1
    [row] = as_("deputy").get(f"{here(people)}/indicators")["items"]
    assert row["flags"] == {"open": 0, "kinds": [], "settled": 1}
    [event] = [event for event in events() if event.action == "explained"]
    assert event.role == Role.SECRETARY.value


def events() -> list[AuditEvent]:
    return db.session.query(AuditEvent).filter(AuditEvent.subject_kind == "flag_note").all()


def test_all_of_one_kind_are_explained_together(people: Cast, as_: As, requests: list[ReportRequest]) -> None:
    for request, key, shift in zip(requests, "ab", (0, 1), strict=True):
        numbers = reports.projects(y2023=str(10 + shift), y2024=str(11 + shift), y2025=str(12 + shift))
        reports.reported(people, request, key, numbers, ["", "x"], number=f"1{key}/BC")
    db.session.commit()
    [first, *others] = as_("office").get(f"{here(people)}/flags?kind=disagreement")["items"]
    assert len(others) == 2
    said = as_("office").post(first["links"]["explanations"], {"text": "Mỗi bên đếm một khu", "also": True})
    assert said["explained"] == 3
    assert as_("office").get(f"{here(people)}/flags?kind=disagreement&status=open")["total"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": " "}, "text"),
        ({"text": "x", "also": "yes"}, "also"),
        ({"text": "x", "all": True}, "all"),
    ],
)
def test_an_explanation_says_why(
    people: Cast, as_: As, disagreeing: list[ReportRequest], body: dict[str, Any], field: str
) -> None:
    path = only_flag(people, as_)["links"]["explanations"]
    assert list(as_("secretary").post(path, body, 422)["errors"]) == [field]
    assert db.session.query(FlagNote).all() == []


def test_others_of_the_councils_side_do_not_explain(people: Cast, as_: As, disagreeing: list[ReportRequest]) -> None:
    path = only_flag(people, as_)["links"]["explanations"]
    for who in ("member", "head", "deputy", "standing"):
        as_(who).post(path, {"text": "Mỗi bên một phần"}, 403)
    as_("office", "read").post(path, {"text": "Mỗi bên một phần"}, 403)


def change_numbers(people: Cast, request: ReportRequest) -> None:
    """Agency A hands in another number for 2025."""
    reports.returned(people, request)
    reports.reported(
        people, request, "a", reports.projects(y2023="10", y2024="11", y2025="99"), ["", "x"], number="2/BC"
    )
    db.session.commit()


def test_numbers_that_have_changed_since_are_not_explained_unseen(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    flag = only_flag(people, as_)
    change_numbers(people, disagreeing[0])
    reply = as_("secretary").post(flag["links"]["explanations"], {"text": "Mỗi bên một phần"}, 409)
    assert reply.problem == "impossible"
    assert reply["series"] == flag["links"]["series"]
    assert as_("secretary").get(flag["links"]["self"], 409)["series"] == flag["links"]["series"]
    body = {"delegation_id": people.delegation.id, "from_flag": flag["ref"]}
    as_("secretary").post("/findings", body, 409)
    assert db.session.query(FlagNote).all() == []
    as_("secretary").get(f"{here(people)}/flags/nothing-at-all", 404)


# --- a finding of it --------------------------------------------------------------------------------------------------


def test_a_finding_begins_in_the_words_of_the_flag(people: Cast, as_: As, disagreeing: list[ReportRequest]) -> None:
    flag = only_flag(people, as_)
    member = as_("member")
    member.language = "en"
    made = member.post("/findings", {"delegation_id": people.delegation.id, "from_flag": flag["ref"]})
    assert (made["state"], made["kind"]) == ("draft", "limitation")
    assert made["text"].startswith("Số liệu “")
    assert "12 dự án" in made["text"]
    assert [source["kind"] for source in made["links"]["sources"]].count("figure") == len(flag["figure_ids"])
    told = only_flag(people, as_, "member")
    assert [finding["id"] for finding in told["findings"]] == [made["id"]]
    assert told["status"] == "settled"
    again = member.post("/findings", {"delegation_id": people.delegation.id, "from_flag": flag["ref"]}, 409)
    assert again["finding"] == f"/api/v1/findings/{made['id']}"
    assert len(db.session.query(Finding).all()) == 1


def test_what_is_sent_stands_in_place_of_the_flags_words(
    people: Cast, as_: As, disagreeing: list[ReportRequest]
) -> None:
    flag = only_flag(people, as_)
    body = {
        "delegation_id": people.delegation.id,
        "from_flag": flag["ref"],
        "kind": "difficulty",
        "text": "Đếm trùng dự án",
    }
    made = as_("leader").post("/findings", body)
    assert (made["kind"], made["text"]) == ("difficulty", "Đếm trùng dự án")
    assert made["evidence"]


@pytest.mark.parametrize(
    ("more", "field"), [({"from_flag": 3}, "from_flag"), ({"kind": "rumour"}, "kind"), ({"colour": "red"}, "colour")]
)
def test_a_finding_from_a_flag_is_checked_like_any(
    people: Cast, as_: As, disagreeing: list[ReportRequest], more: dict[str, Any], field: str
) -> None:
    flag = only_flag(people, as_)
    body = {"delegation_id": people.delegation.id, "from_flag": flag["ref"]} | more
    assert field in as_("secretary").post("/findings", body, 422)["errors"]


def test_those_who_record_no_findings_begin_none(people: Cast, as_: As, disagreeing: list[ReportRequest]) -> None:
    body = {"delegation_id": people.delegation.id, "from_flag": only_flag(people, as_)["ref"]}
    as_("deputy").post("/findings", body, 403)
