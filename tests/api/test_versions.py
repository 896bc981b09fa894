"""Two at once, and the order in which things are checked: 404, 403, 428 or 412, 409, 422."""

from __future__ import annotations

import pytest

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db

GOOD = {"text": "Mới có 4 trong 14 khu công nghiệp bố trí được quỹ đất"}


@pytest.fixture
def path(people: Cast) -> str:
    finding = story.finding(people, submit=False)
    db.session.commit()
    return f"/findings/{finding.id}"


def test_every_read_carries_its_version(as_: As, path: str) -> None:
    reply = as_("member").get(path)
    assert reply.etag == f'"{reply["version"]}"'
    assert as_("member").get(f"{path}/transitions").etag == reply.etag


def test_a_change_needs_the_version_that_was_read(as_: As, path: str) -> None:
    reply = as_("member").send("PATCH", path, GOOD).gives(428)
    assert reply.problem == "version-required"
    body = {"transition": "submit", "answers": {}}
    assert as_("member").send("POST", f"{path}/transitions", body).gives(428).problem == "version-required"


def test_the_second_of_two_is_told_and_loses_nothing(as_: As, path: str) -> None:
    first = as_("member").get(path)
    second = as_("member").patch(path, GOOD, if_match=first.etag)
    assert second.etag != first.etag
    reply = as_("member").patch(path, {"text": "Câu chữ khác hẳn, dài hơn hai mươi chữ"}, 412, if_match=first.etag)
    assert reply.problem == "stale"
    assert reply["current_version"] == second["version"]
    assert reply.etag == second.etag
    assert as_("member").get(path)["text"] == GOOD["text"]
    stale = {"transition": "submit", "answers": {}}
    as_("member").post(f"{path}/transitions", stale, 412, if_match=first.etag)


@pytest.mark.parametrize("tag", ['W/"{}"', '"x{}"', '"0"', '""'])
def test_only_the_same_strong_tag_matches(as_: As, path: str, tag: str) -> None:
    version = as_("member").get(path)["version"]
    as_("member").patch(path, GOOD, 412, if_match=tag.format(version))


def test_any_of_several_tags_may_match(as_: As, path: str) -> None:
    version = as_("member").get(path)["version"]
    as_("member").patch(path, GOOD, if_match=f'"0", "{version}"')


def test_creating_needs_no_version(people: Cast, as_: As) -> None:
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT}
    as_("member").post("/findings", body)


def test_checks_come_in_their_order(people: Cast, as_: As, path: str) -> None:
    wrong = {"kind": "nonsense", "stat": 1}
    as_("leader_b").send("PATCH", path, wrong).gives(404)
    as_("head").send("PATCH", path, wrong).gives(403)
    as_("member").send("PATCH", path, wrong).gives(428)
    as_("member").send("PATCH", path, wrong, if_match='"0"').gives(412)
    as_("member").step(path, "submit")
    etag = as_("member").get(path).etag
    reply = as_("member").send("PATCH", path, wrong, if_match=etag).gives(409)
    assert reply["states"]["current"] == {"name": "submitted", "label": "Đã gửi"}


def test_steps_are_checked_in_the_same_order(people: Cast, as_: As, path: str) -> None:
    steps = f"{path}/transitions"
    body = {"transition": "confirm", "answers": {"nonsense": 1}}
    as_("leader_b").send("POST", steps, body).gives(404)
    as_("member").send("POST", steps, body).gives(403)
    as_("head").send("POST", steps, body).gives(428)
    as_("head").send("POST", steps, body, if_match='"0"').gives(412)
    etag = as_("head").get(path).etag
    reply = as_("head").send("POST", steps, body, if_match=etag).gives(409)
    assert reply.problem == "impossible"
    assert reply["states"] == {
        "current": {"name": "draft", "label": "Nháp"},
        "wanted": {"name": "confirmed", "label": "Đã xác nhận"},
    }
    assert "Nháp" in reply["detail"]
    assert "Đã xác nhận" in reply["detail"]
    as_("member").step(path, "submit")
    etag = as_("head").get(path).etag
    assert as_("head").send("POST", steps, body, if_match=etag).gives(422)["errors"] == {
        "nonsense": ["Không có mục nào tên này, hoặc mục này không sửa ở đây."]
    }


def test_a_part_has_the_version_of_its_record(people: Cast, as_: As) -> None:
    delegation = records.draft_delegation(people)
    db.session.commit()
    members = f"/delegations/{delegation.id}/members"
    made = as_("office").post(members, {"name": "Lê Thị Mẫu", "role": "member"})
    assert made.etag == as_("office").get(f"/delegations/{delegation.id}").etag
    one = f"{members}/{made['id']}"
    as_("office").send("PATCH", one, {"office": "Ủy viên"}).gives(428)
    changed = as_("office").patch(one, {"office": "Ủy viên"})
    assert (changed["name"], changed["office"]) == ("Lê Thị Mẫu", "Ủy viên")
    as_("office").send("DELETE", one, if_match=made.etag).gives(412)
    as_("office").send("DELETE", one, if_match=changed.etag).gives(204)
    as_("office").get(one, 404)
