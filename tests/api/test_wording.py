"""The check of wording for other programs: remarks on drafts, the reason at issue, the words."""

from __future__ import annotations

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db

DOCUMENT = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "2026-06-15"}


def test_remarks_are_read_with_the_draft(people: Cast, as_: As) -> None:
    records.concluded(people)
    draft = story.approved(people, text="Tăng cường công tác quản lý đất đai")
    plain = story.approved(people, conditions=["Danh mục quỹ đất"])
    db.session.commit()
    path = f"/recommendations/{draft.id}"
    found = as_("secretary").get(path)["remarks"]
    assert [remark["kind"] for remark in found] == ["verb", "vague", "condition"]
    assert found[1]["term"] == "tăng cường"
    assert found[1]["spots"] == [{"part": "text", "start": 0, "end": 10, "words": "Tăng cường"}]
    assert all(remark["words"] and remark["mend"] and remark["example"] for remark in found)
    listed = {item["id"]: item["remarks"] for item in as_("office").get("/recommendations?status=draft")["items"]}
    assert (len(listed[draft.id]), listed[plain.id]) == (3, [])


def test_issue_takes_a_reason_that_agencies_never_see(people: Cast, as_: As) -> None:
    records.concluded(people)
    draft = story.approved(people)
    db.session.commit()
    path = f"/recommendations/{draft.id}"
    fields = next(
        item["fields"] for item in as_("office").get(f"{path}/transitions")["items"] if item["name"] == "issue"
    )
    assert next(field for field in fields if field["name"] == "wording_reason")["required"] is False
    assert list(as_("office").step(path, "issue", DOCUMENT, 422)["errors"]) == ["wording_reason"]
    issued = as_("office").step(path, "issue", DOCUMENT | {"wording_reason": story.AS_WORDED})
    assert (issued["state"], issued["remarks"]) == ("issued", [])
    seen = as_("leader_a").get(path)
    assert '"remarks"' not in seen.response.text
    assert story.AS_WORDED not in seen.response.text


def test_the_words_are_read_by_all_and_kept_by_the_administrator(people: Cast, as_: As) -> None:
    records.concluded(people)
    draft = story.draft(people, text="Rà soát quỹ đất càng sớm càng tốt", conditions=["Biểu quỹ đất"])
    db.session.commit()
    assert as_("leader_a").get("/wording-terms?kind=joiner")["total"] == 5
    word = {"kind": "vague", "text": "Càng sớm càng tốt", "example": "Rà soát trước ngày 30/09/2026"}
    as_("office").post("/wording-terms", word, 403)
    made = as_("admin").post("/wording-terms", word)
    assert made["text"] == "càng sớm càng tốt"
    assert list(as_("admin").post("/wording-terms", word, 422)["errors"]) == ["text"]
    [remark] = as_("secretary").get(f"/recommendations/{draft.id}")["remarks"]
    assert (remark["term"], remark["example"]) == ("càng sớm càng tốt", word["example"])
    path = f"/wording-terms/{made['id']}"
    assert as_("admin").patch(path, {"text": "càng sớm"})["text"] == "càng sớm"
    as_("admin").send("DELETE", path, {"reason": "Trùng"}, **{"If-Match": as_("admin").get(path).etag}).gives(204)
    assert as_("secretary").get(f"/recommendations/{draft.id}")["remarks"] == []
