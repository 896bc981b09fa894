"""Pages as they stood: asked for by a day or a moment, the same for ever, with nothing that acts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.figures import held_session, record
from tests.signing import sign_in
from tracker.recommendations import service
from tracker.recommendations.models import Assignment
from tracker.reporting import service as reporting
from tracker.workflow import engine

DAY = "2026-06-15"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.lead(story.issued(people, support_agency_ids=[]))


def printed(client: Client, url: str) -> str:
    """What a page prints between its head and its foot."""
    html = client.get(url).text
    return html[html.index("<main") : html.index("</main>")]


def everything_changes(people: Cast, task: Assignment, now: time_machine.Coordinates) -> None:
    now.move_to("2026-07-20T09:00:00+07:00")
    story.extended(people, task, date(2026, 9, 15))
    update = story.report(people, assignment=task)
    story.accept(people, update)
    story.reopened(people, task)
    engine.perform(task, "waive", people.standing, story.DECISION)
    draft = story.draft(people, text="Một dự thảo viết sau")
    service.edit(draft, {"text": "Một dự thảo viết lại"}, people.secretary)


def test_a_past_day_is_asked_for_in_the_filter_and_said_on_top(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    everything_changes(people, task, now)
    sign_in(client, people, "office")
    page = client.page("/recommendations?as_of=15/06/2026")
    assert "Đúng như đã biết lúc 23:59 ngày 15/06/2026" in page.text
    assert page.one("input", name="as_of").get("value") == "15/06/2026"
    assert page.one("a", text="Về hiện tại").get("href") == "/recommendations"
    assert "Một dự thảo" not in page.text
    assert not page.all("a", text="Soạn kiến nghị"), "nothing is done in the past"
    link = page.one("a", text=task.code).get("href")
    record = client.page(link)
    assert "Đúng như đã biết lúc 23:59 ngày 15/06/2026" in record.text
    assert "Đã giao, chưa thực hiện" in record.text
    assert "15/09/2026" not in record.text, "nobody had extended it"


def test_the_table_says_of_how_many_agencies_how_many_were_done_then(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    now.move_to("2026-06-17T09:00:00+07:00")
    update = story.report(people, assignment=story.lead(issued))
    now.move_to("2026-06-19T09:00:00+07:00")
    story.accept(people, update)
    sign_in(client, people, "office")
    for day, claimed, verified in (("15/06/2026", 0, 0), ("17/06/2026", 1, 0), ("19/06/2026", 1, 1)):
        page = client.page(f"/recommendations?as_of={day}")
        assert f"{claimed}/2 cơ quan báo xong" in page.text, day
        assert f"{verified}/2 cơ quan đã xong" in page.text, day
    assert "1/2 cơ quan đã xong" in client.page("/recommendations").text, "as today's"
    assert queries_of(client, f"/recommendations?as_of={DAY}") <= 13
    sign_in(client, people, "leader_a")
    assert "/2 cơ quan" not in client.page("/recommendations?as_of=19/06/2026").text


@pytest.mark.parametrize(
    ("completed_on", "extended_to", "sentence"),
    [
        (date(2026, 6, 16), None, None),
        (date(2026, 6, 19), None, "Hoàn thành muộn 3 ngày làm việc so với thời hạn gốc"),
        (
            date(2026, 6, 19),
            date(2026, 6, 30),
            "Hoàn thành muộn 3 ngày làm việc so với thời hạn gốc, trong thời hạn đã gia hạn",
        ),
        (
            date(2026, 6, 19),
            date(2026, 6, 18),
            "Hoàn thành muộn 3 ngày làm việc so với thời hạn gốc, muộn 1 ngày làm việc so với thời hạn đã gia hạn",
        ),
        (date(2026, 6, 15), None, "Báo cáo hoàn thành muộn 3 ngày làm việc so với thời hạn gốc"),
    ],
)
def test_what_was_completed_late_says_how_late_now_and_afterwards(
    client: Client,
    people: Cast,
    now: time_machine.Coordinates,
    completed_on: date,
    extended_to: date | None,
    sentence: str | None,
) -> None:
    task = story.lead(story.issued(people, due_on=date(2026, 6, 16), support_agency_ids=[]))
    if extended_to:
        story.extended(people, task, extended_to)
    is_punctual = sentence is None
    now.move_to("2026-06-16T09:00:00+07:00" if is_punctual else "2026-06-19T09:00:00+07:00")
    update = story.report(people, assignment=task)
    engine.perform(
        update, "accept", people.standing, story.ACCEPTANCE | {"completed_on": completed_on} | story.judged(update)
    )
    now.move_to("2026-07-20T09:00:00+07:00")
    record = f"/recommendations/{task.recommendation_id}"
    sign_in(client, people, "office")
    for path in ("/recommendations", "/recommendations?as_of=22/06/2026", record, f"{record}?as_of=22/06/2026"):
        said = [node.text for node in client.page(path).all("span", class_="under") if "muộn" in node.text]
        assert said == ([sentence] if sentence else []), path
    assert "muộn" not in client.page("/recommendations?as_of=18/06/2026").text, "it was not done then"


@pytest.mark.parametrize(
    "url", ["/recommendations?sort=agency", "/recommendations?status=open", "/recommendations/rates?agency="]
)
def test_what_was_printed_now_is_printed_again_from_its_address(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates, url: str
) -> None:
    """Its foot names the address; asked again before and after everything has changed, it gives the same to the letter."""
    sign_in(client, people, "office")
    paper = client.page(url)
    assert "Số liệu tính đến 09:00 ngày 15/06/2026" in paper.text
    address = re.search(r"http://localhost(/\S+as_of=\S+)", paper.all("p", class_="print-only")[-1].text)
    assert address
    before = printed(client, address[1])
    assert cells(client, url) == cells(client, address[1]) != []
    everything_changes(people, task, now)
    sign_in(client, people, "office")
    assert printed(client, address[1]) == before
    assert cells(client, url) != cells(client, address[1])


def cells(client: Client, url: str) -> list[str]:
    page = client.page(url)
    return [
        node.text
        for node in [*page.all("td"), *(item for found in page.all("ul", class_="grounds") for item in found.all("li"))]
    ]


def test_a_record_asked_again_for_a_moment_reads_the_same(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    story.measure(people, task)
    story.report(people, assignment=task)
    now.shift(timedelta(hours=1))
    url = f"/recommendations/{task.recommendation_id}?as_of=2026-06-15T09:30:00%2B07:00"
    sign_in(client, people, "office")
    before = printed(client, url)
    assert "Chờ xác nhận" in before
    assert "301/HĐND-VP" in before
    everything_after_report(people, task, now)
    sign_in(client, people, "office")
    assert printed(client, url) == before


def everything_after_report(people: Cast, task: Assignment, now: time_machine.Coordinates) -> None:
    now.move_to("2026-07-20T09:00:00+07:00")
    engine.perform(task.updates[-1], "return", people.standing, story.RETURN | {"answer_due_on": date(2026, 8, 1)})
    story.extended(people, task, date(2026, 9, 15))
    story.measure(people, task, kind="explanation", document_number="302/HĐND-VP", skip_reason="Đã đôn đốc")


@pytest.mark.parametrize("url", ["/recommendations", "/recommendations/rates"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2026", "Thời điểm không hợp lệ"),
        ("mai", "Thời điểm không hợp lệ"),
        ("16/06/2026", "Thời điểm này chưa đến"),
        ("01/01/2000", "Nhật ký bắt đầu lúc 09:00 15/06/2026"),
    ],
)
def test_a_moment_that_cannot_be_looked_back_to_is_said_beside_the_field(
    client: Client, people: Cast, task: Assignment, url: str, typed: str, sentence: str
) -> None:
    sign_in(client, people, "office")
    answer = client.get(url, query_string={"delegation": people.delegation.id, "as_of": typed})
    assert answer.status_code == 400
    page = client.page_of(answer)
    assert sentence in page.one("p", class_="field-error").text
    assert page.one("input", name="as_of").get("value") == typed
    assert page.one("select", name="delegation").one("option", selected="").get("value") == str(people.delegation.id)
    assert task.code not in page.text, "nothing is shown that might be taken for an answer"


def test_today_means_now_and_a_minute_may_be_named(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "office")
    assert "lúc 09:00 ngày 15/06/2026" in client.page("/recommendations?as_of=15/06/2026").text
    assert task.code in client.page("/recommendations?as_of=09:00 15/06/2026").text


def test_an_agency_looks_back_to_what_it_may_read_and_nothing_else(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    draft = story.approved(people, support_agency_ids=[])
    now.shift(timedelta(days=2))
    engine.perform(draft, "issue", people.office, story.CONCLUSION)
    url = f"/recommendations/{draft.id}"
    sign_in(client, people, "leader_a")
    page = client.page(f"{url}?as_of={DAY}")
    assert "Vào thời điểm này chưa có kiến nghị" in page.text
    assert draft.text not in page.text
    sign_in(client, people, "leader_b")
    assert client.get(f"{url}?as_of={DAY}").status_code == 404
    assert client.get(f"{url}?as_of=mai").status_code == 404


def test_rates_tell_their_band_and_open_what_they_count(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    story.issued(people, support_agency_ids=[])
    update = story.report(people, assignment=task)
    story.accept(people, update)
    now.move_to("2026-08-20T09:00:00+07:00")
    sign_in(client, people, "office")
    page = client.page("/recommendations/rates")
    assert "từ 50 % đến dưới 70 %" in page.text
    behind = client.page(page.one("a", **{"aria-label": "Hoàn thành, Đã xong: 1"}).get("href"))
    assert [node.text for node in behind.all("th", scope="row")[0].all("a")] == [task.code]
    assert "1 kiến nghị" in behind.text
    assert "Đã xong trong số đã đến hạn" in behind.text, "the filter is named"


def test_a_past_page_asks_no_more_than_a_present_one(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    story.report(people, assignment=task)
    now.shift(timedelta(days=1))
    sign_in(client, people, "office")
    for path in ("/recommendations", "/recommendations/rates", f"/recommendations/{task.recommendation_id}"):
        assert queries_of(client, f"{path}?as_of={DAY}") <= 25, path


def test_the_sheet_of_figures_stands_as_it_was(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    held = held_session(people)
    first, second = (record(people, held, value) for value in ("14", "9"))
    now.shift(timedelta(days=1))
    reporting.edit(first, {"value": Decimal("15.5")}, people.office)
    reporting.delete(second, people.office)
    sign_in(client, people, "office")
    url = f"/figures?delegation={people.delegation.id}"
    present, then = client.page(url), client.page(f"{url}&as_of={DAY}")
    assert [node.text for node in present.all("strong") if node.text in ("14", "9", "15,5")] == ["15,5"]
    assert [node.text for node in then.all("strong") if node.text in ("14", "9", "15,5")] == ["14", "9"]
    assert people.agencies["a"].name in then.text
    assert not then.all("a", text="Ghi số liệu")
    sign_in(client, people, "leader_b")
    read = client.page(f"{url}&as_of={DAY}").all("strong")
    assert [node.text for node in read if node.text in ("14", "9")] == ["14"], "what is gone nobody can say is theirs"
