"""The check of wording: sentences as offices write them, and what is remarked on each (features U20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tracker.audit import queries as audit
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Invalid
from tracker.recommendations import service
from tracker.recommendations.wording import keeping, matching, reading
from tracker.recommendations.wording.checking import Draft, Remark, remarks
from tracker.recommendations.wording.matching import Lexicon, even, lexicon_of
from tracker.recommendations.wording.models import WordingTerm
from tracker.workflow import engine

WHOLE: dict[str, Any] = {
    "has_lead": True,
    "deliverable": "Văn bản của cơ quan",
    "due_on": date(2026, 9, 30),
    "conditions": ("Có văn bản kèm theo",),
}
"""Everything but the text is in order."""
PLAIN = (
    # the example record's, and others that are well worded
    "Trình Ủy ban nhân dân thành phố danh mục quỹ đất xây dựng nhà ở công nhân quanh các khu công nghiệp",
    "Rà soát nhu cầu chỗ ở của người lao động tại tất cả các khu công nghiệp",
    "Công khai tiến độ cấp điện cho các khu nhà ở công nhân theo quý",
    "Ký quy chế phối hợp về cấp điện cho khu nhà ở công nhân với các đơn vị liên quan",
    "Lập bản đồ hiện trạng trường học, trạm y tế phục vụ người lao động quanh các khu công nghiệp",
    "Bố trí trạm biến áp riêng cho từng khu nhà ở công nhân",
    "Hoàn thành hạ tầng xã hội thiết yếu tại các khu công nghiệp mới",
    "Ban hành hướng dẫn thủ tục đấu nối điện cho khu nhà ở công nhân",
    "Báo cáo danh sách chủ đầu tư chậm triển khai nhà ở công nhân",
    "Xây dựng phần mềm theo dõi riêng về cấp điện cho khu nhà ở công nhân",
    "Đề nghị Ủy ban nhân dân thành phố ban hành quyết định giá đất năm 2027 trước ngày 31/12/2026",
    "Đề nghị Sở Tài chính bố trí 12 tỷ đồng sửa chữa 5 trạm y tế",
    "Thu hồi đất của 7 dự án chậm tiến độ quá 24 tháng",
    "Di dời 40 hộ dân khỏi chung cư cũ nguy hiểm",
    "Quyết toán dự án cầu Nguyễn Trãi",
    "Đầu tư, nâng cấp hệ thống đèn chiếu sáng",
    "Thực hiện nghiêm các kết luận thanh tra",
    "Huỷ bỏ 12 giấy phép xây dựng cấp sai",
    "Bàn giao mặt bằng sạch tại TP. Thủy Nguyên cho chủ đầu tư",
    # a vague word that its sentence measures
    "Tăng cường kiểm tra an toàn lao động, mỗi khu công nghiệp ít nhất 2 lần mỗi năm",
    "Đẩy mạnh chuyển đổi số, số hóa 100% hồ sơ đất đai",
    "Nâng cao chất lượng nước sạch, bảo đảm 98% hộ dân có nước đạt chuẩn",
    "Phấn đấu giảm 30% số vụ tai nạn giao thông",
    "Tích cực thu gom rác thải sinh hoạt, mỗi ngày một lần",
    "Xem xét, ban hành nghị quyết về cơ chế hỗ trợ nhà ở công nhân",
    "Bảo đảm hoàn thành đề án nhà ở xã hội",
    "Đẩy nhanh giải phóng mặt bằng, bàn giao trước ngày 30/06/2026",
    # one demand in two words, or with what becomes of it
    "Xây dựng và ban hành quy chế phối hợp trong quý III",
    "Rà soát và công bố danh mục thủ tục hành chính",
    "Rà soát, sửa đổi quy chế quản lý chợ",
    "Rà soát các quy định về\nxây dựng nhà ở công nhân",
    "Lập danh mục quỹ đất; trình Ủy ban nhân dân thành phố trước 30/6/2026",
    "Thanh tra việc đấu thầu thuốc; báo cáo kết quả trước 30/9/2026",
    "Ban hành quy chế phối hợp đồng thời gửi Thường trực HĐND thành phố",
    "Hoàn thành giải phóng mặt bằng và bàn giao trong quý III/2026",
    "Sở Xây dựng thẩm định và phê duyệt quy hoạch chi tiết khu nhà ở công nhân",
    "Kiểm tra việc lập quy hoạch và cấp phép xây dựng tại 5 khu công nghiệp",
    "Kiểm tra công tác quản lý đất đai và xây dựng tại các phường",
    "Rà soát quy định về đất đai và xây dựng trên địa bàn",
    "Tuyển dụng đủ 120 giáo viên còn thiếu và bố trí cho 14 trường mầm non",
    "Hiện nay mới có 3 khu bố trí được quỹ đất. Đề nghị Ban Quản lý Khu kinh tế lập danh mục quỹ đất còn lại",
    "Lập danh mục quỹ đất; trình UBND thành phố ban hành",
    "Lập danh mục quỹ đất; công bố danh mục quỹ đất trước 30/6/2026",
    "Ban hành bảng giá đất; công bố công khai trên cổng thông tin",
    "Ban hành bảng giá đất và công bố công khai",
    "Xây dựng đề án nhà ở công nhân; trình Hội đồng nhân dân thành phố thông qua",
    "a) Rà soát danh mục dự án; b) báo cáo kết quả trước 30/6/2026",
    "Thực hiện điểm a) khoản 2 Điều 5 về quỹ đất",
    # a group that is spoken of and not asked
    "Rà soát quy hoạch của các địa phương",
    "Đề nghị UBND thành phố chỉ đạo Sở Công Thương công bố danh sách cụm công nghiệp",
)
"""Nothing is remarked on these."""
VAGUE_TEXTS = {
    "Tăng cường kiểm tra theo Nghị quyết số 12/NQ-HĐND": ["vague: tăng cường"],
    "Tăng cường kiểm tra theo Điều 5 Luật 87/2015/QH13": ["vague: tăng cường"],
    "Tăng cường thực hiện kế hoạch phòng chống dịch": ["vague: tăng cường"],
    "Có giải pháp khắc phục tình trạng ngập úng": ["vague: có giải pháp"],
    "Quyết liệt xử lý vướng mắc. Hoàn thành hồ sơ trong năm 2026": ["several", "vague: quyết liệt"],
    "Tăng cường xử lý vi phạm; giải quyết 12 hồ sơ tồn": ["several", "vague: tăng cường"],
    "TĂNG CƯỜNG KIỂM TRA": ["vague: tăng cường"],
    "Tăng\ncường kiểm tra": ["vague: tăng cường"],
    "Tăng cường hơn nữa việc rà soát": ["verb", "vague: tăng cường hơn nữa"],
    "Đảm bảo hoà giải, giải quyết khiếu nại": ["vague: đảm bảo"],
    # ĐX-01 to ĐX-04 of the real session, as if they were demands
    "Tiếp tục tập trung phát triển hạ tầng giao thông đô thị đồng bộ, đặc biệt là hệ thống giao thông kết nối từ các KCN "
    "đến các trục đường chính": ["verb"],
    "Đầu tư nâng cao lợi thế cạnh tranh vượt trội của thành phố về điện, nhà ở cho người lao động": [
        "verb",
        "vague: nâng cao",
    ],
    "Chỉ đạo đẩy nhanh hình thành các KCN sinh thái, năng lượng tái tạo, sản xuất thông minh": [
        "verb",
        "vague: đẩy nhanh",
    ],
    "Tăng cường thu hút đầu tư hình thành các hệ sinh thái hỗ trợ cho các sản phẩm trọng điểm của thành phố": [
        "verb",
        "vague: tăng cường",
    ],
    "Tăng cường công tác quản lý nhà nước về đất đai": ["verb", "vague: tăng cường"],
    "Đẩy mạnh công tác tuyên truyền, phổ biến pháp luật": ["verb", "vague: đẩy mạnh"],
    "Đẩy mạnh xúc tiến đầu tư giai đoạn 2026-2030": ["verb", "vague: đẩy mạnh"],
    "Đề nghị Sở Xây dựng quan tâm công tác quản lý nhà ở": ["verb", "vague: quan tâm"],
    "Chủ động phối hợp chặt chẽ với các địa phương": ["verb", "vague: chủ động", "vague: phối hợp chặt chẽ"],
    "Tạo điều kiện thuận lợi cho doanh nghiệp tiếp cận đất đai": ["verb", "vague: tạo điều kiện thuận lợi"],
    "Từng bước cải thiện môi trường": ["verb", "vague: từng bước", "vague: cải thiện"],
}
OTHERS = {
    # nobody is asked, or everybody
    "Đề nghị các Sở, ngành, địa phương rà soát quy hoạch": ["addressee"],
    "Yêu cầu các cơ quan liên quan báo cáo kết quả": ["addressee"],
    "Các cấp, các ngành nâng cao nhận thức": ["addressee", "verb", "vague: nâng cao"],
    # nothing to be done
    "Môi trường đầu tư của thành phố còn nhiều hạn chế": ["verb"],
    "Việc xây dựng nhà ở công nhân được thực hiện chậm": ["verb"],
    "Quân tầm soát bệnh cho công nhân": ["verb"],
    # what becomes of one thing stays one demand, of another thing is one more
    "Sở Xây dựng ban hành danh mục quỹ đất; trình quy chế phối hợp; công bố bảng giá": ["several"],
    "a) ban hành danh mục quỹ đất, b) trình quy chế phối hợp, c) công bố bảng giá": ["several"],
    "1. Ban hành danh mục quỹ đất. 2. Trình quy chế phối hợp. 3. Công bố bảng giá": ["several"],
    "1. Ban hành danh mục quỹ đất\n2. Trình quy chế phối hợp": ["several"],
    "- Trình quy chế phối hợp\n- Công bố bảng giá đất": ["several"],
    "Rà soát quỹ đất; trình Ủy ban nhân dân thành phố quy chế phối hợp": ["several"],
    # several demands
    "Rà soát danh mục dự án chậm tiến độ và thu hồi đất của các dự án vi phạm": ["several"],
    "Bố trí kinh phí sửa chữa trường học; tuyển dụng giáo viên mầm non còn thiếu": ["several"],
    "Ban hành bảng giá đất mới, đồng thời thu hồi các dự án chậm tiến độ": ["several"],
    "Sở Tài chính bố trí 12 tỷ đồng năm 2027; Sở Xây dựng hoàn thành thủ tục giao đất 3 khu": ["several"],
    "Rà soát các dự án treo. Thu hồi đất của các dự án vi phạm.": ["several"],
    "- Rà soát quỹ đất công\n- Đấu giá 5 khu đất xen kẹt": ["several"],
    "a) rà soát quỹ đất công;\nb) đấu giá 5 khu đất xen kẹt": ["several"],
    "Rà soát quỹ đất công\nĐấu giá 5 khu đất xen kẹt": ["several"],
}
PB_03 = (
    "Tiếp tục khắc phục khó khăn, tập trung cao hoàn thành tốt nhiệm vụ được giao, bảo đảm ngành công nghiệp của thành phố "
    "phát triển bền vững"
)


@pytest.fixture(scope="module")
def words(app: Any) -> Lexicon:
    """The list that a new database begins with."""
    with app.app_context():
        return matching.lexicon()


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def on(words: Lexicon, text: str, **changes: Any) -> list[Remark]:
    return remarks(Draft(**{**WHOLE, "text": text, **changes}), words)


def names(words: Lexicon, text: str, **changes: Any) -> list[str]:
    return [remark.name for remark in on(words, text, **changes)]


# --- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", PLAIN)
def test_nothing_is_remarked_on_a_plain_demand(words: Lexicon, text: str) -> None:
    assert names(words, text) == []


@pytest.mark.parametrize(("text", "expected"), (VAGUE_TEXTS | OTHERS).items())
def test_what_is_not_plain_is_remarked(words: Lexicon, text: str, expected: list[str]) -> None:
    assert names(words, text) == expected


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Sở Xây dựng ban hành danh mục quỹ đất", "Sở Xây dựng"),
        ("Đề nghị Sở Xây dựng chủ trì, phối hợp với Sở Công Thương lập danh mục quỹ đất", "Sở Xây dựng"),
        ("Rà soát quỹ đất; Sở Xây dựng công bố bảng giá đất", "Sở Xây dựng"),
        ("Sở Công Thương ban hành danh mục quỹ đất", ""),
        ("Đề nghị UBND thành phố chỉ đạo Sở Công Thương lập danh mục quỹ đất", ""),
        ("Lập danh mục quỹ đất theo hướng dẫn của Sở Xây dựng", ""),
    ],
)
def test_another_agency_than_the_lead_is_not_asked(words: Lexicon, text: str, doer: str) -> None:
    known = {
        "lead": frozenset({"so cong thuong", "sct"}),
        "others": frozenset({"so xay dung", "ubnd thanh pho", "so xay", "ban quan ly"}),
    }
    found = [remark for remark in on(words, text, **known) if remark.kind == "addressee"]
    assert [doer in remark.words for remark in found] == ([True] if doer else [])
    assert not [remark for remark in on(words, text) if remark.kind == "addressee"], "where no lead is known, nothing"


def test_the_draft_knows_the_names_of_its_lead_and_of_the_others(people: Cast) -> None:
    lead, other = people.agencies["a"], people.agencies["b"]
    draft = story.draft(people, text=f"{other.name} lập danh mục quỹ đất", lead_agency_id=lead.id)
    [remark] = [one for one in reading.of_draft(draft) if one.kind == "addressee"]
    assert other.name in remark.words
    typed = {"text": f"{lead.name} lập danh mục quỹ đất", "lead_agency_id": lead.id}
    assert reading.of_answers(typed).others
    assert "addressee" not in [one.kind for one in remarks(reading.of_answers(typed), matching.lexicon())]


def test_there_are_enough_examples() -> None:
    assert len(PLAIN) + len(VAGUE_TEXTS) + len(OTHERS) >= 60


def test_the_chairs_request_of_the_real_session_lacks_all_that_it_lacks(words: Lexicon) -> None:
    """PB-03 of domain.md 7.1: a group, no product, no day, no closing test, and words that measure nothing."""
    draft = Draft(PB_03, addressee_text="các Sở, ngành, địa phương")
    found = remarks(draft, words)
    assert [remark.name for remark in found] == [
        "addressee",
        "vague: tập trung cao",
        "vague: hoàn thành tốt",
        "vague: bảo đảm",
        "vague: phát triển bền vững",
        "deliverable",
        "deadline",
        "condition",
    ]
    marked = reading.marked(draft, found)
    assert marked["addressee_text"] == [("các Sở, ngành, địa phương", True)]
    assert [piece for piece, is_marked in marked["text"] if is_marked] == [
        "tập trung cao",
        "hoàn thành tốt",
        "bảo đảm",
        "phát triển bền vững",
    ]
    assert "".join(piece for piece, _marked in marked["text"]) == PB_03


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"has_lead": False}, ["addressee"]),
        ({"has_lead": False, "has_support": True, "addressee_text": "các Sở"}, ["addressee"]),
        ({"addressee_text": "các Sở"}, []),
        ({"deliverable": "  "}, ["deliverable"]),
        ({"due_on": None}, ["deadline"]),
        ({"due_on": None, "is_timeless": True}, []),
        ({"conditions": ()}, ["condition"]),
        ({"conditions": ("Chất lượng được nâng cao",)}, ["vague: nâng cao"]),
        ({"deliverable": "Nâng cao nhận thức của người dân"}, ["vague: nâng cao"]),
        ({"conditions": ("Quy chế phối hợp chặt chẽ đã ký",)}, []),
    ],
)
def test_every_part_is_looked_at(words: Lexicon, changes: dict[str, Any], expected: list[str]) -> None:
    assert names(words, "Rà soát danh mục quỹ đất", **changes) == expected


@pytest.mark.parametrize(
    ("beside", "is_measured"),
    [
        ({"deliverable": "Biên bản kiểm tra của 14 khu công nghiệp"}, True),
        ({"conditions": ("Kế hoạch kiểm tra được phê duyệt",)}, True),
        ({"deliverable": "Báo cáo kết quả kiểm tra"}, False),
        ({"deliverable": "Quyết định phê duyệt đồ án"}, False),
    ],
)
def test_a_vague_word_is_measured_by_what_speaks_of_the_same(
    words: Lexicon, beside: dict[str, Any], is_measured: bool
) -> None:
    expected = [] if is_measured else ["vague: tăng cường"]
    assert names(words, "Tăng cường kiểm tra an toàn lao động", **beside) == expected


def test_a_remark_says_what_is_wrong_and_how_to_mend_it(words: Lexicon) -> None:
    for text in (*VAGUE_TEXTS, *OTHERS):
        for remark in on(words, text, deliverable="", due_on=None, conditions=(), has_lead=False):
            assert remark.words
            assert remark.mend
            assert remark.example


# --- words ------------------------------------------------------------------------------------------------------------


def test_marks_carry_meaning_and_capitals_do_not() -> None:
    known = lexicon_of([("vague", "quan tâm", "")])
    text = "quan tâm Quan Tâm quân tầm quan  tâm quantâm quan tâm"
    assert [text[f.start : f.end] for f in known.find("vague", even(text))] == [
        "quan tâm",
        "Quan Tâm",
        "quan  tâm",
        "quan tâm",
    ]


def test_the_longest_is_found_first_and_the_tone_may_stand_on_either_vowel() -> None:
    known = lexicon_of([("vague", "tăng cường", ""), ("vague", "tăng cường hơn nữa", ""), ("vague", "hoà hợp", "")])
    assert [f.term for f in known.find("vague", even("Tăng cường hơn nữa, tăng cường, hòa hợp, hoàn hợp"))] == [
        "tăng cường hơn nữa",
        "tăng cường",
        "hòa hợp",
    ]


def test_decomposed_letters_are_marked_where_they_stand() -> None:
    known = lexicon_of([("vague", "tăng cường", "")])
    draft = Draft("Cần ta\u0306ng cường kiểm tra")
    assert reading.marked(draft, remarks(draft, known))["text"] == [
        ("Cần ", False),
        ("tăng cường", True),
        (" kiểm tra", False),
    ]


def test_a_word_acts_as_soon_as_it_is_kept(people: Cast) -> None:
    draft = story.draft(people, text="Rà soát nhu cầu chỗ ở sớm nhất có thể", conditions=["Biểu nhu cầu"])
    assert reading.of_draft(draft) == []
    term = keeping.add(
        {"kind": "vague", "text": "SỚM NHẤT CÓ THỂ", "example": "Trình trước ngày 30/06/2026"}, people.admin
    )
    [remark] = reading.of_draft(draft)
    assert (remark.name, remark.example) == ("vague: sớm nhất có thể", "Trình trước ngày 30/06/2026")
    keeping.edit(term, {"text": "sớm nhất"}, people.admin)
    assert [remark.term for remark in reading.of_draft(draft)] == ["sớm nhất"]
    keeping.remove(term, people.admin, reason="Trùng với thời hạn")
    assert reading.of_draft(draft) == []
    told = audit.of_thread("wording_term", term.id, people.admin, council_side=True)
    assert [event.action for event in told] == ["deleted", "edited", "created"]
    assert told[0].reason == "Trùng với thời hạn"


def test_administrators_alone_keep_the_words(people: Cast) -> None:
    term = people_term()
    for name in ("office", "standing", "head", "leader_a"):
        actor = people.actor(name)
        with pytest.raises(Forbidden):
            keeping.add({"kind": "vague", "text": "mau chóng"}, actor)
        with pytest.raises(Forbidden):
            keeping.edit(term, {"text": "mau chóng"}, actor)
        with pytest.raises(Forbidden):
            keeping.remove(term, actor, reason="Không cần")


def people_term() -> WordingTerm:
    return keeping.listing()["vague"][0]


def test_a_list_holds_a_word_once(people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        keeping.add({"kind": "vague", "text": "Tăng Cường"}, people.admin)
    assert "tăng cường" in str(refused.value)
    assert keeping.add({"kind": "verb", "text": "tăng cường"}, people.admin).id


# --- issuing ----------------------------------------------------------------------------------------------------------


def test_a_draft_with_remarks_is_issued_with_a_reason_that_agencies_do_not_read(people: Cast) -> None:
    draft = story.approved(people)
    document = {name: value for name, value in story.CONCLUSION.items() if name != "wording_reason"}
    for nothing in (document, document | {"wording_reason": "  "}):
        with pytest.raises(Invalid) as refused:
            engine.perform(draft, "issue", people.office, nothing)
        assert list(refused.value.errors) == ["wording_reason"]
        assert draft.state == "draft"
    engine.perform(draft, "issue", people.office, story.CONCLUSION)
    assert draft.state == "issued"
    seen = audit.of_thread("recommendation", draft.id, people.office, council_side=True)
    kept = next(event for event in seen if event.action == "issued_as_worded")
    assert (kept.reason, kept.after) == (story.AS_WORDED, {"remarks": ["condition"]})
    of_agency = audit.of_thread("recommendation", draft.id, people.leader_a, council_side=False)
    assert "issue" in {event.action for event in of_agency}
    assert not any(speaks_of_the_reason(event) for event in of_agency)


def speaks_of_the_reason(event: AuditEvent) -> bool:
    return story.AS_WORDED in f"{event.reason} {event.before} {event.after}"


def test_a_plain_draft_is_issued_without_a_word_more(people: Cast) -> None:
    draft = story.approved(people, conditions=["Danh mục quỹ đất được phê duyệt"])
    engine.perform(draft, "issue", people.office, story.CONCLUSION)
    actions = [e.action for e in audit.of_thread("recommendation", draft.id, people.office, council_side=True)]
    assert "issue" in actions
    assert "issued_as_worded" not in actions


def test_nothing_is_remarked_on_what_has_been_issued(people: Cast) -> None:
    assert reading.of_draft(story.issued(people)) == []


def test_drafts_are_counted_together(people: Cast) -> None:
    first, second = story.draft(people), story.draft(people, conditions=["Danh mục quỹ đất"])
    issued = story.issued(people)
    service.edit(first, {"deliverable": ""}, people.secretary)
    assert reading.counts([first.id, second.id, issued.id]) == {first.id: 2, second.id: 0}
