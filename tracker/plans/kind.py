"""Templates of delegations as a kind of record; they have no states."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.core.i18n import _l
from tracker.plans import queries
from tracker.plans.models import DelegationTemplate
from tracker.workflow import engine

NAMES = {
    "name": _l("Tên mẫu"),
    "owner_kind": _l("Chủ thể giám sát"),
    "body_id": _l("Ban, Tổ"),
    "title_pattern": _l("Chuyên đề gợi ý"),
    "scope": _l("Phạm vi"),
    "content": _l("Nội dung"),
    "note": _l("Ghi chú"),
    "outline_title": _l("Tên đề cương"),
    "outline": _l("Đề cương"),
    "retired_on": _l("Thôi dùng từ"),
    "steps": _l("Các bước"),
    "documents": _l("Văn bản cần có"),
}

KIND = engine.register(
    Kind(
        name="delegation_template",
        model=DelegationTemplate,
        label=_l("Mẫu đoàn giám sát"),
        plural="delegation-templates",
        visible=queries.visible,
        place=lambda template: Place(council_id=template.council_id, body_id=template.body_id),
        title=lambda template: template.name,
        names=lambda: NAMES,
    )
)
