"""What is remarked on a draft's wording: while it is written, on its page, in the list, before issue; and the words."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page, parse
from tests.signing import sign_in
from tracker.recommendations.models import Recommendation
from tracker.recommendations.wording import keeping

VAGUE = "Tăng cường công tác quản lý đất đai"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def draft(people: Cast) -> Recommendation:
    return story.approved(people, text=VAGUE, due_on=None, multi_year=True)


def marked(page: Page) -> list[str]:
    return [node.text for node in page.all("mark")]


def remarks(page: Page) -> list[str]:
    return [node.one("strong").text for node in page.one("ul", class_="remarks").all("li")]


def test_the_page_of_a_draft_says_what_is_wrong_and_how_to_mend_it(
    client: Client, people: Cast, draft: Recommendation
) -> None:
    page = sign_in(client, people, "secretary").page(f"/recommendations/{draft.id}")
    assert remarks(page) == ["Việc phải làm.", "Từ chung chung.", "Điều kiện đóng."]
    assert marked(page) == ["Tăng cường"]
    assert "Câu chữ (3 nhận xét)" in page.text
    assert "“tăng cường” không cho biết làm gì" in page.text
    assert "14 khu công nghiệp" in page.text, "an example"
    english = client.page(f"/recommendations/{draft.id}?lang=en")
    assert marked(english) == ["Tăng cường"]
    assert queries_of(client, f"/recommendations/{draft.id}") <= 25


def test_the_form_shows_them_again_at_the_press_of_a_button_and_keeps_what_was_typed(
    client: Client, people: Cast, draft: Recommendation
) -> None:
    sign_in(client, people, "secretary")
    path = f"/recommendations/{draft.id}/edit"
    page = client.page(path)
    assert marked(page) == ["Tăng cường"]
    answers = {"text": "Rà soát các dự án treo; thu hồi đất của các dự án vi phạm", "conditions": "Danh mục dự án"}
    response = client.send(path, answers, button="Xét lại câu chữ")
    assert response.status_code == 200
    page = client.page_of(response)
    assert remarks(page) == ["Nhiều yêu cầu."]
    assert marked(page) == ["Rà soát", "thu hồi"]
    assert page.one("textarea", name="text").text.strip() == answers["text"]
    assert draft.text == VAGUE, "nothing is saved"
    client.done(path, {"text": "Rà soát 20 dự án treo", "conditions": "Danh mục 20 dự án"}, button="Lưu dự thảo")
    page = client.page(path)
    assert "Câu chữ đã rõ" in page.text
    assert marked(page) == []


def test_a_new_form_waits_for_words(client: Client, people: Cast) -> None:
    page = sign_in(client, people, "secretary").page(f"/recommendations/new?delegation={people.delegation.id}")
    assert "Khi gõ nội dung" in page.text
    assert page.all("ul", class_="remarks") == []


def test_the_page_asks_for_them_by_itself_while_somebody_types(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    page = client.page(f"/recommendations/new?delegation={people.delegation.id}")
    token = page.all("input", name="csrf_token")[0].get("value")
    path = page.one("button", name="review").get("hx-post") or ""
    typed = {"text": VAGUE, "due_on": "31/02/2026", "csrf_token": token}
    response = client.post(path, data=typed)
    assert response.status_code == 200
    part = parse(response.text)
    assert remarks(part) == [
        "Cơ quan.",
        "Việc phải làm.",
        "Từ chung chung.",
        "Sản phẩm.",
        "Thời hạn.",
        "Điều kiện đóng.",
    ]
    assert part.one("span", hx_swap_oob="innerHTML:#wording-words").text == "6 nhận xét về câu chữ"


def test_only_those_who_draft_here_have_words_looked_at(client: Client, people: Cast) -> None:
    for name, expected in (("deputy", 403), ("member", 403), ("leader_a", 403), ("stranger", 404), ("foreigner", 404)):
        sign_in(client, people, name)
        token = client.page("/").all("input", name="csrf_token")[0].get("value")
        path = f"/recommendations/wording?delegation={people.delegation.id}"
        assert client.post(path, data={"text": VAGUE, "csrf_token": token}).status_code == expected, name


def test_the_list_says_how_many_there_are_on_each_draft(client: Client, people: Cast, draft: Recommendation) -> None:
    plain = story.draft(people, conditions=["Danh mục quỹ đất"])
    story.issued(people)
    sign_in(client, people, "office")
    page = client.page("/recommendations?sort=code&status=draft")
    cells = {row.one("th").one("a").text: row.text for row in page.one("tbody").all("tr")}
    assert "3 nhận xét về câu chữ" in cells[draft.code]
    assert "nhận xét" not in cells[plain.code]
    assert page.text.count("nhận xét về câu chữ") == 1
    few = queries_of(client, "/recommendations?status=draft")
    for _time in range(6):
        story.draft(people)
    assert queries_of(client, "/recommendations?status=draft") == few <= 25


def test_it_is_issued_with_a_reason_kept_for_the_councils_side(
    client: Client, people: Cast, draft: Recommendation
) -> None:
    sign_in(client, people, "office")
    path = f"/recommendation/{draft.id}/do/issue"
    page = client.page(path)
    assert "Còn 3 nhận xét về câu chữ" in page.text
    assert marked(page) == ["Tăng cường"]
    document = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "15/06/2026"}
    page = client.refused(path, document, button="Ban hành kiến nghị")
    assert "hoặc ghi lý do vẫn ban hành" in page.one("p", id="wording_reason-error").text
    assert page.one("input", name="number").get("value") == "05/TB-HĐND"
    page = client.done(path, document | {"wording_reason": story.AS_WORDED}, button="Ban hành kiến nghị")
    assert draft.state == "issued"
    assert story.AS_WORDED in page.text
    assert "Từ chung chung “tăng cường”" in page.text
    assert marked(page) == []
    for name in ("leader_a", "officer_b"):
        seen = sign_in(client, people, name).page(f"/recommendations/{draft.id}").text
        assert story.AS_WORDED not in seen, name
        assert "nhận xét" not in seen, name


def test_whoever_approves_a_draft_reads_them_too(client: Client, people: Cast) -> None:
    draft = story.draft(people, text=VAGUE)
    sign_in(client, people, "head")
    page = client.page(f"/recommendation/{draft.id}/do/approve")
    assert "nhận xét về câu chữ" in page.text
    assert marked(page) == ["Tăng cường"]
    client.done(f"/recommendation/{draft.id}/do/approve", button="Duyệt dự thảo")
    assert draft.is_approved, "they warn, they do not stand in the way"


def test_what_is_missing_for_the_issue_is_said_at_once_and_each_thing_once(
    client: Client, people: Cast, draft: Recommendation
) -> None:
    sign_in(client, people, "office")
    path = f"/recommendation/{draft.id}/do/issue"
    page = client.refused(path, {}, button="Ban hành kiến nghị")
    said = [link.text for link in page.one("div", id="error-summary").all("a")]
    assert said == [
        "Chọn văn bản kết luận đã ghi, hoặc nhập loại, số và ngày của văn bản mới.",
        "Chưa chọn loại văn bản.",
        "Chưa nhập số, ký hiệu.",
        "Chưa nhập ngày văn bản.",
        "Còn 3 nhận xét về câu chữ. Hãy sửa dự thảo, hoặc ghi lý do vẫn ban hành.",
    ]
    page = client.refused(path, {"kind": "conclusion", "issued_on": "31/02/2026"}, button="Ban hành kiến nghị")
    said = [link.text for link in page.one("div", id="error-summary").all("a")]
    assert said == [
        "Chưa nhập số, ký hiệu.",
        "Ngày không hợp lệ. Nhập dd/mm/yyyy",
        "Còn 3 nhận xét về câu chữ. Hãy sửa dự thảo, hoặc ghi lý do vẫn ban hành.",
    ]
    page = client.refused(
        path, {"number": "05/TB-HĐND", "wording_reason": story.AS_WORDED}, button="Ban hành kiến nghị"
    )
    said = [link.text for link in page.one("div", id="error-summary").all("a")]
    assert said == ["Chưa chọn loại văn bản.", "Chưa nhập ngày văn bản."]


def test_a_plain_draft_is_issued_without_more_words(client: Client, people: Cast) -> None:
    plain = story.approved(people, conditions=["Danh mục quỹ đất"])
    sign_in(client, people, "office")
    path = f"/recommendation/{plain.id}/do/issue"
    assert "nhận xét về câu chữ</h2>" not in client.get(path).text
    client.done(
        path, {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "15/06/2026"}, button="Ban hành kiến nghị"
    )
    assert plain.state == "issued"


def test_the_administrator_keeps_the_words(client: Client, people: Cast, draft: Recommendation) -> None:
    sign_in(client, people, "admin")
    page = client.page("/wording")
    assert "tăng cường" in page.text
    page = client.refused("/wording/new?kind=vague", {"text": "Tăng  Cường"}, button="Thêm từ")
    assert "Danh sách này đã có “tăng cường”" in page.text
    assert "ít nhất một chữ cái" in client.refused("/wording/new?kind=vague", {"text": "…"}, button="Thêm từ").text
    client.done("/wording/new?kind=vague", {"text": "Quản lý đất đai"}, button="Thêm từ")
    sign_in(client, people, "secretary")
    assert marked(client.page(f"/recommendations/{draft.id}")) == ["Tăng cường", "quản lý đất đai"]
    term = next(term for term in keeping.listing()["vague"] if term.text == "quản lý đất đai")
    assert client.get(f"/wording/{term.id}/edit").status_code == 403
    assert "/wording/new" not in client.page("/wording").links
    sign_in(client, people, "admin")
    client.done(f"/wording/{term.id}/edit", {"text": "quản lý đất"}, button="Lưu từ này")
    assert "quản lý đất đai" in client.page(f"/wording/{term.id}/edit").text, "the history"
    client.refused(f"/wording/{term.id}/remove", {"reason": ""}, button="Bỏ từ này")
    client.done(f"/wording/{term.id}/remove", {"reason": "Từ này chỉ việc cụ thể"}, button="Bỏ từ này")
    sign_in(client, people, "secretary")
    assert marked(client.page(f"/recommendations/{draft.id}")) == ["Tăng cường"]
