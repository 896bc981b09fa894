"""Policies on their pages: from a source to the vote, and what each reader finds there."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, lawmaking, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.lawmaking import FAILED, go, policy, proposal, run_night, scan, vote
from tests.pages import values_of
from tests.signing import sign_in
from tracker.core import clock
from tracker.demo.sample_pdf import sample_pdf
from tracker.extensions import db
from tracker.policies import candidates, service
from tracker.policies.models import CouncilSession, Policy, VoteRecord
from tracker.policies.route import RouteStep
from tracker.workflow import engine

NUMBERS = {"voted_on": "15/06/2026", "total": "85", "present": "80", "yes": "42", "no": "30", "abstain": "5"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def test_the_office_begins_a_policy_from_a_proposal_and_finds_it_from_both_ends(client: Client, people: Cast) -> None:
    source = proposal(people)
    sign_in(client, people, "office")
    page = client.done(
        f"/policies/new?from=proposal:{source.id}", {"sponsor": "Đoàn giám sát"}, button="Lưu đề xuất chính sách"
    )
    made = db.session.scalars(select(Policy)).one()
    assert (made.title, made.delegation_id) == (source.text, people.delegation.id)
    assert f"/proposals/{source.id}" in page.links
    assert f"/policies/{made.id}" in client.page(f"/proposals/{source.id}").links


def test_a_source_that_is_not_listed_is_named_by_its_code(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST", 1)
    first, last = proposal(people), proposal(people, text="Cấp điện cho khu công nghiệp")
    sign_in(client, people, "office")
    form = client.page("/policies/new").form("Lưu đề xuất chính sách")
    assert f"proposal:{first.id}" not in [box.get("value") for box in form.all("input", name="rests_on")]
    given = {"title": "Hỗ trợ hạ tầng", "rests_on": f"proposal:{last.id}"}
    page = client.refused(
        "/policies/new", given | {"codes": f"{first.code}\nKN-1900-1"}, button="Lưu đề xuất chính sách"
    )
    assert "Không tìm thấy hồ sơ mang mã: KN-1900-1." in page.text
    named = f"{people.delegation.code.lower()} {first.code.lower()}"
    page = client.done("/policies/new", given | {"codes": named}, button="Lưu đề xuất chính sách")
    assert {f"/proposals/{first.id}", f"/proposals/{last.id}"} <= set(page.links)


def test_a_number_of_a_resolution_is_given_to_no_other_document(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "promulgated")
    made.number = "45/NQ-HĐND"
    sign_in(client, people, "office")
    address = f"/delegations/{people.delegation.id}/resolution/number"
    page = client.refused(address, {"number": "45", "sign": "NQ-HĐND", "issued_on": "15/06/2026"})
    assert f"đã là của {made.code}" in page.text
    client.done(address, {"number": "46", "sign": "NQ-HĐND", "issued_on": "15/06/2026"})


def test_the_list_of_then_knows_no_number_that_was_given_later(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "passed")
    now.shift(timedelta(hours=1))
    moment = clock.now()
    now.shift(timedelta(days=1))
    go(people, made, "promulgated")
    sign_in(client, people, "office")
    assert made.number in client.page("/policies").text
    then = client.page(f"/policies?as_of={clock.local(moment):%Y-%m-%dT%H:%M}")
    assert made.code in then.text
    assert made.number not in then.text


def test_findings_and_recommendations_lead_to_their_policy_and_back(client: Client, people: Cast) -> None:
    finding = story.finding(people)
    recommendation = story.issued(people, rests_on=[f"finding:{finding.id}"])
    made = policy(people, recommendation)
    sign_in(client, people, "office")
    page = client.page(f"/policies/{made.id}")
    assert {f"/recommendations/{recommendation.id}", f"/findings/{finding.id}"} <= set(page.links)
    assert f"/policies/{made.id}" in client.page(f"/recommendations/{recommendation.id}").links
    assert f"/policies/new?from=finding:{finding.id}" in client.page(f"/findings/{finding.id}").links


def test_a_vote_is_typed_refused_and_typed_again(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    sign_in(client, people, "office")
    address = f"/policy/{made.id}/do/vote"
    assert client.page(address).all("input", name="total")[0].get("value") == "85"
    page = client.refused(address, NUMBERS | {"yes": "60"}, button="Ghi kết quả biểu quyết")
    assert "cộng lại là 95, nhiều hơn số có mặt (80)" in page.text
    assert page.all("input", name="yes")[0].get("value") == "60"
    page = client.done(address, NUMBERS, button="Ghi kết quả biểu quyết")
    assert made.state == "not_passed"
    assert "Không biểu quyết" in page.text
    assert "cần 43" in page.text


def test_an_effective_date_before_the_signature_is_refused_beside_its_field(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "passed")
    sign_in(client, people, "office")
    answers = {
        "number": "12/NQ-HĐND",
        "signed_on": "15/06/2026",
        "effective_on": "14/06/2026",
        "files": (io.BytesIO(sample_pdf("nghi-quyet.pdf")), "nghi-quyet.pdf"),
    }
    page = client.refused(f"/policy/{made.id}/do/promulgate", answers, button="Ban hành")
    assert "Ngày có hiệu lực phải từ ngày ký trở đi" in page.text
    assert made.state == "passed"


def test_a_draft_that_is_not_ready_goes_back_from_its_page(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "appraisal")
    sign_in(client, people, "office")
    assert "không qua lại khi bị trả về" in client.page("/policy-route").text
    paper = {"appraisal_number": "77/BC-STP", "appraisal_on": "15/06/2026"}
    page = client.refused(
        f"/policy/{made.id}/do/submit", paper | {"appraisal_verdict": "not_eligible"}, button="Trình UBND"
    )
    assert "Hãy quay lại và chọn bước “Trả về soạn thảo”" in page.text
    page = client.done(f"/policy/{made.id}/do/send_back", paper | lawmaking.NOT_READY, button="Trả về soạn thảo")
    assert "Chưa đủ điều kiện trình" in page.text
    assert lawmaking.NOT_READY["reason"] in page.text
    assert f"/policy/{made.id}/do/send_to_appraisal" in page.links


def test_days_of_posting_stand_on_the_page_with_the_way_to_them(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    answers = {"posted_on": date(2026, 6, 8), "posted_at": "Cổng", "number": "1/TTr", "files": scan(people, "leader_a")}
    engine.perform(made, "post", people.leader_a, answers)
    page = sign_in(client, people, "leader_a").page(f"/policies/{made.id}")
    assert "Đã đăng tải 7/20 ngày" in page.text
    assert "Chuyển bước được từ 29/06/2026" in page.text
    assert "08/06/2026 cộng 20 ngày là 28/06/2026" in page.text
    assert "chưa được đối chiếu với văn bản gốc" in page.text
    page = client.refused(
        f"/policy/{made.id}/do/send_to_appraisal",
        {"opinions": "Không", "number": "5", "issued_on": "15/06/2026"},
        button="Gửi thẩm định",
    )
    assert "từ ngày đó mới chuyển bước được" in page.text


def test_the_same_vote_sent_twice_is_one_vote(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    sign_in(client, people, "office")
    address = f"/policy/{made.id}/do/vote"
    sent = values_of(client.page(address).form("Ghi kết quả biểu quyết")) | NUMBERS
    assert [client.post(address, data=sent).status_code for _time in range(2)] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(VoteRecord)) == 1


def test_the_second_of_two_is_shown_what_the_first_did(client: Client, people: Cast) -> None:
    made = policy(people)
    sign_in(client, people, "office")
    address = f"/policies/{made.id}/edit"
    sent = values_of(client.page(address).form("Lưu đề xuất chính sách")) | {"title": "Tên khác"}
    service.edit(made, {"title": "Tên của người thứ nhất"}, people.other_office)
    db.session.commit()
    response = client.post(address, data=sent)
    assert response.status_code == 409
    assert "Tên của người thứ nhất" in response.text


def test_an_agency_reads_what_became_of_its_proposal_and_no_file_of_the_drafters(client: Client, people: Cast) -> None:
    source = proposal(people, key="b")
    engine.perform(source, "move_to_policy", people.office, {"answer": "Đã tiếp thu"})
    made = db.session.scalars(select(Policy)).one()
    sign_in(client, people, "leader_b")
    assert f"/policies/{made.id}" in client.page(f"/proposals/{source.id}").links
    go(people, made, "tabled")
    vote(people, made, yes=43)
    page = client.page(f"/proposals/{source.id}")
    assert f"/policies/{made.id}" in page.links
    assert "HĐND thông qua" in page.text
    page = client.page(f"/policies/{made.id}")
    assert "Biểu quyết" in page.text
    assert "Diễn biến" not in page.text
    assert "du-thao.pdf" not in page.text
    assert client.get(f"/policies/{made.id}/edit").status_code == 403


def test_an_unrelated_agency_finds_nothing_before_promulgation(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    sign_in(client, people, "leader_b")
    assert client.get(f"/policies/{made.id}").status_code == 404
    assert client.get(f"/policy/{made.id}/do/vote").status_code == 404
    assert f"/policies/{made.id}" not in client.page("/policies").links
    vote(people, made, yes=43)
    go(people, made, "promulgated")
    page = client.page(f"/policies/{made.id}")
    assert "nghi-quyet.pdf" in page.text
    assert "du-thao.pdf" not in page.text


def test_a_recommendation_says_that_it_may_be_done(client: Client, people: Cast) -> None:
    recommendation = story.issued(people)
    made = go(people, policy(people, recommendation), "promulgated")
    page = sign_in(client, people, "office").page(f"/recommendations/{recommendation.id}")
    assert "Gợi ý: có thể đã thực hiện xong" in page.text
    assert f"/policies/{made.id}" in page.links
    assert recommendation.state == "issued"
    assert "Gợi ý:" not in sign_in(client, people, "leader_a").page(f"/recommendations/{recommendation.id}").text


def test_the_list_is_narrowed_and_its_numbers_agree_with_the_pipeline(client: Client, people: Cast) -> None:
    go(people, policy(people), "tabled")
    go(people, policy(people), "drafting")
    policy(people)
    session = lawmaking.council_session(people)
    sign_in(client, people, "office")
    rows = lambda query: len(client.page(f"/policies?{query}").all("th", scope="row"))  # noqa: E731
    assert [
        rows(query)
        for query in (
            "",
            "status=tabled",
            "phase=drafting",
            f"session={session.id}",
            "session=none",
            "session=0",
            "type=individual",
            "q=ha+tang",
        )
    ] == [3, 1, 1, 2, 1, 0, 0, 3]
    strange = client.page("/policies?session=x&agency=y&type=normative")
    assert "không hiểu được nên đã bỏ qua: Kỳ họp, Cơ quan soạn thảo." in strange.text
    assert len(strange.all("th", scope="row")) == 3
    assert (rows("due=soon"), rows("due=overdue"), rows("due=soon&as_of=2026-06-15")) == (0, 0, 3)
    page = client.page("/policies/pipeline")
    cells = [link for link in page.links if link.startswith("/policies?")]
    numbers = {link: int(node.text) for node in page.all("a") if (link := node.get("href")) in cells}
    assert {link: rows(link.partition("?")[2]) for link in numbers} == numbers


def test_the_board_shows_a_session_step_by_step(client: Client, people: Cast) -> None:
    made, waiting = go(people, policy(people), "tabled"), policy(people)
    sign_in(client, people, "deputy")
    page = client.page("/policies/board")
    assert f"/policies/{made.id}" in page.links
    assert f"/policies/{waiting.id}" not in page.links
    assert f"/policies/{waiting.id}" in client.page("/policies/board?session=none").links
    assert client.get("/policies/board?session=999").status_code == 404


def test_the_board_opens_what_is_under_way_while_no_session_is_to_come(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made, waiting = go(people, policy(people), "tabled"), policy(people)
    done = go(people, policy(people), "promulgated")
    now.move_to("2027-03-01T09:00:00+07:00")
    sign_in(client, people, "deputy")
    page = client.page("/policies/board")
    assert "Chưa có kỳ họp nào sắp tới" in page.text
    assert {f"/policies/{made.id}", f"/policies/{waiting.id}"} <= set(page.links)
    assert "Kỳ họp thứ 3" in page.one("div", class_="panels").text, "each says of which session it is"
    assert f"/policies/{done.id}" not in page.links
    assert "Chưa có kỳ họp nào sắp tới" not in client.page("/policies/board?session=all").text
    assert queries_of(client, "/policies/board") <= 25


def test_what_is_late_is_said_wherever_the_policy_is_shown(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    late, near = go(people, policy(people), "drafting"), go(people, policy(people), "committee_review")
    now.move_to("2026-06-30T09:00:00+07:00")
    sign_in(client, people, "office")
    board = client.page("/policies/board").text
    assert "Gửi hồ sơ dự thảo nghị quyết để Ban thẩm tra: 29/06/2026 Quá 1 ngày làm việc" in board
    assert "Gửi báo cáo thẩm tra: 03/07/2026 · còn 3 ngày làm việc" in board
    page = client.page(f"/policies/{late.id}").one("div", class_="callout-danger")
    assert "29/06/2026 Quá hạn 1 ngày làm việc" in page.text
    for due, made in (("overdue", late), ("soon", near)):
        page = client.page(f"/policies?due={due}")
        assert [row.one("a").text for row in page.all("th", scope="row")] == [made.code]
        assert "14/07/2026 trừ" in page.text, "how the day was counted"
    room = client.page("/dashboard")
    assert "/policies?due=overdue" in room.links
    assert "Nghị quyết đang chuẩn bị" not in client.page("/dashboard?role=lead").text
    page = sign_in(client, people, "leader_a").page("/")
    assert "1 việc quá hạn" in page.text
    assert "14/07/2026 trừ" in page.text


def test_the_office_keeps_the_sessions_of_the_council(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    client.done("/council-sessions/new", {"name": "Kỳ họp thứ 4", "opens_on": "08/12/2026"}, button="Lưu kỳ họp")
    made = db.session.scalars(select(CouncilSession)).one()
    page = client.refused(f"/council-sessions/{made.id}/edit", {"closes_on": "01/12/2026"}, button="Lưu kỳ họp")
    assert "Ngày bế mạc phải từ ngày khai mạc trở đi" in page.text
    client.refused("/council-sessions/new", {"name": "Kỳ họp thứ 4", "opens_on": "08/12/2026"}, button="Lưu kỳ họp")
    assert sign_in(client, people, "deputy").get("/council-sessions/new").status_code == 403


def test_an_administrator_corrects_the_steps_of_a_kind(client: Client, people: Cast) -> None:
    row = db.session.scalars(
        select(RouteStep).where(
            RouteStep.procedure == "shortened", RouteStep.step == "consultation", RouteStep.ruleset == "B2025"
        )
    ).one()
    assert "Cần kiểm tra" in sign_in(client, people, "office").page("/policy-route").text
    assert client.get(f"/policy-route/{row.id}/edit").status_code == 403
    sign_in(client, people, "admin")
    client.done(f"/policy-route/{row.id}/edit", {"passes": True, "legal_basis": "Điều 50"}, button="Lưu quy định")
    assert (row.passes, row.legal_basis) == (True, "Điều 50")


def test_a_resolution_in_force_is_reviewed_from_its_page(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "promulgated")
    now.move_to("2026-06-25T09:00:00+07:00")
    run_night()
    sign_in(client, people, "office")
    client.done(f"/policy/{made.id}/do/start_review", {"reason": "Rà soát sau một năm"}, button="Rà soát")
    answers = {"number": "3/BC", "issued_on": "25/06/2026", "new_title": "Sửa mức hỗ trợ"}
    page = client.done(f"/policy/{made.id}/do/amend", answers, button="Đề xuất sửa đổi")
    assert "Sửa mức hỗ trợ" in page.text


@pytest.mark.parametrize("name", ["office", "leader_a", "deputy"])
@pytest.mark.parametrize(
    "path",
    [
        "/policies",
        "/policies/{id}",
        "/policies/board",
        "/policies/pipeline",
        "/policies/new",
        "/policies/{id}/edit",
        "/proposals/{source}",
    ],
)
def test_pages_stay_within_their_queries(client: Client, people: Cast, name: str, path: str) -> None:
    source = proposal(people, key="a")
    finding = story.finding(people)
    recommendation = story.issued(people, rests_on=[f"finding:{finding.id}"])
    made = policy(people, source, recommendation, finding)
    go(people, made, "tabled")
    for _time in range(4):
        go(people, policy(people), "drafting")
    sign_in(client, people, name)
    address = path.format(id=made.id, source=source.id)
    if client.get(address).status_code == 200:
        assert queries_of(client, address) <= 25


def test_a_vote_by_numbers_that_are_none_is_asked_again(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    sign_in(client, people, "office")
    for typed in ("-1", "abc", "4,5", "99999999999999999999"):
        client.refused(f"/policy/{made.id}/do/vote", NUMBERS | {"yes": typed}, button="Ghi kết quả biểu quyết")
    assert (made.state, FAILED["yes"]) == ("tabled", 42)
