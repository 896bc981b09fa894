"""Councils and their bodies on pages: how an administrator begins an installation that has none."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.organizations.models import Council, CouncilBody
from tracker.plans.models import DelegationTemplate

pytestmark = pytest.mark.web

NEW = {"code": "HPX", "name": "HĐND thành phố Mới", "level": "province", "valid_from": "01/07/2025"}


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


@pytest.fixture
def admin(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "admin")


def council(code: str = "HPX") -> Council:
    return db.session.scalars(select(Council).where(Council.code == code)).one()


def events(record: Council) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.subject_kind == "council", AuditEvent.subject_id == record.id)
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def test_a_council_begins_with_its_templates_and_its_bodies(admin: Client) -> None:
    page = admin.done("/councils/new", NEW, button="Thêm Hội đồng")
    assert page.heading == "HĐND thành phố Mới"
    made = council()
    assert db.session.scalars(select(DelegationTemplate).where(DelegationTemplate.council_id == made.id)).all()
    body = {"kind": "committee", "code": "KTNS", "name": "Ban Kinh tế - Ngân sách"}
    page = admin.done(f"/councils/{made.id}/bodies/new", body, button="Thêm Ban, Tổ")
    assert "Ban Kinh tế - Ngân sách" in page.text
    assert f"/councils/{made.id}" in admin.page("/councils").links
    assert events(made) == ["created", "edited"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Hãy nhập “Tên Hội đồng”."),
        ({"code": "T"}, "Mã này đã có."),
        ({"valid_from": "31/02/2025"}, "Ngày không hợp lệ"),
        ({"valid_to": "01/01/2020"}, "Ngày cuối phải từ ngày đầu trở đi."),
    ],
)
def test_what_is_wrong_with_a_council_is_said_beside_its_field(
    admin: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    if answers.get("code"):
        answers = {"code": people.council.code}
    page = admin.refused("/councils/new", NEW | answers, button="Thêm Hội đồng")
    assert sentence in page.text
    assert db.session.scalars(select(Council).where(Council.code == "HPX")).first() is None


def test_a_body_is_renamed_and_ends_and_what_happened_is_told(admin: Client, people: Cast) -> None:
    path = f"/councils/{people.council.id}"
    edit = f"{path}/bodies/{people.committee.id}/edit"
    admin.refused(edit, {"valid_from": "02/01/2026", "valid_to": "01/01/2026"}, button="Lưu Ban, Tổ")
    admin.done(edit, {"name": "Ban Kinh tế", "valid_from": "", "valid_to": "30/06/2026"}, button="Lưu Ban, Tổ")
    body = db.session.get_one(CouncilBody, people.committee.id)
    assert (body.name, f"{body.valid_to}") == ("Ban Kinh tế", "2026-06-30")
    assert events(people.council)[-1] == "edited"
    foreign = db.session.scalars(
        select(CouncilBody.id).where(CouncilBody.council_id == people.other_council.id)
    ).first()
    assert admin.get(f"{path}/bodies/{foreign or 99999}/edit").status_code == 404


@pytest.mark.parametrize("name", ["office", "deputy", "leader_a"])
def test_others_do_not_keep_councils(client: Client, people: Cast, name: str) -> None:
    office = sign_in(client, people, name)
    assert office.get("/councils").status_code in (403, 404)
    assert office.get(f"/councils/{people.council.id}/edit").status_code in (403, 404)
