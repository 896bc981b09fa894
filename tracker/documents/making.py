"""Making a document of a record: its facts, then Word from the template in use, or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.accounts.actor import Actor
from tracker.attachments import storage
from tracker.core import clock
from tracker.core.errors import Impossible
from tracker.core.i18n import _l, in_vietnamese
from tracker.core.moments import Moment
from tracker.documents import office_suite, queries
from tracker.documents.definition import DocumentKind
from tracker.documents.models import DocumentNumber, DocumentTemplate
from tracker.documents.pdf.setting import set_pages
from tracker.documents.placeholders import Facts
from tracker.documents.word.building import built
from tracker.documents.word.filling import fill

WORD, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"
TYPES = {"docx": WORD, "pdf": PDF}
NO_PDF = _l(
    "Văn bản này dùng mẫu do Văn phòng tải lên; muốn có PDF thì máy chủ phải có LibreOffice (thiết lập TRACKER_LIBREOFFICE). "
    "Hãy tải bản Word, mở ra rồi lưu thành PDF."
)

OF_NOW = _l("Văn bản này chỉ lập theo số liệu hiện tại. Hãy bỏ thời điểm (as_of) khỏi địa chỉ rồi tải lại.")


@dataclass(frozen=True)
class Maker:
    """Of one record. `address` opens the item; `office` is the program for PDF of uploaded templates, or empty; `moment`:
    as it was known then, of kinds that look back."""

    kind: DocumentKind
    record: Any
    actor: Actor
    address: str
    office: str = ""
    moment: Moment | None = None

    def facts(self) -> Facts:
        given = queries.number_of(self.record.council_id, self.kind.name, self.record.id)
        return facts_of(self.kind, self.record, self.actor, given, self.address, self.moment)

    def own_template(self) -> DocumentTemplate | None:
        return queries.current(self.record.council_id, self.kind.name)

    def file_name(self, form: str) -> str:
        """bao-cao-ket-qua-giam-sat-ĐGS-2026-01-2026-06-15.docx"""
        code = getattr(self.record, "code", "") or self.record.id
        day = self.moment.in_file_names if self.moment else f"{clock.today():%Y-%m-%d}"
        return f"{self.kind.file_name}-{code}-{day}.{form}".replace("/", "-")

    def word(self) -> bytes:
        return fill(template_bytes(self.kind, self.own_template()), self.facts())

    @property
    def has_pdf(self) -> bool:
        """Of an uploaded template only with an office suite."""
        return bool(self.office) or self.own_template() is None

    def pdf(self) -> bytes:
        """By typst where the product's template is in use, else by LibreOffice."""
        if self.own_template() is None:
            with in_vietnamese():
                return set_pages(self.kind.layout, self.facts(), str(self.kind.label), at=clock.now())
        if not self.office:
            raise Impossible(NO_PDF)
        return office_suite.as_pdf(self.word(), self.office)


def facts_of(
    kind: DocumentKind,
    record: Any,
    actor: Actor,
    given: DocumentNumber | None,
    address: str,
    moment: Moment | None = None,
) -> Facts:
    """Impossible at a moment of a kind that is of now alone."""
    with in_vietnamese():
        told = kind.compose(record, actor, given) if moment is None else then(kind, record, actor, given, moment)
    return {**told, "dia_chi": address, "ma_qr": ""}


def then(kind: DocumentKind, record: Any, actor: Actor, given: DocumentNumber | None, moment: Moment) -> Facts:
    if kind.compose_then is None:
        raise Impossible(OF_NOW)
    return kind.compose_then(record, actor, given, moment)


def template_bytes(kind: DocumentKind, own: DocumentTemplate | None) -> bytes:
    """The office's own file, or the one that comes with the product."""
    if own is None or own.attachment is None:
        return shipped(kind)
    with storage.current().open(own.attachment.sha256) as file:
        return file.read()


def shipped(kind: DocumentKind) -> bytes:
    with in_vietnamese():
        return built(kind.layout, str(kind.label))
