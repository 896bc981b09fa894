"""What a form cannot see: the body fits the owner, the officer is of this office, the dates follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.administration import queries as accounts
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import CouncilBody
from tracker.planning import queries as planning

OF_BODIES = {"committee": "committee", "deputy_group": "deputy_group"}
"""Owner → kind of the body that must be named."""


def require_sound(facts: Mapping[str, Any], council_id: int, delegation: Delegation | None = None) -> None:
    """What a form cannot see: the body fits the owner, the officer is of this office, the dates follow each other."""
    problems: dict[str, list[str]] = {}
    if sentence := wrong_body(facts["owner_kind"], facts["body_id"], council_id):
        problems["body_id"] = [sentence]
    topic_id = facts.get("topic_id")
    chosen_before = delegation is not None and delegation.topic_id == topic_id
    if topic_id and not chosen_before and not planning.is_adopted_topic(topic_id, council_id):
        problems["topic_id"] = [_("Hãy chọn một chuyên đề trong chương trình đã thông qua.")]
    follower = facts["followed_by_id"]
    unchanged = delegation is not None and delegation.followed_by_id == follower
    if follower and not unchanged and follower not in {user.id for user in accounts.officers(council_id)}:
        problems["followed_by_id"] = [_("Người theo dõi phải là chuyên viên Văn phòng.")]
    if facts["period_from"] and facts["period_to"] and facts["period_from"] > facts["period_to"]:
        problems["period_to"] = [_("Ngày cuối thời kỳ phải từ ngày đầu thời kỳ trở đi.")]
    established_on = delegation.established_on if delegation else None
    if facts["report_due_on"] and established_on and facts["report_due_on"] < established_on:
        problems["report_due_on"] = [_("Hạn nộp báo cáo phải từ ngày thành lập đoàn trở đi.")]
    if problems:
        raise Invalid(problems)


def wrong_body(owner_kind: str, body_id: int | None, council_id: int) -> str | None:
    wanted = OF_BODIES.get(owner_kind)
    if wanted is None:
        return _("Chủ thể này không gắn với Ban hoặc Tổ nào. Hãy bỏ chọn.") if body_id else None
    if body_id is None:
        return _("Hãy chọn Ban hoặc Tổ lập đoàn.")
    kind = db.session.scalar(
        select(CouncilBody.kind).where(CouncilBody.id == body_id, CouncilBody.council_id == council_id)
    )
    return None if kind == wanted else _("Ban hoặc Tổ này không hợp với chủ thể giám sát. Hãy chọn lại.")
