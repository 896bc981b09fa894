"""The draft of the report through JSON: begun, read in sections, each changed with its own version."""

from __future__ import annotations

from decimal import Decimal

import pytest
import time_machine

from tests import oversight
from tests.api.conftest import As
from tests.cast import Cast
from tests.counting import counting
from tracker.extensions import db

pytestmark = pytest.mark.api
CLAIM = (
    "theo báo cáo của Ban Quản lý Khu kinh tế; số liệu chưa được xác minh; "
    "đang có ý kiến khác: Sở Công Thương báo cáo 350 căn hộ"
)


@pytest.fixture
def full(people: Cast, now: time_machine.Coordinates) -> Cast:
    oversight.whole(people, now)
    db.session.commit()
    return people


def test_a_program_begins_reads_and_writes_the_draft(full: Cast, as_: As) -> None:
    secretary = as_("secretary")
    draft = secretary.post("/report-drafts", {"delegation_id": full.delegation.id})
    assert [section["name"] for section in draft["sections"]][:2] == ["opening", "assessment"]
    listed = secretary.get(f"/report-sections?report={draft['id']}&sort=-newest")["items"]
    results = next(section for section in listed if section["name"] == "results")
    assert "[PH-01]" in results["text"]
    assert "[PH-01]" not in results["rendered"]
    assert results["sources"][0]["href"].startswith("/api/v1/findings/")
    saved = secretary.patch(f"/report-sections/{results['id']}", {"text": "Đã xây [sl-1] [PH-01]."})
    assert saved["text"] == "Đã xây [SL-01] [PH-01]."
    assert saved["rendered"] == f"Đã xây 1.200 căn hộ ({CLAIM})."
    figure = next(source for source in saved["sources"] if source["code"] == "SL-01")
    assert figure["reported_by"] == ["Ban Quản lý Khu kinh tế"]
    assert figure["caution"].startswith("số liệu chưa được xác minh; đang có ý kiến khác")
    assert (saved["written"], saved["changed_sources"]) == (True, [])
    assert secretary.get(f"/report-drafts/{draft['id']}")["written"] == 1


def test_sections_are_read_of_one_delegation(full: Cast, as_: As) -> None:
    secretary = as_("secretary")
    draft = secretary.post("/report-drafts", {"delegation_id": full.delegation.id})
    with counting() as asked:
        listed = secretary.get(f"/report-sections?delegation={full.delegation.id}")["items"]
    assert [section["id"] for section in reversed(listed)] == [section["id"] for section in draft["sections"]]
    assert len(asked) <= 25
    for name in ("leader_a", "foreigner", "stranger"):
        assert as_(name).get(f"/report-sections?report={draft['id']}")["items"] == []
    assert secretary.get("/report-sections", 422)["errors"] == {
        "report": ["Hãy nêu một trong các tham số: report, delegation."]
    }


def test_a_changed_source_is_told(full: Cast, as_: As) -> None:
    section = oversight.save(full, "results", "Đã xây [SL-01].")
    oversight.figure(full, "SL-01").value = Decimal(1300)
    db.session.commit()
    read = as_("deputy").get(f"/report-sections/{section.id}")
    assert read["rendered"] == f"Đã xây 1.300 căn hộ ({CLAIM})."
    [change] = read["changed_sources"]
    assert (change["code"], change["now"]) == ("SL-01", "Số căn hộ đã xây, năm 2025: 1.300 căn hộ")


def test_a_wrong_code_is_refused_by_field(full: Cast, as_: As) -> None:
    section = oversight.save(full, "results", "Đã xây [SL-01].")
    db.session.commit()
    errors = as_("secretary").patch(f"/report-sections/{section.id}", {"text": "[SL-99]"}, 422)["errors"]
    assert "SL-99" in errors["text"][0]


def test_a_section_wants_its_own_version(full: Cast, as_: As) -> None:
    section = oversight.save(full, "results", "Một.")
    db.session.commit()
    path = f"/report-sections/{section.id}"
    first = as_("secretary").get(path)
    as_("head").patch(path, {"text": "Hai."})
    as_("secretary").patch(path, {"text": "Ba."}, 412, if_match=first.etag)
    as_("secretary").send("PATCH", path, {"text": "Ba."}).gives(428)


def test_who_may_not_and_when_it_cannot_be(full: Cast, as_: As) -> None:
    section = oversight.save(full, "results", "Một.")
    db.session.commit()
    path = f"/report-sections/{section.id}"
    as_("deputy").patch(path, {"text": "Hai."}, 403)
    as_("officer_a").get(path, 404)
    as_("secretary").post("/report-drafts", {"delegation_id": full.delegation.id}, 409)
    full.delegation.state = "reported"
    db.session.commit()
    as_("secretary").patch(path, {"text": "Hai."}, 409)


def test_what_may_be_named_and_what_the_records_say_now(full: Cast, as_: As) -> None:
    secretary = as_("secretary")
    draft = secretary.post("/report-drafts", {"delegation_id": full.delegation.id})
    path = f"/report-drafts/{draft['id']}/sources"
    known = secretary.get(f"{path}?kind=figure")
    first = known["items"][0]
    assert (first["code"], first["spellings"][0]) == ("SL-01", "[SL-01]")
    assert secretary.get(first["href"])["code"] == "SL-01"
    page = secretary.get(f"{path}?size=1")
    assert page["total"] > known["total"]
    assert secretary.get(f"{path}?size=1&after={page['next']}")["items"] != page["items"]
    secretary.get(f"{path}?section=results", 422)
    as_("leader_a").get(path, 404)
    section = secretary.get(f"/report-sections/{draft['sections'][2]['id']}")
    assert section["proposed"] == section["text"]
    saved = secretary.patch(f"/report-sections/{section['id']}", {"text": "Đã ban hành đủ văn bản."})
    assert (saved["proposed"], saved["text"]) == (section["proposed"], "Đã ban hành đủ văn bản.")
