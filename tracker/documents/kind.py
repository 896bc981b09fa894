"""Templates and given numbers as kinds of record. They have no life of their own; their events are kept."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.core.i18n import _l
from tracker.documents import queries
from tracker.documents.kinds import KINDS
from tracker.documents.models import DocumentNumber, DocumentTemplate
from tracker.workflow import engine

NAMES = {"kind": _l("Loại văn bản"), "version": _l("Phiên bản"), "attachment_id": _l("Tệp"), "note": _l("Ghi chú")}
NUMBER_NAMES = {
    "kind": _l("Loại văn bản"),
    "subject_id": _l("Hồ sơ"),
    "number": _l("Số"),
    "year": _l("Năm"),
    "sign": _l("Ký hiệu"),
    "issued_on": _l("Ngày ban hành"),
    "signer": _l("Người ký"),
    "signing": _l("Cách ký"),
    "signer_office": _l("Chức vụ người ký"),
}


def label_of(name: str) -> str:
    return str(KINDS[name].label) if name in KINDS else name


TEMPLATE_KIND = engine.register(
    Kind(
        name="document_template",
        model=DocumentTemplate,
        label=_l("Mẫu văn bản"),
        plural="document-templates",
        visible=queries.visible,
        place=lambda record: Place(council_id=record.council_id),
        title=lambda record: label_of(record.kind),
        names=lambda: NAMES,
    )
)
NUMBER_KIND = engine.register(
    Kind(
        name="document_number",
        model=DocumentNumber,
        label=_l("Số văn bản"),
        plural="document-numbers",
        visible=queries.number_visible,
        place=lambda record: Place(council_id=record.council_id),
        title=lambda record: label_of(record.kind),
        names=lambda: NUMBER_NAMES,
    )
)
