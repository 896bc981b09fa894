"""Files that are zip archives inside: Word, Excel, OpenDocument. Looked at from outside; never unpacked to disk.

Limits as in ASVS 5.2.3: declared unpacked size, number of entries, ratio, no archive inside.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from tracker.attachments.refusals import AS_PDF, refuse
from tracker.core.i18n import _l

MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
HIGHEST_RATIO = 200
SMALL = 1024 * 1024
LOOKED_AT = 64 * 1024

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF")
EMBEDDED_SHEET = re.compile(r"(word|xl)/embeddings/[^/]+\.(xlsx|docx)")
"""The sheet behind a chart; Word and Excel put it there themselves."""

OOXML_TYPE = "application/vnd.openxmlformats-officedocument."
OOXML = {
    b"wordprocessingml.document.main+xml": ("word/", f"{OOXML_TYPE}wordprocessingml.document"),
    b"spreadsheetml.sheet.main+xml": ("xl/", f"{OOXML_TYPE}spreadsheetml.sheet"),
}
ODF = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")

LOCKED_OR_OLD = _l(
    "Tệp “%(name)s” có mật khẩu hoặc là định dạng Word, Excel cũ. "
    "Hãy bỏ mật khẩu, lưu thành .docx hoặc .xlsx rồi gửi lại."
)
BROKEN = _l("Tệp “%(name)s” bị hỏng. Hãy mở tệp, lưu lại rồi gửi.")
TOO_DENSE = _l("Tệp “%(name)s” khi giải nén lớn bất thường nên không nhận.")
HAS_ARCHIVE = _l("Tệp “%(name)s” có tệp nén hoặc chương trình bên trong. Hãy bỏ phần đó ra rồi gửi lại.")
HAS_MACRO = _l("Tệp “%(name)s” có macro. Hãy lưu lại không kèm macro rồi gửi.")
PLAIN_ZIP = _l("Tệp “%(name)s” là tệp nén, không phải Word, Excel hay OpenDocument. Hãy gửi từng tệp bên trong.")
HAS_ENTITY = _l("Tệp “%(name)s” có nội dung không an toàn.")


def inspect(path: Path, name: str) -> str:
    """The MIME type of an office document; RefusedFile for any other archive or a dangerous one."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            check_size(entries, path.stat().st_size, name)
            check_entries(package, entries, name)
            return type_of(package, {entry.filename for entry in entries}, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError):
        refuse(name, BROKEN)
    except RuntimeError:  # how zipfile says that a password is needed
        refuse(name, LOCKED_OR_OLD)


def check_size(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > SMALL and unpacked > packed * HIGHEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or too_dense:
        refuse(name, TOO_DENSE, advice=AS_PDF)


def check_entries(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    for entry in entries:
        if entry.is_dir():
            continue
        if entry.filename.lower().endswith("vbaproject.bin"):
            refuse(name, HAS_MACRO)
        head = beginning(package, entry)
        if head.startswith(ARCHIVES) and not EMBEDDED_SHEET.fullmatch(entry.filename):
            refuse(name, HAS_ARCHIVE)
        if b"<!ENTITY" in head.upper():
            refuse(name, HAS_ENTITY, advice=AS_PDF)


def beginning(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Enough of an entry to know it: all that matters of a text, the first bytes of anything else."""
    is_text = entry.filename.lower().endswith((".xml", ".rels"))
    with package.open(entry) as file:
        return file.read(LOOKED_AT if is_text else 16)


def type_of(package: zipfile.ZipFile, names: set[str], name: str) -> str:
    if "[Content_Types].xml" in names:
        return ooxml_type(limited(package, "[Content_Types].xml"), names, name)
    mime = limited(package, "mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if mime not in ODF:
        refuse(name, PLAIN_ZIP)
    check_odf_open(package, names, name)
    return mime


def ooxml_type(declared: bytes, names: set[str], name: str) -> str:
    if b"macroEnabled" in declared:
        refuse(name, HAS_MACRO)
    for main, (folder, mime) in OOXML.items():
        if main in declared and any(entry.startswith(folder) for entry in names):
            return mime
    return refuse(name, PLAIN_ZIP)


def check_odf_open(package: zipfile.ZipFile, names: set[str], name: str) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in limited(package, manifest):
        refuse(name, LOCKED_OR_OLD)


def limited(package: zipfile.ZipFile, entry: str) -> bytes:
    with package.open(entry) as file:
        return file.read(SMALL)
