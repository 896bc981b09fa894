"""The dossier of a delegation: the papers that its reader may read, bit for bit, with lists and an index."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, counting, lawmaking, story
from tests.cast import Cast
from tests.client import Client
from tests.figures import held_session
from tests.signing import sign_in
from tracker.attachments import storage
from tracker.attachments.models import Attachment
from tracker.documents import service as documents
from tracker.documents.kinds import KINDS
from tracker.dossiers.contents import free
from tracker.extensions import db
from tracker.recommendations import service
from tracker.sessions.models import WorkingSession


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def dossier(client: Client, people: Cast) -> zipfile.ZipFile:
    answer = client.get(f"/delegations/{people.delegation.id}/dossier.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def index(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(path, SHA-256) as the index tells them."""
    page = openpyxl.load_workbook(io.BytesIO(package.read("00 Mục lục.xlsx"))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    first = next(number for number, row in enumerate(rows) if row[0] == "Tệp trong hồ sơ") + 1
    return [(row[0], row[6]) for row in rows[first:] if row[0]]


def test_every_paper_lies_in_it_as_it_was_handed_in(client: Client, people: Cast) -> None:
    story.report(people, proofs=[service.Proof(file=story.scan(people, "officer_a"))])
    file = db.session.scalars(select(Attachment).where(Attachment.subject_id.is_not(None))).first()
    assert file is not None
    sign_in(client, people, "office")
    package = dossier(client, people)
    assert package.testzip() is None
    told = index(package)
    assert file.sha256 in [digest for _path, digest in told]
    for path, digest in told:
        assert hashlib.sha256(package.read(path)).hexdigest() == digest
    assert {"00 Bảng theo dõi kiến nghị.xlsx", "00 Số liệu.xlsx", "00 Phát hiện.xlsx"} <= set(package.namelist())


def test_an_agency_gets_nothing_of_another(client: Client, people: Cast) -> None:
    recommendation = story.issued(people)
    support = next(task for task in recommendation.assignments if task.role == "support")
    proofs = [service.Proof(file=story.scan(people, "officer_b"))]
    update = story.report(people, "b", assignment=support, proofs=proofs)
    theirs = {item.attachment.sha256 for item in update.evidence if item.attachment}
    assert theirs
    sign_in(client, people, "leader_a")
    assert not theirs & {digest for _path, digest in index(dossier(client, people))}
    sign_in(client, people, "leader_b")
    assert theirs <= {digest for _path, digest in index(dossier(client, people))}


def test_who_may_not_read_the_delegation_gets_no_dossier(client: Client, people: Cast) -> None:
    sign_in(client, people, "leader_a")
    assert client.get(f"/delegations/{people.other_delegation.id}/dossier.zip").status_code == 404


def test_a_file_that_is_lost_is_named_and_the_rest_is_there(client: Client, people: Cast) -> None:
    story.report(people, proofs=[service.Proof(file=story.scan(people, "officer_a"))])
    file = db.session.scalars(select(Attachment).where(Attachment.subject_id.is_not(None))).first()
    assert file is not None
    storage.current().remove(file.sha256)
    sign_in(client, people, "office")
    package = dossier(client, people)
    assert ("không còn trong kho tệp", file.sha256) in index(package)


def test_more_papers_take_no_more_queries(client: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/dossier.zip"
    story.report(people, proofs=[service.Proof(file=story.scan(people, "officer_a"))])
    sign_in(client, people, "office")
    counted = counting.queries_of(client, path)
    for _n in range(3):
        story.report(people, proofs=[service.Proof(file=story.scan(people, "officer_a")) for _m in range(2)])
    assert counting.queries_of(client, path) == counted


MADE = "00 Văn bản lập từ dữ liệu (Word)"


def session_with_minutes(people: Cast, code: str) -> WorkingSession:
    held = held_session(people)
    held.code, held.state, held.minutes_text = code, "minutes_for_comment", f"Hai bên thống nhất {code}"
    held.notice_sent_on = date(2026, 4, 20)
    db.session.flush()
    return held


def made(package: zipfile.ZipFile) -> set[str]:
    return {name.partition("/")[2] for name in package.namelist() if name.startswith(f"{MADE}/")}


def test_official_documents_whose_facts_are_there_lie_in_it_as_word(client: Client, people: Cast) -> None:
    held = session_with_minutes(people, "CLV-07")
    story.measure(people, story.lead(story.issued(people)))
    documents.give(KINDS["plan"], people.delegation, {"number": 7, "issued_on": date(2026, 3, 20)}, people.office)
    sign_in(client, people, "office")
    package = dossier(client, people)
    named = made(package)
    assert f"{held.code} Biên bản làm việc.docx" in named
    assert any(name.endswith("Công văn đôn đốc.docx") for name in named)
    assert "ĐGS-2026-01 Kế hoạch giám sát.docx" in named, "it has a number"
    assert "ĐGS-2026-01 Phụ lục theo dõi thực hiện kiến nghị.docx" in named
    assert "ĐGS-2026-01 Báo cáo kết quả giám sát.docx" not in named, "nothing has been signed or numbered"
    told = dict(index(package))
    path = f"{MADE}/{held.code} Biên bản làm việc.docx"
    assert told[path] == hashlib.sha256(package.read(path)).hexdigest()
    assert f"Hai bên thống nhất {held.code}" in [
        line.text for line in docx.Document(io.BytesIO(package.read(path))).paragraphs
    ]
    page = openpyxl.load_workbook(io.BytesIO(package.read("00 Mục lục.xlsx"))).active
    assert "07/KH-ĐGS" in [row[7].value for row in page.iter_rows()]


def test_drafts_of_its_policies_and_papers_whose_facts_are_there_lie_in_it(client: Client, people: Cast) -> None:
    lawmaking.go(people, lawmaking.policy(people), "consultation")
    held = held_session(people)
    story.issued(people)
    held.code, people.delegation.state = "CLV-07", "reported"
    db.session.flush()
    sign_in(client, people, "office")
    package = dossier(client, people)
    assert any(name.endswith("du-thao.pdf") for name in package.namelist())
    assert {
        "CLV-07 Giấy mời làm việc.docx",
        "ĐGS-2026-01 Dự thảo nghị quyết về kết quả giám sát.docx",
        "ĐGS-2026-01 Phụ lục theo dõi thực hiện kiến nghị.docx",
    } <= made(package)


def test_an_agency_gets_no_official_document_of_the_councils_own(client: Client, people: Cast) -> None:
    session_with_minutes(people, "CLV-07")
    documents.give(KINDS["plan"], people.delegation, {"number": 7, "issued_on": date(2026, 3, 20)}, people.office)
    story.measure(people, story.lead(story.issued(people)))
    sign_in(client, people, "officer_b")
    assert made(dossier(client, people)) == {
        "CLV-07 Biên bản làm việc.docx",
        "CLV-07 Giấy mời làm việc.docx",
        "ĐGS-2026-01 Phụ lục theo dõi thực hiện kiến nghị.docx",
    }


def test_more_official_documents_take_no_more_queries(client: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/dossier.zip"
    tasks = [story.lead(story.issued(people)) for _n in range(3)]
    session_with_minutes(people, "CLV-07")
    story.measure(people, tasks[0])
    sign_in(client, people, "office")
    counted = counting.queries_of(client, path)
    for code, task in (("CLV-08", tasks[1]), ("CLV-09", tasks[2])):
        session_with_minutes(people, code)
        story.measure(people, task)
    numbered = held_session(people)
    numbered.code = "CLV-10"
    documents.give(KINDS["minutes"], numbered, {"number": 3, "issued_on": date(2026, 6, 1)}, people.office)
    assert counting.queries_of(client, path) == counted


def test_what_is_too_much_to_be_made_is_named(client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.dossiers.made.MOST", 1)
    session_with_minutes(people, "CLV-07")
    sign_in(client, people, "office")
    package = dossier(client, people)
    assert len(made(package)) == 1
    assert "không lập sẵn; tải ở trang của hồ sơ" in dict(index(package))


def test_a_paper_longer_than_papers_are_is_named_and_the_others_are_there(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.issued(people)
    sign_in(client, people, "office")
    before = made(dossier(client, people))
    monkeypatch.setattr("tracker.documents.limits.MOST", 0)
    package = dossier(client, people)
    assert len(made(package)) == len(before) - 1
    assert "không lập sẵn; tải ở trang của hồ sơ" in dict(index(package))


def test_no_two_papers_lie_under_one_name() -> None:
    taken: set[str] = set()
    assert [free(f"a/{name}", taken) for name in ("ảnh.jpg", "Ảnh.jpg", "ảnh.jpg", "ghi chú")] == [
        "a/ảnh.jpg",
        "a/Ảnh (2).jpg",
        "a/ảnh (3).jpg",
        "a/ghi chú",
    ]
