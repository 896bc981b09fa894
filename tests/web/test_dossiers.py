"""The dossier of a delegation: the papers that its reader may read, bit for bit, with lists and an index."""

from __future__ import annotations

import hashlib
import io
import zipfile

import openpyxl
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, counting, story
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.attachments import storage
from tracker.attachments.models import Attachment
from tracker.dossiers.contents import free
from tracker.extensions import db
from tracker.recommendations import service


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


def test_no_two_papers_lie_under_one_name() -> None:
    taken: set[str] = set()
    assert [free(f"a/{name}", taken) for name in ("ảnh.jpg", "Ảnh.jpg", "ảnh.jpg", "ghi chú")] == [
        "a/ảnh.jpg",
        "a/Ảnh (2).jpg",
        "a/ảnh (3).jpg",
        "a/ghi chú",
    ]
