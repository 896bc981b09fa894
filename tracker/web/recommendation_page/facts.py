"""What is known of it, in a list."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _p
from tracker.delegations.models import DOCUMENT_KINDS
from tracker.importing import notes as old_notes
from tracker.recommendations import terms
from tracker.recommendations.models import ADDRESSEE_KINDS, RESULT, Recommendation
from tracker.recommendations.workflow import NAMES
from tracker.terms import queries as handovers
from tracker.web.kit import me


def facts(recommendation: Recommendation, *, is_council_side: bool, is_past: bool) -> list[Any]:
    """What stands below the deadline; the Council's side also sees who approved and who follows."""
    document = recommendation.document
    found: list[Any] = [{"label": _("Sản phẩm"), "value": recommendation.deliverable or None}]
    if document is not None:
        kind = DOCUMENT_KINDS[document.kind]
        words = _("%(kind)s số %(number)s", kind=kind, number=document.number)
        hint = _("ngày %(day)s", day=format_vi(document.issued_on))
        found.append({"label": _("Văn bản"), "value": words, "hint": hint})
    found += [] if is_past else of_terms(recommendation)
    if recommendation.addressee_text:
        found.append({"label": _("Nguồn ghi nơi nhận"), "value": recommendation.addressee_text})
    if not recommendation.assignments:
        found.append({"label": _("Loại nơi nhận"), "value": ADDRESSEE_KINDS[recommendation.addressee_kind]})
    if recommendation.old_record:
        found += of_old_register(recommendation, is_council_side=is_council_side)
    if is_council_side:
        found += council_facts(recommendation)
    return found


def of_old_register(recommendation: Recommendation, *, is_council_side: bool) -> list[dict[str, Any]]:
    """From which file it came, what that did not say, what it said of the result, and for the Council's side what besides."""
    source = {"label": _("Hồ sơ cũ, nhập từ"), "value": recommendation.old_reason, "hint": recommendation.old_source}
    missing = [str(NAMES.get(name, name)).lower() for name in recommendation.waived_facts or ()]
    lacking = [{"label": _("Chưa có thông tin"), "value": ", ".join(missing)}] if missing else []
    result = recommendation.old_result
    said = [{"label": _("Kết quả theo sổ cũ"), "value": result, "hint": _("chưa được xác nhận")}] if result else []
    if not is_council_side:
        return [source, *lacking, *said]
    others = [note for note in recommendation.old_notes or () if note[0] != RESULT]
    notes = [{"label": old_notes.heading_of(note), "value": note[2]} for note in others]
    return [source, *lacking, *said, *notes]


def of_terms(recommendation: Recommendation) -> list[dict[str, Any]]:
    """The term in which it was issued, and those that go on following it; with a way to the handover for its readers."""
    known = terms.of_one(recommendation)
    words = terms.in_words(known)
    if not words:
        return []
    fact = {"label": _("Khóa"), "value": words[:1].upper() + words[1:]}
    last = known.carried[-1][1] if known.carried else None
    code = handovers.readable([last.handover_id], me()).get(last.handover_id) if last else None
    if last is None or code is None:
        return [fact]
    linked = fact | {"url": url_for("term_handovers.show", id=last.handover_id), "hint": code}
    asked = {"label": _("Đề nghị của khóa trước"), "value": _("giám sát lại")}
    return [linked, asked] if last.oversee_again else [linked]


def council_facts(recommendation: Recommendation) -> list[Any]:
    approver, follower = recommendation.approved_by, recommendation.followed_by
    found: list[Any] = []
    if recommendation.approved_at and approver:
        day = format_vi(clock.local(recommendation.approved_at).date())
        found.append(
            {"label": _p("fact", "Duyệt dự thảo"), "value": approver.full_name, "hint": _("ngày %(day)s", day=day)}
        )
    words = follower.full_name if follower else _("theo người theo dõi Đoàn")
    found.append({"label": _("Chuyên viên theo dõi"), "value": words})
    return found
