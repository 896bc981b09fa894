"""Programmes and topics: what a topic may repeat, who adopts, and what becomes of an adopted programme."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.audit import queries as audit
from tracker.core import clock
from tracker.core.dates import months_from
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.delegations import likeness
from tracker.delegations import service as delegations
from tracker.planning import queries, service
from tracker.planning.models import Programme, Topic
from tracker.workflow import engine

pytestmark = pytest.mark.unit
PDF = b"%PDF-1.4\n%%EOF\n"
HOUSING = "Bố trí nhà ở cho công nhân các khu công nghiệp"
FORESTS = "Chính sách bảo vệ rừng phòng hộ"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def programme(people: Cast, year: int = 2026, *, owner: str = "committee") -> Programme:
    body = people.committee.id if owner == "committee" else None
    answers = {"year": year, "owner_kind": owner, "body_id": body}
    return service.create(answers, people.office, council_id=people.council.id)


def topic(people: Cast, of: Programme, title: str = FORESTS, **more: Any) -> Topic:
    answers = {
        "title": title,
        "reason": "Nhiều cử tri kiến nghị",
        "scope": "Toàn thành phố",
        "object": "Các sở, ngành",
        "proposed_by_kind": "voters",
    }
    return service.add_topic(of, answers | more, people.office)


def adopt(people: Cast, of: Programme, by: str = "leader", **more: Any) -> None:
    file = attachments.store(io.BytesIO(PDF), "chuong-trinh.pdf", people.actor(by).id, people.council.id)
    answers = {"number": "12/CTr-HĐND", "issued_on": date(2026, 1, 8), "signer": "Trưởng Ban", "files": [file]}
    engine.perform(of, "adopt", people.actor(by), answers | more)


def likes(people: Cast, title: str, by: str = "office", *, least: float = 0.5, months: int = 24) -> list[str]:
    among = likeness.recent(people.actor(by), people.council.id, clock.today(), months)
    return [other.code for other in likeness.alike(title, among, least)]


# --- repetition -------------------------------------------------------------------------------------------------------


def test_a_topic_that_shares_half_of_its_words_with_a_delegation_is_named(people: Cast) -> None:
    assert likes(people, HOUSING) == ["ĐGS-2026-01", "ĐGS-2026-02"]
    assert likes(people, FORESTS) == []


def test_marks_and_case_do_not_matter(people: Cast) -> None:
    topic(people, programme(people), FORESTS)
    assert likes(people, "CHINH SACH BAO VE RUNG PHONG HO") == ["CĐ-2026-01"]


def test_exactly_half_is_enough_and_less_is_not(people: Cast) -> None:
    topic(people, programme(people), "Rừng ngập mặn")
    assert likes(people, "Rừng ngập than gỗ") == ["CĐ-2026-01"]
    assert likes(people, "Rừng than gỗ đá") == []
    assert likes(people, "Rừng than gỗ đá", least=0.25) == ["CĐ-2026-01"]


def test_what_is_older_than_the_months_is_no_repetition(people: Cast) -> None:
    people.delegation.established_on = date(2024, 6, 14)
    people.other_delegation.established_on = date(2024, 6, 15)
    assert likes(people, HOUSING) == ["ĐGS-2026-02"]
    assert likes(people, HOUSING, months=25) == ["ĐGS-2026-01", "ĐGS-2026-02"]


def test_what_was_cancelled_or_set_aside_is_no_repetition(people: Cast) -> None:
    people.delegation.state = people.other_delegation.state = "cancelled"
    engine.perform(topic(people, programme(people), HOUSING), "set_aside", people.office, {"reason": "Để năm sau làm"})
    assert likes(people, HOUSING) == []


def test_a_topic_does_not_repeat_itself_nor_its_own_delegation(people: Cast) -> None:
    own = topic(people, programme(people), HOUSING)
    people.delegation.topic_id = own.id
    among = likeness.recent(people.office, people.council.id, clock.today(), 24)
    assert [other.code for other in likeness.alike_to(own, among, 0.5)] == ["ĐGS-2026-02"]


def test_nobody_is_told_of_what_they_may_not_read(people: Cast) -> None:
    topic(people, programme(people), HOUSING)
    assert likes(people, HOUSING, by="member") == ["ĐGS-2026-01"]
    assert likes(people, HOUSING, by="foreigner") == []


def test_months_are_counted_to_the_end_of_short_ones() -> None:
    assert months_from(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_from(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_from(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert months_from(date(2026, 6, 15), -24) == date(2024, 6, 15)


# --- the life of a programme ------------------------------------------------------------------------------------------


def test_each_owner_has_one_programme_a_year(people: Cast) -> None:
    assert [programme(people).code, programme(people, owner="council").code] == ["CTGS-2026-KTNS", "CTGS-2026-HĐND"]
    assert programme(people, 2027).code == "CTGS-2027-KTNS"
    with pytest.raises(Invalid, match="đã có chương trình năm 2026"):
        programme(people)


def test_a_committees_programme_names_its_committee_and_no_other_does(people: Cast) -> None:
    for owner, body in (("committee", None), ("council", people.committee.id), ("committee", 999)):
        answers = {"year": 2026, "owner_kind": owner, "body_id": body}
        with pytest.raises(Invalid) as refused:
            service.create(answers, people.office, council_id=people.council.id)
        assert list(refused.value.errors) == ["body_id"]


@pytest.mark.parametrize("name", ["standing", "leader", "deputy", "secretary", "leader_a", "foreigner"])
def test_only_the_office_enters_programmes_and_topics(people: Cast, name: str) -> None:
    made = programme(people)
    with pytest.raises(Forbidden):
        service.create({"year": 2027, "owner_kind": "council"}, people.actor(name), council_id=people.council.id)
    with pytest.raises(Forbidden):
        service.add_topic(made, {"title": FORESTS, "reason": "Cần"}, people.actor(name))


def test_a_programme_without_topics_is_not_adopted(people: Cast) -> None:
    made = programme(people)
    with pytest.raises(Invalid, match="ít nhất một chuyên đề"):
        adopt(people, made)
    engine.perform(topic(people, made), "set_aside", people.office, {"reason": "Để năm sau làm"})
    with pytest.raises(Invalid, match="ít nhất một chuyên đề"):
        adopt(people, made)


def test_the_committees_leader_adopts_its_programme_and_the_standing_committee_the_others(people: Cast) -> None:
    own, councils = programme(people), programme(people, owner="council")
    for made in (own, councils):
        topic(people, made, FORESTS + made.code)
    with pytest.raises(Forbidden, match="lãnh đạo Ban"):
        adopt(people, own, by="standing")
    with pytest.raises(Forbidden):
        adopt(people, councils, by="leader")
    adopt(people, own)
    adopt(people, councils, by="standing")
    assert [made.state for made in (own, councils)] == ["adopted", "adopted"]


def test_adoption_takes_its_topics_along_but_not_those_set_aside(people: Cast) -> None:
    made = programme(people)
    kept, left = topic(people, made), topic(people, made, HOUSING)
    engine.perform(left, "set_aside", people.office, {"reason": "Để năm sau làm"})
    adopt(people, made)
    assert (kept.state, left.state) == ("adopted", "set_aside")
    assert (made.adopted_number, made.adopted_on) == ("12/CTr-HĐND", date(2026, 1, 8))


def test_a_programme_is_not_adopted_after_its_year(people: Cast) -> None:
    made = programme(people, 2025)
    topic(people, made)
    with pytest.raises(Invalid) as refused:
        adopt(people, made)
    assert list(refused.value.errors) == ["issued_on"]


def test_an_adopted_programme_is_adjusted_with_a_reason_and_keeps_the_old_words(people: Cast) -> None:
    made = programme(people)
    changed = topic(people, made)
    adopt(people, made)
    with pytest.raises(Invalid, match="lý do điều chỉnh"):
        service.edit_topic(changed, {"scope": "Ba phường"}, people.office)
    answers = {"scope": "Ba phường", "adjustment_reason": "Thường trực yêu cầu thu hẹp", "adjustment_number": "7/TB"}
    service.edit_topic(changed, answers, people.office)
    event = audit.of_thread("topic", changed.id, people.office, council_side=True)[0]
    assert (event.before, event.after) == ({"scope": "Toàn thành phố"}, {"scope": "Ba phường"})
    assert event.reason == "Thường trực yêu cầu thu hẹp"
    told = audit.of_thread("programme", made.id, people.office, council_side=True)[0]
    assert (told.action, told.reason, made.state) == ("adjust", "Thường trực yêu cầu thu hẹp", "adjusted")


def test_a_topic_added_later_is_in_the_programme_at_once(people: Cast) -> None:
    made = programme(people)
    topic(people, made)
    adopt(people, made)
    with pytest.raises(Invalid):
        topic(people, made, HOUSING)
    added = topic(people, made, HOUSING, adjustment_reason="HĐND giao thêm")
    assert (added.state, made.state) == ("adopted", "adjusted")


def test_a_year_that_has_passed_is_closed(people: Cast, now: time_machine.Coordinates) -> None:
    made = programme(people)
    known = topic(people, made)
    adopt(people, made)
    now.move_to("2027-01-02T09:00:00+07:00")
    with pytest.raises(Impossible, match="Năm 2026 đã qua"):
        topic(people, made, HOUSING, adjustment_reason="HĐND giao thêm")
    with pytest.raises(Impossible):
        service.edit_topic(known, {"scope": "Ba phường", "adjustment_reason": "Thu hẹp"}, people.office)


def test_the_year_stays_once_topics_bear_it_in_their_codes(people: Cast) -> None:
    made = programme(people)
    service.edit(made, {"year": 2027}, people.office)
    assert made.code == "CTGS-2027-KTNS"
    topic(people, made)
    with pytest.raises(Invalid) as refused:
        service.edit(made, {"year": 2026}, people.office)
    assert list(refused.value.errors) == ["year"]


# --- delegations under a topic ----------------------------------------------------------------------------------------


def test_a_delegation_is_set_up_for_an_adopted_topic_of_its_council(people: Cast) -> None:
    made = programme(people)
    chosen = topic(people, made)
    facts = {"title": "Đoàn thử", "owner_kind": "committee", "body_id": people.committee.id, "topic_id": chosen.id}
    with pytest.raises(Invalid) as refused:
        delegations.create(facts, people.office, council_id=people.council.id)
    assert list(refused.value.errors) == ["topic_id"]
    adopt(people, made)
    delegation = delegations.create(facts, people.office, council_id=people.council.id)
    assert delegation.topic is chosen
    assert queries.topic_choices(people.council.id) == [(str(chosen.id), f"{chosen.code} {chosen.title}")]
    assert queries.topic_choices(people.other_council.id) == []


def test_a_topic_with_a_delegation_is_not_set_aside(people: Cast) -> None:
    made = programme(people)
    chosen = topic(people, made)
    people.delegation.topic_id = chosen.id
    with pytest.raises(Invalid, match="Đã có đoàn giám sát"):
        engine.perform(chosen, "set_aside", people.office, {"reason": "Để năm sau làm"})
    people.delegation.state = "cancelled"
    engine.perform(chosen, "set_aside", people.office, {"reason": "Để năm sau làm"})
    assert chosen.state == "set_aside"


@pytest.mark.parametrize(
    ("name", "reads_draft", "reads_adopted"),
    [
        ("office", True, True), ("standing", True, True), ("leader", True, True), ("deputy", True, True),
        ("secretary", False, True), ("member", False, True), ("leader_a", False, False), ("admin", False, False),
        ("foreigner", False, False), ("stranger", False, False),
    ],
)  # fmt: skip
def test_who_reads_a_programme(people: Cast, name: str, reads_draft: bool, reads_adopted: bool) -> None:
    made = programme(people)
    topic(people, made)
    assert bool(queries.total(people.actor(name))) is reads_draft
    adopt(people, made)
    assert bool(queries.total(people.actor(name))) is reads_adopted
