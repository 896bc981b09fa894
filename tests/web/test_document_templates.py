"""Templates that an office keeps: looked at on upload, version after version, used by every document of the council."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.core.errors import Impossible
from tracker.documents import checking, making, office_suite, queries
from tracker.documents.kinds import KINDS
from tracker.documents.making import Maker
from tracker.documents.office_suite import NotConverted
from tracker.documents.placeholders import example
from tracker.documents.word.filling import fill

pytestmark = pytest.mark.web
PLAN = KINDS["plan"]
HERE = "/document-templates/plan"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def template(*paragraphs: str, rows: tuple[str, ...] = (), header: str = "") -> bytes:
    """A Word file with these paragraphs, and a table with these rows."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if rows:
        table = document.add_table(rows=0, cols=1)
        for words in rows:
            table.add_row().cells[0].text = words
    if header:
        document.sections[0].header.paragraphs[0].text = header
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def upload(client: Client, content: bytes, name: str = "mau.docx", note: str = "Thử") -> Any:
    return client.send(HERE, {"files": (io.BytesIO(content), name), "note": note}, button="Dùng mẫu này")


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


# --- what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_every_template_that_comes_with_the_product_passes_its_own_check(app: Flask, name: str) -> None:
    with app.test_request_context():
        assert checking.problems_of(making.shipped(KINDS[name]), KINDS[name]) == []


BROKEN = [
    (template("Một", "Đoàn: {{ chuyen_dee }}"), ["đoạn 2", "“chuyen_dee”"]),
    (template("{%p for n in thanh_vien %}", "{{ n.ho_tenn }}", "{%p endfor %}"), ["đoạn 2", "“n.ho_tenn”"]),
    (template("{%p for n in thanh_vienn %}", "{{ n.ho_ten }}", "{%p endfor %}"), ["đoạn 1", "“thanh_vienn”"]),
    (template("{%p for n in thanh_vien %}", "{{ n.ho_ten }}"), ["đoạn 1", "chưa được đóng"]),
    (template("{{ chuyen_de }}", "{%p endfor %}"), ["đoạn 2", "không đóng vòng lặp"]),
    (template("{%p if pham_vi %}", "x", "{%p endfor %}"), ["đoạn 3", "không đóng"]),
    (template("{% for n in thanh_vien %}", "{{ n.ho_ten }}", "{% endfor %}"), ["đoạn 1", "{%p … %}"]),
    (template("Trước {%p for n in thanh_vien %}", "{{ n.ho_ten }}", "{%p endfor %}"), ["đoạn 1", "đứng một mình"]),
    (template("{{ chuyen_de"), ["đoạn 1", "dấu đóng"]),
    (template("{{ chuyen_de | }}"), ["đoạn 1", "không đọc được"]),
    (template("{% include 'x' %}"), ["đoạn 1", "không dùng được lệnh"]),
    (template("{{ chuyen_de.__class__ }}"), ["đoạn 1", "__class__"]),
    (template("{{ range(9) }}"), ["đoạn 1", "chỉ được nêu tên"]),
    (template("{{ 'x' * 999999999 }}"), ["đoạn 1", "chỉ được nêu tên"]),
    (template("{%p for n in chuyen_de %}", "{{ n }}", "{%p endfor %}"), ["đoạn 1", "chỉ được nêu tên"]),
    (template("x", rows=("{%tr for n in thanh_vien %}", "{{ n.sai }}", "{%tr endfor %}")), ["đoạn 3", "“n.sai”"]),
    (template("x", header="{{ sai_o_dau }}"), ["đầu trang", "“sai_o_dau”"]),
]


@pytest.mark.parametrize(("content", "words"), BROKEN)
def test_a_broken_template_is_refused_with_its_place(app: Flask, content: bytes, words: list[str]) -> None:
    with app.test_request_context():
        told = " ".join(checking.problems_of(content, PLAN))
    assert [word for word in words if word not in told] == [], told


def test_what_may_be_done_with_placeholders_is_taken(app: Flask) -> None:
    content = template(
        "{{ chuyen_de|upper }} {{ kinh_gui[0] }}",
        "{%p if pham_vi and not noi_dung %}",
        "{{ pham_vi }}",
        "{%p else %}",
        "{% for dong in noi_dung %}{{ loop.index }}. {{ dong }}{% endfor %}",
        "{%p endif %}",
        "“{{ co_quan }}”",
        rows=("{%tr for n in thanh_vien %}", "{{ n.ho_ten }}", "{%tr endfor %}"),
        header="{{ so_ky_hieu }}",
    )
    with app.test_request_context():
        assert checking.problems_of(content, PLAN) == []


def test_a_placeholder_that_word_has_cut_into_runs_is_read_whole(app: Flask) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ chuyen")
    paragraph.add_run("_de }} và {{ sai").bold = True
    paragraph.add_run("_ten }}")
    file = io.BytesIO()
    document.save(file)
    with app.test_request_context():
        told = checking.problems_of(file.getvalue(), PLAN)
    assert len(told) == 1
    assert "“sai_ten”" in told[0]


def test_a_template_that_loads_something_from_elsewhere_is_refused(app: Flask) -> None:
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://evil.example/x.png" TargetMode="External"/></Relationships>'
    )
    content = rewritten(
        template("x"), "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", relation)
    )
    with app.test_request_context():
        assert "lấy từ nơi khác" in checking.problems_of(content, PLAN)[0]


def rewritten(content: bytes, name: str, change: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return made.getvalue()


def test_uploads_pass_the_checks_of_every_file(client: Client, people: Cast) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    hostile = {
        "có nội dung không an toàn": rewritten(
            template("x"), "word/document.xml", lambda old: old.replace(b"?>", b"?>" + entity, 1)
        ),
        "lớn bất thường": rewritten(template("x"), "word/document.xml", lambda old: old + b" " * 60_000_000),
        "không phải là Word": b"MZ" + b"\0" * 500,
    }
    sign_in(client, people, "office")
    for words, content in hostile.items():
        answer = upload(client, content)
        assert answer.status_code == 400
        assert words in answer.text
    assert "Hãy chọn tệp Word của mẫu" in client.refused(HERE, {}, button="Dùng mẫu này").text
    assert "Mẫu phải là tệp Word" in upload(client, b"chi la chu", "mau.txt").text
    assert queries.versions(people.council.id, "plan") == []


# --- what is used -------------------------------------------------------------------------------------------------------


def test_an_uploaded_template_makes_the_councils_documents_until_an_earlier_one_is_used_again(
    client: Client, people: Cast
) -> None:
    sign_in(client, people, "office")
    taken = f"/delegations/{people.delegation.id}/plan.docx"
    assert upload(client, template("Mẫu một: {{ chuyen_de }} & {{ so_ky_hieu }}")).status_code == 303
    assert upload(client, template("Mẫu hai: {{ chuyen_de }}"), note="Lần hai").status_code == 303
    assert paragraphs(client.get(taken).data)[0] == f"Mẫu hai: {people.delegation.title}"
    page = client.get(HERE).text
    assert "mẫu của Văn phòng, phiên bản 2" in page
    assert "Lần hai" in page
    client.done(HERE, button="Dùng lại phiên bản 1")
    assert paragraphs(client.get(taken).data)[0].startswith("Mẫu một: ")
    assert paragraphs(client.get(f"{HERE}/file").data)[0].startswith("Mẫu một: {{")
    client.done(HERE, button="Dùng lại mẫu có sẵn")
    assert "I. MỤC ĐÍCH, YÊU CẦU" in paragraphs(client.get(taken).data)
    assert [one.version for one in queries.versions(people.council.id, "plan")] == [4, 3, 2, 1]


def test_a_file_that_is_needed_is_not_called_optional(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    page = client.page(HERE)
    labels = {label.get("for"): label.text for label in page.all("label")}
    assert labels["files"] == "Tệp Word (.docx)"
    assert "(không bắt buộc)" in labels["note"]


def test_other_councils_keep_their_own_template(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    upload(client, template("Mẫu riêng"))
    first = queries.versions(people.council.id, "plan")[0]
    sign_in(client, people, "foreigner")
    assert "mẫu của Văn phòng" not in client.get(HERE).text
    assert client.get(f"/document-templates/versions/{first.id}").status_code == 404


def test_the_page_lists_every_placeholder_with_meaning_and_example(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for name, kind in KINDS.items():
        page = client.get(f"/document-templates/{name}").text
        missing = [one.name for one in kind.placeholders if one.name not in page]
        assert missing == []
        assert [one for one in kind.placeholders if not str(one.meaning)] == []


def test_pdf_of_an_uploaded_template_needs_an_office_suite(client: Client, people: Cast, tmp_path: Path) -> None:
    sign_in(client, people, "office")
    upload(client, template("Mẫu: {{ chuyen_de }}"))
    taken = f"/delegations/{people.delegation.id}/plan.pdf"
    answer = client.get(taken)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "TRACKER_LIBREOFFICE" in answer.text
    assert f"/delegations/{people.delegation.id}/plan.docx" in answer.text
    assert f"{taken.removesuffix('pdf')}docx" in client.page(f"{taken}?as_of=2026-06-15").links, "it is of now alone"
    maker = Maker(PLAN, people.delegation, people.office, "http://x", program(tmp_path, 'cp "$8" "$7/document.pdf"'))
    assert maker.pdf().startswith(b"PK"), "what the program made of it"
    with pytest.raises(Impossible):
        Maker(PLAN, people.delegation, people.office, "http://x").pdf()


def test_an_office_suite_that_fails_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotConverted):
        office_suite.as_pdf(b"", program(tmp_path, "exit 3"))
    with pytest.raises(NotConverted):
        office_suite.as_pdf(b"", str(tmp_path / "there-is-none"))


def program(folder: Path, words: str) -> str:
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_placeholder_that_is_no_more_is_printed_as_dots() -> None:
    made = fill(template("Có: {{ chuyen_de }}; mất: {{ khong_con }}"), example(PLAN.placeholders))
    assert paragraphs(made)[0].endswith("mất: ……")
