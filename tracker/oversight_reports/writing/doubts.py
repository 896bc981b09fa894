"""What is not settled about a source, in the words in which the report says so: nobody's claim is the Council's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.comparing.queries import Seen
from tracker.comparing.telling import said as amount
from tracker.core.text import fold
from tracker.findings.models import Finding
from tracker.oversight_reports import queries
from tracker.oversight_reports.writing.lines import clause, lowered, shortened
from tracker.reporting import wording
from tracker.reporting.models import Figure
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement

UNVERIFIED = "số liệu chưa được xác minh"
NOBODY = "chưa rõ cơ quan báo cáo"
UNCONFIRMED = "phát hiện chưa được Trưởng đoàn xác nhận"
UNSIGNED = "biên bản chưa ký"
UNKNOWN_SIDE = "chưa ghi cơ quan của người phát biểu, cần bổ sung"
DELEGATION, AGENCY, UNKNOWN = "delegation", "agency", "unknown"
"""Whose word a statement is."""
MOST = 200
"""Letters of what others say, beside a sentence of the report."""


@dataclass(frozen=True)
class Standing:
    """How the sources of a delegation stand: what rests on a figure, what contradicts it, what is asked to be changed."""

    resting: Mapping[int, Sequence[Finding]]
    """Figure id → the findings that rest on it."""
    disputes: Mapping[int, Sequence[Seen]]
    """Figure id → the flags that contradict it."""
    amendments: Mapping[int, Sequence[Amendment]]
    """Statement id → what was proposed in its place and has no answer yet."""
    followed: frozenset[int]
    """Ids of the statements from which something came: a finding, a proposal, a recommendation."""
    unsigned: frozenset[int]
    """Ids of the sessions whose minutes are not signed."""
    names: Mapping[int, str]
    """Agencies by id, as they are called on the delegation."""
    members: frozenset[str]
    """Names of the delegation's members, folded."""


def of_figure(told: Figure, standing: Standing) -> str:
    """What stands against the number. Only a result that the head has confirmed on it verifies it."""
    confirmed = any(
        found.kind == "achievement" and queries.is_established(found) for found in standing.resting.get(told.id, ())
    )
    against = [words for seen in standing.disputes.get(told.id, ()) if (words := contradiction(told, seen, standing))]
    parts = [] if told.agencies else [NOBODY]
    return "; ".join([*parts, *([] if confirmed else [UNVERIFIED]), *against])


def contradiction(told: Figure, seen: Seen, standing: Standing) -> str:
    """đang có ý kiến khác: Sở Công Thương báo cáo 350 căn hộ"""
    if seen.flag.kind == "sum":
        words = difference(told, seen)
    else:
        others = given_otherwise(told, seen, standing.names)
        words = f"đang có ý kiến khác: {', '.join(others)}" if others else ""
    explained = seen.note.text if seen.note else seen.flag.said
    return f"{words} (giải thích: {lowered(shortened(clause(explained), MOST))})" if words and explained else words


def given_otherwise(told: Figure, seen: Seen, names: Mapping[int, str]) -> list[str]:
    """Who says what instead; each number once, and none that a later version of the report has put right."""
    found: dict[str, None] = {}
    for reading in seen.flag.readings:
        if reading.value != told.value and reading.version_of is None:
            who = ", ".join(names.get(id, "") for id in reading.agencies if names.get(id)) or "cơ quan khác"
            found[f"{who} báo cáo {amount(reading)}"] = None
    return list(found)


def difference(told: Figure, seen: Seen) -> str:
    """Of a total that its declared parts do not make; of the parts nothing is said."""
    total = seen.flag.sum
    if total is None or total.total.id != told.id:
        return ""
    return f"các số thành phần cộng lại là {wording.measured(total.added, told.unit)}"


def side_of(said: Statement, standing: Standing) -> str:
    """Only its members speak for the delegation; of somebody else without an agency nobody knows for whom."""
    if said.agency_id is not None:
        return AGENCY
    return DELEGATION if fold(said.speaker) in standing.members else UNKNOWN


def of_statement(said: Statement, side: str, standing: Standing) -> str:
    """That nobody knows for whom it was said, that its minutes are not signed, what others would have it say."""
    proposed = [shortened(clause(amendment.text), MOST) for amendment in standing.amendments.get(said.id, ())]
    unknown = [UNKNOWN_SIDE] if side == UNKNOWN else []
    unsigned = [UNSIGNED] if said.session_id in standing.unsigned else []
    return "; ".join([*unknown, *unsigned, *(f"đang có đề nghị sửa thành: “{text}”" for text in proposed)])


def of_finding(found: Finding) -> str:
    """That nobody has confirmed it; that the agency sees it otherwise."""
    parts = [] if queries.is_established(found) else [UNCONFIRMED]
    comment = found.sent_comment
    if comment is not None and comment.stance != "agree" and found.agency is not None:
        how = "đồng ý một phần" if comment.stance == "partly" else "không đồng ý"
        why = f": {lowered(shortened(clause(comment.text), MOST))}" if comment.text.strip() else ""
        parts.append(f"{found.agency.name} {how}{why}")
    return "; ".join(parts)
