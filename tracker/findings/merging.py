"""Several findings that say one thing become one: the others are rejected, with a thread to the one that is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from tracker.accounts.actor import Actor
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.findings.queries import GROUNDS, MOST, shortened, undecided, visible
from tracker.links import queries as links
from tracker.links import service as threads
from tracker.links.models import Link
from tracker.workflow import engine
from tracker.workflow.definition import Answers

DEEPEST = 5
"""A finding that others were merged into may itself be merged, and so on."""


def mergeable(kept: Finding) -> list[tuple[str, str]]:
    """(id, "PH-02: …") of the findings of the same delegation that may be merged into this one."""
    query = select(Finding.id, Finding.code, Finding.text).where(*others_of(kept)).order_by(Finding.id).limit(MOST)
    return [(str(id), f"{code}: {shortened(text)}") for id, code, text in db.session.execute(query)]


def has_mergeable(kept: Finding) -> bool:
    return bool(db.session.scalar(select(exists().where(*others_of(kept)))))


def others_of(kept: Finding) -> tuple[Any, ...]:
    return Finding.delegation_id == kept.delegation_id, Finding.id != kept.id, undecided()


def chosen(answers: Answers) -> Sequence[Finding]:
    """The findings to be merged, in the order of their codes."""
    ids = sorted({int(id) for id in answers.get("findings") or [] if str(id).isdecimal()})
    return db.session.scalars(select(Finding).where(Finding.id.in_(ids)).order_by(Finding.id)).all()


def in_the_way(kept: Finding, answers: Answers) -> dict[str, Any]:
    """What forbids the merging, beside the list of findings; nothing when nothing does."""
    reasons = [reason for other in chosen(answers) for reason in [refusal(other, kept)] if reason]
    return {"findings": " ".join(reasons)} if reasons else {}


def refusal(other: Finding, kept: Finding) -> str:
    """Why this finding cannot be merged into the kept one: merging must not get round what SM4 asks before a decision."""
    if other.kind == "violation" and kept.kind != "violation":
        return _("%(code)s là dấu hiệu vi phạm: chỉ gộp được vào một dấu hiệu vi phạm.", code=other.code)
    if other.agency_id != kept.agency_id and not other.agency_was_heard:
        return _(
            "%(code)s là về %(agency)s, cơ quan này chưa nêu ý kiến. Chờ cơ quan trả lời hoặc hết hạn trả lời rồi mới gộp.",
            code=other.code,
            agency=other.agency.name if other.agency else "",
        )
    return ""


def merge(kept: Finding, answers: Answers, actor: Actor) -> None:
    """Reject the others with a thread to the kept one, which from now on rests on what they rested on."""
    note = str(answers.get("note") or "").strip()
    others = chosen(answers)
    rested_on = links.sources("finding", [other.id for other in others], actor)
    for other in others:
        # Stored as the record's own words, which stay Vietnamese whatever language the page is read in.
        reason = f"Gộp vào phát hiện {kept.code}" + (f": {note}" if note else ".")
        engine.perform(other, "reject", actor, {"reason": reason})
        threads.tie(other, kept, actor)
        for end in rested_on.get(other.id, []):
            if end.kind in GROUNDS:
                threads.tie(end.record, kept, actor)


# --- reading ----------------------------------------------------------------------------------------------------------


def merged_into(ids: Iterable[int], actor: Actor) -> dict[int, Finding]:
    """Finding id → the finding that it was merged into, where there is one that the person may read."""
    ends = links.targets("finding", ids, actor)
    found = {id: [end.record for end in known if end.kind == "finding"] for id, known in ends.items()}
    return {id: records[0] for id, records in found.items() if records}


def merged_from(ids: Iterable[int], actor: Actor) -> dict[int, list[Finding]]:
    """Finding id → all that was merged into it, also by way of another, in the order of their codes."""
    wanted = list(ids)
    into = threads_between(wanted)
    within = {id: sorted(everything_in(id, into)) for id in wanted}
    known = readable({id for inner in within.values() for id in inner}, actor)
    found = {id: [known[other] for other in inner if other in known] for id, inner in within.items()}
    return {id: others for id, others in found.items() if others}


def threads_between(ids: Iterable[int]) -> Mapping[int, list[int]]:
    """Finding id → those merged directly into it; one statement for each generation."""
    into: dict[int, list[int]] = defaultdict(list)
    asked = set(ids)
    for _generation in range(DEEPEST):
        if not asked:
            break
        query = select(Link.target_id, Link.source_id).where(
            Link.target_kind == "finding", Link.target_id.in_(sorted(asked)), Link.source_kind == "finding"
        )
        rows = db.session.execute(query).all()
        for target, source in rows:
            into[target].append(source)
        asked = {source for _target, source in rows} - into.keys()
    return into


def everything_in(id: int, into: Mapping[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(into.get(id, []))
    while waiting:
        inner = waiting.pop()
        if inner not in found:
            found.add(inner)
            waiting += into.get(inner, [])
    return found


def readable(ids: set[int], actor: Actor) -> dict[int, Finding]:
    if not ids:
        return {}
    query = select(Finding).where(Finding.id.in_(sorted(ids)), visible(actor)).options(joinedload(Finding.agency))
    return {finding.id: finding for finding in db.session.scalars(query)}
