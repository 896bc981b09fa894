"""Files: what is taken, what is refused and in which words, where the bytes lie, how they are handed out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.attachments import checks, names, packages, queries, service, storage
from tracker.attachments.downloads import download_headers
from tracker.attachments.models import Attachment
from tracker.attachments.refusals import RefusedFile
from tracker.core.errors import Impossible
from tracker.organizations.models import Council

WORD_TYPES = (
    b'<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(password: str = "") -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def package(entries: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(extra: Mapping[str, bytes] | None = None, types: bytes = WORD_TYPES) -> bytes:
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(extra or {})})


def odf(kind: str, manifest: bytes = b"<manifest/>") -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return package({"mimetype": mime, "content.xml": b"<x/>", "META-INF/manifest.xml": manifest})


def xlsx() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


@pytest.fixture
def inspect(tmp_path: Path) -> Callable[[bytes, str], checks.FileType]:
    def run(content: bytes, name: str) -> checks.FileType:
        path = tmp_path / "file"
        path.write_bytes(content)
        return checks.inspect(path, name)

    return run


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("báo cáo.pdf", pdf()),
        ("BÁO CÁO.PDF", pdf()),
        ("kết luận.docx", docx()),
        ("biểu đồ.docx", docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()})),
        ("số liệu.xlsx", xlsx()),
        ("văn bản.odt", odf("text")),
        ("bảng.ods", odf("spreadsheet")),
        ("ảnh.jpg", picture("JPEG")),
        ("ảnh.jpeg", picture("JPEG")),
        ("ảnh.png", picture("PNG")),
        ("ghi chép.txt", "Khu kinh tế\n".encode()),
        ("ghi chép cũ.txt", "Vi\u00eat Nam".encode("cp1258")),
        ("ghi chép.txt", "Khu kinh tế".encode("utf-16")),
        ("bảng.csv", "BM;số\n1;2\n".encode("utf-8-sig")),
    ],
)
def test_what_the_council_works_with_is_taken(
    inspect: Callable[[bytes, str], checks.FileType], name: str, content: bytes
) -> None:
    assert names.ending_of(name) in inspect(content, name).endings


BOMB = docx({"word/media/a.xml": b"0" * 60_000_000})
CROWD = docx({f"word/{n}.xml": b"" for n in range(packages.MOST_ENTRIES)})
BILLION = docx({"word/evil.xml": b'<!DOCTYPE x [<!ENTITY a "ha">]><x/>'})
MACRO_TYPES = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PNG_BYTES = picture("PNG")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ\x90\x00", "Không nhận loại tệp"),
        ("a.js", b"alert(1)", "Không nhận loại tệp"),
        ("a.html", b"<html>", "Không nhận loại tệp"),
        ("a.svg", b"<svg/>", "Không nhận loại tệp"),
        ("a", b"abc", "Không nhận loại tệp"),
        ("a.zip", package({"a": b"a"}), "Không nhận loại tệp"),
        ("a.docm", docx(types=MACRO_TYPES), "Không nhận loại tệp"),
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 100, "không phải là PDF"),
        ("a.pdf", b"hello", "không phải là PDF"),
        ("a.pdf", PNG_BYTES, "là PNG, không đúng với đuôi .pdf"),
        ("a.jpg", PNG_BYTES, "là PNG, không đúng với đuôi .jpg"),
        ("a.docx", xlsx(), "là Excel, không đúng với đuôi .docx"),
        ("a.txt", pdf(), "là PDF, không đúng với đuôi .txt"),
        ("a.pdf", pdf("secret"), "có mật khẩu"),
        ("a.docx", packages.OLD_OFFICE + b"\0" * 600, "có mật khẩu hoặc là định dạng"),
        ("a.odt", odf("text", b"<manifest:encryption-data/>"), "có mật khẩu"),
        ("a.docx", docx(types=MACRO_TYPES), "có macro"),
        ("a.docx", docx({"word/vbaProject.bin": b"\xd0\xcf"}), "có macro"),
        ("a.docx", docx({"word/a.bin": package({"b": b"b"})}), "tệp nén hoặc chương trình bên trong"),
        ("a.docx", docx({"word/a.bin": b"MZ\x90"}), "tệp nén hoặc chương trình bên trong"),
        ("a.docx", package({"a.txt": b"a"}), "là tệp nén"),
        ("a.docx", package({"[Content_Types].xml": WORD_TYPES}), "là tệp nén"),
        ("a.docx", docx()[:-30], "bị hỏng"),
        ("a.docx", BOMB, "lớn bất thường"),
        ("a.docx", CROWD, "lớn bất thường"),
        ("a.docx", BILLION, "không an toàn"),
        ("a.png", PNG_BYTES[:20], "bị hỏng"),
        ("a.png", picture("PNG", (10_000, 6_000)), "50 triệu"),
        ("a.png", picture("PNG", (30_000, 30_000)), "50 triệu"),
        ("a.txt", b"abc\0def", "không phải là văn bản"),
        ("a.txt", b"abc\x01def\xff", "UTF-8"),
        ("a.txt", b"  <!DOCTYPE html><p>", "trang web"),
        ("a.csv", b"a;b\n<script>alert(1)</script>", "trang web"),
        ("../a.pdf", pdf(), "đường dẫn"),
        ("..\\..\\a.pdf", pdf(), "đường dẫn"),
    ],
)
def test_what_is_refused_is_told_how_to_mend_it(
    inspect: Callable[[bytes, str], checks.FileType], name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(RefusedFile) as refused:
        inspect(content, name)
    assert sentence in str(refused.value)
    assert list(refused.value.errors) == [""]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Báo cáo số 12.pdf", "Báo cáo số 12.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("C:\\Users\\an\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("hợp đồng\u202efdp.exe.pdf", "hợp đồngfdp.exe.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("....pdf", "pdf"),
        ("", "tệp"),
        ("😀.png", "😀.png"),
    ],
)
def test_a_name_is_kept_but_made_harmless(sent: str, kept: str) -> None:
    assert names.harmless(sent) == kept


def test_a_long_name_keeps_its_ending_and_fits_every_disk() -> None:
    kept = names.harmless("ấ" * 300 + ".pdf")
    assert kept.endswith(".pdf")
    assert len(kept.encode()) <= 255


@pytest.fixture
def council(db_session: Session) -> Council:
    council = Council(code="HP", name="HĐND thành phố Hải Phòng", level="province")
    db_session.add(council)
    db_session.flush()
    return council


def store(council: Council, name: str = "báo cáo.pdf", content: bytes | None = None) -> Attachment:
    return service.store(BytesIO(pdf() if content is None else content), name, None, council.id)


def kept_files() -> list[Path]:
    return [path for path in storage.current().folder.rglob("*") if path.is_file()]


def test_bytes_lie_under_their_hash_and_the_row_knows_them(council: Council) -> None:
    content = pdf() + b"%one"
    attachment = store(council, content=content)
    assert attachment.sha256 == sha256(content).hexdigest()
    assert (attachment.size, attachment.mime, attachment.name) == (len(content), "application/pdf", "báo cáo.pdf")
    with storage.current().open(attachment.sha256) as file:
        assert file.read() == content


def test_the_same_bytes_are_kept_once(council: Council) -> None:
    content = pdf() + b"%two"
    first, second = store(council, content=content), store(council, name="bản sao.pdf", content=content)
    assert first.id != second.id
    assert [path.name for path in kept_files()].count(first.sha256) == 1


@pytest.mark.parametrize(("content", "sentence"), [(b"", "0 byte"), (b"\0" * (25 * 1024 * 1024 + 1), "25 MB")])
def test_empty_and_too_big_files_are_refused(council: Council, content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        store(council, content=content)
    assert sentence in str(refused.value)


def test_a_refused_file_leaves_nothing_behind(council: Council, db_session: Session) -> None:
    before = kept_files()
    with pytest.raises(RefusedFile):
        store(council, name="a.pdf", content=b"no pdf")
    assert kept_files() == before
    assert db_session.query(Attachment).count() == 0


def test_an_upload_that_breaks_off_leaves_nothing_behind(council: Council) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("connection lost")
            return super().read(10)

    before = kept_files()
    with pytest.raises(OSError, match="connection lost"):
        service.store(Broken(pdf()), "a.pdf", None, council.id)
    assert kept_files() == before


def test_a_file_is_bound_once_and_for_good(council: Council) -> None:
    attachment = store(council)
    service.bind(attachment, "finding", 7, "evidence", caption=" Ảnh  cầu ")
    service.bind(attachment, "finding", 7)
    assert (attachment.purpose, attachment.caption) == ("evidence", "Ảnh cầu")
    with pytest.raises(Impossible):
        service.bind(attachment, "finding", 8)


def test_only_the_uploader_finds_an_unbound_file(council: Council, db_session: Session) -> None:
    user = User(username="an", full_name="An", sort_key=b"an")
    db_session.add(user)
    db_session.flush()
    mine, theirs = service.store(BytesIO(pdf()), "a.pdf", user.id, council.id), store(council)
    assert queries.unbound([mine.id, theirs.id], user.id, council.id) == [mine]
    assert queries.unbound([mine.id], user.id, council.id + 1) == []
    service.bind(mine, "finding", 1)
    assert queries.unbound([mine.id], user.id, council.id) == []


def test_files_of_a_record_come_in_the_order_they_were_sent(council: Council) -> None:
    sent = [service.bind(store(council), "finding", id, purpose) for id, purpose in ((1, "a"), (2, "b"), (1, "b"))]
    assert queries.of("finding", 1) == [sent[0], sent[2]]
    assert queries.of("finding", 1, "b") == [sent[2]]
    assert queries.of_many("finding", [1, 2, 3]) == {1: [sent[0], sent[2]], 2: [sent[1]]}
    assert queries.any_of("finding", 2)
    assert not queries.any_of("finding", 3)


def test_sweeping_removes_bytes_that_no_row_speaks_of(council: Council, db_session: Session) -> None:
    kept, stray = store(council, content=pdf() + b"%kept"), store(council, content=pdf() + b"%stray")
    db_session.delete(stray)
    db_session.flush()
    assert service.sweep() >= 1
    assert storage.current().exists(kept.sha256)
    assert not storage.current().exists(stray.sha256)


def test_downloads_carry_the_vietnamese_name_and_are_never_shown_inside_a_page() -> None:
    attachment = Attachment(name='Đề "án" 100%.txt', mime="text/plain", sha256="ab")
    headers = download_headers(attachment)
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"de _an_ 100_.txt\"; filename*=UTF-8''%C4%90%E1%BB%81%20%22%C3%A1n%22%20100%25.txt"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_only_file_addresses_are_a_storage() -> None:
    with pytest.raises(ValueError, match="file"):
        storage.at("s3://bucket")


def test_the_storage_is_the_folder_of_the_settings(app: Flask) -> None:
    with app.app_context():
        assert str(storage.current().folder) in app.extensions["settings"].storage_url
