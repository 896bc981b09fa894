"""Lists and pages of every kind of record as they stood: states and words of then, to nobody more than was theirs."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.delegations import service as delegations
from tracker.findings.models import Finding
from tracker.planning import service as planning
from tracker.progress_requests import service as requests
from tracker.proposals import service as proposals
from tracker.workflow import engine

SENT, ASKED, DECIDED = "2026-06-20", "2026-07-05", "2026-07-25"
"""Days on which the finding had been sent to the head, shown to the agency, and decided on."""
BANNER = "Đúng như đã biết lúc 23:59 ngày"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("active")


@pytest.fixture
def finding(people: Cast, now: time_machine.Coordinates) -> Finding:
    found = story.finding(people, agency_id=people.agencies["a"].id)
    now.move_to("2026-07-01T09:00:00+07:00")
    engine.perform(found, "send_to_agency", people.secretary, {})
    now.move_to("2026-07-20T09:00:00+07:00")
    engine.perform(found, "reject", people.head, {"reason": "Số liệu đã được đính chính"})
    now.move_to("2026-08-01T09:00:00+07:00")
    return found


def test_a_list_shows_the_states_of_then_and_filters_by_them(client: Client, people: Cast, finding: Finding) -> None:
    sign_in(client, people, "office")
    page = client.page(f"/findings?as_of={SENT}")
    assert f"{BANNER} 20/06/2026" in page.text
    assert page.one("a", text=finding.code).get("href") == f"/findings/{finding.id}?as_of={SENT}"
    assert not page.all("a", text="Ghi phát hiện"), "nothing is done in the past"
    found = {
        (day, state): bool(client.page(f"/findings?as_of={day}&status={state}").all("a", text=finding.code))
        for day in (SENT, ASKED, DECIDED)
        for state in ("submitted", "awaiting_agency", "rejected")
    }
    assert {at for at, is_listed in found.items() if is_listed} == {
        (SENT, "submitted"),
        (ASKED, "awaiting_agency"),
        (DECIDED, "rejected"),
    }


def test_an_agency_is_told_of_no_time_before_the_record_was_shown_to_it(
    client: Client, people: Cast, finding: Finding
) -> None:
    sign_in(client, people, "leader_a")
    assert not client.page(f"/findings?as_of={SENT}").all("a", text=finding.code)
    assert client.page(f"/findings?as_of={ASKED}").all("a", text=finding.code)
    before, after = (client.page(f"/findings/{finding.id}?as_of={day}").text for day in (SENT, ASKED))
    assert "Vào thời điểm này chưa có hồ sơ" in before
    assert "Đã gửi" not in before
    assert "Chờ cơ quan nêu ý kiến" in after
    assert "đã được đính chính" not in after, "nobody had rejected it"


def test_somebody_elses_record_is_not_found_in_the_past_either(client: Client, people: Cast, finding: Finding) -> None:
    sign_in(client, people, "leader_b")
    assert client.get(f"/findings/{finding.id}?as_of={ASKED}").status_code == 404


def test_a_page_tells_what_was_said_by_then(
    client: Client, people: Cast, finding: Finding, now: time_machine.Coordinates
) -> None:
    sign_in(client, people, "office")
    page = client.page(f"/findings/{finding.id}?as_of={SENT}")
    assert story.TEXT in page.text
    assert "đã loại phát hiện" not in page.text
    assert "Chờ cơ quan" not in page.text
    assert not page.all("form", method="post", action=f"/findings/{finding.id}")
    assert page.one("a", text="Về hiện tại").get("href") == f"/findings/{finding.id}"
    assert "đã loại phát hiện" in client.page(f"/findings/{finding.id}?as_of={DECIDED}").text


def test_words_are_those_of_then(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    said = {"text": "Mở tuyến đường nối cảng", "agency_ids": [people.agencies["a"].id], "addressee_kind": "council"}
    proposal = proposals.create(said, people.secretary, delegation=people.delegation)
    now.move_to("2026-07-01T09:00:00+07:00")
    proposals.edit(proposal, {**said, "text": "Mở tuyến đường nối sân bay"}, people.secretary)
    now.move_to("2026-07-02T09:00:00+07:00")
    sign_in(client, people, "secretary")
    for url in ("/proposals", f"/proposals/{proposal.id}"):
        then, since = (client.page(f"{url}?as_of={day}").text for day in (SENT, "2026-07-01T10:00:00+07:00"))
        assert ("nối cảng" in then, "nối sân bay" in then) == (True, False)
        assert "nối sân bay" in since


def test_a_delegation_and_its_list(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    made = delegations.create(
        {"title": "Giám sát nhà ở công nhân", "owner_kind": "council", "ruleset": "L2025"},
        people.office,
        council_id=people.council.id,
    )
    now.move_to("2026-07-01T09:00:00+07:00")
    engine.perform(
        made,
        "cancel",
        people.standing,
        {"reason": "Đã có cuộc khác", "number": "9/QĐ-HĐND", "issued_on": date(2026, 7, 1)},
    )
    sign_in(client, people, "office")
    assert client.page(f"/delegations?as_of={SENT}&state=draft").all("a", text=made.code)
    assert not client.page("/delegations?state=draft").all("a", text=made.code)
    assert "đã hủy" not in client.page(f"/delegations/{made.id}?as_of={SENT}").text.lower()


def test_programmes_and_how_many_topics_they_had(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    about = {"year": 2026, "owner_kind": "committee", "body_id": people.committee.id}
    programme = planning.create(about, people.office, council_id=people.council.id)
    answers = {"reason": "Nhiều cử tri kiến nghị", "scope": "Toàn thành phố", "object": "Sở Công Thương"}
    for title in ("Quản lý chợ truyền thống", "Nhà ở công nhân"):
        planning.add_topic(programme, {**answers, "title": title, "proposed_by_kind": "voters"}, people.office)
        now.move_to("2026-07-01T09:00:00+07:00")
    sign_in(client, people, "office")
    for day, number in ((SENT, "1"), ("", "2")):
        page = client.page(f"/programmes?as_of={day}")
        assert [cell.text for cell in page.all("td", class_="num")] == [number]
        assert (BANNER in page.text, bool(page.all("a", text="Lập chương trình"))) == (bool(day), not day)
    assert page.one("a", text="Năm 2026")
    assert "Lúc đó chưa ghi gì" not in page.text


@pytest.mark.parametrize("url", ["/findings", "/proposals", "/delegations", "/programmes"])
def test_what_is_no_moment_is_said_beside_the_field(client: Client, people: Cast, url: str) -> None:
    sign_in(client, people, "office")
    page = client.page(f"{url}?as_of=31/02/2026", status=400)
    assert "Thời điểm không hợp lệ" in page.text
    assert page.one("input", name="as_of").get("value") == "31/02/2026"


def test_indicators_lead_to_the_sheet_of_that_moment(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for page in ("indicators", "comparison"):
        answer = client.get(f"/delegations/{people.delegation.id}/{page}?as_of={SENT}")
        assert answer.headers["Location"] == f"/figures?delegation={people.delegation.id}&as_of={SENT}"


def test_a_page_that_cannot_look_back_says_so(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    assert "chỉ cho biết hiện tại" in client.page(f"/dashboard?as_of={SENT}").text
    assert "chỉ cho biết hiện tại" not in client.page("/dashboard").text


def test_what_is_read_on_the_page_of_another_record_leads_there(
    client: Client, db_session: Session, now: time_machine.Coordinates
) -> None:
    people = cast.make("concluded")
    update = story.report(people, assignment=story.lead(story.issued(people)))
    sign_in(client, people, "office")
    answer = client.get(f"/updates/{update.id}?as_of={SENT}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/recommendations/{update.assignment.recommendation_id}?as_of={SENT}")


def test_looking_back_asks_no_more_for_more_rows(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    story.finding(people)
    now.move_to("2026-08-01T09:00:00+07:00")
    sign_in(client, people, "office")
    client.page("/findings")
    few = queries_of(client, f"/findings?as_of={SENT}")
    now.move_to("2026-06-16T09:00:00+07:00")
    for _n in range(12):
        story.finding(people)
    now.move_to("2026-08-01T09:00:00+07:00")
    assert queries_of(client, f"/findings?as_of={SENT}") <= few <= 25


def test_the_grid_of_agencies_and_the_requests_look_back(
    client: Client, db_session: Session, now: time_machine.Coordinates
) -> None:
    people = cast.make("concluded")
    task = story.lead(story.issued(people))
    now.move_to("2026-07-01T09:00:00+07:00")
    story.taken(people, task, "a")
    now.move_to("2026-12-15T05:00:00+07:00")
    for _piece in requests.prepare():
        pass
    sign_in(client, people, "office")
    grid = f"/recommendations/{task.recommendation_id}/agencies"
    then, since = client.page(f"{grid}?as_of={SENT}"), client.page(grid)
    assert f"{BANNER} 20/06/2026" in then.text
    assert ("Đang thực hiện" in then.one("table").text, "Đang thực hiện" in since.one("table").text) == (False, True)
    assert client.page(f"/progress-requests?as_of={SENT}").all("table") == []
    assert len(client.page("/progress-requests").all("tr")) == 3, "a head, and both agencies' tasks"
    assert len(client.page("/progress-requests?as_of=2026-12-15T05:00:00%2B07:00&status=draft").all("tr")) == 3
    assert queries_of(client, f"/progress-requests?as_of={SENT}") <= 25
    for page in (grid, "/progress-requests"):
        assert client.get(f"{page}?as_of=31/02/2026").status_code == 400
        assert client.get(f"{page}?as_of={SENT}&format=csv").headers["Content-Disposition"].endswith(f"-{SENT}.csv")


def test_pages_and_files_of_now_say_so(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for url in ("/dashboard/tasks", "/stand-ins", f"/delegations/{people.delegation.id}/requests"):
        page = client.page(f"{url}?as_of={SENT}")
        assert page.one("a", text="Về hiện tại").get("href") == url, url
    for file in ("/dashboard/tasks?format=csv&", f"/delegations/{people.delegation.id}/dossier.zip?"):
        assert client.get(f"{file}as_of={SENT}").status_code == 400, file
    assert "chỉ cho biết hiện tại" not in client.page("/reports/overdue?as_of=2026-06-15").text
