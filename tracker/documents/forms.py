"""What the office types: a template to use from now on; number, date and signer of a document."""

from __future__ import annotations

from typing import Any

from tracker.core.forms import BaseForm, Needed, OneFile, OneLine, Radio, Text, Versioned, ViDate, WholeNumber
from tracker.core.i18n import _l
from tracker.core.rows import LARGEST
from tracker.documents.definition import DocumentKind
from tracker.documents.models import SIGNING, DocumentNumber
from tracker.documents.nd30 import number_in


class UploadForm(BaseForm):
    files = OneFile(
        _l("Tệp Word (.docx)"),
        [Needed(_l("Hãy chọn tệp Word của mẫu."))],
        description=_l("Tải mẫu đang dùng về, sửa trong Word rồi tải lên lại."),
    )
    note = OneLine(_l("Ghi chú"), longest=300, description=_l("Sửa gì so với mẫu trước; để trống cũng được."))


class NumberForm(Versioned, BaseForm):
    number = WholeNumber(
        _l("Số"), low=1, high=LARGEST, description=_l("Để trống nếu Văn thư chưa cấp: bản in chừa chỗ để ghi.")
    )
    sign = Text(_l("Ký hiệu"), longest=60, description=_l("Sau dấu gạch chéo, ví dụ BB-ĐGS."))
    issued_on = ViDate(_l("Ngày ban hành"), description=_l("dd/mm/yyyy; có số thì phải có ngày, vì số tính theo năm."))
    signing = Radio(_l("Cách ký"), choices=list(SIGNING.items()))
    signer = Text(_l("Người ký"), longest=200, description=_l("Họ và tên, không ghi học hàm, học vị."))
    signer_office = Text(_l("Chức vụ người ký"), longest=200, description=_l("Chỉ khi ký thừa lệnh, thừa ủy quyền."))


class UnsignedForm(NumberForm):
    """Of a document whose signers the record names."""

    signing = None  # type: ignore[assignment]
    signer = None  # type: ignore[assignment]
    signer_office = None  # type: ignore[assignment]


def form_of(kind: DocumentKind) -> type[NumberForm]:
    return NumberForm if kind.asks_signer else UnsignedForm


GIVEN = ("number", "sign", "issued_on", "signing", "signer", "signer_office")


def answers_of(known: DocumentNumber | None, kind: DocumentKind, record: Any) -> dict[str, Any]:
    """What the form shows: the number that the record is registered under; what was given; what the kind proposes."""
    given = {name: getattr(known, name) for name in GIVEN} if known else {"sign": kind.sign, "signing": "self"}
    filed = kind.filed(record)
    if filed is None:
        return given
    found = number_in(filed.number, kind.sign)
    leads = {"number": found[0], "sign": found[1], "issued_on": filed.issued_on} if found else {}
    return given | leads | {"signer": given.get("signer") or filed.signer}
