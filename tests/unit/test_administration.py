"""Who may give which role, and what every change of rights ends."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import PASSWORD, Cast
from tracker.accounts import passwords, signing_in
from tracker.accounts.actor import SYSTEM
from tracker.accounts.models import ApiToken, Membership
from tracker.accounts.roles import Role
from tracker.administration import queries, service
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.delegations import service as delegations
from tracker.extensions import db

GOOD = "câu này đủ dài rồi"


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


def test_the_product_itself_makes_the_first_administrator(people: Cast) -> None:
    made = service.create({"username": " Admin2 ", "full_name": "Quản trị", "password": GOOD}, SYSTEM)
    service.give_role(made, Role.ADMIN, SYSTEM)
    assert (made.username, made.must_change_password) == ("admin2", True)
    assert signing_in.fits(made.password_hash, GOOD)


@pytest.mark.parametrize("who", ["office", "standing", "head", "leader_a", "stranger"])
def test_only_administrators_keep_accounts(people: Cast, who: str) -> None:
    actor, deputy = people.actor(who), people.users["deputy"]
    for act in (
        lambda: service.create({"username": "x", "full_name": "X"}, actor),
        lambda: service.edit(deputy, {"full_name": "X"}, actor),
        lambda: service.set_password(deputy, GOOD, actor),
        lambda: service.make_link(deputy, actor),
        lambda: service.disable(deputy, actor),
        lambda: service.enable(deputy, actor),
        lambda: service.give_role(deputy, Role.OFFICE, actor, council_id=people.council.id),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY_HEAD])
def test_the_office_gives_neither_headship_nor_anything_on_another_councils_delegation(
    people: Cast, role: Role
) -> None:
    with pytest.raises(Forbidden):
        delegations.grant(people.delegation, people.users["deputy"], role, people.office)
    with pytest.raises(Forbidden):
        delegations.grant(people.delegation, people.users["deputy"], Role.MEMBER, people.foreigner)


def test_the_office_gives_access_to_nobody_of_an_agency(people: Cast) -> None:
    with pytest.raises(Invalid, match="chưa có vai trò nào ở Hội đồng"):
        delegations.grant(people.delegation, people.users["officer_a"], Role.MEMBER, people.office)


def test_access_is_a_role_of_the_delegation_and_no_other(people: Cast) -> None:
    with pytest.raises(Invalid):
        delegations.grant(people.delegation, people.users["deputy"], Role.OFFICE, people.admin)


def test_every_change_of_rights_or_password_ends_sign_ins_and_tokens_and_is_an_event(people: Cast) -> None:
    deputy = people.users["deputy"]
    [held] = deputy.memberships
    held.valid_from = date(2026, 1, 1)
    acts = {
        "role_given": lambda: service.give_role(
            deputy, Role.AGENCY_OFFICER, people.admin, agency_id=people.agencies["a"].id
        ),
        "role_ended": lambda: service.end_role(held, people.admin),
        "password_set": lambda: service.set_password(deputy, GOOD, people.admin),
        "disabled": lambda: service.disable(deputy, people.admin, reason="Nghỉ"),
        "enabled": lambda: service.enable(deputy, people.admin),
    }
    for action, act in acts.items():
        token = ApiToken(user_id=deputy.id, token_hash=action, scopes=["read"])
        db.session.add(token)
        db.session.flush()
        before = deputy.epoch
        act()
        db.session.refresh(token)
        assert deputy.epoch == before + 1, action
        assert token.revoked_at is not None, action
        last = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)
        event = db.session.scalars(last).one()
        assert (event.subject_kind, event.subject_id, event.action) == ("user", deputy.id, action)
        assert PASSWORD not in str(event.after)
        assert "argon2" not in str(event.after) + str(event.before)


def test_a_role_begins_and_ends_on_its_days(people: Cast, now: object) -> None:
    stranger = people.users["stranger"]
    service.give_role(
        stranger,
        Role.DEPUTY,
        people.admin,
        council_id=people.council.id,
        valid_from=date(2026, 7, 1),
        valid_to=date(2026, 7, 31),
    )
    held = []
    for day in ("2026-06-30T12:00+07:00", "2026-07-01T00:10+07:00", "2026-07-31T23:50+07:00", "2026-08-01T00:10+07:00"):
        now.move_to(day)  # type: ignore[attr-defined]
        held.append(Role.DEPUTY in people.actor("stranger").roles)
    assert held == [False, True, True, False]


def test_a_role_needs_an_existing_place_of_its_kind(people: Cast) -> None:
    stranger = people.users["stranger"]
    for role, place in (
        (Role.OFFICE, {}),
        (Role.OFFICE, {"council_id": 999}),
        (Role.LEADER, {"body_id": 999}),
        (Role.AGENCY_LEADER, {"council_id": people.council.id}),
        (Role.AUTHOR, {"council_id": people.council.id}),
    ):
        with pytest.raises(Invalid):
            service.give_role(stranger, role, people.admin, **place)
    assert db.session.scalars(select(Membership).where(Membership.user_id == stranger.id)).all() == []


def test_an_ended_role_does_not_end_again(people: Cast) -> None:
    [held] = people.users["deputy"].memberships
    held.valid_from, held.valid_to = date(2026, 1, 1), date(2026, 2, 1)
    with pytest.raises(Impossible):
        service.end_role(held, people.admin)


def test_a_link_is_not_made_for_a_locked_account_and_a_lock_is_not_locked_twice(people: Cast) -> None:
    deputy = people.users["deputy"]
    service.disable(deputy, people.admin)
    for act in (service.make_link, service.disable):
        with pytest.raises(Impossible):
            act(deputy, people.admin)
    service.enable(deputy, people.admin)
    with pytest.raises(Impossible):
        service.enable(deputy, people.admin)


def test_nobody_changes_the_password_of_somebody_else_as_their_own(people: Cast) -> None:
    with pytest.raises(Forbidden):
        service.change_own_password(people.users["deputy"], PASSWORD, GOOD, people.member)


def test_roles_are_told_with_their_places(people: Cast) -> None:
    held = queries.roles_of([people.users["leader"].id, people.users["leader_a"].id])
    assert [role.place for role in held[people.users["leader"].id]] == ["Ban Kinh tế - Ngân sách"]
    assert [role.place for role in held[people.users["leader_a"].id]] == ["Ban Quản lý Khu kinh tế"]


@pytest.mark.parametrize("password", ["một câu dài dễ nhớ", "tôi yêu Hải Phòng", "x" * 8 + "abcdef", "correct horse"])
def test_a_long_password_needs_nothing_else(password: str) -> None:
    assert passwords.problem(password, ("nguyen.van.a", "Nguyễn Văn A")) is None


@pytest.mark.parametrize("password", ["ngắn", "a" * 12, "x" * 201, "nguyen.van.anh", "NGUYỄN VĂN ANH", "nguyenvananh"])
def test_a_short_an_endless_a_repeated_or_a_persons_own_name_is_no_password(password: str) -> None:
    assert passwords.problem(password, ("nguyen.van.anh", "Nguyễn Văn Anh")) is not None


def test_an_accounts_own_name_is_found_by_its_given_name_first(people: Cast) -> None:
    for number, name in enumerate(("Trần Bình", "Lê An")):
        service.create({"username": f"u{number}", "full_name": name}, people.admin)
    found = [user.full_name for user in queries.search() if user.username.startswith("u")]
    assert found == ["Lê An", "Trần Bình"]
