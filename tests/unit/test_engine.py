"""A step is taken in one place: checked, changed, written down, told, or nothing happens at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.accounts import access
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound, Stale
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.notifications.models import Notice
from tracker.workflow import consequences, engine, guards, offers
from tracker.workflow.definition import BadDefinition, Guard

TEXT = "Mới có 3 trong 14 khu công nghiệp bố trí được quỹ đất nhà ở công nhân"


@pytest.fixture
def people(db_session: Session) -> Cast:
    return cast.make()


def finding(people: Cast, **about: Any) -> Finding:
    facts: dict[str, Any] = {"kind": "limitation", "text": TEXT, "evidence": "Biên bản làm việc", "state": "draft"}
    made = Finding(
        council_id=people.council.id,
        delegation=people.delegation,
        code="PH-01",
        author_id=people.users["member"].id,
        created_by_id=people.users["member"].id,
        **(facts | about),
    )
    db.session.add(made)
    db.session.flush()
    return made


def events() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def names(record: Any, actor: Any) -> list[str]:
    return [step.name for step in engine.available(record, actor)]


def test_a_step_changes_the_state_and_writes_one_event(people: Cast) -> None:
    note = finding(people)
    before = events()
    event = engine.perform(note, "submit", people.member)
    assert note.state == "submitted"
    assert note.submitted_at is not None
    assert events() == before + 1
    assert (event.action, event.actor_name, event.role) == ("submit", "Người member", "author")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["state"], event.after["state"]) == ("draft", "submitted")


def test_those_concerned_are_told_but_not_the_one_who_acted(people: Cast) -> None:
    note = finding(people)
    event = engine.perform(note, "submit", people.member)
    told = set(db.session.scalars(select(Notice.recipient_id).where(Notice.event_id == event.id)))
    assert told == {people.users["secretary"].id, people.users["head"].id}


def test_buttons_are_what_the_role_may_do_in_this_state(people: Cast) -> None:
    note = finding(people)
    assert names(note, people.member) == ["submit"]
    assert names(note, people.secretary) == []
    engine.perform(note, "submit", people.member)
    assert names(note, people.secretary) == ["send_to_agency"]
    assert names(note, people.head) == ["confirm", "return", "merge", "reject"]
    assert names(note, people.officer_a) == []


def test_a_step_of_another_role_is_forbidden_and_nothing_is_written(people: Cast) -> None:
    note = finding(people)
    before = events()
    with pytest.raises(Forbidden):
        engine.perform(note, "submit", people.secretary)
    assert note.state == "draft"
    assert events() == before


def test_an_impossible_step_names_both_states(people: Cast) -> None:
    note = finding(people)
    with pytest.raises(Impossible) as wrong:
        engine.perform(note, "confirm", people.head)
    assert "Nháp" in str(wrong.value)
    assert "Đã xác nhận" in str(wrong.value)


def test_a_step_to_where_the_record_is_says_so_once(people: Cast) -> None:
    note = finding(people, state="confirmed")
    with pytest.raises(Impossible) as wrong:
        engine.perform(note, "confirm", people.head)
    assert str(wrong.value).count("Đã xác nhận") == 1
    assert "đã ở trạng thái “Đã xác nhận” rồi" in str(wrong.value)


def test_a_step_that_changes_no_state_names_those_in_which_it_is_taken(people: Cast) -> None:
    note = finding(people)
    with pytest.raises(Impossible) as wrong:
        engine.perform(note, "merge", people.head, {})
    assert "đang ở trạng thái “Nháp”, bước này chỉ làm khi ở “Đã gửi”" in str(wrong.value)


def test_a_guard_speaks_when_the_step_is_tried(people: Cast) -> None:
    note = finding(people, text="Quá ngắn", evidence="")
    with pytest.raises(Invalid) as wrong:
        engine.perform(note, "submit", people.member)
    assert len(wrong.value.errors[""]) == 2
    assert note.state == "draft"


def test_a_missing_answer_is_named_by_field(people: Cast) -> None:
    note = finding(people, state="submitted")
    with pytest.raises(Invalid) as wrong:
        engine.perform(note, "reject", people.head, {"reason": "  "})
    assert list(wrong.value.errors) == ["reason"]


def test_what_lies_beyond_the_fields_is_said_together_with_what_is_missing_in_them(people: Cast) -> None:
    people.delegation.state = "established"
    with pytest.raises(Invalid) as wrong:
        engine.perform(people.delegation, "notify", people.secretary, {"number": "12/KH-ĐGS"})
    assert {"sent_on", "files"} <= set(wrong.value.errors)


def test_an_answer_that_nobody_asked_for_is_refused(people: Cast) -> None:
    note = finding(people)
    with pytest.raises(Invalid) as wrong:
        engine.perform(note, "submit", people.member, {"state": "confirmed"})
    assert list(wrong.value.errors) == ["state"]


def test_a_choice_outside_the_list_is_refused(people: Cast) -> None:
    agency = people.agencies["a"]
    note = finding(people, state="submitted", agency_id=agency.id)
    engine.perform(note, "send_to_agency", people.secretary)
    with pytest.raises(Invalid) as wrong:
        engine.perform(note, "comment", people.leader_a, {"stance": "perhaps"})
    assert list(wrong.value.errors) == ["stance"]
    with pytest.raises(Invalid) as wrong:
        engine.perform(note, "comment", people.leader_a, {"stance": "disagree"})
    assert list(wrong.value.errors) == ["text"]


def test_a_step_that_does_not_exist_or_follows_by_itself_cannot_be_asked_for(people: Cast) -> None:
    for name in ("fly", "start"):
        with pytest.raises(Invalid):
            engine.perform(people.delegation, name, people.office)


def test_a_bar_forbids_what_the_role_would_allow(people: Cast) -> None:
    note = finding(people, state="submitted", kind="violation")
    assert "confirm" not in names(note, people.leader)
    with pytest.raises(Forbidden, match="Trưởng đoàn"):
        engine.perform(note, "confirm", people.leader)


def test_the_second_of_two_editors_is_told(people: Cast) -> None:
    note = finding(people)
    seen = note.row_version
    note.cause = "Thiếu quỹ đất"
    db.session.flush()
    with pytest.raises(Stale):
        engine.perform(note, "submit", people.member, version=seen)
    engine.perform(note, "submit", people.member, version=note.row_version)


def test_only_an_automatic_step_follows_another(people: Cast) -> None:
    with pytest.raises(LookupError):
        engine.follow(people.delegation, "compile", people.office)
    people.delegation.state = "concluded"
    event = engine.follow(people.delegation, "follow_up", people.office)
    assert event.role == "system"
    assert not engine.may_follow(people.delegation, "follow_up")


def test_editing_asks_the_state(people: Cast) -> None:
    note = finding(people)
    assert engine.may_edit(note, people.member)
    with pytest.raises(Forbidden):
        engine.require_edit(note, people.deputy)
    note.state = "confirmed"
    db.session.flush()
    with pytest.raises(Impossible, match="Đã xác nhận"):
        engine.require_edit(note, people.member)


def test_an_old_record_names_what_was_waived(people: Cast) -> None:
    old = Delegation(
        council_id=people.council.id,
        code="ĐGS-2024-01",
        title="Hồ sơ cũ",
        owner_kind="council",
        ruleset="L2015",
        state="draft",
        inferred=[],
        waived_facts=[],
    )
    db.session.add(old)
    db.session.flush()
    event = engine.enter_old(old, "active", people.office, reason="Nhập lại", source="Cổng thông tin")
    assert old.state == "active"
    assert old.waived_facts == ["established_on", "notified_on"]
    assert event.after is not None
    assert event.after["waived_facts"] == ["established_on", "notified_on"]


def test_an_old_record_needs_reason_and_source_and_a_kind_that_allows_it(people: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        engine.enter_old(people.delegation, "active", people.office, reason=" ", source="")
    assert set(wrong.value.errors) == {"reason", "source"}
    with pytest.raises(Impossible):
        engine.enter_old(finding(people), "confirmed", people.office, reason="a", source="b")


def test_an_edit_without_a_change_leaves_no_event(people: Cast) -> None:
    note = finding(people)
    from tracker.audit import service as audit

    earlier = audit.snapshot(note)
    assert engine.edited(note, people.member, earlier) is None
    note.cause = "Thiếu quỹ đất"
    event = engine.edited(note, people.member, earlier, also={"files": ([], ["anh.jpg"])})
    assert event is not None
    assert event.after == {"cause": "Thiếu quỹ đất", "files": ["anh.jpg"]}
    assert event.audience == "council"


def test_what_one_may_not_know_of_is_not_found(people: Cast) -> None:
    note = finding(people)
    for name in ("officer_a", "deputy", "foreigner", "admin", "stranger"):
        with pytest.raises(NotFound):
            access.find("finding", note.id, people.actor(name))
    assert access.find("finding", note.id, people.member) is note


def test_a_guard_that_no_room_answers_stops_the_start(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    guards.require_all_answered()
    monkeypatch.delitem(guards.ANSWERS, "all_final")
    with pytest.raises(BadDefinition, match="all_final"):
        guards.require_all_answered()
    assert guards.holds(Guard("own", "", lambda _record: True), None)


def test_a_consequence_that_no_room_answers_stops_the_start(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    consequences.require_all_answered()
    monkeypatch.delitem(consequences.ANSWERS, "plan_counts_from_establishing")
    with pytest.raises(BadDefinition, match="plan_counts_from_establishing"):
        consequences.require_all_answered()


def test_choices_that_no_room_gives_stop_the_start(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    offers.require_all_answered()
    monkeypatch.delitem(offers.ANSWERS, "policies_to_join")
    with pytest.raises(BadDefinition, match="policies_to_join"):
        offers.require_all_answered()


def test_a_person_without_the_right_role_creates_nothing(people: Cast) -> None:
    from tracker.findings.workflow import FINDING

    engine.require_create(FINDING, access.roles_on(people.member, people.delegation))
    with pytest.raises(Forbidden):
        engine.require_create(FINDING, access.roles_on(people.deputy, people.delegation))


def test_membership_holds_for_its_days_only(people: Cast) -> None:
    user: User = people.users["member"]
    user.memberships[0].valid_to = date(2020, 1, 1)
    db.session.flush()
    assert people.member.grants == ()
