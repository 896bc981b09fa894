"""Filing documents on a delegation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations import documents
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.delegations.service.rights import require_filing
from tracker.workflow import engine


def add_document(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationDocument:
    """A document by number, date and signer, with its files. A number known for this issuer and year is asked back
    about once: `confirmed` says that it is another document (ND30 Annex VI)."""
    require_filing(delegation, actor)
    if answers["issued_on"] > clock.today():
        raise Invalid({"issued_on": [_("Ngày văn bản chưa đến. Nhập ngày từ hôm nay trở về trước.")]})
    known = documents.same_number(
        delegation.council_id, answers["number"], answers["issued_on"], answers.get("issuer") or ""
    )
    if known is not None and not answers.get("confirmed"):
        sentence = _(
            "Số %(number)s năm %(year)s đã có, ngày %(day)s. Nếu đây là văn bản khác, hãy đánh dấu ô xác nhận.",
            number=known.number,
            year=known.issued_on.year,
            day=format_vi(known.issued_on),
        )
        raise Invalid({"number": [sentence]})
    document = documents.add(delegation, answers["kind"], answers, actor)
    engine.touch(delegation, actor)
    engine.created(document, actor)
    return document
