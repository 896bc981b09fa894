"""Findings, helped: what is like a text while one writes it, and what repeats an earlier delegation's finding."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page, parse
from tests.signing import sign_in
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import recurring, service
from tracker.findings.models import Finding
from tracker.workflow import engine

pytestmark = pytest.mark.web

TEXT = story.TEXT
SAME_IN_OTHER_WORDS = "Quỹ đất nhà ở công nhân tại các khu công nghiệp bố trí được còn ít"
OTHER = "Trạm biến áp cấp điện cho trường học xuống cấp nghiêm trọng"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def delegation_of(people: Cast, code: str, established_on: date, title: str = "") -> Delegation:
    made = cast.add_delegation(people, code, "active", "council")
    made.established_on = established_on
    made.title = title or made.title
    db.session.flush()
    return made


def found_by(
    people: Cast, delegation: Delegation, text: str = TEXT, *, settle: bool = True, agency: str = "a"
) -> Finding:
    """A finding of that delegation; confirmed unless told otherwise."""
    answers = {"kind": "limitation", "text": text, "evidence": "Biên bản", "agency_id": people.agencies[agency].id}
    finding = service.create(answers, people.office, delegation=delegation, submit=True)
    if settle:
        finding.state = "confirmed"
        db.session.flush()
    return finding


def part(client: Client, people: Cast, text: str, *, delegation: Delegation | None = None, finding: str = "") -> Page:
    """What the page asks for by itself while somebody types."""
    delegation = delegation or people.delegation
    token = client.page(f"/findings/new?delegation={delegation.id}").all("input", name="csrf_token")[0].get("value")
    response = client.post(
        f"/findings/similar?delegation={delegation.id}{finding}", data={"text": text, "csrf_token": token}
    )
    assert response.status_code == 200
    return parse(response.text)


def shown(page: Page) -> list[str]:
    """The findings listed as similar, in their order."""
    return [item.one("a").text.partition(" (")[0] for item in page.one("ol", class_="similar-list").all("li")]


# --- while writing ----------------------------------------------------------------------------------------------------
def test_what_others_wrote_is_shown_the_most_alike_first(client: Client, people: Cast) -> None:
    half = found_by(people, people.delegation, "Quỹ đất nhà ở công nhân tại các cụm làng nghề chưa bố trí")
    most = found_by(people, people.delegation, TEXT)
    found_by(people, people.delegation, OTHER)
    page = part(sign_in(client, people, "member"), people, TEXT + " quanh cảng")
    assert [line.partition(" ")[0] for line in shown(page)] == [most.code, half.code]
    assert "Giống phần lớn" in page.text
    assert "Đã xác nhận" in page.text
    assert "Ban Quản lý Khu kinh tế" in page.text


def test_marks_and_small_words_make_no_difference(client: Client, people: Cast) -> None:
    found_by(people, people.delegation)
    page = part(sign_in(client, people, "member"), people, "quy dat nha o cong nhan khu cong nghiep da duoc bo tri")
    assert len(shown(page)) == 1


def test_no_more_than_five_are_shown_and_of_equals_the_newer_first(client: Client, people: Cast) -> None:
    codes = [found_by(people, people.delegation).code for _time in range(7)]
    page = part(sign_in(client, people, "member"), people, TEXT)
    assert [line.partition(" ")[0] for line in shown(page)] == codes[:1:-1]


def test_earlier_delegations_are_looked_through_and_later_ones_are_not(client: Client, people: Cast) -> None:
    earlier = delegation_of(people, "ĐGS-2024-07", date(2024, 5, 1))
    later = delegation_of(people, "ĐGS-2026-09", date(2026, 6, 1))
    found_by(people, earlier)
    found_by(people, later)
    page = part(sign_in(client, people, "office"), people, TEXT)
    assert shown(page) == ["PH-01 – Đoàn ĐGS-2024-07"]


def test_nobody_is_shown_a_finding_that_is_not_theirs_to_read(client: Client, people: Cast) -> None:
    earlier = delegation_of(people, "ĐGS-2024-07", date(2024, 5, 1))
    found_by(people, earlier)
    story.finding(people, by="office", submit=False)
    found = part(sign_in(client, people, "member"), people, TEXT)
    assert found.all("ol", class_="similar-list") == []
    assert "Chưa thấy phát hiện tương tự" in found.text


def test_one_word_in_common_says_nothing(client: Client, people: Cast) -> None:
    found_by(people, people.delegation)
    assert part(sign_in(client, people, "member"), people, "đất").all("ol", class_="similar-list") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "½ ½ một nửa", "''' \" ) OR (", "đ" * 20_000, "<script>x</script> quỹ đất"]
)
def test_whatever_is_typed_is_looked_up_without_harm(client: Client, people: Cast, text: str) -> None:
    found_by(people, people.delegation)
    part(sign_in(client, people, "member"), people, text)


def test_without_javascript_a_button_shows_them_and_keeps_what_was_typed(client: Client, people: Cast) -> None:
    found_by(people, people.delegation)
    sign_in(client, people, "member")
    address = f"/findings/new?delegation={people.delegation.id}"
    response = client.send(
        address, {"text": TEXT, "kind": "difficulty", "cause": "Thiếu vốn"}, button="Tìm phát hiện tương tự"
    )
    page = parse(response.text)
    assert response.status_code == 200
    assert shown(page) == ["PH-01 – Đoàn ĐGS-2026-01"]
    assert page.one("textarea", id="text").raw.strip() == TEXT
    assert page.one("textarea", id="cause").raw.strip() == "Thiếu vốn"
    assert "checked" in page.one("input", name="kind", value="difficulty").attributes
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_what_is_being_changed_is_not_like_itself(client: Client, people: Cast) -> None:
    draft = story.finding(people, submit=False)
    sign_in(client, people, "member")
    assert client.page(f"/findings/{draft.id}/edit").all("ol", class_="similar-list") == []
    assert part(client, people, TEXT, finding=f"&finding={draft.id}").all("ol", class_="similar-list") == []


def test_who_writes_no_findings_here_asks_for_none(client: Client, people: Cast) -> None:
    for name, expected in (("deputy", 403), ("leader_a", 403), ("stranger", 404), ("foreigner", 404)):
        sign_in(client, people, name)
        token = client.page("/").all("input", name="csrf_token")[0].get("value")
        response = client.post(
            f"/findings/similar?delegation={people.delegation.id}", data={"text": TEXT, "csrf_token": token}
        )
        assert response.status_code == expected, name


def test_a_saved_finding_shows_what_is_like_it_to_the_councils_side_alone(client: Client, people: Cast) -> None:
    found_by(people, people.delegation)
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    assert "Phát hiện tương tự" in sign_in(client, people, "deputy").page(f"/findings/{finding.id}").text
    assert "tương tự" not in sign_in(client, people, "leader_a").page(f"/findings/{finding.id}").text


# --- recurring --------------------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(people: Cast) -> Delegation:
    return delegation_of(people, "ĐGS-2024-01", date(2024, 3, 1), title="Công tác phòng cháy tại chợ truyền thống")


def repeats(people: Cast, finding: Finding, by: str = "office") -> list[str]:
    """What this person is told that it repeats."""
    earlier = recurring.of([finding], people.actor(by)).get(finding.id, [])
    return [f"{other.code} {other.delegation.code}" for other in earlier]


def test_what_an_earlier_delegation_confirmed_at_the_same_agency_recurs(people: Cast, earlier: Delegation) -> None:
    found_by(people, earlier)
    assert repeats(people, found_by(people, people.delegation, SAME_IN_OTHER_WORDS)) == ["PH-01 ĐGS-2024-01"]


def test_at_another_agency_and_on_another_topic_it_does_not(people: Cast, earlier: Delegation) -> None:
    found_by(people, earlier, agency="b")
    assert repeats(people, found_by(people, people.delegation)) == []


def test_on_a_similar_topic_it_recurs_whatever_the_agency(people: Cast) -> None:
    before = delegation_of(people, "ĐGS-2024-02", date(2024, 3, 1), title="Nhà ở cho người lao động ở khu công nghiệp")
    found_by(people, before, agency="b")
    assert repeats(people, found_by(people, people.delegation)) == ["PH-01 ĐGS-2024-02"]


def test_only_what_was_confirmed_or_corrected_counts(people: Cast, earlier: Delegation) -> None:
    before = found_by(people, earlier, settle=False)
    finding = found_by(people, people.delegation)
    for state, counts in (("submitted", False), ("rejected", False), ("corrected", True), ("confirmed", True)):
        before.state = state
        db.session.flush()
        assert bool(repeats(people, finding)) is counts, state


def test_a_later_delegation_and_ones_own_are_not_earlier(people: Cast) -> None:
    finding = found_by(people, people.delegation)
    found_by(people, people.delegation)
    later = delegation_of(people, "ĐGS-2026-09", date(2026, 6, 1))
    repeated = found_by(people, later)
    assert repeats(people, finding) == []
    assert repeats(people, repeated) == ["PH-02 ĐGS-2026-01", "PH-01 ĐGS-2026-01"]


def test_less_than_half_of_the_words_is_another_matter(people: Cast, earlier: Delegation) -> None:
    found_by(people, earlier, "Quỹ đất nhà ở công nhân thiếu đường, thiếu điện, thiếu nước, thiếu trường, thiếu trạm")
    text = "Quỹ đất dành cho trường mầm non, trạm y tế, sân chơi, thư viện, công viên chưa quy hoạch chi tiết"
    assert repeats(people, found_by(people, people.delegation, text)) == []


def test_the_part_is_a_setting(people: Cast, earlier: Delegation, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by(people, earlier)
    finding = found_by(people, people.delegation, SAME_IN_OTHER_WORDS)
    monkeypatch.setattr(recurring, "least", lambda: 1.0)
    assert repeats(people, finding) == []


def test_who_may_not_read_the_earlier_one_is_not_told_of_it(people: Cast, earlier: Delegation) -> None:
    found_by(people, earlier)
    finding = found_by(people, people.delegation)
    assert repeats(people, finding, by="member") == []
    assert repeats(people, finding, by="deputy") == ["PH-01 ĐGS-2024-01"]


def test_page_and_list_mark_what_recurs(client: Client, people: Cast, earlier: Delegation) -> None:
    before = found_by(people, earlier)
    finding = found_by(people, people.delegation)
    sign_in(client, people, "deputy")
    page = client.page(f"/findings/{finding.id}")
    assert "Lặp lại: PH-01 của ĐGS-2024-01" in page.text
    row = client.page(f"/findings?delegation={people.delegation.id}").one("span", class_="recurs")
    assert "PH-01 của ĐGS-2024-01" in row.text
    assert row.one("a").get("href") == f"/findings/{before.id}"
    assert client.page(f"/findings?delegation={earlier.id}").all("span", class_="recurs") == []


def test_a_list_of_recurring_findings_asks_few_questions(client: Client, people: Cast, earlier: Delegation) -> None:
    for _time in range(6):
        found_by(people, earlier)
    for _time in range(20):
        found_by(people, people.delegation)
    sign_in(client, people, "office")
    page = client.page("/findings")
    assert len(page.all("span", class_="recurs")) == 20
    assert queries_of(client, "/findings") <= 25
    assert queries_of(client, f"/delegations/{people.delegation.id}/findings") <= 25


def test_an_agency_reads_no_marks(client: Client, people: Cast, earlier: Delegation) -> None:
    found_by(people, earlier)
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    sign_in(client, people, "leader_a")
    assert "Lặp lại" not in client.page("/findings").text
    assert "Lặp lại" not in client.page(f"/findings/{finding.id}").text
