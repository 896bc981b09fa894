"""Keeping templates, version after version; giving a document its number, date and signer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.attachments import service as attachments
from tracker.attachments import storage
from tracker.attachments.models import Attachment
from tracker.audit import service as audit
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.documents import checking, queries
from tracker.documents.definition import DocumentKind
from tracker.documents.making import WORD
from tracker.documents.models import DocumentNumber, DocumentTemplate
from tracker.documents.nd30 import number_in
from tracker.extensions import db
from tracker.policies import queries as policies
from tracker.policies.models import Policy
from tracker.workflow import engine

CLERKS = (Role.OFFICE, Role.SECRETARY)
"""Those who write what is issued."""
SIGN = re.compile(r"[^\W\d_][\w.&-]*")


# --- templates --------------------------------------------------------------------------------------------------------


def may_keep(actor: Actor) -> bool:
    return bool(actor.councils_as(Role.OFFICE))


def council_of(actor: Actor) -> int:
    """The council whose office this person is of; Forbidden to everybody else."""
    councils = actor.councils_as(Role.OFFICE)
    if not councils:
        raise Forbidden
    return min(councils)


def upload(kind: DocumentKind, file: Attachment | None, note: str, actor: Actor) -> DocumentTemplate:
    """From now on the office's template; Invalid beside `files`, with every place that must be mended first."""
    council_id = council_of(actor)
    if file is None:
        raise Invalid({"files": [_("Hãy chọn tệp Word của mẫu.")]})
    if file.mime != WORD:
        raise Invalid({"files": [_("Mẫu phải là tệp Word (.docx).")]})
    with storage.current().open(file.sha256) as kept:
        problems = checking.problems_of(kept.read(), kind)
    if problems:
        raise Invalid({"files": problems})
    return add(council_id, kind.name, file, note, actor)


def go_back(kind: DocumentKind, version: int | None, actor: Actor) -> DocumentTemplate:
    """Use an earlier version again, as the newest one; None: the template that comes with the product."""
    council_id = council_of(actor)
    if version is None:
        return add(council_id, kind.name, None, _("Dùng lại mẫu có sẵn."), actor)
    known = {one.version: one for one in queries.versions(council_id, kind.name)}
    if version not in known:
        raise NotFound
    file = known[version].attachment
    copy = attachments.again(file) if file is not None else None
    return add(council_id, kind.name, copy, _("Dùng lại phiên bản %(n)s.", n=version), actor)


def add(council_id: int, kind: str, file: Attachment | None, note: str, actor: Actor) -> DocumentTemplate:
    known = queries.versions(council_id, kind)
    template = DocumentTemplate(
        council_id=council_id,
        kind=kind,
        version=known[0].version + 1 if known else 1,
        attachment=file,
        note=note,
        created_by_id=actor.id,
    )
    db.session.add(template)
    db.session.flush()
    if file is not None:
        attachments.bind(file, "document_template", template.id, "template")
    engine.created(template, actor, roles=(Role.OFFICE,))
    return template


# --- numbers ----------------------------------------------------------------------------------------------------------


def may_number(record: Any, actor: Actor) -> bool:
    return bool(access.roles_on(actor, record) & set(CLERKS))


def require_numbering(record: Any, actor: Actor) -> None:
    if not may_number(record, actor):
        raise Forbidden


def give(kind: DocumentKind, record: Any, answers: Mapping[str, Any], actor: Actor) -> DocumentNumber:
    """Number, sign, date and signer from now on; Invalid beside `number` when another document of the year bears it."""
    require_numbering(record, actor)
    known = queries.number_of(record.council_id, kind.name, record.id)
    given = known or DocumentNumber(council_id=record.council_id, kind=kind.name, subject_id=record.id)
    facts = checked(kind, record, answers)
    earlier = audit.snapshot(given) if known else {}
    for name, value in facts.items():
        setattr(given, name, value)
    if known is not None:
        engine.edited(given, actor, earlier)
        return given
    given.created_by_id = actor.id
    db.session.add(given)
    engine.created(given, actor, roles=CLERKS)
    return given


def checked(kind: DocumentKind, record: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The columns, with the year that the number counts in."""
    number, issued_on = answers.get("number"), answers.get("issued_on")
    sign = (answers.get("sign") or "").strip() or kind.sign
    require_as_filed(kind, record, number=number, sign=sign, issued_on=issued_on)
    if not SIGN.fullmatch(sign):
        raise Invalid({"sign": [_("Ký hiệu gồm chữ viết tắt nối bằng dấu gạch ngang, không có dấu cách: BB-ĐGS.")]})
    if number is not None and issued_on is None:
        raise Invalid({"issued_on": [_("Có số thì phải có ngày ban hành, vì số tính theo năm.")]})
    year = issued_on.year if issued_on is not None else None
    if number is not None and year is not None:
        require_free(kind, record, year, number, sign)
    return {
        "number": number,
        "year": year,
        "sign": sign,
        "issued_on": issued_on,
        "signer": answers.get("signer") or "",
        "signing": answers.get("signing") or "self",
        "signer_office": answers.get("signer_office") or "",
    }


def require_as_filed(kind: DocumentKind, record: Any, **given: Any) -> None:
    """The record leads: what it is registered under is not given otherwise here."""
    filed = kind.filed(record)
    found = number_in(filed.number, kind.sign) if filed else None
    if filed is None or found is None:
        return
    known = {"number": found[0], "sign": found[1], "issued_on": filed.issued_on}
    about = {"number": filed.number, "day": format_vi(filed.issued_on)}
    sentence = _("Hồ sơ đã ghi văn bản này là số %(number)s ngày %(day)s; bản in theo hồ sơ.", **about)
    wrong = {name: [sentence] for name, value in known.items() if given[name] not in (None, value)}
    if wrong:
        raise Invalid(wrong)


def require_free(kind: DocumentKind, record: Any, year: int, number: int, sign: str) -> None:
    """NĐ 30/2020, Điều 15: number and sign are unique in the year."""
    own = kind.filed(record)
    leads = (
        own is not None and number_in(own.number, kind.sign) is not None
    )  # as the record says, and asked about there
    filed = None if leads else queries.filed_elsewhere(kind, record, year=year, number=number, sign=sign)
    if filed is not None:
        about = {"number": filed.number, "day": format_vi(filed.issued_on), "code": filed.delegation.code}
        raise Invalid({"number": [_("Số %(number)s ngày %(day)s đã là của %(code)s. Hãy kiểm tra lại.", **about)]})
    own_id = record.id if isinstance(record, Policy) else 0
    resolution = policies.numbered(record.council_id, f"{number}/{sign}", year, but=own_id)
    if resolution is not None and resolution.signed_on is not None:
        about = {"number": resolution.number or "", "day": format_vi(resolution.signed_on), "code": resolution.code}
        raise Invalid({"number": [_("Số %(number)s ngày %(day)s đã là của %(code)s. Hãy kiểm tra lại.", **about)]})
    bearer = queries.bearing(record.council_id, kind.name, year=year, number=number, sign=sign)
    if bearer is not None and bearer.subject_id != record.id:
        whole = f"{number:02}/{sign}"
        raise Invalid({"number": [_("Năm %(year)s đã có văn bản số %(number)s.", year=year, number=whole)]})
