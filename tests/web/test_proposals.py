"""What agencies propose to the Council, and the answer they read."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tests.web.test_findings import said
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.extensions import db
from tracker.links import origins
from tracker.proposals import queries, service
from tracker.proposals.models import AgencyProposal
from tracker.workflow import engine

TEXT = "Đầu tư nâng cao lợi thế cạnh tranh về điện, nhà ở cho người lao động"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def proposal(people: Cast, by: str = "secretary", *, key: str = "a", code: str | None = None) -> AgencyProposal:
    answers = {"text": TEXT, "agency_ids": [people.agencies[key].id], "addressee_kind": "council"}
    return service.create(answers, people.actor(by), delegation=people.delegation, code=code)


def only_one() -> AgencyProposal:
    return db.session.scalars(select(AgencyProposal)).one()


def test_the_secretary_enters_a_proposal_from_a_statement(client: Client, people: Cast) -> None:
    statement = said(people)
    sign_in(client, people, "secretary")
    page = client.done(f"/proposals/new?from=statement:{statement.id}", {}, button="Lưu đề xuất")
    made = only_one()
    assert (made.code, made.text, made.state) == ("ĐX-01", statement.text, "recorded")
    assert [entry.agency_id for entry in made.agencies] == [people.agencies["a"].id]
    assert "PB-01" in page.text


def test_an_old_dossier_keeps_its_codes(people: Cast) -> None:
    assert [proposal(people).code, proposal(people).code] == ["ĐX-01", "ĐX-02"]
    assert proposal(people, code="ĐX-09").code == "ĐX-09"
    with pytest.raises(Invalid):
        proposal(people, code="ĐX-09")


def test_somebody_must_propose_it(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    page = client.refused("/proposals/new", {"text": TEXT}, button="Lưu đề xuất")
    assert "Chọn cơ quan đề xuất" in page.text
    client.done("/proposals/new", {"text": TEXT, "proposers_text": "các đơn vị"}, button="Lưu đề xuất")
    assert only_one().proposers_text == "các đơn vị"


@pytest.mark.parametrize("name", ["member", "head", "leader_a", "deputy"])
def test_only_office_and_secretary_enter_proposals(client: Client, people: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        proposal(people, by=name)
    sign_in(client, people, name)
    assert client.get(f"/proposals/new?delegation={people.delegation.id}").status_code in (403, 404)


def test_an_edit_tells_which_agencies_changed(client: Client, people: Cast) -> None:
    made = proposal(people)
    sign_in(client, people, "secretary")
    ids = [str(people.agencies["a"].id), str(people.agencies["b"].id)]
    client.done(f"/proposals/{made.id}/edit", {"agency_ids": ids, "group_name": "Hạ tầng"}, button="Lưu đề xuất")
    event = audit.of_thread("proposal", made.id, people.office, council_side=True)[0]
    assert event.before is not None
    assert event.after is not None
    assert event.before["agencies"] == ["Ban Quản lý Khu kinh tế"]
    assert event.after["agencies"] == ["Ban Quản lý Khu kinh tế", "Sở Công Thương"]


def test_what_has_been_answered_is_not_edited(people: Cast) -> None:
    made = proposal(people)
    engine.perform(made, "consolidate", people.secretary)
    engine.perform(made, "decline", people.standing, {"reason": "Ngoài thẩm quyền của HĐND"})
    with pytest.raises(Impossible):
        service.edit(made, {"text": "Khác"}, people.office)


def test_consolidating_cites_what_the_council_said(people: Cast) -> None:
    statement = said(people)
    statement.kind = "commitment"
    made = proposal(people)
    engine.perform(made, "consolidate", people.secretary, {"statement": str(statement.id)})
    assert origins.of(made, people.secretary, queries.SOURCES) == [f"statement:{statement.id}"]


def test_an_agency_reads_its_own_with_the_answer(client: Client, people: Cast) -> None:
    made = proposal(people)
    engine.perform(made, "consolidate", people.secretary)
    engine.perform(
        made, "move_to_agency", people.office, {"agency": str(people.agencies["c"].id), "answer": "Đã giao Sở"}
    )
    page = sign_in(client, people, "officer_a").page(f"/proposals/{made.id}")
    assert "Đã giao Sở" in page.text
    assert "Sở Xây dựng" in page.text
    assert sign_in(client, people, "officer_b").get(f"/proposals/{made.id}").status_code == 404


def test_an_agency_lists_only_its_own(client: Client, people: Cast) -> None:
    mine, other = proposal(people), proposal(people, key="b")
    page = sign_in(client, people, "leader_a").page("/proposals")
    assert f"/proposals/{mine.id}" in page.links
    assert f"/proposals/{other.id}" not in page.links


def test_proposals_never_stand_in_the_follow_up_table(client: Client, people: Cast) -> None:
    proposal(people)
    page = sign_in(client, people, "office").page("/recommendations")
    assert TEXT not in page.text
    assert "Chưa có kiến nghị nào" in page.text


def test_the_list_is_narrowed_by_what_stands_in_the_address(client: Client, people: Cast) -> None:
    proposal(people)
    sign_in(client, people, "office")
    for query, rows in (("status=recorded", 1), ("status=declined", 0), ("q=nha+o", 1), ("q=thuy+loi", 0)):
        assert len(client.page(f"/proposals?{query}").all("th", scope="row")) == rows, query
    assert len(client.page(f"/proposals?agency={people.agencies['b'].id}").all("th", scope="row")) == 0
    assert "Không có đề xuất nào khớp" in client.page("/proposals?status=declined").text


def test_a_guess_about_who_proposed_is_shown_as_one(client: Client, people: Cast) -> None:
    made = proposal(people)
    made.proposers_text, made.proposers_inferred = "các đơn vị", True
    page = sign_in(client, people, "deputy").page(f"/proposals/{made.id}")
    assert "suy đoán; nguồn ghi “các đơn vị”" in page.text


def test_secretary_and_office_are_told_what_waits(people: Cast) -> None:
    made = proposal(people)
    assert [item.action for item in queries.work_for(people.secretary)] == ["Tổng hợp"]
    assert [item.action for item in queries.work_for(people.office)] == ["Tổng hợp"]
    assert list(queries.work_for(people.office, everything=False)) == []
    engine.perform(made, "consolidate", people.secretary)
    assert list(queries.work_for(people.secretary)) == []
    people.delegation.followed_by_id = people.users["office"].id
    assert [item.action for item in queries.work_for(people.office, everything=False)] == ["Trả lời"]


@pytest.mark.parametrize("path", ["/proposals", "/proposals/new", "/proposals/{id}"])
def test_pages_stay_within_their_queries(client: Client, people: Cast, path: str) -> None:
    made = [proposal(people) for _time in range(6)]
    sign_in(client, people, "secretary")
    assert queries_of(client, path.format(id=made[0].id)) <= 25
