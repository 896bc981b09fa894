"""What a file is, by its content; and the sentence that says how to mend one that cannot be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL import Image, UnidentifiedImageError

from tracker.attachments import packages
from tracker.attachments.names import climbs, ending_of
from tracker.attachments.refusals import AS_PDF, RefusedFile, refuse
from tracker.core.i18n import _l

__all__ = ["ENDINGS", "TYPES", "FileType", "RefusedFile", "inspect"]

MOST_PIXELS = 50_000_000
SNIFFED = 8192
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class FileType:
    """One kind of file that is taken."""

    name: str
    mime: str
    endings: tuple[str, ...]


TYPES = (
    FileType("PDF", "application/pdf", ("pdf",)),
    FileType("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    FileType("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    FileType("OpenDocument Text", "application/vnd.oasis.opendocument.text", ("odt",)),
    FileType("OpenDocument Spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    FileType("JPEG", "image/jpeg", ("jpg", "jpeg")),
    FileType("PNG", "image/png", ("png",)),
    FileType("Text", "text/plain", ("txt",)),
    FileType("CSV", "text/csv", ("csv",)),
)
BY_ENDING = {ending: kind for kind in TYPES for ending in kind.endings}
BY_MIME = {kind.mime: kind for kind in TYPES}
ENDINGS = tuple(ending for kind in TYPES for ending in kind.endings)

ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)


def inspect(path: Path, name: str) -> FileType:
    """What kind of file lies at `path`, by its content; RefusedFile when it cannot be taken under this name."""
    if climbs(name):
        refuse(name, _l("Tên tệp “%(name)s” chứa đường dẫn thư mục. Hãy đổi tên tệp rồi gửi lại."))
    ending = ending_of(name)
    refuse_heic(path, name, ending)
    declared = BY_ENDING.get(ending)
    if declared is None:
        refuse(
            name,
            _l("Không nhận loại tệp của “%(name)s”. Chỉ nhận: %(endings)s."),
            advice=AS_PDF,
            endings=", ".join(ENDINGS),
        )
    found = read_type(path, name, declared)
    if found is not declared:
        refuse(
            name,
            _l("Nội dung tệp “%(name)s” là %(found)s, không đúng với đuôi .%(ending)s. Hãy đặt lại đuôi cho đúng."),
            found=found.name,
            ending=ending,
        )
    return found


def refuse_heic(path: Path, name: str, ending: str) -> None:
    """The iPhone's own format, under its own name or another; most computers of an office cannot show it."""
    with path.open("rb") as file:
        head = file.read(12)
    if ending in ("heic", "heif") or (head[4:8] == b"ftyp" and head[8:12] in HEIC):
        refuse(
            name,
            _l(
                "Ảnh “%(name)s” ở dạng HEIC của iPhone nên chưa nhận được. Trên iPhone, mở Cài đặt › Camera › "
                "Định dạng, chọn “Tương thích nhất” rồi chụp lại; hoặc lưu ảnh thành JPG rồi gửi."
            ),
        )


def read_type(path: Path, name: str, declared: FileType) -> FileType:
    with path.open("rb") as file:
        head = file.read(SNIFFED)
    guess = filetype.guess(head)
    mime = guess.mime if guess else ""
    if head.startswith(b"PK"):
        return BY_MIME[packages.inspect(path, name)]
    if head.startswith(packages.OLD_OFFICE):
        refuse(name, packages.LOCKED_OR_OLD)
    if mime in BY_MIME:
        found = BY_MIME[mime]
        inspect_content(path, name, found)
        return found
    if not declared.mime.startswith("text/"):
        refuse(
            name,
            _l("Nội dung tệp “%(name)s” không phải là %(declared)s. Hãy mở tệp kiểm tra và lưu lại đúng định dạng."),
            declared=declared.name,
        )
    inspect_text(path, name)
    return declared


def inspect_content(path: Path, name: str, found: FileType) -> None:
    if found.mime == "application/pdf":
        inspect_pdf(path, name)
    if found.mime.startswith("image/"):
        inspect_image(path, name)


def inspect_pdf(path: Path, name: str) -> None:
    if ENCRYPTED_PDF.search(path.read_bytes()):
        refuse(name, _l("Tệp “%(name)s” có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."))


def inspect_image(path: Path, name: str) -> None:
    try:
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            pixels = image.width * image.height
            if pixels <= MOST_PIXELS:
                image.verify()
    except Image.DecompressionBombError:
        pixels = MOST_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        refuse(name, _l("Ảnh “%(name)s” bị hỏng. Hãy chụp hoặc lưu lại rồi gửi."))
    if pixels > MOST_PIXELS:
        refuse(name, _l("Ảnh “%(name)s” lớn quá 50 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại."))


def inspect_text(path: Path, name: str) -> None:
    content = path.read_bytes()
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\0" in content:
        refuse(name, _l("Tệp “%(name)s” không phải là văn bản. Hãy kiểm tra rồi gửi lại đúng tệp."))
    text = decoded(content, "utf-16" if utf16 else "utf-8-sig")
    if text is None:
        refuse(name, _l("Không đọc được chữ trong tệp “%(name)s”. Hãy lưu lại với bảng mã UTF-8 rồi gửi."))
    if MARKUP.search(text[:SNIFFED].encode()):
        refuse(name, _l("Tệp “%(name)s” là trang web, không phải văn bản."), advice=AS_PDF)


def decoded(content: bytes, encoding: str) -> str | None:
    """The text, also of older Vietnamese files; None when it is none."""
    for attempt in (encoding, "cp1258"):
        try:
            text = content.decode(attempt)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\r\n\f\x1a" for sign in text):
            return text
    return None
