"""Agencies as a kind of record; they have no states."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.core.i18n import _l
from tracker.organizations import queries
from tracker.organizations.models import Agency
from tracker.workflow import engine

NAMES = {
    "code": _l("Mã"),
    "name": _l("Tên"),
    "short_name": _l("Tên ngắn"),
    "kind": _l("Loại"),
    "parent_id": _l("Cơ quan cấp trên"),
    "valid_from": _l("Từ ngày"),
    "valid_to": _l("Đến ngày"),
    "aliases": _l("Tên khác"),
    "leader_sends_own": _l("Lãnh đạo được gửi những gì chính mình soạn"),
    "successor": _l("Cơ quan kế thừa"),
    "successors": _l("Cơ quan kế thừa"),
    "predecessors": _l("Cơ quan tiền thân"),
    "from_day": _l("Có hiệu lực từ ngày"),
    "document": _l("Văn bản"),
    "document_date": _l("Ngày văn bản"),
}

KIND = engine.register(
    Kind(
        name="agency",
        model=Agency,
        label=_l("Cơ quan"),
        plural="agencies",
        visible=queries.visible,
        place=lambda agency: Place(council_id=agency.council_id, agency_ids=frozenset({agency.id})),
        title=lambda agency: agency.name,
        names=lambda: NAMES,
    )
)
