"""Official documents for other programs: kinds, a record's documents, numbers, templates."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from tests import story
from tests.api import records
from tests.api.caller import BASE, Caller
from tests.api.conftest import As
from tests.cast import Cast
from tracker.documents import queries
from tracker.documents.kinds import KINDS
from tracker.documents.making import PDF, WORD
from tracker.extensions import db

TEMPLATES = "/document-templates/plan"


@pytest.fixture
def here(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}/official-documents"


def taken(caller: Caller, path: str) -> tuple[str, bytes]:
    path = path if path.startswith("/api/") else BASE + path
    response = caller.http.open(path, method="GET", headers={"Authorization": f"Bearer {caller.token}"})
    assert response.status_code == 200, response.text[:300]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    return response.mimetype, response.data


def words_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def word_file(*paragraphs: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(file)
    return file.getvalue()


# --- documents ----------------------------------------------------------------------------------------------------------


def test_the_kinds_are_read_by_all_and_say_of_which_record_they_are_made(as_: As) -> None:
    items = as_("leader_a").get("/document-kinds")["items"]
    assert [item["name"] for item in items] == list(KINDS)
    urging = next(item for item in items if item["name"] == "urging")
    assert (urging["record"], urging["path"]) == ("measure", "/api/v1/measures/{id}/official-documents/urging")


def test_a_record_offers_its_documents_as_word_and_pdf(as_: As, here: str) -> None:
    items = {item["name"]: item for item in as_("secretary").get(here)["items"]}
    assert list(items) == ["establishing", "plan", "report", "conclusion", "resolution", "annex"]
    assert (items["plan"]["number"], items["plan"]["sign"], items["plan"]["version"]) == (None, "KH-ĐGS", 0)
    kind, content = taken(as_("secretary"), items["plan"]["links"]["word"])
    assert kind == WORD
    assert "I. MỤC ĐÍCH, YÊU CẦU" in words_of(content)
    kind, content = taken(as_("secretary"), items["plan"]["links"]["pdf"])
    assert (kind, content[:5]) == (PDF, b"%PDF-")
    as_("secretary").get(f"{here}/plan.odt", 404)
    as_("secretary").get(f"{here}/minutes", 404)


def test_an_agency_has_only_what_is_not_the_councils_own(people: Cast, as_: As, here: str) -> None:
    assert [item["name"] for item in as_("officer_a").get(here)["items"]] == ["annex"]
    for path in ("plan", "plan.docx", "plan.pdf"):
        as_("officer_a").get(f"{here}/{path}", 404)
    as_("foreigner").get(here, 404)
    as_("officer_a").send("POST", f"{here}/annex/number", {"number": 1}, if_match='"0"').gives(403)


def test_a_measure_has_its_letter_whose_code_opens_the_recommendation(people: Cast, as_: As) -> None:
    records.concluded(people)
    measure = story.measure(people, story.lead(story.issued(people)))
    db.session.commit()
    [letter] = as_("leader_a").get(f"/measures/{measure.id}/official-documents")["items"]
    assert letter["name"] == "urging"
    assert taken(as_("leader_a"), letter["links"]["word"])[0] == WORD
    as_("leader_b").get(f"/measures/{measure.id}/official-documents", 404)


# --- numbers ------------------------------------------------------------------------------------------------------------


def test_the_clerk_gives_number_date_and_signer_with_the_version_that_was_read(as_: As, here: str) -> None:
    clerk, path = as_("office"), f"{here}/plan"
    body = {"number": 7, "issued_on": "2026-03-20", "signer": "Nguyễn Văn Mẫu", "signing": "deputy"}
    clerk.send("POST", f"{path}/number", body).gives(428)
    given = clerk.send("POST", f"{path}/number", body, if_match=clerk.get(path).etag).gives(200)
    assert (given["number"], given["year"], given["sign"], given["version"]) == (7, 2026, "KH-ĐGS", 1)
    assert given.etag == clerk.get(path).etag
    clerk.send("POST", f"{path}/number", body, if_match='"0"').gives(412)
    changed = clerk.send("POST", f"{path}/number", {"signer": "Trần Thị Hai"}, if_match=given.etag).gives(200)
    assert (changed["number"], changed["signer"], changed["signing"]) == (7, "Trần Thị Hai", "deputy")
    text = "\n".join(
        cell.text
        for table in docx.Document(io.BytesIO(taken(clerk, f"{path}.docx")[1])).tables
        for cell in table._cells
    )
    assert "Số: 07/KH-ĐGS" in text
    assert "Trần Thị Hai" in text


def test_wrong_numbers_are_named_by_field_and_nothing_is_written(people: Cast, as_: As, here: str) -> None:
    clerk = as_("secretary")

    def errors(body: dict[str, Any]) -> list[str]:
        return list(clerk.send("POST", f"{here}/plan/number", body, if_match='"0"').gives(422)["errors"])

    assert errors({"number": 7}) == ["issued_on"]
    assert errors({"sign": "KH ĐGS"}) == ["sign"]
    assert errors({"number": 0, "issued_on": "2026-03-20"}) == ["number"]
    assert errors({"signing": "nobody"}) == ["signing"]
    assert errors({"council_id": 7}) == ["council_id"]
    assert queries.number_of(people.council.id, "plan", people.delegation.id) is None
    as_("member").send("POST", f"{here}/plan/number", {"number": 1}, if_match='"0"').gives(403)
    as_("office", "read").send("POST", f"{here}/plan/number", {}, if_match='"0"').gives(403)


def test_the_same_number_sent_twice_is_given_once(as_: As, here: str) -> None:
    body = {"number": 9, "issued_on": "2026-03-20"}
    first, second = (
        as_("office").send("POST", f"{here}/plan/number", body, if_match='"0"', idempotency_key="so-9")
        for _time in "12"
    )
    assert (first.gives(200).body, second.headers.get("Idempotency-Replayed")) == (second.gives(200).body, "true")


# --- templates ----------------------------------------------------------------------------------------------------------


def test_the_office_uploads_a_template_that_is_looked_at_first(people: Cast, as_: As, here: str) -> None:
    office = as_("office")
    broken = office.upload("hong.docx", word_file("{{ khong_co_ten_nay }}"))
    refused = office.post(f"{TEMPLATES}/versions", {"files": [broken["id"]]}, 422)["errors"]
    assert "khong_co_ten_nay" in refused["files"][0]
    assert list(office.post(f"{TEMPLATES}/versions", {}, 422)["errors"]) == ["files"]
    assert queries.versions(people.council.id, "plan") == []
    good = office.upload("mau.docx", word_file("Mẫu một: {{ chuyen_de }}"))
    made = office.post(f"{TEMPLATES}/versions", {"files": [good["id"]], "note": "Lần đầu"})
    assert (made["version"], made["note"], made["in_use"]) == (1, "Lần đầu", True)
    assert words_of(taken(office, f"{here}/plan.docx")[1])[0] == f"Mẫu một: {people.delegation.title}"
    assert taken(office, made["links"]["file"])[0] == WORD
    [plan] = [item for item in office.get("/document-templates")["items"] if item["name"] == "plan"]
    assert (plan["own_version"], plan["has_pdf"]) == (1, False)
    assert office.get(f"{here}/plan")["links"]["pdf"] is None
    office.get(f"{here}/plan.pdf", 409)


def test_an_earlier_version_or_the_shipped_one_is_used_again(people: Cast, as_: As) -> None:
    office = as_("office")
    for words in ("Một {{ chuyen_de }}", "Hai {{ chuyen_de }}"):
        file = office.upload("mau.docx", word_file(words))
        office.post(f"{TEMPLATES}/versions", {"files": [file["id"]]})
    assert office.post(f"{TEMPLATES}/back", {"version": 1})["version"] == 3
    assert words_of(taken(office, f"{TEMPLATES}/file")[1])[0].startswith("Một")
    office.post(f"{TEMPLATES}/back", {"version": None})
    shown = office.get(TEMPLATES)
    assert (shown["own_version"], [one["version"] for one in shown["versions"]]) == (None, [4, 3, 2, 1])
    assert "{{ chuyen_de }}" in [one["written"] for one in shown["placeholders"]]
    assert list(office.post(f"{TEMPLATES}/back", {}, 422)["errors"]) == ["version"]
    assert list(office.post(f"{TEMPLATES}/back", {"version": "1"}, 422)["errors"]) == ["version"]
    office.post(f"{TEMPLATES}/back", {"version": 99}, 404)


def test_only_the_office_of_the_council_keeps_templates(as_: As) -> None:
    file = as_("office").upload("mau.docx", word_file("Riêng"))
    made = as_("office").post(f"{TEMPLATES}/versions", {"files": [file["id"]]})
    for name in ("secretary", "leader_a", "admin"):
        as_(name).get("/document-templates", 403)
        as_(name).post(f"{TEMPLATES}/back", {"version": None}, 403)
    as_("foreigner").get(made["links"]["file"], 404)
    assert as_("foreigner").get(TEMPLATES)["versions"] == []
    as_("office").get("/document-templates/khong-co", 404)
